"""Questions for what is denied: "what do you not repair?" is answered by what the documents deny, "climbing
ropes" below "What we do not repair", and not by what they say of repairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from retrieval.documents.chunk import Unit
from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.snapshot import Snapshot

DENIES = re.compile(r"\b(?:not?|never|without|except|excluded|cannot)\b|n['’]t\b", re.IGNORECASE)
_SUBJECT = r"(?:i|you|we|they|one|it|he|she)"
_SAYS_NOT = re.compile(
    r"\b(?:(?:do|does|did|can|could|is|are|will|must|may|should) not|never|cannot|except|excluded)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_ORDERS_NOT = re.compile(r"(?:never|do not|don['’]t|no|not)\b", re.IGNORECASE)
_ASKS_ORDERS = re.compile(
    rf"\b(?:must|should|may|can|could) (?:not|never|{_SUBJECT})\b"
    rf"|\b(?:must|should|ca|could)n['’]?t {_SUBJECT}\b|\bnever\b",
    re.IGNORECASE,
)
LONGEST_RULE = 40
"""Words of a sentence that is shown before its exception."""
LISTED = 6
"""Items of a list of what is denied that are shown."""
_ASKS = re.compile(
    r"\b(?:what|which)(?: (?!(?:if|when|because|since|of)\b)\w+){0,3}? "
    rf"(?:(?:do|does|can|could|must|may|should|will|would) {_SUBJECT} (?:not|never)"
    rf"|(?:do|does|ca|could|must|should|wo|would)n['’]?t {_SUBJECT}"
    rf"|{_SUBJECT} (?:(?:do|does|can|could|must|may|should|will|would) (?:not|never)|\w+n['’]t|cannot|never)"
    r"|(?:is|are|gets?|cannot|can|may|must) (?:not|never|be excluded)|(?:is|are)n['’]?t|cannot|can['’]?t)\b",
    re.IGNORECASE,
)


def asks_denied(question: str) -> bool:
    """Whether a question asks for what is not: "which things do you not wrap?"."""
    return _ASKS.search(question) is not None


def with_rules(snapshot: Snapshot, question: str, shown: Sequence[Ranked]) -> list[Ranked]:
    """What is ``shown``, an exception behind the sentence that its section begins with: where the heading
    names what is asked, it is an exception from that, and nothing else of the section is shown. "We do not
    clip the nails of birds" stands behind what clipping costs."""
    if asks_denied(question):
        return list(shown)
    asked, found, places = text_words(question), list[Ranked](), [one.place for one in shown]
    for one in shown:
        first = snapshot.unit_range(one.place).start
        passage, rule = snapshot.content.passages[one.place], snapshot.content.units[first]
        named = asked & text_words(passage.heading.split("›")[-1])
        beyond = text_words(one.unit.text) - text_words(f"{passage.title} {passage.heading}") - asked
        excepts = bool(named and beyond) and one.number > first and _SAYS_NOT.search(one.unit.text)
        if excepts and places.count(one.place) == 1 and _is_rule(rule):
            found.append(msgspec.structs.replace(one, number=first, unit=rule))
        found.append(one)
    return found


def _is_rule(unit: Unit) -> bool:
    """Whether it is a short sentence that does not deny, and no row of a table."""
    short = len(unit.text.split()) <= LONGEST_RULE and not unit.quote.startswith("|")
    return short and DENIES.search(unit.text) is None and not unit.text.rstrip().endswith(("?", ":"))


def denied(snapshot: Snapshot, question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The units that say what is denied: all below a heading that denies what is asked for, in the documents
    of ``ranked``, else those of its passages that deny; none where the question asks for no such thing."""
    if not ranked or not asks_denied(question):
        return []
    asked = text_words(question)
    headed = [place for place in _places(snapshot, ranked) if asked & _denying_heading(snapshot, place)]
    if headed:
        return [_as(ranked[0], snapshot, number) for number in snapshot.unit_range(headed[0])][:LISTED]
    saying = next(_saying(snapshot, question, ranked), None)
    return [] if saying is None else [_as(ranked[0], snapshot, saying)]


def _saying(snapshot: Snapshot, question: str, ranked: Sequence[Ranked]) -> Iterator[int]:
    """Units that say so, the likeliest first: that forbid, beside what was found, where it is asked what
    one must not; that were found; that name what is asked for."""

    def of(places: Iterable[int]) -> Iterator[tuple[int, str]]:
        return ((n, snapshot.content.units[n].text) for place in places for n in snapshot.unit_range(place))

    asked, near = text_words(question), [one.place for one in ranked]
    if _ASKS_ORDERS.search(question):
        yield from (number for number, text in of(near) if _ORDERS_NOT.match(text))
    yield from (one.number for one in ranked if _SAYS_NOT.search(one.unit.text))
    for number, text in of([*near, *_places(snapshot, ranked)]):
        if _SAYS_NOT.search(text) and asked & text_words(text):
            yield number


def _places(snapshot: Snapshot, ranked: Sequence[Ranked]) -> Iterator[int]:
    """The passages of the documents of units, the best first."""
    seen: set[int] = set()
    for one in ranked:
        for place in snapshot.document_range(one.place):
            if place not in seen:
                seen.add(place)
                yield place


def _denying_heading(snapshot: Snapshot, place: int) -> frozenset[str]:
    """The words of a passage's innermost heading where it denies."""
    heading = snapshot.content.passages[place].heading.split("›")[-1]
    return frozenset(text_words(heading)) if DENIES.search(heading) else frozenset()


def _as(best: Ranked, snapshot: Snapshot, number: int) -> Ranked:
    place = int(snapshot.content.owners[number])
    return Ranked(snapshot.content.units[number], number, place, best.probability, best.cosine)
