"""Secrets, plates, papers, codes, dates and places as they are written, and what only looks like them."""

from __future__ import annotations

from functools import cache

import pytest

from bot.shop.order_forms import OrderForms
from training.transcripts.dialogue import Dialogue, Turn
from training.transcripts.personal_data import Masker


@cache
def masker() -> Masker:
    return Masker(orders=OrderForms(("FW-204518",)), words=("Fernweg", "Alva"))


def texts(*turns: tuple[str, str]) -> list[str]:
    said = Dialogue(id="d1", turns=tuple(Turn(role=role, text=text) for role, text in turns))  # type: ignore[arg-type]
    return [turn.text for turn in masker().masked(said).dialogue.turns]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "login fails, my password is wrong. tried Moss-41-lake, Moss-42-lake and moss42",
            "login fails, my password is wrong. tried [password_1], [password_2] and [password_3]",
        ),
        ("cant log in. i typed Otter?2020 twice", "cant log in. i typed [password_1] twice"),
        ("change the pass please, i used Fjord#77a", "change the pass please, i used [password_1]"),
        (
            "our camper is parked behind the shop, HH-WX 4821E",
            "our camper is parked behind the shop, [licence_plate_1]",
        ),
        ("it is my sisters van, LB19 QRT", "it is my sisters van, [licence_plate_1]"),
        ("the plate is KA-RS 310", "the plate is [licence_plate_1]"),
        ("licence 20481937 if they ask", "licence [identity_document_1] if they ask"),
        ("gift card not accepted TRE-5H3M-88PL", "gift card not accepted [gift_code_1]"),
        ("my voucher KX 5512 9034 TN was used", "my voucher [gift_code_1] was used"),
        ("they want the PESEL or keep it. 90090515836", "they want the PESEL or keep it. [national_id_1]"),
        ("locked out, was on 84.17.52.9", "locked out, was on [ip_address_1]"),
        ("blocked, the router has ip 5.9.1.2", "blocked, the router has ip [ip_address_1]"),
        ("ship to Rural Route 4, Box 12B, Barre, VT 05641", "ship to [address_1], [address_2]"),
        ("Kossuth Lajos utca 22. III/4, 1053 Budapest", "[address_1], [address_2]"),
        ("Via Roma 14, 10121 Torino (TO)", "[address_1], [address_2]"),
        ("preciso Rua das Flores 88, 3.º Dto.", "preciso [address_1]"),
        ("Kilfenora, Co. Clare V95 X2R1", "[address_1], [address_2]"),
        ("Grant at your desk promised a refund", "[name_1] at your desk promised a refund"),
    ],
)
def test_personal_data_is_masked_however_it_is_written(text: str, masked: str) -> None:
    assert texts(("shopper", text)) == [masked]


@pytest.mark.parametrize(
    "text",
    [
        "i forgot my password and tried chrome120 and Android14",
        "my password reset fails, i tried FW-204518 as the code",
        "my ski pass holder broke, i used it 20times",
        "the base plate M-TX 40 fits the A4 size",
        "anti snow plates RF-04 cost, or a new plate RF-05",
        "the software licence 20481937 has run out",
        "gift wrap for GTX 2000 and DIN 1234 5678",
        "gift card for order FW-204518 please",
        "article number 12345678901",
        "firmware 5.3.2.0 has a bug",
        "the update 40.120.1.44 for my watch",
        "is 5.6.1.2 out yet",
        "the Fox glacier, the Anna trail and Ben Lomond",
        "how windy is it on Skye",
        "my name is misspelled on the label",
        "ευχαριστώ πολύ, thanks",
        "my address has 3 lines and the form takes 2",
        "RE-2025-018842 is the invoice I mean",
        "RMA 90412, sent back on monday",
        "the trek starts on 5.6.2031",
    ],
)
def test_what_looks_like_it_stays(text: str) -> None:
    assert texts(("shopper", text)) == [text]


def test_birthdays_that_were_spoken_of_invite_dates() -> None:
    assert texts(
        ("bot", "Every child gets a voucher on its birthday."), ("shopper", "ok the twins 7.3.2019")
    ) == ["Every child gets a voucher on its birthday.", "ok the twins [birth_date_1]"]
    assert (
        texts(("bot", "The sale began in May."), ("shopper", "ok since 7.3.2019"))[1] == "ok since 7.3.2019"
    )


def test_the_shops_returns_desk_is_its_own_and_a_shoppers_returns_are_not() -> None:
    own = (
        "Fernweg Returns, Kaistraße 9, 18055 Rostock. Questions: service@fernweg.example or +49 381 555 0190."
    )
    assert texts(("bot", own)) == [own]
    assert texts(("bot", "Your returns, Kaistraße 9, 18055 Rostock, were received.")) == [
        "Your returns, [address_1], [address_2], were received."
    ]


def test_who_says_that_he_is_called_like_a_mountain_is_somebody() -> None:
    assert texts(("shopper", "my name is Rob Roy")) == ["my name is [name_1]"]


def test_a_name_that_begins_with_a_word_is_masked_whole_when_it_is_said_again() -> None:
    assert texts(("shopper", "my name is Park Seo-yeon"), ("bot", "All saved for Park Seo-yeon."))[1] == (
        "All saved for [name_1]."
    )
