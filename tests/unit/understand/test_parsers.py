"""Typed parsers on messages as shoppers write them, nasty ones included."""

from __future__ import annotations

from datetime import date

import pytest

from bot.shop.order_forms import OrderForms
from bot.understand.parsers import parse_entities

TODAY = date(2026, 11, 25)


def found(text: str, example: str = "FW-204518") -> list[tuple[str, str]]:
    orders = OrderForms((example,))
    entities = parse_entities(text, orders=orders, region="DE", today=TODAY)
    assert all(entity.text == text[entity.start : entity.end] for entity in entities)
    return [(entity.entity, entity.value) for entity in entities]


@pytest.mark.parametrize(
    "text",
    [
        "FW-204518",
        "fw204518",
        "fw 204518",
        "order FW–204518!",
        "#204518",
        "204518",
        "my order: FW_204518.",
        "Fw.204518?",
    ],
)
def test_order_number_in_any_form(text: str) -> None:
    assert found(text) == [("order_number", "FW-204518")]


@pytest.mark.parametrize(
    "text",
    [
        "2045181",
        "call 040 204518",
        "20 45 18",
        "204518.50",
        "article 12-204518",
        "€204518x",
        "I have 204 518 points",
    ],
)
def test_no_order_number(text: str) -> None:
    assert "order_number" not in [kind for kind, _ in found(text)]


def test_two_order_numbers() -> None:
    assert found("FW-204518 and 204519") == [("order_number", "FW-204518"), ("order_number", "FW-204519")]


def test_short_order_numbers_need_their_letters() -> None:
    assert found("A-1234", "A-1234") == [("order_number", "A-1234")]
    assert found("1234 people", "A-1234") == []


@pytest.mark.parametrize("example", ["", "abc", "12-x"])
def test_an_example_that_is_no_order_number(example: str) -> None:
    with pytest.raises(ValueError, match="no order number"):
        OrderForms((example,))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mail me at Jonas.K@Example.COM.", "jonas.k@example.com"),
        ("k.oneill @ example.ie", "k.oneill@example.ie"),
        ("a+shop@mail.example.co.uk, thanks", "a+shop@mail.example.co.uk"),
        ("jürgen@müller.example", "jürgen@müller.example"),
    ],
)
def test_email(text: str, value: str) -> None:
    assert found(text) == [("email", value)]


@pytest.mark.parametrize("text", ["meet @ noon", "a@b", "@fernweg on instagram"])
def test_no_email(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("under 150", ["150.00"]),
        ("max 50 euros", ["50.00"]),
        ("€1.299,00", ["1299.00"]),
        ("$1,299.00", ["1299.00"]),
        ("49,90 still missing", ["49.90"]),
        ("12,5 EUR", ["12.50"]),
        ("when will the 129.95 be back", ["129.95"]),
        ("between 80 and 160", ["80.00", "160.00"]),
        ("between 50 and 100 euros", ["50.00", "100.00"]),
        ("budget 600, what do you suggest", ["600.00"]),
        ("the 99 euro one or the 149 euro one", ["99.00", "149.00"]),
        ("20 quid", ["20.00"]),
        ("that is too much, 120 at the very most", ["120.00"]),
        ("80 max", ["80.00"]),
    ],
)
def test_price(text: str, values: list[str]) -> None:
    assert found(text) == [("price", value) for value in values]


@pytest.mark.parametrize(
    "text",
    [
        "under 15 minutes",
        "up to 30 days",
        "about 20 degrees",
        "over 100 km",
        "above 2000 m",
        "max 25 litre rucksacks",
        "I'm 1.80",
        "at 10.30",
        "until 18.30",
        "version 2.10.3",
        "between 9 and 5",
        "more than 12 months",
        "max 60 kg",
        "over 100 points",
        "under 18 years",
        "1.89 kg",
        "around 50 people",
    ],
)
def test_no_price(text: str) -> None:
    assert "price" not in [kind for kind, _ in found(text)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("size 42.5", ["42.5"]),
        ("sz 42 1/2", ["42.5"]),
        ("Größe 38 bitte", ["38"]),
        ("size m", ["M"]),
        ("in s?", ["S"]),
        ("do you have it in xl", ["XL"]),
        ("2xl please", ["2XL"]),
        ("m", ["M"]),
        ("42", ["42"]),
        ("large", ["L"]),
        ("exchange S for M", ["S", "M"]),
        ("between M and L, which one", ["M", "L"]),
        ("swap 43 for 44 please", ["43", "44"]),
        ("in 42 instead of 41", ["42", "41"]),
        ("I normally wear 42, which size", ["42"]),
        ("UK 8", ["UK 8"]),
        ("eu 42.5", ["EU 42.5"]),
        ("the 45 litre or the 60 l", ["45 l", "60 l"]),
        ("a tent for two people", ["2 persons"]),
        ("my 2-person tent", ["2 persons"]),
        ("size 98 for my son", ["98"]),
    ],
)
def test_size(text: str, values: list[str]) -> None:
    assert found(text) == [("size", value) for value in values]


@pytest.mark.parametrize(
    "text",
    [
        "I'm in",
        "it's fine",
        "in 42 days",
        "in 24 hours",
        "the boots are too small",
        "does it run large",
        "a small order",
        "M&S sells it",
        "John S. Smith",
        "that's it",
        "I'd like it in more colours",
        "I'll come in may",
        "a large backpack",
        "in stock",
        "at 42 km/h",
        "he's 1.80 m",
        "what a small world",
        "for 44 euros",
        "from one person to another",
    ],
)
def test_no_size(text: str) -> None:
    assert "size" not in [kind for kind, _ in found(text)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the second one", ["2"]),
        ("first vs last", ["1", "last"]),
        ("how do the first and third compare", ["1", "3"]),
        ("the last one please", ["last"]),
        ("number three", ["3"]),
        ("option 2", ["2"]),
        ("the cheapest", ["cheapest"]),
        ("most expensive one", ["most_expensive"]),
        ("the other one", ["other"]),
        ("both", ["both"]),
        ("return the third item", ["3"]),
    ],
)
def test_ordinal(text: str, values: list[str]) -> None:
    assert found(text) == [("ordinal", value) for value in values]


@pytest.mark.parametrize(
    "text",
    [
        "my last order",
        "I ordered last week",
        "how long do the batteries last",
        "the second parcel",
        "second hand",
        "my first tour",
        "the first time",
        "first the wrong item",
        "the cheapest way to ship",
        "other colours?",
        "number 10",
        "the first of May",
    ],
)
def test_no_ordinal(text: str) -> None:
    assert "ordinal" not in [kind for kind, _ in found(text)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("by 24.12. please", "2026-12-24"),
        ("24th of December", "2026-12-24"),
        ("Dec 24", "2026-12-24"),
        ("on 2 June", "2027-06-02"),
        ("I sent it back on 2 June", "2026-06-02"),
        ("my order from 3 May", "2026-05-03"),
        ("on 3 May 2024", "2024-05-03"),
        ("29 February", "2028-02-29"),
        ("tomorrow", "2026-11-26"),
        ("yesterday", "2026-11-24"),
    ],
)
def test_date(text: str, day: str) -> None:
    assert found(text) == [("date", day)]


@pytest.mark.parametrize(
    "text", ["I may order", "it may 3 or 4 times", "31 February", "99.99.2026", "march on"]
)
def test_no_date(text: str) -> None:
    assert "date" not in [kind for kind, _ in found(text)]


@pytest.mark.parametrize(
    ("text", "value"), [("call +49 40 123456", "+4940123456"), ("0151 23456789", "+4915123456789")]
)
def test_phone(text: str, value: str) -> None:
    assert found(text) == [("phone", value)]


def test_many_at_once() -> None:
    text = "FW-204518, k@example.ie: swap 43 for 44, or 20 euros back by 24.12."
    assert found(text) == [
        ("order_number", "FW-204518"), ("email", "k@example.ie"), ("size", "43"), ("size", "44"),
        ("price", "20.00"), ("date", "2026-12-24"),
    ]  # fmt: skip


def test_the_postcode_of_an_address_is_no_order() -> None:
    for address in ("send it to Ringstr. 7, 50667 Köln", "Am Markt 3a\n34117 Kassel"):
        assert "order_number" not in dict(found(address, "VK70210")), address
    for said in ("order 50667 please", "VK70288, jo@example.com", "I wait 2 weeks, 50667 is still not here"):
        assert "order_number" in dict(found(said, "VK70210")), said
