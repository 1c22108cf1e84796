"""The language model that the settings name, opened and closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.conversation.ports import LanguageModel
from bot.respond.endpoint import EndpointModel
from bot.respond.local import LocalModel, local_name
from bot.settings import Settings


@asynccontextmanager
async def open_language_model(settings: Settings) -> AsyncIterator[LanguageModel | None]:
    """What words the answers; None where they are shown as extracted, and then nothing is loaded.

    Raises: ModelUnavailable.
    """
    model = await _open(settings)
    try:
        yield model
    finally:
        if model is not None:
            await model.close()


async def _open(settings: Settings) -> LanguageModel | None:
    wording = settings.wording
    if wording.mode == "extracted":
        return None
    if wording.mode == "endpoint":
        return EndpointModel(
            wording.url,
            wording.model,
            key=wording.key.get_secret_value(),
            max_tokens=wording.max_tokens,
            timeout=wording.deadline_seconds,
        )
    folder = settings.var / "models" / local_name(wording.model)
    local = LocalModel(folder, threads=wording.threads, max_tokens=wording.max_tokens)
    await asyncio.to_thread(local.load)
    return local
