"""The row of a conversation: its state as a snapshot, and the columns that the inbox sorts and shows."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.conversation import handover
from bot.conversation.events import Stored, decode_event, encode_event
from bot.conversation.state import State, Utterance
from bot.errors import BadRequest

PREVIEW = 160
"""Characters of the last text that the inbox shows."""

_STATE = msgspec.json.Decoder(State)
_ENCODER = msgspec.json.Encoder()


def decode_state(snapshot: str) -> State:
    """The state of a snapshot.

    Raises: msgspec.ValidationError for a snapshot of another layout.
    """
    return _STATE.decode(snapshot)


def row_of(state: State) -> dict[str, Any]:
    """All columns of a conversation."""
    identity = state.identity
    last = last_words(state)
    return {
        "id": state.conversation_id,
        "shopper_id": state.shopper_id,
        "channel": state.channel,
        "identity": _json(identity),
        "name": plain(str(identity.get("name") or "")),
        "email": plain(str(identity.get("email") or "")),
        "owner": state.owner,
        "agent_id": state.agent_id,
        "agent_name": state.agent_name,
        "topic": topic_of(state),
        "mood": state.mood,
        "last_seq": state.last_seq,
        "pending": bool(state.pending),
        "waiting_since": state.waiting_since,
        "note_only": state.note_only,
        "last_role": last.role if last else "",
        "last_text": plain(last.text) if last else "",
        "last_time": last.time if last else 0.0,
        "messages": state.shopper_messages,
        "created": state.created,
        "updated": state.updated,
        "state": _json(state),
    }


def last_words(state: State) -> Utterance | None:
    """What was said last; of who waits what they said last: that the bot fetches a colleague does not tell
    whom to answer first."""
    if not state.is_waiting:
        return state.window[-1] if state.window else None
    said = [item for item in state.window if item.role == "shopper"][-handover.RECENT :]
    text = " / ".join(item.text for item in said)
    return msgspec.structs.replace(said[-1], text=text) if said else None


def topic_of(state: State) -> str:
    """What the conversation is about: as handed over, else as it stands."""
    return (state.handoff.topic if state.handoff else "") or handover.topic(state)


def plain(text: str) -> str:
    """One line of at most ``PREVIEW`` characters, without the NUL that PostgreSQL refuses."""
    line = " ".join(text[: 4 * PREVIEW].replace("\0", " ").split())
    return line if len(line) <= PREVIEW else line[: PREVIEW - 1] + "…"


def event_row(stored: Stored) -> dict[str, Any]:
    """The columns of an event. Raises: BadRequest for text that is no Unicode (half a surrogate pair)."""
    try:
        body = encode_event(stored.event).decode()
    except UnicodeEncodeError as error:
        raise BadRequest("This text has characters that cannot be stored.") from error
    return {
        "conversation_id": stored.conversation_id,
        "seq": stored.seq,
        "type": type(stored.event).__name__,
        "time": stored.time,
        "body": body,
    }


def stored_of(row: Any) -> Stored:
    """The inverse of ``event_row``."""
    return Stored(
        conversation_id=row.conversation_id, seq=row.seq, time=row.time, event=decode_event(row.body)
    )


def _json(value: Any) -> str:
    return _ENCODER.encode(value).decode()
