"""The learned finder: names and addresses by a token classifier on the bundled encoder, beside the rules.

What it learned lies in ``finder_model`` (docs/decisions/0023), written by ``shopclerk train finder``:

    adapter_model.safetensors, adapter_config.json   low-rank updates of the encoder, in half precision
    head.safetensors                                 embeddings of word shapes, and the head of the tags
    finder.json                                      the tags in the head's order, and how sure it must be
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import structlog

from bot.understand.heads import softmax
from bot.understand.tags import OUTSIDE, decode
from bot.understand.words import Words
from retrieval.checksums import sha256
from retrieval.encode import (
    ADAPTER_WEIGHTS,
    BUNDLE_SHA256,
    DEFAULT_MODEL,
    HEAD_WEIGHTS,
    MAX_CHARACTERS,
    OnnxExport,
    Vectors,
    bundled_model,
    padded,
)
from retrieval.errors import ModelFileError
from training.transcripts.personal_data.reading import (
    TOKENS,
    Inputs,
    as_inputs,
    may_answer,
    windows,
)

FINDER = "finder.json"
FINDER_MODEL = Path(__file__).with_name("finder_model")
"""The finder that comes with the package."""
TAGS = ("O", "B-name", "I-name", "B-address", "I-address")
ADDRESS = "address"
REMEMBERED = 8192
"""Texts whose findings are kept: bots repeat themselves, and a dialogue is read until nothing new is found."""


class Finder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``sure``: how sure the least sure word of a name, of an address must be, in (0, 1)."""

    tags: tuple[str, ...]
    sure: dict[str, float]


class Learned(NamedTuple):
    """Characters ``start`` to ``end`` of a text; ``confidence``: that each of its words is personal, of the
    least sure one."""

    kind: str
    start: int
    end: int
    confidence: float


class LearnedFinder:
    """Finds names and addresses in texts. The model of ``folder`` is exported to int8 under ``models`` at first
    use (10 s, once). A text is read by itself: in int8 a batch would move what is found in its texts."""

    def __init__(self, models: Path, folder: Path = FINDER_MODEL, *, threads: int = 1) -> None:
        """Raises: ModelFileError where the finder's files are missing or damaged."""
        self.finder = _read(folder)
        name = f"{DEFAULT_MODEL}+{_checksum(folder)}-finder"
        self._export = OnnxExport(
            models / name, partial(_export, finder=folder, tags=len(self.finder.tags)), threads=threads, tokens=TOKENS
        )  # fmt: skip
        self._known: OrderedDict[tuple[str, str], tuple[Learned, ...]] = OrderedDict()

    def load(self) -> None:
        """Open and verify the model. Repeated calls cost nothing.

        Raises: ModelFileError.
        """
        self._export.opened()

    def find(self, text: str, before: str = "") -> tuple[Learned, ...]:
        """Names and addresses of which it is sure enough. ``before``: what was said before the text.

        Raises: ModelFileError when the model cannot be loaded.
        """
        key = text, before if may_answer(text) else ""
        found = self._known.get(key)
        if found is None:
            sure = self.finder.sure
            found = tuple(one for one in self.all_in(text, before) if one.confidence >= sure[one.kind])
            self._known[key] = found
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found

    def all_in(self, text: str, before: str = "") -> list[Learned]:
        """The same, however sure."""
        _, tokenizer = self._export.opened()
        return [
            one
            for words, said in windows(text[:MAX_CHARACTERS], before)
            for one in _entities(
                words, self._logits(as_inputs(tokenizer, words.texts, said)), self.finder.tags
            )
        ]

    def _logits(self, inputs: Inputs) -> Vectors:
        """Logits (w, k) of the words; those of words behind the cut say that they are nothing."""
        session, _ = self._export.opened()
        columns = {"input_ids": inputs.ids, "attention_mask": [1] * len(inputs.ids), "token_type_ids": inputs.types, "word_shapes": inputs.shapes}  # fmt: skip
        tokens: Vectors = session.run(["tags"], {name: padded([row]) for name, row in columns.items()})[0][0]
        logits = np.full((inputs.words, tokens.shape[1]), -20.0, np.float32)
        logits[:, 0] = 0.0
        for token, word in inputs.firsts:
            logits[word] = tokens[token]
        return logits


def finder_folder(named: str, state: Path) -> Path | None:
    """The folder of the finder that the settings name: "package", one in ``state``, or "" for none."""
    if named == "package":
        return FINDER_MODEL
    return state / named if named else None


def open_finder(folder: Path, models: Path) -> LearnedFinder | None:
    """The finder, ready to read; None, with a warning in the log, where its files or the encoder are missing
    or damaged: masking goes on by rules alone."""
    try:
        finder = LearnedFinder(models, folder)
        finder.load()
    except ModelFileError as error:
        structlog.get_logger().warning("finder_missing", reason=str(error), masked_by="rules alone")
        return None
    return finder


def _entities(words: Words, logits: Vectors, tags: Sequence[str]) -> Iterator[Learned]:
    """The entities of the likeliest sequence, without marks at their ends. ``logits`` (w, k)."""
    personal = 1 - softmax(logits)[:, tags.index(OUTSIDE)]  # (w,)
    for kind, first, end in _spans(words, [tags[column] for column in decode(logits, tags)]):
        inside = [word for word in range(first, end) if any(map(str.isalnum, words.texts[word]))]
        if inside:
            start, stop = words.places[inside[0]][0], words.places[inside[-1]][1]
            yield Learned(kind, start, stop, float(personal[inside].min()))


def _spans(words: Words, path: Sequence[str]) -> list[tuple[str, int, int]]:
    """Kind, first word and the word behind of each entity. One blank does not part two names, nor a town and
    its postcode."""
    spans: list[tuple[str, int, int]] = []
    for word, tag in enumerate(path):
        if tag == OUTSIDE:
            continue
        kind, first, end = spans[-1] if spans else ("", 0, -1)
        near = kind == tag[2:] and end == word and words.places[word][0] == words.places[word - 1][1] + 1
        one = near and (kind != ADDRESS or _has_digit(words.texts[first:end]) != _has_digit(words.texts[word:word + 1]))  # fmt: skip
        if tag.startswith("I-") or one:
            spans[-1] = (kind, first, word + 1)
        else:
            spans.append((tag[2:], word, word + 1))
    return spans


def _has_digit(words: Sequence[str]) -> bool:
    return any(character.isdecimal() for word in words for character in word)


def _read(folder: Path) -> Finder:
    try:
        return msgspec.json.decode((folder / FINDER).read_bytes(), type=Finder)
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelFileError(
            f"The finder of names cannot be read ({error}).", file=folder / FINDER
        ) from error


def _checksum(folder: Path) -> str:
    try:
        return "".join(sha256(folder / file)[:8] for file in (ADAPTER_WEIGHTS, HEAD_WEIGHTS))
    except OSError as error:
        raise ModelFileError(f"The finder of names cannot be read ({error}).", file=folder) from error


def _export(folder: Path, finder: Path, tags: int) -> None:
    from retrieval.export import export_model, quiet
    from training.finder.network import saved_network

    with quiet():
        export_model(saved_network(finder, tags), ("tags",), bundled_model(), folder, BUNDLE_SHA256)
