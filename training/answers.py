"""Fits the answer model that comes with the package, on the demo shop: ``python -m training.answers``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import msgspec

from retrieval.documents import snapshot as snapshots
from retrieval.documents.answer_model import DEFAULT
from retrieval.documents.fit import fit_answers
from retrieval.documents.index import DocumentIndex
from retrieval.encode import load_encoder
from retrieval.generations import Generations


def main() -> None:
    """Index the shop's documents beside its own index, fit, and write the model into the package."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--state", type=Path, default=Path("data/demo_shop"))
    state = arguments.parse_args().state
    encoder = load_encoder("all-MiniLM-L6-v2", state / "var" / "models", "cpu")
    with tempfile.TemporaryDirectory() as folder:
        fit = fit_answers(state, encoder, remembering=False)
        DocumentIndex(Path(folder), state / "documents", encoder, fit=fit).build()
        model = snapshots.read(Generations(Path(folder))).content.model
    DEFAULT.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")


if __name__ == "__main__":
    main()
