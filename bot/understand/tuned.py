"""A fine-tuned understanding model as it serves: one forward pass gives features for the heads and tags for
the entities. ONNX Runtime and numpy, no torch.

A model is one folder, written by ``shopclerk train understanding``:

    export.json       checksums of all the others, and what the model was made of
    model.int8.onnx   token ids to features and, where entities were learned, tags
    tokenizer.json
    heads.npz, heads.json
    tags.json         the names of the tags, in the order of the model's; without entities it is not there
    encoder.json      the name of the encoder that it began as, whose features the heads read as well; without
                      it that is the bundled one
    base/             that encoder's adapter; without an adapter it is not there
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from bot.conversation.understanding import Entity
from bot.errors import ModelUnavailable
from bot.understand.heads import Array, Heads, load_heads
from bot.understand.joined import JoinedEncoder
from bot.understand.pipeline import FeatureEncoder, Tagger
from bot.understand.tags import as_entities, decode, find_tagged
from bot.understand.words import first_tokens, split_words, token_shapes
from retrieval.encode import (
    BATCH,
    DEFAULT_MODEL,
    EXPORT,
    MAX_CHARACTERS,
    MODEL,
    Encoder,
    Exported,
    OnnxExport,
    adapted_name,
    load_encoder,
    padded,
)
from retrieval.errors import ModelFileError

TAGS = "tags.json"
BASE = "base"
ENCODER = "encoder.json"
CACHED = 1024
REMEDY = "Run: shopclerk train understanding"


class Reading(NamedTuple):
    """What the model makes of a text: ``features`` (f,), unit length, and the tags' logits (w, k) of its
    words, (w, 0) without tags."""

    features: Array
    tags: Array


class _Tokens(NamedTuple):
    ids: list[int]
    shapes: list[int]
    firsts: list[tuple[int, int]]
    words: int


class TunedModel:
    """Implements ``FeatureEncoder`` and ``Tagger``; thread-safe. What was read last is remembered, so that
    features and entities of a message cost one forward pass."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.folder = folder
        self.labels = _read_labels(folder)
        self._export = OnnxExport(folder, _cannot_be_made, threads=threads)
        self._lock = threading.Lock()
        self._cache: OrderedDict[str, Reading] = OrderedDict()

    @property
    def name(self) -> str:
        """Names the feature space: the base model, and the checksum of what it was tuned to."""
        return model_name(self.folder)

    def load(self) -> None:
        """Open and verify the model. Repeated calls cost nothing.

        Raises: ModelUnavailable.
        """
        try:
            self._export.opened()
        except ModelFileError as error:
            raise ModelUnavailable(detail=str(error)) from error

    def features(self, texts: Sequence[str]) -> Array:
        """See ``FeatureEncoder.features``."""
        readings = self.read([split_words(text[:MAX_CHARACTERS]).texts for text in texts], texts)
        width = self._width()
        return np.stack([r.features for r in readings]) if readings else np.empty((0, width), np.float32)

    def entities(self, text: str) -> list[Entity]:
        """See ``Tagger.entities``."""
        if not self.labels:
            return []
        words = split_words(text[:MAX_CHARACTERS])
        (reading,) = self.read([words.texts], [text])
        return as_entities(text, words, find_tagged(reading.tags, self.labels))

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The tag of every word of sentences that are parted into words already; words behind the cut of
        256 tokens are outside of all entities."""
        return [
            [self.labels[column] for column in decode(reading.tags, self.labels)]
            for reading in self.read(sentences)
        ]

    def read(
        self, sentences: Sequence[Sequence[str]], keys: Sequence[str | None] | None = None
    ) -> list[Reading]:
        """Readings of sentences of words; few of them go through the cache, by ``keys``."""
        self.load()
        if keys is None or len(sentences) > BATCH:
            return self._forward(sentences)
        found = [self._cache.get(key or "") for key in keys]
        missing = [number for number, reading in enumerate(found) if reading is None]
        for number, reading in zip(missing, self._forward([sentences[n] for n in missing]), strict=True):
            found[number] = reading
            self._remember(keys[number] or "", reading)
        return [reading for reading in found if reading is not None]

    def _remember(self, key: str, reading: Reading) -> None:
        with self._lock:
            self._cache[key] = reading
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)

    def _forward(self, sentences: Sequence[Sequence[str]]) -> list[Reading]:
        """Each by itself: see ``OnnxEncoder.features``."""
        return [self._run(self._tokens(words)) for words in sentences]

    def _tokens(self, words: Sequence[str]) -> _Tokens:
        _, tokenizer = self._export.opened()
        encoding = tokenizer.encode(list(words), is_pretokenized=True)
        return _Tokens(
            encoding.ids,
            token_shapes(words, encoding.word_ids),
            first_tokens(encoding.word_ids),
            len(words),
        )

    def _run(self, tokens: _Tokens) -> Reading:
        session, _ = self._export.opened()
        inputs = {"input_ids": padded([tokens.ids]), "attention_mask": padded([[1] * len(tokens.ids)])}
        if not self.labels:
            (features,) = session.run(["features"], inputs)  # (1, f)
            return Reading(features[0], np.empty((tokens.words, 0), np.float32))
        inputs["word_shapes"] = padded([tokens.shapes])
        features, tags = session.run(["features", "tags"], inputs)  # (1, f), (1, t, k)
        return Reading(features[0], self._of_words(tags[0], tokens))

    def _of_words(self, tags: Array, tokens: _Tokens) -> Array:
        """Logits (w, k) of words from those of tokens (t, k)."""
        logits = np.full((tokens.words, tags.shape[1]), -20.0, np.float32)
        logits[:, 0] = 0.0  # O, where the text was cut
        for token, word in tokens.firsts:
            logits[word] = tags[token]
        return logits

    def _width(self) -> int:
        session, _ = self._export.opened()
        return int(session.get_outputs()[[o.name for o in session.get_outputs()].index("features")].shape[1])


class UnderstandingModel(NamedTuple):
    """An opened model. ``tagger`` is None where no entities were learned."""

    encoder: FeatureEncoder
    heads: Heads
    tagger: Tagger | None


def open_understanding(folder: Path, models: Path, encoder: Encoder | None = None) -> UnderstandingModel:
    """The understanding model in ``folder``, every file of it verified by its checksum.

    ``models``: where the export of the encoder that it began as is kept; ``encoder`` is taken instead, and
    each message read once for both, where it is the same.
    Raises: ModelUnavailable, naming the file.
    """
    model = TunedModel(folder)
    model.load()
    heads, tagger = load_heads(folder), model if model.labels else None
    if heads.encoder == model.name:  # of few messages
        return UnderstandingModel(model, heads, tagger)
    joined = JoinedEncoder(model, open_base(folder, models, encoder))
    if heads.encoder != joined.name:
        detail = f"The heads in {folder} are of {heads.encoder}, not of {joined.name}. {REMEDY}"
        raise ModelUnavailable(detail=detail)
    return UnderstandingModel(joined, heads, tagger)


def open_base(folder: Path, models: Path, encoder: Encoder | None = None) -> Encoder:
    """The encoder that the model in ``folder`` began as; see ``open_understanding``.

    Raises: ModelUnavailable.
    """
    adapter, name = folder / BASE if (folder / BASE).is_dir() else None, _began_as(folder)
    try:
        if encoder is not None and encoder.name == adapted_name(name, adapter):
            return encoder
        return load_encoder(name, models, "cpu", adapter=adapter)
    except ModelFileError as error:
        raise ModelUnavailable(detail=str(error)) from error


def model_name(folder: Path) -> str:
    """Names the feature space of the model in a folder: its base, and the checksum of what that was tuned to.

    Raises: ModelUnavailable.
    """
    try:
        export = msgspec.json.decode((folder / EXPORT).read_bytes(), type=Exported)
        return f"{_began_as(folder)}+{export.files[MODEL][:12]}"
    except (OSError, KeyError, msgspec.MsgspecError) as error:
        raise ModelUnavailable(detail=f"{folder} holds no model ({error}). {REMEDY}") from error


def _began_as(folder: Path) -> str:
    """The name of the encoder that the model was tuned from.

    Raises: ModelUnavailable.
    """
    file = folder / ENCODER
    if not file.exists():
        return DEFAULT_MODEL
    try:
        return msgspec.json.decode(file.read_bytes(), type=str)
    except msgspec.MsgspecError as error:
        raise ModelUnavailable(detail=f"{file} is damaged ({error}). {REMEDY}") from error


def _read_labels(folder: Path) -> tuple[str, ...]:
    """The tags, none where the model has none.

    Raises: ModelUnavailable.
    """
    file = folder / TAGS
    if not file.exists():
        return ()
    try:
        return msgspec.json.decode(file.read_bytes(), type=tuple[str, ...])
    except msgspec.MsgspecError as error:
        raise ModelUnavailable(detail=f"{file} is damaged ({error}). {REMEDY}") from error


def _cannot_be_made(folder: Path) -> None:
    """Raises: ModelFileError: unlike the bundled model a trained one is not made again by itself."""
    raise ModelFileError(f"This is no understanding model. {REMEDY}", file=folder)
