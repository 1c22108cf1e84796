"""The fold over events, and the ownership that follows from it."""

from __future__ import annotations

from functools import partial

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa_sdk import Tracker

from bot.actions.reading import NEAR, cited
from bot.actions.runner import tracker_json
from bot.conversation import events as ev
from bot.conversation.dialogue import Dialogue, Frame
from bot.conversation.messages import GO_ON_PAYLOAD, Button, Citation, Reply
from bot.conversation.ports import ActionContext
from bot.conversation.state import OFFERED, WINDOW, State, apply, fold, of_one_turn
from bot.conversation.understanding import Scored, Understanding


def stored(seq: int, event: ev.AnyEvent) -> ev.Stored:
    return ev.Stored(conversation_id="c", seq=seq, time=float(seq), event=event)


def after(*events: ev.AnyEvent) -> State:
    return fold(State(conversation_id="c"), [stored(i, e) for i, e in enumerate(events, start=1)])


def message(number: int = 1) -> ev.MessageReceived:
    return ev.MessageReceived(message_id=f"m{number}", text=f"text {number}")


def understood(*ids: str) -> ev.Understood:
    return ev.Understood(message_ids=ids, understanding=Understanding(text="", intent=Scored("greet", 1.0)))


def test_a_message_is_pending_until_it_is_understood() -> None:
    assert [p.message_id for p in after(message(1), message(2)).pending] == ["m1", "m2"]
    assert [p.message_id for p in after(message(1), message(2), understood("m1")).pending] == ["m2"]


def test_a_turn_ends_before_a_button_that_was_pressed() -> None:
    def turns(*payloads: str) -> list[str]:
        """The messages of each turn, by number."""
        pressed = (
            ev.MessageReceived(message_id=f"m{n}", text=f"text {n}", payload=p)
            for n, p in enumerate(payloads)
        )
        state, taken = after(*pressed), []
        while state.pending:
            ids = [item.message_id for item in of_one_turn(state).pending]
            assert of_one_turn(state).window[-1].text == f"text {ids[-1][1:]}"
            taken.append("".join(ids))
            reply = ev.Replied(reply=Reply(text="Here"), in_reply_to=ids[-1])
            state = apply(state, stored(state.last_seq + 1, reply))
        assert [one.role for one in state.window].count("bot") == len(taken)
        return taken

    assert turns("", "") == ["m0m1"]
    assert turns("", "/handoff") == ["m0", "m1"]
    assert turns("/handoff", "", "") == ["m0", "m1m2"]
    assert turns("", "Show me more", "/handoff", "") == ["m0", "m1", "m2", "m3"]
    assert turns(GO_ON_PAYLOAD, "") == ["m0m1"], "to go on says nothing by itself"


def felt(number: int, mood: str, confidence: float) -> ev.Understood:
    heard = Understanding(text="", intent=Scored("greet", 1.0), mood=Scored(mood, confidence))
    return ev.Understood(message_ids=(f"m{number}",), understanding=heard)


def test_the_mood_follows_what_was_said_last() -> None:
    furious = (message(1), felt(1, "angry", 0.95))
    assert after(*furious).mood == "angry"
    calm = (message(2), felt(2, "neutral", 0.9))
    assert after(*furious, *calm).mood == "angry", "who gives the number that was asked for is angry still"
    assert after(*furious, *calm, message(3), felt(3, "neutral", 0.9)).mood == "neutral"
    assert after(*furious, message(2), felt(2, "happy", 0.7)).mood == "happy"
    assert after(message(1), felt(1, "angry", 0.6), *calm).mood == "neutral", "it was hardly likely"


def test_a_mood_ends_though_a_person_has_taken_over_and_nothing_is_read() -> None:
    events = [
        message(1),
        felt(1, "angry", 0.95),
        ev.HandoffRequested(reason="asked", topic="returns", packet={}),
    ]
    events.append(ev.AgentJoined(agent_id="a", name="Mara"))
    assert after(*events, message(2)).mood == "angry"
    assert after(*events, message(2), message(3)).mood == "neutral"


def test_anger_is_counted_in_a_row() -> None:
    assert after(message(1), felt(1, "angry", 0.6), message(2), felt(2, "angry", 0.6)).angry == 2
    assert after(message(1), felt(1, "angry", 0.6), message(2), felt(2, "neutral", 0.9)).angry == 0


def test_a_failed_turn_owes_nothing() -> None:
    failed = ev.TurnFailed(code="timeout", part="timeout", in_reply_to="m2")
    assert after(message(1), message(2), message(3), failed).pending[0].message_id == "m3"


def test_a_gap_in_the_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="does not follow"):
        apply(State(conversation_id="c"), stored(2, message()))


def suggested(message_id: str, passage_id: str = "returns.md#1") -> ev.Suggested:
    citation = Citation(
        number=1,
        start=0,
        end=8,
        passage_id=passage_id,
        document_id="returns.md",
        title="Returns",
        quote="60 days.",
    )
    return ev.Suggested(
        suggestion_id=f"g_{message_id}", text="60 days.", in_reply_to=message_id, citations=(citation,)
    )


def test_an_agent_is_suggested_a_reply_to_what_nobody_has_answered() -> None:
    joined = ev.AgentJoined(agent_id="a", name="Mara")
    said = ev.AgentSaid(agent_id="a", name="Mara", text="60 days.", message_id="a1")
    assert not after(message(1)).may_be_suggested
    assert not after(message(1), ev.Replied(reply=Reply(text="One moment")), joined).may_be_suggested
    assert after(message(1), joined).may_be_suggested
    assert not after(message(1), joined, said).may_be_suggested
    assert not after(message(1), joined, suggested("m1")).may_be_suggested
    assert after(message(1), joined, suggested("m1"), message(2)).may_be_suggested
    discarded = ev.SuggestionUsed(suggestion_id="g_m1", use="discarded")
    assert not after(message(1), joined, suggested("m1"), discarded).may_be_suggested
    many = [event for number in range(9) for event in (message(number), suggested(f"m{number}"))]
    assert [one.in_reply_to for one in after(joined, *many).suggested] == ["m6", "m7", "m8"]


@pytest.mark.parametrize(
    ("use", "passages"),
    [("kept", ("returns.md#1",)), ("edited", ("returns.md#1",)), ("discarded", ()), ("", ())],
)
def test_what_an_agent_took_over_keeps_its_passages(use: str, passages: tuple[str, ...]) -> None:
    joined = ev.AgentJoined(agent_id="a", name="Mara")
    said = ev.AgentSaid(agent_id="a", name="Mara", text="60 days.", message_id="a1")
    used = [ev.SuggestionUsed(suggestion_id="g_m1", use=use)] if use else []
    state = after(message(1), joined, suggested("m1"), *used, said)
    assert state.window[-1].cited == passages
    assert after(message(1), joined, suggested("m1"), *used, said, said).window[-1].cited == ()


def test_an_agent_owns_until_the_return() -> None:
    joined = ev.AgentJoined(agent_id="a", name="Mara")
    state = after(message(1), ev.HandoffRequested(reason="asked"), joined, message(2))
    assert (state.owner, state.agent_name, state.pending) == ("agent", "Mara", ())
    state = after(message(1), joined, ev.ReturnedToBot(agent_id="a", name="Mara"), message(2))
    assert (state.owner, [p.message_id for p in state.pending]) == ("bot", ["m2"])


def test_who_waits_for_a_person_is_answered_while_none_is_there() -> None:
    asked = ev.HandoffRequested(reason="asked")
    assert after(message(1), asked, message(2)).pending == ()
    late = msgspec.structs.replace(message(2), unattended=True)
    state = after(message(1), asked, late)
    assert (state.owner, [p.message_id for p in state.pending]) == ("waiting", ["m2"])
    assert after(message(1), asked, late, ev.AgentJoined(agent_id="a", name="Mara")).pending == ()


def test_who_would_rather_go_on_has_the_bot_and_the_task_again() -> None:
    frame = Frame(frame_id="f", flow="return_item", step="x", waiting_for="order_number")
    goes_on = msgspec.structs.replace(message(2), payload=GO_ON_PAYLOAD)
    asked = ev.HandoffRequested(reason="mood", left=Dialogue(stack=(frame,)))
    state = after(message(1), asked, goes_on)
    assert (state.owner, state.waiting_since, state.handoff) == ("bot", 0.0, None)
    assert [p.message_id for p in state.pending] == ["m2"]
    assert state.dialogue.stack == (frame,)
    joined = ev.AgentJoined(agent_id="a", name="Mara")
    assert after(message(1), joined, goes_on).owner == "agent"


LEFT, CALLED = ev.HandoffRequested(reason="asked", note=True), ev.HandoffRequested(reason="asked")
JOINED = ev.AgentJoined(agent_id="a", name="Mara")


def test_the_bot_goes_on_beside_what_was_left_for_the_team() -> None:
    state = after(message(1), LEFT, message(2))
    assert (state.owner, state.is_expecting, state.waiting_since) == ("waiting", False, 2.0)
    assert [p.message_id for p in state.pending] == ["m1", "m2"]  # m1 was not taken up by a turn
    state = after(message(1), LEFT, CALLED, message(2))
    assert (state.is_expecting, state.has_note, state.pending) == (True, True, ())
    assert state.waiting_since == 3.0
    assert after(message(1), CALLED, LEFT).is_expecting


def test_what_was_left_for_the_team_stays_in_the_queue() -> None:
    goes_on = msgspec.structs.replace(message(2), payload=GO_ON_PAYLOAD)
    for calls in ((LEFT, CALLED), (CALLED, LEFT)):
        state = after(*calls, goes_on, message(3))
        assert (state.owner, state.has_note, state.is_expecting) == ("waiting", True, False)
        assert [p.message_id for p in state.pending] == ["m2", "m3"]


def test_a_note_keeps_its_place_and_its_words_beside_a_call() -> None:
    said = ev.SlotSet(name="handoff_message", value="call me", source="action")
    frames = [Frame(frame_id=flow, flow=flow, step="x") for flow in ("return_item", "pattern_human_handoff")]
    called = msgspec.structs.replace(CALLED, left=Dialogue(stack=tuple(frames)))
    state = after(said, LEFT, message(1), called, msgspec.structs.replace(message(2), payload=GO_ON_PAYLOAD))
    assert (state.waiting_since, state.slots["handoff_message"]) == (2.0, "call me")
    assert state.dialogue.stack == (frames[0],)
    asked = msgspec.structs.replace(
        LEFT, left=Dialogue(stack=(Frame(frame_id="h", flow="hand_over", step="x"),))
    )
    state = after(called, asked, message(1), msgspec.structs.replace(message(2), payload=GO_ON_PAYLOAD))
    assert state.dialogue.stack == (frames[0],), "what was under way at the call"


def test_who_answers_sees_to_what_was_left() -> None:
    said = ev.AgentSaid(agent_id="a", name="Mara", text="Done.", message_id="a1")
    returned = ev.ReturnedToBot(agent_id="a", name="Mara")
    for over in (returned, ev.Closed(by="a")):
        assert not after(LEFT, JOINED, over).has_note
    away = msgspec.structs.replace(CALLED, reason="away")
    goes_on = msgspec.structs.replace(message(2), payload=GO_ON_PAYLOAD)
    state = after(LEFT, JOINED, away, goes_on)
    assert (state.owner, state.has_note) == ("waiting", True), "who was away has seen to nothing"
    assert after(LEFT, JOINED, said, away, goes_on).owner == "bot"
    state = after(LEFT, JOINED, said, returned, CALLED)
    assert (state.has_note, state.is_expecting) == (False, True)


def test_who_goes_on_is_not_told_that_the_team_will_write() -> None:
    queued = ev.SlotSet(name="handoff_status", value="queued", source="action")
    old = ev.SlotSet(name="handoff_message", value="of before", source="action")
    goes_on = msgspec.structs.replace(message(2), payload=GO_ON_PAYLOAD)
    assert after(message(1), queued, old, ev.HandoffRequested(reason="asked"), goes_on).slots == {}


def test_returning_forgets_what_the_bot_was_doing() -> None:
    frame = Frame(frame_id="f", flow="return_item", step="x", waiting_for="order_number")
    decided = ev.Decided(commands=(), reason="", dialogue=Dialogue(stack=(frame,), failures=2))
    returned = ev.ReturnedToBot(agent_id="a", name="Mara")
    state = after(decided, ev.AgentJoined(agent_id="a", name="Mara"), returned)
    assert (state.dialogue, state.low_confidence) == (Dialogue(), 0)


def test_writing_to_a_closed_conversation_opens_it() -> None:
    assert after(message(1), ev.Closed(by="a"), message(2)).owner == "bot"


def test_the_state_stays_bounded() -> None:
    reply = Reply(text="x", buttons=tuple(Button(title=str(i), payload=str(i)) for i in range(5)))
    events = [e for i in range(200) for e in (message(i), understood(f"m{i}"), ev.Replied(reply=reply))]
    state = after(*events)
    assert (len(state.window), len(state.offered), state.pending) == (WINDOW, OFFERED, ())


def test_what_was_said_keeps_its_sources() -> None:
    cite = partial(Citation, number=1, start=0, end=1, document_id="d", title="D", quote="x")
    reply = Reply(text="xy", citations=tuple(cite(passage_id=one) for one in ("d#2", "d#1", "d#2")))
    state = after(message(1), ev.Replied(reply=reply), message(2), ev.Replied(reply=Reply(text="z")))
    assert [said.cited for said in state.window] == [(), ("d#2", "d#1"), (), ()]
    tracker = Tracker.from_dict(tracker_json(ActionContext(state=state, text="m2")))
    assert cited(tracker) == ["d#2", "d#1"]
    far = after(*(e for n in range(NEAR) for e in (message(n + 3), ev.Replied(reply=Reply(text="z")))))
    later = msgspec.structs.replace(far, window=(*state.window, *far.window))
    assert cited(Tracker.from_dict(tracker_json(ActionContext(state=later, text="m9")))) == []


EVENTS = st.sampled_from(
    [
        message(1),
        ev.MessageReceived(message_id="m1", text="text", unattended=True),
        understood("m1"),
        ev.Replied(reply=Reply(text="x"), in_reply_to="m1"),
        ev.HandoffRequested(reason="asked"),
        ev.AgentJoined(agent_id="a", name="A"),
        ev.AgentSaid(agent_id="a", name="A", text="x", message_id="s"),
        ev.ReturnedToBot(agent_id="a", name="A"),
        ev.Closed(by="a"),
        ev.Reopened(),
        ev.SlotSet(name="x", value=1),
        ev.SlotSet(name="y", value="z"),
        ev.NoteAdded(agent_id="a", name="A", text="x"),
    ]
)


@settings(max_examples=300)
@given(st.lists(EVENTS, max_size=60))
def test_ownership_holds_for_every_history(events: list[ev.AnyEvent]) -> None:
    state = after(*events)
    assert (state.owner == "agent") == bool(state.agent_id)
    assert state.owner != "waiting" or state.handoff
    assert state.owner in ("bot", "waiting") or not state.pending


@settings(max_examples=100)
@given(st.lists(EVENTS, max_size=30))
def test_every_event_survives_its_json(events: list[ev.AnyEvent]) -> None:
    assert [ev.decode_event(ev.encode_event(event)) for event in events] == events
