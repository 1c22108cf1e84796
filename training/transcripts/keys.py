"""Keys in place of people and conversations: they tell whether two are the same, and nothing else.

HMAC-SHA-256 with the installation's secret: without it nobody finds out whether a person is in the data.
"""

from __future__ import annotations

import hashlib
import hmac

from msgspec.structs import replace

from training.transcripts.dialogue import Dialogue

LONGEST = 200
"""Characters of a person's id that count: as many as the audit log keeps of an erased one."""
_SIZE = 20
"""Hexadecimal digits: 80 bits, so that no two of a million collide."""


class Keys:
    """Makes keys. ``fingerprint`` tells two secrets apart."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self.fingerprint = self._key("fingerprint", "")

    def shopper(self, person: str) -> str:
        """The key of a person's id, "" for "". The same id in two sources is taken for the same person: to
        erase too much is better than too little."""
        return self._key("shopper", person.replace("\0", "")[:LONGEST]) if person else ""

    def keyed(self, dialogue: Dialogue) -> Dialogue:
        """A raw dialogue with keys as its id and shopper.

        Ids are unique in an export at most, so what was said first counts too; a conversation that is
        exported again with more turns keeps its key.
        """
        first = dialogue.turns[0].text if dialogue.turns else ""
        key = self._key("dialogue", "\0".join((dialogue.source, dialogue.id, first)))
        return replace(dialogue, id=key, shopper=self.shopper(dialogue.shopper))

    def _key(self, purpose: str, value: str) -> str:
        message = f"{purpose}\0{value}".encode(errors="surrogatepass")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()[:_SIZE]
