"""Somebody's measures in the guide for whom and for what they are meant."""

from __future__ import annotations

import pytest
from small_shop import MODELS

from retrieval.documents.answer import Answerer
from retrieval.documents.body_measures import body_measures
from retrieval.documents.for_whom import NOTHING, About, only_for_whom
from retrieval.documents.index import DocumentIndex
from retrieval.documents.search import Documents
from retrieval.encode import load_encoder

PAGES = {
    "ladies": """# Sizes for women
All measurements in cm.

| Size | Bust | Waist | Hips |
|---|---|---|---|
| 34 | 80-83 | 62-65 | 86-89 |
| 36 | 84-87 | 66-69 | 90-93 |
| 38 | 88-92 | 70-75 | 94-99 |

## Between two sizes
For skirts take the smaller size. For parkas take the larger size.
""",
    "gents": """# Sizes for men
All measurements in cm.

| Size | Chest | Waist |
|---|---|---|
| S | 86-93 | 74-81 |
| M | 94-101 | 82-89 |

## Overalls
Overalls go by the chest: 46 is for a chest of 90-93 cm, 48 of 94-97 cm, 50 of 98-101 cm.
Short is for men up to 172 cm, long from 184 cm.
""",
    "young": """# Sizes for children

| Size | Height in cm |
|---|---|
| 98 | 93-98 |
| 110 | 105-110 |

## Room to spare
Buy ski wear one size larger.
""",
    "feet": """# Sizes of shoes

| EU | Length of the foot in cm |
|---|---|
| 40 | 25.0-25.6 |
| 41 | 25.7-26.3 |

## How they come out
Tarn shoes run small: take one size larger. Holt shoes are true to size.

## Half sizes
If you are between two sizes, take the larger one.

## Children's shoes
Add 1 cm to the length of the foot: so much room they need inside.

| EU | Room inside in cm |
|---|---|
| 25 | 16.5 |
| 27 | 17.8 |
""",
}  # fmt: skip


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("guides")
    (folder / "documents").mkdir()
    for name, text in PAGES.items():
        (folder / "documents" / f"{name}.md").write_text(text)
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    DocumentIndex(folder / "index", folder / "documents", encoder).build()
    return Answerer(Documents(folder / "index", encoder))


def begun(answerer: Answerer, question: str, said: tuple[str, ...], about: About = NOTHING) -> list[str]:
    answer = answerer.sized(question, said, about)
    return [one.text[:18].strip() for one in answer.sentences] if answer else []


@pytest.mark.parametrize(
    ("question", "said", "rows"),
    [
        ("my waist is 75 cm, which size am I, as a woman?", (), ["Size: 38; Bust: 88"]),
        ("which size with a waist of 75 cm", (), ["Size: 38; Bust: 88", "Size: S; Chest: 86"]),
        ("im a woman", ("which size with a waist of 75 cm",), ["Size: 38; Bust: 88"]),
        ("which men's size for waist 75", (), ["Size: S; Chest: 86"]),
        ("which size is bust 91?", (), ["Size: 38; Bust: 88"]),
        ("which overalls for him, size for chest 95?", (), ["Overalls go by the"]),
        ("overalls for my dad, he is 1.70", (), []),
        ("what size is a 95cm chest", ("i need overalls for my dad",), ["Overalls go by the"]),
        ("what size for 107cm then", ("no, for a child!",), ["Size: 110; Height i"]),
        ("which size", ("my son is 107 cm", "and in blue?"), ["Size: 110; Height i"]),
        ("my foot is 25.9 cm, which size", (), ["EU: 41; Length of t"]),
        ("my daughters feet are 16 cm, which size", (), ["Add 1 cm to the len", "EU: 27; Room inside"]),
        (
            "so 16+1 = 17, which size",
            ("my daughters feet are 16 cm",),
            ["Add 1 cm to the len", "EU: 27; Room inside"],
        ),
        ("which size for a chest of 150 cm", (), []),
        ("what sizes does it come in", ("my waist is 75 cm",), []),
        ("do you ship to Malta", ("my waist is 75 cm, which size?",), []),
    ],
)
def test_the_row_is_that_of_whom_and_what_is_meant(
    answerer: Answerer, question: str, said: tuple[str, ...], rows: list[str]
) -> None:
    assert begun(answerer, question, said) == [row[:18].strip() for row in rows]


@pytest.mark.parametrize(
    ("question", "about", "said"),
    [
        ("do they run small", About("boots shoes", "men", "Tarn"), ["Tarn shoes run sma"]),
        ("I'm normally a 41", About("boots shoes", "men", "Holt"), ["Holt shoes are tru"]),
        ("I'm normally a 41", About("hats", "men", "Holt"), []),
        ("im between 40 and 41", About("boots shoes", "men", "Holt"), ["If you are between"]),
        ("between 36 and 38 for a parka", About("parka", "women"), ["For parkas take th"]),
        ("between 36 and 38 for a parka", About("parka", "men"), []),
        ("size for chest 95?", About("overalls", "men"), ["Overalls go by the"]),
        ("size for chest 95?", About("T-shirt", "men"), ["Size: M; Chest: 94"]),
        ("size 98 or 110 with room to spare, she is 97cm", About("ski wear", "children"),
         ["Size: 98; Height i", "Buy ski wear one s"]),
        ("size for 41 with a 25.9 cm foot", About("boots", "", "Tarn"),
         ["EU: 41; Length of", "Tarn shoes run sma"]),
    ],
)  # fmt: skip
def test_the_product_at_hand_says_the_rest(
    answerer: Answerer, question: str, about: About, said: list[str]
) -> None:
    assert begun(answerer, question, (), about) == said


def test_lengths_are_told_by_height_beside_the_row(answerer: Answerer) -> None:
    about = About("overalls", "men")
    shown = begun(answerer, "which size for a chest of 95 cm, im 1.70", (), about)
    assert shown == ["Overalls go by the", "Short is for men u"]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("waist 79 hips 105", {"waist": 79, "hip": 105}),
        ("79 waist 105 hips", {"waist": 79, "hip": 105}),
        ("bust 92, waist 79 and hips 105", {"chest": 92, "waist": 79, "hip": 105}),
        ("i have a 87cm waist", {"waist": 87}),
        ("chest 102cm im 1.80", {"chest": 102, "height": 180}),
        ("he is 127cm, trousers please", {"height": 127}),
        ("im 178", {"height": 178}),
        ("my back is 50 cm long, which size", {}),
        ("what is EU 43 in UK shoe size", {}),
        ("head torch for 50 EUR", {}),
        ("a rope of 60 m", {}),
        ("size 12 waist", {}),
    ],
)
def test_a_body_is_measured(text: str, measures: dict[str, float]) -> None:
    found = body_measures(text, of_size="size" in text)
    assert {name: one.length(1.0) for name, one in found.items()} == pytest.approx(measures)


@pytest.mark.parametrize(
    ("text", "only"),
    [("im a woman", True), ("no for a child!!", True), ("for my husband", True), ("women's jackets", False)],
)
def test_a_message_may_only_say_for_whom(text: str, only: bool) -> None:
    assert only_for_whom(text) is only
