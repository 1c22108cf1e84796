"""Passwords, PINs and one-time codes that are told, and attempts at them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from training.transcripts.personal_data.found import Found, Passage

_SECRET = re.compile(
    r"\b(?:pass?\s?-?w(?:or|ro)d|pass\s?-?wort|pass\s?-?phrase|passwd|pwd?|pass|mot de passe|mdp|contraseña|wachtwoord|kennwort)\b"
    r"(?P<said>(?:\s+(?:is|ist|was|war|est|es|=|:|for \w+ is|used to be|should be|changed to|set to|still|just|now))+|\s?[:=]|)\s*[\"'“„«]?(?P<it>[^\s\"'”“»]{4,})",
    re.IGNORECASE,
)
_PIN = re.compile(
    r"\b(?:pins?|pin[- ]?code|passcode|otp|tan|one[- ]time (?:code|password|pin)|(?:verification|login|sign-in|access|confirmation) code|2fa(?: code)?|geheimzahl|(?:sms|text(?:ed)?|six[- ]digit|6[- ]digit|security) code|code (?:that )?(?:you|i got|i was|i received|was sent)|(?:gate|door|entry|alarm|building|garage|key ?safe|lock ?box) (?:code|pin))\b"
    r"[^\d.?!\n]{0,30}?[\s:=\"'#]\s?(?P<it>\d{3}[ -]\d{3}|\d\d(?:[ -]\d\d){1,3}|\d{4}[ -]\d{2,4}|\d{3,8})(?![\d.,:]?\d|-[A-Za-z])",
    re.IGNORECASE,
)  # fmt: skip
_SPEAKS_OF_ONE = re.compile(
    r"\bpas+\s?-?w(?:or|ro)[dt]s?\b|\b(?:the|my|a|new|old|forgot|change|reset|wrong|enter) pass\b(?! (?:for|to|on)\b)|\bpass\s?phrase|\blocked out\b|\blog(?:ged)? ?in\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"\b(?:pass\s?-?phrase|recovery phrase|seed phrase|code ?word|memorable (?:word|phrase)|secret (?:word|answer)|security answer|safe ?word)\b(?:,?\s(?:is it|is|was|should be|ist)|\s?[:=])\s?[\"'“„]?(?P<it>[^\W\d_]{3,}(?: [^\W\d_]{2,}){0,11}?)(?=[\"'”“]|\s*(?:[.,;!?\n)–-]|$|\band\b|\bbut\b))",
    re.IGNORECASE,
)
"""Words that somebody tells as a secret: "my passphrase is correct horse battery"."""
_NOT_TOLD = re.compile(
    r"(?:wrong|not|missing|lost|invalid|incorrect|right|too|gone|rejected)(?:\W|$)|correct$", re.IGNORECASE
)
_ATTEMPTS = re.compile(
    r"\b(?:tried|tryed|try|typed?|entered|enter|used?|using|put)\s(?:in\s|it with\s|with\s)?(?P<them>[^\s,]+(?:,?\s(?:(?:and|or|then|also|&)\s)*[^\s,]+){0,7})",
    re.IGNORECASE,
)
"""Attempts at one, in a text that speaks of passwords: "my password is wrong. tried Summer!9, Summer!10 and"."""
_ATTEMPT = re.compile(r"(?=[^\s]*[A-Za-z])(?=[^\s]*\d)[A-Za-z\d][\w!#$%&*?+.-]{5,}(?<![.?,;:])")
_NO_ATTEMPT = re.compile(
    r"[A-Z]{1,4}-\d+|\S*(?:@|\w\.\w{2,}/).*|(?:iphone|android|windows|ios|chrome|firefox|safari|galaxy|pixel)[\w.]*",
    re.IGNORECASE,
)
"""Order numbers, addresses of the net, and what people log in with."""
_ENDS = ".,;:!?)]"


def find_secrets(said: Passage, ordinary: Callable[[str], bool]) -> Iterator[Found]:
    """Passwords, PINs and one-time codes that are told. A word of the language is a password only where the
    text puts it there: "password: sunflower", not "my password is wrong"."""
    for match in _SECRET.finditer(said.text):
        word = (
            match["it"].rstrip(_ENDS)
            if not match["it"].rstrip(_ENDS[:-2]).endswith("!")
            else match["it"].rstrip(".,;:?)]")
        )
        odd = any(not c.isalpha() for c in word.strip("'’-.")) or any(c.isupper() for c in word[1:])
        told = bool(match["said"].strip())
        if len(word) >= 4 and (
            (odd and (told or any(c.isdecimal() for c in word)))
            or (told and word.isalpha() and not _tells(word, ordinary))
            or _is_cried(said.text, match.start("it") + len(word), word, ordinary)
        ):
            yield Found(match.start("it"), match.start("it") + len(word), "password", word)
    for match in _PHRASE.finditer(said.text):
        if not _NOT_TOLD.match(match["it"]):
            yield Found(*match.span("it"), "password", match["it"])
    yield from _attempts(said.text)
    for match in _PIN.finditer(said.text):
        yield Found(*match.span("it"), "password", match["it"])
    if "password" in said.asked and (bare := re.search(r"(?<!\d)\d{4,8}(?!\d)", said.text)):
        yield Found(*bare.span(), "password", bare[0])


def _is_cried(text: str, end: int, word: str, ordinary: Callable[[str], bool]) -> bool:
    """Whether the mark behind a word is its own, as the sentence goes on: "my password Haselnuss! is refused"."""
    goes_on = text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
    return goes_on and word[-1:] in "!?#*" and not ordinary(word.rstrip("!?#*"))


def _tells(word: str, ordinary: Callable[[str], bool]) -> bool:
    """Whether this says something about a password rather than being one."""
    return ordinary(word) or word.casefold().endswith(
        ("ed", "ing", "able", "ible", "ect", "long", "ort", "ten")
    )


def _attempts(text: str) -> Iterator[Found]:
    for match in _ATTEMPTS.finditer(text) if _SPEAKS_OF_ONE.search(text) else ():
        for attempt in _ATTEMPT.finditer(text, *match.span("them")):
            if not _NO_ATTEMPT.fullmatch(attempt[0]) and text[attempt.start() - 1].isspace():
                yield Found(attempt.start(), attempt.end(), "password", attempt[0])
