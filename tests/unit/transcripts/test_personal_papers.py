"""Papers and numbers of people by what they are called in many languages, with letters around digits."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    ("asked", "answer", "masked"),
    [
        ("Proszę o numer dowodu osobistego.", "DAR 620 117", "[identity_document_1]"),
        ("Please send the number of your residence permit.", "ZQ 0831 44", "[identity_document_1]"),
        ("Prosím, uveďte rodné číslo.", "7453 108 226", "[national_id_1]"),
        ("Please send name, birth date and ID.", "8813 407 XR", "[identity_document_1]"),
    ],
)
def test_what_is_asked_for_in_other_languages_is_masked(asked: str, answer: str, masked: str) -> None:
    assert texts("hi", asked, answer)[2] == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("minun passi on FP3304918", "minun passi on [identity_document_1]"),
        ("Carta d'identità AX 71 204 GT", "Carta d'identità [identity_document_1]"),
        ("the id card says 553120LA", "the id card says [identity_document_1]"),
        ("Cartão de Cidadão 20417733 4 ZX1", "Cartão de Cidadão [identity_document_1]"),
        ("CNI n° 34CD90217", "CNI n° [identity_document_1]"),
        ("client n° K-0041177", "client n° [customer_number_1]"),
        ("Reisepass lautet C8X T4K 11P", "Reisepass lautet [identity_document_1]"),
        ("my ID card number is IDXYZ CAB 000733", "my ID card number is [identity_document_1]"),
        ("green card TRD 44 118 20931", "green card [identity_document_1]"),
        ("szemelyi igazolvany 448120 TE", "szemelyi igazolvany [identity_document_1]"),
        ("is it 7408126614? that is my birth number", "is it [national_id_1]? that is my birth number"),
        ("ID no: 8830 117 from 2019", "ID no: [identity_document_1] from 2019"),
    ],
)
def test_papers_are_known_by_their_names(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    "text",
    [
        "my customer account shows order 204518",
        "dowód zakupu FW-204518",
        "the order id is 204518 AB",
        "can I use my identity card to collect 2 parcels",
        "the parcel has size 44 x 1622",
    ],
)
def test_orders_and_receipts_stay(text: str) -> None:
    assert texts(text) == [text]
