"""The datasheet of a version, after Gebru et al., "Datasheets for Datasets", Communications of the ACM 64
(2021).

It quotes nothing that was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from training.transcripts.cleaning import REASONS
from training.transcripts.split import SIDES
from training.transcripts.statistics import UNKNOWN, Lengths, Statistics
from training.transcripts.versions import Manifest

LISTED = 60
"""Rows of a table of counts."""


def datasheet(manifest: Manifest) -> str:
    """The datasheet as Markdown."""
    sections = (_head, _motivation, _composition, _labels, _collection, _cleaning, _split, _uses, _keeping)
    return "\n".join(line for section in sections for line in section(manifest)) + "\n"


def day(seconds: float | None) -> str:
    """The date in UTC, "unknown" for None."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds is not None else UNKNOWN


def _head(manifest: Manifest) -> Iterator[str]:
    yield f"# Dialogues {manifest.version}"
    yield ""
    yield f"Made on {day(manifest.created)}. SHA-256 of the data: `{manifest.data_hash}`."
    yield ""


def _motivation(_manifest: Manifest) -> Iterator[str]:
    yield "## Purpose"
    yield (
        "To train and judge the models of this installation's customer-service bot: intents, entities, moods,"
        " retrieval, wording, and the choice of the next action."
    )
    yield ""


def _composition(manifest: Manifest) -> Iterator[str]:
    every = manifest.statistics["all"]
    yield "## What is in it"
    yield (
        "An instance is a dialogue: turns of shopper, bot and agent, one JSON object a line, with what is"
        " known of them. Where only a shopper wrote there is no answer to learn from, but what was asked."
    )
    yield ""
    yield "| | " + " | ".join(("all", *SIDES)) + " |"
    yield "|---|" + "---:|" * (1 + len(SIDES))
    for title, cells in _rows(manifest.statistics):
        yield f"| {title} | " + " | ".join(cells) + " |"
    yield ""
    for title, counts in (
        ("source", every.by_source),
        ("turns by role", every.by_role),
        ("outcome", every.by_outcome),
        ("locale", every.by_locale),
        ("rating", every.by_rating),
        ("topic", every.by_topic),
    ):
        yield from _counted(title, counts)


def _rows(statistics: Mapping[str, Statistics]) -> Iterator[tuple[str, list[str]]]:
    columns = [statistics[name] for name in ("all", *SIDES)]
    yield "dialogues", [f"{one.dialogues:,}" for one in columns]
    yield "turns", [f"{one.turns:,}" for one in columns]
    yield "shoppers that are told apart", [f"{one.shoppers:,}" for one in columns]
    yield "turns a dialogue: median (mean, most)", [_shown(one.turns_per_dialogue) for one in columns]
    yield "words a turn: median (mean, most)", [_shown(one.words_per_turn) for one in columns]
    yield "first", [day(one.first) for one in columns]
    yield "last", [day(one.last) for one in columns]
    yield "shoppers' turns labelled by people", [f"{one.labelled:,}" for one in columns]
    yield "answers with documents", [f"{one.with_documents:,}" for one in columns]


def _labels(manifest: Manifest) -> Iterator[str]:
    every = manifest.statistics["all"]
    yield "## Labels"
    yield (
        f"{every.labelled:,} turns of shoppers have an intent or a mood that a person gave. All other labels"
        ' (`"labelled": false`) are what a bot took the message for, and repeat its mistakes.'
    )
    yield ""
    yield from _counted("intent", every.by_intent)
    yield from _counted("mood", every.by_mood)
    yield from _counted("entity", every.by_entity)
    yield from _counted("agents' suggestions", every.by_suggestion)


def _collection(manifest: Manifest) -> Iterator[str]:
    yield "## Where it is from"
    yield "| origin | format | dialogues read | lines that were none | import |"
    yield "|---|---|---:|---:|---|"
    for one in manifest.origins:
        yield f"| {one.name} | {one.source} | {one.read:,} | {one.rejected:,} | {one.import_id} |"
    yield ""
    yield (
        "People wrote to a shop's service. Whether they were told that this is learned from, and on which"
        " legal ground, is for the shop to know; it is not recorded here."
    )
    yield ""


def _cleaning(manifest: Manifest) -> Iterator[str]:
    kept = "kept" if manifest.order_numbers else "masked"
    yield "## What was removed"
    yield (
        "Personal data were masked before anything was written, the same value with the same mask within a"
        f" dialogue; people and conversations have keys in place of names. Order numbers: {kept} in the event"
        " log and the assistant's dialogues, elsewhere as chosen at the import. Masking finds most, not all."
    )
    yield ""
    yield from _counted("masked, before cleaning", manifest.masked)
    named = {f"{name}: {REASONS[name]}": count for name, count in manifest.dropped.items()}
    yield from _counted("dialogues dropped", named)


def _split(manifest: Manifest) -> Iterator[str]:
    yield "## Training, development, test"
    yield (
        f"{manifest.shares['test']:.0%} for the test, {manifest.shares['dev']:.0%} for development: the"
        f" newest where times are known, else drawn (seed {manifest.seed}). All dialogues of a shopper are on"
        " one side, and stay there in every later version. Near-duplicates of what is tested are not trained"
        " on."
    )
    yield ""


def _uses(_manifest: Manifest) -> Iterator[str]:
    yield "## What it must not be used for"
    yield (
        "To find out who somebody is, to judge agents or shoppers, to advertise, or to tune on the test. Who"
        " left satisfied without a word cannot be told from who gave up, and who does not use the chat is not"
        " in it: it does not stand for all customers."
    )
    yield ""


def _keeping(_manifest: Manifest) -> Iterator[str]:
    yield "## Keeping and erasure"
    yield (
        "The folder never changes; manifest.json has the checksums. A shopper who is erased is in no later"
        " version: build a new one, train on it, and delete this one. It is not for publication."
    )


def _counted(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    if not counts:
        return
    yield f"| {title} | |"
    yield "|---|---:|"
    rows = list(counts.items())
    for name, count in rows[:LISTED]:
        yield f"| {name.replace('|', '/')} | {count:,} |"
    if len(rows) > LISTED:
        yield f"| {len(rows) - LISTED} more | {sum(count for _, count in rows[LISTED:]):,} |"
    yield ""


def _shown(lengths: Lengths) -> str:
    return f"{lengths.median} ({lengths.mean:g}, {lengths.most:,})"
