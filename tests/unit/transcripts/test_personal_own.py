"""What is the shop's own, a thing's, or a price, stays."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    "said",
    [
        ("do you have a branch in Hull?", "Yes, 4 Whitefriargate Street, Hull HU1 2EX. Tel 01482 496 0117."),
        ("avete la giacca nel negozio di Parma?", "No, via Garibaldi 12 è chiuso la domenica."),
        ("is it in stock at the Mill Lane branch?", "There are two."),
        ("bought it in the leeds shop, Mill Lane 12", "Thank you."),
        ("serial S/N 4407 1182 9930 5517", "Thank you."),
        ("gps shows SN 4407 1182 9930 5517", "Thank you."),
        ("hi", "It comes on Thu 14 August."),
        ("is it the Wren Petra 3P tent or the Petra 2?", "The Petra has poles."),
        ("which is it, 1987-03-21-GRN?", "That is green."),
        ("the watch is stuck", "Please install 10.2.40.0 first."),
        ("can we pay on account, PO 5500 117 344", "Yes."),
    ],
)
def test_what_is_the_shops_or_a_things_stays(said: tuple[str, ...]) -> None:
    assert texts(*said) == list(said)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        (("is the shop open?", "Yes. Your parcel goes to 12 Mill Lane, Ashby."), "Mill Lane"),
        (("can I get it at my shop, Lindenweg 12, 20095 Hamburg?", "Yes."), "Lindenweg"),
        (("12 Oak Road behind the shop", "Thank you."), "Oak Road"),
        (("please close my account", "I close it and write to 12 Oak Road, Ashby."), "Oak Road"),
        (("do you have a shop? I live at Lindenweg 12", "Lindenweg 12 is far from it."), "Lindenweg"),
    ],
)
def test_what_is_the_shoppers_is_masked_all_the_same(said: tuple[str, ...], masked: str) -> None:
    assert not any(masked in text for text in texts(*said))


def test_a_telephone_number_ends_at_the_comma_of_a_table() -> None:
    assert texts("C12,+353 20 914 7733,8,basic") == ["C12,[phone_1],8,basic"]
