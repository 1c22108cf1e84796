"""Measures intents on anybody's data, through the product's own encoder, heads and decision."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, precision_recall_fscore_support
from sklearn.model_selection import train_test_split

from bot.decide.nlu_data import read_nlu
from bot.decide.problems import Problems
from bot.decide.source import read_yaml
from bot.understand.heads import OUT_OF_SCOPE, Heads
from bot.understand.pipeline import FeatureEncoder, rank_intents
from bot.understand.training import fit_texts, gather

HELD_OUT = 0.2
STRANGERS = frozenset({"oos", OUT_OF_SCOPE})
"""Names under which out-of-scope texts come."""
Pair = tuple[str, str]


class Split(NamedTuple):
    """Labelled texts (text, intent) to fit on and to measure on."""

    train: tuple[Pair, ...]
    test: tuple[Pair, ...]


class IntentScores(msgspec.Struct, frozen=True):
    """Of one intent; ``support`` counts its test texts."""

    precision: float
    recall: float
    f1: float
    support: int


class NluReport(msgspec.Struct, frozen=True):
    """Of the test texts. ``in_scope_accuracy`` and ``oos_recall`` part them by whether an intent fits;
    one that has no texts is null. The latency is that of one text: encoding and decision."""

    train: int
    test: int
    intents: int
    accuracy: float
    macro_f1: float
    in_scope_accuracy: float | None
    oos_recall: float | None
    latency_ms_p50: float
    fit_seconds: float
    per_intent: dict[str, IntentScores]


def read_split(train: Path, test: Path | None, seed: int) -> Split:
    """The texts of both files; without ``test`` a stratified fifth of ``train`` is kept out.

    A CLINC file parts itself: train is fitted on, test (where there is none: val) is measured on.
    Raises: ValueError for a file that is in no known format, OSError.
    """
    if test is not None:
        return Split(tuple(read_examples(train, "train")), tuple(read_examples(test, "test")))
    if train.suffix == ".json":
        return Split(tuple(read_examples(train, "train")), tuple(read_examples(train, "test")))
    pairs = list(dict.fromkeys(read_examples(train, "train")))
    kept, held = train_test_split(
        pairs, test_size=HELD_OUT, random_state=seed, stratify=_strata([intent for _, intent in pairs])
    )
    return Split(tuple(kept), tuple(held))


def _strata(intents: Sequence[str]) -> list[str]:
    """Intents with a single example cannot be split evenly: they go together."""
    single = {intent for intent in set(intents) if intents.count(intent) < 2}
    return [next(name for name in intents if name not in single) if i in single else i for i in intents]


def read_examples(file: Path, part: str) -> Iterator[Pair]:
    """(text, intent) of nlu.yml, CSV or CLINC JSON, out-of-scope texts under one name. ``part``: train, test.

    Raises: ValueError, OSError, AssistantError.
    """
    readers: dict[str, Callable[[Path, str], Iterable[Pair]]] = {
        ".yml": _read_nlu, ".yaml": _read_nlu, ".csv": _read_csv, ".json": _read_clinc,
    }  # fmt: skip
    if file.suffix not in readers:
        raise ValueError(f"{file} is none of nlu.yml, .csv and .json (CLINC)")
    for text, intent in readers[file.suffix](file, part):
        yield text.strip(), OUT_OF_SCOPE if intent in STRANGERS else intent


def _read_nlu(file: Path, _part: str) -> Iterator[Pair]:
    problems = Problems()
    root = read_yaml(str(file), file.read_text(encoding="utf-8-sig"), problems)
    entries = root.entries("The file") if root is not None else {}
    examples = read_nlu(entries["nlu"]).examples if "nlu" in entries else ()
    for problem in problems:
        raise problem.as_error()
    yield from ((example.text, example.intent) for example in examples)


def _read_csv(file: Path, _part: str) -> Iterator[Pair]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        columns = rows.fieldnames or ()
        label = next((name for name in ("intent", "category") if name in columns), None)
        if label is None or "text" not in columns:
            raise ValueError(f"{file} needs a column text, and one named intent or category")
        yield from ((row["text"], row[label]) for row in rows)


def _read_clinc(file: Path, part: str) -> Iterator[Pair]:
    parts = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(parts, dict):
        raise ValueError(f"{file} has no parts named train, val, test, oos_train, oos_val, oos_test")
    name = part if part in parts else "val"
    if name not in parts:
        raise ValueError(f"{file} has no part {part}")
    yield from ((text, intent) for text, intent in (*parts[name], *parts.get(f"oos_{name}", ())))


def evaluate_nlu(
    split: Split, encoder: FeatureEncoder, progress: Callable[[str, int, int], None]
) -> NluReport:
    """Fit the heads on the training texts alone, and decide every test text as the bot does.

    Raises: AssistantError for fewer than two intents, ModelUnavailable.
    """
    texts = gather(split.train, ())
    started = time.perf_counter()
    heads, _ = fit_texts(texts, encoder, lambda done, total: progress("Encoding", done, total))
    seconds = time.perf_counter() - started
    answers, latencies = [], []
    for done, (text, _) in enumerate(split.test, start=1):
        started = time.perf_counter()
        answers.append(_decide(text, heads, encoder))
        latencies.append(time.perf_counter() - started)
        progress("Testing", done, len(split.test))
    truth = np.asarray([intent for _, intent in split.test])
    return _score(len(split.train), truth, np.asarray(answers), float(np.median(latencies)), seconds)


def _decide(text: str, heads: Heads, encoder: FeatureEncoder) -> str:
    ranking, _ = rank_intents(heads, encoder.features([text]))
    return ranking[0].name


def _score(
    train: int, truth: NDArray[np.str_], answers: NDArray[np.str_], latency: float, seconds: float
) -> NluReport:
    right, inside = truth == answers, truth != OUT_OF_SCOPE
    names = sorted(set(truth))
    columns = precision_recall_fscore_support(truth, answers, labels=names, zero_division=0)
    return NluReport(
        train=train,
        test=len(truth),
        intents=len(set(truth[inside])),
        accuracy=float(right.mean()),
        macro_f1=float(f1_score(truth, answers, labels=names, average="macro", zero_division=0)),
        in_scope_accuracy=float(right[inside].mean()) if inside.any() else None,
        oos_recall=float(right[~inside].mean()) if not inside.all() else None,
        latency_ms_p50=latency * 1000,
        fit_seconds=seconds,
        per_intent={
            str(name): IntentScores(float(p), float(r), float(f), int(n))
            for name, p, r, f, n in zip(names, *columns, strict=True)
        },
    )
