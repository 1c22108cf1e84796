"""How shoppers' texts are quoted in reports: without what points to a person."""

from __future__ import annotations

import re
from typing import Protocol

MASK = "•••"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"\w*(?:\d[ ./()-]?){3,}\w*")


class Quoting(Protocol):
    """Makes texts fit to be shown."""

    def masked(self, text: str) -> str:
        """The text as it may be shown."""


class AddressesAndNumbersMasked:
    """E-mail addresses and all that holds three digits or more in a row: orders, telephones, cards. Names
    stay: what is read from transcripts has been masked when it came in."""

    def masked(self, text: str) -> str:
        """See ``Quoting.masked``."""
        return _NUMBER.sub(MASK, _EMAIL.sub(MASK, text))


class AsSaid:
    """Every word."""

    def masked(self, text: str) -> str:
        """See ``Quoting.masked``."""
        return text
