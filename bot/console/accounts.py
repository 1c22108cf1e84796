"""Accounts: signing in and out, sessions, and who may become what."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from bot.console.passwords import Passwords, generate
from bot.errors import InvalidMessage, NotSignedIn
from bot.record.audit import AuditLog
from bot.record.staff import ROLES, Role, Staff, StaffStore

FIRST_ADMIN = "admin@localhost"
"""The account that a first start makes."""


@dataclass(frozen=True)
class FirstAdmin:
    """The account of a first start. The password is shown once and not kept."""

    email: str
    password: str


class Accounts:
    """The policy over the store. Tokens are random and opaque; only their hash is stored."""

    def __init__(
        self,
        store: StaffStore,
        audit: AuditLog,
        *,
        idle_seconds: float = 43_200.0,
        lockout_attempts: int = 5,
        lockout_seconds: float = 300.0,
        passwords: Passwords | None = None,
    ) -> None:
        self.store = store
        self._audit = audit
        self._idle_seconds = idle_seconds
        self._lockout_attempts = lockout_attempts
        self._lockout_seconds = lockout_seconds
        self._passwords = passwords or Passwords()

    async def ensure_admin(self) -> FirstAdmin | None:
        """Where there is no administrator, as on the first start, make one and return it; else None."""
        if any(person.role == "admin" for person in await self.store.everybody()):
            return None
        person, password = await self.add(FIRST_ADMIN, "Administrator", "admin")
        return FirstAdmin(person.email, password)

    async def add(
        self, email: str, name: str, role: str, password: str | None = None, *, by: Staff | None = None
    ) -> tuple[Staff, str]:
        """Make an account; without a password one is made. Returns both; the password is not kept.

        Raises: InvalidMessage, Conflict.
        """
        chosen = password or generate()
        person = await self.store.add(
            email=clean_email(email),
            name=clean_name(name),
            role=clean_role(role),
            password_hash=await self._passwords.hash(chosen),
        )
        await self._note("staff_added", by, f"{person.email} as {person.role}")
        return person, chosen

    async def change(
        self,
        staff_id: str,
        *,
        name: str | None = None,
        role: str | None = None,
        disabled: bool | None = None,
        password: str | None = None,
        by: Staff | None = None,
    ) -> Staff:
        """Change what is given. Raises: InvalidMessage, NotFound, Conflict (the last administrator)."""
        changes = {
            "name": None if name is None else clean_name(name),
            "role": None if role is None else clean_role(role),
            "disabled": disabled,
            "password_hash": None if password is None else await self._passwords.hash(password),
        }
        given = {key: value for key, value in changes.items() if value is not None}
        if not given:
            raise InvalidMessage("Say what to change: name, role, disabled or password.")
        person = await self.store.change(staff_id, **given)
        await self._note("staff_changed", by, f"{person.email}: {', '.join(given)}".replace("_hash", ""))
        return person

    async def sign_in(self, email: str, password: str, address: str) -> tuple[Staff, str]:
        """The person and a new session's token.

        Raises: NotSignedIn, the same for a wrong e-mail and a wrong password; TooManyRequests.
        """
        email = email.strip().casefold()
        keys = (f"account:{_digest(email)}", f"address:{address}")
        await self._count_attempt(keys)
        found = await self.store.by_email(email) if email.isprintable() else None
        right = await self._passwords.verify(password, found[1] if found else None)
        if found is None or not right or found[0].disabled:
            # What was typed is noted only if it is an account: it may be a password in the wrong field.
            await self._audit.add("sign_in_failed", target=email if found else "", address=address)
            raise NotSignedIn("E-mail or password is wrong.")
        await self.store.lockouts.clear(keys)
        person = found[0]
        token = await self.open_session(person, address)
        await self._audit.add("signed_in", staff_id=person.id, staff_name=person.name, address=address)
        return person, token

    async def open_session(self, person: Staff, address: str) -> str:
        """A new session for somebody who has shown who they are; returns its token."""
        token = secrets.token_urlsafe(32)
        await self.store.open_session(_digest(token), person.id, address)
        return token

    async def who(self, token: str, *, touch: bool = True) -> Staff | None:
        """Whose session it is; ``touch`` counts this as use, which keeps it alive."""
        if not token:
            return None
        return await self.store.session(_digest(token), idle_seconds=self._idle_seconds, touch=touch)

    async def sign_out(self, token: str, person: Staff, address: str) -> None:
        """End the session."""
        await self.store.end_session(_digest(token))
        await self._audit.add("signed_out", staff_id=person.id, staff_name=person.name, address=address)

    async def change_own_password(self, person: Staff, current: str, new: str) -> None:
        """Raises: NotSignedIn for a wrong current password, TooManyRequests, InvalidMessage."""
        keys = (f"account:{_digest(person.email)}",)
        await self._count_attempt(keys)
        found = await self.store.by_email(person.email)
        if not await self._passwords.verify(current, found[1] if found else None):
            raise NotSignedIn("The current password is wrong.")
        await self.store.lockouts.clear(keys)
        await self.change(person.id, password=new, by=person)

    async def _count_attempt(self, keys: Collection[str]) -> None:
        attempts, seconds = self._lockout_attempts, self._lockout_seconds
        await self.store.lockouts.attempt(keys, attempts=attempts, seconds=seconds)

    async def _note(self, action: str, by: Staff | None, target: str) -> None:
        await self._audit.add(
            action, staff_id=by.id if by else "", staff_name=by.name if by else "", target=target
        )


def csrf_token(token: str) -> str:
    """The session's CSRF token: it can be told from the session's token, but not the other way round."""
    return hmac.digest(token.encode(), b"shopclerk console csrf", "sha256").hex()


def clean_email(email: str) -> str:
    """In lower case. Raises: InvalidMessage."""
    email = email.strip().casefold()
    if not re.fullmatch(r"[^\s@\x00-\x1f]{1,64}@[^\s@\x00-\x1f]{1,180}", email):
        raise InvalidMessage("This is not an e-mail address.")
    return email


def clean_name(name: str) -> str:
    """On one line. Raises: InvalidMessage."""
    name = " ".join(name.split())
    if not (0 < len(name) <= 80 and name.isprintable()):
        raise InvalidMessage("A name has 1 to 80 characters.")
    return name


def clean_role(role: str) -> Role:
    """Raises: InvalidMessage."""
    for known in ROLES:
        if known == role:
            return known
    raise InvalidMessage(f"A role is one of {', '.join(ROLES)}.")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
