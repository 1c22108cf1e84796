"""The dialogue engine's memory (a stack of frames) and its vocabulary: commands and steps. Pure data."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace


class RunAction(msgspec.Struct, frozen=True, kw_only=True, tag="run"):
    """Run this action, then take the next step. ``text`` is what it is to answer where that is not the
    whole message."""

    action: str
    text: str = ""


class Say(msgspec.Struct, frozen=True, kw_only=True, tag="say"):
    """Say this response of the domain, rendered with the slots and ``values``."""

    response: str
    values: dict[str, Any] = {}


class SetSlots(msgspec.Struct, frozen=True, kw_only=True, tag="set"):
    """Slots changed by the engine itself; state is to be updated before the next call."""

    slots: dict[str, Any]


class Listen(msgspec.Struct, frozen=True, kw_only=True, tag="listen"):
    """Nothing more to do until the shopper speaks."""

    waiting_for: str = ""


Step = RunAction | Say | SetSlots | Listen


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A running flow. ``step`` is the id of the step to run next or, where ``done``, of the step that has run
    and whose way on is still to be decided; ``waiting_for`` the slot that it asked for, or "".

    ``filled`` are the slots that were accepted; ``tries`` counts rejected values for the slot asked for;
    ``called_by`` is the frame id that called this flow; ``context`` is a pattern's own data.
    """

    frame_id: str
    flow: str
    step: str
    waiting_for: str = ""
    tries: int = 0
    called_by: str = ""
    filled: tuple[str, ...] = ()
    context: dict[str, Any] = {}
    done: bool = False


class Dialogue(msgspec.Struct, frozen=True, kw_only=True):
    """The whole memory of the engine; the top of the stack is last.

    ``due`` are steps that are decided and not yet returned; ``steps`` counts those returned since the shopper
    spoke; ``trace`` tells what came of flows since then: (started, completed or cancelled; the flow's id).
    """

    stack: tuple[Frame, ...] = ()
    failures: int = 0
    last_replies: tuple[str, ...] = ()
    due: tuple[Step, ...] = ()
    steps: int = 0
    trace: tuple[tuple[str, str], ...] = ()


def abandoned(dialogue: Dialogue) -> Dialogue:
    """The memory with the flow on top at its end, and with it those that wait for it: an action of it failed,
    and what is to be said next would be decided on what it did not find out."""
    doomed, wanted = set[str](), dialogue.stack[-1].frame_id if dialogue.stack else ""
    for frame in reversed(dialogue.stack):
        if frame.frame_id == wanted:
            doomed.add(frame.frame_id)
            wanted = frame.called_by
    stack = tuple(
        replace(frame, step="", done=False, waiting_for="") if frame.frame_id in doomed else frame
        for frame in dialogue.stack
    )
    return replace(dialogue, stack=stack, due=())


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """What the shopper wants the dialogue to do.

    ``kind``: start_flow, explain (the documents first, then the flow, or the kind that ``value`` names),
    set_slot, correct_slot, cancel_flow, clarify, skip, repeat, hand_off, go_on, chitchat, search,
    cannot_handle, none. ``flow``, ``slot``, ``value`` and ``options`` are filled as the kind needs; ``text``
    is what a look-up is to answer where that is not the whole message.
    """

    kind: str
    flow: str = ""
    slot: str = ""
    value: Any = None
    options: tuple[str, ...] = ()
    text: str = ""
