"""What the documents answer and what they do not; teaching, for trainers."""

from __future__ import annotations

import time
from typing import Any

import msgspec
from aiohttp import web

from bot.console.guard import person_of, requires
from bot.console.http import answer, body_of, number_of
from bot.console.services import SERVICES
from bot.errors import BadRequest
from bot.intake import clean_text
from bot.knowledge.port import Lesson

LONGEST = 2000
"""Characters of a question."""
HITS = 10
MOST_HITS = 50
MOST_AFTER = 5
"""Questions asked before that are taken."""
DAYS = 30
GAPS = 50
MOST_GAPS = 200


async def search(request: web.Request) -> web.Response:
    """GET search: the answer that a shopper would get, the hits explained, and what was taught of it."""
    services = request.config_dict[SERVICES]
    question = _question(request.query.get("q", ""))
    after = [text for text in request.query.getall("after", []) if text.strip()]
    if len(after) > MOST_AFTER:
        raise BadRequest(f"Name at most {MOST_AFTER} questions that were asked before.")
    history = tuple(clean_text(text, LONGEST) for text in after)
    found = await services.library().look_up(question, number_of(request, "k", HITS, 1, MOST_HITS), history)
    fields: dict[str, Any] = msgspec.structs.asdict(found)
    return answer({**fields, "taught": await services.teacher.taught(question)})


@requires("trainer")
async def gaps(request: web.Request) -> web.Response:
    """GET gaps: what shoppers asked in vain in the last ``days``, the most frequent first."""
    days = number_of(request, "days", DAYS, 1, 3650)
    limit = number_of(request, "limit", GAPS, 1, MOST_GAPS)
    found, declined = await request.config_dict[SERVICES].library().gaps(time.time() - days * 86_400, limit)
    return answer({"gaps": found, "declined": declined, "days": days})


@requires("trainer")
async def unmet(request: web.Request) -> web.Response:
    """GET unmet: wishes of the last ``days`` that the shop could not meet, the most frequent first."""
    days = number_of(request, "days", DAYS, 1, 3650)
    limit = number_of(request, "limit", GAPS, 1, MOST_GAPS)
    found = await request.config_dict[SERVICES].unmet(time.time() - days * 86_400)
    return answer({"unmet": found[:limit], "wishes": sum(one.times for one in found), "days": days})


@requires("trainer")
async def teach(request: web.Request) -> web.Response:
    """POST teach: write the lesson down and begin to learn it; how far it is, GET teach says."""
    services, person = request.config_dict[SERVICES], person_of(request)
    lesson = await body_of(request, Lesson)
    lesson = msgspec.structs.replace(lesson, question=_question(lesson.question))
    taught = await services.teacher.teach(lesson, person.name)
    await services.audit.add(
        "forgotten" if lesson.forget else "taught",
        staff_id=person.id,
        staff_name=person.name,
        target=lesson.question,
        address=request.remote or "",
    )
    return answer({"taught": taught, "learning": services.teacher.learning()}, 202)


@requires("trainer")
async def learning(request: web.Request) -> web.Response:
    """GET teach: how far the last lesson is."""
    return answer(request.config_dict[SERVICES].teacher.learning())


def _question(text: str) -> str:
    """Cleaned. Raises: BadRequest for none, MessageTooLong."""
    if not text.strip():
        raise BadRequest("Write a question first.")
    return clean_text(text, LONGEST)
