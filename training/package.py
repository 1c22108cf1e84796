"""Makes what comes with the package for shops that nothing was trained on, of data/shops:

    python -m training.package retriever OUTPUT --start ADAPTER
    python -m training.package reranker OUTPUT --start ADAPTER
    python -m training.package answers
    python -m training.package measure

The adapters learn from the shops in data/shops/training, the answer models from those in data/shops/fitting,
which no adapter has seen, and what is learned of follow-ups from both, as there are few; the ones in
data/shops/kept are for measuring alone (docs/decisions/0046, 0054).
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import typer
from datasets import concatenate_datasets
from sklearn.metrics import roc_auc_score

from bot.cli.progress import Steps
from retrieval.documents.answer import Answerer
from retrieval.documents.answer_model import DEFAULTS, AnswerModel, default_model
from retrieval.documents.fit import fit_model
from retrieval.documents.index import DocumentIndex
from retrieval.documents.labelled import Labelled, Shop, read_labelled
from retrieval.documents.search import Documents
from retrieval.encode import DEFAULT_MODEL, Encoder, load_encoder
from retrieval.packaged import ENCODER_ADAPTER, LATE_ADAPTER, RERANKER_ADAPTER
from retrieval.rerank import Rerankers, load_rerankers
from training.config import read_config
from training.evaluate.answers import Asked, ask_all, report_of
from training.lists import from_documents
from training.reranker import RerankerConfig, train_reranker
from training.retriever import RetrieverConfig, train_retriever

SHOPS = Path("data/shops")
TRAINING, FITTING, KEPT = SHOPS / "training", SHOPS / "fitting", SHOPS / "kept"
DECLINED = 0.75
"""Share of the near misses that are declined, fewer than where a shop has labelled questions of its own. Each
shop measured by the others, 0.122 of the questions that have an answer are declined, and 0.174 with 0.8."""


class Opened(msgspec.Struct, frozen=True):
    """A shop's documents and the questions that are asked of them."""

    documents: Documents
    questions: list[Labelled]

    @property
    def shop(self) -> Shop:
        """The same, for fitting."""
        return Shop(self.documents.snapshot, self.questions)

    def asked(self, model: AnswerModel, rerankers: Rerankers) -> list[Asked]:
        """What comes of the questions with this model."""
        snapshot = self.documents.snapshot
        snapshot.content = msgspec.structs.replace(snapshot.content, model=model)
        return ask_all(Answerer(self.documents, rerankers), self.questions)


class How(msgspec.Struct, frozen=True):
    """How an adapter is trained: from ``start`` on, with the keys of ``config`` differing from those of
    training/configs."""

    output: Path
    start: Path | None
    config: Path | None


@contextmanager
def opened(folder: Path, encoder: Encoder) -> Iterator[dict[str, Opened]]:
    """The shops below a folder, by name, indexed for as long as this lasts."""
    with tempfile.TemporaryDirectory() as scratch:
        shops = {}
        for shop in sorted(path.parent for path in folder.glob("*/questions.jsonl")):
            DocumentIndex(Path(scratch) / shop.name, shop / "documents", encoder).build()
            documents = Documents(Path(scratch) / shop.name, encoder)
            documents.load()
            shops[shop.name] = Opened(documents, read_labelled([shop / "questions.jsonl"]))
        yield shops


def make_retriever(models: Path, how: How, steps: Steps) -> None:
    """The encoder's adapter."""
    config = read_config(RetrieverConfig, "retriever", how.config)
    with opened(TRAINING, load_encoder(DEFAULT_MODEL, models, "cpu")) as shops:
        steps.begin("Retriever")
        given = [
            Shop(shop.documents.snapshot, [one for one in shop.questions if not one.said_before])
            for shop in shops.values()
        ]
        train_retriever(given, how.output, config, start=how.start, tell=steps.advance)
        steps.end(f"written to {how.output}")


def make_reranker(models: Path, how: How, steps: Steps) -> None:
    """The re-ranker that reads question and text together."""
    config = read_config(RerankerConfig, "reranker", how.config)
    with opened(TRAINING, load_encoder(DEFAULT_MODEL, models, "cpu", adapter=ENCODER_ADAPTER)) as shops:
        rows = [from_documents(shop.documents, shop.questions) for shop in shops.values()]
    steps.begin("Re-ranker")
    train_reranker(concatenate_datasets(rows), how.output, config, start=how.start, tell=steps.advance)
    steps.end(f"written to {how.output}")


def fit_answers(models: Path, steps: Steps) -> None:
    """The answer models, with and without the re-ranker that reads question and text together. Follow-ups are
    learned from all shops, though the re-ranker knows those in ``TRAINING``: there are few of them."""
    encoder, fitted = load_encoder(DEFAULT_MODEL, models, "cpu", adapter=ENCODER_ADAPTER), []
    with opened(FITTING, encoder) as shops, opened(TRAINING, encoder) as beside:
        fitted_on = [shop.shop for shop in shops.values()]
        following = [shop.shop for shop in beside.values()]
        for cross in (RERANKER_ADAPTER, None):
            steps.begin("Answer model" if cross else "Answer model without the re-ranker")
            rerankers = load_rerankers(models, late=LATE_ADAPTER, cross=cross).for_sentences
            model = fit_model(fitted_on, encoder, rerankers, declined=DECLINED, beside=following)
            fitted.append(_named(model))
            steps.end(f"threshold {model.threshold}")
    DEFAULTS.write_bytes(msgspec.json.format(msgspec.json.encode(fitted), indent=1) + b"\n")


def measure(models: Path, steps: Steps) -> None:
    """Shops on their first day: those for fitting, each with a model that was fitted on the others, and the
    kept ones with what comes with the package."""
    encoder = load_encoder(DEFAULT_MODEL, models, "cpu", adapter=ENCODER_ADAPTER)
    rerankers = load_rerankers(models, late=LATE_ADAPTER, cross=RERANKER_ADAPTER).for_sentences
    with (
        opened(FITTING, encoder) as fitting,
        opened(KEPT, encoder) as kept,
        opened(TRAINING, encoder) as beside,
    ):
        following = [shop.shop for shop in beside.values()]
        steps.begin("Fitting without one shop after the other")
        all_asked = []
        for done, (name, shop) in enumerate(fitting.items()):
            steps.advance(done, len(fitting))
            others = [other.shop for known, other in fitting.items() if known != name]
            model = fit_model(others, encoder, rerankers, declined=DECLINED, beside=following)
            all_asked += shop.asked(model, rerankers)
        steps.end(f"{len(all_asked)} questions")
        _show("each from the others", all_asked)
        kept_asked = []
        for name, shop in kept.items():
            asked = shop.asked(default_model(rerankers), rerankers)
            kept_asked += asked
            _show(name, asked)
        _show("all that are kept", kept_asked)


def _show(title: str, asked: Sequence[Asked]) -> None:
    for kind, behind in (("alone", False), ("follow-ups", True)):
        own = [one for one in asked if bool(one.case.history) is behind]
        report = report_of(own)
        area = roc_auc_score([one.case.answerable for one in own], [one.answer.answerable for one in own])
        typer.echo(
            f"{title}, {kind}: {len(own)} questions, answered from the gold {report.gold_sentence_rate:.3f},"
            f" declined {report.decline_recall:.3f}, answerable declined {report.over_decline_rate:.3f},"
            f" gold named as closest of those {report.closest_rate:.3f}, area {area:.3f},"
            f" {report.latency_ms_p50:.0f} ms (p50)"
        )


def _named(model: AnswerModel) -> AnswerModel:
    """With a name of its own, by which an index that has another one is seen to be of an older package."""
    checksum = hashlib.sha256(msgspec.json.encode(model)).hexdigest()
    return msgspec.structs.replace(model, learned_from=f"package {checksum[:12]}")


def main() -> None:
    """See above."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("part", choices=("retriever", "reranker", "answers", "measure"))
    arguments.add_argument("output", type=Path, nargs="?", help="folder of the adapter")
    arguments.add_argument("--start", type=Path, help="adapter to go on from")
    arguments.add_argument("--config", type=Path, help="TOML file with keys of training/configs that differ")
    arguments.add_argument("--models", type=Path, default=Path("data/demo_shop/var/models"))
    given = arguments.parse_args()
    adapters = {"retriever": make_retriever, "reranker": make_reranker}
    if (given.output is None) == (given.part in adapters):
        arguments.error("An adapter needs a folder, the rest needs none.")
    with Steps() as steps:
        if given.part in adapters:
            adapters[given.part](given.models, How(given.output, given.start, given.config), steps)
        elif given.part == "answers":
            fit_answers(given.models, steps)
        else:
            measure(given.models, steps)


if __name__ == "__main__":
    main()
