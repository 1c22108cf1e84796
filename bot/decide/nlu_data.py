"""nlu.yml: example messages of intents, with annotated entities, synonyms, lookup tables and patterns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.decide.problems import Place
from bot.decide.source import Node

_KINDS = ("intent", "synonym", "regex", "lookup")
_ANNOTATION = re.compile(r"\[(?P<text>[^\[\]]*)\](?:\((?P<short>[^()]*)\)|(?P<long>\{[^{}]*\}))")
_LONG_KEYS = ("entity", "value", "role", "group")


@dataclass(frozen=True, slots=True)
class ExampleEntity:
    """An annotated span: ``example.text[start:end]``; ``value`` is its normal form, ``text`` without one."""

    entity: str
    value: str
    start: int
    end: int
    role: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A message of an intent, without its annotations."""

    text: str
    intent: str
    entities: tuple[ExampleEntity, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class NluData:
    """All training data. ``intents`` says where each intent's examples begin; ``synonyms`` maps what is said
    to its normal form; ``lookups`` and ``patterns`` map an entity to words and regular expressions."""

    examples: tuple[Example, ...] = ()
    intents: Mapping[str, Place] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    lookups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_nlu(root: Node) -> NluData:
    """Read the ``nlu`` key of a file; mistakes are noted in the node's problems."""
    examples: list[Example] = []
    intents: dict[str, Place] = {}
    synonyms: dict[str, str] = {}
    tables: dict[str, dict[str, tuple[str, ...]]] = {"lookup": {}, "regex": {}}
    for item in root.items("The training data"):
        keys = item.keys("The training data", (*_KINDS, "examples", "metadata"))
        kind = next((key for key in _KINDS if key in keys), "")
        if not kind:
            item.wrong("Each entry needs one of intent, synonym, regex or lookup.")
            continue
        name = keys[kind].text("The name")
        lines = list(_example_lines(keys.get("examples")))
        if not lines:
            item.wrong(f"The {kind} {name!r} has no examples.")
        if kind == "intent":
            intents.setdefault(name, item.place)
            examples += [example for line in lines if (example := _example(name, line))]
        elif kind == "synonym":
            synonyms.update({line.text("A synonym"): name for line in lines})
        else:
            words = tuple(line.text("An entry") for line in lines)
            tables[kind][name] = (*tables[kind].get(name, ()), *words)
            if kind == "regex":
                _check_patterns(lines)
    return NluData(tuple(examples), intents, synonyms, tables["lookup"], tables["regex"])


def merge_nlu(parts: Iterable[NluData]) -> NluData:
    """The training data of several files together."""
    merged = NluData()
    for part in parts:
        merged = NluData(
            examples=(*merged.examples, *part.examples),
            intents={**part.intents, **merged.intents},
            synonyms={**merged.synonyms, **part.synonyms},
            lookups={**merged.lookups, **part.lookups},
            patterns={**merged.patterns, **part.patterns},
        )
    return merged


def _example_lines(node: Node | None) -> Iterable[Node]:
    """The examples, from a block of ``- `` lines or from a list of texts or ``text:`` entries."""
    if node is None:
        return
    if node.is_list():
        for item in node.items("The examples"):
            keys = item.keys("An example", ("text", "metadata", "intent")) if item.is_mapping() else {}
            yield from keys["text"].lines("The example") if "text" in keys else [item]
        return
    for line in node.lines("The examples"):
        text = str(line.value).strip()
        if text.startswith("- ") and text[2:].strip():
            yield Node(text[2:].strip(), line.place, line.problems)
        elif text and text != "-" and not text.startswith("#"):
            line.wrong("Each example must begin with `- `.")


def _example(intent: str, node: Node) -> Example | None:
    source = node.text("The example").strip().removeprefix("- ")
    text, entities, position = "", [], 0
    for match in _ANNOTATION.finditer(source):
        text += source[position : match.start()]
        span = match["text"]
        entity = _annotation(node, match, span, len(text))
        if entity:
            entities.append(entity)
        text += span
        position = match.end()
    text += source[position:]
    _check_brackets(node, text)
    return Example(text, intent, tuple(entities), node.place) if text.strip() else None


def _annotation(node: Node, match: re.Match[str], span: str, start: int) -> ExampleEntity | None:
    if match["short"] is not None:
        name, _, value = match["short"].partition(":")
        return ExampleEntity(name.strip(), value.strip() or span, start, start + len(span))
    try:
        parts = json.loads(match["long"])
    except ValueError:
        node.wrong(f"The annotation {match['long']} is not valid JSON.")
        return None
    for key in parts:
        if key not in _LONG_KEYS:
            node.wrong(f"An annotation has no key {key!r}.", wrong=key, known=_LONG_KEYS)
    return ExampleEntity(
        entity=str(parts.get("entity", "")),
        value=str(parts.get("value", span)),
        start=start,
        end=start + len(span),
        role=str(parts.get("role", "")),
        group=str(parts.get("group", "")),
    )


def _check_brackets(node: Node, text: str) -> None:
    """Any bracket left after the annotations were taken out belongs to a broken one."""
    if "[" in text or re.search(r"\](?:\(|\{)", text):
        node.wrong("An entity bracket is not closed: write [text](entity).")
    elif "]" in text:
        node.wrong("An entity bracket is closed without having been opened: write [text](entity).")


def _check_patterns(lines: Iterable[Node]) -> None:
    for line in lines:
        try:
            re.compile(line.text("The pattern"))
        except re.error as error:
            line.wrong(f"This regular expression cannot be read: {error}.")
