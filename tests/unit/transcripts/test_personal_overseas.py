"""Addresses, accounts, papers and dates of North America, Australia, New Zealand, South Africa, India."""

from __future__ import annotations

import re

import pytest
from masked_talk import texts

_MASKS = re.compile(r"\[(\w+)_\d+\](?:,?\s\[\1_\d+\])*")


def bare(*said: str) -> str:
    """The last of these turns, with one mask without a number for the parts of one thing."""
    return _MASKS.sub(r"[\1]", texts(*said)[-1])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ship to 512 W Camino Real, Tucson, AZ please", "ship to [address] please"),
        ("it goes to 88 Long Street, 8001", "it goes to [address]"),
        ("send to 27 Protea Ave, Claremont, Cape Town, 7708", "send to [address]"),
        ("use c/- PO Box 341, Ballina 2478", "use [address]"),
        ("it is Private Bag X14, Hatfield 0028", "it is [address]"),
        ("R.R. #3, 2210 Sideroad 14, Fergus, Ontario N1M 2W5", "[address]"),
        ("2210 County Road 12\nElora, Ontario\nN0B 1S0", "[address]"),
        ("to #45, 2nd Cross, 5th Main, Jayanagar 4th Block, Bengaluru - 560011", "to [address]"),
        ("Plot 12, Sector 4, Shanti Kunj, near SBI ATM, Vashi, Navi Mumbai 400703", "[address]"),
        ("Blk 221 Tampines Street 24 #04-112 Singapore 560221", "[address]"),
        ("the place is Lot 7 Sandy Creek Rd, Gympie QLD 4570", "the place is [address]"),
        ("at RD 2, Kaikohe 0472", "at [address]"),
        ("Stand 221, Moletji, Limpopo, 0700", "[address]"),
        ("the eircode is d08 xy00", "the eircode is [address]"),
        ("Site 5 Box 12 RR 2, Lacombe AB T4L 2N2", "[address]"),
    ],
)
def test_addresses(text: str, masked: str) -> None:
    assert bare(text) == masked


@pytest.mark.parametrize(
    ("asked", "told", "masked"),
    [
        ("Which suburb?", "Berea, Durban. Thanks", "[address]. Thanks"),
        ("Your suburb is missing here.", "Toowong", "[address]"),
        ("What's the delivery address?", "415 e 7th st unit 2, austin tx 78701", "[address]"),
        ("Address please?", "12 wattle st, dulwich hill nsw 2203", "[address]"),
        (
            "Your address with PIN code please",
            "Flat 7, Lotus Heights, Vashi, Navi Mumbai 400703",
            "[address]",
        ),
        ("Hello!", "Lot 9", "[address]"),
        ("Is it still 55 Oak Ave?", "no its 57", "no its [address]"),
    ],
)
def test_addresses_as_answers(asked: str, told: str, masked: str) -> None:
    assert bare("hi", asked, told) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("reg 4183 konto 3345901277", "reg [iban] konto [iban]"),
        ("account Capitec 1234567890, branch 470010", "account Capitec [iban], branch [iban]"),
        ("a/c 50100234567891, IFSC HDFC0001234", "a/c [iban], IFSC [iban]"),
        ("pay into 12-3140-0171323-50", "pay into [iban]"),
        ("my BSB is 062-184 and account 1044 8821", "my BSB is [iban] and account [iban]"),
        ("routing 121000358, checking 3340099182", "routing [iban], checking [iban]"),
        ("transit 00012, inst 003, account 1234567", "transit [iban], inst [iban], account [iban]"),
        ("s/c 20-45-77 a/c 31926819", "s/c [iban] a/c [iban]"),
    ],
)
def test_accounts(text: str, masked: str) -> None:
    assert bare(text) == masked


def test_a_sort_code_is_the_same_without_its_strokes() -> None:
    assert texts("s/c 20-45-77 a/c 31926819", "204577 / 31926819 it is") == [
        "s/c [iban_1] a/c [iban_2]",
        "[iban_1] / [iban_2] it is",
    ]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("i was born Sept. 4, 1961", "i was born [birth_date]"),
        ("born on the 7th of the 3rd, 1984", "born on [birth_date]"),
        ("dob 07 22 1983", "dob [birth_date]"),
        ("medicare is 2428 77813 2", "medicare is [national_id]"),
        ("it is 8001015009087, take it", "it is [national_id], take it"),
        ("it says 2341 2341 2346 on it", "it says [national_id] on it"),
        ("my ohio dl is RT123456", "my ohio dl is [identity_document]"),
        ("the rego is ABX 21K, hers 1QT-4GH", "the rego is [licence_plate], hers [licence_plate]"),
        ("my name there is petra_winters_", "my name there is [account]"),
        ("New sign-in to mossandfernshop. Was that you?", "New sign-in to [account]. Was that you?"),
        ("my rupay 6071671750122649 was declined", "my rupay [card] was declined"),
        ("last 4 of my ssn 6789", "last 4 of my ssn [card]"),
        ("my work line is 011 555 0123 x204", "my work line is [phone]"),
        ("my other number 98200 12345", "my other number [phone]"),
    ],
)
def test_dates_and_numbers(text: str, masked: str) -> None:
    assert bare(text) == masked


@pytest.mark.parametrize(
    ("asked", "told", "masked"),
    [
        ("Your date of birth?", "mar 3rd 87", "[birth_date]"),
        ("Your date of birth?", "july 9 66", "[birth_date]"),
        ("Your date of birth?", "19850321", "[birth_date]"),
        ("Your cell phone?", "four one five, 555 0173", "[phone]"),
        ("Last four of your social?", "4432", "[card]"),
        ("Your passport number?", "the old one was Z 1180442", "the old one was [identity_document]"),
    ],
)
def test_answers(asked: str, told: str, masked: str) -> None:
    assert bare("hi", asked, told) == masked


def test_the_day_of_a_known_birthday() -> None:
    said = "je suis née le 14 mars 1977", "Merci, c'est noté.", "on fête ça le 14 mars"
    assert texts(*said) == [
        "je suis née le [birth_date_1]",
        "Merci, c'est noté.",
        "on fête ça le [birth_date_1]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "been on hold at 800-555-0123, and at 1800 555 123",
        "order ord 98200 12345 is late",
        "I paid on July 9, 20 days ago",
        "the reference is CR 4455-1102-8890-3317",
        "we sold 12 March 3, 15 items",
        "meet at Highway 1, the line 12 is closed",
        'is the "Klara" spejlet the same as the "Ronja" one?',
        "Hadley & Sons sell it, so do Kumar Stores",
        "kia ora, refund by NEFT or RTGS",
        "800 W Bosch mixer, 2 bowls",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(
    "told",
    [
        "Returns go to Sound Depot, 1020 Harbor St, Honolulu, HI 96814.",
        "Showroom: 41 Bridge Rd, Richmond, (03) 9429 1234.",
        "Your parcel is at the sorting centre in Hagen.",
        "Write to hilfe@lampenwelt.example or ring the store on 03 9555 1234.",
    ],
)
def test_what_is_the_shops_stays(told: str) -> None:
    assert texts("hi", told)[1] == told


@pytest.mark.parametrize(
    "text",
    [
        "#1, " * 1000,
        "Flat 1, " + "A, " * 1400,
        "a_" * 2000,
        "12 N A" + " A" * 2000,
        "Site 1 " * 600,
        "1234 " * 800,
        "one two " * 500,
    ],
)
def test_long_texts_take_no_time(text: str) -> None:
    assert len(texts(text)) == 1
