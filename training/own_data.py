"""Fits what tells whether a product's own data answer a question (``retrieval.products.own_data``), on the
questions of data/evidence, each product by what was learned of the others, and on questions that are asked of
a shop's pages (data/shops), which no product answers; and says how often what is nearest is right where it is
sure:

    python -m training.own_data
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import typer
from sklearn.linear_model import LogisticRegression

from retrieval.packaged import LATE_ADAPTER
from retrieval.products.own_data import LEAST, Nearness
from retrieval.rerank import Reranker, load_rerankers

FOLDER = Path("data/evidence")
FILES = ("attributes", "attributes_2", "products", "products_2")
PAGES = Path("data/shops/training")
EACH, OF_PAGES = 12, 4
"""Questions of a product, and those for pages that are asked of it."""
FOLDS = 5
_SIGNS = re.compile(r'[{}"\[\]]|\b(?:value|unit)\s*:')
"""How lists of attributes are written in some exports."""


class Question(msgspec.Struct, frozen=True):
    """A question of a product, and the places of the evidence that answers it; none where nothing does."""

    q: str
    right: tuple[int, ...]


class Asked(msgspec.Struct, frozen=True):
    """A question for a shop's pages."""

    question: str


class Evidence(msgspec.Struct, frozen=True):
    """What is known of a product."""

    evidence: tuple[str, ...]
    questions: tuple[Question, ...]


def plain(text: str) -> str:
    """A statement as a catalogue's export has it."""
    return " ".join(_SIGNS.sub(" ", text).replace("_", " ").split())


def _asked(reader: Reranker) -> Iterator[tuple[int, np.ndarray, bool]]:
    """By question: its product, the three figures of ``Nearness``, and whether what is nearest answers it."""
    products = [
        msgspec.json.decode(line, type=Evidence)
        for name in FILES
        for line in (FOLDER / f"{name}.jsonl").read_bytes().splitlines()
    ]
    of_pages = [
        msgspec.json.decode(line, type=Asked).question
        for file in sorted(PAGES.glob("*/questions.jsonl"))
        for line in file.read_bytes().splitlines()
    ]
    dice = np.random.default_rng(0)
    for number, product in enumerate(products):
        texts = [plain(one) for one in product.evidence]
        if len(texts) < LEAST:
            continue
        strange = [Question(of_pages[n], ()) for n in dice.integers(len(of_pages), size=OF_PAGES)]
        for question in (*product.questions[:EACH], *strange):
            scores = reader.scores(question.q, texts)
            first, second = np.sort(scores)[::-1][:2]
            figures = np.array([first, first - second, first - np.median(scores)])
            yield number, figures, int(np.argmax(scores)) in question.right


def main() -> None:
    """See above."""
    with tempfile.TemporaryDirectory() as models:
        reader = load_rerankers(Path(models), late=LATE_ADAPTER, cross=None).late
        assert reader is not None
        numbers, figures, right = map(np.array, zip(*_asked(reader), strict=True))
    chances = np.empty(len(right))
    for fold in range(FOLDS):
        left = numbers % FOLDS == fold
        chances[left] = _fit(figures[~left], right[~left]).predict_proba(figures[left])[:, 1]
    model = _fit(figures, right)
    typer.echo(str(Nearness(*(round(float(one), 2) for one in (*model.coef_[0], model.intercept_[0])))))
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        sure = chances >= least
        typer.echo(
            f"from {least}: {sure.mean():.2f} of {len(sure)} questions, {right[sure].mean():.3f} right"
        )


def _fit(figures: np.ndarray, right: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=1.0).fit(figures, right)


if __name__ == "__main__":
    main()
