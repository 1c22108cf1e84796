"""What nothing in the shop is called, several kinds in one wish, and what is asked of those shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from actions_talk import Talk

from bot.actions.asked_which import WHICH_PRODUCT
from bot.actions.tools import ActionTools

FIND, ADVISE, COMPARE = "action_find_products", "action_recommend", "action_compare_products"
ANSWER, ASK = "action_answer", "action_product_answer"


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("looking for ski touring skis", "ski touring skis"),
        ("do you have any skis at all?", "skis"),
        ("do you not sell ski goggles?", "ski goggles"),
        ("do you have a recycling box", "recycling box"),
    ],
)
async def test_a_thing_that_only_shares_a_word_is_not_sold(talk: Talk, text: str, thing: str) -> None:
    reply = await talk.reply(FIND, text)
    assert reply.text == f"I couldn't find “{thing}” in our shop."
    assert not reply.cards


@pytest.mark.parametrize("text", ["do you have a roof box", "a camping lamp", "do you have seat pads"])
async def test_what_is_called_so_is_sold(talk: Talk, text: str) -> None:
    assert (await talk.reply(FIND, text)).cards


async def test_what_is_named_behind_a_search_for_no_kind_is_not_sold(talk: Talk) -> None:
    await talk.reply(FIND, "do you have something against mosquitoes")
    reply = await talk.reply(FIND, "a head net or spray?")
    assert reply.text == "I couldn't find “head net” in our shop."


async def test_what_was_meant_is_not_sold_either(talk: Talk) -> None:
    await talk.reply(FIND, "looking for ski touring skis")
    reply = await talk.reply(FIND, "no the skis itself")
    assert reply.text == "I couldn't find “skis” in our shop."
    boots = await talk.reply(FIND, "ok touring boots?")
    assert boots.text == "I found no touring boots in stock. The nearest I have:"


async def test_of_two_things_the_one_is_not_sold(talk: Talk) -> None:
    reply = await talk.reply(FIND, "need ski goggles and a helmet")
    assert reply.text == "I couldn't find “ski goggles” in our shop. Two fit: helmets."


async def test_some_of_each_kind_are_shown(talk: Talk) -> None:
    reply = await talk.reply(FIND, "a warm jacket and a hat, size M")
    assert reply.text.startswith("Hats in size M and jackets in size M")
    shelves = {card.category for card in reply.cards}
    assert "jackets" in shelves
    assert len(shelves) > 1


@pytest.mark.parametrize("budget", [200, 120])
async def test_a_set_costs_no_more_than_the_budget_in_total(talk: Talk, budget: int) -> None:
    reply = await talk.reply(FIND, f"cook set and a stove, total under {budget}")
    cost = sum(Decimal(card.price) for card in reply.cards)
    assert len(reply.cards) == 2
    assert cost <= budget
    assert reply.text.startswith(f"Together {cost:.2f}".removesuffix(".00"))


async def test_where_no_set_is_so_cheap_the_cheapest_is_shown(talk: Talk) -> None:
    reply = await talk.reply(FIND, "cooking set for 2 and a stove to match, total under 100")
    assert "in total up to 100 EUR in stock. Otherwise right, these two are" in reply.text
    again = await talk.reply(FIND, "total i mean, both together")
    assert [card.title for card in again.cards] == [card.title for card in reply.cards]


async def test_what_is_for_children_only_gives_way_before_the_kind(talk: Talk) -> None:
    reply = await talk.reply(FIND, "a climbing helmet for my grandson")
    assert reply.text.endswith("These are made for grown-ups:")
    assert all("helmet" in card.title for card in reply.cards)


async def test_more_people_than_asked_for_rather_than_fewer(talk: Talk, tools: ActionTools) -> None:
    reply = await talk.reply(FIND, "my wife and I want a tent that we can stand up in, with two bedrooms")
    assert reply.cards
    for card in reply.cards:
        product = tools.products.get(card.product_id)
        assert product is not None
        assert int(product.attributes["Persons"]) >= 2


async def test_cheaper_is_cheaper_than_all_that_was_shown(talk: Talk) -> None:
    shown = await talk.reply(FIND, "sleeping mats")
    lowest = min(Decimal(card.price) for card in shown.cards)
    for _ in range(4):
        reply = await talk.reply(FIND, "something cheaper")
        if "is already the cheapest" in reply.text:
            break
        assert all(Decimal(card.price) < lowest for card in reply.cards)
        lowest = min(Decimal(card.price) for card in reply.cards)
    else:
        pytest.fail("it never ends")


async def test_which_of_those_shown_is_so(talk: Talk) -> None:
    await talk.reply(FIND, "headlamps")
    reply = await talk.reply(ADVISE, "which one is rechargable")
    assert reply.text == (
        "Rechargeable: the Lumenor Blick 500 R; by our data not the Glühwurm and the Lumenor Blick 300."
    )
    assert talk.slots["current_product"]


async def test_how_materials_differ_is_no_comparison_of_products(talk: Talk) -> None:
    reply = await talk.reply(COMPARE, "whats the difference between down and synthetic")
    assert not reply.comparison
    assert not reply.cards
    assert reply.citations


async def test_what_products_are_of_both_kinds_is_compared(talk: Talk) -> None:
    reply = await talk.reply(COMPARE, "compare the Küstenregen and the Sturmfest")
    assert reply.comparison


async def test_a_question_on_one_that_is_counted_is_of_that_one(talk: Talk) -> None:
    await talk.reply(FIND, "1 person tents")
    outcome = await talk.run(COMPARE, "what is the second one better for")
    assert not any(reply.comparison for reply in outcome.replies)


@pytest.mark.parametrize("action", [ANSWER, ASK])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is it waterproof?", "Yes, the Skerry 2 is waterproof."),
        ("how heavy is it", "The Skerry 2 weighs 1.89 kg."),
    ],
)
async def test_what_nobody_spoke_of_is_asked_for(talk: Talk, action: str, question: str, told: str) -> None:
    assert (await talk.reply(action, question)).text == WHICH_PRODUCT
    assert (await talk.reply(FIND, "the Skerry 2")).text == told


@pytest.mark.parametrize(
    "before", ["hiking boots for men", "i bought a tent from you", "how do i wash a down jacket"]
)
async def test_what_was_spoken_of_is_known(talk: Talk, before: str) -> None:
    await talk.run(ANSWER, before)
    assert (await talk.run(ASK, "is it waterproof?")).replies[0].text != WHICH_PRODUCT


@pytest.mark.parametrize(
    "question", ["is it free?", "is it possible to pay by invoice?", "does it cost extra"]
)
async def test_what_is_asked_of_the_shop_is_no_product(talk: Talk, question: str) -> None:
    assert (await talk.reply(ANSWER, question)).text != WHICH_PRODUCT


async def test_the_one_whose_title_says_so_is_told(talk: Talk) -> None:
    await talk.reply(FIND, "stove with two burners")
    reply = await talk.reply(COMPARE, "which of them has two burners")
    assert reply.text == "That is the Duett two-burner stove."
    gas = await talk.reply(COMPARE, "and which is for gas")
    assert gas.text.startswith("With gas: the Duett and the Pico")


async def test_what_is_asked_of_all_that_were_shown_is_told_of_each(talk: Talk) -> None:
    shown = (await talk.reply(FIND, "show me hiking boots for women")).cards
    assert len(shown) == 3
    for question in ("are they waterproof", "how heavy are they"):
        lines = (await talk.reply(ASK, question)).text.splitlines()
        assert [one.title in line for one, line in zip(shown, lines, strict=True)] == [True] * 3


async def test_of_the_one_that_was_chosen_alone(talk: Talk) -> None:
    await talk.reply(FIND, "show me hiking boots for women")
    await talk.reply(FIND, "the second one")
    assert (
        await talk.reply(ASK, "are they vegan")
    ).text == "No, the Steinbock mountain boot women is not vegan."


async def test_a_limit_is_kept_behind_what_is_not_sold(talk: Talk) -> None:
    await talk.reply(FIND, "do you have any skis")
    reply = await talk.reply(FIND, "a down sleeping bag under 40 euros")
    assert reply.text.startswith("I found no down sleeping bags, up to 40 EUR")
