"""What messages tell, and those that ask for no one thing, but to be told about something: "tell me about
your warranty"."""

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

DAMAGED = (
    r"(?:broke\w*|crack\w*|tor[en]|tears?|ripp?\w*|holes?|leak\w*|scratch\w*|dent\w*|bent|snapp\w*|split\w*"
    r"|stain\w*|squash\w*|smash\w*|shatter\w*|peel\w*|fray\w*|mould\w*|burst|crush\w*|chipp?\w*|faulty"
    r"|defect\w*|damaged)"
)
"""Words for what may be wrong with a thing."""
_DAMAGE_TOLD = re.compile(
    r"\b(?:arrived|came|comes|delivered|received|got|was|is|were|are|has|have|had|with|sent)\b[^.?!]*"
    rf"\b{DAMAGED}\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|when|in case)\b", re.IGNORECASE)


def asks_to_be_told(text: str) -> bool:
    """Whether a message asks to be told about something."""
    return _TOLD.match(text) is not None


def tells_damage(text: str) -> bool:
    """Whether a message tells that something is damaged, and does not ask what if: "my pot arrived
    chipped"."""
    return _DAMAGE_TOLD.search(text) is not None and _IF.search(text) is None
