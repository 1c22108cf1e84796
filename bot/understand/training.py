"""Trains the heads of an assistant from its own files into a release folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from bot.errors import AssistantError
from bot.understand.fitting import Report, fit_heads
from bot.understand.heads import Array, save_heads
from bot.understand.pipeline import FeatureEncoder

MOODS = Path(__file__).with_name("moods.yml")
CHUNK = 128


@dataclass(frozen=True)
class TrainingTexts:
    """Labelled texts: (text, intent) and (text, mood)."""

    intents: tuple[tuple[str, str], ...]
    moods: tuple[tuple[str, str], ...]


def gather(examples: Iterable[tuple[str, str]], dialogues: Iterable[Path]) -> TrainingTexts:
    """The assistant's examples, its labelled dialogues and the built-in moods; a text counts once a label.

    Labels of dialogues that the examples do not know are left out.
    Raises: AssistantError for a dialogue file that is not JSON lines.
    """
    intents = dict.fromkeys((text.strip(), intent) for text, intent in examples)
    known = {intent for _, intent in intents}
    moods = dict.fromkeys(_built_in_moods())
    for path in dialogues:
        for text, intent, mood in _labelled_turns(path):
            if intent in known:
                intents[text, intent] = None
            if mood:
                moods[text, mood] = None
    return TrainingTexts(tuple(intents), tuple(moods))


def _built_in_moods() -> Iterator[tuple[str, str]]:
    for mood, texts in YAML(typ="safe").load(MOODS.read_text(encoding="utf-8")).items():
        for text in texts:
            yield text, mood


def _labelled_turns(path: Path) -> Iterator[tuple[str, str, str]]:
    """(text, intent, mood) of the shopper's turns in a file of dialogues."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            turns = json.loads(line)["turns"]
            yield from (
                (turn["text"].strip(), turn.get("intent", ""), turn.get("mood", ""))
                for turn in turns
                if turn["role"] == "shopper"
            )
        except (ValueError, KeyError, TypeError) as error:
            reason = f"This line is no dialogue ({error})."
            raise AssistantError(reason, file=str(path), line=number) from error


def train_heads(
    texts: TrainingTexts,
    encoder: FeatureEncoder,
    folder: Path,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Fit on all texts and write the heads into ``folder``; about a second, plus encoding."""
    total = len(texts.intents) + len(texts.moods)
    features = _encode([text for text, _ in texts.intents], encoder, lambda n: progress(n, total))
    mood_features = _encode(
        [text for text, _ in texts.moods], encoder, lambda n: progress(len(features) + n, total)
    )
    heads, report = fit_heads(
        features,
        [intent for _, intent in texts.intents],
        mood_features,
        [mood for _, mood in texts.moods],
        encoder.name,
    )
    folder.mkdir(parents=True, exist_ok=True)
    save_heads(heads, folder)
    return report


def _encode(texts: Sequence[str], encoder: FeatureEncoder, progress: Callable[[int], None]) -> Array:
    parts = []
    for start in range(0, len(texts), CHUNK):
        parts.append(encoder.features(texts[start : start + CHUNK]))
        progress(min(start + CHUNK, len(texts)))
    return np.concatenate(parts)  # (n, f)


def as_metrics(report: Report) -> dict[str, float]:
    """The report as it stands in a manifest."""
    return {name: round(float(value), 4) for name, value in asdict(report).items()}
