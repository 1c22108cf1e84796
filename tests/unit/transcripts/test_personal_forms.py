"""Streets, papers, telephone numbers and names in further forms."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        (("I live at 14 Heol y Bont, Aberystwyth SY23 2AB",), "I live at [address_1], [address_2]"),
        (("sorry, Lindenstraße 12 statt 21",), "sorry, [address_1] statt [address_2]"),
        (("postcode is l s six two e h",), "postcode is [address_1]"),
        (("hi", "What is your surname?", "brackenbury like the village"), "[name_1] like the village"),
        (("das war doch der Jürgen, oder",), "das war doch der [name_1], oder"),
        (("Dziękuję, panie Tomaszu.",), "Dziękuję, panie [name_1]."),
        (("my ID card, seria ABC nr 445566",), "my ID card, seria [identity_document_1]"),
        (
            ("I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6",),
            "[identity_document_1]\n[identity_document_2]",
        ),
        (("móvil: seis uno dos, trescientos cuatro, ochenta, cinco",), "móvil: [phone_1]"),
    ],
)  # fmt: skip
def test_further_forms_are_found(said: tuple[str, ...], masked: str) -> None:
    assert texts(*said)[-1] == masked
