"""Feeds of other systems: good rows are in, each bad one is named with its line, nothing is half written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import RetrievalError
from retrieval.products.feeds.item import PLENTY, address, plain_text, plain_title
from retrieval.products.feeds.registry import kind_of
from retrieval.products.feeds.take_in import FeedImport, FeedReport, TooManyRefused, TooManyRemoved
from retrieval.products.rows import COLUMNS, read_catalogue
from retrieval.types import Product


def take(tmp_path: Path, name: str, content: str | bytes, kind: str = "", **how: Any) -> FeedReport:
    feed = tmp_path / name
    feed.write_bytes(content if isinstance(content, bytes) else content.encode())
    dry = how.pop("dry_run", False)
    taking = FeedImport(tmp_path / "catalogue.csv", currency="EUR", **how)
    return taking.take(feed, kind, dry_run=dry)


def catalogue(tmp_path: Path) -> dict[str, Product]:
    read = read_catalogue(tmp_path / "catalogue.csv", currency="EUR")
    assert read.problems == (), "what an import writes is good"
    return {product.product_id: product for product in read.products}


def bad(report: FeedReport) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in report.problems]


# ---------------------------------------------------------------- Google Merchant

RSS = """<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel>
<title>Shop</title><link>https://shop.example</link>
{items}
</channel></rss>
"""


def g(**fields: str) -> str:
    given = {
        "id": "A-1", "title": "Rain jacket", "price": "129.95 EUR", "availability": "in_stock",
        "product_type": "Clothing &gt; Jackets",
    } | fields  # fmt: skip
    return "<item>" + "".join(f"<g:{k}>{v}</g:{k}>" for k, v in given.items() if v) + "</item>"


def rss(*items: str) -> str:
    return RSS.format(items="\n".join(items))


def test_google_variants_are_one_product(tmp_path: Path) -> None:
    red = g(
        id="A-1", item_group_id="A", title="Rain jacket - red / M", color="red", size="M", brand="Halde",
        description="Light &amp;amp; dry. &lt;b&gt;Packs small&lt;/b&gt;", link="https://shop.example/a",
        image_link="https://shop.example/a.jpg", sale_price="99.00 EUR", material="nylon", quantity="4",
        custom_label_0="summer", product_weight="320 g",
        product_detail="<g:attribute_name>Hood</g:attribute_name>"
        "<g:attribute_value>yes; fixed</g:attribute_value>",
    )  # fmt: skip
    blue = g(id="A-2", item_group_id="A", title="Rain jacket - blue / L", color="blue", size="L")
    gone = g(id="B", title="Old tent", availability="out of stock", expiration_date="2020-01-01")
    report = take(tmp_path, "feed.xml", rss(red, blue, gone))
    assert (report.format, report.products, report.variants, report.problems) == ("google", 2, 3, ())
    jacket, tent = catalogue(tmp_path).values()
    assert (jacket.product_id, jacket.title, jacket.category) == ("A", "Rain jacket", "Jackets")
    assert (jacket.brand, jacket.description) == ("Halde", "Light & dry. Packs small")
    assert jacket.attributes == {
        "Hood": "yes, fixed", "Material": "nylon", "Weight": "320 g",
    }  # fmt: skip
    first, second = jacket.variants
    assert (first.price, first.compare_at_price, first.stock) == (Decimal("99.00"), Decimal("129.95"), 4)
    assert (second.variant_id, second.colour, second.size, second.stock) == ("A-2", "blue", "L", PLENTY)
    assert (tent.published, tent.in_stock) == (False, False)


def test_google_bad_items_are_named_by_line(tmp_path: Path) -> None:
    items = [
        g(id="1"),
        g(id="2", price="129.95 USD"),
        g(id="3", price="-1 EUR"),
        g(id="", title="No id"),
        g(id="5", title=""),
        g(id="1"),
        g(id="7", price="cheap"),
        g(id="8", price=""),
        g(id="9", availability="perhaps"),
        g(id="x" * 101),
        g(id="11", price="1.299 EUR"),
        g(id="12", price="1.299,00 EUR"),
        g(id="13", price="1,299.5 EUR"),
    ]
    report = take(tmp_path, "feed.xml", rss(*items))
    assert bad(report) == [
        (5, "wrong_currency"), (6, "negative_price"), (7, "missing_id"), (8, "missing_title"),
        (9, "duplicate_id"), (10, "bad_price"), (11, "missing_price"), (12, "bad_stock"), (13, "bad_id"),
        (14, "bad_price"),
    ]  # fmt: skip
    prices = {product_id: product.price for product_id, product in catalogue(tmp_path).items()}
    assert prices == {"1": Decimal("129.95"), "12": Decimal(1299), "13": Decimal("1299.5")}


def test_google_atom(tmp_path: Path) -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<entry><title>Mug</title><link href="https://shop.example/mug"/><summary>For tea.</summary>
<g:id>M</g:id><g:price>EUR 9,50</g:price><g:availability>in stock</g:availability></entry></feed>"""
    assert take(tmp_path, "feed.xml", feed).products == 1
    mug = catalogue(tmp_path)["M"]
    assert (mug.title, mug.url, mug.description) == ("Mug", "https://shop.example/mug", "For tea.")
    assert (mug.price, mug.category) == (Decimal("9.50"), "Other")


def test_broken_xml_keeps_what_stands_before_and_what_was_there(tmp_path: Path) -> None:
    take(tmp_path, "old.xml", rss(*(g(id=f"old{n}") for n in range(30))))
    good = [g(id=f"new{n}") for n in range(3)]
    broken = rss(*good, g(id="half", title="Salt & pepper"), g(id="never read"))
    report = take(tmp_path, "feed.xml", broken)
    assert not report.complete
    assert bad(report) == [(7, "broken_file")]
    assert (report.added, report.removed, report.kept) == (3, 0, 30)
    assert set(catalogue(tmp_path)) == {*(f"old{n}" for n in range(30)), "new0", "new1", "new2"}
    cut = rss(*good)[:-25]
    assert not take(tmp_path, "feed.xml", cut).complete


def test_entities_are_not_expanded_and_files_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 3))
    head = f'<!DOCTYPE rss [<!ENTITY a0 "lol">{bomb}<!ENTITY file SYSTEM "file://{tmp_path}/secret.txt">]>'
    feed = rss(g(id="1", brand="&a2;"), g(id="2", brand="&file;"))
    report = take(tmp_path, "feed.xml", feed.replace("<rss", f"{head}<rss", 1))
    written = (tmp_path / "catalogue.csv").read_text(encoding="utf-8")
    assert report.products == 2
    assert "lol" not in written
    assert "secret" not in written
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    feed = feed.replace("<rss", f'<!DOCTYPE rss [<!ENTITY a0 "lol">{bomb}]><rss', 1)
    with pytest.raises(RetrievalError, match="breaks off"):
        take(tmp_path, "bomb.xml", feed.replace("&a2;", "&a11;"))


# ---------------------------------------------------------------- Shopify


def shopify(*products: dict[str, Any], indent: int | None = 1) -> str:
    return json.dumps({"products": products}, indent=indent)


BOOT = {
    "id": 632, "title": "Hill boot", "body_html": "<p>Warm.</p><script>alert(1)</script><p>Dry.</p>",
    "vendor": "Halde", "product_type": "boots", "handle": "hill-boot", "tags": "winter, leather",
    "status": "active", "options": [{"name": "Colour"}, {"name": "Size"}],
    "images": [{"src": "https://cdn.example/boot.jpg"}],
    "variants": [
        {"id": 8, "price": "199.00", "compare_at_price": "249.00", "option1": "brown", "option2": "42",
         "inventory_quantity": 3, "inventory_policy": "deny", "inventory_management": "shopify",
         "weight": 1.2},
        {"id": 9, "price": "199.00", "compare_at_price": None, "option1": "black", "option2": "43",
         "inventory_quantity": -2, "inventory_policy": "deny", "inventory_management": "shopify"},
        {"id": 10, "price": "199.00", "option1": "black", "option2": "44", "inventory_quantity": 0,
         "inventory_policy": "continue", "inventory_management": "shopify"},
    ],
}  # fmt: skip


def test_shopify(tmp_path: Path) -> None:
    storefront = {
        "id": 700, "title": "Mug", "product_type": "", "tags": ["tea"], "published_at": "2026-01-01",
        "options": [{"name": "Title"}],
        "variants": [{"id": 71, "price": "9.50", "option1": "Default Title", "available": False}],
    }  # fmt: skip
    draft = {**storefront, "id": 701, "status": "draft", "variants": [{"id": 72, "price": "9.50"}]}
    report = take(tmp_path, "products.json", shopify(BOOT, storefront, draft))
    assert (report.format, report.products, report.variants) == ("shopify", 3, 5)
    boot, mug, hidden = catalogue(tmp_path).values()
    assert (boot.product_id, boot.description, boot.tags) == ("632", "Warm. Dry.", ("winter", "leather"))
    assert (boot.url, boot.image, boot.attributes) == (
        "/products/hill-boot", "https://cdn.example/boot.jpg", {"Weight": "1.2 kg"},
    )  # fmt: skip
    assert [(v.variant_id, v.colour, v.size, v.stock) for v in boot.variants] == [
        ("8", "brown", "42", 3), ("9", "black", "43", 0), ("10", "black", "44", PLENTY),
    ]  # fmt: skip
    assert boot.variants[0].compare_at_price == Decimal("249.00")
    assert (mug.category, mug.variants[0].size, mug.in_stock) == ("Other", "", False)
    assert not hidden.published
    assert (boot.since, mug.since) == ("", "2026-01-01")


def test_shopify_bad_products_are_named(tmp_path: Path) -> None:
    def one(number: int, **fields: Any) -> dict[str, Any]:
        return {
            "id": number,
            "title": "T",
            "vendor": "",
            "variants": [{"id": 100 + number, "price": "5"}],
        } | fields

    products = [
        one(1),
        one(2, variants=[{"id": 102, "price": "-5"}, {"id": 202, "price": "6"}]),
        one(3, variants=[]),
        one(4, variants="none"),
        one(5, options=3),
        one(6, title=""),
        one(7, variants=[{"id": 101, "price": "5"}]),
    ]
    report = take(
        tmp_path, "products.json", shopify(*products, indent=None).replace("}, {", "},\n{"), "shopify"
    )
    assert [code for _, code in bad(report)] == [
        "negative_price", "no_variants", "bad_row", "bad_row", "missing_title", "duplicate_id",
    ]  # fmt: skip
    assert list(catalogue(tmp_path)) == ["1", "2"]
    assert [v.variant_id for v in catalogue(tmp_path)["2"].variants] == ["202"]


@pytest.mark.parametrize("indent", [None, 1])
def test_broken_json_keeps_what_stands_before(tmp_path: Path, indent: int | None) -> None:
    products = [{"id": n, "title": "T", "variants": [{"id": n, "price": "5"}]} for n in range(5)]
    whole = json.dumps({"products": products}, indent=indent)
    wrong = whole.replace('"id": 3', '"id": oops', 1)
    report = take(tmp_path, "products.json", wrong, "shopify")
    assert (report.products, report.complete) == (3, False)
    line, code = bad(report)[-1]
    assert code == "broken_file"
    assert line == wrong[: wrong.index("oops")].count("\n") + 1
    cut = whole[: whole.index('"id": 3')]
    report = take(tmp_path, "products.json", cut, "shopify")
    assert (report.complete, bad(report)[-1][1]) == (False, "broken_file")


# ---------------------------------------------------------------- WooCommerce

TEE: dict[str, Any] = {
    "id": 20, "name": "Tee &amp; more", "type": "variable", "status": "publish", "variations": [21, 22],
    "permalink": "https://shop.example/tee", "description": "<p>Soft.</p>", "stock_status": "instock",
    "categories": [{"name": "Clothing"}, {"name": "Tees"}], "tags": [{"name": "summer"}], "weight": "0.2",
    "images": [{"src": "https://shop.example/tee.jpg"}],
    "attributes": [
        {"name": "Material", "options": ["cotton", "hemp"], "variation": False},
        {"name": "Size", "options": ["S", "M"], "variation": True},
    ],
}  # fmt: skip


def variation(number: int, size: str, **fields: Any) -> dict[str, Any]:
    given = {"id": number, "type": "variation", "parent_id": 20, "price": "20", "regular_price": "25"}
    options = [{"name": "Size", "option": size}, {"name": "Colour", "option": "white"}]
    return {**given, "stock_quantity": 2, "stock_status": "instock", "attributes": options, **fields}


def test_woocommerce_variations_behind_or_within_their_product(tmp_path: Path) -> None:
    sold_out = variation(22, "M", stock_status="outofstock", regular_price="20")
    behind = [TEE, variation(21, "S"), sold_out]
    within = [{**TEE, "variations": [variation(21, "S"), sold_out]}]
    for products in (behind, within):
        report = take(tmp_path, "woo.json", json.dumps(products))
        assert (report.format, report.products, report.variants, report.problems) == ("woocommerce", 1, 2, ())
        tee = catalogue(tmp_path)["20"]
        assert (tee.title, tee.category, tee.tags) == ("Tee & more", "Tees", ("summer",))
        assert tee.attributes == {"Material": "cotton, hemp", "Weight": "0.2 kg"}
        small, medium = tee.variants
        assert (small.price, small.compare_at_price, small.stock) == (Decimal(20), Decimal(25), 2)
        assert (small.size, small.colour) == ("S", "white")
        assert (medium.stock, medium.compare_at_price) == (0, None)


def test_woocommerce_simple_products_and_the_store_api(tmp_path: Path) -> None:
    mug = {
        "id": 1, "name": "Mug", "type": "simple", "status": "publish", "permalink": "javascript:alert(1)",
        "price": "", "regular_price": "9.50", "stock_status": "instock", "stock_quantity": None,
    }  # fmt: skip
    prices = {"price": "1999", "regular_price": "2499", "currency_code": "EUR", "currency_minor_unit": 2}
    store = {"id": 2, "name": "Pot", "type": "simple", "prices": prices, "is_in_stock": True}
    foreign = {**store, "id": 3, "prices": {**prices, "currency_code": "GBP"}}
    lost = variation(9, "S", parent_id=99)
    report = take(tmp_path, "woo.json", json.dumps([mug, store, foreign, lost, TEE], indent=0), "woocommerce")
    assert [code for _, code in bad(report)] == ["wrong_currency", "missing_parent", "no_variants"]
    found = catalogue(tmp_path)
    assert (found["1"].price, found["1"].url, found["1"].variants[0].stock) == (Decimal("9.50"), "", PLENTY)
    assert (found["2"].price, found["2"].variants[0].compare_at_price) == (Decimal("19.99"), Decimal("24.99"))


# ---------------------------------------------------------------- CSV and JSON Lines


def rows(*lines: str, separator: str = ",") -> str:
    return "\n".join([separator.join(COLUMNS), *lines]) + "\n"


ROW = "P1,Red mug,kitchen,,A mug.,Weight: 0.2 kg,cup,,,P1-R,,red,9.95,,EUR,3,yes"


def test_csv_with_semicolons_bad_lines_and_damaged_text(tmp_path: Path) -> None:
    lines = [
        ROW.replace(",", ";"),
        "P1;;;;;;;;;P1-B;;blue;8.50;;EUR;0;",
        "P2;Pot;kitchen;;;;;;;P2;;;5;;USD;1;yes",
        "P3;Pot;kitchen;;;;;;;P3;;;5;;EUR;1;yes;too;many",
        "P4;P\udcfft;kitchen;;;;;;;P4;;;5;;EUR;1;yes",
        "P5;Pan;kitchen;;;;;;;P5;;;5;;EUR;-1;yes",
    ]
    content = rows(*lines, separator=";").encode(errors="surrogateescape")
    report = take(tmp_path, "feed.csv", content)
    assert bad(report) == [(4, "wrong_currency"), (5, "bad_row"), (6, "bad_row"), (7, "bad_stock")]
    assert [v.colour for v in catalogue(tmp_path)["P1"].variants] == ["red", "blue"]


def test_json_lines_of_products_and_of_rows(tmp_path: Path) -> None:
    product = {
        "product_id": "P1", "title": "Mug", "category": "kitchen", "attributes": {"Weight": "0.2 kg"},
        "tags": ["cup"], "price": "9.95", "in_stock": True,
        "variants": [
            {"variant_id": "P1-R", "price": "9.95", "stock": 3},
            {"variant_id": "P1-B", "price": 9, "stock": 0},
        ],
    }  # fmt: skip
    row = {
        "product_id": "P2",
        "title": "Pot",
        "category": "kitchen",
        "variant_id": "P2",
        "price": 5,
        "stock": 1,
    }
    lines = [product, "{", row, {**row, "product_id": "P3", "variant_id": "P3", "price": -5}, []]
    content = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    report = take(tmp_path, "feed.jsonl", content)
    assert bad(report) == [(2, "bad_row"), (4, "negative_price"), (5, "bad_row")]
    found = catalogue(tmp_path)
    assert [len(one.variants) for one in found.values()] == [2, 1]
    assert found["P1"].attributes == {"Weight": "0.2 kg"}


def test_a_catalogue_comes_back_as_it_was(tmp_path: Path) -> None:
    demo = Path(__file__).parents[3] / "data" / "demo_shop" / "catalogue.csv"
    take(tmp_path, "feed.csv", demo.read_bytes())
    assert tuple(catalogue(tmp_path).values()) == read_catalogue(demo, currency="EUR").products


# ---------------------------------------------------------------- putting it in place


def many(numbers: Iterable[int]) -> str:
    return rows(*(f"P{n},Mug {n},kitchen,,,,,,,V{n},,,5,,EUR,1,yes" for n in numbers))


def test_a_feed_replaces_or_merges_and_most_are_not_lost_by_a_slip(tmp_path: Path) -> None:
    before = tmp_path / "var" / "before.csv"
    take(tmp_path, "feed.csv", many(range(40)))
    with pytest.raises(TooManyRemoved, match="35 of 40 products would be gone"):
        take(tmp_path, "feed.csv", many(range(5)))
    assert len(catalogue(tmp_path)) == 40
    report = take(tmp_path, "feed.csv", many(range(38, 42)), merge=True)
    assert (report.added, report.removed, report.kept, len(catalogue(tmp_path))) == (2, 0, 38, 42)
    report = take(tmp_path, "feed.csv", many(range(5)), remove_most=True, previous=before)
    assert (report.removed, len(catalogue(tmp_path))) == (37, 5)
    assert len(read_catalogue(before).products) == 42


def test_a_feed_that_is_mostly_refused_replaces_no_catalogue(tmp_path: Path) -> None:
    good, bad_rows = many(range(2)), many(range(10, 13)).replace(",5,,EUR", ",5,,USD")
    feed = good + bad_rows.partition("\n")[2]
    assert take(tmp_path, "feed.csv", feed).refused == {"wrong_currency": 3}, "there was none to lose"
    take(tmp_path, "feed.csv", many(range(6)))
    with pytest.raises(TooManyRefused, match=r"3 of 5 rows are refused \(3 wrong_currency\).*feed\.csv:4: "):
        take(tmp_path, "feed.csv", feed)
    assert len(catalogue(tmp_path)) == 6
    assert len(take(tmp_path, "feed.csv", feed, dry_run=True).problems) == 3
    assert (take(tmp_path, "feed.csv", feed, merge=True).kept, len(catalogue(tmp_path))) == (4, 6)
    take(tmp_path, "feed.csv", feed, refuse_most=True)
    assert len(catalogue(tmp_path)) == 2


def test_what_was_not_in_the_catalogue_before_is_new(tmp_path: Path) -> None:
    def since() -> dict[str, str]:
        return {product.product_id: product.since for product in catalogue(tmp_path).values()}

    take(tmp_path, "feed.csv", many(range(2)), today="2026-10-01")
    assert since() == {"P0": "", "P1": ""}  # all of them, once: nobody knows
    take(tmp_path, "feed.csv", many(range(3)), today="2026-10-12")
    assert since() == {"P0": "", "P1": "", "P2": "2026-10-12"}
    take(tmp_path, "feed.csv", many(range(4)), today="2026-11-02")
    assert since() == {"P0": "", "P1": "", "P2": "2026-10-12", "P3": "2026-11-02"}
    told = {
        "product_id": "P3", "title": "Mug 3", "category": "kitchen", "since": "2026-09-09T10:00:00Z",
        "variants": [{"variant_id": "V3", "price": "5", "stock": 1}],
    }  # fmt: skip
    take(tmp_path, "feed.jsonl", json.dumps(told), merge=True, today="2026-11-09")
    assert since()["P3"] == "2026-09-09"
    bad = json.dumps({**told, "product_id": "P4", "title": "Mug 4", "since": "last week"})
    report = take(tmp_path, "feed.jsonl", f"{json.dumps(told)}\n{bad}", merge=True)
    assert report.refused == {"bad_date": 1}


def test_a_dry_run_and_a_useless_file_change_nothing(tmp_path: Path) -> None:
    take(tmp_path, "feed.csv", many(range(3)))
    kept = (tmp_path / "catalogue.csv").read_bytes()
    report = take(tmp_path, "feed.csv", many(range(9)), dry_run=True)
    assert (report.added, report.written) == (6, False)
    for name, content in (("a.xml", "<rss>"), ("b.csv", "x,y\n1,2\n"), ("c.json", "[]"), ("d.xml", rss())):
        with pytest.raises(RetrievalError):
            take(tmp_path, name, content, "shopify" if name.endswith("json") else "")
    assert (tmp_path / "catalogue.csv").read_bytes() == kept
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_what_a_json_file_is(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    for text, kind in ((json.dumps([TEE]), "woocommerce"), (shopify(BOOT), "shopify"), (rss(g()), "google")):
        file.write_text(text, encoding="utf-8")
        assert kind_of(file) == kind
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(RetrievalError, match="--format"):
        kind_of(file)


def test_titles_texts_and_addresses() -> None:
    assert plain_title("Rain jacket - red / M", "red", "M") == "Rain jacket"
    assert plain_title("Rain jacket (red, M)", "red", "M") == "Rain jacket"
    assert plain_title("Red hot chilli sauce", "red") == "Red hot chilli sauce"
    assert plain_title("- red", "red") == "- red"
    assert plain_text("a<br>b<li>c</li>&nbsp;d") == "a b c. d", "a point of a list is a sentence"
    assert plain_text("3 < 5 & 6") == "3 < 5 & 6"
    assert [address(u) for u in ("/p/1", "https://a.b/c", "javascript:x", "data:x", "http://[")] == [
        "/p/1", "https://a.b/c", "", "", "",
    ]  # fmt: skip
