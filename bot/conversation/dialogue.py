"""The dialogue engine's memory (a stack of frames) and its vocabulary: commands and steps. Pure data."""

from __future__ import annotations

from typing import Any

import msgspec


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A running flow. ``step`` is the id of the step to run next; ``waiting_for`` the slot that it asked
    for, or "".

    ``tries`` counts rejected values for that slot; ``called_by`` is the frame id that called this flow;
    ``context`` is a pattern's own data (canceled_name, previous_slots ...).
    """

    frame_id: str
    flow: str
    step: str
    waiting_for: str = ""
    tries: int = 0
    called_by: str = ""
    filled: tuple[str, ...] = ()
    context: dict[str, Any] = {}


class Dialogue(msgspec.Struct, frozen=True, kw_only=True):
    """The whole memory of the engine; the top of the stack is last."""

    stack: tuple[Frame, ...] = ()
    failures: int = 0
    last_replies: tuple[str, ...] = ()


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """What the shopper wants the dialogue to do.

    ``kind``: start_flow, set_slot, correct_slot, cancel_flow, clarify, skip, repeat, hand_off, chitchat,
    search, cannot_handle, none. ``flow``, ``slot``, ``value`` and ``options`` are filled as the kind needs.
    """

    kind: str
    flow: str = ""
    slot: str = ""
    value: Any = None
    options: tuple[str, ...] = ()


class RunAction(msgspec.Struct, frozen=True, kw_only=True, tag="run"):
    """Run this action, then call ``observe``."""

    action: str


class Say(msgspec.Struct, frozen=True, kw_only=True, tag="say"):
    """Say this response of the domain, rendered with the slots and ``values``, then call ``observe``."""

    response: str
    values: dict[str, Any] = {}


class SetSlots(msgspec.Struct, frozen=True, kw_only=True, tag="set"):
    """Slots changed by the engine itself; state is to be updated before the next call."""

    slots: dict[str, Any]


class Listen(msgspec.Struct, frozen=True, kw_only=True, tag="listen"):
    """Nothing more to do until the shopper speaks."""

    waiting_for: str = ""


Step = RunAction | Say | SetSlots | Listen
