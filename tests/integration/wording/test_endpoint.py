"""The language model behind an OpenAI-compatible server: what is asked, what is read, what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
from language_server import LanguageServer, language_server

from bot.conversation.ports import Prompt
from bot.errors import WordingFailed
from bot.respond.endpoint import EndpointModel

ASKED = Prompt(system="Word it.", user="<question>How long?</question>")


@pytest.fixture
async def server() -> AsyncIterator[LanguageServer]:
    async with language_server(lambda _body: "You have 60 days.") as opened:
        yield opened


async def written(model: EndpointModel) -> str:
    try:
        return "".join([piece async for piece in model.write(ASKED)])
    finally:
        await model.close()


async def test_pieces_come_as_they_are_streamed(server: LanguageServer) -> None:
    model = EndpointModel(server.url, "small", key="secret", max_tokens=77)
    async with aclosing(model.write(ASKED)) as pieces:
        assert [piece async for piece in pieces] == ["You ", "have ", "60 ", "days. "]
    await model.close()
    (body,) = server.seen
    assert body["messages"] == [
        {"role": "system", "content": "Word it."},
        {"role": "user", "content": "<question>How long?</question>"},
    ]
    assert (body["model"], body["stream"], body["temperature"], body["max_tokens"]) == ("small", True, 0, 77)
    assert server.keys == ["Bearer secret"]


async def test_without_a_key_none_is_shown(server: LanguageServer) -> None:
    assert await written(EndpointModel(f"{server.url}/", "small")) == "You have 60 days. "
    assert server.keys == [""]


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        ("refuses", "status 404"),
        ("redirects", "status 307"),
        ("rubbish", "protocol"),
        ("no stream", "broke off"),
        ("endless line", "protocol"),
        ("stalls", "stalled"),
        ("stalls midway", "stalled"),
        ("breaks off", "broke off"),
        ("breaks off with an error", "error"),
    ],
)
async def test_what_goes_wrong_is_told_once(server: LanguageServer, behaviour: str, says: str) -> None:
    server.behaviour = behaviour
    with pytest.raises(WordingFailed) as failure:
        await written(EndpointModel(server.url, "small", timeout=0.3))
    assert says in (failure.value.detail or "")
    assert len(server.seen) == 1


async def test_nobody_there() -> None:
    async with language_server(lambda _body: "") as server:
        url = server.url
    with pytest.raises(WordingFailed, match="cannot be reached"):
        await written(EndpointModel(url, "small", timeout=1))
