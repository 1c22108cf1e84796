"""A shopper's question to what is searched for: follow-ups resolved, typing mistakes repaired, long messages
read sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.documents.blocks import sentences
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Encoder, Vectors
from retrieval.places import asked_country, moved, places_as_countries, without_places
from retrieval.words import words

MAX_QUESTION = 2000
"""Characters of a question that are looked at; the rest of a longer text is not."""
LONG = 60
"""Words from which a message is read sentence by sentence: one vector would say a little of everything."""
TOLD = 5
"""So many sentences of a long message, those nearest to a passage, tell how near it is."""
SHORTEST = 16
"""Characters of a sentence that tells anything by itself."""

POINTING = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|one|ones|same|instead|either|then(?!\W*$)|he|she)\b"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )\bthere\b(?! (?:is|are|was)\b)",  # not "is there a shop in Bonn"
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"^(?:do|does|did|can|could|is|are|what|how|when|where|which|who|why|will|would|may|should|i|we|my)\b"
    r"|^(?:tell|explain to) me\b|^(?:any |more )?(?:info(?:rmation|s)?|details) (?:on|about)\b",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"^(?:and|but|or|what about|how about|what if|also|then|so|even|ok and|ok but)\b", re.IGNORECASE
)
_WORD = re.compile(r"[\w']+")
_POLITE = frozenset(
    _WORD.findall(
        "a afternoon ah all alright awesome brilliant cheers cool day enough evening excellent fair fine good"
        " got grand great hello hey hi i is it know lot lovely many morning much nice no oh ok okay one"
        " perfect pity play problem right righto see shame so sounds stuff super sure ta thank thanks that"
        " that's the then there to understood very well wonderful worries wow yeah yes you"
    )
)
"""A sentence of these alone tells and asks nothing: "Fair play.", "Thanks, good to know!"."""
_JOINING = re.compile(r"^(?:ok[\s,]+)?(?:and|but|or|also|then|so)\b[\s,]*", re.IGNORECASE)


_DAYS = "mon|tues|wednes|thurs|fri|satur|sun"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WHEN = re.compile(
    rf"\b(?:(?:on|in|at|this|next|the) )*(?:today|tonight|tomorrow|now|(?:{_DAYS})days?|weekends?|weekdays?"
    rf"|mornings?|noon|afternoons?|evenings?|nights?|{_MONTHS}|christmas|easter|(?:bank|public) holidays?)\b",
    re.IGNORECASE,
)
_LOOK_AFTER = re.compile(r"\blook(?P<ing>ing)? after\b", re.IGNORECASE)
_ONLY_GOES_ON = frozenset(words("and what about how im i am live in at on for to from or then ok so"))


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A question ready to search: its vector, shape (d,), and its parts with theirs, shape (s, d): the
    sentences of a long message, else the question itself."""

    text: str
    vector: Vectors
    told: tuple[str, ...]
    parts: Vectors

    def agreement(self, cosines: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """How near texts are to the question, from the cosines of its parts: (n, s) -> (n,), the mean of the
        ``TOLD`` best of each row."""
        best = min(TOLD, cosines.shape[1])
        told = np.partition(cosines, cosines.shape[1] - best, axis=1)[:, -best:]
        nearness: npt.NDArray[np.float32] = told.mean(axis=1)
        return nearness


def read_queries(encoder: Encoder, texts: Sequence[str]) -> list[Query]:
    """Questions with their vectors."""
    long = [parts_of(text) for text in texts]
    vectors = encoder.encode([*texts, *(part for parts in long for part in parts)])
    queries, place = [], len(texts)
    for text, vector, parts in zip(texts, vectors, long, strict=False):
        told, of_parts = parts or [text], vectors[place : place + len(parts)] if parts else vector[None, :]
        queries.append(Query(text=text, vector=vector, told=tuple(told), parts=of_parts))
        place += len(parts)
    return queries


def parts_of(text: str) -> list[str]:
    """The sentences of a long message; none of a short one, which is read as a whole."""
    if text.count(" ") < LONG:
        return []
    return [s for line in text.splitlines() for s in sentences(line.strip()) if len(s) >= SHORTEST]


def without_opening(text: str) -> str:
    """A message without the sentences in front of it that only are polite."""
    said = sentences(text)
    first = next((n for n, one in enumerate(said) if not _is_polite(one)), len(said))
    return " ".join(said[first:]) if 0 < first < len(said) else text


def _is_polite(sentence: str) -> bool:
    said = set(_WORD.findall(sentence.replace("’", "'").lower()))
    return "?" not in sentence and bool(said) and said <= _POLITE


def plainly(question: str) -> str:
    """A question with "care for" in place of "look after", which the models take for looking at something; ""
    for any other one, and where it points back."""
    if POINTING.search(question):
        return ""
    plain = _LOOK_AFTER.sub(lambda said: "caring for" if said["ing"] else "care for", question)
    return plain if plain != question else ""


def whole_question(snapshot: Snapshot, question: str, history: Sequence[str]) -> str:
    """What is searched for: a question that stands by itself, without typing mistakes, with countries for the
    towns in it; a follow-up ``together`` with the question before it."""
    before = subject_of(history) if is_follow_up(question) else ""
    return together(snapshot, question, before)


def subject_of(history: Sequence[str]) -> str:
    """The last question that was asked; one that leans on what was said before together with that: behind
    "how much is renting a bike" and "and an e-bike?" both say what is spoken of."""
    if not history:
        return ""
    leans = len(history) > 1 and is_follow_up(history[-1])
    return f"{subject_of(history[:-1])} {history[-1]}" if leans else history[-1]


def together(snapshot: Snapshot, question: str, before: str) -> str:
    """A question with that before it, if there is one, read as in ``whole_question``. One that names another
    country moves the question before it there."""

    def known(name: str) -> bool:
        return all(snapshot.lexical.frequency(word) for word in words(name))

    def read(text: str) -> str:
        return places_as_countries(snapshot.spelling.repaired(text[:MAX_QUESTION]), known)

    asked = read(question)
    return f"{moved(read(before), asked, known)} {asked}" if before else asked


def asked_anew(snapshot: Snapshot, question: str, before: str) -> str:
    """The question before, asked of another time or country, where a follow-up names no more than that: "are
    you open tomorrow evening" behind "are you open today"; else ""."""

    def known(name: str) -> bool:
        return all(snapshot.lexical.frequency(word) for word in words(name))

    times = [match[0] for match in _WHEN.finditer(question)]
    if times and not set(words(_WHEN.sub(" ", question))) - _ONLY_GOES_ON and _WHEN.search(before):
        return f"{_WHEN.sub(' ', before).rstrip(' ?!.')} {' '.join(times)}"
    asked = places_as_countries(snapshot.spelling.repaired(question[:MAX_QUESTION]), known)
    place = asked_country(asked)
    if not place or set(words(without_places(asked))) - _ONLY_GOES_ON or not asked_country(before):
        return ""
    return moved(before, asked, known)


def is_follow_up(question: str) -> bool:
    """Whether the question leans on what was said before: it opens with "and", points back, or is no
    sentence by itself. A whole question behind an "and" ("and what is your return window?") is none."""
    content = words(question)
    joined = _JOINING.sub("", question.strip())
    whole = _SENTENCE.match(joined) and len(content) >= 2 and not POINTING.search(joined)
    if OPENING.match(question.strip()) and not (whole and joined != question.strip()):
        return len(content) <= 8
    if POINTING.search(question):
        return len(content) <= 4
    if _SENTENCE.match(joined):
        return len(content) <= 1 and len(question.split()) <= 3
    return len(content) <= 2
