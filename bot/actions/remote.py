"""Actions behind a rasa-sdk action server of the shop's own, asked over HTTP in the webhook's format."""

from __future__ import annotations

from typing import Any

import aiohttp
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.tools import Events
from bot.errors import ActionFailed


class RemoteAction(Action):  # type: ignore[misc]  # rasa_sdk publishes no types
    """Runs ``name`` at ``endpoint`` (POST). It may change things there, so it is never cancelled midway."""

    effects = True

    def __init__(self, name: str, endpoint: str, seconds: float) -> None:
        self._name, self._endpoint = name, endpoint
        self._timeout = aiohttp.ClientTimeout(total=seconds)

    def name(self) -> str:
        """The name by which flows call it."""
        return self._name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask the server; its messages and events count as if they came from here.

        Raises: ActionFailed when it cannot be reached, refuses, or answers nonsense.
        """
        body = {
            "next_action": self._name,
            "sender_id": tracker.sender_id,
            "tracker": tracker.current_state(),
            "domain": domain,
        }
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as session,
                session.post(self._endpoint, json=body) as response,
            ):
                answer = await response.json()
                dispatcher.messages.extend(answer["responses"])
                events: Events = answer["events"]
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            raise ActionFailed(detail=f"{self._name} at {self._endpoint}: {error!r}") from error
        return events
