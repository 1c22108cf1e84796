"""Questions for a chart are answered by the tables of the page about it, whole."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer

PAGES = {
    "sizes/gloves.md": "# Glove and mitten sizes\n\nMeasure around the palm.\n\n"
    "## Adults\n\n| Size | Hand (cm) |\n|---|---|\n| S | 17-19 |\n| M | 19-21 |\n| L | 21-23 |\n\n"
    "## Children\n\n| Size | Hand (cm) |\n|---|---|\n| 1-2 years | 11-12 |\n| 3-4 years | 12-13 |\n\n"
    "## Warmth\n\n| Level | For |\n|---|---|\n| 1 | mild days |\n| 2 | frost |\n",
    "sizes/women.md": "# Women's jackets and trousers\n\nAll sizes are those of the body.\n\n"
    "## Jackets\n\n| Size | Bust (cm) |\n|---|---|\n| S | 84-88 |\n| M | 88-96 |\n\n"
    "## Trousers\n\n| EU size | Hips (cm) |\n|---|---|\n| 36 | 92-96 |\n| 38 | 96-100 |\n",
    "delivery-costs.md": "# Delivery\n\n| Country | Cost of a parcel |\n|---|---|\n| Germany | 4.95 EUR |\n"
    "| Austria | 7.95 EUR |\n\nWe deliver on working days.\n",
    "tables.md": "# Looking after camping tables\n\nWipe the table with a damp cloth. All sizes fold.\n",
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("shop"), PAGES)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("do you have a size chart for gloves?", ["S", "M", "L", "1-2 years", "3-4 years"]),
        ("kids gloves sizing table please", ["1-2 years", "3-4 years"]),
        ("size chart women's pants", ["36", "38"]),
        ("show me the delivery cost table", ["Germany", "Austria"]),
        ("table of shipping costs", ["Germany", "Austria"]),
    ],
)
def test_the_tables_about_it_are_shown_whole(answerer: Answerer, question: str, rows: list[str]) -> None:
    answer = answerer.answer(question)
    assert [sentence.quote.split(" | ")[0].removeprefix("| ") for sentence in answer.sentences] == rows
    assert all(sentence.quote in sentence.hits[0].passage.text for sentence in answer.sentences)
    assert answerer.surely(answer)


@pytest.mark.parametrize(
    "question",
    [
        "do you have a size chart for helmets?",  # no page speaks of them
        "is there a temperature chart",  # of no page's kind
        "how do I clean a camping table?",
        "which size of gloves fits a hand of 18 cm?",
    ],
)
def test_no_other_table_is_shown(answerer: Answerer, question: str) -> None:
    assert len(answerer.answer(question).sentences) < 2
