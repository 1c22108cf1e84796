"""What goes on from products that were shown or spoken of: others, several questions at once, relatives."""

from __future__ import annotations

import re

import pytest
from actions_talk import Talk

FIND, ADVISE = "action_find_products", "action_recommend"
ASK, COMPARE = "action_product_answer", "action_compare_products"


async def test_price_and_stock_are_told_at_once(talk: Talk) -> None:
    both = await talk.reply(ASK, "what does the Schneefuchs men cost in brown, and do you have it in 42?")
    assert "169 EUR" in both.text
    assert "in stock in 42" in both.text
    also = await talk.reply(ASK, "does the Pfeiler women come in turquoise? n how much")
    assert "64.95 EUR" in also.text
    assert "in stock in turquoise" in also.text
    facts = await talk.reply(ASK, "how many bedrooms does the Ferienhof 4 have, and how long to put up?")
    assert "2 bedrooms" in facts.text
    assert "20 min" in facts.text
    assert "EUR" not in (await talk.reply(ASK, "how heavy is the Skerry 2 and is it red?")).text


async def test_what_wears_out_has_a_price_of_its_own(talk: Talk) -> None:
    asked = "how many litres does the Reisewasser bottle filter and what costs a new one?"
    assert "69.95" not in (await talk.reply(ASK, asked)).text
    assert (
        "29.95" in (await talk.reply(ASK, "how much is the replacement cartridge for the Reisewasser")).text
    )
    assert "29.95" in (await talk.reply(ASK, "what would a new cartridge for it cost me")).text
    assert "69.95" in (await talk.reply(ASK, "and what does a new Reisewasser cost?")).text


async def test_next_is_no_more_of_the_same(talk: Talk) -> None:
    await talk.reply(FIND, "show me harnesses for women")
    shoes = await talk.reply(FIND, "next shoes, for beginners")
    assert shoes.cards
    assert not any("harness" in card.title for card in shoes.cards)


async def test_others_without_a_brand(talk: Talk) -> None:
    shown = await talk.reply(FIND, "a rucksack of about 30 litres")
    others = await talk.reply(FIND, "could you show me some others? not Tarnwerk please")
    assert not {card.product_id for card in others.cards} & {card.product_id for card in shown.cards}
    assert not any(card.brand == "Tarnwerk" for card in others.cards)
    assert talk.slots["constraints"]["unwanted_brands"] == ["Tarnwerk"]


@pytest.mark.parametrize("action", [FIND, ASK, "action_recommend"])
async def test_the_second_one_is_shown(talk: Talk, action: str) -> None:
    found = await talk.reply(FIND, "what tents have you got?" if action != ASK else "show me tents")
    chosen = await talk.reply(action, "the second one")
    assert [card.product_id for card in chosen.cards] == [found.cards[1].product_id]
    assert found.cards[1].title.split()[0] in (await talk.reply(ASK, "how heavy is it")).text


async def test_a_comparison_is_not_all_that_follows_one(talk: Talk) -> None:
    await talk.reply(COMPARE, "the Wächter or the Sicherungstube, whats the diff")
    price = await talk.reply(COMPARE, "the first one sounds safer. price?")
    assert price.text == "The Wächter costs 79.95 EUR."
    mats = await talk.reply(COMPARE, "and the absolute cheapest mat u got")
    assert mats.cards[0].product_id == "P0048"
    assert "from 14.95 EUR" in mats.text
    await talk.reply(FIND, "show me tents for 3 persons")
    lighter = await talk.reply(COMPARE, "which of them is lighter")
    assert lighter.comparison is not None


async def test_which_of_these_is_asked_of_those_shown(talk: Talk) -> None:
    await talk.reply(FIND, "show me sleeping bags")
    vegan = await talk.reply(FIND, "which of these is vegan")
    assert vegan.comparison is not None
    assert vegan.text.startswith("Vegan: ")


async def test_it_means_what_was_best_in_a_comparison(talk: Talk) -> None:
    await talk.reply(COMPARE, "compare the Campo 3 and the Fast Camp 3")
    assert (await talk.reply(COMPARE, "which of them is up the fastest")).text.startswith("The Fast Camp 3")
    assert (await talk.reply(ASK, "whats it weigh")).text == "The Fast Camp 3 weighs 3.9 kg."


async def test_the_difference_is_measured_against_the_one_spoken_of(talk: Talk) -> None:
    await talk.reply(ASK, "how heavy is the Ferienhof 4")
    reply = await talk.reply(COMPARE, "and what's the difference with the 6 Air?")
    assert reply.comparison is not None
    assert [product.title for product in reply.comparison.products] == [
        "Ferienhof 4 family tent",
        "Ferienhof 6 Air family tent",
    ]


async def test_the_difference_is_measured_against_a_relative_that_was_shown(talk: Talk) -> None:
    await talk.reply(FIND, "tents for 4 persons up to 450 euros")
    reply = await talk.reply(COMPARE, "grandma comes along, so what's the difference with the 6 Air?")
    assert reply.comparison is not None
    assert [product.product_id for product in reply.comparison.products] == ["P0010", "P0011"]


async def test_a_fact_of_a_mistyped_name(talk: Talk) -> None:
    weight = await talk.reply(COMPARE, "The Morland 3 for women, it makes how much on the balance?")
    assert weight.text == "The Moorland 3 W weighs 1.37 kg."
    strong = await talk.reply(ASK, "how strong is the protection in this Sonenhemd for men")
    assert "UPF 50" in strong.text


async def test_the_same_for_somebody_else(talk: Talk) -> None:
    await talk.reply(ASK, "do you have the Schneefuchs men in 42", "check_stock")
    ladies = await talk.reply(ASK, "and is there the same boot for ladies? she has 38", "check_stock")
    assert "Schneefuchs winter boot women" in ladies.text
    assert "38" in ladies.text


async def test_what_goes_with_it(talk: Talk) -> None:
    await talk.reply(ASK, "how much is the Pulverschnee jacket for women")
    trousers = await talk.reply(ASK, "and the ski trousers that belong to it, what do they cost?")
    assert trousers.text == "The Pulverschnee ski trousers women costs 179 EUR."


async def test_what_is_to_go_with_it_is_of_the_kind_that_is_named(talk: Talk) -> None:
    await talk.reply(ASK, "how heavy is the Skerry 2")
    mats, *_ = (await talk.run(ADVISE, "a sleeping mat to go with it please")).replies
    assert mats.cards
    assert "Sleeping mats" in mats.text
    tents, *_ = (await talk.run(ADVISE, "which tents go well with the Nid")).replies
    assert "tent" in tents.cards[0].title
    await talk.reply(ASK, "how heavy is the Skerry 2")
    for asked in ("what goes with it", "what would go well with this tent"):
        assert (await talk.reply(ADVISE, asked)).text == "People often buy these with it:"


async def test_the_description_is_quoted_where_nothing_else_answers(talk: Talk) -> None:
    rust = await talk.reply(ASK, "he leaves things in the wet, will the Taschenmesser Ahorn go rusty on him?")
    assert "it can rust" in rust.text


async def test_what_comes_with_it(talk: Talk) -> None:
    gas = await talk.reply(ASK, "the Spatz Piezo, is there gas in the box already or do i buy that on top")
    assert gas.text == "No, the cartridge is not included with the Spatz Piezo."


async def test_stock_of_a_kind_is_a_search(talk: Talk) -> None:
    shown = await talk.reply(ASK, "some vegan down jacket in XXL under 50 you have?", "check_stock")
    assert "Which product" not in shown.text


async def test_a_wish_goes_on_from_a_product_that_was_called_by_its_name(talk: Talk) -> None:
    shown = await talk.reply(FIND, "show me the Skerry 2")
    assert [card.title for card in shown.cards] == ["Skerry 2 trekking tent"]
    assert shown.text.startswith("Two long crossing poles")
    lighter = await talk.reply(FIND, "anything lighter?")
    assert [card.title for card in lighter.cards] == ["Lark 1 ultralight tent", "Lark 2 ultralight tent"]
    await talk.reply(FIND, "Gratweg 45")
    assert all("backpack" in card.title for card in (await talk.reply(FIND, "something cheaper")).cards)


async def test_with_nothing_shown_it_is_asked_what_to_compare(talk: Talk) -> None:
    for text in (
        "which one is better",
        "what's the difference between these two",
        "whats the difference between the first two",
    ):
        assert (await talk.reply(COMPARE, text)).text.startswith("Which two products shall I compare?")
    assert (await talk.reply(COMPARE, "which tent is the lightest")).cards


async def test_what_it_costs_is_no_wish_to_see_it_again(talk: Talk) -> None:
    await talk.reply(ASK, "tell me about the Krabbler")
    assert (await talk.reply(ASK, "how much is it")).text.startswith("The Krabbler costs 64.95 EUR")


async def test_what_is_sold_out_is_said_of_a_name(talk: Talk) -> None:
    gone = await talk.reply(FIND, "the Pulverschne ski jacket for women in turquoise, size M")
    assert "is sold out in M in turquoise" in gone.text


@pytest.mark.parametrize(
    "text", ["do you do folding chairs too, for in front of the tent", "you are selling also fishing rods?"]
)
async def test_what_the_catalogue_has_no_word_for_is_not_sold(talk: Talk, text: str) -> None:
    reply = await talk.reply(FIND, text)
    assert reply.cards == ()
    assert reply.text.startswith("I couldn't find “f")


@pytest.mark.parametrize(
    ("action", "text", "thing"),
    [
        (FIND, "washing machine under 400", "washing machine"),
        (FIND, "lipstick matte red", "lipstick matte red"),
        ("action_recommend", "which hedge trimmer would you recommend for a small lady?", "hedge trimmer"),
        ("action_product_answer", "is there a playstation 5 in stock?", "playstation"),
        ("action_answer", "do you sell typewriters under 100 euros", "typewriters"),
    ],
)
async def test_a_thing_that_is_not_sold_is_not_replaced_by_its_budget_or_colour(
    talk: Talk, action: str, text: str, thing: str
) -> None:
    reply = await talk.reply(action, text)
    assert reply.cards == ()
    assert reply.text.startswith(f"I couldn't find “{thing}” in our shop.")


async def test_behind_a_search_few_words_say_more_of_what_is_sought(talk: Talk) -> None:
    await talk.reply(FIND, "boots")
    assert (await talk.reply(FIND, "vibram sole")).cards
    assert (await talk.reply(FIND, "camping table")).text == "I couldn't find “camping table” in our shop."


async def test_what_is_not_counted_may_not_be_sold_either(talk: Talk) -> None:
    assert (await talk.reply(FIND, "do u have sunscreen")).text == "I couldn't find “sunscreen” in our shop."
    assert (await talk.reply(FIND, "do you have cutlery?")).cards


async def test_something_else_is_none_of_what_was_shown(talk: Talk) -> None:
    first = await talk.reply(FIND, "gifts of about 30 euros")
    other = await talk.reply(FIND, "nah, show me something else")
    assert other.cards
    assert not {card.product_id for card in first.cards} & {card.product_id for card in other.cards}


async def test_nothing_that_fits_is_no_reason_to_show_what_is_popular(talk: Talk) -> None:
    reply = await talk.reply(ADVISE, "I want a helmet for children with size XXL in pink, under 5 euros")
    assert "popular" not in reply.text


async def test_the_price_of_the_one_of_that_size(talk: Talk) -> None:
    reply = await talk.reply(FIND, "the price for one normal screw-valve cartridge, the 230")
    assert "7.95 EUR" in reply.text
    await talk.reply(ASK, "how heavy is the Spatz Piezo")
    several = await talk.reply(ASK, "then price for one normal gas cartridge, the 230")
    assert "in 230 g costs 7.95 EUR" in several.text


async def test_two_of_a_kind_are_compared_unseen(talk: Talk) -> None:
    asked = "you have two Weitblick binoculars, 8x32 and 10x42. What exactly is the difference between them?"
    compared = await talk.reply("action_compare_products", asked)
    assert compared.comparison is not None
    assert len(compared.comparison.products) == 2
    glasses = await talk.reply("action_product_answer", "I wear glasses, is that a problem with the 8x32?")
    assert "is made for spectacle wearers" in glasses.text


@pytest.mark.parametrize("action", [FIND, ASK, ADVISE])
async def test_a_size_or_colour_asks_whether_the_product_at_hand_comes_in_it(talk: Talk, action: str) -> None:
    await talk.reply(ASK, "do you have the Sattelgurt in brown in 95?", "check_stock")
    black = await talk.reply(action, "ah shame. Black in 95?")
    assert black.text.startswith("Yes, the Sattelgurt is in stock in 95 cm in black.")
    assert (await talk.reply(action, "and in size 105, black?")).text.startswith("Yes, the Sattelgurt")


async def test_a_size_of_two_letters_is_that_size(talk: Talk) -> None:
    reply = await talk.reply(ASK, "Kniefall in sand, s/m, is it there?", "check_stock")
    assert reply.text.startswith("Sorry, the Kniefall is sold out in S/M in sand")


@pytest.mark.parametrize(
    "asked", ["in which other colours do you have it?", "what different colours does it come in?"]
)
async def test_other_colours_are_not_the_one_that_is_named(talk: Talk, asked: str) -> None:
    reply = await talk.reply(ASK, f"i have the Hafen 25 in yellow, {asked}", "check_stock")
    assert "black, ochre yellow and petrol blue" in reply.text


@pytest.mark.parametrize("action", [FIND, ASK, ADVISE])
async def test_whether_there_are_some_is_asked_of_the_product_at_hand(talk: Talk, action: str) -> None:
    await talk.reply(ASK, "how heavy is the Hafen 25")
    assert (await talk.reply(action, "have you still some?")).text.startswith("Yes, the Hafen 25 is in stock")
    both = await talk.reply(ASK, "What does it cost and have you still some?")
    assert "129 EUR" in both.text
    assert "in stock" in both.text


@pytest.mark.parametrize("action", [FIND, ADVISE])
@pytest.mark.parametrize(
    ("before", "asked", "told"),
    [
        ("slippers in 43", "those felt ones, do they get wider with time? Take smaller?", "order snug"),
        ("lanterns up to 60 euros", "the Laterne 400, she can charge my phone too?", "has a power bank"),
        ("the Pendler bike jacket for women", "ugh. does the hood go under a helmet", "under helmet"),
        ("the Pendler bike jacket for women", "and does it have pockets?", "3 pockets"),
    ],
)
async def test_a_question_about_the_product_at_hand_is_no_search(
    talk: Talk, action: str, before: str, asked: str, told: str
) -> None:
    await talk.reply(FIND, before)
    assert told in (await talk.reply(action, asked)).text


@pytest.mark.parametrize("action", [FIND, ASK])
@pytest.mark.parametrize(
    "asked",
    ["have you got camp beds? It may cost a bit more", "do you also sell camp beds?", "a camp bed"],
)
async def test_another_kind_is_no_question_about_the_product_at_hand(
    talk: Talk, action: str, asked: str
) -> None:
    await talk.reply(ASK, "how heavy is the Selfie 7.5")
    if action == FIND or asked != "a camp bed":
        assert [card.product_id for card in (await talk.reply(action, asked)).cards] == ["P0061"]


async def test_one_that_has_something_is_another_one(talk: Talk) -> None:
    await talk.reply(ASK, "how heavy is the Blick 300 headlamp")
    charged = await talk.reply(ASK, "do you have one that charges over usb?")
    assert charged.cards
    assert not any("Blick 300" in card.title for card in charged.cards)
    blick = await talk.reply(ASK, "does the Blick 300 have one button only?")
    assert not blick.cards


@pytest.mark.parametrize(
    "asked",
    [
        "there was a bigger pair as well, ten times something? What are you asking for that",
        "price of the other one?",
    ],
)
async def test_the_only_other_one_of_that_name(talk: Talk, asked: str) -> None:
    await talk.reply(FIND, "binoculars up to 200 euros")
    assert (await talk.reply(ADVISE, asked)).text == "The Weitblick 10x42 costs 269 EUR."
    both = await talk.reply(ADVISE, "which of the two would suit better for the deer when it's getting dark")
    assert both.comparison is not None
    assert "At dusk the bigger 42 has the advantage" in both.text


async def test_which_one_for_what_is_answered_from_the_descriptions(talk: Talk) -> None:
    await talk.reply(COMPARE, "Weitblick 8x32 or Weitblick 10x42?")
    deer = await talk.reply(ADVISE, "I go out in the evening to watch the deer. Which one would you take?")
    assert deer.text.startswith("About the Weitblick 10x42, our description says: “For deer")
    assert "269" in (await talk.reply(ASK, "what does it cost?")).text
    await talk.reply(COMPARE, "Selfie 7.5 or Selfie 3.8?")
    side = await talk.reply(COMPARE, "which one is better for someone who sleeps on her side?")
    assert side.text.startswith("About the Selfie 7.5")
    nothing = await talk.reply(COMPARE, "which of the two would you recommend?")
    assert "our description" not in nothing.text


async def test_the_fact_that_is_asked_of_two_comes_first(talk: Talk) -> None:
    weight = await talk.reply(COMPARE, "what's the weight of the Feather 2x3 compared to the Regenbogen 3x3")
    assert "differences: Weight: 0.31 kg / 0.86 kg" in weight.text


async def test_what_was_settled_is_not_asked_about(talk: Talk) -> None:
    await talk.reply(ASK, "has the Hafen 40 a laptop sleeve?")
    text = "25 it is. last thing, lights for the bike front and back that the police wont complain about"
    assert [card.product_id for card in (await talk.reply(ASK, text, "check_stock")).cards] == ["P0210"]


@pytest.mark.parametrize("action", [FIND, ASK])
@pytest.mark.parametrize(
    ("before", "asked", "shown"),
    [
        ("how heavy is the Skerry 2", "do you have a footprint for it?", ["P0021"]),
        ("how heavy is the Polarfeuer", "have you got a fuel bottle for it", ["P0184"]),
        ("how heavy is the Skerry 2", "do you have a tarp?", []),
    ],
)
async def test_a_part_is_one_that_fits(
    talk: Talk, action: str, before: str, asked: str, shown: list[str]
) -> None:
    await talk.reply(ASK, before)
    cards = [card.product_id for card in (await talk.reply(action, asked)).cards]
    assert cards == shown if shown else len(cards) > 1


async def test_the_price_of_the_only_part(talk: Talk) -> None:
    asked = "By the Reisewasser bottle, how many liters makes one cartridge and what costs a new one?"
    both = await talk.reply(ASK, asked)
    assert "250 l" in both.text
    assert "29.95 EUR" in both.text


async def test_a_product_that_was_not_seen_yet_is_shown_with_the_answer(talk: Talk) -> None:
    light = await talk.reply(ASK, "is the bike light approved for the road?")
    assert [card.product_id for card in light.cards] == ["P0210"]
    assert (await talk.reply(ASK, "how long does its battery last")).cards == ()


async def test_whether_a_part_fits(talk: Talk) -> None:
    await talk.reply(ASK, "how heavy is the Spatz Piezo")
    fits = await talk.reply(ASK, "does a 230 gas cartridge fit on it?")
    assert fits.text.startswith("Yes, the ")
    assert fits.text.endswith(" fit the Spatz Piezo.")
    assert "not included" in (await talk.reply(ASK, "is the cartridge included?")).text


async def test_a_size_alone_narrows_what_was_shown(talk: Talk) -> None:
    await talk.reply(FIND, "rain jackets for men")
    narrowed = await talk.reply(ASK, "in M and black?", "check_stock")
    assert talk.slots["constraints"]["sizes"] == ["M"]
    assert narrowed.cards
    await talk.reply(FIND, "rigid cases with four wheels up to 180 euros")
    left = await talk.reply(ASK, "In black which of these there is?", "check_stock")
    assert left.text.startswith("Yes, the Cabin 38 is in stock in black.")
    await talk.reply(FIND, "rain jackets for men")
    await talk.reply(ASK, "how heavy is the first one")
    assert "in stock in XL" in (await talk.reply(ASK, "in XL?", "check_stock")).text


async def test_a_bare_price_is_asked_of_what_was_shown(talk: Talk) -> None:
    await talk.reply(FIND, "the warmest sleeping bags")
    assert (await talk.reply("action_answer", "price?")).text.startswith("The Polarlicht 900 costs")
    await talk.reply(ASK, "how heavy is the second one")
    assert "Trailnest -10" in (await talk.reply("action_answer", "price?")).text


@pytest.mark.parametrize("action", [ASK, FIND, COMPARE])
async def test_the_price_of_a_size_that_is_named_by_its_measure(talk: Talk, action: str) -> None:
    await talk.reply(ASK, "tell me about the Faltflasche")
    assert "in 1 l costs 19.95 EUR" in (await talk.reply(action, "how much for a litre of it?")).text
    assert "in 0.5 l costs 16.95 EUR" in (await talk.reply(action, "what's 0.5 l of it")).text


@pytest.mark.parametrize("action", [ASK, FIND, "action_buy_product"])
async def test_the_price_of_the_bigger_one(talk: Talk, action: str) -> None:
    await talk.reply(ASK, "how big is the Faltflasche?")
    assert "1 l (19.95 EUR)" in (await talk.reply(action, "the bigger one, how much")).text


async def test_how_big_a_thing_is_that_comes_in_sizes(talk: Talk) -> None:
    assert "0.5 l or 1 l" in (await talk.reply(ASK, "how big is the Faltflasche?")).text
    assert "20-35 l, 40-60 l and 65-85 l" in (await talk.reply(ASK, "how big is the Regenhülle?")).text


async def test_a_price_about_so_much_is_told_and_counted_from_as_it_was_said(talk: Talk) -> None:
    reply = await talk.reply(FIND, "a tent for about 300 euros")
    assert "about 300 EUR" in reply.text
    told = [re.search(r"([\d.]+) EUR under", card.reason) for card in reply.cards]
    assert any(told)
    assert all(
        not one or float(one[1]) == 300 - float(card.price)
        for one, card in zip(told, reply.cards, strict=True)
    )


async def test_what_the_data_do_not_say_of_two_is_said_to_be_so(talk: Talk) -> None:
    await talk.reply("action_compare_products", "compare the campo 2 and the ridgeway 2")
    for question in ("which is better for wind", "which one is prouder?"):
        reply = await talk.reply("action_compare_products", question)
        assert reply.text.startswith("Our data don't say which of them suits that better."), reply
    reply = await talk.reply("action_compare_products", "which one is better")
    assert "don't say" not in reply.text, reply
