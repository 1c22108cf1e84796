"""Messages that ask for no one thing, but to be told about something: "tell me about your warranty"."""

from __future__ import annotations

import re

START = r"^\W*(?:(?:hi|hello|hey|so|and|also|ok|okay)\b\W*)*"
"""What a message may begin with before it asks."""
ABOUT = (
    r"(?:(?:can|could) you )?(?:tell me|explain to me) (?:all |more |something )?(?:about|of)"
    r"|(?:any |more )?(?:info(?:rmation|s)?|details) (?:on|about)"
    r"|i(?:'d| would) like to know (?:more )?about|i want to know (?:more )?about"
)
"""Asks to be told about what follows."""
_TOLD = re.compile(rf"{START}(?:{ABOUT})\b", re.IGNORECASE)


def asks_to_be_told(text: str) -> bool:
    """Whether a message asks to be told about something."""
    return _TOLD.match(text) is not None
