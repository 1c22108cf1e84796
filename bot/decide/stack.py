"""The stack of running flows: who is on top, who called whom, who was interrupted. Pure functions."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from bot.conversation.dialogue import Frame
from bot.decide.flows import Flow

Stack = tuple[Frame, ...]

MAX_DEPTH = 12
"""Frames on the stack; beyond it the oldest is forgotten."""


def push(stack: Stack, flow: Flow, context: dict[str, Any] | None = None, called_by: str = "") -> Stack:
    """Begin a flow on top."""
    number = 1 + max((int(frame.frame_id) for frame in stack), default=0)
    frame = Frame(
        frame_id=str(number), flow=flow.id, step=flow.first, called_by=called_by, context=context or {}
    )
    return (*stack, frame)[-MAX_DEPTH:]


def push_below(stack: Stack, flow: Flow) -> Stack:
    """Put a flow at the bottom, to begin when all others are over; a full stack stays as it is."""
    if len(stack) >= MAX_DEPTH:
        return stack
    *rest, new = push(stack, flow)
    return (new, *rest)


def push_under(stack: Stack, flow: Flow, context: dict[str, Any] | None = None) -> Stack:
    """Put a flow right under the top one, to begin when that is over."""
    *rest, new = push(stack, flow, context)
    return (*rest[:-1], new, *rest[-1:])


def chain(stack: Stack) -> Stack:
    """The active frames: the top one, then who called it, and so on."""
    if not stack:
        return ()
    frames = {frame.frame_id: frame for frame in stack}
    active = [stack[-1]]
    while active[-1].called_by in frames:
        active.append(frames[active[-1].called_by])
    return tuple(active)


def active_task(stack: Stack) -> Stack:
    """The chain of the topmost flow that is not a pattern, or the empty one."""
    while stack and is_pattern(stack[-1]):
        stack = stack[:-1]
    return chain(stack)


def is_pattern(frame: Frame) -> bool:
    """Whether the frame runs a repair pattern."""
    return frame.flow.startswith("pattern_")


def put(stack: Stack, frame: Frame) -> Stack:
    """Replace the frame of the same id."""
    return tuple(frame if old.frame_id == frame.frame_id else old for old in stack)


def interrupt(stack: Stack) -> Stack:
    """Mark the top frame, if it waits for an answer, so that it is announced when its turn comes again."""
    if not stack or not stack[-1].waiting_for:
        return stack
    top = stack[-1]
    return (*stack[:-1], replace(top, context={**top.context, "interrupted": True}))


def raise_task(stack: Stack, flow: str) -> Stack:
    """Bring a flow that lies deeper, with those it called, to the top."""
    chosen = {frame.frame_id for frame in stack if frame.flow == flow}
    chosen |= {called for frame_id in chosen for called in descendants(stack, frame_id)}
    below = tuple(frame for frame in stack if frame.frame_id not in chosen)
    return below + tuple(calm(frame) for frame in stack if frame.frame_id in chosen)


def calm(frame: Frame) -> Frame:
    """The frame without its mark of interruption."""
    return replace(frame, context={k: v for k, v in frame.context.items() if k != "interrupted"})


def descendants(stack: Stack, frame_id: str) -> frozenset[str]:
    """The ids of the frames that a frame called, directly or not."""
    found = {frame_id}
    for frame in stack:
        if frame.called_by in found:
            found.add(frame.frame_id)
    return frozenset(found - {frame_id})


def interrupted(stack: Stack) -> Stack:
    """The frames that were interrupted, the latest first."""
    return tuple(frame for frame in reversed(stack) if frame.context.get("interrupted"))
