"""The states used most recently, so that a turn does not read what it has just written."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from bot.conversation.state import State


class RecentStates:
    """At most ``size`` states; the one unused for longest goes first. Never goes back to an older state."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.forgotten = 0
        """How often states were dropped: what was read before the last time may be gone."""
        self._states: OrderedDict[str, State] = OrderedDict()

    def get(self, conversation_id: str) -> State | None:
        """The state as last seen here; another process may have gone on."""
        state = self._states.get(conversation_id)
        if state:
            self._states.move_to_end(conversation_id)
        return state

    def put(self, state: State) -> None:
        """Keep a committed state, unless a newer one is known."""
        known = self._states.get(state.conversation_id)
        if known is None or known.last_seq <= state.last_seq:
            self._states[state.conversation_id] = state
        self._states.move_to_end(state.conversation_id)
        while len(self._states) > self._size:
            self._states.popitem(last=False)

    def forget(self, conversation_ids: Iterable[str]) -> None:
        """Drop states that are no longer sure."""
        self.forgotten += 1
        for conversation_id in conversation_ids:
            self._states.pop(conversation_id, None)
