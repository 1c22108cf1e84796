"""Labelled messages to learn intents and entities from, out of whatever they come in.

A message is words with an intent, tags, a mood: an empty intent or mood is an unknown one, no tags are
unknown ones.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from bot.assistant_files import read_sources
from bot.decide.nlu_data import Example, read_nlu
from bot.decide.problems import Problems
from bot.decide.source import read_yaml
from bot.understand.heads import OUT_OF_SCOPE
from bot.understand.tags import OUTSIDE
from bot.understand.words import split_words
from training.transcripts.dialogue import Dialogue, LineError, read_dialogues

STRANGERS = frozenset({"oos", OUT_OF_SCOPE})
"""Names under which out-of-scope texts come."""


class Message(NamedTuple):
    """A labelled message. ``words`` and ``tags`` (BIO) are of one length, or there are no tags."""

    text: str
    words: tuple[str, ...]
    intent: str = ""
    tags: tuple[str, ...] = ()
    mood: str = ""


def read_messages(path: Path, part: str = "train") -> list[Message]:
    """Messages of nlu.yml, an assistant's folder, CSV, CLINC JSON, dialogues (JSON lines), a CoNLL file, or a
    folder with seq.in, seq.out and label.

    ``part`` of a CLINC file: train, or test (where there is none: val).
    Raises: ValueError for what is in no known format, OSError, AssistantError.
    """
    readers: dict[str, Callable[[Path, str], Iterable[Message]]] = {
        ".yml": _read_nlu, ".yaml": _read_nlu, ".csv": _read_csv, ".json": _read_clinc, ".jsonl": _read_turns,
    }  # fmt: skip
    if path.is_dir():
        return list(_read_folder(path) if (path / "seq.in").is_file() else _read_assistant(path))
    return list(readers.get(path.suffix, _read_conll)(path, part))


def message(text: str, intent: str, spans: Iterable[tuple[str, int, int]] | None = None) -> Message:
    """A message of a text. ``spans``: entity, first character, the one behind the last; None where nobody
    looked for entities. A word that lies in a span for the greater part belongs to it."""
    words = split_words(text)
    intent = OUT_OF_SCOPE if intent in STRANGERS else intent
    if spans is None:
        return Message(text, words.texts, intent)
    tags = [OUTSIDE] * len(words.texts)
    for entity, start, end in spans:
        inside = [n for n, (first, last) in enumerate(words.places) if start <= (first + last) / 2 < end]
        for number in inside:
            tags[number] = f"{'B' if number == inside[0] else 'I'}-{entity}"
    return Message(text, words.texts, intent, tuple(tags))


def of_words(words: Sequence[str], tags: Sequence[str] = (), intent: str = "") -> Message:
    """A message that came in words."""
    return Message(" ".join(words), tuple(words), intent, tuple(tags))


def from_examples(examples: Iterable[Example]) -> Iterator[Message]:
    """Messages of an assistant's examples: unmarked words are outside of all entities."""
    for example in examples:
        spans = [(entity.entity, entity.start, entity.end) for entity in example.entities]
        yield message(example.text.strip(), example.intent, spans)


def from_dialogues(dialogues: Iterable[Dialogue]) -> Iterator[Message]:
    """What shoppers said with an intent that a person gave it. Entities count where the turn has any: nobody
    says of the others that they were looked for."""
    for dialogue in dialogues:
        for turn in dialogue.turns:
            if turn.role == "shopper" and turn.labelled and turn.intent:
                spans = [(span.entity, span.start, span.end) for span in turn.entities]
                yield message(turn.text, turn.intent, spans or None)


def with_moods(messages: Sequence[Message], moods: Iterable[tuple[str, str]]) -> list[Message]:
    """The messages with the moods (text, mood) of their texts, and a message for every text beyond theirs."""
    known, texts = dict(moods), {message.text for message in messages}
    own = [message._replace(mood=known.get(message.text, "")) for message in messages]
    return own + [message(text, "")._replace(mood=mood) for text, mood in known.items() if text not in texts]


def to_bio(tags: Sequence[str]) -> tuple[str, ...]:
    """BIO of IOB1 or BIO: in IOB1 an entity begins with B- only where it follows one of its own kind.

    Raises: ValueError for a tag that is none of O, B-..., I-....
    """
    result: list[str] = []
    for tag in tags:
        if tag != OUTSIDE and tag[:2] not in ("B-", "I-"):
            raise ValueError(f"{tag!r} is no tag of the kinds O, B-... and I-...")
        goes_on = tag.startswith("I-") and result and result[-1][1:] == tag[1:]
        result.append(tag if tag == OUTSIDE or goes_on else f"B-{tag[2:]}")
    return tuple(result)


def strata(intents: Sequence[str]) -> list[str]:
    """What to split by: an intent with a single message cannot be split and goes with another one."""
    counts = Counter(intents)
    host = counts.most_common(1)[0][0]
    return [intent if counts[intent] > 1 else host for intent in intents]


def _read_assistant(folder: Path) -> Iterator[Message]:
    """All training data of an assistant's files."""
    sources = {name: text for name, text in read_sources(folder).items() if "nlu:" in text}
    found = [message for name, text in sources.items() for message in _of_nlu(name, text)]
    if not found:
        raise ValueError(f"{folder} has neither seq.in nor training data of an assistant")
    yield from found


def _read_turns(file: Path, _part: str) -> Iterator[Message]:
    read = list(read_dialogues(file))
    for one in read:
        if isinstance(one, LineError):
            raise ValueError(str(one))
    yield from from_dialogues(one for one in read if isinstance(one, Dialogue))


def _read_nlu(file: Path, _part: str) -> Iterator[Message]:
    yield from _of_nlu(str(file), file.read_text(encoding="utf-8-sig"))


def _of_nlu(name: str, text: str) -> Iterator[Message]:
    problems = Problems()
    root = read_yaml(name, text, problems)
    entries = root.entries("The file") if root is not None else {}
    examples = read_nlu(entries["nlu"]).examples if "nlu" in entries else ()
    for problem in problems:
        raise problem.as_error()
    yield from from_examples(examples)


def _read_csv(file: Path, _part: str) -> Iterator[Message]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        columns = rows.fieldnames or ()
        label = next((name for name in ("intent", "category") if name in columns), None)
        if label is None or "text" not in columns:
            raise ValueError(f"{file} needs a column text, and one named intent or category")
        yield from (message(row["text"].strip(), row[label]) for row in rows)


def _read_clinc(file: Path, part: str) -> Iterator[Message]:
    parts = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(parts, dict):
        raise ValueError(f"{file} has no parts named train, val, test, oos_train, oos_val, oos_test")
    name = part if part in parts else "val"
    if name not in parts:
        raise ValueError(f"{file} has no part {part}")
    yield from (
        message(text.strip(), intent) for text, intent in (*parts[name], *parts.get(f"oos_{name}", ()))
    )


def _read_conll(file: Path, _part: str) -> Iterator[Message]:
    """Columns between blank lines, the word first and its tag last; -DOCSTART- lines are no sentences."""
    lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
    for blank, group in groupby(lines, key=lambda columns: not columns or columns[0] == "-DOCSTART-"):
        if blank:
            continue
        rows = list(group)
        if any(len(columns) < 2 for columns in rows):
            raise ValueError(f"{file} is not in columns: {next(c for c in rows if len(c) < 2)[0]!r}")
        yield of_words([columns[0] for columns in rows], to_bio([columns[-1] for columns in rows]))


def _read_folder(folder: Path) -> Iterator[Message]:
    """seq.in with the words of a message a line, seq.out with their tags, label with the intent."""
    names = ("seq.in", "seq.out", "label")
    columns = [(folder / name).read_text(encoding="utf-8").splitlines() for name in names]
    for number, (words, tags, intent) in enumerate(zip(*columns, strict=True), start=1):
        if len(words.split()) != len(tags.split()):
            raise ValueError(f"{folder}: line {number} has not as many tags as words")
        yield of_words(words.split(), to_bio(tags.split()), intent.strip())
