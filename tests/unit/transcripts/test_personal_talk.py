"""What becomes personal by what is spoken of, by the form it fills, or by having been said before; and what
is a product's."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    ("before", "text", "masked"),
    [
        ("the locker asks for a pin", "Try 8092, it is new.", "Try [password_1], it is new."),
        ("sms never came", "Your verification code is 771204.", "Your verification code is [password_1]."),
        ("cant log in to my account", "Is it lasse_h or lasseh84?", "Is it [account_1] or [account_2]?"),
        ("here is my passport", "Thank you, L8V2N5P4T it is.", "Thank you, [identity_document_1] it is."),
        ("we come by van", "Is it 191-D-30417?", "Is it [licence_plate_1]?"),
        ("loyalty points are missing", "Is the number 2094 5518 7720?", "Is the number [customer_number_1]?"),
    ],
)
def test_codes_are_personal_where_the_talk_is_of_them(before: str, text: str, masked: str) -> None:
    assert texts(before, text)[1] == masked


@pytest.mark.parametrize(
    "said",
    [
        ("is the code WELCOME15 still valid", "Yes, WELCOME15 gives 15 %."),
        ("my account shows 3 orders from 2023", "There were 4 in 2022."),
        ("is the router at 192.168.0.1", "Yes, with netmask 255.255.255.0."),
        ("sizes 36 38 40 42", "We have 40 and 42."),
        ("invoice with vat please, dated 2025-07-15", "It is on its way."),
        ("does Marco fit true to size", "Marco runs small, take 54."),
        ("how much is the dress Amelia, size 38", "Amelia is sold out."),
        ("is the Ronda Pro lighter", "The Ronda Pro weighs 90 g more."),
        ("Stan Smith or Paul Smith socks?", "Both."),
        ("bundle_size = 3", "partly_open: no"),
        ("ticket T-55012 please", "It is closed."),
    ],
)
def test_what_the_talk_does_not_make_personal_stays(said: tuple[str, ...]) -> None:
    assert texts(*said) == list(said)


def test_filled_fields_are_masked() -> None:
    form = "First name: Anjali\nSurname: Deshpande\nAddress line 2: Off LBS Marg\nTown/City: Mumbai\n"
    masked = "First name: [name_1]\nSurname: [name_2]\nAddress line 2: [address_1]\nTown/City: [address_2]\n"
    assert texts(f"{form}Reason: too small") == [f"{masked}Reason: too small"]
    assert texts("Address: see above; Name: none") == ["Address: see above; Name: none"]


def test_lines_of_a_letter_are_a_name_a_house_and_a_street() -> None:
    assert texts("Yours\n\nCatriona Maclean\nTigh na Mara\n12 Shore Street\nIV26 2UR") == [
        "Yours\n\n[name_1]\n[address_1]\n[address_2]\n[address_3]"
    ]


def test_an_address_is_masked_where_it_is_said_again() -> None:
    said = texts("ul. Długa 7, 31-147 Kraków", "Is ul. Długa 7 in Kraków right?")
    assert said == ["[address_1], [address_2]", "Is [address_1] in [address_2] right?"]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("it went to Jefke Van Den Broeck", "it went to [name_1]"),
        ("my number is 601 555 237", "my number is [phone_1]"),
        ("write nora(dot)bird(at)example.com", "write [email_1]"),
        ("my passphrase is correct horse battery", "my passphrase is [password_1]"),
        ("press 1234# at the gate", "press [password_1] at the gate"),
        ("IBAN NL43 MLPS 9547 9049 25 but my bank says no", "IBAN [iban_1] but my bank says no"),
        ("it is 12.345.678-5 for the boleta", "it is [national_id_1] for the boleta"),
        ("the bell says Bianchi Keller", "the bell says [name_1]"),
    ],
)
def test_more_forms_are_known(text: str, masked: str) -> None:
    assert texts(text) == [masked]
