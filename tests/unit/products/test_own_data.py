"""What a product's own data tell of a question in whatever words, with the real reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.packaged import LATE_ADAPTER
from retrieval.products.own_data import CLEARLY, FITTED, told_by_data
from retrieval.rerank import Reranker, load_rerankers
from retrieval.types import Product

MODELS = Path(__file__).parents[3] / "data" / "demo_shop" / "var" / "models"
SAFE = Product(
    product_id="S", title="Key Safe Wall-Mounted 10-Button", category="Locks", brand="Kestor", currency="EUR",
    description="A box for keys beside the door. Four masonry fixings are in the pack. It opens by a code.",
    attributes={
        "Key capacity": "6", "Material": "zinc alloy", "Weather cover": "yes", "Code": "4 to 6 digits",
        "Power": "none, mechanical", "Weight": "0.9 kg", "Use": "outdoor", "Warranty": "2 years",
    },
    variants=(),
)  # fmt: skip
BOOK = Product(
    product_id="B", title="Rye & Salt", category="Cookery", brand="", currency="EUR", variants=(),
    description="A baking book that stays open on the worktop. From the first starter to loaves of rye.",
    attributes={
        "Pages": "208", "Binding": "spiral, lies flat", "Signed": "no", "Level": "beginners and up",
        "Weight": "0.8 kg",
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reranker:
    late = load_rerankers(MODELS, late=LATE_ADAPTER, cross=None).late
    assert late is not None
    return late


@pytest.mark.parametrize(
    ("product", "question", "told"),
    [
        (SAFE, "how many keys go in there", "Key capacity"),
        (SAFE, "how heavy is that thing", "Weight"),
        (SAFE, "whats the guarantee on it", "Warranty"),
        (BOOK, "did the author sign it", "Signed"),
        (BOOK, "does it stay open by itself?", ""),
    ],
)
def test_what_is_told(product: Product, question: str, told: str, reader: Reranker) -> None:
    answer = told_by_data(product, "thing", question, reader)
    assert answer is not None
    assert answer.attributes == ((told,) if told else ())
    assert told or "stays open" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "do you have a shop in cork",
        "how can i return it",
        "when will it arrive",
        "do you gift wrap it",
        "who is the owner of your company",
        "can I pay by invoice",
    ],
)
@pytest.mark.parametrize("product", [SAFE, BOOK], ids=["safe", "book"])
def test_what_a_page_would_tell_is_not_told(product: Product, question: str, reader: Reranker) -> None:
    assert told_by_data(product, "thing", question, reader) is None


def test_it_is_surer_of_what_stands_apart() -> None:
    apart, together = [0.7, 0.4, 0.4, 0.4], [0.7, 0.68, 0.6, 0.6]
    assert FITTED.probability(apart) > CLEARLY > FITTED.probability(together)


def test_little_that_is_known_tells_nothing(reader: Reranker) -> None:
    bare = Product(
        product_id="N", title="Bare", category="Locks", brand="", currency="EUR", description="", variants=(),
        attributes={"Weight": "1 kg"},
    )  # fmt: skip
    assert told_by_data(bare, "Bare", "how heavy is it", reader) is None
