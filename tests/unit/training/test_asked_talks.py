"""How far replies hold what people labelled."""

from __future__ import annotations

import pytest

from bot.conversation.messages import Citation, ProductCard, Reply
from retrieval.words import words
from training.asked import heard, score
from training.told_by_any import Turn

TITLES = {
    one: frozenset(words(title))
    for one, title in {"T1": "Campo tent", "T2": "Skerry tent", "L1": "Laterne lamp"}.items()
}


def citing(*files: str) -> Reply:
    where = ((n, f"{file}#1", f"docs/{file}") for n, file in enumerate(files, start=1))
    cited = tuple(
        Citation(number=n, start=0, end=1, passage_id=passage, document_id=page, title="", quote="")
        for n, passage, page in where
    )
    return Reply(text="So it is.", kind="answer", citations=cited)


def cards(*products: str) -> Reply:
    shown = (ProductCard(product_id=one, title=one, price="1", currency="EUR", url="") for one in products)
    return Reply(text="These fit:", kind="products", cards=tuple(shown))


OF_PAGE = Turn("can I return it", "page", page="returns.md")
OF_ONE = Turn("how heavy", "product", ("T1",), says="Weight: 2.9 kg")
WANTED = Turn("a tent", "search", ("T1", "T2"))


@pytest.mark.parametrize(
    ("turn", "replies", "points"),
    [
        (OF_PAGE, [citing("returns.md", "faq.md")], 1.0),
        (OF_PAGE, [citing("faq.md", "returns.md")], 0.5),
        (OF_PAGE, [citing("faq.md")], 0.0),
        (OF_PAGE, [cards("T1")], 0.0),
        (OF_ONE, [Reply(text="The weight of the Campo tent is 2.9 kg.")], 1.0),
        (OF_ONE, [Reply(text="The Campo tent is green.")], 0.5),
        (OF_ONE, [Reply(text="The weight of the Skerry tent is 4 kg.")], 0.0),
        (OF_ONE, [Reply(text="Our data of the Campo tent don't say that.", kind="decline")], 0.0),
        (Turn("what now", "both", ("T1",), "Weight: 2.9 kg", "faq.md"), [citing("faq.md")], 1.0),
        (Turn("in stock?", "value", ("L1",)), [Reply(text="The Laterne lamp is in stock.")], 1.0),
        (Turn("in stock?", "value", ("L1",)), [Reply(text="The Campo tent is in stock.")], 0.0),
        (Turn("which", "products", ("T1", "L1")), [Reply(text="Of the Laterne lamp nothing.")], 0.5),
        (Turn("which", "products", ("T1", "L1")), [cards("T1"), cards("L1")], 1.0),
        (WANTED, [cards("T2")], 1.0),
        (WANTED, [cards("L1")], 0.5),
        (WANTED, [citing("faq.md")], 0.0),
        (WANTED, [], 0.0),
        (Turn("where is it", "order"), [cards("T1")], None),
    ],
)
def test_a_reply_is_scored_by_what_its_label_names(
    turn: Turn, replies: list[Reply], points: float | None
) -> None:
    assert score(turn, heard(replies, TITLES)) == points
