"""Numbers that their check digits or their form give away, and the same numbers written otherwise."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("please pay FR14 2004 1010 0505 0001 3M02 606 back", "please pay [iban_1] back"),
        ("please pay FR193000200550000157841L22 back", "please pay [iban_1] back"),
        ("please pay FR19 3000 2005 5000 0157 841L 22 back", "please pay [iban_1] back"),
        ("pay to MT08 MALT 0110 0001 2345 MTLC AST0 07K", "pay to [iban_1]"),
        ("the account is DE27120300004000123477", "the account is [iban_1]"),
        ("my code is FRR LCU 81R45 D612 N", "my code is [national_id_1]"),
        ("my code is FRRLCU81R45D612N", "my code is [national_id_1]"),
        ("on the bill goes 815622/4406", "on the bill goes [national_id_1]"),
        ("my birth number 8156224406", "my birth number [national_id_1]"),
        ("on the bill goes ES-X2845173-G", "on the bill goes [national_id_1]"),
        ("on the bill goes ESX2845173A", "on the bill goes [national_id_1]"),
        ("on the bill goes ES30918264P", "on the bill goes [national_id_1]"),
        ("it came with 3SQRTA0091882", "it came with [tracking_number_1]"),
        ("a parcel lies here, 7702 4415 9083 6127 50", "a parcel lies here, [tracking_number_1]"),
        ("dossier 207/11/553418 please", "dossier [customer_number_1] please"),
        ("teacher no. K-71-2208", "teacher no. [identity_document_1]"),
    ],
)
def test_a_number_is_known_by_its_check_digits_or_its_form(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    "text",
    [
        "the pole FR20 3000 2005 5000 0157 841L 22 is bent",
        "the pot 781399/1234 leaks",
        "the label says ES30918264A",
        "the serial is 7702 4415 9083 6127 51",
        "the pump 3S 2024 is loud",
    ],
)
def test_what_has_other_check_digits_stays(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        (("pay DE27 1203 0000 4000 1234 77", "To DE27120300004000123477?"), "To [iban_1]?"),
        (("member no K-0081923", "Card 0081923 is blocked."), "Card [customer_number_1] is blocked."),
        (("dossier 207/11/553418", "Is it 20711553418?"), "Is it [customer_number_1]?"),
        (("staff no. Q-40918", "Staff number 40918?"), "Staff number [identity_document_1]?"),
        (("personnummer 19870504-1238", "Try 870504-1238."), "Try [national_id_1]."),
        (("VAT number ESX2845173G", "Is ES-X2845173-G yours?"), "Is [national_id_1] yours?"),
        (("the parcel 3S QRTA 0091882", "I see 3SQRTA0091882."), "I see [tracking_number_1]."),
        (("call me on 512 633 904", "Thanks, 512633904 is noted."), "Thanks, [phone_1] is noted."),
        (("born on the twenty-first of june 1984", "So 21/06/1984?"), "So [birth_date_1]?"),
    ],
)
def test_a_number_that_is_said_otherwise_again_has_its_mask(said: tuple[str, ...], masked: str) -> None:
    assert texts(*said)[1] == masked
