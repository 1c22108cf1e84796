"""Questions whether there is a thing: "do you have a newsletter?" is answered by the page about it, or by
what answers "newsletter" alone.

Documents rarely say that there is one: they say what it is. A re-ranker that learned from near misses ("do
you have a podcast?") takes that for no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

import numpy as np

from retrieval.documents.candidates import Found
from retrieval.documents.denial import DENIES
from retrieval.documents.evidence import Ranked
from retrieval.documents.query import OPENING, POINTING, is_follow_up
from retrieval.documents.snapshot import Snapshot
from retrieval.told import ABOUT, START
from retrieval.types import Passage
from retrieval.words import words

LEAD = 2
"""Units of the page, or of its section, that are shown ..."""
LISTED = 6
"""... and of a list that it begins with."""
LONGEST = 5
"""Words of a thing that is asked for."""
LONGEST_BARE = 8
"""Words of what a question asks for without its form."""
HEADED = 2
"""Words of a heading beside the thing that is spoken of: "Proofing the fabric"."""
LEAST = 1 / 3
"""Share of the words of a title, heading or name of a file that must be asked for."""
_OF_USE = re.compile(
    r"\b(?:caring for|looking after|(?:clean|wash|choos|handl|understand|fitt|stor)ing)\b"
    r"|(?<!customer )\bcare\b|\bhow to (?:choose|use|wash|clean|fit)\b",
    re.IGNORECASE,
)
"""In a title: it tells of using things, and not that there are some."""
_ASKED = re.compile(
    START + r"(?:(?:do|does) (?:you|u|ye|your (?:shop|store|company))(?: guys| lot)?(?: also| even| still)?"
    r" (?:have|offer|do|provide|run|give|support|hold)|have you(?: got)?|(?P<there>(?:is|are) there)|got"
    rf"|{ABOUT})"
    r" +(?!to\b)(?:(?:an?|any|some|your|the|such a|something like an?) )?(?P<what>[\w'& -]+?)"
    r"(?: (?:here|too|as well|at all|by any chance|please|available))*\W*$",
    re.IGNORECASE,
)
_OVERVIEW = re.compile(
    START + r"(?:(?:what|which)(?:'s| is| are) your (?P<what>[\w'& -]+?)"
    r"|(?:what|which) (?P<kinds>[\w'& -]+?) (?:do|does|can|are) (?:you|u|i|we)(?: guys| all| also)?"
    r" (?:have|offer|accept|take|support|provide|use))\W*$",
    re.IGNORECASE,
)
"""Asks for all that there is of a thing: "what payment methods do you accept", "what are your hours"."""
_NAMED = re.compile(
    START + r"(?:(?:what|who)(?:'s|s| is| are)|how (?:does|do)|explain|do (?:you|u|ye)(?: guys)?)?\s*"
    r"(?:(?:the|your|an?|this)\s+)?"
    r"(?P<what>(?!(?:how|what|which|when|where|why|who|can|could|does|did|will|would|should|may)\b)"
    r"[\w'& -]+?)(?: (?:work|works|mean|means|please|about))*\W*$",
    re.IGNORECASE,
)
"""Names a thing, or asks what it is, how it works or whether it is done, and says no more: "what is the trail
club?", "do you price match?"."""
_YES_OR_NO = re.compile(
    START + r"(?:(?:do|does|can|could|will|would|are|may) (?:you|u|ye|your (?:shop|store|company)|i|we)"
    r"(?: guys| also| even| still)? |(?:is|are) there (?:(?:an?|any|some) )?"
    r"|have you(?: got)? (?:(?:an?|any|some) )?)(?P<what>.+?)\W*$",
    re.IGNORECASE,
)
_FIGURE_OF = re.compile(
    START + r"(?:(?:what|which)(?=.* (?:i|we|you|one) )|how much) "
    r"(?P<what>(?!(?:do|does|did|can|could|will|would|should|must|may|is|are|i|you|we|it|they|that|this|time|size"
    r"|colou?r|else|of|more|longer)\b)(?:[a-z-]{3,} ?){1,3}?)"
    r"(?: (?:do|does|must|will|would|should|have to) (?:i|we|you|one) (?:have to |need to |must )?"
    r"(?:pay|make|leave|put down|owe)(?: (?:for|on|with|of) (?P<of>.+?))?"
    r"| (?:for|of|on) (?P<thing>.+?))?\W*$",
    re.IGNORECASE,
)
"""Asks for the figure of a thing: "how much deposit", "what deposit do I pay for a table"."""
_FIGURES = frozenset(
    {"fee", "fees", "price", "prices", "cost", "costs", "charge", "postage", "amount", "rate"}
)
_COUNT_OF = re.compile(
    START + r"(?P<asked>how many (?!(?:do|does|did|can|could|are|is|of|more|days|hours|weeks|months|times)\b)"
    r"[a-z-]{3,})(?= )(?=.*\d)",
    re.IGNORECASE,
)
"""Asks for a number of things, for a measure that is told: "how many fish fit in 60 l"."""
_DEED = re.compile(
    START + r"how (?:(?:do|can|could|should|shall|must|would) (?:i|we|you|one)|to) (?:best |properly |re-?)?"
    r"(?P<deed>(?!(?:do|get|know|find|make|use|go|pay|have)\b)[a-z]{3,}) "
    r"(?:(?:my|our|your|the|an?|this|these|it|them) )*(?P<thing>[a-z][\w' -]{1,30}?)"
    r"(?: (?:properly|again|myself|best|correctly|at home))*\W*$",
    re.IGNORECASE,
)
"""Asks how something is done to a thing: "how do I proof my tent"."""
_CASE = re.compile(
    START + r"(?:what (?:if|happens? (?:if|when)|(?:do|should|can) (?:i|we|you) do (?:if|when)"
    r"|about when|is (?:if|when))|(?:and )?(?:if|when))"
    r" (?P<case>\w.{3,60}?)"
    r"(?:,? (?:what (?:now|then|happens(?: then)?|(?:do|should|can) (?:i|we|you) do)))?\W*$",
    re.IGNORECASE,
)
"""Supposes a case: "what if nobody is home"."""
_BROKEN = re.compile(r"\b(?:broken|smashed|cracked|faulty)\b", re.IGNORECASE)
CASE = 2
"""Words that a case and a heading have in common at least."""
_ARTICLE = re.compile(r"^(?:the|an?|your|my) ", re.IGNORECASE)
_EITHER = re.compile(
    r"^(?P<asked>\W*(?:\w[\w'’-]*,? +){2,})(?P<one>[\w'’-]{3,}) or (?:with |by |in |on |to )?"
    r"(?P<other>(?:[\w'’-]{3,} ?){1,2})\W*$"
)
_DIFFERENCE = re.compile(
    START + r"(?:(?:what|whats|what['’]s|what is|explain|tell me) (?:is )?(?:the )?|how (?:is|are) )?"
    r"(?:differences?|different) (?:between|from) (?:(?:an?|the|your) )?(?P<one>[\w'’ -]{3,40}?)"
    r" (?:and|or|vs\.?|from|to) (?:(?:an?|the|your) )?(?P<other>[\w'’ -]{3,40}?)\W*$",
    re.IGNORECASE,
)
_OF_ANY_KIND = frozenset(
    words("program programme programs scheme schemes service services option options policy policies system")
    + words("chart charts guide guides guarantee offer offers possibility facility page section team")
    + words("method methods costs times conditions terms details information")
)
"""Say nothing of what a thing is, beside other words: "a loyalty programme"."""
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+(.+)$", re.MULTILINE)
_PARTED = re.compile(r"[/._\s-]+")


def topic_of(question: str, *, opens: bool = True) -> str:
    """The thing that a question asks for by whether there is one, or for all there is of it: "newsletter",
    "opening hours"; "" for any other question. Behind others (not ``opens``) "is there a deadline?" may ask
    of what was spoken of."""
    if is_follow_up(question):
        return ""
    if all_of := _OVERVIEW.match(question):
        what = all_of["what"] or all_of["kinds"]
    elif (match := _ASKED.match(question)) and (opens or not match["there"]):
        what = match["what"].strip()
    else:
        return ""
    return what if len(what.split()) <= LONGEST else ""


def named_of(question: str) -> str:
    """The thing that a question names, and asks no more of than what it is; "" for any other one."""
    on = POINTING.search(question) or OPENING.match(question)
    match = None if on else _NAMED.match(question)
    return match["what"] if match is not None and len(match["what"].split()) <= LONGEST else ""


def page_called(snapshot: Snapshot, found: Found, name: str) -> list[Ranked]:
    """What the page that is called just so begins with: by its title or the name of its file; [] where none
    of those ``found`` for the name is."""
    asked = frozenset(words(name))
    for place in map(int, found.places if asked else ()):
        passage = snapshot.content.passages[place]
        file = passage.document_id.rpartition(".")[0].split("/")[-1]
        if asked in (_words(passage.title), _words(file)) and not _OF_USE.search(passage.title):
            return _lead(snapshot, found, snapshot.document_range(place)[0])
    return []


def bare_of(question: str) -> str:
    """A question for yes or no, or whether there is a thing, without its form: "ship batteries",
    "newsletter"; "" for any other one, a long one and a follow-up."""
    match = _YES_OR_NO.match(question)
    bare = topic_of(question) or (match["what"] if match else "")
    return "" if is_follow_up(question) or len(bare.split()) > LONGEST_BARE else bare


def figure_of(question: str) -> str:
    """The thing whose figure a question asks for: "deposit" of "how much deposit" or "what deposit do I pay
    for a table", "second trip fee" of "what fee do I pay for the second trip"; "" for any other one."""
    match = _FIGURE_OF.match(question) if not POINTING.search(question) else None
    what = match["what"].strip() if match else ""
    of = (match["of"] or match["thing"] or "").strip() if match else ""
    if of and what.lower() in _FIGURES:
        return f"{_ARTICLE.sub('', of)} {what}"
    return "" if what.lower() in _FIGURES else what


def count_of(question: str) -> str:
    """A question for a number of things without the measure for which it is asked, "how many fish"; "" for
    any other one."""
    match = _COUNT_OF.match(question)
    return match["asked"] if match else ""


def either_of(question: str) -> list[str]:
    """A question that asks of two things, with each of them alone: "can I pay with klarna or paypal"; [] for
    any other one."""
    match = _EITHER.match(question)
    if match is None or is_follow_up(question):
        return []
    return [f"{match['asked'].strip()} {match[thing].strip()}?" for thing in ("one", "other")]


def two_of(question: str) -> tuple[str, str] | None:
    """The two things that a question asks the difference between; None for any other one."""
    match = _DIFFERENCE.match(question)
    return (match["one"], match["other"]) if match is not None else None


def page_about(snapshot: Snapshot, found: Found, topic: str) -> list[Ranked]:
    """What the page or section about a thing begins with: of those found that are called so, the first by how
    well they fit, pages before sections; [] where none is. ``found``: for the ``topic``."""
    asked = frozenset(words(topic))
    places = list(map(int, found.places))
    for wanted in dict.fromkeys((asked, asked - _OF_ANY_KIND)):
        about = (place for place in places if _is_page(snapshot.content.passages[place], wanted))
        if (page := next(about, None)) is not None:
            return _lead(snapshot, found, snapshot.document_range(page)[0])
        about = (place for place in places if _is_section(snapshot.content.passages[place], wanted))
        if (section := next(about, None)) is not None:
            return _lead(snapshot, found, section)
    return []


def section_on(snapshot: Snapshot, found: Found, question: str) -> list[Ranked]:
    """What the section begins with that is headed by what a question asks how to do, on a page on the thing
    that it is done to: "Proofing the fabric" of "Tent care"; [] where none is."""
    asked = _DEED.match(question)
    if asked is None:
        return []
    deed, thing = frozenset(words(asked["deed"])), frozenset(words(asked["thing"]))
    for place in map(int, found.places if deed and thing else ()):
        passage = snapshot.content.passages[place]
        heading = _words(passage.heading.split("›")[-1])
        if deed <= heading and len(heading - thing) <= HEADED and thing <= heading | _words(passage.title):
            return _lead(snapshot, found, place)
    return []


def section_for(
    snapshot: Snapshot, found: Found, question: str, ranked: Sequence[Ranked], *, covered: bool
) -> list[Ranked]:
    """What the page or section says best that is headed by the case that a question supposes: "When nobody is
    at home"; where it is ``covered``, only by the very same words, and on another page than the best of
    ``ranked``. [] where none is."""
    supposed = _CASE.match(question)
    said = supposed["case"] if supposed else ""
    cases = {frozenset(words(said)), frozenset(words(_BROKEN.sub("damaged", said)))}
    for place in map(int, found.places if said else ()):
        passage = snapshot.content.passages[place]
        heading = passage.heading.split("›")[-1].strip()
        if not any(
            _heads(_words(heading or passage.title), case, 0 if covered else HEADED) for case in cases
        ):
            continue
        pages = snapshot.document_range(place)
        if covered and ranked and ranked[0].place in pages:
            return []
        own = [one for one in ranked if one.place in ((place,) if heading else pages)]
        return own[:LEAD] or _lead(snapshot, found, place)
    return []


def _heads(heading: frozenset[str], case: frozenset[str], most: int) -> bool:
    return len(case) >= CASE and case <= heading and len(heading - case) <= most


def _is_page(passage: Passage, wanted: frozenset[str]) -> bool:
    """Whether a page is about a thing: its title, the name of its file, or that of the folder."""
    folder = passage.document_id.rpartition(".")[0].split("/")[-2:]
    return _OF_USE.search(passage.title) is None and any(
        _names(name, wanted) for name in (passage.title, *folder)
    )


def _is_section(passage: Passage, wanted: frozenset[str]) -> bool:
    """The same of a section, by its heading or that and the title."""
    heading = passage.heading.split("›")[-1]
    denies = DENIES.search(heading) is not None
    return not denies and (_names(heading, wanted) or _names(f"{passage.title} {heading}", wanted))


def _names(name: str, wanted: frozenset[str]) -> bool:
    called = _words(name)
    return bool(wanted) and wanted <= called and len(wanted) >= LEAST * len(called)


@lru_cache(maxsize=20_000)
def _words(name: str) -> frozenset[str]:
    return frozenset(words(_PARTED.sub(" ", name)))


def _lead(snapshot: Snapshot, found: Found, place: int) -> list[Ranked]:
    units, numbers = snapshot.content.units, list(snapshot.unit_range(place))
    bullets = set(_BULLET.findall(snapshot.content.passages[place].text))
    listed = list(takewhile(lambda number: units[number].quote in bullets, numbers))
    numbers = listed[:LISTED] or numbers[:LEAD]
    vectors = np.asarray(snapshot.content.unit_vectors[numbers], np.float32)
    cosines = vectors @ found.query.vector  # (n, d) @ (d,) -> (n,)
    return [Ranked(units[n], n, place, 1.0, float(c)) for n, c in zip(numbers, cosines, strict=True)]
