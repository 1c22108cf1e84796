"""Saved replies: agents use them, trainers write them.

A text may have placeholders, which the console fills in for the conversation in which it is used.
"""

from __future__ import annotations

import re

import msgspec
from aiohttp import web

from bot.console.guard import person_of, requires
from bot.console.http import answer, body_of
from bot.console.services import SERVICES
from bot.errors import InvalidMessage, InvalidSavedReply, MessageTooLong
from bot.intake import clean_text
from bot.record.saved_replies import SavedReply

LONGEST_NAME = 60
LONGEST_TEXT = 4000
"""Characters; a text is as long as a reply may be."""
PLACEHOLDERS = ("first_name", "agent_name", "order_number")
NO_TEXT = "Write the text of the reply."
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


class Wording(msgspec.Struct):
    """Body of POST saved-replies and PUT saved-replies/{id}."""

    name: str
    text: str


async def show(request: web.Request) -> web.Response:
    """GET saved-replies."""
    replies = await request.config_dict[SERVICES].saved_replies.all()
    return answer({"saved_replies": replies, "placeholders": PLACEHOLDERS})


@requires("trainer")
async def add(request: web.Request) -> web.Response:
    """POST saved-replies."""
    name, text = _checked(await body_of(request, Wording))
    saved = await request.config_dict[SERVICES].saved_replies.add(name, text, person_of(request).name)
    await _audited(request, "reply_saved", saved)
    return answer({"saved_reply": saved}, 201)


@requires("trainer")
async def change(request: web.Request) -> web.Response:
    """PUT saved-replies/{id}."""
    name, text = _checked(await body_of(request, Wording))
    replies, by = request.config_dict[SERVICES].saved_replies, person_of(request).name
    saved = await replies.change(request.match_info["id"], name, text, by)
    await _audited(request, "reply_changed", saved)
    return answer({"saved_reply": saved})


@requires("trainer")
async def delete(request: web.Request) -> web.Response:
    """DELETE saved-replies/{id}; what is deleted comes back, to be saved again by who did not mean it."""
    deleted = await request.config_dict[SERVICES].saved_replies.delete(request.match_info["id"])
    await _audited(request, "reply_deleted", deleted)
    return answer({"saved_reply": deleted})


def _checked(wording: Wording) -> tuple[str, str]:
    """Name, on one line, and text. Raises: InvalidSavedReply."""
    name, text = " ".join(wording.name.split()), wording.text.strip()
    if not name:
        raise InvalidSavedReply("Give the reply a name, by which agents find it.")
    if len(name) > LONGEST_NAME:
        raise InvalidSavedReply(f"The name is too long: {LONGEST_NAME} characters at most.")
    if not text:
        raise InvalidSavedReply(NO_TEXT)
    for named in _PLACEHOLDER.findall(text):
        if named not in PLACEHOLDERS:
            raise InvalidSavedReply(f"Nothing is known as {{{named}}}. Use {_listed()}.")
    try:
        return name, clean_text(text, LONGEST_TEXT)
    except MessageTooLong as error:
        raise InvalidSavedReply(f"The text is too long: {LONGEST_TEXT:,} characters at most.") from error
    except InvalidMessage as error:
        raise InvalidSavedReply(NO_TEXT) from error


def _listed() -> str:
    *first, last = (f"{{{name}}}" for name in PLACEHOLDERS)
    return f"{', '.join(first)} or {last}"


async def _audited(request: web.Request, action: str, saved: SavedReply) -> None:
    person = person_of(request)
    await request.config_dict[SERVICES].audit.add(
        action, staff_id=person.id, staff_name=person.name, target=saved.name, address=request.remote or ""
    )
