"""The model card of a release, after Mitchell et al., "Model Cards for Model Reporting", FAT* (2019).

It is made from the manifest alone, which quotes nothing that was said: numbers, settings and hashes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from bot.manifest import Manifest

MODEL_CARD = "MODEL_CARD.md"
PARTS = {
    "understanding": "reads messages: intent, out-of-scope, mood, entities",
    "heads": "reads messages: intent, out-of-scope, mood, on the features of the encoder",
    "retriever": "a low-rank adapter of the encoder: finds documents and products",
    "late": "a low-rank adapter of the re-ranker by late interaction",
    "reranker": "a low-rank adapter of the re-ranker that reads question and text together",
    "responder": "a low-rank adapter of the language model that words answers from the passages found",
    "policy": "says when a person should take over, and what was meant where the rules are not sure",
}
"""What lies in a release, by the name of its folder or file."""
UNKNOWN = "not recorded here: see where the model was taken from"
LICENCES = {
    "all-MiniLM-L6-v2": "Apache-2.0 (sentence-transformers/all-MiniLM-L6-v2)",
    "SmolLM2-135M-Instruct": "Apache-2.0 (HuggingFaceTB/SmolLM2-135M-Instruct)",
}
"""Of the base weights that come as packages."""
LANGUAGE_MODEL = "SmolLM2-135M-Instruct"
"""What a responder is an adapter of where its configuration names none."""
Section = Callable[[Manifest], Iterator[str]]


def model_card(manifest: Manifest) -> str:
    """The card as Markdown."""
    sections: tuple[Section, ...] = (
        _head,
        _uses,
        _parts,
        _bases,
        _data,
        _training,
        _figures,
        _limits,
        _again,
    )
    return "\n".join(line for section in sections for line in section(manifest)) + "\n"


def _head(manifest: Manifest) -> Iterator[str]:
    made = datetime.fromtimestamp(manifest.created, UTC)
    yield f"# Release {manifest.release_id}"
    yield ""
    source = f", commit `{manifest.commit}`" if manifest.commit else ""
    yield f"Made on {made:%Y-%m-%d} at {made:%H:%M} UTC by {manifest.program}{source}."
    yield ""


def _uses(_manifest: Manifest) -> Iterator[str]:
    yield "## What it is for"
    yield (
        "The models of one shop's customer-service bot: they read what shoppers write, find answers in the"
        " shop's own documents, and say when a person should take over. They belong to the assistant, the"
        " documents and the products of this installation, and are served by it."
    )
    yield ""
    yield (
        "Not for: deciding about people, finding out who somebody is, judging shoppers or agents, other"
        " shops, or texts that are no chat with a shop."
    )
    yield ""


def _parts(manifest: Manifest) -> Iterator[str]:
    yield "## What is in it"
    names = dict.fromkeys(_part(name) for name in manifest.files)
    rows = [(name, PARTS[name]) for name in names if name in PARTS]
    yield from _table(("part", "what it does"), rows)
    yield "What is not in it is taken from the installation's settings."
    yield ""


def _bases(manifest: Manifest) -> Iterator[str]:
    yield "## Base weights"
    yield from _table(
        ("model", "licence"),
        [(name, LICENCES.get(name.partition("+")[0], UNKNOWN)) for name in bases(manifest)],
    )
    if "+" in manifest.base_model:
        yield "What stands behind the + is the checksum of the adapter that it is served with."
        yield ""


def bases(manifest: Manifest) -> list[str]:
    """The models whose weights a release builds on: the encoder, and of a responder the language model."""
    names = [manifest.base_model]
    if any(_part(name) == "responder" for name in manifest.files):
        wanted = str(manifest.recipe.configurations.get("responder", {}).get("model", ""))
        names.append(PurePosixPath(wanted).name or LANGUAGE_MODEL)
    return names


def _data(manifest: Manifest) -> Iterator[str]:
    yield "## Data"
    rows = [("SHA-256 of the data", f"`{manifest.data_hash}`")]
    if manifest.dataset:
        rows.append(("transcripts", f"version {manifest.dataset}, see its DATASHEET.md"))
    rows += [(name.replace("_", " "), f"{count:,}") for name, count in manifest.recipe.counts.items()]
    yield from _table(("", ""), rows)
    yield (
        "Personal data in transcripts is masked before anything is written; masks find most of it, not all"
        if manifest.dataset
        else "The assistant's own examples and dialogues, written or checked by its authors"
    ) + ". This card quotes nothing that was said."
    yield ""


def _training(manifest: Manifest) -> Iterator[str]:
    yield "## Training"
    if not manifest.recipe.configurations:
        yield "No settings were recorded."
        yield ""
    for task, keys in manifest.recipe.configurations.items():
        yield from _table((task, ""), [(name, _shown(value)) for name, value in keys.items()])


def _figures(manifest: Manifest) -> Iterator[str]:
    yield "## Figures when it was sealed"
    yield (
        "On texts that the models had not seen, though they are from the training data. What counts"
        f" is what `shopclerk evaluate release {manifest.release_id}` measures on data kept for it."
    )
    yield ""
    yield from _table(("", ""), [(name, _shown(value)) for name, value in manifest.metrics.items()])


def _limits(_manifest: Manifest) -> Iterator[str]:
    yield "## Limits"
    for limit in (
        "It knows the languages and the intents of its examples. Other ones are taken for out-of-scope at"
        " best, and for something near at worst.",
        "It is learned from who wrote to this shop. People who do not use the chat, or write differently, are"
        " understood less well, and nobody has measured by how much.",
        "Figures of few examples move by chance: look at the intervals of `shopclerk release compare`.",
        "A release lets nothing be said without a source, but a source may be out of date.",
    ):
        yield f"- {limit}"
    yield ""


def _again(manifest: Manifest) -> Iterator[str]:
    yield "## Making it again"
    command = manifest.recipe.command or "not recorded"
    yield f"- Command: `{command}`, with the program, the data and the settings above."
    yield (
        "- The same seeds give the same examples in the same order; sums in other processors or numbers of"
        " threads differ in the last digits."
    )
    yield "- `manifest.json` has the SHA-256 of every file; `shopclerk release show` compares them."


def _part(file: str) -> str:
    return file.partition("/")[0].partition(".")[0]


def _table(head: tuple[str, str], rows: list[tuple[str, str]]) -> Iterator[str]:
    if not rows:
        return
    yield "| {} | {} |".format(*head)
    yield "|---|---|"
    for name, value in rows:
        yield f"| {_cell(name)} | {_cell(value)} |"
    yield ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
