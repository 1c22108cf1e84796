"""Lays out the order tasks of the template (``orders.yml``) in a shop that was made without them.

What the shop has written itself stays: its own flow of the same name takes the place of the laid-out one, its
own examples and responses stay. What ``shopclerk init`` once wrote in their place, and nobody changed, goes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.assistant_files import read_sources
from bot.decide.assistant import Assistant, check_assistant, load_assistant
from bot.errors import AssistantError, SettingsError
from bot.starter import TEMPLATE

ORDERS = "orders.yml"
_ONCE_LAID_OUT = {"track_order": ("5a9ceb05c9d96d25",), "change_order": ("5878f501d579dbf9",)}
"""The beginnings of the SHA-256 of flows that ``init`` wrote before there was ``orders.yml``."""
_REPLACED = frozenset({"utter_change_order"})
"""Responses that say something else now, with another button."""
_INTENT = re.compile(r"^  - intent: (\w+)\n    examples: \|\n((?:      - .*\n?)*)\n?", re.MULTILINE)


@dataclass(frozen=True)
class Added:
    """The ``files`` that are to be written, by name, and the flows of the shop's own that were ``kept`` in
    place of the laid-out ones."""

    files: Mapping[str, str]
    kept: tuple[str, ...]


def with_orders(folder: Path) -> Added:
    """The assistant in ``folder`` with the order tasks; nothing is written.

    Raises: SettingsError where it has them, AssistantError where its files have a mistake or would have one.
    """
    if (folder / ORDERS).exists():
        raise SettingsError(f"{folder} has {ORDERS} already; nothing was written.")
    before = read_sources(folder)
    shop, new = load_assistant(before), (TEMPLATE / ORDERS).read_text("utf-8")
    laid_out = _examples_of([new])
    files = {name: _without_laid_out(text, laid_out) for name, text in before.items()}
    kept = tuple(sorted(_flows_of(files.values()) & _flows_of([new])))
    for name in (*kept, *_own_responses(shop, new)):
        new = _without_block(new, name)
    taken = _examples_of(files.values())
    new = _INTENT.sub(lambda match: _own_examples(match[1], taken, match), new)
    after = {**files, ORDERS: new}
    for problem in check_assistant(after):
        raise AssistantError(f"The assistant would have a mistake; nothing was written. {problem}")
    changed = {name: text for name, text in after.items() if text != before.get(name)}
    return Added(files=changed, kept=kept)


def _without_laid_out(text: str, laid_out: Collection[str]) -> str:
    """A file without the old flows that nobody changed, and without what is laid out of the intents again."""
    for name, digests in _ONCE_LAID_OUT.items():
        block = _block(name).search(text)
        written = re.sub(r"^  #.*\n", "", block[0], flags=re.MULTILINE).strip() if block else ""
        if hashlib.sha256(written.encode()).hexdigest().startswith(digests):
            text = _without_block(text, name)
    for intent in _ONCE_LAID_OUT:
        text = _INTENT.sub(partial(_own_examples, intent, laid_out), text)
    return text


def _own_examples(intent: str, laid_out: Collection[str], match: re.Match[str]) -> str:
    """The block of an intent, where it is this one without the laid-out examples; "" where none is left."""
    if match[1] != intent:
        return match[0]
    own = [line for line in match[2].splitlines() if line not in laid_out]
    return f"  - intent: {intent}\n    examples: |\n" + "\n".join(own) + "\n\n" if own else ""


def _own_responses(shop: Assistant, new: str) -> Iterator[str]:
    """The laid-out responses that the shop has worded."""
    return (name for name in shop.domain.responses if name not in _REPLACED and _block(name).search(new))


def _flows_of(texts: Collection[str]) -> set[str]:
    """The flows of some files."""
    found = (re.search(r"^flows:\n((?:(?:[ #].*)?\n)*)", text, re.MULTILINE) for text in texts)
    return {name for match in found if match for name in re.findall(r"^  (\w+):$", match[1], re.MULTILINE)}


def _examples_of(texts: Collection[str]) -> frozenset[str]:
    """The lines of the examples of some files."""
    blocks = (match[2] for text in texts for match in _INTENT.finditer(text))
    return frozenset(line for block in blocks for line in block.splitlines())


def _block(name: str) -> re.Pattern[str]:
    """A key that stands two blanks in, with what is below it and the comment right above it."""
    return re.compile(rf"^(?:  #.*\n)*  {name}:.*\n(?:(?:    .*)?\n)*", re.MULTILINE)


def _without_block(text: str, name: str) -> str:
    return _block(name).sub("", text, count=1)
