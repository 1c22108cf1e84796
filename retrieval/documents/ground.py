"""The grounding check: does what was written say no more than the cited texts, and nothing else?

A language model words answers; facts are never its own. The check is strict on purpose: what it refuses is
shown as it stands in the document, so a refusal costs style and a false acceptance would cost trust.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from retrieval.documents import claims
from retrieval.documents.figures import read_figures
from retrieval.rerank import Reranker
from retrieval.types import AnswerSentence

SHARE = 0.9
"""Share of a sentence's content words that the cited texts must hold (synonyms count as held)."""
OWN_SHARE = 0.5
"""Share that they must hold themselves, without the headings above them."""
LONGEST = 60
"""Words of a sentence; what is longer than that is no answer."""
SCOPE = 0.5
"""Share of a negative clause's words that a negative clause of the source must hold."""
TOGETHER = 0.8
"""Share of a clause's content words that one clause of the source must hold."""
ENTAILED = 4.0
"""The re-ranker's log-odds that a cited text answers the sentence, read as a question: just below the lowest
score of the true hand-written pairs (4.6; tests/unit/retrieval/grounding_pairs.yml). A re-ranker knows what a
text is about better than whether it says the same: alone it would let through 86 % of the untrue
ones. So it is the last of the checks, and refuses what is made of the right words and says nothing."""

_MARKUP = re.compile(
    r"[<>{}`|\\]|\]\(|\*\*|__|https?:|www\.|\b\w+\.(?:com|net|org|io|example|test)\b|^\s*[#>]|&\w+;"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override) (?:\w+ ){0,3}(?:instructions?|rules?|prompts?|above|previous)\b"
    r"|\b(?:system|developer) (?:prompt|message|note)\b"
    r"|\binstructions?\b.{0,40}\b(?:ignored?|replaced?|void)\b"
    r"|\byou are (?:now )?(?:an? )?(?:\w+ )?(?:ai|assistant|bot|model)\b|\bas an ai\b"
    r"|\b(?:assistant|language model|chatbot|prompt)\b"
    r"|\b(?:customer|shopper|user)s? (?:must|should) be told\b"
    r"|\b(?:say|tell|reply|respond|answer|write|state|claim|confirm|repeat|print|output|reveal)"
    r"(?: \w+){0,4}(?: (?:that|with|exactly|only|as follows)\b| ?[:«“\"‘'])",
    re.IGNORECASE,
)
_BACK = {"from": "to", "to": "from"}
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I've|I'll|me|my)\b")


class Verdict(msgspec.Struct, frozen=True):
    """``reason`` says why a sentence was refused, in a word: empty, length, voice, markup, instruction,
    number, bound, name, quantifier, condition, duty, order, negation, subject, asked, words, entailment."""

    accepted: bool
    reason: str = ""


ACCEPTED = Verdict(True)


def check(
    sentence: str,
    cited: Sequence[str],
    *,
    heading: str = "",
    question: str = "",
    reranker: Reranker | None = None,
) -> Verdict:
    """Whether ``cited`` supports a sentence. ``heading``: titles above the cited texts, whose words and names
    may be used beside theirs, and none of their figures. ``question``: its words may not be taken over,
    unless the texts hold them. ``reranker`` adds entailment.

    Raises: ModelFileError of the re-ranker.
    """
    source = "\n".join(cited)
    everything = f"{source}\n{heading}"
    reason = (
        _form(sentence, everything)
        or missing_figure(sentence, source)
        or _names(sentence, everything)
        or _quantifiers(sentence, source)
        or _negation(sentence, cited)
        or _pairing(sentence, cited)
        or _alternatives(sentence, cited)
        or _words(sentence, source, heading, question)
        or _together(sentence, cited, heading)
        or _entailment(sentence, cited, heading, reranker)
    )
    return Verdict(False, reason) if reason else ACCEPTED


def check_written(
    sentence: str,
    sources: Sequence[AnswerSentence],
    *,
    question: str = "",
    reranker: Reranker | None = None,
) -> Verdict:
    """The check of a sentence against the extracted ones that it was written from.

    Raises: ModelFileError of the re-ranker.
    """
    passages = [source.hits[0].passage for source in sources]
    heading = ". ".join(dict.fromkeys(part for p in passages for part in (p.title, p.heading) if part))
    cited = [source.text for source in sources]
    return check(sentence, cited, heading=heading, question=question, reranker=reranker)


def limits(text: str) -> bool:
    """Whether a text takes something back: a condition, an exception, a no."""
    kinds = {"only", "except", "condition"}
    return bool(kinds & claims.groups(text)) or any(clause.negative for clause in claims.clauses(text))


def instructs(text: str) -> bool:
    """Whether a text speaks to a language model rather than to a shopper."""
    return _ORDERS.search(text) is not None


def missing_figure(sentence: str, source: str) -> str:
    """ "number" where a figure of the sentence is not in the source, "bound" where it is there as at least
    and here as at most, else ""."""
    there = read_figures(source).figures
    for figure in read_figures(sentence).figures:
        same = [other for other in there if figure.same(other)]
        if not same:
            return "number"
        if not any(figure.agrees(other) for other in same):
            return "bound"
    return ""


def _form(sentence: str, source: str) -> str:
    length = len(sentence.split())
    if length < 2:
        return "empty"
    if length > LONGEST:
        return "length"
    if _MARKUP.search(sentence) or any(mail not in source for mail in _MAIL.findall(sentence)):
        return "markup"
    if instructs(sentence) or instructs(source):
        return "instruction"
    own_voice = _FIRST_PERSON.search(sentence) and not _FIRST_PERSON.search(source)
    return "voice" if own_voice or sentence.rstrip().endswith(("?", ":")) else ""


def _names(sentence: str, source: str) -> str:
    there = {word.replace("-", "") for word in re.findall(r"[\w-]+", source.casefold())}
    there |= set(re.findall(r"\w+", source.casefold()))
    missing = {name for name in claims.names(sentence) if name not in there and name.rstrip("s") not in there}
    ways = claims.directions(source)
    turned = {(way, name) for way, name in claims.directions(sentence) - ways if (_BACK[way], name) in ways}
    return "name" if missing or turned else ""


def _quantifiers(sentence: str, source: str) -> str:
    said, there = claims.groups(sentence), claims.groups(source)
    for kind in ("only", "except", "all", "some", "free", "duty"):
        gained, lost = kind in said - there, kind in there - said
        if gained or (lost and kind in ("only", "except", "some", "duty")):
            return "duty" if kind == "duty" else "quantifier"
    lost = "condition" in there and not claims.conditional(sentence)
    if lost or "condition" in said - there:
        return "condition"
    return "order" if claims.order_words(sentence) - claims.order_words(source) else ""


def _negation(sentence: str, cited: Sequence[str]) -> str:
    """Clauses are negative where those of the source with the same words are, and as many of them."""
    there = [clause for text in cited for clause in claims.clauses(text)]
    said = claims.clauses(sentence)
    if sum(clause.negative for clause in said) != sum(clause.negative for clause in there):
        return "negation"
    for own in said:
        like = max((_overlap(own, other) for other in there if other.negative == own.negative), default=0.0)
        unlike = max((_overlap(own, other) for other in there if other.negative != own.negative), default=0.0)
        if (own.negative and like < SCOPE) or (len(own.topics) > 1 and unlike > like):
            return "negation"
    return ""


def _overlap(own: claims.Clause, other: claims.Clause) -> float:
    return len(own.topics & other.topics) / len(own.topics) if own.topics else 1.0


def _pairing(sentence: str, cited: Sequence[str]) -> str:
    """Figures, deeds and "free" stand with the words with which they stand in the source: of two prices, each
    with its own thing."""
    there = [part for text in cited for part in claims.parts(text)]
    for own in claims.parts(sentence):
        for figure in own.figures:
            alike = [part for part in there if any(f.unit == figure.unit for f in part.figures)]
            if _misplaced(own, alike, [part for part in alike if part.gives(figure)]):
                return "number"
        for deed in own.deeds:
            alike = [part for part in there if any(verb == deed[1] for _, verb in part.deeds)]
            if _misplaced(own, alike, [part for part in alike if deed in part.deeds]):
                return "subject"
        if "free" in own.topics:
            rest = msgspec.structs.replace(own, topics=own.topics - {"free"})
            if _misplaced(rest, there, [part for part in there if "free" in part.topics]):
                return "quantifier"
    return ""


def _misplaced(own: claims.Clause, alike: Sequence[claims.Clause], right: Sequence[claims.Clause]) -> bool:
    """Whether a part that says something else of the kind is nearer than all that say this."""
    best = max((_overlap(own, part) for part in right), default=-1.0)
    return any(_overlap(own, part) > best for part in alike if part not in right)


def _alternatives(sentence: str, cited: Sequence[str]) -> str:
    """Of "repair or a discount on a new one" nobody makes "repair, a discount, or a new one": what stands
    beside an "or" are different parts of the source."""
    if not re.search(r"\bor\b", sentence):
        return ""
    there = [part for text in cited for part in claims.parts(text)]
    own = [part for part in claims.parts(sentence) if part.topics]
    overlaps = [[_overlap(one, other) for other in there] for one in own]
    nearest = {row.index(max(row)) for row in overlaps}
    return "words" if len(nearest) < len(own) else ""


def _words(sentence: str, source: str, heading: str, question: str) -> str:
    said, own = claims.counted(sentence), claims.topics(source)
    there = own | claims.topics(heading)
    missing = said - there
    if claims.opposites(claims.topics(sentence), there):
        return "order"
    if missing & claims.counted(question):
        return "asked"
    nothing = not said and not read_figures(sentence).figures
    elsewhere = len(said & own) < OWN_SHARE * len(said)
    return "words" if nothing or elsewhere or len(missing) > (1 - SHARE) * len(said) else ""


def _together(sentence: str, cited: Sequence[str], heading: str) -> str:
    """What a clause of the sentence says stands in one clause of the source: two are not run into one."""
    above = claims.topics(heading)
    there = [clause.topics | above for text in cited for clause in claims.clauses(text)]
    for clause in claims.clauses(sentence):
        own = clause.topics & claims.counted(sentence)
        if own and all(len(own & topics) < TOGETHER * len(own) for topics in there):
            return "words"
    return ""


def _entailment(sentence: str, cited: Sequence[str], heading: str, reranker: Reranker | None) -> str:
    if reranker is None:
        return ""
    texts = [f"{heading}. {text}" if heading else text for text in (*cited, " ".join(cited))]
    return "" if float(reranker.scores(sentence, texts).max()) >= ENTAILED else "entailment"
