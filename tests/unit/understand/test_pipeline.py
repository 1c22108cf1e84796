"""The understander as a whole, with real heads on a tiny encoder."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from letters import ORDERS, STRANGE, LetterEncoder, some_texts

from bot.conversation.state import State
from bot.conversation.understanding import Entity
from bot.errors import ModelUnavailable
from bot.shop.order_forms import OrderForms
from bot.understand.context import ShopWords
from bot.understand.gazetteer import Gazetteer
from bot.understand.heads import OUT_OF_SCOPE
from bot.understand.language import LanguageDetector
from bot.understand.pipeline import RANKED, Forms, ModelUnderstander
from bot.understand.training import fit_texts


@pytest.fixture(scope="module")
def understander() -> ModelUnderstander:
    heads, _ = fit_texts(some_texts(), LetterEncoder())
    return ModelUnderstander(
        LetterEncoder(),
        heads,
        Gazetteer({"category": {"boots": "footwear"}}),
        LanguageDetector(frozenset({"en"})),
        Forms(OrderForms(("FW-204518",)), "DE", "Europe/Berlin"),
        ThreadPoolExecutor(2),
    )


def test_intent_entities_and_confidence(understander: ModelUnderstander) -> None:
    result = understander.read("fw 204518, the boots in 42")
    assert [(e.entity, e.value) for e in result.entities] == [
        ("order_number", "FW-204518"), ("category", "footwear"), ("size", "42"),
    ]  # fmt: skip
    assert result.ranking[0] == result.intent
    assert len(result.ranking) <= RANKED
    assert 0 <= result.out_of_scope <= 1
    assert sum(scored.confidence for scored in result.ranking) <= 1.01


def test_the_letters_of_an_address_say_nothing_of_what_is_wished(understander: ModelUnderstander) -> None:
    short = understander.read("the parcel came broken, e-mail")
    long = understander.read("the parcel came broken, anna-katharina.wiesengrund@mail.example.com")
    assert long.ranking == short.ranking
    assert [(e.entity, e.text[:4]) for e in long.entities] == [("email", "anna")]


def test_names_and_order_numbers_say_nothing_of_what_is_wished() -> None:
    pattern = OrderForms(("FW-204518",)).pattern
    words = ShopWords(unnamed=lambda text: text.replace("Zzyzx", "product"), orders=pattern)
    texts = some_texts()
    parts = (Gazetteer({}), LanguageDetector(frozenset({"en"})))
    forms = Forms(OrderForms(("FW-204518",)), "DE", "Europe/Berlin")
    for plain in (True, False):
        turns = texts.turns._replace(words=words) if plain else texts.turns
        heads, _ = fit_texts(replace(texts, turns=turns), LetterEncoder())
        assert heads.plain is plain
        reader = ModelUnderstander(LetterEncoder(), heads, *parts, forms, ThreadPoolExecutor(1), words=words)
        asked = reader.read("where is fw 204561").ranking == reader.read("where is my order").ranking
        named = reader.read("return the Zzyzx").ranking == reader.read("return the product").ranking
        assert (asked, named) == (plain, plain)


def test_the_number_of_a_product_is_no_order(understander: ModelUnderstander) -> None:
    parts = (LetterEncoder(), understander.heads, Gazetteer({}), LanguageDetector(frozenset({"en"})))
    forms = Forms(OrderForms(("FW-204518",)), "DE", "Europe/Berlin")
    words = ShopWords(orders=OrderForms(("FW-204518",)).pattern, in_title="250000".__eq__)
    reader = ModelUnderstander(*parts, forms, ThreadPoolExecutor(1), words=words)
    found = reader.read("and the Zapf Max 250000?").entities
    assert "order_number" not in {one.entity for one in found}
    assert words.plain("and the Zapf Max 250000, order 204518?") == "and the Zapf Max 250000, order my order?"
    assert [one.value for one in reader.read("and order 204518?").entities] == ["FW-204518"]


def test_a_form_of_the_shops_own_is_no_telephone_number(understander: ModelUnderstander) -> None:
    parts = (LetterEncoder(), understander.heads, Gazetteer({}, {"card": [r"60\d\d(?: \d{4}){3}"]}))
    forms = Forms(OrderForms(("FW-204518",)), "DE", "Europe/Berlin")
    own = ModelUnderstander(*parts, LanguageDetector(frozenset({"en"})), forms, ThreadPoolExecutor(1))
    assert [e.entity for e in own.read("6090 3382 0915 7740 in 42").entities] == ["card", "size"]


def test_learned_entities_fill_what_forms_and_names_leave() -> None:
    text = "fw 204518: the red boots leak at the seam, for Ann"
    spans = {
        "order": "204518",
        "product": "boots",
        "reason": "leak at the seam",
        "person": "Ann",
        "size": "red",
    }

    class Everything:
        def entities(self, text: str) -> list[Entity]:
            return [
                Entity(
                    entity=name, value=part, text=part, start=text.index(part),
                    end=text.index(part) + len(part), confidence=0.2 if name == "person" else 0.9,
                )
                for name, part in spans.items()
            ]  # fmt: skip

    heads, _ = fit_texts(some_texts(), LetterEncoder())
    gazetteer = Gazetteer({"category": {"boots": "footwear"}})
    forms = Forms(OrderForms(("FW-204518",)), "DE", "Europe/Berlin")
    languages = LanguageDetector(frozenset({"en"}))
    parts = (LetterEncoder(), heads, gazetteer, languages, forms, ThreadPoolExecutor(1))
    found = ModelUnderstander(*parts, tagger=Everything()).read(text).entities
    assert [(e.entity, e.value) for e in found] == [
        ("order_number", "FW-204518"), ("category", "footwear"), ("reason", "leak at the seam"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", "\x00", "🙂", "ß" * 50, "٣٤", "'"])
def test_anything_is_read(understander: ModelUnderstander, text: str) -> None:
    assert understander.read(text).text == text


@pytest.mark.parametrize("size", [1000, 4000])
@pytest.mark.parametrize(
    "piece", ["where is my order ", "a", "1", "1,", "a@", "x.", "12 ", "0 4", "FW-", "€ ", "the first "]
)
def test_long_messages_take_bounded_time(understander: ModelUnderstander, piece: str, size: int) -> None:
    text = (piece * size)[:size]
    started = time.perf_counter()
    result = understander.read(text)
    assert time.perf_counter() - started < 1
    assert result.text == text
    assert all(text[e.start : e.end] == e.text for e in result.entities)


def test_the_end_of_a_long_message_is_read(understander: ModelUnderstander) -> None:
    text = "where is my order " * 200 + "FW-204518"
    (entity,) = understander.read(text).entities
    assert text[entity.start : entity.end] == "FW-204518"


def test_sentences_are_read_by_themselves_where_the_whole_is_open(understander: ModelUnderstander) -> None:
    both = understander.read("what is the capital of Peru. track my order")
    assert both.intent.name == OUT_OF_SCOPE
    assert [part.ranking[0].name for part in both.parts] == [OUT_OF_SCOPE, "track"]
    assert understander.read("track my order. track my order").parts == ()
    assert understander.read("bake me a cake").parts == ()
    detailed = understander.read("track my order. here is my address: anna@example.com")
    assert len(detailed.parts) == 2, "details make a wish hard to read"
    assert len(understander.read("track it. track my order", asked=True).parts) == 2
    behind = understander.read("track my order. track it for 20 €")
    assert len(behind.parts) == 2, "a few words may stand before a wish that names something"
    assert understander.read("now track my order for me. track it for 20 €").parts == ()


def test_a_typed_command_of_other_bots_is_no_wish(understander: ModelUnderstander) -> None:
    assert understander.read("/track").intent.name == OUT_OF_SCOPE
    assert understander.read("track my order").intent.name == "track"


def test_threads_agree(understander: ModelUnderstander) -> None:
    texts = [*ORDERS, *STRANGE] * 10
    alone = [understander.read(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(understander.read, texts)) == alone


async def test_it_never_blocks_the_loop(understander: ModelUnderstander) -> None:
    result = await understander.understand("track my order", State(conversation_id="c1"))
    assert result.intent.name == "track"


def test_shouting_unhappiness_is_anger(understander: ModelUnderstander) -> None:
    assert understander.read('/return_item{"reason": "YOU ARE AWFUL!!"}').mood.name == "neutral"
    assert understander.read("it should have been here long ago").mood.name == "unhappy"
    assert understander.read("IT SHOULD HAVE BEEN HERE LONG AGO").mood.name == "angry"


class Broken(LetterEncoder):
    def features(self, texts):  # type: ignore[no-untyped-def]
        raise RuntimeError("no memory")


def test_a_failing_model_is_model_unavailable(understander: ModelUnderstander) -> None:
    broken = ModelUnderstander(
        Broken(),
        understander.heads,
        Gazetteer({}),
        LanguageDetector(frozenset({"en"})),
        Forms(OrderForms(("1234",)), "DE", "UTC"),
        ThreadPoolExecutor(1),
    )
    with pytest.raises(ModelUnavailable):
        broken.read("hi")
