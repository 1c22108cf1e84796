"""A shop whose sizes hold several choices, and whose attributes list what things have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from actions_talk import Talk

from bot.actions.registry import all_actions
from bot.actions.runner import InProcessActions
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from bot.decide.domain import Domain
from bot.models import open_encoder
from bot.respond.responder import DomainResponder
from retrieval.products.products import Products, build_products

FIND, ASK, COMPARE = "action_find_products", "action_product_answer", "action_compare_products"
NOTIFY = "action_notify_back_in_stock"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,stock,currency"
)
GOODS = """\
L1|Veldt Ember 14 Laptop|Computers/Laptops|Veldt|Light.|Weight: 1.2 kg; Ports: 2 x USB-C, HDMI 2.0|laptop|16 GB / 512 GB;silver;899;4,16 GB / 1 TB;silver;999;3,32 GB / 1 TB;silver;1149;0
L2|Korund Basalt 15 Laptop|Computers/Laptops|Korund||Weight: 1.9 kg; Ports: USB-C, HDMI 2.1|laptop|8 GB / 256 GB;grey;429;9,16 GB / 512 GB;grey;549;5
L3|Korund Basalt Studio 16 Laptop|Computers/Laptops|Korund||Weight: 2.1 kg; Ports: USB-C|laptop|32 GB / 1 TB;grey;1599;2,64 GB / 2 TB;grey;2199;1
K1|Plink Full Mechanical Keyboard|Computers/Keyboards|Plink||Switches: brown|keyboard|DE layout;black;99;5,UK layout;black;99;2
K2|Plink Short Mechanical Keyboard|Computers/Keyboards|Plink||Switches: brown|keyboard|DE layout;black;119;5,US layout;black;119;4
P1|Sild 8 Smartphone|Phones/Smartphones|Sild||RAM: 8 GB; Battery capacity: 4700 mAh; 5G: yes|phone|128 GB;black;499;7,128 GB;mint;499;3,256 GB;black;579;2,256 GB;mint;579;0
P2|Used Sild 6 Smartphone|Phones/Used|Sild||RAM: 6 GB; Battery capacity: 4000 mAh; 5G: no|phone,used|128 GB Grade A;black;299;2,128 GB Grade B;black;249;8
"""  # noqa: E501


def _rows() -> list[str]:
    rows = []
    for line in GOODS.splitlines():
        *cells, variants = line.split("|")
        for n, variant in enumerate(variants.split(","), start=1):
            size, colour, price, stock = variant.split(";")
            own = cells if n == 1 else [cells[0], *[""] * (len(cells) - 1)]
            quoted = ",".join(f'"{cell}"' for cell in own)
            rows.append(f"{quoted},{size},{colour},{cells[0]}-{n},{price},{stock},EUR")
    return rows


@pytest.fixture(scope="module")
def products(prepared_demo: Path, opened: ActionTools, tmp_path_factory: pytest.TempPathFactory) -> Products:
    folder = tmp_path_factory.mktemp("devices")
    file, encoder = folder / "catalogue.csv", open_encoder(opened.settings)
    file.write_text("\n".join([HEAD, *_rows()]) + "\n")
    build_products(file, folder / "index", encoder, currency="EUR")
    return Products(file, folder / "index", encoder)


@pytest.fixture
def shop(tools: ActionTools, domain: Domain, products: Products) -> Talk:
    actions = all_actions(replace(tools, products=products))
    return Talk(InProcessActions(actions, DomainResponder(domain), {}, 8.0))


def ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("laptops with 16gb", {"L1", "L2"}),
        ("laptops with 16 gb ram up to 600", {"L2"}),
        ("a laptop with 32 gb and 1000 gb", {"L3"}),
        ("laptops with at least 32 gb ram", {"L3"}),
        ("laptops with 8 or 64 gb", {"L2", "L3"}),
        ("mechanical keyboard with us layout", {"K2"}),
        ("used phones in grade b", {"P2"}),
        ("phones with 8 gb ram", {"P1"}),
    ],
)
async def test_a_part_of_a_size_finds_all_that_have_it(shop: Talk, text: str, found: set[str]) -> None:
    assert set(ids(await shop.reply(FIND, text))) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("is the ember 14 in stock with 32gb?", "Sorry, the Veldt Ember 14 is sold out in 32 GB / 1 TB"),
        (
            "is the ember 14 in stock with 16 gb?",
            "Yes, the Veldt Ember 14 is in stock in 16 GB / 512 GB or 16 GB",
        ),
        ("is the ember 14 in stock with 64 gb?", "The Veldt Ember 14 doesn't come in 64 GB."),
        (
            "is the sild 8 in stock with 256 gb in mint",
            "Sorry, the Sild 8 Smartphone is sold out in 256 GB in mint",
        ),
        ("is the full mechanical available with us layout?", "doesn't come in US layout"),
        (
            "how much is the used sild 6 in grade b, is it in stock",
            "in 128 GB Grade B costs 249 EUR. Yes, the Used Sild 6 Smartphone is in stock in 128 GB Grade B",
        ),
    ],
)
async def test_a_part_of_a_size_is_asked_of_one(shop: Talk, text: str, said: str) -> None:
    assert said in (await shop.reply(ASK, text, "check_stock")).text


async def test_what_is_near_a_sold_out_variant(shop: Talk) -> None:
    reply = await shop.reply(ASK, "is the sild 8 in stock with 256 gb in mint", "check_stock")
    assert reply.text.endswith("In 256 GB there is black. In mint there is 128 GB.")


async def test_the_notice_is_for_that_variant(shop: Talk) -> None:
    reply = await shop.reply(ASK, "is the ember 14 in stock with 32gb?", "check_stock")
    (button,) = reply.buttons
    assert button.payload == '/subscribe_back_in_stock{"size": "32 GB / 1 TB", "colour": "silver"}'
    done = await shop.run(NOTIFY, "jo@example.com", wanted_size="32 GB / 1 TB", email="jo@example.com")
    assert done.slots["notify_set"] is True
    assert done.slots["wanted_product"] == "Veldt Ember 14 in 32 GB / 1 TB"


async def test_the_notice_is_for_the_variant_spoken_of(shop: Talk) -> None:
    await shop.reply(ASK, "is the ember 14 in stock with 32gb?", "check_stock")
    await shop.run("action_match_product", "tell me when the 32gb version is back")
    done = await shop.run(NOTIFY, "jo@example.com", email="jo@example.com")
    assert done.slots["wanted_product"] == "Veldt Ember 14 in 32 GB / 1 TB"


@pytest.mark.parametrize("text", ["which one has the us layout in stock?", "do both have us layout?"])
async def test_which_of_those_shown_come_in_it(shop: Talk, text: str) -> None:
    await shop.reply(FIND, "mechanical keyboards")
    reply = await shop.reply(COMPARE, text)
    assert reply.text == (
        "In US layout: the Plink Short Mechanical; by our data not the Plink Full Mechanical."
    )


async def test_a_similar_one_is_another(shop: Talk) -> None:
    await shop.reply(ASK, "is the ember 14 in stock with 32gb?", "check_stock")
    reply = await shop.reply(ASK, "is there a similar one with 32gb in stock?", "check_stock")
    assert ids(reply) == ["L3"]


async def test_colours_that_come_after_thanks(shop: Talk) -> None:
    await shop.reply(FIND, "the ember 14")
    reply = await shop.reply(ASK, "nice. which colours does it come in?", "check_stock")
    assert reply.text == "The Veldt Ember 14 comes only in silver."
