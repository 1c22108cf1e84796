"""A small shop's documents, questions on them, and its index with the real encoder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from retrieval.documents.answer import Answerer
from retrieval.documents.fit import fit_answers
from retrieval.documents.index import DocumentIndex, Fit
from retrieval.documents.labelled import Gold, Labelled
from retrieval.documents.search import Documents
from retrieval.encode import Encoder, load_encoder
from retrieval.packaged import ENCODER_ADAPTER, LATE_ADAPTER, RERANKER_ADAPTER
from retrieval.rerank import Rerankers, load_rerankers

STATE = Path(__file__).parents[3] / "data" / "demo_shop"
MODELS = STATE / "var" / "models"
DOCUMENTS = {
    "returns.md": "# Returns\n\nYou may send things back within 60 days of delivery.\n\n## What it costs\n\n"
    "| From | Cost of the return |\n|---|---|\n| Germany | free |\n| France | 5.95 EUR |\n",
    "shipping.md": "# Shipping\n\nStandard shipping in Germany costs 4.95 EUR and takes 2-3 working days.\n\n"
    "## Express\n\nExpress costs 9.95 EUR if you order by 13:00.\n",
    "warranty.md": "# Warranty\n\nHalde products have a warranty of 3 years.\n\n"
    "Norrland covers seams for 10 years.\n",
    "care.md": "# Washing down jackets\n\nWash down at 30 degrees with down detergent.\n\n"
    "Dry it with three tennis balls in the dryer.\n",
    "stores.md": "# Stores\n\nThe store in Hamburg is open from 10:00 to 20:00.\n\n"
    "Dogs are welcome in the store.\n",
}
_ASKED = {
    "how long can I send something back": ("returns.md", "You may send things back within 60 days"),
    "what is a return from France": ("returns.md", "| France | 5.95 EUR |"),
    "postage within Germany": ("shipping.md", "Standard shipping in Germany costs 4.95 EUR"),
    "price of express": ("shipping.md", "Express costs 9.95 EUR if you order by 13:00."),
    "warranty on Halde": ("warranty.md", "Halde products have a warranty of 3 years."),
    "are Norrland seams covered": ("warranty.md", "Norrland covers seams for 10 years."),
    "temperature for washing down": ("care.md", "Wash down at 30 degrees with down detergent."),
    "how do I dry my down jacket": ("care.md", "Dry it with three tennis balls in the dryer."),
    "opening hours in Hamburg": ("stores.md", "The store in Hamburg is open from 10:00 to 20:00."),
    "can I bring my dog": ("stores.md", "Dogs are welcome in the store."),
}
_MISSING = ("do you ship to Canada", "is there a store in Rome", "can I return underwear", "who repairs zips")
QUESTIONS = [
    *(Labelled(question=q, answerable=True, gold=(Gold(*where),)) for q, where in _ASKED.items()),
    *(Labelled(question=question, answerable=False) for question in _MISSING),
]
OPENINGS = ("", "hello, ", "hi there, ", "please, ", "good morning, ", "excuse me, ")
FITTED_ON = [
    msgspec.structs.replace(question, question=opening + question.question)
    for question in QUESTIONS
    for opening in (OPENINGS if question.answerable else [f"{n} times: " for n in range(15)])
]
"""As many as a fit needs of either kind."""


class Packaged(NamedTuple):
    """What an installation has where its settings name nothing else."""

    encoder: Encoder
    rerankers: Rerankers

    @property
    def fit(self) -> Fit:
        """Of a shop without labelled questions."""
        return fit_answers(Path("no labelled questions"), self.encoder, self.rerankers)

    def answerer(self, root: Path) -> Answerer:
        """Answers from the index at ``root``."""
        return Answerer(Documents(root, self.encoder), self.rerankers)


def packaged() -> Packaged:
    """Loaded."""
    return Packaged(
        load_encoder("all-MiniLM-L6-v2", MODELS, "cpu", adapter=ENCODER_ADAPTER),
        load_rerankers(MODELS, late=LATE_ADAPTER, cross=RERANKER_ADAPTER),
    )


def build(folder: Path, encoder: Encoder, *, answers: Path | None = None, fit: Fit | None = None) -> Path:
    """Write the documents below ``folder`` and index them; returns the index's root."""
    (folder / "documents").mkdir(exist_ok=True)
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text)
    DocumentIndex(folder / "index", folder / "documents", encoder, answers=answers, fit=fit).build()
    return folder / "index"


def answering(folder: Path, pages: Mapping[str, str]) -> Answerer:
    """The shop with further pages, by their paths, answering with what comes with the package."""
    for name, text in pages.items():
        (folder / "documents" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "documents" / name).write_text(text)
    own = packaged()
    return own.answerer(build(folder, own.encoder, fit=own.fit))
