"""What is reduced, bought most or new, asked for, narrowed and paged through."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from actions_talk import Talk

from bot.actions.finding import NOT_DATED
from bot.actions.popular import NOT_COUNTED, NOT_KNOWN, RANKED
from bot.actions.registry import all_actions
from bot.actions.runner import InProcessActions
from bot.actions.tools import ActionTools
from bot.conversation.events import Recommended
from bot.conversation.messages import Reply
from bot.decide.domain import Domain
from bot.models import open_encoder
from bot.recommending.guarded import GuardedRecommender
from bot.respond.responder import DomainResponder
from bot.telemetry import Telemetry
from retrieval.products.products import Products
from retrieval.recommend.port import RecommendContext
from retrieval.recommend.simple import SimpleRecommender
from retrieval.types import Constraints, Product

FIND, ADVISE, ANSWER = "action_find_products", "action_recommend", "action_answer"
ASK, COMPARE = "action_product_answer", "action_compare_products"
BOUGHT = ("Popular this season: in ", "In ")


def ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


def product(tools: ActionTools, product_id: str) -> Product:
    found = tools.products.get(product_id)
    assert found is not None
    return found


async def bought_most(tools: ActionTools, wish: Constraints) -> list[str]:
    found = await tools.recommender.recommend(RecommendContext(wish=wish), RANKED, sources=("popular",))
    return [hit.product.product_id for hit in found.hits]


@pytest.mark.parametrize("text", ["what are your best sellers", "bestsellers", "what do most people buy?"])
@pytest.mark.parametrize("action", [FIND, ADVISE])
async def test_what_is_bought_most_comes_first(
    talk: Talk, tools: ActionTools, action: str, text: str
) -> None:
    outcome = await talk.run(action, text)
    (reply,) = outcome.replies
    (shown,) = [event for event in outcome.events if isinstance(event, Recommended)]
    assert shown.source == "popular"
    assert reply.text == "These are popular right now:"
    assert ids(reply) == (await bought_most(tools, Constraints()))[:3]
    assert all(card.reason.startswith(BOUGHT) for card in reply.cards)


async def test_of_a_kind_only_what_is_called_so(talk: Talk, tools: ActionTools) -> None:
    first = await talk.reply(FIND, "show me your best selling tents")
    assert first.text == "Popular right now among tents:"
    every = await bought_most(tools, Constraints(categories=("tents",)))
    tents = [i for i in every if "tent" in product(tools, i).title]
    assert ids(first) == tents[:3]
    more = await talk.reply(FIND, "show me more")
    assert ids(more) == tents[3:6]


async def test_a_list_goes_on_by_how_often_it_is_bought(talk: Talk) -> None:
    await talk.reply(FIND, "show me tents for 3 people")
    reply = await talk.reply(ADVISE, "what do most people buy?")
    assert reply.text == "Popular right now among tents, 3 persons:"
    assert talk.slots["constraints"]["wanted"] == {"Persons": "= 3"}


async def test_words_that_name_no_kind_count(talk: Talk, tools: ActionTools) -> None:
    reply = await talk.reply(ADVISE, "what's popular right now for trail running")
    found = tools.products.search(Constraints(text="for trail running"), 8).hits
    near = [hit.product.product_id for hit in found]
    assert reply.cards
    assert set(ids(reply)) <= set(near)


@pytest.mark.parametrize("action", [COMPARE, ADVISE])
async def test_which_of_those_shown(talk: Talk, tools: ActionTools, action: str) -> None:
    shown = ids(await talk.reply(FIND, "show me tents"))
    reply = await talk.reply(action, "which one is the most popular?")
    best = next(i for i in await bought_most(tools, Constraints(categories=("tents",))) if i in shown)
    assert ids(reply) == [best]
    assert reply.text.startswith("Of these the ")
    assert talk.slots["current_product"] == best


async def test_who_buys_it_with_what_is_no_list_of_what_is_popular(talk: Talk) -> None:
    reply = await talk.reply(ADVISE, "what do other customers buy with the Skerry 2?")
    assert reply.text == "People often buy these with it:"


async def test_nothing_is_called_popular_that_nobody_bought(tools: ActionTools, domain: Domain) -> None:
    nobody = SimpleRecommender(tools.products, ())
    recommender = GuardedRecommender(nobody, nobody, deadline=5.0, telemetry=Telemetry())
    runner = InProcessActions(
        all_actions(replace(tools, recommender=recommender)), DomainResponder(domain), {}, 8.0
    )
    talk = Talk(runner)
    tents = await talk.reply(FIND, "show me your best selling tents")
    assert tents.text == NOT_COUNTED
    assert len(tents.cards) == 3
    which = await talk.reply(COMPARE, "which one is the most popular?")
    assert which.text == NOT_KNOWN
    nothing = await Talk(runner).reply(FIND, "what are your best sellers")
    assert nothing.cards == ()
    assert nothing.buttons


@pytest.mark.parametrize(
    ("action", "text", "lead"),
    [
        (FIND, "what is on sale right now", "Reduced products: here are three of "),
        (FIND, "do you have any offers", "Reduced products: here are three of "),
        (FIND, "any deals on backpacks?", "Reduced backpacks: here are three of "),
        (FIND, "anything on sale for kids", "Reduced products for children: here are three of "),
        (FIND, "show me sale boots", "Three fit: reduced boots."),
        (ANSWER, "what's on offer at the moment", "Reduced products: here are three of "),
    ],
)
async def test_what_is_reduced(talk: Talk, action: str, text: str, lead: str) -> None:
    reply = await talk.reply(action, text)
    assert reply.text.startswith(lead)
    assert all(card.compare_at_price for card in reply.cards)


async def test_what_the_shop_does_not_sell_is_not_reduced(talk: Talk) -> None:
    reply = await talk.reply(FIND, "do you have any deals on lawn mowers")
    assert reply.cards == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("is the Campo 3 reduced?", "Yes. The Campo 3 costs 129.95 EUR, reduced from 149.95."),
        ("is the Skerry 2 on sale?", "The Skerry 2 isn't reduced at the moment. The Skerry 2 costs 449 EUR."),
        ("is the Skerry 2 expensive?", "The Skerry 2 costs 449 EUR."),
        ("is the Campo 3 light?", "The Campo 3 weighs 3.6 kg."),
        ("is the Lumenor Blick 300 bright enough?", "The lumen of the Lumenor Blick 300 is 300 lm."),
    ],
)
async def test_whether_one_is_so(talk: Talk, text: str, said: str) -> None:
    assert (await talk.reply(ASK, text)).text == said


async def test_what_came_last_comes_first(talk: Talk, tools: ActionTools) -> None:
    reply = await talk.reply(FIND, "what's new?")
    assert reply.text.startswith("The newest products: here are three of ")
    assert all(card.reason.startswith("In our shop since ") for card in reply.cards)
    days = [product(tools, i).since for i in ids(reply)]
    assert days == sorted(days, reverse=True)
    assert days[0] == max(
        product.since for product in tools.products.browse(limit=1000)[0] if product.in_stock
    )
    more = await talk.reply(FIND, "show me more")
    assert days[-1] >= max(product(tools, i).since for i in ids(more))


async def test_the_newest_of_a_kind(talk: Talk) -> None:
    reply = await talk.reply(FIND, "your newest tents")
    assert reply.text.startswith("The newest tents: here are three of ")
    assert reply.cards[0].product_id == "P0016"
    assert "5 October 2026" in reply.cards[0].reason


async def test_a_shop_that_knows_no_days_calls_nothing_new(
    tools: ActionTools, domain: Domain, tmp_path: Path
) -> None:
    with (tools.settings.state / "catalogue.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    undated = tmp_path / "catalogue.csv"
    with undated.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "since": ""} for row in rows)
    products = Products(undated, tools.settings.var / "index" / "products", open_encoder(tools.settings))
    runner = InProcessActions(
        all_actions(replace(tools, products=products)), DomainResponder(domain), {}, 8.0
    )
    tents = await Talk(runner).reply(FIND, "your newest tents")
    assert tents.text == NOT_DATED
    assert len(tents.cards) == 3
    nothing = await Talk(runner).reply(FIND, "what's new?")
    assert nothing.cards == ()
    assert nothing.buttons


async def test_an_unknown_thing_is_not_what_was_shown(talk: Talk) -> None:
    await talk.reply(FIND, "show me gloves")
    reply = await talk.reply(ASK, "is klarna available?", "check_stock")
    assert reply.cards == ()
    assert reply.text.startswith("I couldn't find “klarna” in our shop.")
    there = await talk.reply(ASK, "is the first one in stock?", "check_stock")
    assert there.cards


@pytest.mark.parametrize(
    "text", ["bestsellers", "what are your best sellers?", "what's new?", "anything new?"]
)
async def test_things_of_any_kind_are_none_of_those_shown(talk: Talk, text: str) -> None:
    await talk.reply(FIND, "show me gloves under 30")
    await talk.reply(FIND, text)
    wish = talk.slots["constraints"]
    assert {"kinds", "categories", "price_max"} & set(wish) == set()


@pytest.mark.parametrize(
    "text", ["what do most people buy?", "only the ones on sale", "the most popular ones"]
)
async def test_what_goes_on_with_a_list_keeps_it(talk: Talk, text: str) -> None:
    await talk.reply(FIND, "show me tents")
    await talk.reply(FIND, text)
    assert talk.slots["constraints"]["categories"] == ["tents"]
