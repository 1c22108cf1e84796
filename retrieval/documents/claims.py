"""What a sentence claims beside its figures, as far as words tell: topics, names, negation, quantifiers,
conditions, duties and who does what. English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from retrieval.documents.figures import MONTHS, Figure, digits_for_words, read_figures
from retrieval.words import words

_SAME = (
    ("return", "returned", "sendback"), ("cost", "price", "charge", "fee"), ("pay", "payment", "payable"),
    ("deliver", "delivery", "ship", "shipping", "shipment", "arrive", "postage"), ("parcel", "package"),
    ("buy", "purchase"), ("refund", "moneyback", "reimburse"), ("shop", "store"), ("exchange", "swap"),
    ("warranty", "guarantee"), ("repair", "fix", "mend"), ("begin", "start"), ("receive", "receipt"),
    ("phone", "telephone", "call"), ("email", "mail"), ("choose", "select", "pick"), ("include", "contain"),
    ("weigh", "weight"), ("long", "length", "last"), ("period", "window", "deadline"), ("invoice", "bill"),
    ("voucher", "coupon"), ("open", "opening"), ("valid", "validity"), ("expire", "expiry"),
    ("size", "sizing"), ("cover", "coverage"),
)  # fmt: skip
_NEUTRAL = (
    "within per via during upon takes makes needs wants goes gives says uses helps order accept allow apply"
    " available bring buyer come customer do follow following free hold item note offer option permit person"
    " place possible provide product article goods receive require shop simply stay time via work able ask"
    " back date day week month year hour minute euro eur percent amount degree january february march april"
    " may june july august september october november december"
)
_PHRASES = (
    (r"\b(send|sends|sent|sending|bring|give|ship)((?: \w+){0,3}) back\b", r"sendback\2"),
    (r"\bmoney back\b", "moneyback"),
    (r"\b(?:free of charge|(?:at no|without|no) (?:\w+ )?(?:costs?|charges?|fees?)|for nothing)\b", "free"),
    (r"\b(?:costs?|is|are) nothing\b", "free"),
    (r"\be-mail", "email"),
    (r"\bimpossible\b", "not possible"), (r"\bunable\b", "not able"),
    (r"\b(?:can't|cannot)\b", "can not"), (r"\bwon't\b", "will not"), (r"n't\b", " not"),
)  # fmt: skip
_CLAUSES = re.compile(
    r"[;–()]|,\s|\s-\s|[.!?](?=\s|$)|\b(?:but|while|whereas|however|although|though|because)\b"
    r"|\b(?:and|or)(?=\s(?:you|we|it|they|the|not|no|never|in)\b)"
    r"|\b(?:and|or)(?=\s(?:[\w-]+\s){0,3}(?:can|is|are|takes?|costs?|must|may|has|have|will)\b)"
)
_PARTS = re.compile(r"[;()]|,\s|[.!?](?=\s|$)|\b(?:but|and|or|while|whereas|however)\b")
_VERB = re.compile(
    r"\b(?:can|could|may|might|must|will|would|shall|should|is|are|was|were|be|do|does|did|has|have|had|needs?|gets?"
    r"|takes?|costs?|pays?|never|not|no|means?|weighs?|sleeps?|opens?|includes?|contains?|arrives?)\b"
    r"|^ ?(?:please )?(?:wash|dry|use|call|write|send|bring|keep|put|remove|check|press|change|clean|store"
    r"|contact|choose|wait|let|turn|hang|open|ask|order|return|iron|rinse)\b"
)
_NEGATORS = re.compile(
    r"\b(?:not|never|no|none|nothing|nobody|neither|nor|without|exclud\w+|forbidden|prohibited|refus\w+|declin\w+"
    r"|non)\b"
)
_GROUPS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{pattern})\b")
    for name, pattern in {
        "only": r"only|solely|exclusively",
        "except": r"except\w*|unless|apart from|other than|excluding",
        "all": r"all|every|every(?:thing|one|where)|always|each|entire\w*|whole|any|anything|completely",
        "some": r"some|(?<!at )most|many|usual\w*|often|sometimes|normal\w*|general\w*|mostly|mainly|partly"
        r"|rarely",
        "condition": r"if|when|once|unless|provided|as long as|in case|otherwise",
        "duty": r"must|ha(?:ve|s) to|required|mandatory|obliged|needs? to|necessary",
        "free": r"free",
    }.items()
}
_LIKE_A_CONDITION = re.compile(r"\b(?:if|when|where|once|unless|provided|as long as|in case|otherwise|for)\b")
_PLACES_IN_TIME = {
    "before": "before", "after": "after", "until": "until", "till": "until", "since": "since", "both": "both",
    "either": "either", "instead": "instead", "first": "first", "last": "last", "more": "more",
    "less": "less", "fewer": "less", "off": "off", "later": "later",
    "earlier": "earlier", "again": "again", "twice": "twice",
}  # fmt: skip
_OPPOSITES = (
    "include exclude, open close, allow forbid, require option, same different, new use, hot cold, warm cold,"
    " cheap expens, increas decreas, minimum maximum, earliest latest, insid outsid, accept refus,"
    " onlin store, wet dri, clean dirti, before after, possibl imposs, own other, full half, whole"
    " part, left right"
)
_NAME = re.compile(r"(?<![\w-])(?:[A-ZÄÖÜ][\w’'-]*|\w*[a-z][A-Z]\w*)")
_CODE = re.compile(r"\b(?=[\w-]*\d)[A-Za-z]+-?\d[\w-]*")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend", "tomorrow")
_ACTS = re.compile(
    r"\b(we|you|they)\s(?:(?:can|may|will|must|do|not|also|always|never|only|could|should|have to|need to)"
    r"\s)*(\w+)"
)
_HEADING_FOR = re.compile(r"\b(from|to)\s([A-ZÄÖÜ]\w+)")


def folded(text: str) -> str:
    """Lower case, one blank between words, and one form for what is said in several: "can't" as "can not",
    "at no cost" as "free"."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    text = re.sub(r"\s+", " ", text)
    for pattern, form in _PHRASES:
        text = re.sub(pattern, form, text)
    return text


def _stems(text: str) -> list[str]:
    return [word for word in words(text) if not word[0].isdigit()]


_CANONICAL = {stem: _stems(group[0])[0] for group in _SAME for word in group for stem in _stems(word)}
_NEUTRAL_STEMS = frozenset(_stems(_NEUTRAL))
_OPPOSITE: dict[str, set[str]] = {}
for _pair in _OPPOSITES.split(","):
    _one, _other = _pair.split()
    _OPPOSITE.setdefault(_one, set()).add(_other)
    _OPPOSITE.setdefault(_other, set()).add(_one)


@lru_cache(maxsize=20_000)
def topics(text: str) -> frozenset[str]:
    """The stems of the content words, one for words of the same meaning; without figures."""
    return frozenset(_CANONICAL.get(stem, stem) for stem in _stems(folded(read_figures(text).rest)))


def counted(text: str) -> frozenset[str]:
    """The topics that say something of their own."""
    return topics(text) - _NEUTRAL_STEMS


def opposites(said: Iterable[str], there: frozenset[str]) -> set[str]:
    """Topics that are not there, while their opposite is."""
    return {stem for stem in said if stem not in there and _OPPOSITE.get(stem, set()) & there}


class Clause(msgspec.Struct, frozen=True):
    """A part of a sentence with a verb of its own; a row of a table is one."""

    topics: frozenset[str]
    negative: bool
    figures: tuple[Figure, ...]
    deeds: frozenset[tuple[str, str]]

    def gives(self, figure: Figure) -> bool:
        """Whether the figure stands here, whatever its bound."""
        return any(figure.same(other) for other in self.figures)


@lru_cache(maxsize=20_000)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text; parts without a verb belong to the next one, or the last."""
    merged: list[str] = []
    waiting = ""
    for part in _CLAUSES.split(digits_for_words(text)):
        if not part or not part.strip():
            continue
        if _VERB.search(folded(part)):
            merged.append(f"{waiting}, {part}" if waiting else part)
            waiting = ""
        elif merged:
            merged[-1] += f", {part}"
        else:
            waiting += f", {part}" if waiting else part
    return tuple(_clause(part) for part in (merged or [waiting]))


@lru_cache(maxsize=20_000)
def parts(text: str) -> tuple[Clause, ...]:
    """The smallest parts of a text: cells of a row, items of an enumeration."""
    split = _PARTS.split(digits_for_words(text))
    return tuple(_clause(part) for part in split if part and part.strip())


def _clause(text: str) -> Clause:
    negative = len(_NEGATORS.findall(folded(text))) % 2 == 1
    return Clause(topics(text), negative, read_figures(text).figures, frozenset(deeds(text)))


def groups(text: str) -> set[str]:
    """The kinds of quantifier, condition and duty that stand in a text."""
    text = folded(read_figures(text).rest)
    return {name for name, pattern in _GROUPS.items() if pattern.search(text)}


def conditional(text: str) -> bool:
    """Whether a text holds anything that may word a condition."""
    return _LIKE_A_CONDITION.search(folded(text)) is not None


def order_words(text: str) -> set[str]:
    """Words such as before, after and both, which turn a sentence round."""
    return {
        _PLACES_IN_TIME[word]
        for word in re.findall(r"\w+", read_figures(text).rest)
        if word in _PLACES_IN_TIME
    }


def names(text: str) -> set[str]:
    """Names, codes, months and days of the week, folded. The first word of a sentence is no name by its
    capital alone."""
    text = unicodedata.normalize("NFKC", text)
    found = {match[0] for match in _NAME.finditer(text) if not _begins(text, match.start())}
    found |= {match[0] for match in _CODE.finditer(text)}
    plain = {word.casefold().removesuffix("'s").removesuffix("’s") for word in found}
    calendar = {word for word in re.findall(r"[a-z]+", text.casefold()) if word.rstrip("s") in _DAYS}
    months = {word for word in re.findall(r"\b[A-Z][a-z]+", text) if word.casefold() in MONTHS}
    return (
        {word.replace("-", "") for word in plain if len(word) > 1} | calendar | {m.casefold() for m in months}
    )


def _begins(text: str, at: int) -> bool:
    return re.search(r"(?:^|[.!?:]\s*|\n)[\"'“‘(\[]*$", text[:at]) is not None


def deeds(text: str) -> set[tuple[str, str]]:
    """Who does what: ("we", "pay")."""
    return {(who, stem) for who, verb in _ACTS.findall(folded(text)) for stem in _stems(verb)}


def directions(text: str) -> set[tuple[str, str]]:
    """Ways with a name behind them: ("from", "france")."""
    return {(way, name.casefold()) for way, name in _HEADING_FOR.findall(text)}
