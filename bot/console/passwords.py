"""Passwords: argon2id, in a thread, because a hash takes tens of milliseconds by design."""

from __future__ import annotations

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import InvalidMessage

SHORTEST = 10
LONGEST = 200
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without characters that look alike."""


class Passwords:
    """Hash and verify."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = ""

    async def hash(self, password: str) -> str:
        """Raises: InvalidMessage for a password that is too short or too long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise InvalidMessage(f"A password has {SHORTEST} to {LONGEST} characters.")
        return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password. None, where there is no such account, takes as long and is False."""
        if password_hash is None:
            self._nobody = self._nobody or await self.hash(generate())
        matches = await asyncio.to_thread(self._matches, password, password_hash or self._nobody)
        return matches and password_hash is not None

    def _matches(self, password: str, password_hash: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def generate() -> str:
    """A password of 20 characters in groups, about 98 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))
