"""Trains the heads of an assistant from its own files into a release folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

import msgspec
from ruamel.yaml import YAML

from bot.errors import AssistantError
from bot.understand.context import NO_WORDS, ShopWords
from bot.understand.context_fitting import NO_TURNS, Fitted, Turn, Turns, fit_context
from bot.understand.fitting import Judged, Labelled, Report, fit_heads
from bot.understand.heads import Array, Heads, save_heads, with_strange
from bot.understand.pipeline import FeatureEncoder, read_features
from bot.understand.selection import Fold
from bot.understand.talks import Talk, turns_of
from retrieval.encode import in_blocks

MOODS = Path(__file__).with_name("moods.yml")


@dataclass(frozen=True)
class TrainingTexts:
    """Labelled texts: (text, intent) and (text, mood), and the turns of dialogues."""

    intents: tuple[tuple[str, str], ...]
    moods: tuple[tuple[str, str], ...]
    turns: Turns = NO_TURNS


def gather(
    examples: Iterable[tuple[str, str]],
    dialogues: Iterable[Path],
    topics: Mapping[str, str] = MappingProxyType({}),
    words: ShopWords = NO_WORDS,
    talks: Sequence[Talk] = (),
) -> TrainingTexts:
    """The assistant's examples, its labelled dialogues, ``talks`` of other shops and the built-in moods; a
    text counts once a label.

    Labels of dialogues that the examples do not know are left out. ``topics``: the look-ups that intents
    start; what is said after one need not mean the same by itself, and is no example.
    Raises: AssistantError for a dialogue file that is not JSON lines.
    """
    intents = dict.fromkeys((text.strip(), intent) for text, intent in examples)
    known = {intent for _, intent in intents}
    moods = dict.fromkeys(built_in_moods())
    turns: list[Turn] = []
    for path in dialogues:
        for number, said in enumerate(_labelled_turns(path)):
            topic = ""
            for text, intent, mood in said:
                if intent in known:
                    turns.append(Turn(text, intent, topic, f"{path.name} {number}"))
                    if not topic:
                        intents[text, intent] = None
                topic = topics.get(intent, topic)
                if mood:
                    moods[text, mood] = None
    others = turns_of(talks, topics, known)
    intents |= dict.fromkeys((turn.text, turn.intent) for turn in others)
    return TrainingTexts(tuple(intents), tuple(moods), Turns((*turns, *others), words))


def built_in_moods() -> Iterator[tuple[str, str]]:
    """(text, mood) of the texts that come with the product."""
    for mood, texts in YAML(typ="safe").load(MOODS.read_text(encoding="utf-8")).items():
        for text in texts:
            yield text, mood


def _labelled_turns(path: Path) -> Iterator[list[tuple[str, str, str]]]:
    """(text, intent, mood) of the shopper's turns, by dialogue of a file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            turns = json.loads(line)["turns"]
            yield [
                (turn["text"].strip(), turn.get("intent", ""), turn.get("mood", ""))
                for turn in turns
                if turn["role"] == "shopper"
            ]
        except (ValueError, KeyError, TypeError) as error:
            reason = f"This line is no dialogue ({error})."
            raise AssistantError(reason, file=str(path), line=number) from error


Progress = Callable[[int, int], None]
"""Told how many texts of how many are encoded."""
Read = Callable[[Sequence[str]], Array]
"""Features of texts, shape (n, d)."""
Folds = Callable[[Array], Sequence[Fold]]
"""The folds of texts, from their features (n, d)."""


def train_heads(
    texts: TrainingTexts,
    encoder: FeatureEncoder,
    folder: Path,
    progress: Progress = lambda _done, _total: None,
) -> Report:
    """Fit on all texts and write the heads into ``folder``; some seconds, plus encoding."""
    heads, report = fit_texts(texts, encoder, progress)
    folder.mkdir(parents=True, exist_ok=True)
    save_heads(heads, folder)
    return report


def fit_texts(
    texts: TrainingTexts,
    encoder: FeatureEncoder,
    progress: Progress = lambda _done, _total: None,
    folds: Folds = lambda _features: (),
    mood_folds: Folds = lambda _features: (),
    parts: int = 1,
) -> tuple[Heads, Report]:
    """Encode all texts and fit the heads. ``folds``, ``mood_folds`` and ``parts``: see ``fit_heads``.

    Raises: AssistantError when there are fewer than two intents, ModelUnavailable.
    """
    done, total = len(texts.intents), len(texts.intents) + len(texts.moods)
    read = partial(read_features, encoder, plain=texts.turns.words.plain)
    intents = _labelled(texts.intents, read, lambda n: progress(n, total))
    moods = _labelled(texts.moods, read, lambda n: progress(done + n, total))
    heads, report, judged = fit_heads(
        intents, moods, encoder.name, folds(intents.features), mood_folds(moods.features), parts
    )
    heads = msgspec.structs.replace(heads, plain=texts.turns.words != NO_WORDS)
    fitted = _fit_context(texts, read, heads, judged)
    if fitted is None:
        return heads, report
    return msgspec.structs.replace(heads, context=fitted.context), replace(
        report, context_turns=fitted.turns, context_before=round(fitted.before, 4),
        context_accuracy=round(fitted.after, 4),
    )  # fmt: skip


def _fit_context(texts: TrainingTexts, read: Read, heads: Heads, judged: Judged) -> Fitted | None:
    """On turns after a look-up, as heads read them that have not seen them: those of its fold where a turn is
    an example all the same, else the heads themselves."""
    turns = [turn for turn in texts.turns.said if turn.topic]
    if not turns:
        return None
    features = in_blocks(read, [turn.text for turn in turns], lambda _done, _total: None)
    evidence = heads.evidence(features)
    probabilities = with_strange(evidence, heads.out_of_scope.probability(evidence.signals))
    place = {texts.intents[row]: number for number, row in enumerate(judged.rows)}
    for number, turn in enumerate(turns):
        if (turn.text, turn.intent) in place:
            probabilities[number] = judged.probabilities[place[turn.text, turn.intent]]
    return fit_context(turns, probabilities, judged.labels, [texts.turns.cues(turn) for turn in turns])


def _labelled(pairs: Sequence[tuple[str, str]], read: Read, progress: Callable[[int], None]) -> Labelled:
    texts = [text for text, _ in pairs]
    return Labelled(texts, _encode(texts, read, progress), [label for _, label in pairs])


def _encode(texts: Sequence[str], read: Read, progress: Callable[[int], None]) -> Array:
    if not texts:
        raise AssistantError("There are no examples to train on.", file="nlu.yml")
    return in_blocks(read, texts, lambda done, _total: progress(done))  # (n, f)


def as_metrics(report: Report) -> dict[str, float]:
    """The figures of the report as they stand in a manifest."""
    figures = {name: value for name, value in asdict(report).items() if name != "confused"}
    return {name: round(float(value), 4) for name, value in figures.items()}
