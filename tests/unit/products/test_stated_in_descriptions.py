"""Properties that a description in HTML states as such become attributes; prose stays prose."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from retrieval.products.feeds.stated import described, measured
from retrieval.products.feeds.take_in import FeedImport
from retrieval.products.rows import read_catalogue
from retrieval.types import Product


@pytest.mark.parametrize(
    ("markup", "text", "stated"),
    [
        (
            "<p>Warm and clear.</p><ul><li>Scale length: 650 mm</li><li><b>Nut:</b> 43 mm</li>"
            "<li>Comes with a bag</li></ul>",
            "Warm and clear. Comes with a bag.",
            {"Scale length": "650 mm", "Nut": "43 mm"},
        ),
        (
            "<p>A pot.</p><table><tr><th>Height:</th><td>20 cm</td></tr><tr><td>Volume</td><td>5 l</td></tr>"
            "</table>",
            "A pot.",
            {"Height": "20 cm", "Volume": "5 l"},
        ),
        (
            "<dl><dt>Height</dt><dd>20 cm</dd><dt>Pot</dt><dd>3 l</dd></dl>",
            "",
            {"Height": "20 cm", "Pot": "3 l"},
        ),
        (
            "<p><strong>Power:</strong> 20 W<br/><strong>Speaker</strong>: 8 inches</p><p>Loud.</p>",
            "Loud.",
            {"Power": "20 W", "Speaker": "8 inches"},
        ),
        ("<table><tr><td>a</td><td>b</td><td>c</td></tr></table>", "a b c", {}),
        ("<ul><li>Please note: sold without strings</li></ul>", "Please note: sold without strings.", {}),
        ("<ul><li>Ratio 1:250</li></ul>", "Ratio 1:250.", {}),
        (
            "<ul><li>Why we like it: It is light. It is also cheap.</li></ul>",
            "Why we like it: It is light. It is also cheap.",
            {},
        ),
        ("<p>A <b>bold</b>: word in a sentence.</p>", "A bold : word in a sentence.", {}),
        ("<p>Height: 20 cm, in a sentence.</p>", "Height: 20 cm, in a sentence.", {}),
        ("Height: 20 cm", "Height: 20 cm", {}),
        ("<script>x: y</script><li>Key: value", "", {"Key": "value"}),
    ],
)
def test_what_is_stated(markup: str, text: str, stated: dict[str, str]) -> None:
    read, found = described(markup)
    assert read.replace(" :", ":") == text.replace(" :", ":")
    assert dict(found) == stated


def test_measures_are_read_by_their_names() -> None:
    told = (
        "A guitar. Scale length 650 mm, weight 1.6 kg. Its weight of 2 kg is no burden, and height matters."
    )
    assert dict(measured(told)) == {"Scale length": "650 mm", "Weight": "1.6 kg"}


def test_long_markup_is_read_in_no_time() -> None:
    begun = time.perf_counter()
    for markup in (
        "<li>" + "a" * 60_000,
        "<p>" * 4_000 + ":" * 4_000,
        "<li>a: " * 4_000,
        "<b>x:</b>" * 4_000,
    ):
        described(markup)
    assert time.perf_counter() - begun < 3


def products(tmp_path: Path, name: str, content: str) -> dict[str, Product]:
    (tmp_path / name).write_text(content, "utf-8")
    FeedImport(tmp_path / "catalogue.csv", currency="EUR").take(tmp_path / name)
    return {one.title: one for one in read_catalogue(tmp_path / "catalogue.csv", currency="EUR").products}


def test_a_feed_of_shopify_brings_its_properties(tmp_path: Path) -> None:
    uke = {
        "id": 1, "title": "Soprano ukulele", "product_type": "Ukuleles", "vendor": "Lindwurm",
        "body_html": "<p>For first songs.</p><ul><li>Scale: 346 mm</li><li>Weight: 1 kg boxed</li></ul>",
        "variants": [
            {"id": 11, "price": "49.50", "inventory_quantity": 3, "weight": 0.5, "weight_unit": "kg"}
        ],
    }  # fmt: skip
    found = products(tmp_path, "products.json", json.dumps({"products": [uke]}))["Soprano ukulele"]
    assert found.description == "For first songs."
    assert found.attributes == {"Scale": "346 mm", "Weight": "1 kg boxed"}, "what is written counts before"


def test_both_descriptions_of_woocommerce_are_read(tmp_path: Path) -> None:
    rose = {
        "id": 1, "type": "simple", "name": "Rosa 'Ballymaloe'", "permalink": "https://x.example/r",
        "regular_price": "14.95", "price": "14.95", "stock_status": "instock",
        "categories": [{"name": "Roses"}],
        "short_description": "<p>A climber for a north wall.</p>",
        "description": "<p>Flowers from June on.</p><table><tr><td>Height</td><td>3 m</td></tr></table>",
        "weight": "2", "dimensions": {"length": "60", "width": "15", "height": "15"},
        "attributes": [{"name": "Height", "options": ["2.5 - 3 m"], "variation": False}],
    }  # fmt: skip
    found = products(tmp_path, "products.json", json.dumps([rose]))["Rosa 'Ballymaloe'"]
    assert found.description == "A climber for a north wall. Flowers from June on."
    assert found.attributes == {
        "Height": "2.5 - 3 m", "Weight": "2 kg", "Dimensions": "60 x 15 x 15 cm",
    }, "an attribute of the shop's own counts before the description"  # fmt: skip


def test_units_of_the_table_of_woocommerce(tmp_path: Path) -> None:
    rows = (
        "ID,Type,SKU,Name,Published,Regular price,In stock?,Stock,Categories,Short description,Description,"
        "Weight (lbs),Length (in),Width (in),Height (in)\n"
        "1,simple,A1,Trough,1,20,1,4,Pots,Frost-proof.,,3,20,8,7\n"
    )
    found = products(tmp_path, "products.csv", rows)["Trough"]
    assert found.description == "Frost-proof."
    assert found.attributes == {"Weight": "3 lbs", "Dimensions": "20 x 8 x 7 in"}
