"""The demo shop's golden conversations: true of its catalogue, and not taken from what it trains on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from training.evaluate.conversation_cases import Case, Check, read_cases

SHOP = Path(__file__).parents[3] / "data" / "demo_shop"
FILES = sorted((SHOP / "tests" / "conversations").rglob("*.yml"))
RECOMMENDATION = [file for file in FILES if 12 <= int(file.name[:2]) <= 18]
TRAINED_ON = (
    "nlu.yml", "nlu/*.yml", "flows.yml", "domain.yml", "dialogues/*.jsonl", "training/*.jsonl",
    "simulator/phrases/*.yml",
)  # fmt: skip


@pytest.fixture(scope="module")
def variants() -> dict[str, list[dict[str, str]]]:
    """The catalogue's rows by product; a later row of a product repeats what its first row says."""
    found: dict[str, list[dict[str, str]]] = {}
    with (SHOP / "catalogue.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows = found.setdefault(row["product_id"], [])
            own = ("title", "category", "brand", "published")
            rows.append({**row, **({name: rows[0][name] for name in own} if rows else {})})
    return found


def read(files: list[Path]) -> list[Case]:
    cases, problems = read_cases({file.name: file.read_text(encoding="utf-8") for file in files})
    assert problems == []
    return cases


def shown(cases: list[Case]) -> Iterator[tuple[Case, Check]]:
    for case in cases:
        for turn in case.turns:
            yield from (
                (case, c) for c in turn.checks if c.kind == "products_shown" and c.wanted is not False
            )


def fits(wanted: Mapping[str, Any], product_id: str, rows: list[dict[str, str]]) -> bool:
    price = min(Decimal(row["price"]) for row in rows)
    return bool(
        rows[0]["published"] == "yes"
        and price <= Decimal(str(wanted.get("max_price", price)))
        and price >= Decimal(str(wanted.get("min_price", price)))
        and rows[0]["category"] == wanted.get("category", rows[0]["category"])
        and rows[0]["brand"] == wanted.get("brand", rows[0]["brand"])
        and ("colour" not in wanted or wanted["colour"] in {row["colour"] for row in rows})
        and (not wanted.get("in_stock") or any(int(row["stock"]) for row in rows))
        and product_id in wanted.get("among", (product_id,))
        and product_id not in wanted.get("excludes", ())
    )


def test_there_are_forty_recommendation_conversations():
    assert len(read(RECOMMENDATION)) == 40


def test_products_that_must_be_shown_keep_the_limits_of_their_turn(variants):
    for case, check in shown(read(FILES)):
        for product_id in check.wanted.get("includes", ()):
            assert fits(check.wanted, product_id, variants[product_id]), (case.name, product_id)


def test_limits_can_be_kept_and_exclude_something(variants):
    for case, check in shown(read(FILES)):
        ids = [*check.wanted.get("among", ()), *check.wanted.get("excludes", ())]
        assert set(ids) <= set(variants), case.name
        fitting = [
            product_id for product_id, rows in variants.items() if fits(check.wanted, product_id, rows)
        ]
        assert check.wanted.get("at_least", 1) <= len(fitting) < len(variants), case.name


def test_no_message_was_trained_on():
    material = " ".join(
        words(file.read_text(encoding="utf-8"))
        for pattern in TRAINED_ON
        for file in sorted(SHOP.glob(pattern))
    )
    taken = [
        sentence
        for case in read(RECOMMENDATION)
        for turn in case.turns
        for sentence in re.split(r"[.?!]+(?= |$)", turn.user)
        if len(words(sentence).split()) >= 4 and f" {words(sentence)} " in material
    ]
    assert taken == []


def words(text: str) -> str:
    """The words alone, in lower case, so that marks and line ends hide no copy. Marks of a span
    (``[blue](colour)``) are left out."""
    plain = re.sub(r"\]\([^)]*\)|\]\{[^}]*\}", " ", text)
    return " ".join(re.findall(r"[^\W_]+", plain.lower()))
