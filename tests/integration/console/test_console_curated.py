"""Approved answers in the console: written, changed and taken away, and what the bot says then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from blockbuster import blockbuster_ctx
from console_people import Person
from console_shop import ANSWERS

from bot.console.services import ConsoleServices
from bot.conversation import events as ev
from bot.errors import IndexBusy
from bot.knowledge.port import Lesson
from bot.knowledge.teacher import DocumentTeacher
from retrieval.documents.search import Documents
from retrieval.generations import Generations

SignedIn = Callable[..., Awaitable[Person]]
HORSE = "can I bring my horse?"
DRAFT = {
    "questions": [HORSE, "horses in the store"],
    "answer": "Horses wait outside.",
    "sources": ["stores.md"],
}


async def learned(person: Person) -> dict[str, Any]:
    """Wait until the index has learned all; what is said of it then."""
    while (said := await person.get("teach"))["state"] == "learning":
        await asyncio.sleep(0.05)
    return dict(said)


async def asked(person: Person, question: str = HORSE) -> str:
    """The approved answer that a shopper gets, "" for none."""
    return str((await person.get(f"search?q={question}"))["answer"]["curated"])


async def shown(person: Person) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in (await person.get("answers"))["answers"]}


def overwrite(shop: Any, text: str) -> None:
    """The file is a link to that of other tests."""
    (shop.state / "answers.yml").unlink()
    (shop.state / "answers.yml").write_text(text)


@pytest.mark.slow
async def test_answers_are_written_by_two_changed_taken_away_and_brought_back(
    services: ConsoleServices, shop: Any, signed_in: SignedIn
) -> None:
    tess, alex = await signed_in("Tess", "trainer"), await signed_in("Alex", "admin")
    assert await asked(tess) == ""
    with Generations(shop.index).writing(), blockbuster_ctx(["bot", "retrieval"]):
        status, said = await tess.send("POST", "answers", DRAFT)
        assert status == 201
        assert (said["learning"]["state"], said["learning"]["what"]) == ("learning", "answer")
        while "Waiting" not in (await tess.get("teach"))["step"]:
            await asyncio.sleep(0.05)
        await alex.post("answers", {"questions": ["Do you sell swords?"], "answer": "No swords."})
        status, refused = await alex.send("POST", "teach", {"question": HORSE, "nothing": True})
        assert (status, refused["error"]["code"]) == (409, "index_busy")
    horse = said["answer"]
    path = f"answers/{horse['id']}"
    with blockbuster_ctx(["bot", "retrieval"]):
        before = await shown(alex)
        assert list(before) == ["gift_wrapping", horse["id"], "do-you-sell-swords"]
        assert (before[horse["id"]]["learned"], before["gift_wrapping"]["learned"]) == (False, True)
        now = await learned(tess)
    assert (now["state"], now["question"], now["by"]) == ("learned", "Do you sell swords?", "Alex")
    assert await asked(tess) == "Horses wait outside."
    assert await asked(tess, "do you sell swords?") == "No swords."
    assert (await shown(alex))[horse["id"]]["learned"]

    change = {**DRAFT, "answer": "Horses stay at home.", "revision": horse["revision"]}
    status, said = await alex.send("PUT", path, change)
    assert status == 200
    again = said["answer"]
    status, refused = await tess.send("PUT", path, change | {"answer": "Horses may come in."})
    assert (status, refused["error"]["code"]) == (409, "conflict")
    await learned(alex)
    assert await asked(tess) == "Horses stay at home."

    status, said = await tess.send("DELETE", f"{path}?revision={again['revision']}")
    assert (status, said["learning"]["what"]) == (200, "removed")
    assert "horse" not in (shop.state / "answers.yml").read_text()
    removed = said["removed"]
    await learned(tess)
    assert await asked(tess) == ""
    await tess.post("answers/restore", removed)
    assert (await shown(tess))[horse["id"]]["answer"] == "Horses stay at home."
    done = [(e.staff_name, e.action) for e in await services.audit.page() if e.target == horse["id"]]
    assert done == [
        ("Tess", "answer_restored"),
        ("Tess", "answer_removed"),
        ("Alex", "answer_changed"),
        ("Tess", "answer_written"),
    ]


async def test_a_server_that_stops_while_it_waits_stops(shop: Any, documents: Documents) -> None:
    documents.load()
    teacher = DocumentTeacher(shop.state, lambda: documents)
    with Generations(shop.index).writing():
        teacher.learn("answer", HORSE, "Tess")
        while "Waiting" not in teacher.learning().step:
            await asyncio.sleep(0.05)
        await asyncio.wait_for(teacher.close(), 20)
    assert teacher.learning().state == "failed"


async def test_what_is_written_while_a_lesson_is_refused_is_learned(shop: Any, documents: Documents) -> None:
    documents.load()
    teacher = DocumentTeacher(shop.state, lambda: documents)
    with Generations(shop.index).writing():
        lesson = asyncio.create_task(teacher.teach(Lesson(question=HORSE, nothing=True), "Alex"))
        await asyncio.sleep(0)
        teacher.learn("answer", HORSE, "Tess")
        with pytest.raises(IndexBusy):
            await lesson
        said = teacher.learning()
        assert (said.state, said.what, said.by) == ("learning", "answer", "Tess")
        await asyncio.wait_for(teacher.close(), 20)


async def test_how_often_each_was_given_and_which_have_run_out(
    services: ConsoleServices, shop: Any, signed_in: SignedIn
) -> None:
    tess = await signed_in("Tess", "trainer")
    sale = "- {id: sale, questions: [Is there a sale?], answer: In January., valid_until: 2020-01-31}\n"
    overwrite(shop, ANSWERS + sale)
    await services.log.create("c_1", shopper_id="ada", channel="web")
    for _ in range(2):
        searched = ev.Searched(question="?", answered=True, answerable=0.9, tried=(), curated="gift_wrapping")
        await services.log.append("c_1", [searched])
    found = await shown(tess)
    wrap = found["gift_wrapping"]
    assert (wrap["times"], wrap["run_out"], wrap["sources"]) == (2, False, [])
    assert wrap["last"] > 1e9
    assert (found["sale"]["times"], found["sale"]["last"], found["sale"]["run_out"]) == (0, None, True)
    assert not found["sale"]["learned"]


async def test_who_may_what(visitor: Any, shop: Any, signed_in: SignedIn) -> None:
    stranger, agent = await visitor(), await signed_in("Ada")
    calls = (
        ("GET", "answers"),
        ("POST", "answers"),
        ("POST", "answers/learn"),
        ("POST", "answers/restore"),
        ("PUT", "answers/gift_wrapping"),
        ("DELETE", "answers/gift_wrapping"),
    )
    for method, path in calls:
        status, body = await agent.send(method, path, DRAFT)
        assert (status, body["error"]["code"]) == (403, "not_allowed")
        assert (await stranger.send(method, path, DRAFT))[0] in (401, 403)
    assert (shop.state / "answers.yml").read_text() == ANSWERS


async def test_what_cannot_be_written_changes_nothing(
    services: ConsoleServices, shop: Any, signed_in: SignedIn
) -> None:
    tess = await signed_in("Tess", "trainer")
    revision = (await shown(tess))["gift_wrapping"]["revision"]
    gone = {"question": "?", "lines": "- {id: gift_wrapping, questions: [x], answer: y}\n", "behind": ""}
    refused = [
        ("POST", "answers", DRAFT | {"questions": []}, 422, "invalid_answer"),
        ("POST", "answers", DRAFT | {"questions": "text"}, 400, "bad_request"),
        ("PUT", "answers/gift_wrapping", DRAFT, 400, "bad_request"),
        ("PUT", "answers/gift_wrapping", DRAFT | {"revision": "x"}, 409, "conflict"),
        ("PUT", "answers/gone", DRAFT | {"revision": revision}, 404, "not_found"),
        ("DELETE", "answers/gift_wrapping", None, 409, "conflict"),
        ("POST", "answers/restore", gone, 409, "conflict"),
        ("POST", "answers/restore", gone | {"lines": "- a\n"}, 400, "bad_request"),
    ]
    for method, path, body, status, code in refused:
        said, told = await tess.send(method, path, body)
        assert (said, told["error"]["code"]) == (status, code), (method, path)
    assert (shop.state / "answers.yml").read_text() == ANSWERS
    assert services.teacher.learning().state == "idle"
    assert [entry.action for entry in await services.audit.page() if "answer" in entry.action] == []
    overwrite(shop, "- id: [\n")
    for method, path in (("GET", "answers"), ("POST", "answers")):
        said, told = await tess.send(method, path, DRAFT)
        assert (said, told["error"]["code"]) == (422, "document_error")
        assert "answers.yml" in told["error"]["text"]
