"""What of an order is meant, and what should come instead, in what a shopper said before being asked."""

from __future__ import annotations

import pytest
from actions_talk import Talk

CARRIED = {"order_number": "FW-204240", "email": "charlotte.marquardt@example.com"}
"""A child's rain jacket and snow suit, a battery, socks, shoes."""
KITCHEN = {"order_number": "FW-204164", "email": "maximilian.leitner@example.org"}
"""A bivvy bag, a hammock, a stove, a cleaning kit."""
CLOTHES = {"order_number": "FW-204272", "email": "karim.krause@example.com"}
"""A repair kit, a cap, a hoody, a vest."""
ONE = {"order_number": "FW-204134", "email": "marijke.kuipers@example.org"}
"""A backpack."""
SIZED = {"order_number": "FW-204136", "email": "sanne.vandenberg@example.com"}
"""Shoes, rain trousers, leggings, cycling tights."""
JACKET, SUIT, BATTERY, SOCKS, SHOES = "Otterfell", "Schneeotter", "Reserve", "Wandersocke", "Luftikus"
OTHERS = (
    "Notfall", "Hängematte", "Duett", "Flaschenbürste", "Flickzeug", "Schirmling", "Sonnenhemd", "Steppweste",
    "Hafen", "Küstenregen",
)  # fmt: skip


def items(said: str | None) -> list[str]:
    """The first words of the items."""
    names = [JACKET, SUIT, BATTERY, SOCKS, SHOES, *OTHERS]
    return [name for name in names if name in (said or "")]


@pytest.mark.parametrize(
    ("before", "town", "address"),
    [
        ("Lindwurmstr 88", "80337 München", "Lindwurmstr 88, 80337 München"),
        ("14 baker street,", "London NW1 6XE", "14 baker street, London NW1 6XE"),
        ("Keizersgracht 3", "1015 CJ", "Keizersgracht 3, 1015 CJ"),
        ("change my address please", "80337 Munich", None),
        ("change the address of FW-204697", "80337 Munich", None),
        ("anna7@example.com", "80337 Munich", None),
        ("do you deliver to house 7?", "80337 Munich", None),
        ("Lindwurmstr 88", "Lindwurmstr. 90, 80337 Munich", "Lindwurmstr. 90, 80337 Munich"),
        ("yes", "new address: Torstr. 5, 10115 Berlin", "Torstr. 5, 10115 Berlin"),
        ("yes", "ok, please send it to Torstr. 5, 10115 Berlin, thanks", "Torstr. 5, 10115 Berlin"),
        (
            "yes",
            "Sure Start Centre, Post Lane 4, AB1 2CD Leeds",
            "Sure Start Centre, Post Lane 4, AB1 2CD Leeds",
        ),
        (
            "yes",
            "Hugo Benali\n89 avenue de la Gare\n75011 Paris",
            "Hugo Benali\n89 avenue de la Gare\n75011 Paris",
        ),
    ],
)
async def test_an_address_in_two_messages(talk: Talk, before: str, town: str, address: str | None) -> None:
    await talk.run("action_show_order", before)
    found = await talk.run("action_match_address", town, new_address=town)
    assert talk.slots.get("new_address") == address, found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The snow suit is too short for her, it has to go back", [SUIT]),
        ("I'd like to return the socks and the kid's rain jacket", [JACKET, SOCKS]),
        ("the battery doesn't fit my lamp, can I send it back? The rest is great", [BATTERY]),
        ("All of it goes back please, the season is over", [JACKET, SUIT, BATTERY, SOCKS, SHOES]),
        ("I want to send everything back except the socks", [JACKET, SUIT, BATTERY, SHOES]),
        ("We love the jacket but the snow suit is much too small", [SUIT]),
        ("The shoes rub at the heel. We keep the jacket and the socks.", [SHOES]),
        ("the yellow one has to go back", [SHOES]),
        ("Hi, I want to return something", []),
        ("after all that waiting it doesn't fit", []),
        ("it looks like a sock on me", []),
    ],
)
async def test_items_that_were_named_before_the_question(talk: Talk, text: str, meant: list[str]) -> None:
    found = await talk.run("action_match_lines", text, **CARRIED)
    assert items(found.slots["return_items"]) == meant
    assert found.slots["return_lines_found"] is bool(meant)


async def test_the_latest_message_that_names_an_item_counts(talk: Talk) -> None:
    for text in (
        "The hammock has a hole",
        "sorry, I meant the camp stove, the other things are fine",
        "here",
    ):
        found = await talk.run("action_match_lines", text, return_lines=None, **KITCHEN)
    assert items(found.slots["return_items"]) == ["Duett"]


async def test_what_another_word_is_used_for(talk: Talk) -> None:
    found = await talk.run("action_match_lines", "the cooker arrived bent, so annoying", **KITCHEN)
    assert items(found.slots["return_items"]) == ["Duett"]


async def test_what_is_said_of_an_item_names_no_other(talk: Talk) -> None:
    found = await talk.run("action_match_lines", "The shoes are too tight at the toes", **SIZED)
    assert found.slots["return_items"] == "Luftikus mesh shoe unisex (39, sky blue)"


async def test_an_order_of_one_item_needs_no_name(talk: Talk) -> None:
    found = await talk.run("action_match_lines", "I want to give it back", **ONE)
    assert items(found.slots["return_items"]) == ["Hafen"]


async def test_what_was_meant_is_what_goes_back(talk: Talk) -> None:
    found = await talk.run("action_match_lines", "the vest and the cap please", **CLOTHES)
    assert items(found.slots["return_items"]) == ["Schirmling", "Steppweste"]
    again = await talk.run("action_match_lines")
    assert again.slots["return_items"] == found.slots["return_items"]


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("yes, the lot", [JACKET, SUIT, BATTERY, SOCKS, SHOES]),
        ("1 and 3", [JACKET, BATTERY]),
        ("number 2", [SUIT]),
        ("everything apart from the shoes", [JACKET, SUIT, BATTERY, SOCKS]),
        ("no, only the snow suit", [SUIT]),
        ("the rain jacket, and the socks too", [JACKET, SOCKS]),
        ("the second one", [SUIT]),
        ("the canoe", []),
    ],
)
async def test_answers(talk: Talk, answer: str, meant: list[str]) -> None:
    found = await talk.run("action_match_lines", answer, return_lines=answer, **CARRIED)
    assert items(found.slots["return_items"]) == meant


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The rain trousers are too big, do you have them in M?", "M"),
        ("I ordered the rain trousers in L and need S", "S"),
        ("the rain trousers are huge, one size smaller please", "M"),
        ("rain trousers, two sizes bigger please", "XXL"),
        ("The rain trousers are bigger than I thought", None),
        ("The L of the rain trousers doesn't fit", None),
        ("can I swap the rain trousers?", None),
    ],
)
async def test_a_size_that_was_named_before_the_question(talk: Talk, text: str, wanted: str | None) -> None:
    await talk.run("action_match_lines", text, **SIZED)
    found = await talk.run("action_match_exchange")
    assert found.slots["exchange_size"] == wanted
    assert found.slots["exchange_missing"] is False


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("black would be nicer", "black"),
        ("petrol please", "petrol blue"),
        ("the blue one instead of the yellow", "petrol blue"),
        ("Yes, correct", None),
        ("in pink", None),
        ("XL", None),
    ],
)
async def test_what_is_wanted_instead_must_exist(talk: Talk, answer: str, wanted: str | None) -> None:
    await talk.run("action_match_lines", "I'd like another colour", **ONE)
    found = await talk.run("action_match_exchange", answer, exchange_size=answer)
    assert found.slots["exchange_size"] == wanted
    assert found.slots["exchange_missing"] is (wanted is None)
    assert found.slots["exchange_options"] == "colours petrol blue, ochre yellow, black"


async def test_size_and_colour_together(talk: Talk) -> None:
    await talk.run("action_match_lines", "swap the vest for a black one in size M", **CLOTHES)
    found = await talk.run("action_match_exchange")
    assert found.slots["exchange_size"] == "M, black"


@pytest.mark.parametrize(
    ("text", "declined"),
    [
        ("the trousers are too wide. I don't need another size, they just go back", True),
        ("then I'd rather send them back", True),
        ("no exchange please, I only want to return them", True),
        ("can you swap them for another size?", False),
        ("no, size M please", False),
        ("there is no way I fit in there, L please", False),
    ],
)
async def test_nothing_is_wanted_instead(talk: Talk, text: str, declined: bool) -> None:
    found = await talk.run("action_match_exchange", text, **SIZED)
    assert found.slots["exchange_declined"] is declined


async def test_no_exchange_where_the_policy_has_none(talk: Talk) -> None:
    swiss = {"order_number": "FW-203930", "email": "reto.bernasconi@example.org"}
    assert (await talk.run("action_check_order", **swiss)).slots["exchange_possible"] is False
    assert (await talk.run("action_check_order", **ONE)).slots["exchange_possible"] is True


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "please send it to Nora Feldmann, Lindenstr. 8, 80337 Munich instead",
            "Nora Feldmann, Lindenstr. 8, 80337 Munich",
        ),
        ("I forgot the box: Kerkstraat 7 bus 12, 2000 Antwerp.", "Kerkstraat 7 bus 12, 2000 Antwerp"),
        ("new address: 12 rue de la Paix, 75002 Paris", "12 rue de la Paix, 75002 Paris"),
        (
            "to John Smith, 14 Baker Street, London NW1 6XE please",
            "John Smith, 14 Baker Street, London NW1 6XE",
        ),
        ("Prinsengracht 263-1, 1016 GV Amsterdam", "Prinsengracht 263-1, 1016 GV Amsterdam"),
        ("the order of 12 May, 2026, please", None),
        ("I bought 2 pieces in Hamburg, 14 days ago", None),
        ("to my office please", None),
    ],
)
async def test_an_address_that_was_given_before_the_question(
    talk: Talk, text: str, address: str | None
) -> None:
    await talk.run("action_match_address", text)
    assert (await talk.run("action_match_address", "yes")).slots["new_address"] == address


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no, only the vest", ["Steppweste"]),
        ("no wait, I keep the vest", ["Schirmling"]),
        ("No, the hoody too, so the cap, the vest and the hoody", ["Schirmling", "Sonnenhemd", "Steppweste"]),
        ("no", []),
        ("no, nothing goes back", []),
    ],
)
async def test_a_refusal_may_name_other_items(talk: Talk, text: str, meant: list[str]) -> None:
    await talk.run("action_match_lines", "the vest and the cap are too small", **CLOTHES)
    found = await talk.run("action_match_lines", text, confirm_return=False)
    assert items(found.slots["return_items"]) == meant


@pytest.mark.parametrize(
    ("text", "wanted"), [("no, in S please", "S"), ("no", None), ("no, stop that", None)]
)
async def test_a_refusal_may_name_another_size(talk: Talk, text: str, wanted: str | None) -> None:
    await talk.run("action_match_lines", "The rain trousers are too big, do you have them in M?", **SIZED)
    assert (await talk.run("action_match_exchange")).slots["exchange_size"] == "M"
    found = await talk.run("action_match_exchange", text, confirm_exchange=False)
    assert found.slots["exchange_size"] == wanted


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The cooker came with a snapped lid hinge. Order FW-204164, a@b.example", "snapped lid hinge"),
        ("the left burner won't light and the knob is loose", "burner won't light"),
        ("Hello! One leg of the stove fell off. I'd like a new one.", "One leg of the stove fell off."),
        ("my camp stove arrived broken", ""),
        ("my order arrived but the cooker doesn't work", ""),
        ("got a torn hammock today, want my money back", ""),
        ("no wait, the burner is not broken, it just won't fit me", ""),
        ("something in the parcel is damaged, FW-204164", ""),
        ("I want a replacement for the stove please", ""),
    ],
)
async def test_what_is_wrong_is_taken_from_what_was_told(talk: Talk, said: str, told: str) -> None:
    found = await talk.run("action_match_damage", said, return_lines="3", **KITCHEN)
    noted = found.slots["damage_told"] or ""
    assert told in noted
    assert bool(told) is bool(noted)
    assert "FW-" not in noted
    assert "@" not in noted


@pytest.mark.parametrize(
    ("answer", "intent", "kept"),
    [
        ("yes, do that please", "affirm", "the hinge snapped"),
        ("no", "deny", "the hinge snapped"),
        ("the box had a dent too", "give_details", "the hinge snapped the box had a dent too"),
    ],
)
async def test_an_answer_is_added_to_what_was_told(talk: Talk, answer: str, intent: str, kept: str) -> None:
    told = {"damage_told": "the hinge snapped", "damage_description": answer}
    found = await talk.run("action_match_damage", answer, intent, **told, **KITCHEN)
    assert found.slots["damage_description"] == kept


async def test_an_answer_stands_by_itself_where_nothing_was_told(talk: Talk) -> None:
    found = await talk.run("action_match_damage", "yes", "affirm", damage_description="yes", **KITCHEN)
    assert found.slots == {}


async def test_the_one_item_that_is_meant_is_spoken_of(talk: Talk) -> None:
    found = await talk.run("action_match_lines", "the hammock has to go back", **KITCHEN)
    assert found.slots["current_product"]
    several = await talk.run("action_match_lines", "the stove and the hammock", return_lines=None, **KITCHEN)
    assert "current_product" not in several.slots
