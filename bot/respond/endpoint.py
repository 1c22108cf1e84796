"""A language model behind an OpenAI-compatible server (vLLM, llama.cpp, Ollama), over its streamed chat
completions. The part of the protocol that is used stands in docs/operate.md."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import aiohttp
import msgspec
from aiohttp.http_exceptions import HttpProcessingError

from bot.conversation.ports import Prompt
from bot.errors import WordingFailed
from bot.settings import Settings

CONNECT_SECONDS = 2.0
MAX_LINE = 64 * 1024
"""Bytes of one event of the stream."""


class Delta(msgspec.Struct):
    """What is new in a chunk; thoughts of a reasoning model are not read."""

    content: str | None = None


class Choice(msgspec.Struct):
    """One of the answers; ``finish_reason`` is set in its last chunk."""

    delta: Delta = msgspec.field(default_factory=Delta)
    finish_reason: str | None = None


class Chunk(msgspec.Struct):
    """An event of the stream."""

    choices: list[Choice] = []
    error: Any = None


@asynccontextmanager
async def open_endpoint(settings: Settings) -> AsyncIterator[EndpointModel | None]:
    """The model behind the endpoint that the settings name; None where they name none."""
    wording = settings.wording
    if wording.mode != "endpoint":
        yield None
        return
    model = EndpointModel(
        wording.url,
        wording.model,
        key=wording.key.get_secret_value(),
        max_tokens=wording.max_tokens,
        timeout=wording.deadline_seconds,
    )
    try:
        yield model
    finally:
        await model.close()


class EndpointModel:
    """Implements ``bot.conversation.ports.LanguageModel``. Tried once: the caller has a deadline and a good
    answer without it."""

    def __init__(
        self, url: str, model: str, *, key: str = "", max_tokens: int = 120, timeout: float = 5.0
    ) -> None:
        """``url`` up to the version, ``timeout`` in seconds between two pieces."""
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model, self._key, self._max_tokens = model, key, max_tokens
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=timeout)
        self._session: aiohttp.ClientSession | None = None

    async def write(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """See ``LanguageModel.write``."""
        try:
            async with self._open().post(
                self._url, json=self._body(prompt), headers=self._headers(), allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise WordingFailed(detail=f"the server answered with status {response.status}")
                async for chunk in _chunks(response):
                    for choice in chunk.choices[:1]:
                        if choice.delta.content:
                            yield choice.delta.content
        except TimeoutError as error:
            raise WordingFailed(detail="the server stalled") from error
        except aiohttp.ClientError as error:
            raise WordingFailed(detail=f"the server cannot be reached ({type(error).__name__})") from error

    async def draw(self, prompt: Prompt, count: int) -> AsyncGenerator[str, None]:
        """See ``LanguageModel.draw``. One after the other: what is not asked for costs nothing."""
        for _ in range(count):
            async with aclosing(self.write(prompt)) as pieces:
                yield "".join([piece async for piece in pieces])

    async def close(self) -> None:
        """See ``LanguageModel.close``."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout, read_bufsize=MAX_LINE)
        return self._session

    def _headers(self) -> dict[str, str]:
        accept = {"Accept": "text/event-stream"}
        return {**accept, "Authorization": f"Bearer {self._key}"} if self._key else accept

    def _body(self, prompt: Prompt) -> dict[str, object]:
        messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        return {
            "model": self._model,
            "messages": messages,
            "stream": True,
            "temperature": prompt.temperature,
            "max_tokens": self._max_tokens,
        }


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[Chunk]:
    """The events of a stream up to its end.

    Raises: WordingFailed for what is no such stream, or one that breaks off.
    """
    ended = False
    async for data in _events(response):
        if data == b"[DONE]":
            return
        try:
            chunk = msgspec.json.decode(data, type=Chunk)
        except msgspec.MsgspecError as error:
            raise WordingFailed(detail="the server does not speak the protocol") from error
        if chunk.error is not None:
            raise WordingFailed(detail="the server broke off with an error")
        ended = ended or any(choice.finish_reason for choice in chunk.choices)
        yield chunk
    if not ended:
        raise WordingFailed(detail="the stream broke off")


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for line in response.content:
            field, _, value = line.strip().partition(b":")
            if field == b"data":
                yield value.strip()
    except (ValueError, HttpProcessingError) as error:  # a line over the limit
        raise WordingFailed(detail="the server does not speak the protocol") from error
