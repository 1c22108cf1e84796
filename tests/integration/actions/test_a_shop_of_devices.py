"""A shop whose sizes hold several choices, and whose attributes list what things have."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.conversation.messages import Reply

FIND, ASK, COMPARE = "action_find_products", "action_product_answer", "action_compare_products"
NOTIFY = "action_notify_back_in_stock"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,stock,currency"
)
GOODS = """\
L1|Veldt Ember 14 Laptop|Computers/Laptops|Veldt|Light.|Weight: 1.2 kg; Ports: 2 x USB-C, HDMI 2.0|laptop|\
16 GB / 512 GB;silver;899;4,16 GB / 1 TB;silver;999;3,32 GB / 1 TB;silver;1149;0
L2|Korund Basalt 15 Laptop|Computers/Laptops|Korund||Weight: 1.9 kg; Ports: USB-C, HDMI 2.1|laptop|\
8 GB / 256 GB;grey;429;9,16 GB / 512 GB;grey;549;5
L3|Korund Basalt Studio 16 Laptop|Computers/Laptops|Korund||Weight: 2.1 kg; Ports: USB-C|laptop|\
32 GB / 1 TB;grey;1599;2,64 GB / 2 TB;grey;2199;1
L9|Used Veldt Ember 12 Laptop|Computers/Used|Veldt||Weight: 1.3 kg|laptop,used|16 GB / 256 GB;grey;299;3
K1|Plink Full Mechanical Keyboard|Computers/Keyboards|Plink||Switches: brown|keyboard|\
DE layout;black;99;5,UK layout;black;99;2
K2|Plink Short Mechanical Keyboard|Computers/Keyboards|Plink||Switches: brown|keyboard|\
DE layout;black;119;5,US layout;black;119;4
P1|Sild 8 Smartphone|Phones/Smartphones|Sild||RAM: 8 GB; Battery capacity: 4700 mAh; 5G: yes|phone|\
128 GB;black;499;7,128 GB;mint;499;3,256 GB;black;579;2,256 GB;mint;579;0
P2|Used Sild 6 Smartphone|Phones/Used|Sild||RAM: 6 GB; Battery capacity: 4000 mAh; 5G: no|phone,used|\
128 GB Grade A;black;299;2,128 GB Grade B;black;249;8
H1|Otter Hush One ANC Headphones|Audio/Headphones|Otter|For the train.|\
Connection: Bluetooth 5.3, 3.5 mm; Noise cancelling: yes; Multipoint: yes; Weight: 220 g|headphones|\
;black;129;16
H2|Otter Studio Headphones|Audio/Headphones|Otter||\
Connection: 6.3 mm; Noise cancelling: no; Multipoint: no; Weight: 285 g|headphones|;black;139;6
S1|Boulder Pebble Bluetooth Speaker|Audio/Speakers|Boulder||Power: 10 W; Weight: 0.4 kg|speaker|;black;49;5
S2|Boulder Rock Bluetooth Speaker|Audio/Speakers|Boulder|Charges phones at 20 W, and fits a cabin bag.|\
Power: 40 W; Weight: 1.4 kg|speaker|;black;149;5
C1|Volta Trio 65 W Charger|Power/Chargers|Volta||Power: 65 W; Ports: 2 x USB-C; Cable included: no|\
charger|;white;44;5
C2|Volta Quad 100 W Charger|Power/Chargers|Volta||Power: 100 W; Ports: 3 x USB-C; Cable included: yes|\
charger|;white;69;5
N1|Korund Pingu 14 Laptop|Computers/Laptops|Korund||Operating system: no operating system; Weight: 1.4 kg|\
laptop|16 GB / 512 GB;black;849;3,32 GB / 1 TB;black;999;3
M1|Pell Grip Left Mouse|Computers/Mice|Pell||Connection: USB-A dongle; For: left-handed|mouse|;black;49;5
W1|Pell Porch Camera|Home/Cameras|Pell||Storage: microSD; Resolution: 2560 x 1440|camera|;white;89;5
M2|Pell Grip Mouse|Computers/Mice|Pell||Connection: USB-A; For: right-handed|mouse|;black;44;5
"""


def ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("laptops with 16gb", {"L1", "L2", "N1"}),
        ("laptops with 16 gb ram up to 600", {"L2"}),
        ("a laptop with 64 gb and 2000 gb", {"L3"}),
        ("laptops with at least 32 gb ram", {"L3", "N1"}),
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("laptops with 16 gb up to 600 euros, used is ok", {"L2", "L9"}),
        ("laptop up to 500, can be used", {"L2", "L9"}),
        ("laptops under 500 or used ones", {"L2", "L9"}),
        ("laptop under 400, used would be fine too", {"L9"}),
        ("laptop under 600, used ok", {"L2", "L9"}),
        ("laptop under 600", {"L2"}),
    ],
)
async def test_what_stands_on_another_shelf_is_welcome(shop: Talk, text: str, found: set[str]) -> None:
    assert set(ids(await shop.reply(FIND, text))) == found


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
    assert set(ids(reply)) == {"L3", "N1"}


async def test_colours_that_come_after_thanks(shop: Talk) -> None:
    await shop.reply(FIND, "the ember 14")
    reply = await shop.reply(ASK, "nice. which colours does it come in?", "check_stock")
    assert reply.text == "The Veldt Ember 14 comes only in silver."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "does the hush one connect to my laptop and phone at the same time?",
            "Yes, the Otter Hush One ANC Headphones have multipoint.",
        ),
        ("hush one - multipoint?", "Yes, the Otter Hush One ANC Headphones have multipoint."),
        ("how heavy is the hush one", "The Otter Hush One ANC Headphones weigh 220 g."),
        ("does the pingu have windows?", "Operating system of the Korund Pingu 14: no operating system."),
        ("is the left one wireless?", "Yes. The connection of the Pell Grip Left is USB-A dongle."),
        ("is the volta quad 100 w charger with a usb-c port?", "Yes. The ports of the Volta Quad 100 W are"),
        ("does the sild 8 have 5g", "Yes, the Sild 8 Smartphone has 5G."),
    ],
)
async def test_what_its_data_tell(shop: Talk, text: str, said: str) -> None:
    if "left" in text:
        await shop.reply(FIND, "mouse for left handed people")
    intent = "check_stock" if "left" in text else "ask_product"  # which it had been read as
    assert (await shop.reply(ASK, text, intent)).text.startswith(said)


async def test_the_one_of_a_measure(shop: Talk) -> None:
    await shop.reply(FIND, "chargers")
    reply = await shop.reply(ASK, "does the 100w one come with a cable?", "ask_product")
    assert reply.text == "Yes, the cable is included with the Volta Quad 100 W."


@pytest.mark.parametrize("action", [COMPARE, ASK])
async def test_which_has_more_memory(shop: Talk, action: str) -> None:
    await shop.reply(COMPARE, "compare the ember 14 and the pingu 14")
    reply = await shop.reply(action, "which one has more ram, 16 or 32?")
    assert reply.text == "RAM: 16 or 32 GB (Veldt Ember 14), 16 or 32 GB (Korund Pingu 14)."


async def test_which_has_the_better_battery(shop: Talk) -> None:
    reply = await shop.reply(COMPARE, "sild 8 vs sild 6")
    assert reply.comparison is not None
    better = await shop.reply(COMPARE, "which has the better battery?")
    assert better.text.startswith("The Sild 8 Smartphone: battery capacity 4700 mAh against 4000 mAh")


async def test_which_ones_have_it(shop: Talk) -> None:
    await shop.reply(ASK, "how heavy is the ember 14")
    reply = await shop.reply(ASK, "which ones have 5g and cost less than 550", "ask_product")
    assert ids(reply) == ["P1"]


async def test_what_is_said_anew_is_sought_alone(shop: Talk) -> None:
    await shop.reply(FIND, "used phones in grade b")
    reply = await shop.reply(FIND, "smartphones with 5g")
    assert ids(reply) == ["P1"]
    assert reply.text == "One product fits: smartphones, 5G."


async def test_nothing_is_said_twice(shop: Talk) -> None:
    reply = await shop.reply(ASK, "how much is the ember 14 with 32 gb, is it in stock?", "ask_product")
    assert reply.text.count("Sorry") == 1
    assert reply.text.startswith("The Veldt Ember 14 in 32 GB / 1 TB costs 1149 EUR. Sorry,")


@pytest.mark.parametrize(
    "text", ["Pell Grip Left Mouse - connection?", "Pell Grip Left Mouse, its connection?"]
)
async def test_a_word_of_a_name_asks_for_no_stock(shop: Talk, text: str) -> None:
    reply = await shop.reply(FIND, text)
    assert reply.text == "The connection of the Pell Grip Left is USB-A dongle."


async def test_a_name_and_a_size(shop: Talk) -> None:
    reply = await shop.reply(
        "action_answer", "and the plink short mechanical with us layout?", "ask_question"
    )
    assert reply.text == "Yes, the Plink Short Mechanical is in stock in US layout."


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("the one with us layout", "Plink Short"),
        ("the short", "Plink Short"),
        ("full one please", "Plink Full"),
        ("the second", "Plink Short"),
    ],
)
@pytest.mark.parametrize("action", [FIND, ASK])
async def test_a_choice_answers_what_was_asked(shop: Talk, action: str, chosen: str, said: str) -> None:
    asked = await shop.reply(ASK, "what switches does the plink mechanical have")
    assert asked.text == "Which one do you mean?"
    reply = await shop.reply(action, chosen)
    assert said in reply.text
    assert "brown" in reply.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("how heavy is the one with noise cancelling", "220 g"),
        ("how heavy is the one without noise cancelling", "285 g"),
        ("does the one without noise cancelling have multipoint", "Otter Studio"),
    ],
)
async def test_the_one_with_or_without_something_is_meant(shop: Talk, text: str, said: str) -> None:
    await shop.reply(FIND, "headphones")
    assert said in (await shop.reply(ASK, text)).text


async def test_a_number_in_a_name_means_the_one_beside_it(shop: Talk) -> None:
    await shop.reply(FIND, "veldt ember 14")
    await shop.reply(ASK, "how heavy is it")
    for text in ("how heavy is the 15 one", "and the 15?", "what about the 15 one"):
        assert "1.9 kg" in (await shop.reply(ASK, text)).text


@pytest.mark.parametrize("text", ["where does it save the videos", "how do i save the recordings"])
async def test_where_recordings_go(shop: Talk, text: str) -> None:
    await shop.reply(FIND, "pell porch")
    assert "microSD" in (await shop.reply(ASK, text)).text


async def test_what_a_thing_would_be_for_is_not_quoted(shop: Talk) -> None:
    await shop.reply(FIND, "boulder rock")
    assert (await shop.reply(ASK, "and does it come with a cable to charge?")).kind == "decline"
