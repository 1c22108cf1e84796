"""A turn: the whole path of what a shopper wrote, on one page.

    pending messages -> understand -> decide -> act and say until the engine listens -> record

Everything that happens is collected in a draft and stored in one transaction, so that a turn is either there
or not: after a crash the messages are still pending and the turn is taken again. Messages leave only after
they are stored.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace

from bot.conversation import events as ev
from bot.conversation.answering import answering
from bot.conversation.dialogue import Command, Dialogue, Listen, RunAction, Say, SetSlots, abandoned
from bot.conversation.draft import Draft
from bot.conversation.messages import Reply
from bot.conversation.ports import (
    ActionContext,
    ActionRunner,
    Bus,
    Engine,
    EventLog,
    Progress,
    Responder,
    Understander,
)
from bot.conversation.state import State, of_one_turn
from bot.conversation.understanding import Understanding
from bot.errors import Conflict, ShopclerkError
from bot.several import WithoutEffects, answered_apart
from bot.telemetry import Telemetry

RETAKES = 3
"""Times that a turn is taken again because the log went on."""


@dataclass(frozen=True)
class TurnParts:
    """What a turn needs. ``languages`` are the assistant's; ``release`` names the live one."""

    log: EventLog
    bus: Bus
    understander: Understander
    engine: Engine
    actions: ActionRunner
    responder: Responder
    languages: frozenset[str]
    deadline: float
    telemetry: Telemetry
    release: str = ""
    suggested: frozenset[str] = frozenset()


@dataclass
class Commitment:
    """Tells whoever runs a turn whether it may still be cancelled. It may not once something outside changes
    or storing has begun."""

    binding: bool = False

    def bind(self) -> None:
        """From here the turn is finished in any case."""
        self.binding = True


async def take_turn(parts: TurnParts, conversation_id: str, commitment: Commitment) -> bool:
    """Answer what is pending in a conversation that no person has taken over; otherwise do nothing.

    A failing part costs its feature, never the turn. Returns whether messages are left that take a turn of
    their own. Raises: StorageError, when nothing could be stored; the messages stay pending.
    """
    for _ in range(RETAKES):
        state = await parts.log.state(conversation_id)
        if state.is_taken or not state.pending:
            return False
        draft = Draft(of_one_turn(state), on_effect=commitment.bind, release=parts.release)
        try:
            async with asyncio.timeout(parts.deadline):
                await converse(parts, draft)
        except TimeoutError:
            _fail(parts, draft, "timeout", "timeout")
        commitment.bind()
        after = await _record(parts, draft)
        if after is not None:
            return bool(after.pending) and not after.is_taken
    return False


async def converse(parts: TurnParts, draft: Draft) -> None:
    """Understand, decide, then act and say until the engine listens. A message that wants several things of
    different kinds gets what each of them would."""
    draft.set_slots(parts.engine.identified(draft.state), "identity")
    if draft.pressed_payload(parts.suggested):
        return await _answer(parts, draft)
    trial = replace(parts, actions=WithoutEffects(parts.actions))
    if apart := await answered_apart(draft, lambda piece: _answer(trial, piece)):
        draft.understood(await parts.understander.understand(draft.question, draft.state))
        return draft.take_over(apart)
    return await _answer(parts, draft)


async def _answer(parts: TurnParts, draft: Draft) -> None:
    pressed = draft.pressed_payload(parts.suggested)
    try:
        understanding = await parts.understander.understand(draft.question, draft.state)
    except ShopclerkError as error:
        return _fail(parts, draft, error.code, "understand")
    draft.understood(understanding)
    foreign = None if pressed else _foreign(parts, understanding)
    if foreign:
        return draft.say(foreign)
    if pressed:
        commands, reason = parts.engine.pressed(draft.state, pressed)
    else:
        commands, reason = parts.engine.commands(draft.state, understanding)
    await _follow(parts, draft, commands, reason)
    return None


def _foreign(parts: TurnParts, understanding: Understanding) -> Reply | None:
    language = understanding.language
    return None if language in parts.languages else parts.responder.foreign(language)


async def _follow(parts: TurnParts, draft: Draft, commands: tuple[Command, ...], reason: str) -> None:
    """Carry out the engine's steps until it listens. A hand-over takes effect behind what its own flow still
    says; what was under way is left to the person, and kept for a shopper who would rather go on."""
    draft.cause = next((str(c.value) for c in commands if c.kind == "hand_off" and c.value), "asked")
    dialogue, slots = parts.engine.start(draft.state, commands)
    draft.set_slots(slots, "user")
    handing_over = ""
    while True:
        before = dialogue
        dialogue, step = parts.engine.step(dialogue, draft.state.slots)
        if handing_over and _top(dialogue) != handing_over:
            draft.left, dialogue = before, Dialogue()
            break
        match step:
            case Say():
                values = {**draft.state.slots, **step.values}
                draft.say(parts.responder.say(step.response, values, draft.state))
            case SetSlots():
                draft.set_slots(step.slots, "flow")
            case RunAction():
                if not await _act(parts, draft, step):
                    dialogue = abandoned(dialogue)
                handing_over = _top(dialogue) if draft.handoff else ""
            case Listen():
                break
    draft.add(ev.Decided(commands=commands, reason=reason, dialogue=dialogue))
    draft.finish()


def _top(dialogue: Dialogue) -> str:
    return dialogue.stack[-1].flow if dialogue.stack else ""


def _meant(parts: TurnParts, draft: Draft) -> Understanding | None:
    """What the entities of a button say; None where none was pressed or typed, or it has none."""
    return parts.engine.meant(draft.base, draft.pressed_payload(), draft.question)


async def _act(parts: TurnParts, draft: Draft, step: RunAction) -> bool:
    """Run an action and take over what came of it; its failure is said. Returns whether it worked."""
    action = step.action
    await _show_progress(parts, draft, action)
    context = ActionContext(
        state=draft.state,
        text=draft.question,
        understanding=_meant(parts, draft) or draft.state.understanding,
        message_id=draft.message_ids[0],
    )
    run = parts.actions.run(action, answering(context, step.text))
    if parts.actions.has_effects(action):
        draft.has_effect()
    outcome = await run
    draft.add(ev.ActionRan(action=action, duration_ms=outcome.duration_ms, error=outcome.error))
    if outcome.error:
        _fail(parts, draft, outcome.error, "action")
        return False
    draft.set_slots(outcome.slots, "action")
    for event in outcome.events:
        draft.add(event)
    for reply in outcome.replies:
        draft.say(reply)
    draft.note = draft.note or outcome.note
    if outcome.handoff:
        draft.handoff = outcome.handoff if outcome.handoff != "asked" else draft.cause
    return True


async def _show_progress(parts: TurnParts, draft: Draft, action: str) -> None:
    text = parts.responder.progress(action, draft.question)
    if text:
        signal = Progress(
            conversation_id=draft.state.conversation_id, text=text, deadline_ms=int(parts.deadline * 1000)
        )
        await parts.bus.publish([signal])


def _fail(parts: TurnParts, draft: Draft, code: str, part: str) -> None:
    draft.add(ev.TurnFailed(code=code, part=part, in_reply_to=draft.message_ids[-1]))
    draft.say(parts.responder.failure(code))


async def _record(parts: TurnParts, draft: Draft) -> State | None:
    """Store the draft and let it out; returns the state behind it. None: the log went on meanwhile, take the
    turn again.

    When an agent has taken over, what was said is dropped. When something outside was changed, the draft is
    stored in any case, behind what came in between.
    """
    conversation_id = draft.state.conversation_id
    events, after = draft.events, draft.base.last_seq
    while True:
        try:
            stored, state = await parts.log.append(conversation_id, events, after=after)
            break
        except Conflict:
            if not draft.effects:
                return None
            state = await parts.log.state(conversation_id)
            events = draft.silent() if state.is_taken else draft.events
            after = state.last_seq
    await parts.bus.publish([Progress(conversation_id=conversation_id, text=""), *stored])
    _measure(parts, draft)
    return state


def _measure(parts: TurnParts, draft: Draft) -> None:
    parts.telemetry.turn_seconds.observe(max(0.0, time.time() - draft.base.updated))
    for event in draft.events:
        match event:
            case ev.Replied():
                parts.telemetry.replies.labels(event.reply.kind).inc()
            case ev.TurnFailed():
                parts.telemetry.failures.labels(event.code).inc()
            case ev.HandoffRequested():
                parts.telemetry.handoffs.labels(event.reason).inc()
            case _:
                pass
