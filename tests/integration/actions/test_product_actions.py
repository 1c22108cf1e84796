"""Finding, comparing and asking about products over several messages."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from actions_talk import Talk

from bot.actions.registry import all_actions
from bot.actions.runner import InProcessActions
from bot.actions.seeking import wants_products
from bot.actions.tools import ActionTools, open_tools
from bot.conversation.events import Recommended
from bot.decide.domain import Domain
from bot.respond.responder import DomainResponder
from bot.settings import load_settings

FIND, ADVISE = "action_find_products", "action_recommend"
ASK, COMPARE = "action_product_answer", "action_compare_products"


def test_every_action_of_the_domain_is_there(runner: InProcessActions, domain: Domain) -> None:
    assert set(domain.actions) <= runner.names()
    changing = {name for name in runner.names() if runner.has_effects(name)}
    assert "action_cancel_order" in changing
    assert "action_answer" not in changing


async def test_a_wish_is_refined_over_turns(talk: Talk) -> None:
    first = await talk.run(FIND, "show me tents for 2 people under 300")
    (shown,) = [event for event in first.events if isinstance(event, Recommended)]
    assert shown.source == "search"
    cards = first.replies[0].cards
    assert 0 < len(cards) <= 3
    assert all(Decimal(card.price) <= 300 and card.in_stock and card.reason for card in cards)

    cheaper = await talk.reply(FIND, "something cheaper")
    assert all(Decimal(card.price) < max(Decimal(c.price) for c in cards) for card in cheaper.cards)

    blue = await talk.reply(FIND, "in blue please")
    assert all("blue" in " ".join(card.colours) for card in blue.cards)
    assert talk.slots["constraints"]["wanted"] == {"Persons": "= 2"}


async def test_another_thing_is_a_new_wish(talk: Talk) -> None:
    await talk.reply(FIND, "red jackets in M under 200")
    await talk.reply(FIND, "and sleeping bags?")
    wish = talk.slots["constraints"]
    assert wish["categories"] == ["sleeping bags"]
    assert "colours" not in wish
    assert "price_max" not in wish


async def test_more_repeats_nothing(talk: Talk) -> None:
    first = await talk.reply(FIND, "show me jackets")
    more = await talk.reply(FIND, "show me more")
    assert not {c.product_id for c in first.cards} & {c.product_id for c in more.cards}


async def test_what_had_to_be_given_up_is_said(talk: Talk) -> None:
    reply = await talk.reply(FIND, "waterproof jacket under 20 euros")
    assert reply.text.startswith("I found no jackets, waterproof, up to 20 EUR in stock.")
    assert all(Decimal(card.price) > 20 for card in reply.cards)
    assert all("Waterproof" in card.reason for card in reply.cards)


async def test_what_the_shop_does_not_have_is_not_made_up(talk: Talk) -> None:
    reply = await talk.reply(FIND, "do you have lawn mowers?")
    assert reply.cards == ()
    assert "couldn't find" in reply.text


async def test_nothing_asked_is_asked_back(talk: Talk) -> None:
    reply = await talk.reply(FIND, "can you find something")
    assert reply.cards == ()
    assert len(reply.buttons) > 3


async def test_questions_point_at_what_was_shown(talk: Talk) -> None:
    found = await talk.reply(FIND, "show me tents for 2 people")
    second = found.cards[1]
    answer = await talk.reply(ASK, "how heavy is the second one?")
    assert "weighs" in answer.text
    assert second.title.split()[0] in answer.text
    assert second.title.split()[0] in (await talk.reply(ASK, "and is it waterproof?")).text


async def test_facts_come_from_the_product_data(talk: Talk) -> None:
    assert (await talk.reply(ASK, "how heavy is the Skerry 2?")).text == "The Skerry 2 weighs 1.89 kg."
    assert "10 years on seams" in (await talk.reply(ASK, "what about the warranty of it")).text


async def test_what_the_data_do_not_say_is_not_guessed(talk: Talk) -> None:
    reply = await talk.reply(ASK, "who sewed the zip of the Nebelhut beanie?")
    assert reply.kind in ("decline", "answer")
    assert reply.kind == "decline" or reply.citations


async def test_namesakes_are_asked_about_or_answered_as_one(talk: Talk) -> None:
    together = await talk.reply(ASK, "is the Steinbock vegan?")
    assert together.text == "No, the Steinbock mountain boot is not vegan."
    apart = await talk.reply(ASK, "how heavy is the Steinbock?")
    assert apart.text == "Which one do you mean?"
    assert len(apart.buttons) == 2


async def test_which_products_of_a_kind_there_are_is_no_question_about_one(talk: Talk) -> None:
    listed = await talk.reply(ASK, "what rucksacks does norrland make")
    assert {card.product_id for card in listed.cards} == {"P0062", "P0063", "P0345"}
    assert "weighs" in (await talk.reply(ASK, "what does the second one weigh")).text


async def test_what_one_takes_is_no_question_which_there_are(talk: Talk) -> None:
    await talk.reply(ASK, "how bright is the Glimmer")
    assert "2 x AAA" in (await talk.reply(ASK, "what batteries does it need")).text
    await talk.reply(ASK, "does the Lumenor Takt show maps")
    assert "26 h with GPS" in (await talk.reply(ASK, "battery when gps is running?")).text
    assert len((await talk.reply(ASK, "do you have batteries?")).cards) > 1


@pytest.mark.parametrize("action", [FIND, ASK])
async def test_what_is_told_of_one_that_is_named_is_its_description(talk: Talk, action: str) -> None:
    told = await talk.reply(action, "tell me about the one called Glimmer, isn't it too bright?")
    assert "Dims itself" in told.text


async def test_what_was_settled_on_is_spoken_of(talk: Talk) -> None:
    await talk.reply("action_compare_products", "the Cloudbed Light or the Nid, which is lighter")
    assert "the Nid" in (await talk.reply(ASK, "OK the Nid it is, is it in stock?", "check_stock")).text
    both = await talk.reply(ASK, "the Nid it is. And the Campo 2, how heavy is it?")
    assert "Campo 2" in both.text


async def test_any_product_of_a_kind_is_no_question_about_one(talk: Talk) -> None:
    shown = await talk.reply(ASK, "Could you show me a hard shell cabin suitcase with four wheels?")
    assert {card.product_id for card in shown.cards} == {"P0282", "P0355"}


async def test_a_question_that_names_nothing_of_the_shop_is_for_the_documents(talk: Talk) -> None:
    told = await talk.reply("action_recommend", "which difficulty is sensible for a very first route?")
    assert told.citations
    assert (await talk.reply("action_recommend", "which difficulty should I choose?")).citations
    assert (await talk.run("action_recommend", "which tent should I choose?")).replies[0].cards
    assert (await talk.reply("action_recommend", "what would you recommend?")).citations == ()


@pytest.mark.parametrize("action", [FIND, ADVISE])
async def test_a_rule_is_for_the_documents_whatever_things_it_names(talk: Talk, action: str) -> None:
    told = await talk.reply(action, "a hut tour, do I really have to bring one of these liner sheets?")
    assert any(citation.document_id.startswith("guides/") for citation in told.citations)
    old = await talk.reply(action, "Do you buy used hiking boots, or take such things at all?")
    assert any("second-trail" in citation.document_id for citation in old.citations)
    shown = await talk.reply(action, "I have to bring a liner to the hut, show me the lightest one")
    assert any("liner" in card.title for card in shown.cards)


@pytest.mark.parametrize(
    "asked",
    ["in which countries is Halde sewn?", "the one my friend likes is from Montvale, do these run small?"],
)
async def test_a_brand_alone_is_no_product(talk: Talk, asked: str) -> None:
    assert (await talk.reply(ASK, asked)).citations
    assert (await talk.reply(ASK, "how heavy is the Halde tent?")).text == "Which one do you mean?"


async def test_a_kind_that_is_looked_for_is_shown_where_the_documents_say_nothing(talk: Talk) -> None:
    assert (await talk.reply(FIND, "u sell fishing rods?")).cards == ()
    shown = await talk.reply("action_answer", "im after a belt that doesnt beep at the airport gate")
    assert any("belt" in card.title for card in shown.cards)
    assert (await talk.reply(FIND, "do you sell fishing rods?")).cards == ()


async def test_what_there_is_of_a_kind_is_shown_where_none_is_named(talk: Talk) -> None:
    shown = await talk.reply(ASK, "do ye have tents for four", "check_stock")
    assert len(shown.cards) == 3
    told = await talk.reply(ASK, "is it ok for my daughter of 34 kilos to use an ordinary via ferrata set?")
    assert told.citations


async def test_a_size_alone_asks_for_stock(talk: Talk) -> None:
    await talk.reply(ASK, "steinbock men size 43 in stock??", "check_stock")
    assert (await talk.reply(ASK, "44?", "find_product")).text.endswith("is in stock in 44.")


async def test_which_attribute_is_asked_for(talk: Talk) -> None:
    for asked, value in (
        ("up to what weight can the little one sit in the Perch", "18 kg"),
        ("how heavy is the Perch", "2.9 kg"),
        ("the Reisewasser bottle, after how many litres is it finished", "250 l"),
    ):
        assert value in (await talk.reply(ASK, asked)).text
    await talk.reply("action_answer", "can the Thermobecher go in the dishwasher")
    assert "hot for 5 h" in (await talk.reply("action_answer", "how long does it stay hot for")).text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("how big is the Selfie 7.5 when it's rolled up? The boot is rather full", "packed size"),
        ("the Selfie 7.5, how large is it folded up", "packed size"),
        ("how big is the Regenbogen 3x3", "dimensions"),
        ("how many hours does the Laterne 400 give light", "90 h low"),
        ("can the Laterne 400 charge my phone", "has a power bank"),
        ("how is the Laterne 400 charged", "Charging of the"),
        ("how tall is the Ridgeway 2 inside", "108 cm"),
        ("is the Skerry 2 high enough to sit up in", "105 cm"),
        ("how long does the Nachtlauf 700 go on full beam", "3.5 h high"),
        ("the Nachtlauf 700, how far does its beam reach", "130 m"),
        ("what is the Fibreloft for women stuffed with", "synthetic"),
        ("what batteries does the Glimmer take", "2 x AAA"),
        ("will the Taschenmesser Ahorn go rusty in the wet", "The Taschenmesser Ahorn is not stainless."),
        ("is the Taschenmesser Ahorn stainless", "No, the Taschenmesser Ahorn is not stainless."),
        ("will the Hafen 25 leak when it pours", "The Hafen 25 is waterproof."),
    ],
)
async def test_other_words_for_a_fact(talk: Talk, asked: str, told: str) -> None:
    assert told in (await talk.reply(ASK, asked)).text


async def test_the_price_is_told_however_it_is_asked_for(talk: Talk) -> None:
    await talk.reply("action_answer", "can I wash the Skerry 2?")
    for asked in ("how much is it", "and its price?", "how expensive is it?", "what's the damage"):
        assert (await talk.reply(ASK, asked)).text == "The Skerry 2 costs 449 EUR."
    assert "costs" in (await talk.reply(ASK, "and the Campo 3?", "check_stock")).text


async def test_a_product_that_the_documents_were_asked_about_is_spoken_of(talk: Talk) -> None:
    await talk.reply("action_answer", "does the Clear water filter get rid of viruses?")
    assert "weighs" in (await talk.reply(ASK, "and what does it weigh?")).text


async def test_it_stands_for_the_kind_of_product_that_was_looked_for(talk: Talk) -> None:
    await talk.reply(FIND, "show me sleeping bags")
    washed = await talk.reply("action_answer", "how do i wash it")
    assert washed.citations
    assert all("sleeping bag" in citation.title for citation in washed.citations)


async def test_stock_by_size_and_colour(talk: Talk) -> None:
    reply = await talk.reply(ASK, "do you have the Wegwarte trousers women in 52?", "check_stock")
    assert "doesn't come in 52" in reply.text
    assert reply.cards


async def test_a_red_light_is_no_colour_that_it_comes_in(talk: Talk) -> None:
    reply = await talk.reply(ASK, "has the Beam 400 got a red light", "check_stock")
    assert reply.text == "Yes, the Beam 400 has a red light."
    reply = await talk.reply(ASK, "does the Beam 400 come in red", "check_stock")
    assert reply.text.startswith("The Beam 400 doesn't come in red")


async def test_two_products_side_by_side(talk: Talk) -> None:
    reply = await talk.reply(COMPARE, "what's the difference between Polarlicht 500 and Polarlicht 900?")
    assert reply.comparison is not None
    first = reply.comparison.rows[0]
    assert len(set(first.values)) == 2, "what differs comes first"
    warmer = await talk.reply(ASK, "which one is warmer?")
    assert warmer.text.startswith("The Polarlicht 900: temperature comfort -14 °C")


async def test_the_first_and_the_third(talk: Talk) -> None:
    found = await talk.reply(FIND, "show me sleeping bags")
    reply = await talk.reply(COMPARE, "compare the first and the third")
    assert reply.comparison is not None
    assert [p.product_id for p in reply.comparison.products] == [
        found.cards[0].product_id,
        found.cards[2].product_id,
    ]


async def test_recommendations_name_their_source(talk: Talk) -> None:
    popular = await talk.run(ADVISE, "what jackets are popular this season?")
    (event,) = [event for event in popular.events if isinstance(event, Recommended)]
    assert event.source == "popular"
    assert all(card.category == "jackets" for card in event.products)
    beside = await talk.run(ADVISE, "what goes well with the first one?")
    assert not {c.product_id for c in event.products} & {
        c.product_id for r in beside.replies for c in r.cards
    }


async def test_a_button_that_carries_slots(talk: Talk) -> None:
    reply = await talk.reply(FIND, "/find_product", wanted_category="tents", wanted_price="150.00")
    assert reply.cards
    assert all(c.category == "tents" and Decimal(c.price) <= 150 for c in reply.cards)


async def test_answers_carry_their_source(talk: Talk) -> None:
    outcome = await talk.run("action_answer", "How long do I have to send something back?")
    assert outcome.error == ""
    assert "60 days" in outcome.replies[0].text
    assert outcome.events[0].answered  # type: ignore[union-attr]


async def test_only_a_question_that_is_surely_covered_is_explained(talk: Talk) -> None:
    explained = await talk.run("action_explain", "How long do I have to send something back?")
    assert explained.slots == {"explained": True}
    assert "60 days" in explained.replies[0].text
    for text in ("I want to send something back", "do you have a store in Barcelona?"):
        silent = await talk.run("action_explain", text)
        assert silent.slots == {"explained": False}
        assert silent.replies == []


@pytest.mark.parametrize(
    "said",
    [
        "every time I fly my belt beeps. got one without metal?",
        "need new gloves for my daughter, she keeps losing them",
        "after a mug that doesn't leak in my bag, thirty euro max",
    ],
)
async def test_a_wish_for_products_that_may_be_one_for_a_task_shows_some(talk: Talk, said: str) -> None:
    shown = await talk.run("action_explain", said, confidence=0.6)
    assert shown.slots["explained"]
    assert shown.replies[0].cards
    certain = await talk.run("action_explain", said, confidence=0.9)
    assert certain.slots == {"explained": False}


@pytest.mark.parametrize("action", [FIND, ADVISE])
@pytest.mark.parametrize(
    ("asked", "source"),
    [
        ("Is an ordinary via ferrata set all right for a girl of 34 kilos?", "guides/via-ferrata"),
        ("May a girl of 34 kilos use an ordinary via ferrata set?", "guides/via-ferrata"),
    ],
)
async def test_a_question_that_may_only_resemble_a_search_is_answered(
    talk: Talk, action: str, asked: str, source: str
) -> None:
    doubtful = await talk.run(action, asked, confidence=0.6)
    assert any(one.document_id.startswith(source) for one in doubtful.replies[0].citations)
    certain = await talk.run(action, asked, confidence=0.9)
    assert not certain.replies[0].citations


@pytest.mark.parametrize("said", ["got wide leather shoes for men?", "do you have a stove for less than 80?"])
async def test_who_doubtfully_wants_products_sees_some(talk: Talk, said: str) -> None:
    shown = await talk.run(FIND, said, confidence=0.4)
    assert shown.replies[0].cards
    again = await talk.run(FIND, "may a girl of 34 kilos use an ordinary via ferrata set?", confidence=0.4)
    assert not again.replies[0].citations  # it goes on with what was shown


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I cook in the street and need a stove with two burners. Do you carry one?", True),
        ("my son walks a lot and wants a rucksack, have you got any?", True),
        ("do you have a warranty on stoves and tents", False),
    ],
)
def test_who_asks_for_one_of_what_was_said_wants_it(tools: ActionTools, said: str, expected: bool) -> None:
    assert wants_products(tools.products, said) is expected


@pytest.mark.parametrize("action", [FIND, ADVISE])
async def test_how_something_is_done_is_never_sought(talk: Talk, action: str) -> None:
    await talk.reply(FIND, "2 person tents")
    reply = await talk.run(action, "how do I get mould off my tent?", confidence=0.95)
    assert reply.replies[0].citations[0].document_id.startswith("care/")


@pytest.mark.parametrize("said", ["I want to return my boots", "my tent leaks", "I'd like my boots in 43"])
async def test_who_has_a_thing_wants_no_other(talk: Talk, said: str) -> None:
    assert (await talk.run("action_explain", said, confidence=0.6)).slots == {"explained": False}


async def test_what_is_told_of_ones_own_thing_is_no_wish_behind_products(talk: Talk) -> None:
    await talk.reply(FIND, "rain jacket for my daughter, she is 8")
    told = await talk.run(FIND, "my head torch blinks red", confidence=0.9)
    assert told.replies[0].citations
    await talk.reply(FIND, "jackets")
    child = await talk.run(FIND, "my son is 8 and slim", confidence=0.9)
    assert not child.replies[0].citations


async def test_a_town_is_answered_with_what_holds_for_its_country(talk: Talk) -> None:
    outcome = await talk.run("action_answer", "what is the postage to Graz")
    assert "7.95 EUR" in outcome.replies[0].text
    assert outcome.replies[0].citations[0].document_id.startswith("shipping/")


async def test_an_unanswerable_question_is_declined(talk: Talk) -> None:
    reply = await talk.reply("action_answer", "What is the capital of Mongolia?")
    assert reply.kind == "decline"
    assert reply.citations == ()


async def test_a_decline_is_worded_by_the_shop_and_rotates(talk: Talk) -> None:
    first = await talk.reply("action_answer", "What is the capital of Mongolia?")
    second = await talk.reply("action_answer", "Who painted the Mona Lisa?")
    assert first.response == second.response == "utter_no_relevant_answer_found"
    assert first.text != second.text


async def test_a_decline_names_the_page_that_comes_closest(
    tools: ActionTools, domain: Domain, prepared_demo: Path
) -> None:
    strict = load_settings(prepared_demo, {"retrieval": {"answerable": 1.0}})  # sure of nothing
    tools = replace(tools, documents=open_tools(strict).documents)
    talk = Talk(InProcessActions(all_actions(tools), DomainResponder(domain), {}, 8.0))
    reply = await talk.reply("action_answer", "my aunt in Lyon wants to give it back, what is taken off?")
    assert (reply.kind, reply.citations, reply.response) == ("decline", (), "utter_no_sure_answer_found")
    assert reply.closest is not None
    assert (reply.closest.document_id, reply.buttons[0].payload) == ("returns/gifts.md", "/talk_to_human")


async def test_what_is_reduced_is_shown_where_no_document_tells(talk: Talk) -> None:
    shown = await talk.reply("action_answer", "any tents on sale?")
    assert shown.cards
    assert all(
        card.category == "tents" and float(card.price) < float(card.compare_at_price) for card in shown.cards
    )


async def test_the_last_messages_once_more(talk: Talk) -> None:
    said = await talk.reply(ASK, "how heavy is the Skerry 2?")
    again = await talk.reply("action_repeat", "what did you say?")
    assert again.text == said.text


async def test_what_is_made_for_children_waits_until_a_child_is_named(talk: Talk) -> None:
    for text, shown in (("a fleece jacket", True), ("show me more", True), ("show me more", False)):
        adult = await talk.reply(FIND, text)
        assert bool(adult.cards) == shown
        assert not any("child" in card.title.lower() for card in adult.cards)
    child = await talk.reply(FIND, "a fleece jacket for my child")
    assert all("child" in card.title.lower() for card in child.cards)


def test_a_product_is_known_with_and_without_its_noun(tools: ActionTools) -> None:
    assert {"Polarfaust", "Polarfaust mittens"} <= set(tools.products.vocabulary()["product"])


async def test_a_fact_of_one_of_the_compared_is_answered(talk: Talk) -> None:
    await talk.reply(COMPARE, "Skarn 65 or Fernwander 65?")
    reply = await talk.reply(COMPARE, "how heavy is the cheaper of the two")
    assert reply.comparison is None
    assert "1.98 kg" in reply.text


async def test_better_than_one_is_a_search_and_which_is_better_is_none(talk: Talk) -> None:
    found = await talk.reply(COMPARE, "i need something lighter than the Skarn 65")
    assert found.cards
    assert all("Skarn" not in card.title for card in found.cards)
    compared = await talk.reply(COMPARE, "is the Fernwander 65 lighter than the Skarn 65?")
    assert compared.comparison is not None


async def test_what_names_no_two_products_is_searched_for(talk: Talk) -> None:
    found = await talk.reply(COMPARE, "what rucksacks does Norrland make")
    assert {card.brand for card in found.cards} == {"Norrland"}


async def test_a_price_is_told_whoever_is_asked(talk: Talk) -> None:
    await talk.reply(FIND, "down sleeping bags")
    first, second = talk.slots["shown_products"][:2]
    told = await talk.reply(ADVISE, "what would the second one cost me")
    assert [card.product_id for card in told.cards] == [second]
    assert "EUR" in told.text
    assert talk.slots["current_product"] == second
    again = await talk.reply(FIND, "and what would the first one cost me?")
    assert [card.product_id for card in again.cards] == [first]
    assert "EUR" in again.text


async def test_another_one_is_searched_for_and_none_is_asked_of(talk: Talk) -> None:
    await talk.reply(FIND, "down sleeping bags")
    await talk.reply(ASK, "how heavy is the first one")
    lighter = await talk.reply(ASK, "nice, is there a lighter one too?")
    assert lighter.cards
    assert all(card.category == "sleeping bags" for card in lighter.cards)


async def test_products_that_are_described_are_no_question_to_the_documents(talk: Talk) -> None:
    described = await talk.reply("action_answer", "im after a freestanding trekking tent for 2")
    assert {card.category for card in described.cards} == {"tents"}
    asked = await talk.reply("action_answer", "do you iron the blue tents for 2 before you send them?")
    assert not asked.cards


@pytest.mark.parametrize("action", [ASK, "action_answer"])
async def test_the_manual_of_another_product_of_the_brand_answers_nothing(talk: Talk, action: str) -> None:
    reply = await talk.reply(action, "how do I calibrate the compass of the Lumenor Takt")
    assert not any("Trail GPS" in citation.title for citation in reply.citations)
    own = await talk.reply(ASK, "is the Lumenor Takt waterproof?")
    assert own.text == "The water resistance of the Lumenor Takt is 5 ATM."


async def test_the_manual_of_the_product_answers(talk: Talk) -> None:
    reply = await talk.reply("action_answer", "how long does the filter of the Rivulet Clear last?")
    assert any("Rivulet Clear" in citation.title for citation in reply.citations)


@pytest.mark.parametrize("said", ["i already have a backpack", "I've got a tent already"])
async def test_who_has_one_is_asked_what_is_sought(talk: Talk, said: str) -> None:
    reply = await talk.reply(FIND, said)
    assert reply.text.startswith("What are you looking for?"), reply
    assert not reply.cards
