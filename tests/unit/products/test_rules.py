"""The shop owner's rules: how they are read, which products they name, and what they do to a list."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from blockbuster import blockbuster_ctx

from retrieval.errors import UnreadableDocument
from retrieval.products.rule_book import EVERY, RuleBook, load_rules
from retrieval.products.rules import Rules, RulesError, read_rules
from retrieval.types import Product

DAY = date(2026, 11, 26)


def rules(*entries: dict[str, Any], margins: dict[str, float] | None = None) -> Rules:
    return Rules(rules=read_rules(list(entries)), margins=margins or {}, day=DAY)


def named(demo_products: tuple[Product, ...], **selector: Any) -> set[str]:
    found = rules({"block": selector})
    return {demo_products[place].product_id for place in found.selected(found.rules[0], demo_products)}


def test_all_keys_of_a_selector_must_hold_and_any_value_of_one(demo_products: tuple[Product, ...]) -> None:
    tents = {p.product_id for p in demo_products if p.category == "tents"}
    halde = {p.product_id for p in demo_products if p.brand == "Halde"}
    norrland = {p.product_id for p in demo_products if p.brand == "Norrland"}
    assert named(demo_products, categories=["tents"], brands=["Halde", "Norrland"]) == tents & (
        halde | norrland
    )
    dry = {p.product_id for p in demo_products if p.attributes.get("Waterproof", "").startswith("yes")}
    assert named(demo_products, categories=["tents"], attributes={"Waterproof": "yes"}) == tents & dry
    cheap = {p.product_id for p in demo_products if p.price < Decimal("9.95")}
    assert named(demo_products, price_below=9.95) == cheap
    scarce = {p.product_id for p in demo_products if sum(v.stock for v in p.variants) < 3}
    assert named(demo_products, stock_below=3) == scarce


def test_margins_select_only_what_has_one(demo_products: tuple[Product, ...]) -> None:
    found = rules({"boost": {"margin_above": 0.3}}, margins={"P0001": 0.4, "P0002": 0.2})
    assert [demo_products[n].product_id for n in found.selected(found.rules[0], demo_products)] == ["P0001"]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"hide": {"brands": ["Halde"]}}, "rule 1 needs one of pin, boost, bury, block"),
        ({"block": {"brand": ["Halde"]}}, "`brand`"),
        ({"block": {}}, "names no products"),
        ({"boost": {"brands": ["Halde"]}, "by": 0}, "above 0"),
        ({"boost": {"brands": ["Halde"]}, "by": "much"}, "Expected `float`"),
        ({"pin": {"products": ["P0001"]}, "at": 0}, "at 1 or more"),
        ({"pin": {"products": ["P0001"]}, "from": "2026-13-01"}, "date"),
        ({"pin": {"products": ["P0001"]}, "from": "2026-12-01", "until": "2026-11-01"}, "not after until"),
        ({"pin": {"products": ["P0001"]}, "where": "home"}, "'where' is none of"),
        ("pin everything", "rule 1 needs one of"),
    ],
)
def test_a_wrong_rule_is_named_with_what_was_expected(entry: Any, told: str) -> None:
    with pytest.raises(RulesError, match="rule 1") as error:
        read_rules([entry])
    assert told in str(error.value)


def test_no_rules_are_no_error_and_what_is_no_list_is_one() -> None:
    assert read_rules(None) == read_rules({"rules": None}) == ()
    with pytest.raises(RulesError, match="a list of rules"):
        read_rules("block everything")


def test_boosts_and_burials_move_by_standard_deviations(demo_products: tuple[Product, ...]) -> None:
    products = demo_products[:4]
    scores = np.asarray([4.0, 3.0, 2.0, 1.0], np.float32)
    found = rules(
        {"boost": {"products": [products[3].product_id]}, "by": 2},
        {"bury": {"products": [products[0].product_id]}, "lists_of": ["tents"]},
    )
    spread = float(scores.std())
    assert found.moved(products, scores, ["tents"]) == pytest.approx([4 - spread, 3, 2, 1 + 2 * spread])
    assert found.moved(products, scores, ["footwear"]) == pytest.approx([4, 3, 2, 1 + 2 * spread])


def test_pins_stand_where_they_should_and_none_comes_twice(demo_products: tuple[Product, ...]) -> None:
    products = demo_products[:6]
    ids = [product.product_id for product in products]
    found = rules(
        {"pin": {"products": [ids[4], ids[5]]}, "at": 2},
        {"pin": {"products": [ids[5], ids[3]]}, "at": 1},
    )
    assert found.with_pins(range(6), products, []) == [3, 4, 5, 0, 1, 2]
    late = rules({"pin": {"products": [ids[0]]}, "at": 9})
    assert late.with_pins(range(6), products, []) == [1, 2, 3, 4, 5, 0]


def test_a_rule_counts_on_its_days_only(demo_products: tuple[Product, ...]) -> None:
    entry = {"block": {"products": ["P0001"]}, "from": date(2026, 11, 26), "until": "2026-11-27"}
    for day, blocked in ((25, set()), (26, {"P0001"}), (27, {"P0001"}), (28, set())):
        found = Rules(rules=read_rules([entry]), day=date(2026, 11, day))
        assert found.blocked(demo_products) == blocked


class Clock:
    """A clock that stands still until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def write(path: Path, text: str, number: int) -> None:
    """Write with a time of its own, as a slow disk's clock may not tell two writes apart."""
    path.write_text(text, "utf-8")
    os.utime(path, ns=(number, number))


def test_a_change_is_seen_and_a_broken_file_changes_nothing(tmp_path: Path) -> None:
    file, clock = tmp_path / "rules.yml", Clock()
    book = RuleBook(file, clock=clock, day=lambda: DAY)
    assert book.current().rules == ()
    write(file, "- block: {brands: [Halde]}", 1)
    assert book.current().rules == (), "it looks a few times a second, not at every product"
    clock.now += EVERY
    assert [rule.effect for rule in book.current().rules] == ["block"]
    write(file, "- blok: {brands: [Halde]}", 2)
    clock.now += EVERY
    assert [rule.effect for rule in book.current().rules] == ["block"]
    write(tmp_path / "margins.csv", "product_id,margin\nP0001,0.4\n", 3)
    write(file, 'rules:\n- boost: {margin_above: 0.3}\n  note: "Täglich"\n', 4)
    clock.now += EVERY
    assert (book.current().rules[0].note, book.current().margins) == ("Täglich", {"P0001": 0.4})
    file.unlink()
    clock.now += EVERY
    assert book.current().rules == ()


async def test_the_event_loop_is_told_what_other_threads_have_read(tmp_path: Path) -> None:
    file, clock = tmp_path / "rules.yml", Clock()
    book = RuleBook(file, clock=clock, day=lambda: DAY)
    write(file, "- block: {brands: [Halde]}", 1)
    assert len(book.current().rules) == 1, "the first time they are read anywhere"
    file.unlink()
    clock.now += EVERY
    with blockbuster_ctx(["retrieval"]):
        assert len(book.current().rules) == 1
    assert (await asyncio.to_thread(book.current)).rules == ()
    assert book.current().rules == ()


def test_margins_that_came_with_a_broken_file_count_once_it_is_mended(tmp_path: Path) -> None:
    file, clock = tmp_path / "rules.yml", Clock()
    book = RuleBook(file, clock=clock, day=lambda: DAY)
    write(tmp_path / "margins.csv", "product_id,margin\nP0001,0.4\n", 1)
    write(file, "- boost: {margin_above: 0.3}", 1)
    assert book.current().margins == {"P0001": 0.4}
    write(tmp_path / "margins.csv", "product_id,margin\nP0001,0.1\n", 2)
    write(file, "- boost: {margin_above: much}", 2)
    clock.now += EVERY
    assert book.current().margins == {"P0001": 0.4}
    write(file, "- boost: {margin_above: 0.2}", 3)
    clock.now += EVERY
    assert book.current().margins == {"P0001": 0.1}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("rules.yml", "- block: [", "not YAML"),
        ("rules.yml", "- block: {}", "Rule 1 names no products"),
        ("margins.csv", "product,margin\nP0001,1\n", "product_id and margin"),
        ("margins.csv", "product_id,margin\nP0001,0.2\nP0002,high\n", "Line 3"),
    ],
)
def test_what_cannot_be_read_names_the_file_and_what_was_expected(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UnreadableDocument, match=told) as error:
        load_rules(tmp_path / "rules.yml")
    assert name in str(error.value)
