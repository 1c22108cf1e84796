"""How long a thing was used that a message tells to be faulty.

"My boots are leaking after 3 months" asks nothing, resembles small talk as well as a question for care, and
its words lead to pages on wear and mending; what a shopper needs is what holds for a fault that shows after
that time.
"""

from __future__ import annotations

import re

from retrieval.told import DAMAGED

AFTER_SOME_TIME = "is a fault after {} covered by the warranty?"
SOME_TIME = "some months"

_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|some|a few)"
_SPAN = rf"(?:{_NUMBER} (?:days?|weeks?|months?|years?)|half an? year)"
_SINCE = (
    r"(?:(?:last|this) (?:year|month|week|spring|summer|autumn|fall|winter|christmas|easter)"
    r"|in (?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:the )?(?:spring|summer|autumn|fall|winter)\b))"
)
_ABOUT = r"(?:(?:just|only|about|less than|not even|barely|over|almost|nearly|since|for) )*"
_TIME = re.compile(
    rf"\b(?:after {_ABOUT}(?P<after>{_SPAN})|(?P<old>{_SPAN}) old|(?P<ago>{_SPAN}) ago"
    rf"|(?:had|used|worn|owned|have|using|wearing) (?:it|them|this|these|that|mine|my|the|one) "
    rf"(?:[\w'’-]+ ){{0,3}}?{_ABOUT}(?P<had>{_SPAN})"
    rf"|(?:bought|got|purchased|ordered) (?:(?!(?:in|last|this)\b)[\w'’-]+ ){{0,5}}?{_SINCE}"
    rf"|{_SINCE} (?:i|we) (?:bought|got|purchased|ordered) )",
    re.IGNORECASE,
)
"""How long a thing has been used, or since when."""
_YEARS = re.compile(r"\byears\b", re.IGNORECASE)
_DOING = (
    r"(?:work|turn|switch|charg|light|clos|open|inflat|hold|start|spin|heat|play|pump|seal|stick|lock|run)"
)
_WRONG = re.compile(
    rf"\b(?:{DAMAGED}|died|dead|rust\w*|delaminat\w*|wobbl\w*|crumbl\w*|lost (?:all )?(?:its|their)"
    r"|(?:fell|falls|falling|fallen|came|comes|coming|come) (?:off|apart|out|undone|loose|unstuck)"
    rf"|(?:stopped|stops|quit) {_DOING}\w*|no longer {_DOING}\w*"
    rf"|(?:does|do|did|will|wo|ca)(?:n['’]?t| not) {_DOING}\w*)\b",
    re.IGNORECASE,
)
"""What is wrong with it."""
_OWN = re.compile(r"\b(?:my|our|mine|i|we|the|your|it|they|bought|got|had|used)\b", re.IGNORECASE)
_ELSE = re.compile(
    r"\b(?:if|when|in case|should|how (?:long|often|do|can|to)|(?:can|could|do) (?:i|you)"
    r"|repair\w*|mend\w*|fix\w*|replacement|refund\w*"
    r"|money back|returns?|send (?:it|them) back|exchange|spare|parcel|delivered|delivery|arrived|looking for"
    r"|buy|(?:need|want) an? (?:new|other)"
    r"|(?:son|daughter|baby|kid|child|dog|puppy|cat|husband|wife)s? (?:is|are))\b",
    re.IGNORECASE,
)
"""Supposes it, tells how it came, says what is wanted, or is about somebody."""
_WHAT_NOW = re.compile(
    r"\b(?:what (?:now|next|(?:can|should|shall|do|could) (?:i|we|you) do"
    r"(?: (?:now|about (?:it|that|this)))?)"
    r"|(?:can|could) you help(?: me| us)?(?: with (?:that|this|it))?|any ideas?"
    r"|(?:is|are) (?:it|that|this|they|those) (?:still )?(?:covered|normal|ok|okay"
    r"|(?:a |under )?(?:warranty|guarantee)(?: case)?)(?: by (?:the |your )?(?:warranty|guarantee))?"
    r"|(?:do i|does (?:it|that|this)) (?:still )?(?:have (?:a )?|count as )"
    r"(?:warranty|guarantee)(?: on it)?)\W*$",
    re.IGNORECASE,
)
"""Asks no more than what comes of it."""
_OF_MINE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|so|oh|no|and|well)\W+)*(?:my|our) "
    r"(?!(?:son|daughter|baby|kid|child|children|kids|dog|puppy|cat|husband|wife)\b(?!['’]))"
    r"(?:[\w'’-]+ ){1,4}?"
    rf"(?:(?:has|have|is|are|just|already|got|a) )*\b(?:{DAMAGED}|died|dead|collapsed)\b",
    re.IGNORECASE,
)
"""Tells a fault of something of the shopper's: "my chair has collapsed"."""


def time_in_use(text: str) -> str:
    """How long the thing was used that a text tells to be faulty, "some months" where it says since when;
    "" where it tells of no such fault, supposes one, or asks something else than what comes of it; and where
    that is asked after several years, for which only some things are covered."""
    told = _WHAT_NOW.sub("", text)
    time = _TIME.search(told)
    if time is not None and told != text and _YEARS.search(time[0]):
        return ""
    faulty = _WRONG.search(told) is not None and _OWN.search(told) is not None
    if time is None or not faulty or "?" in told or _ELSE.search(told):
        return ""
    return next((time[name] for name in ("after", "old", "ago", "had") if time[name]), SOME_TIME).lower()


def tells_own_fault(text: str) -> bool:
    """Whether a text tells in few words that something of the shopper's is broken, and says no more."""
    return _OF_MINE.search(text) is not None and _ELSE.search(text) is None and "?" not in text
