"""How good tags are: entities by seqeval, single tags as the usual report over tags has it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import msgspec
from seqeval.metrics import classification_report
from sklearn.metrics import f1_score, precision_recall_fscore_support


class TagScores(msgspec.Struct, frozen=True):
    """Of one tag or entity; ``support`` counts it in the truth."""

    precision: float
    recall: float
    f1: float
    support: int


class EntityScores(msgspec.Struct, frozen=True):
    """``micro_f1`` and ``macro_f1`` are of whole entities, right only with kind and both ends;
    ``token_micro_f1`` and ``token_macro_f1`` of the tags of words, O included."""

    sentences: int
    micro_f1: float
    macro_f1: float
    token_micro_f1: float
    token_macro_f1: float
    per_entity: dict[str, TagScores]
    per_tag: dict[str, TagScores]


def score_entities(truth: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> EntityScores:
    """Both as BIO tags of the words of the same sentences."""
    true_tags, found_tags = list(chain.from_iterable(truth)), list(chain.from_iterable(found))
    names = sorted({*true_tags, *found_tags})
    columns = precision_recall_fscore_support(true_tags, found_tags, labels=names, zero_division=0)
    entities = _entities(truth, found)
    macro = entities.pop("macro avg", {})
    micro = entities.pop("micro avg", {})
    return EntityScores(
        sentences=len(truth),
        micro_f1=float(micro.get("f1-score", 0.0)),
        macro_f1=float(macro.get("f1-score", 0.0)),
        token_micro_f1=float(f1_score(true_tags, found_tags, average="micro")),
        token_macro_f1=float(f1_score(true_tags, found_tags, average="macro", labels=names, zero_division=0)),
        per_entity={
            name: TagScores(
                float(s["precision"]), float(s["recall"]), float(s["f1-score"]), int(s["support"])
            )
            for name, s in sorted(entities.items())
        },
        per_tag={
            name: TagScores(float(p), float(r), float(f), int(n))
            for name, p, r, f, n in zip(names, *columns, strict=True)
        },
    )


def _entities(truth: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> dict[str, Any]:
    """seqeval's report, without its weighted mean; empty where there are no entities at all."""
    if not any(tag != "O" for tag in chain.from_iterable(chain(truth, found))):
        return {}
    report: dict[str, Any] = classification_report(
        [list(tags) for tags in truth], [list(tags) for tags in found], output_dict=True, zero_division=0
    )
    report.pop("weighted avg", None)
    return report
