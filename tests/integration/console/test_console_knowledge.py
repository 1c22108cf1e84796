"""Search and gaps: what staff see of the documents, who may teach, and what teaching does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from blockbuster import blockbuster_ctx
from console_people import Person

from bot.console.services import ConsoleServices
from bot.conversation import events as ev
from bot.knowledge.port import Lesson, Taught
from bot.knowledge.teacher import DocumentTeacher
from retrieval.documents.search import Documents
from retrieval.generations import Generations

SignedIn = Callable[..., Awaitable[Person]]
EXPRESS = "what does express cost?"
HORSE = "can I bring my horse?"
LESSON = Lesson(question=HORSE, nothing=True)


async def decline(services: ConsoleServices, *questions: str) -> None:
    """Shoppers ask in vain."""
    await services.log.create("c_1", shopper_id="ada", channel="web")
    tried = (("stores.md", "stores.md#0", 0.7), ("stores.md", "stores.md#1", 0.2))
    for question in questions:
        searched = ev.Searched(question=question, answered=False, answerable=0.2, tried=tried)
        await services.log.append("c_1", [searched])


async def learned(person: Person) -> dict[str, Any]:
    """Wait until the last lesson is learned; what is said of it then."""
    while (said := await person.get("teach"))["state"] == "learning":
        await asyncio.sleep(0.05)
    return dict(said)


async def test_an_answer_with_every_hit_explained(signed_in: SignedIn) -> None:
    ada = await signed_in("Ada")
    with blockbuster_ctx(["bot", "retrieval"]):
        found = await ada.get(f"search?q={EXPRESS}&k=3")
    assert found["answer"]["answered"]
    [sentence] = found["answer"]["sentences"]
    assert sentence["text"] == "Express costs 9.95 EUR if you order by 13:00."
    assert sentence["hits"][0]["passage"]["document_id"] == "shipping.md"
    assert len(found["hits"]) == 3
    best = found["hits"][0]
    assert best["passage"]["heading"] == "Express"
    assert best["fused"] == max(hit["fused"] for hit in found["hits"])
    assert {"lexical", "dense", "fused", "late", "reranked", "read"} <= best.keys()
    assert found["sentences"][best["passage"]["passage_id"]] == [sentence["text"]]
    assert 0 < found["threshold"] <= found["answer"]["answerable"] <= 1
    assert found["taught"] is None


async def test_a_decline_a_curated_answer_and_a_follow_up(signed_in: SignedIn) -> None:
    ada = await signed_in("Ada")
    declined = await ada.get("search?q=who invented the bicycle?")
    assert not declined["answer"]["answered"]
    assert declined["answer"]["sentences"] == []
    assert declined["answer"]["answerable"] < declined["threshold"]
    curated = await ada.get("search?q=do you wrap gifts?")
    assert curated["answer"]["curated"] == "We wrap every gift for 3 EUR."
    alone = await ada.get("search?q=and from France?")
    behind = await ada.get("search?q=and from France?&after=how much is a return from Germany?")
    assert behind["hits"][0]["passage"]["document_id"] == "returns.md"
    assert behind["hits"][0]["lexical"] > alone["hits"][0]["lexical"]


async def test_the_text_as_it_was_read(signed_in: SignedIn) -> None:
    ada = await signed_in("Ada")
    assert (await ada.get(f"search?q={EXPRESS}"))["read_as"] == EXPRESS
    mistyped = await ada.get("search?q=what does expres shiping cost?")
    assert mistyped["question"] == "what does expres shiping cost?"
    assert mistyped["read_as"] == "what does express shipping cost?"
    behind = await ada.get("search?q=and to Paris?&after=how much is a return from Germany?")
    assert behind["read_as"] == "how much is a return from France? and to France?"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "bad_request"),
        ("?q=%20%20", 400, "bad_request"),
        ("?q=" + "x" * 2001, 413, "message_too_long"),
        ("?q=a&k=many", 400, "bad_request"),
        ("?q=a" + "&after=b" * 6, 400, "bad_request"),
    ],
)
async def test_a_search_that_cannot_be(query: str, status: int, code: str, signed_in: SignedIn) -> None:
    ada = await signed_in("Ada")
    said, body = await ada.send("GET", f"search{query}")
    assert (said, body["error"]["code"]) == (status, code)


async def test_who_may_what(services: ConsoleServices, visitor: Any, signed_in: SignedIn) -> None:
    stranger, agent = await visitor(), await signed_in("Ada")
    assert (await stranger.send("GET", "search?q=a"))[0] == 401
    assert (await agent.send("GET", "search?q=a"))[0] == 200
    for method, path in (("GET", "gaps"), ("GET", "unmet"), ("GET", "teach"), ("POST", "teach")):
        status, body = await agent.send(method, path, {"question": HORSE, "nothing": True})
        assert (status, body["error"]["code"]) == (403, "not_allowed")
    assert await services.teacher.taught(HORSE) is None


async def test_wishes_of_the_same_words_are_one(services: ConsoleServices, signed_in: SignedIn) -> None:
    tess = await signed_in("Tess", "trainer")
    assert await tess.get("unmet") == {"unmet": [], "wishes": 0, "days": 30}
    await services.log.create("c_1", shopper_id="ada", channel="web")
    said = [("fishing rod", False), ("rods for fishing", False), ("tents, up to 40 EUR", True)]
    await services.log.append("c_1", [ev.UnmetWish(wish=wish, known=known) for wish, known in said])
    found = await tess.get("unmet")
    assert found["wishes"] == 3
    assert [(one["wish"], one["times"], one["known"]) for one in found["unmet"]] == [
        ("rods for fishing", 2, False),
        ("tents, up to 40 EUR", 1, True),
    ]
    assert len((await tess.get("unmet?limit=1"))["unmet"]) == 1


async def test_gaps_are_grouped_and_say_what_answers_them_now(
    services: ConsoleServices, signed_in: SignedIn
) -> None:
    tess = await signed_in("Tess", "trainer")
    assert await tess.get("gaps") == {"gaps": [], "declined": 0, "days": 30}
    await decline(services, "may I bring a horse?", EXPRESS, HORSE)
    with blockbuster_ctx(["bot", "retrieval"]):
        found = await tess.get("gaps")
    assert found["declined"] == 3
    horse, express = found["gaps"]
    assert (horse["question"], horse["times"], horse["now"], horse["settled"]) == (HORSE, 2, "", False)
    assert horse["tried"] == [{"document": "stores.md", "score": 0.7}]
    assert horse["conversation_id"] == "c_1"
    assert (express["times"], express["now"]) == (1, "Express costs 9.95 EUR if you order by 13:00.")
    assert len((await tess.get("gaps?limit=1"))["gaps"]) == 1


@pytest.mark.slow
async def test_teaching_a_sentence_then_nothing_then_taking_it_back(
    services: ConsoleServices, signed_in: SignedIn
) -> None:
    tess, alex = await signed_in("Tess", "trainer"), await signed_in("Alex", "admin")
    await decline(services, HORSE)
    lesson = {"question": HORSE, "document": "stores.md", "sentence": "Dogs are welcome in the store."}
    with blockbuster_ctx(["bot", "retrieval"]):
        status, said = await tess.send("POST", "teach", lesson)
        assert (status, said["learning"]["state"]) == (202, "learning")
        assert said["taught"] == {"document": "stores.md", "sentences": [lesson["sentence"]]}
        status, refused = await alex.send("POST", "teach", {"question": EXPRESS, "nothing": True})
        assert (status, refused["error"]["code"]) == (409, "index_busy")
        assert "Tess" in refused["error"]["text"]
        assert (await learned(tess))["state"] == "learned"
    found = await alex.get(f"search?q={HORSE}")
    assert [one["text"] for one in found["answer"]["sentences"]] == [lesson["sentence"]]
    assert found["asked_before"][0]["cosine"] >= found["as_asked"]
    assert found["taught"]["document"] == "stores.md"

    await alex.post("teach", {"question": HORSE, "nothing": True})
    await learned(alex)
    [gap] = (await tess.get("gaps"))["gaps"]
    assert (gap["now"], gap["settled"]) == ("", True)

    await tess.post("teach", {"question": HORSE, "forget": True})
    await learned(tess)
    assert (await alex.get(f"search?q={HORSE}"))["taught"] is None
    entries = (await alex.get("audit"))["entries"]
    done = [(e["staff_name"], e["action"]) for e in entries if e["target"] == HORSE]
    assert done == [("Tess", "forgotten"), ("Alex", "taught"), ("Tess", "taught")]


@pytest.mark.parametrize(
    ("lesson", "text"),
    [
        ({"question": HORSE}, "one of the three"),
        ({"question": HORSE, "document": "stores.md"}, "one of the three"),
        ({"question": HORSE, "nothing": True, "forget": True}, "one of the three"),
        ({"question": " ", "nothing": True}, "Write a question"),
        ({"question": HORSE, "forget": True}, "was not taught"),
        ({"question": HORSE, "document": "store.md", "sentence": "Dogs"}, "Near: stores.md"),
        ({"question": HORSE, "document": "stores.md", "sentence": "Cats"}, "Dogs are welcome"),
    ],
)
async def test_a_lesson_that_cannot_be_changes_nothing(
    lesson: dict[str, Any], text: str, services: ConsoleServices, signed_in: SignedIn
) -> None:
    tess = await signed_in("Tess", "trainer")
    status, body = await tess.send("POST", "teach", lesson)
    assert (status, body["error"]["code"]) == (400, "bad_request")
    assert text in body["error"]["text"]
    assert await services.teacher.taught(HORSE) is None
    assert services.teacher.learning().state == "idle"


async def test_while_a_command_writes_the_index_nothing_is_taught(
    services: ConsoleServices, shop: Any, signed_in: SignedIn
) -> None:
    tess = await signed_in("Tess", "trainer")
    with Generations(shop.index).writing():
        status, body = await tess.send("POST", "teach", {"question": HORSE, "nothing": True})
    assert (status, body["error"]["code"]) == (409, "index_busy")
    assert await services.teacher.taught(HORSE) is None


async def test_a_server_that_stops_leaves_the_lesson_for_the_next_start(
    shop: Any, documents: Documents
) -> None:
    documents.load()
    teacher = DocumentTeacher(shop.state, lambda: documents)
    generation = Generations(shop.index).current()
    await teacher.teach(LESSON, "Tess")
    await asyncio.wait_for(teacher.close(), 20)
    assert teacher.learning().state == "failed"
    assert Generations(shop.index).current() == generation
    with Generations(shop.index).writing():
        assert await teacher.taught(HORSE) == Taught()


async def test_what_could_not_be_learned_is_said_in_words(shop: Any, documents: Documents) -> None:
    documents.load()
    teacher = DocumentTeacher(shop.state, lambda: documents)
    (shop.state / "shopclerk.toml").write_text("[retrieval]\nrerank = 1\n")
    await teacher.teach(LESSON, "Tess")
    while teacher.learning().state == "learning":
        await asyncio.sleep(0.05)
    said = teacher.learning()
    assert said.state == "failed"
    assert said.text.startswith("It is written down, but not learned yet: ")
    assert "rerank" in said.text
