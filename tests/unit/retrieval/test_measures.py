"""The rows of a table that a measure falls into."""

from __future__ import annotations

import msgspec
import pytest
from small_shop import MODELS

from retrieval.documents.evidence import Ranked
from retrieval.documents.index import DocumentIndex
from retrieval.documents.measures import measured, measures_in, row_named
from retrieval.documents.search import Documents
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.table_rows import columns_of
from retrieval.encode import load_encoder

SHOES = """# Footwear sizes

| EU | UK | Foot length (mm) |
|---|---|---|
| 38 | 5 | 238 |
| 39 | 6 | 245 |
| 40 | 6.5 | 252 |

## For the small

| EU | Foot length (mm) |
|---|---|
| 22 | 132 |
| 23 | 139 |
"""
CLOTHES = """# Sizes of clothes

| Size | UK chest (in) | Chest (cm) | Waist (cm) |
|---|---|---|---|
| S | 36 | 90-94 | 78-82 |
| M | 38-40 | 94-102 | 82-90 |
| L | 42 | 102-108 | 90-97 |

## Sleeping bags

| Length | Fits body height up to (cm) | Inside length (cm) |
|---|---|---|
| Small | 165 | 185 |
| Regular | 182 | 202 |
| Long | 198 | 218 |
"""
BIKES = """# Which frame

## Road
| Frame | Height | Inside leg |
|---|---|---|
| Jay | 152 to 162 cm | 70 to 75 cm |
| Wren | 162 to 170 cm | 75 to 79 cm |
| Heron | 170 to 178 cm | 79 to 83 cm |

## City
| Frame | Height |
|---|---|
| 45 cm | 150 to 163 cm |
| 55 cm | 173 to 183 cm |

## For children
| Wheel | Height | Age, about |
|---|---|---|
| 12 inch | 85 to 100 cm | 2 to 4 years |
| 16 inch | 100 to 115 cm | 4 to 6 years |
| 20 inch | 115 to 130 cm | 6 to 9 years |
"""
TERMS = """# What it costs

## Discounts
| Pieces | Reduction |
|---|---|
| 5 to 9 | 5 % |
| 10 to 24 | 9 % |
| 25 and more | 14 % |

## Trade
| Yearly order | Discount |
|---|---|
| under €300 | none |
| €300 to €999 | 12 % |
| from €1,000 | 17 % |

## Parcels
| Where to | Weight | Fee |
|---|---|---|
| Norway | up to 2 kg | €9 |
| Norway | up to 5 kg | €14 |
| Malta | up to 2 kg | €11 |
| Malta | up to 5 kg | €19 |

## Instalments
| Term | From an order of | Interest |
|---|---|---|
| Short | €250 | none |
| Middle | €600 | none |
| Long | €1,000 | 8.9 % |

## Waters
| Water | Suit |
|---|---|
| above 20 °C | shorty |
| 10 to 20 °C | full |
| below 10 °C | hooded |

## Days
| Cancelled | You get back |
|---|---|
| over 14 days before | all |
| 14 to 7 days before | half |
| under 7 days before | nothing |
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("sizes")
    (folder / "documents").mkdir()
    (folder / "documents" / "shoes.md").write_text(SHOES)
    (folder / "documents" / "clothes.md").write_text(CLOTHES)
    (folder / "documents" / "bikes.md").write_text(BIKES)
    (folder / "documents" / "terms.md").write_text(TERMS)
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    DocumentIndex(folder / "index", folder / "documents", encoder).build()
    return Documents(folder / "index", encoder).newest()


def row(snapshot: Snapshot, begins: str) -> Ranked:
    units = snapshot.content.units
    number = next(n for n, unit in enumerate(units) if unit.text.startswith(begins))
    return Ranked(units[number], number, int(snapshot.content.owners[number]), 0.5, 0.5)


def first_cells(chosen: list[Ranked]) -> list[str]:
    return [columns_of(one.unit.text, one.unit.quote)[0][1] for one in chosen]


@pytest.mark.parametrize(
    ("question", "chosen", "rows"),
    [
        ("My naked foot measures 245 mm, what is that in EU?", ["EU: 38"], ["39"]),
        ("my foot is 24.5 cm", ["EU: 38", "EU: 40"], ["39"]),
        ("our feet are 248 mm long", ["EU: 38"], ["39", "40"]),
        ("which shoe for a foot of 300 mm", ["EU: 38"], ["38"]),
        ("My chest is 97 cm, which jacket?", ["Size: L", "Size: S"], ["M"]),
        ("a chest of 39 inches", ["Size: S"], ["M"]),
        ("waist 85 cm and a bust of 105 cm", ["Size: S"], ["M"]),
        ("She is 1m72, which bag?", ["Length: Small"], ["Regular"]),
        ("a bag for someone 185 cm tall", ["Length: Small", "Length: Regular"], ["Long"]),
        ("I'm 178 cm, so which bag?", ["Length: Small"], ["Regular"]),
        ("how long is the small one inside", ["Length: Small"], ["Small"]),
        ("does it fit into a boot of 82 cm", ["Size: S", "Length: Small"], ["S", "Small"]),
        ("252 mm?", ["EU: 38"], ["40"]),
        ("boots for a foot of 24.8 cm", ["EU: 22"], ["39", "40"]),
        ("boots for a foot of 13.5 cm", ["EU: 38"], ["22", "23"]),
        ("chest 100, waist 88: which size?", ["Size: S", "Size: L"], ["M"]),
        ("my chest is 93, waist 91", ["Size: M"], ["S"]),
        ("a 93 cm waist, and the chest 101", ["Size: S"], ["L"]),
        ("I wear 39 in boots, and my foot is broad", ["EU: 38"], ["38"]),
        ("I am 97", ["Size: S"], ["S"]),
        ("which frame for 174 cm? I'm new to this", ["Frame: Wren", "Frame: Jay"], ["Heron", "55 cm"]),
        ("what road frame for 174 cm, for me", ["Frame: Wren"], ["Heron"]),
        ("im 1,74 tall", ["Frame: Wren"], ["Heron", "55 cm"]),
        ("im 1.52, which city frame", ["Frame: 55 cm"], ["45 cm"]),
        ("im 152 tall, for the road", ["Frame: Wren"], ["Jay"]),
        ("it is 1.74 € dear, is that for someone tall", ["Frame: Wren"], ["Wren"]),
        ("he's 108cm tall", ["Frame: 55 cm", "Frame: Jay"], ["16 inch"]),
        ("my girl is 120 cm, which wheel", ["Wheel: 12 inch"], ["20 inch"]),
        ("my son is 5, which wheel", ["Wheel: 12 inch"], ["16 inch"]),
        ("she is 7 years old", ["Wheel: 12 inch"], ["20 inch"]),
        ("a post of 120 cm", ["Frame: Wren"], ["Wren"]),
        ("12 of them, is there anything off?", ["Pieces: 5 to 9", "Pieces: 25"], ["10 to 24"]),
        ("and for 300 pieces", ["Pieces: 5 to 9"], ["25 and more"]),
        ("3 pieces", ["Pieces: 5 to 9"], ["5 to 9"]),
        ("we would order for about 500 a year", ["Yearly order: from"], ["€300 to €999"]),
        ("we'd spend 2,000 euros", ["Yearly order: under"], ["from €1,000"]),
        ("what about 500 quid", ["Yearly order: from"], ["from €1,000"]),
        ("4 kg to Malta", ["Where to: Malta; Weight: up to 2"], ["Malta"]),
        ("can i spread 700 euros", ["Term: Short"], ["Middle"]),
        ("500 euros over a long term", ["Term: Long"], ["Long"]),
        ("the lake has 12 degrees", ["Water: above"], ["10 to 20 °C"]),
        ("it is 20 degrees now", ["Water: below"], ["10 to 20 °C"]),
        ("i cancel 9 days before", ["Cancelled: over", "Cancelled: under"], ["14 to 7 days before"]),
        ("between 3 and 12 pieces", ["Pieces: 25"], ["25 and more"]),
    ],
)
def test_the_rows_of_a_measure_are_shown(
    snapshot: Snapshot, question: str, chosen: list[str], rows: list[str]
) -> None:
    assert first_cells(measured(snapshot, question, [row(snapshot, one) for one in chosen])) == rows


def test_the_row_is_one_of_what_the_chosen_row_stands_for(snapshot: Snapshot) -> None:
    found = measured(snapshot, "and with 4 kg?", [row(snapshot, "Where to: Norway; Weight: up to 2")])
    assert [one.unit.text for one in found] == ["Where to: Norway; Weight: up to 5 kg; Fee: €14."]


@pytest.mark.parametrize(
    ("question", "first", "rows"),
    [
        ("which size do I take for chest 98, please?", "Size: S", ["M"]),
        ("clothes for a chest of 98", "Size: S", ["M"]),
        ("poles for a chest of 98", "Size: S", []),
        ("which size of the Zunder do I need for a chest of 98", "Size: S", ["M"]),
        ("which size of a city frame do I need for a chest of 98", "Size: S", []),
        ("jacket for 98 cm", "Size: S", []),
        ("chest 140", "Size: S", []),
        ("a chest of drawers", "Size: S", []),
        ("how tall is it", "Size: S", []),
    ],
)
def test_a_row_is_named_by_what_is_measured(
    snapshot: Snapshot, question: str, first: str, rows: list[str]
) -> None:
    assert first_cells(row_named(snapshot, question, [row(snapshot, first)])) == rows


def test_what_is_no_row_stays(snapshot: Snapshot) -> None:
    size = row(snapshot, "EU: 38")
    sentence = msgspec.structs.replace(size, unit=msgspec.structs.replace(size.unit, quote="as it stands"))
    assert measured(snapshot, "my foot is 245 mm", [sentence]) == [sentence]


@pytest.mark.parametrize(
    ("question", "lengths"),
    [
        ("245 mm", [24.5]), ("1m65 or 1 m 80", [165, 180]), ("34 inches", [86.36]), ("27,5 cm", [27.5]),
        ("size 39", [3.9]), ("1.5 m", [150]), ("10 metres of 8 mm", [1000, 0.8]), ("5 min", [0.5]),
    ],
)  # fmt: skip
def test_lengths_are_read(question: str, lengths: list[float]) -> None:
    millimetres = 0.1  # of the column, for numbers without a unit
    assert [measure.length(millimetres) for measure in measures_in(question)] == pytest.approx(lengths)


@pytest.mark.parametrize(
    ("text", "row", "columns"),
    [
        ("Size: S; EU: 46.", "| S | 46 |", [("Size", "S"), ("EU", "46")]),
        ("Birthday; Gold: 50 points.", "| Birthday | 50 points |", [("", "Birthday"), ("Gold", "50 points")]),
        ("Dry: no; Wash: 30; cold.", "| no | 30; cold |", [("Dry", "no"), ("Wash", "30; cold")]),
        ("Size: S; EU: 46.", "| S | 47 |", []),
        ("We answer: by e-mail.", "by e-mail", []),
    ],
)  # fmt: skip
def test_a_row_has_columns(text: str, row: str, columns: list[tuple[str, str]]) -> None:
    assert columns_of(text, row) == columns
