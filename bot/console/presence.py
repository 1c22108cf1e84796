"""Who is looking at a conversation, and who is writing, so that two agents do not collide.

It is what the sockets of this process know; with several processes each shows its own agents. Ownership,
which is what counts, is in the log and the same everywhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

import msgspec

from bot.record.staff import Staff


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague at a conversation."""

    id: str
    name: str
    typing: bool


class Presence:
    """Kept by ``key``, one a socket: a person may look from several tabs and counts once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._viewers: dict[str, dict[Hashable, Staff]] = {}
        self._typing: dict[tuple[str, str], float] = {}

    def enter(self, conversation_id: str, key: Hashable, person: Staff) -> None:
        """Somebody opened the conversation."""
        self._viewers.setdefault(conversation_id, {})[key] = person

    def leave(self, conversation_id: str, key: Hashable) -> None:
        """Somebody left it."""
        viewers = self._viewers.get(conversation_id, {})
        person = viewers.pop(key, None)
        if person and person not in viewers.values():
            self.stop_typing(conversation_id, person.id)
        if not viewers:
            self._viewers.pop(conversation_id, None)

    def start_typing(self, conversation_id: str, person: Staff, seconds: float) -> None:
        """A key was pressed; it counts for ``seconds``."""
        if person.id in {viewer.id for viewer in self._viewers.get(conversation_id, {}).values()}:
            self._typing[conversation_id, person.id] = self._clock() + seconds

    def stop_typing(self, conversation_id: str, staff_id: str) -> None:
        """The text was sent or given up."""
        self._typing.pop((conversation_id, staff_id), None)

    def viewers(self, conversation_id: str, *, but: str = "") -> list[Viewer]:
        """Who is there, except the person ``but``, by name."""
        people = {viewer.id: viewer for viewer in self._viewers.get(conversation_id, {}).values()}
        people.pop(but, None)
        now = self._clock()
        return [
            Viewer(
                id=person.id,
                name=person.name,
                typing=self._typing.get((conversation_id, person.id), 0.0) > now,
            )
            for person in sorted(people.values(), key=lambda person: (person.name, person.id))
        ]
