"""How orders are numbered is learned from a shop's own, and found however it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.shop.order_forms import USUAL, OrderForms, forms_of, order_forms


def numbers(text: str, *examples: str) -> list[str]:
    return [typed.number for typed in OrderForms(examples).found(text)]


@pytest.mark.parametrize(
    ("text", "example", "number"),
    [
        ("where is hh 30455?", "HH-30398", "HH-30455"),
        ("it's 30455", "HH-30398", "HH-30455"),
        ("order 2024/00131", "2024-00123", "2024-00131"),
        ("202400131 has not come", "2024-00123", "2024-00131"),
        ("ord web 1007", "ORD-WEB-1001", "ORD-WEB-1007"),
        ("#1044", "#1001", "#1044"),
        ("w12-9x is mine", "W10-4A", "W12-9X"),
    ],
)
def test_a_number_is_found_as_the_shop_writes_it(text: str, example: str, number: str) -> None:
    assert numbers(text, example) == [number]


@pytest.mark.parametrize("text", ["HH-304551", "30455.20", "in 2024, 0013 of them", "HH 30 455"])
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert numbers(text, "HH-30398", "2024-00123") == []


def test_digits_that_two_forms_share_stay_without_letters() -> None:
    forms = ("HH-30398", "WEB-30398")
    assert numbers("web 30455, HH30455 and 30456", *forms) == ["WEB-30455", "HH-30455", "30456"]


def test_forms_are_learned_from_numbers_the_most_usual_first() -> None:
    seen = ["W-1001", "HH-30398", "hh 30412", "HH-30440", "", "none yet", "42"]
    assert forms_of(seen).examples == ("HH-30398", "W-1001")
    assert forms_of([]).examples == ()


@pytest.mark.parametrize("example", ["", "abc", "12-x", "FW", "FW-204518 of Monday the 3rd, in the shop"])
def test_an_example_that_is_no_order_number(example: str) -> None:
    with pytest.raises(ValueError, match="no order number"):
        OrderForms((example,))


def shop(folder: Path, setting: str = "", orders: str = "") -> tuple[str, ...]:
    (folder / "shop").mkdir()
    (folder / "shopclerk.toml").write_text(f'[shop]\norder_number = "{setting}"\n' if setting else "")
    (folder / "shop" / "orders.csv").write_bytes(orders.encode("latin-1"))
    return tuple(order_forms(load_settings(folder)).examples)


def test_a_shops_own_orders_say_how_they_are_numbered(tmp_path: Path) -> None:
    assert shop(tmp_path, orders="order_number,status\nHH-30398,placed\nHH-30412,placed\n") == ("HH-30398",)


def test_a_form_that_is_set_stands_beside_those_of_the_orders(tmp_path: Path) -> None:
    assert shop(tmp_path, "AB-12345", "order_number\nHH-30398\nHH-30412\n") == ("HH-30398", "AB-12345")


@pytest.mark.parametrize("orders", ["", "order_number,status\n", "order_number\nHH-30398é\n"])
def test_without_orders_that_can_be_read_numbers_are_as_most_shops_have_them(
    orders: str, tmp_path: Path
) -> None:
    assert shop(tmp_path, orders=orders) == USUAL.examples
