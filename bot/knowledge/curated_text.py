"""answers.yml as a text: one answer is written, changed or cut out, and every other line stays as it is.

A whole file that is written by a YAML library anew loses its line breaks, its indentation and some comments.
So only the lines of the one answer are made anew, and what comes of it is read again before it counts.
"""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from bot.errors import BadRequest
from retrieval.documents.curated import Curated, read_curated
from retrieval.errors import UnreadableDocument

FILE = "answers.yml"
"""Below the installation's folder."""
WIDTH = 96
"""Columns after which a long answer goes on in the next line."""
FIRST_COLUMN = re.compile(r"^( *)questions:[^\S\n]*(?:#.*)?\n(?: *(?:#.*)?\n)*\1- ", re.MULTILINE)
"""Questions that stand no further in than their key."""
BY_HAND = (
    f"{FILE} is written in a way in which it cannot be changed here. Change it in an editor, or write its "
    "answers below each other, each with its keys below each other."
)


class Cut(NamedTuple):
    """Lines that were cut out, and the id of the answer that they stood behind, "" where they stood first."""

    lines: str
    behind: str


class _Block(NamedTuple):
    """An answer's lines in a file: the first, and the one behind the last."""

    id: str
    start: int
    stop: int


def lines_by_id(text: str) -> dict[str, str]:
    """The lines of each answer; none of a file that cannot be changed here."""
    try:
        lines, blocks, _ = _taken_apart(text)
    except BadRequest:
        return {}
    return {block.id: "".join(lines[block.start : block.stop]) for block in blocks}


def with_answer(text: str, answer: Curated) -> str:
    """The text with an answer behind the others. Raises: BadRequest."""
    _, _, column = _taken_apart(text)
    return _checked(text, _behind_the_last(text, _as_item(_new_entry(answer), column)), answer.id, answer)


def with_change(text: str, answer: Curated) -> str:
    """The text with ``answer`` in the place of the one of its id: what is the same of it, and comments, stay
    as they are. Raises: BadRequest."""
    lines, blocks, column = _taken_apart(text)
    block = next(block for block in blocks if block.id == answer.id)
    own = "".join(lines[block.start : block.stop])
    before, own = answer_in(own), textwrap.dedent(own.replace("-", " ", 1))
    yaml = YAML()
    yaml.preserve_quotes = True
    entry = yaml.load(own)
    _change(entry, before, answer)
    item = _as_item(_dumped(entry, FIRST_COLUMN.search(own) is not None), column)
    changed = "".join([*lines[: block.start], item, *lines[block.stop :]])
    return _checked(text, changed, answer.id, answer)


def without_answer(text: str, answer_id: str) -> tuple[str, Cut]:
    """The text without an answer and the comment right above it, and what was cut out. Raises: BadRequest."""
    lines, blocks, _ = _taken_apart(text)
    at = next(number for number, block in enumerate(blocks) if block.id == answer_id)
    start, stop = blocks[at].start, blocks[at].stop
    if at:
        start = _above(lines, start)
        while start > blocks[at - 1].stop and not lines[start - 1].strip():
            start -= 1
    else:
        while stop < len(lines) and not lines[stop].strip():
            stop += 1
    cut = Cut("".join(lines[start:stop]), blocks[at - 1].id if at else "")
    return _checked(text, "".join(lines[:start] + lines[stop:]), answer_id, None), cut


def with_lines(text: str, cut: Cut, answer: Curated) -> str:
    """The text with what was cut out of it, where it stood: behind the same answer, or behind all where
    that is gone. ``answer`` is what the lines say. Raises: BadRequest."""
    lines, blocks, _ = _taken_apart(text)
    if not cut.behind and blocks:
        place = _above(lines, blocks[0].start)
        place = place if place and not lines[place - 1].strip() else blocks[0].start
    else:
        place = next((block.stop for block in blocks if block.id == cut.behind), -1)
    put = "".join([*lines[:place], cut.lines, *lines[place:]]) if place >= 0 else ""
    return _checked(text, put or _behind_the_last(text, cut.lines), answer.id, answer)


def answer_in(lines: str) -> Curated:
    """The one answer of some lines. Raises: BadRequest."""
    try:
        [answer] = read_curated(textwrap.dedent(lines), Path(FILE))
    except (UnreadableDocument, ValueError) as error:
        raise BadRequest("These lines are not those of an approved answer.") from error
    return answer


def _taken_apart(text: str) -> tuple[list[str], list[_Block], int]:
    """The lines, the answers' blocks among them, and the column of their dashes. Raises: BadRequest."""
    lines = text.splitlines(keepends=True)
    sequence = _sequence(text)
    if not isinstance(sequence, SequenceNode) or not sequence.value:
        return lines, [], 0
    if sequence.flow_style:
        raise BadRequest(BY_HAND)
    column = sequence.start_mark.column
    starts = [_dash(lines, node.start_mark.line, column) for node in sequence.value]
    ends = [*starts[1:], min(sequence.end_mark.line, len(lines))]
    items = zip(sequence.value, starts, ends, strict=True)
    blocks = [_Block(_id_of(node), start, _stop(lines, start, end, column)) for node, start, end in items]
    return lines, blocks, column


def _sequence(text: str) -> Node | None:
    """The list of answers, None for a file without one."""
    root = _root(text)
    if isinstance(root, MappingNode):
        return next((value for key, value in root.value if key.value == "answers"), None)
    return root


def _root(text: str) -> Node | None:
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        raise BadRequest(f"{FILE} is damaged: {error}") from error
    return root if isinstance(root, MappingNode | SequenceNode) else None


def _id_of(node: Node) -> str:
    if not isinstance(node, MappingNode):
        raise BadRequest(BY_HAND)
    return next((str(value.value) for key, value in node.value if key.value == "id"), "")


def _dash(lines: Sequence[str], line: int, column: int) -> int:
    """The line of an item's dash: its own, or one above where the item begins behind it."""
    while line > 0 and not lines[line][column:].startswith("-"):
        line -= 1
    return line


def _stop(lines: Sequence[str], start: int, end: int, column: int) -> int:
    """Where the lines of an item end: blank lines and comments of its column are no more its own."""
    while end > start + 1:
        line = lines[end - 1]
        indent = len(line) - len(line.lstrip())
        if line.strip() and not (line.lstrip().startswith("#") and indent <= column):
            break
        end -= 1
    return end


def _above(lines: Sequence[str], start: int) -> int:
    """The first line of the comment right above an item; the item's where there is none."""
    while start > 0 and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start


def _behind_the_last(text: str, item: str) -> str:
    lines, blocks, _ = _taken_apart(text)
    if blocks:
        stop = blocks[-1].stop
        apart = item if item.startswith("\n") else f"\n{item}"
        return "".join([*lines[:stop], apart, *lines[stop:]])
    item = item.lstrip("\n")
    root, empty = _root(text), _sequence(text)
    if empty is None:
        return f"{text}answers:\n{item}" if isinstance(root, MappingNode) else f"{text}{item}"
    before = text[: empty.start_mark.index].rstrip(" ")
    apart = "" if not before or before.endswith("\n") else "\n"
    return f"{before}{apart}{item}{text[empty.end_mark.index :].lstrip(' ').removeprefix(chr(10))}"


def _new_entry(answer: Curated) -> str:
    entry = CommentedMap(id=answer.id, questions=CommentedSeq(answer.questions))
    entry["answer"] = _scalar(answer.answer)
    entry["source"] = _source(answer.sources)
    if answer.valid_until:
        entry["valid_until"] = datetime.date.fromisoformat(answer.valid_until)
    return _dumped(entry)


def _change(entry: CommentedMap, before: Curated, answer: Curated) -> None:
    """Set what is another than it was."""
    if answer.questions != before.questions:
        _change_questions(entry, answer.questions)
    if answer.answer != before.answer:
        entry["answer"] = _scalar(answer.answer)
    if answer.sources != before.sources or "source" not in entry:
        entry["source"] = _source(answer.sources)
    if answer.valid_until == before.valid_until:
        return
    if answer.valid_until:
        entry["valid_until"] = datetime.date.fromisoformat(answer.valid_until)
    else:
        del entry["valid_until"]


def _change_questions(entry: CommentedMap, wanted: Sequence[str]) -> None:
    """Those that stay keep their lines and their comments."""
    questions = entry["questions"]
    if not isinstance(questions, CommentedSeq):
        entry["questions"] = CommentedSeq(wanted)
        return
    for at in reversed(range(len(questions))):
        if str(questions[at]) not in wanted:
            del questions[at]
    for at, question in enumerate(wanted):
        if at < len(questions) and str(questions[at]) == question:
            continue
        for later in reversed(range(at, len(questions))):
            if str(questions[later]) == question:
                del questions[later]
        questions.insert(at, question)


def _scalar(text: str) -> Any:
    """Lines stay lines; a long one is folded."""
    if "\n" in text:
        return LiteralScalarString(text)
    if len(text) <= WIDTH - 20:
        return text
    folded = FoldedScalarString(text)
    parts = textwrap.wrap(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    ends = [len(" ".join(parts[:number])) for number in range(1, len(parts))]
    folded.fold_pos = ends  # where the library breaks the line
    return folded


def _source(sources: Sequence[str]) -> Any:
    if len(sources) < 2:
        return sources[0] if sources else "none"
    several = CommentedSeq(sources)
    several.fa.set_flow_style()
    return several


def _dumped(entry: CommentedMap, first_column: bool = False) -> str:
    yaml, written = YAML(), StringIO()
    yaml.width = 4096
    if not first_column:
        yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(entry, written)
    return written.getvalue()


def _as_item(entry: str, column: int) -> str:
    return textwrap.indent(f"- {textwrap.indent(entry, '  ')[2:]}", " " * column)


def _checked(before: str, after: str, answer_id: str, wanted: Curated | None) -> str:
    """``after``, if it says what is wanted of one answer and the same of all else. Raises: BadRequest."""
    try:
        found = next((one for one in read_curated(after, Path(FILE)) if one.id == answer_id), None)
        same = _others(before, answer_id) == _others(after, answer_id)
    except (UnreadableDocument, YAMLError) as error:
        raise BadRequest(BY_HAND) from error
    if not same or _said(found) != _said(wanted):
        raise BadRequest(BY_HAND)
    return after


def _said(answer: Curated | None) -> tuple[object, ...]:
    return () if answer is None else (answer.questions, answer.answer, answer.sources, answer.valid_until)


def _others(text: str, answer_id: str) -> Any:
    """All that a file says beside an answer."""
    loaded: Any = YAML(typ="safe", pure=True).load(text) or []
    answers = loaded.get("answers") or [] if isinstance(loaded, dict) else loaded
    beside = {k: v for k, v in loaded.items() if k != "answers"} if isinstance(loaded, dict) else {}
    return [one for one in answers if str(one.get("id")) != answer_id], beside
