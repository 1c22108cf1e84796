"""Plates, numbers in words, user names and mailboxes as they are written, and what a shop says of itself."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("his plate is M·AB 4410", "his plate is [licence_plate_1]"),
        ("parking refund for M - AB 4410", "parking refund for [licence_plate_1]"),
        ("post it to Unit 4, Mill Lane, Hove", "post it to [address_1], [address_2]"),
        ("new plate for parking: WX 3KL19", "new plate for parking: [licence_plate_1]"),
        ("ich bin unter null eins sieben zwei, 44 einundzwanzig 905 da", "ich bin unter [phone_1] da"),
        ("mon tel zéro sept, quarante-deux 11 09 33", "mon tel [phone_1]"),
        ("is it l***a@posteo.de?", "is it [email_1]?"),
        ("my account could be OldBoots.UK7", "my account could be [account_1]"),
        ('I posted a review as "Wet Socks of Hull"', 'I posted a review as "[account_1]"'),
        ('Caoimhe here (say "kwee-va")', '[name_1] here (say "[name_2]")'),
        ("back to Ballyvary, Co Mayo please", "back to [address_1], [address_2] please"),
        ("send it to 12 Oak Rd, Boise, ID 83701", "send it to [address_1]"),
        (
            "sent to AT611904300234573201 instead of the old one",
            "sent to [iban_1] instead of the old one",
        ),
    ],
)
def test_more_ways_to_write_it_are_known(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    "said",
    [
        ("can i park at the Leeds store (4 Mill Lane)?", "Yes."),
        ("where?", "Please come to our meeting point, Fellingerhof 3, 8004 Zürich."),
        ("where?", "The yard entrance is Rosenweg 4."),
        ("where?", "Alva Bonn, Kaiserplatz 3."),
        ("where?", "Follow @alva.outdoor or write to ambassadors@alva.example."),
        ("where?", "Follow us on Instagram at @peak.people_bonn."),
        ("where?", "Alva Retouren, Kaistraße 9, 18055 Rostock."),
        ("the receipt no 4410-203-991", "Thanks."),
        ("Ray ID 8f1c22ab90de44c1 it says", "Thanks."),
        ("which HS code?", "HS code is 6402 99 31."),
        ("a Saab V90 2021 is my van", "Thanks."),
        ("is Lotte the women's version of Emil?", "Yes. Lotte 220 and Emil 220 are alike."),
        ("does Lotte come in red?", "Lotte Red is back. Emil is 88 % wool."),
        ("I like the Emil gaiters", "The Emil kids jacket too."),
        ("I wrote on 3 Jan and 12 Jan", "Thanks."),
        ("it has a St. Anton sticker", "Pourriez-vous attendre ?"),
        ("did CHF 12.40 come by SEPA?", "Dann ist alles gut."),
    ],
)
def test_the_shops_own_and_what_is_nobodys_stays(said: tuple[str, ...]) -> None:
    assert texts(*said) == list(said)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Your order: Alva, 12 Oak Road, Leeds LS6 1BA", "Your order: Alva, [address_1], [address_2]"),
        ("We will follow up on 0171 5550 4621.", "We will follow up on [phone_1]."),
        ("Born on 3 Jan 1980, is that you, Jan?", "Born on [birth_date_1], is that you, [name_1]?"),
    ],
)
def test_what_only_looks_like_the_shops_own_is_masked(said: str, masked: str) -> None:
    assert texts("hi", said)[1] == masked
