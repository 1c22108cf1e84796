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
from itertools import count
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

_PATTERN = re.compile(r"^  - (?:regex|lookup): (\w+)\n    examples: \|\n(?:      - .*\n?)*\n?", re.MULTILINE)


@dataclass(frozen=True)
class Added:
    """The ``files`` that are to be written, by name, and the flows of the shop's own that were ``kept`` in
    place of the laid-out ones."""

    files: Mapping[str, str]
    kept: tuple[str, ...]


def with_orders(folder: Path, *, missing: bool = False) -> Added:
    """The assistant in ``folder`` with the order tasks; nothing is written. Where it has ``orders.yml``, that
    stays as it is, and what it has not comes into a file of its own if ``missing`` is set.

    Raises: SettingsError where it has them, AssistantError where its files have a mistake or would have one.
    """
    before, new = read_sources(folder), (TEMPLATE / ORDERS).read_text("utf-8")
    shop, has = load_assistant(before), (folder / ORDERS).exists()
    laid_out = _examples_of([new])
    if has:
        _offer(folder, _flows_of([new]) - _flows_of(before.values()), asked=missing)
        files, name = dict(before), _free_name(folder)
        for slot in shop.domain.slots:
            new = _without_block(new, slot, "slots")
        new = _without_patterns(new, before.values())
    else:
        files, name = {n: _without_laid_out(text, laid_out) for n, text in before.items()}, ORDERS
    kept = tuple(sorted(_flows_of(files.values()) & _flows_of([new])))
    for flow in kept:
        new = _without_block(new, flow, "flows")
    for response in list(_own_responses(shop, new, frozenset() if has else _REPLACED)):
        new = _without_block(new, response, "responses")
    taken = _examples_of(files.values())
    new = _INTENT.sub(lambda match: _own_examples(match[1], taken, match), new)
    after = {**files, name: new}
    for problem in check_assistant(after):
        raise AssistantError(f"The assistant would have a mistake; nothing was written. {problem}")
    changed = {name: text for name, text in after.items() if text != before.get(name)}
    return Added(files=changed, kept=kept)


def _offer(folder: Path, missing: Collection[str], *, asked: bool) -> None:
    """Raises: SettingsError where nothing is missing, or where it was not asked for; it says what is."""
    if not missing:
        raise SettingsError(f"{folder} has {ORDERS} already; nothing was written.")
    if not asked:
        raise SettingsError(
            f"{folder} has {ORDERS} already; nothing was written. It has no flow for"
            f" {', '.join(sorted(missing))}, which are laid out today. To have these in a file of their own,"
            f" with {ORDERS} as it is: shopclerk add orders --missing --state {folder}"
        )


def _free_name(folder: Path) -> str:
    """A name beside ``orders.yml`` that nothing has."""
    names = (f"{Path(ORDERS).stem}_more{n or ''}.yml" for n in count())
    return next(name for name in names if not (folder / name).exists())


def _without_patterns(new: str, texts: Collection[str]) -> str:
    """The laid-out file without what looks like codes and the like by a name that the shop has."""
    known = {name for text in texts for name in _PATTERN.findall(text)}
    return _PATTERN.sub(lambda match: "" if match[1] in known else match[0], new)


def _without_laid_out(text: str, laid_out: Collection[str]) -> str:
    """A file without the old flows that nobody changed, and without what is laid out of the intents again."""
    for name, digests in _ONCE_LAID_OUT.items():
        block = _block(name).search(text)
        written = re.sub(r"^  #.*\n", "", block[0], flags=re.MULTILINE).strip() if block else ""
        if hashlib.sha256(written.encode()).hexdigest().startswith(digests):
            text = _without_block(text, name, "flows")
    for intent in _ONCE_LAID_OUT:
        text = _INTENT.sub(partial(_own_examples, intent, laid_out), text)
    return text


def _own_examples(intent: str, laid_out: Collection[str], match: re.Match[str]) -> str:
    """The block of an intent, where it is this one without the laid-out examples; "" where none is left."""
    if match[1] != intent:
        return match[0]
    own = [line for line in match[2].splitlines() if line not in laid_out]
    return f"  - intent: {intent}\n    examples: |\n" + "\n".join(own) + "\n\n" if own else ""


def _own_responses(shop: Assistant, new: str, replaced: Collection[str]) -> Iterator[str]:
    """The laid-out responses that the shop has worded, but for those that are ``replaced``."""
    return (name for name in shop.domain.responses if name not in replaced and _block(name).search(new))


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


def _without_block(text: str, name: str, section: str) -> str:
    """A file without a key of one of its sections: a slot may be called like a flow."""
    start = re.search(rf"^{section}:.*\n", text, re.MULTILINE)
    if start is None:
        return text
    end = re.compile(r"^[a-z]\w*:", re.MULTILINE).search(text, start.end())
    stop = end.start() if end else len(text)
    return text[: start.end()] + _block(name).sub("", text[start.end() : stop], count=1) + text[stop:]
