"""The CSV that Shopify and WooCommerce export, tables of nobody knows whom, and quotation marks left open."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from retrieval.errors import RetrievalError
from retrieval.products.feeds.item import PLENTY
from retrieval.products.feeds.take_in import FeedImport, FeedReport
from retrieval.products.rows import COLUMNS, read_catalogue
from retrieval.products.update_file import read_updates
from retrieval.types import Product


def take(folder: Path, content: str, kind: str = "", name: str = "export.csv") -> FeedReport:
    (folder / name).write_text(content, encoding="utf-8", newline="")
    return FeedImport(folder / "catalogue.csv", currency="GBP").take(folder / name, kind)


def taken(folder: Path) -> dict[str, Product]:
    read = read_catalogue(folder / "catalogue.csv", currency="GBP")
    assert read.problems == ()
    return {product.product_id: product for product in read.products}


def table(headings: str, *rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, headings.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


# ---------------------------------------------------------------- Shopify

SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,"
    "Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Variant Image,Status"
)
TANK = {
    "Handle": "tank-54", "Title": "Tank 54", "Body (HTML)": "<p>Clear,</p>\n<p>and strong.</p>",
    "Vendor": "Glass", "Type": "Aquariums", "Tags": "beginner, set", "Published": "TRUE",
    "Option1 Name": "Colour",
    "Option1 Value": "Black", "Option2 Name": "Lid", "Option2 Value": "flat", "Variant SKU": "'0054-1",
    "Variant Grams": "9500", "Variant Inventory Tracker": "shopify", "Variant Inventory Qty": "14",
    "Variant Inventory Policy": "deny", "Variant Price": "89.00", "Variant Compare At Price": "99.00",
    "Image Src": "https://cdn.example/54.jpg", "Status": "active",
}  # fmt: skip


def further(**fields: str) -> dict[str, str]:
    counted = {"Variant Inventory Tracker": "shopify", "Variant Inventory Policy": "deny"}
    return {"Handle": "tank-54", "Option1 Value": "White", **counted, **fields}


def test_shopifys_export_joins_variants_and_is_told_by_its_headings(tmp_path: Path) -> None:
    rows = (
        TANK,
        further(**{"Option2 Value": "high", "Variant Inventory Qty": "-2", "Variant Price": "94.00"}),
        {"Handle": "tank-54", "Image Src": "https://cdn.example/54-side.jpg"},
        TANK | {"Handle": "net", "Title": "Net", "Type": "", "Product Category": "Pets > Fish > Nets",
                "Option1 Name": "Title", "Option1 Value": "Default Title", "Option2 Name": "",
                "Option2 Value": "", "Variant SKU": "", "Variant Inventory Tracker": "",
                "Variant Inventory Qty": "0", "Published": "FALSE"},
        TANK | {"Handle": "old", "Title": "Old", "Variant SKU": "OLD", "Status": "archived"},
    )  # fmt: skip
    report = take(tmp_path, table(SHOPIFY, *rows))
    assert (report.format, report.products, report.variants, report.problems) == ("shopify", 3, 4, ())
    tank, net, old = taken(tmp_path).values()
    assert (tank.product_id, tank.title, tank.category, tank.brand) == (
        "tank-54",
        "Tank 54",
        "Aquariums",
        "Glass",
    )
    assert (tank.description, tank.tags) == ("Clear, and strong.", ("beginner", "set"))
    assert (tank.url, tank.image) == ("/products/tank-54", "https://cdn.example/54.jpg")
    assert [(v.variant_id, v.colour, v.size, v.price, v.stock) for v in tank.variants] == [
        ("0054-1", "Black", "flat", Decimal("89.00"), 14),
        ("tank-54-White-high", "White", "high", Decimal("94.00"), 0),
    ]
    assert tank.variants[0].compare_at_price == Decimal("99.00")
    assert (net.category, net.above, net.published, net.variants[0].stock) == (
        "Nets", ("Pets", "Fish"), False, PLENTY,
    )  # fmt: skip
    assert net.variants[0].size == ""
    assert not old.published


def test_prices_that_no_currency_is_told_of_are_in_the_shops_whatever_that_is_set_to(tmp_path: Path) -> None:
    take(tmp_path, table(SHOPIFY, TANK))
    for currency in ("EUR", "GBP"):
        read = read_catalogue(tmp_path / "catalogue.csv", currency=currency)
        assert ([one.currency for one in read.products], read.problems) == ([currency], ())


def test_a_bad_row_of_shopifys_is_named_by_its_own_line(tmp_path: Path) -> None:
    rows = (
        TANK | {"Body (HTML)": "Clear."},
        further(**{"Variant SKU": "A", "Variant Price": "dear"}),
        further(**{"Variant SKU": "B", "Variant Inventory Qty": "lots", "Variant Price": "9"}),
        further(**{"Handle": "", "Variant SKU": "C"}),
    )
    report = take(tmp_path, table(SHOPIFY, *rows))
    assert [(p.line, p.code) for p in report.problems] == [
        (3, "bad_price"),
        (4, "bad_stock"),
        (5, "missing_id"),
    ]


def test_fields_by_which_shopify_shows_others_beside_a_product_say_nothing_of_it(tmp_path: Path) -> None:
    discovery = "product.metafields.shopify--discovery--product_recommendation"
    fields = {
        "Tank size (product.metafields.custom.tank_size)": "54 l",
        f"Complementary products ({discovery}.complementary_products)": "net; pump",
    }
    take(tmp_path, table(",".join([SHOPIFY, *fields]), TANK | fields))
    (tank,) = taken(tmp_path).values()
    assert tank.attributes == {"Tank size": "54 l", "Weight": "9.5 kg"}


# ---------------------------------------------------------------- WooCommerce

WOO = (
    "ID,Type,SKU,Name,Published,Visibility in catalog,Short description,Description,Date sale price starts,"
    "Date sale price ends,In stock?,Stock,Weight (kg),Sale price,Regular price,Categories,Tags,Images,Parent,"
    "Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)"
)
TEE = {
    "ID": "20", "Type": "variable", "SKU": "TEE", "Name": "Tee &amp; more", "Published": "1",
    "In stock?": "1", "Visibility in catalog": "visible", "Description": "<p>Soft.</p>\\n<p>Warm.</p>",
    "Weight (kg)": "0.2",
    "Categories": "Clothing > Tees, Sale", "Tags": "summer, gift\\,small",
    "Images": "https://shop.example/tee.jpg, https://shop.example/back.jpg",
    "Attribute 1 name": "Fit", "Attribute 1 value(s)": "slim, wide", "Attribute 2 name": "Fabric",
    "Attribute 2 value(s)": "cotton, hemp",
}  # fmt: skip


def woo(number: str, parent: str, fit: str, **fields: str) -> dict[str, str]:
    own = {
        "ID": number,
        "Type": "variation",
        "Name": "Tee",
        "Published": "1",
        "In stock?": "1",
        "Parent": parent,
    }
    return own | {"Regular price": "25", "Attribute 1 name": "Fit", "Attribute 1 value(s)": fit} | fields


def test_woocommerces_export_joins_variations_and_is_told_by_its_headings(tmp_path: Path) -> None:
    mug = {
        "ID": "30",
        "Type": "simple, virtual",
        "SKU": "M",
        "Name": "Mug",
        "Published": "-1",
        "Regular price": "9",
    }
    rows = (
        TEE,
        woo("21", "TEE", "slim", **{"Sale price": "20", "Stock": "2"}),
        woo("22", "id:20", "wide", **{"In stock?": "0", "Stock": "parent", "Sale price": "5",
                                      "Date sale price ends": "2020-01-31 23:59:59"}),
        mug,
    )  # fmt: skip
    report = take(tmp_path, table(WOO, *rows))
    assert (report.format, report.products, report.variants, report.problems) == ("woocommerce", 2, 3, ())
    tee, hidden = taken(tmp_path).values()
    assert (tee.product_id, tee.title, tee.category, tee.above) == ("20", "Tee & more", "Tees", ("Clothing",))
    assert (tee.description, tee.tags) == ("Soft. Warm.", ("summer", "gift small"))
    assert tee.image == "https://shop.example/tee.jpg"
    assert tee.attributes == {"Fabric": "cotton, hemp", "Weight": "0.2 kg"}
    slim, wide = tee.variants
    assert (slim.variant_id, slim.size, slim.price, slim.compare_at_price, slim.stock) == (
        "21", "slim", Decimal(20), Decimal(25), 2,
    )  # fmt: skip
    assert (wide.size, wide.price, wide.compare_at_price, wide.stock) == ("wide", Decimal(25), None, 0)
    assert (hidden.published, hidden.variants[0].stock) == (False, PLENTY)


def test_woocommerces_variations_without_parent_and_parents_without_variations(tmp_path: Path) -> None:
    good = {"ID": "1", "Type": "simple", "SKU": "G", "Name": "Good", "Published": "1", "Regular price": "9"}
    report = take(tmp_path, table(WOO, good, TEE, woo("41", "id:40", "slim")))
    assert [(p.line, p.code) for p in report.problems] == [(4, "missing_parent"), (3, "no_variants")]
    assert "Export it again with its variations" in report.problems[1].hint


# ---------------------------------------------------------------- anything else


def test_other_headings_are_named_with_what_they_may_be(tmp_path: Path) -> None:
    headings = "product_id,Name,Categories,brand,SKU,Regular price,stock"
    with pytest.raises(RetrievalError) as error:
        take(tmp_path, f"{headings}\n1,Tee,Tees,,T,9,1\n")
    said = str(error.value)
    assert "The columns 'title', 'category', 'variant_id', 'price' are missing in the first line." in said
    assert (
        "'Name' to 'title', 'Categories' to 'category', 'SKU' to 'variant_id', 'Regular price' to 'price'"
        in said
    )
    assert "Found: product_id, Name, Categories, brand, SKU, Regular price, stock." in said
    assert "Needed: product_id, title, category, variant_id, price, stock." in said
    assert "docs/data-in.md" in said
    with pytest.raises(RetrievalError, match="--format shopify"):
        take(tmp_path, table(SHOPIFY, TANK), "csv")
    (tmp_path / "catalogue.csv").write_text("id,name\n1,Tee\n")
    with pytest.raises(RetrievalError, match="Rename 'id' to 'product_id', 'name' to 'title'"):
        read_catalogue(tmp_path / "catalogue.csv")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (
            "eur",
            'If the shop sells in EUR, set currency = "EUR" under [shop] in shopclerk.toml; else convert it.',
        ),
        ("pounds", "three capital letters, such as EUR or GBP"),
    ],
)
def test_another_currency_has_two_ways_out(tmp_path: Path, written: str, says: str) -> None:
    with pytest.raises(RetrievalError) as error:
        take(tmp_path, f"product_id,title,category,variant_id,price,stock,currency\n1,T,c,1,9,1,{written}\n")
    assert says in str(error.value)


def rows_with(broken: str) -> str:
    def row(number: int) -> str:
        return f'P{number},Tank {number},Tanks,Glass,"Clear, strong: 5 W",,,,,P{number}-1,,,9.00,,GBP,3,yes,'

    return "\r\n".join([",".join(COLUMNS), *map(row, (1, 2)), broken, *map(row, range(3, 30)), ""])


@pytest.mark.parametrize(
    "broken",
    [
        'P0,"Broken row with an open quote,Tanks,Glass,desc',
        'P0,Tank 0,Tanks,Glass,"Clear,,,,,P0-1,,,9.00,,GBP,3,yes,',
        '"P0,Tank 0,Tanks,Glass,Clear,,,,,P0-1,,,9.00,,GBP,3,yes,',
    ],
)
def test_an_open_quotation_mark_spoils_its_row_alone(tmp_path: Path, broken: str) -> None:
    report = take(tmp_path, rows_with(broken))
    assert [(p.line, p.code) for p in report.problems] == [(4, "bad_row")]
    assert "quotation mark opens here and is not closed" in report.problems[0].reason
    assert report.variants == 29
    own = tmp_path / "own.csv"
    own.write_text(rows_with(broken), newline="")
    read = read_catalogue(own, currency="GBP")
    assert [(p.line, p.code) for p in read.problems] == [(4, "bad_row")]
    assert len(read.products) == 29


def test_an_open_quotation_mark_with_no_other_below_it(tmp_path: Path) -> None:
    plain = "".join(f"P{n},T{n},c,V{n},9,1\n" for n in range(20_000))
    report = take(tmp_path, f'product_id,title,category,variant_id,price,stock\nA,"T,c,A,9,1\n{plain}')
    assert [(p.line, p.code) for p in report.problems] == [(2, "bad_row")]
    assert report.variants == 20_000


def test_texts_of_several_lines_are_whole(tmp_path: Path) -> None:
    many = ", ".join(f"word {n}" for n in range(40))
    text = f'P0,Tank 0,Tanks,Glass,"One, two,\n{many}, a ""big"" one,\n\nthe end",,,,,P0-1,,,9.00,,GBP,3,yes,'
    report = take(tmp_path, rows_with(text))
    assert (report.problems, report.variants) == ((), 30)
    assert taken(tmp_path)["P0"].description.endswith('a "big" one,\n\nthe end')


# ---------------------------------------------------------------- from a German Excel


def test_a_german_excel_export_is_taken_in_and_written_with_dots(tmp_path: Path) -> None:
    rows = (
        ";".join(COLUMNS),
        'B1;Beute;Hives;;"<p>Pine &amp; wire.</p><ul><li>ready</li></ul>";Weight: 19,5 kg;;javascript:x();;'
        "B1-N;;natural;1.189,00;1.299,00;GBP;12;yes;",
        "B1;;;;;;;;;B1-G;;green;209,5;;GBP;4;;",
        "B2;Frames;Hives;;;;;;;B2;;;1,299;;GBP;4;;",
    )
    report = take(tmp_path, "\r\n".join((f"\ufeff{rows[0]}", *rows[1:], "")))
    assert [(problem.line, problem.code) for problem in report.problems] == [(4, "bad_price")]
    (hive,) = taken(tmp_path).values()
    assert [variant.price for variant in hive.variants] == [Decimal("1189.00"), Decimal("209.5")]
    assert hive.variants[0].compare_at_price == Decimal("1299.00")
    assert (hive.description, hive.image) == ("Pine & wire. ready.", "")
    assert "1189.00" in (tmp_path / "catalogue.csv").read_text()
    again = take(tmp_path, "\r\n".join(rows[:2]))
    assert (again.added, again.removed) == (0, 0), "what was written is read as it was"


def test_prices_of_a_german_table_of_updates(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("\ufeffvariant_id;price;stock\r\nB1-N;1.099,00;3\r\n", "utf-8")
    ((line, raw),) = read_updates(tmp_path / "prices.csv")
    assert (line, msgspec.json.decode(raw)) == (2, {"variant_id": "B1-N", "price": "1099.00", "stock": 3})
