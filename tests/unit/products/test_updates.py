"""Prices and stock of now: what was taken counts until the file says otherwise, and survives crashes."""

from __future__ import annotations

import json
import multiprocessing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.products import updates
from retrieval.products.updates import Change, RefusedUpdate, UpdateJournal, changed, judge
from retrieval.types import Product, Variant


def product(price: str = "100", stock: int = 5) -> Product:
    variants = (
        Variant(variant_id="A", price=Decimal(price), stock=stock, compare_at_price=Decimal(150)),
        Variant(variant_id="B", price=Decimal(90), stock=1),
    )
    return Product(
        product_id="P",
        title="Tent",
        category="tents",
        brand="",
        description="",
        currency="EUR",
        variants=variants,
    )


def take(raw: dict[str, Any] | bytes, written: Product | None = None) -> Change | RefusedUpdate:
    variants = {variant.variant_id: variant for variant in (written or product()).variants}
    return judge(raw if isinstance(raw, bytes) else json.dumps(raw).encode(), variants.get, "EUR")


def now(written: Product, *changes: Change | RefusedUpdate) -> Variant:
    merged: dict[str, Change] = {}
    for change in changes:
        assert isinstance(change, Change)
        merged[change.variant_id] = change.over(merged.get(change.variant_id))
    return changed(written, merged).variants[0]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"{", "invalid_update"),
        (b"3", "invalid_update"),
        ({"variant_id": "A", "stok": 3}, "invalid_update"),
        ({"variant_id": "A", "stock": "three"}, "invalid_update"),
        ({"variant_id": "A", "stock": 1.5}, "invalid_update"),
        ({"variant_id": "C", "stock": 3}, "unknown_variant"),
        ({"variant_id": "A"}, "nothing_to_change"),
        ({"variant_id": "A", "price": "-1"}, "negative_price"),
        ({"variant_id": "A", "price": "NaN"}, "bad_price"),
        ({"variant_id": "A", "price": "1e9"}, "bad_price"),
        ({"variant_id": "A", "price": "5", "currency": "USD"}, "wrong_currency"),
        ({"variant_id": "A", "stock": -1}, "bad_stock"),
    ],
)
def test_bad_updates_are_refused(raw: dict[str, Any] | bytes, code: str) -> None:
    refused = take(raw)
    assert isinstance(refused, RefusedUpdate)
    assert (refused.code, bool(refused.text)) == (code, True)
    assert code in updates.CODES


def test_price_and_stock_change_alone_and_together() -> None:
    sold_out = take({"variant_id": "A", "stock": 0})
    cheaper = take({"variant_id": "A", "price": "80.50", "currency": "eur"})
    assert now(product(), sold_out).stock == 0
    variant = now(product(), sold_out, cheaper, take({"variant_id": "A", "stock": 7}))
    assert (variant.price, variant.stock, variant.compare_at_price) == (Decimal("80.50"), 7, None)
    sale = take({"variant_id": "A", "price": 80, "compare_at_price": 100})
    assert now(product(), sale).compare_at_price == Decimal(100)


def test_what_the_file_says_since_is_right() -> None:
    change = take({"variant_id": "A", "price": "80", "stock": 2})
    edited = now(product(price="120"), change)
    assert (edited.price, edited.stock) == (Decimal(120), 2), "the price was written anew, the stock was not"
    restocked = now(product(stock=50), change)
    assert (restocked.price, restocked.stock) == (Decimal(80), 50)


def test_what_nothing_concerns_is_the_same_object() -> None:
    written = product()
    assert changed(written, {"X": Change(variant_id="X", stock=1, stock_was=2)}) is written


def test_a_journal_keeps_the_newest_and_forgets_a_torn_line(tmp_path: Path) -> None:
    journal, other = UpdateJournal(tmp_path / "var" / "u.jsonl"), UpdateJournal(tmp_path / "var" / "u.jsonl")
    assert (journal.read(), journal.stamp()) == ({}, (0, 0, 0))
    journal.append([Change(variant_id="A", stock=1, stock_was=5)])
    assert other.read()["A"].stock == 1
    stamp = other.stamp()
    journal.append([Change(variant_id="A", stock=2, stock_was=5), Change(variant_id="B", price=Decimal(3))])
    assert other.stamp() != stamp
    assert {i: (c.stock, c.price) for i, c in other.read().items()} == {"A": (2, None), "B": (None, 3)}
    with (tmp_path / "var" / "u.jsonl").open("ab") as file:
        file.write(b'{"variant_id":"A","sto')
    assert other.read()["A"].stock == 2
    journal.append([Change(variant_id="A", stock=4, stock_was=5)])
    assert other.read()["A"].stock == UpdateJournal(tmp_path / "var" / "u.jsonl").read()["A"].stock == 4


def test_a_new_catalogue_begins_the_journal_anew(tmp_path: Path) -> None:
    journal, reader = UpdateJournal(tmp_path / "u.jsonl"), UpdateJournal(tmp_path / "u.jsonl")
    journal.append([Change(variant_id="A", stock=1, stock_was=5)])
    reader.read()
    done: list[str] = []
    journal.begin_anew(lambda: done.append("put in place"))
    assert (done, reader.read()) == (["put in place"], {})
    journal.append([Change(variant_id="A", stock=9, stock_was=5)])
    assert reader.read()["A"].stock == 9


def test_a_long_journal_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "LARGEST", 2_000)
    journal, reader = UpdateJournal(tmp_path / "u.jsonl"), UpdateJournal(tmp_path / "u.jsonl")
    for stock in range(200):
        journal.append([Change(variant_id=f"V{stock % 3}", stock=stock, stock_was=5)])
        assert reader.read()[f"V{stock % 3}"].stock == stock
    assert (tmp_path / "u.jsonl").stat().st_size < 3_000
    assert {change.stock for change in reader.read().values()} == {197, 198, 199}


def _append(path: Path, name: str) -> None:
    journal = UpdateJournal(path)
    for stock in range(50):
        journal.append([Change(variant_id=f"{name}-{stock}", stock=stock)])


def test_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "u.jsonl"
    writers = [
        multiprocessing.get_context("spawn").Process(target=_append, args=(path, str(n))) for n in range(3)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert len(UpdateJournal(path).read()) == 150


PART = st.fixed_dictionaries(
    {"variant_id": st.just("A")},
    optional={"stock": st.integers(0, 9), "price": st.integers(1, 99).map(str)},
).filter(lambda fields: len(fields) > 1)


@given(parts=st.lists(PART, min_size=1, max_size=8), again=st.integers(1, 3))
def test_the_last_word_counts_however_often_it_is_said(parts: list[dict[str, Any]], again: int) -> None:
    changes = [take(part) for part in parts for _ in range(again)]
    variant = now(product(), *changes)
    stocks = [part["stock"] for part in parts if "stock" in part]
    prices = [Decimal(part["price"]) for part in parts if "price" in part]
    assert variant.stock == (stocks[-1] if stocks else 5)
    assert variant.price == (prices[-1] if prices else Decimal(100))
