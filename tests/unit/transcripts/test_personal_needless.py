"""What stays: numbers of orders in many languages, first words of sentences, firms, the shop's own lines."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    "text",
    [
        "Hallo, Auftragsnr. 4410987 fehlt noch",
        "Guten Tag, Bestellung 330-9187 ist nicht da",
        "goedemiddag, retour 55120, bestelnummer 9921004",
        "buonasera, reso 30771 non arriva",
        "mam pytanie, zamówienie 8812 4410 2231 9931, nie dotarło",
        "order number 4539148803436467 is late",
        "devolución 55231 y pedido 88213",
    ],
)
def test_numbers_of_orders_and_returns_stay(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("order 20451 was paid with 4539 1488 0343 6467", "order 20451 was paid with [card_1]"),
        ("I want to pay my order 4539 1488 0343 6467", "I want to pay my order [card_1]"),
        ("about the order, 4539 1488 0343 6467", "about the order, [card_1]"),
    ],
)
def test_a_card_stays_one_beside_an_order(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    "told",
    [
        "Danke! Wurde gestern verschickt.",
        "Grazie. Abbiamo ricevuto il pacco.",
        "¡Hola! Suelen tardar dos días.",
        "Hej! Kunde du skicka en bild?",
        "Bedankt. Zitten er nog batterijen bij?",
        "Dziękuję. Paczka została wysłana.",
        "The transfer came from Barclays, not from Rabobank.",
        "Your click and collect code is 5512, show it at the desk.",
        "Uw afhaalcode is 7781.",
        "You can write to retours@maisonbleue.fr or call them on 01 44 55 66 77.",
        "Reset mail sent to the gmx.at address.",
    ],
)
def test_what_a_shop_says_stays(told: str) -> None:
    assert texts("hi", told)[1] == told


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("the door code is 5512", "the door code is [password_1]"),
        ("the locker PIN is 7731", "the locker PIN is [password_1]"),
        ('haben Sie die Lampe "Klara" noch?', 'haben Sie die Lampe "Klara" noch?'),
        ("Thanks. Oluchi will ring you tomorrow.", "Thanks. [name_1] will ring you tomorrow."),
    ],
)
def test_what_looks_like_it_is_told_from_it(text: str, masked: str) -> None:
    assert texts(text) == [masked]
