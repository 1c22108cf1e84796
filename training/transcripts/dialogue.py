"""A dialogue as trainers see it: one JSON object a line (docs/train.md).

Everything that reads transcripts gives these, and everything that trains takes these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import msgspec

Role = Literal["shopper", "bot", "agent"]
Mood = Literal["", "angry", "unhappy", "neutral", "happy"]
Use = Literal["kept", "edited", "discarded"]


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of what a dialogue is made of: an unknown key is an error."""


class Span(_Part, frozen=True, kw_only=True):
    """An entity: characters ``start`` to ``end`` of a text; ``value`` where it is not what is written."""

    entity: str
    start: int
    end: int
    value: str = ""


class Suggestion(_Part, frozen=True, kw_only=True):
    """What an agent was offered to say before this turn, and what came of it."""

    text: str
    use: Use


class Turn(_Part, frozen=True, kw_only=True):
    """Something said. ``time``: Unix seconds, None where unknown; ``name``: of an agent; ``intent``, ``mood``
    and ``entities``: of a shopper, as labelled by a person or, with ``labelled`` False, as the bot took them;
    ``action``: what the bot did; ``documents``: ids of those that it answered from; ``called``: why it
    called a person (``HandoffRequested.reason``)."""

    role: Role
    text: str
    time: float | None = None
    name: str = ""
    intent: str = ""
    mood: Mood = ""
    entities: tuple[Span, ...] = ()
    labelled: bool = True
    action: str = ""
    documents: tuple[str, ...] = ()
    called: str = ""
    suggestion: Suggestion | None = None


class Dialogue(_Part, frozen=True, kw_only=True):
    """A conversation. ``shopper``: key of the person (never a name or address), by which they can be erased;
    ``source``: the format that it came from; ``outcome``: resolved, handed_over, unresolved, abandoned;
    ``rating``: 1 (bad) to 5, None where the shopper gave none."""

    id: str
    turns: tuple[Turn, ...]
    locale: str = "en"
    topic: str = ""
    outcome: str = ""
    shopper: str = ""
    source: str = ""
    rating: int | None = None

    @property
    def started(self) -> float | None:
        """When the first turn was said, Unix seconds; None where unknown."""
        return next((turn.time for turn in self.turns if turn.time is not None), None)


class LineError(NamedTuple):
    """A line, or a record, that is no dialogue. ``line`` counts from 1, in ``unit``; ``reason`` names what
    was expected, and never quotes what was said."""

    file: str
    line: int
    reason: str
    unit: Literal["line", "record"] = "line"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.unit == "line" else f"{self.file}, record {self.line}"
        return f"{where}: {self.reason}"


_QUOTED = re.compile(r"Invalid enum value '.*?'(?= - at|$)|Invalid enum value [\w.-]+", re.DOTALL)
_CHOICES = {"role": get_args(Role), "mood": get_args(Mood)[1:], "use": get_args(Use)}
_DECODER = msgspec.json.Decoder(Dialogue)
_ENCODER = msgspec.json.Encoder()


def read_dialogues(file: Path) -> Iterator[Dialogue | LineError]:
    """The dialogues of a file in the project's own format; a line that is none is told and skipped.

    Raises: OSError.
    """
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield checked(_DECODER.decode(line))
            except (msgspec.MsgspecError, ValueError) as error:
                yield LineError(str(file), number, reason_of(error))


def checked(dialogue: Dialogue) -> Dialogue:
    """The dialogue, when its entities lie within their texts.

    Raises: ValueError.
    """
    for number, turn in enumerate(dialogue.turns):
        for span in turn.entities:
            if not 0 <= span.start < span.end <= len(turn.text):
                raise ValueError(
                    f"Entity {span.entity} lies outside of its text - at `$.turns[{number}].entities`"
                )
    return dialogue


def reason_of(error: Exception) -> str:
    """What is wrong with a line, in the decoder's words, without the value that it quotes; of a key with few
    values, which these are."""
    told = _QUOTED.sub("Invalid value", str(error))
    choices = _CHOICES.get(told.rstrip("`").rpartition(".")[2])
    return told.replace("Invalid value", f"Expected one of {', '.join(choices)}", 1) if choices else told


def write_dialogues(file: Path, dialogues: Iterable[Dialogue]) -> int:
    """Write them, one a line; returns how many."""
    number = 0
    with file.open("wb") as lines:
        for number, dialogue in enumerate(dialogues, start=1):  # noqa: B007 - the count is what is returned
            lines.write(_ENCODER.encode(dialogue) + b"\n")
    return number
