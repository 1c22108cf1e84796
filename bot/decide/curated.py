"""answers.yml: answers that a person has approved; they win over the search in documents.

The file is a list of answers, or a mapping whose key ``answers`` holds it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.decide.problems import Place
from bot.decide.source import Node

_KEYS = ("id", "questions", "answer", "source", "intent", "valid_until")


@dataclass(frozen=True, slots=True)
class CuratedAnswer:
    """An approved text for questions.

    ``sources`` are the documents below documents/ that say the same, with where they are named; () where none
    does (``source: none``); ``valid_until`` an ISO date, or "".
    """

    id: str
    questions: tuple[str, ...]
    answer: str
    sources: tuple[tuple[str, Place], ...]
    place: Place
    intent: str = ""
    valid_until: str = ""


def read_answers(root: Node) -> tuple[CuratedAnswer, ...]:
    """Read the ``answers`` key of a file; mistakes are noted in the node's problems."""
    answers = [_answer(node) for node in root.items("The answers")]
    _check_ids(answers, root)
    return tuple(answers)


def _answer(node: Node) -> CuratedAnswer:
    keys = node.keys("An answer", _KEYS)
    for needed in ("id", "questions", "answer", "source"):
        if needed not in keys:
            node.wrong(f"An answer needs the key {needed!r}.")
    questions = (
        tuple(item.text("A question") for item in keys["questions"].items("The questions"))
        if ("questions" in keys)
        else ()
    )
    if "questions" in keys and not questions:
        keys["questions"].wrong("An answer needs at least one question.")
    return CuratedAnswer(
        id=_text(keys, "id"),
        questions=questions,
        answer=_text(keys, "answer"),
        sources=tuple(_sources(keys["source"])) if "source" in keys else (),
        place=node.place,
        intent=_text(keys, "intent"),
        valid_until=_date(keys.get("valid_until")),
    )


def _sources(node: Node) -> Iterator[tuple[str, Place]]:
    """One document, several, or ``none``."""
    nodes = node.items("The sources") if isinstance(node.value, list) else [node]
    for one in nodes:
        name = one.text("The source").strip()
        if name and name != "none":
            yield name, one.place


def _text(keys: dict[str, Node], key: str) -> str:
    return keys[key].text(f"The {key}").strip() if key in keys else ""


def _date(node: Node | None) -> str:
    if node is None:
        return ""
    try:
        return datetime.date.fromisoformat(str(node.value)).isoformat()
    except ValueError:
        node.wrong("The date must be written as 2026-12-31.")
        return ""


def _check_ids(answers: Sequence[CuratedAnswer], root: Node) -> None:
    seen: dict[str, CuratedAnswer] = {}
    for answer in answers:
        if answer.id in seen:
            line = seen[answer.id].place.line
            root.problems.add(answer.place, f"The answer {answer.id!r} stands twice, first in line {line}.")
        seen.setdefault(answer.id, answer)
