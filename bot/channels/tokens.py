"""Visitor tokens: who a visitor is, signed by us; and identities, signed by the shop."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import Any

import jwt

from bot.errors import BadToken

ALGORITHM = "HS256"
AUDIENCE = "shopclerk-visitor"


@dataclass(frozen=True)
class Visitor:
    """Who is talking. ``identity`` holds what the shop has signed ({} for an anonymous visitor)."""

    shopper_id: str
    identity: dict[str, Any]


class VisitorTokens:
    """Issues and reads visitor tokens; reads the shop's identity JWT (HS256; sub, name, email)."""

    def __init__(self, secret: str, days: int, identity_secret: str = "") -> None:
        self._secret = secret
        self._seconds = days * 86_400
        self._identity_secret = identity_secret

    def issue(self, visitor: Visitor) -> str:
        """A token for this visitor."""
        claims = {
            "sub": visitor.shopper_id,
            "identity": visitor.identity,
            "aud": AUDIENCE,
            "exp": int(time.time()) + self._seconds,
        }
        return jwt.encode(claims, self._secret, ALGORITHM)

    def read(self, token: str) -> Visitor:
        """The visitor of a token that we issued.

        Raises: BadToken.
        """
        try:
            claims = jwt.decode(token, self._secret, [ALGORITHM], audience=AUDIENCE)
            return Visitor(claims["sub"], claims["identity"])
        except (jwt.InvalidTokenError, KeyError) as error:
            raise BadToken(detail=str(error)) from error

    def newcomer(self, identity_token: str = "") -> Visitor:
        """A new anonymous visitor, or the person whom the shop has signed.

        Raises: BadToken when an identity is given that the shop has not signed.
        """
        if not identity_token:
            return Visitor(f"v_{uuid.uuid4().hex}", {})
        if not self._identity_secret:
            raise BadToken("This shop does not use signed identities.", detail="[identity] secret is not set")
        try:
            claims = jwt.decode(
                identity_token, self._identity_secret, [ALGORITHM], options={"require": ["sub", "exp"]}
            )
        except jwt.InvalidTokenError as error:
            raise BadToken(detail=f"identity: {error}") from error
        identity: dict[str, Any] = {
            str(key): claims[key] for key in ("sub", "name", "email") if key in claims
        }
        return Visitor(f"p_{claims['sub']}", identity)
