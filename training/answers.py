"""Fits the answer model that comes with the package, on the demo shop: ``python -m training.answers``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import msgspec

from retrieval.documents import snapshot as snapshots
from retrieval.documents.answer_model import DEFAULT
from retrieval.documents.fit import fit_model
from retrieval.documents.index import DocumentIndex
from retrieval.documents.labelled import read_labelled
from retrieval.encode import load_encoder
from retrieval.generations import Generations
from retrieval.late import LATE_ADAPTER
from retrieval.rerank import load_rerankers

DECLINED = 0.75
"""Share of the near misses that are declined. Nothing is fine-tuned on the shops that this model serves, so
it tells less well what they cover: with as many declined as where a shop has labelled questions of its own,
two of three questions that have an answer would get none."""


def main() -> None:
    """Index the shop's documents beside its own index, fit without what it remembers, and write the model
    into the package."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--state", type=Path, default=Path("data/demo_shop"))
    state = arguments.parse_args().state
    models = state / "var" / "models"
    encoder = load_encoder("all-MiniLM-L6-v2", models, "cpu")
    questions = read_labelled(sorted((state / "training").glob("*questions*.jsonl")))
    with tempfile.TemporaryDirectory() as folder:
        DocumentIndex(Path(folder), state / "documents", encoder).build()
        snapshot = snapshots.read(Generations(Path(folder)))
        rerankers = load_rerankers(models, late=LATE_ADAPTER, cross=None)
        model = fit_model(snapshot, questions, encoder, rerankers, declined=DECLINED)
    named = msgspec.structs.replace(model, learned_from="package")
    DEFAULT.write_bytes(msgspec.json.format(msgspec.json.encode(named), indent=1) + b"\n")


if __name__ == "__main__":
    main()
