"""What the learned finder adds to what the rules found in a passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from training.transcripts.dialogue import Dialogue
from training.transcripts.personal_data.addresses import address_value
from training.transcripts.personal_data.cues import TITLES, TOKEN
from training.transcripts.personal_data.found import MASK, Found, Passage, merged, overlaps
from training.transcripts.personal_data.learned import Learned, LearnedFinder
from training.transcripts.personal_data.lines import ON_BEHALF
from training.transcripts.personal_data.names import Mention, longest
from training.transcripts.personal_data.own_places import is_ours
from training.transcripts.personal_data.words import COMPANY, Words

_GENITIVE = re.compile(r"['’]s$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n])[\s\"'“„«(¿¡-]*$")
_TWO_SENTENCES = re.compile(r"(?<!\w)[a-zß-ÿ]{3,}[.!?]\s")
_GOES_ON = re.compile(
    r"\s(?!(?:is|has|was|had|will|would|can|could|said|says|told|wants?|needs?|lives?|from|here|and|or|again|speaking)\b)[a-zß-ÿ]"
)
"""Behind the first word of a sentence, which is not about somebody."""
_ONLINE = re.compile(r"\S*(?:@|://|www\.|\w\.\w+/)\S*")
_CODE = re.compile(r"[^\W_]*(?:[_#][^\W_]+|\d-\d{4,}|[A-Z]-\d{4,})[\w-]*|(?=\w{12})\w*\d\w*")
"""Reference numbers and the like: a rule knows them, or they are nobody's."""
_TIME = re.compile(
    r"(?:(?:mon?|tue?|wed?|thu?|fri?|sat?|sun?|di|mi|do|so)[a-z]*\.?\s?[-–]\s?[a-z]{2,9}\.?,?\s\d.*)|.*\d\s?(?:uhr|pm|am|o['’]clock)\.?",
    re.IGNORECASE,
)
"""Hours at which a shop opens or something comes."""
_CURRENCY = r"\s?(?:[€$£]|zł|kč|kr|ft|lei|chf|eur|euro|usd|gbp|pln|czk|huf|ron|sek|nok|dkk)\b\.?"
_AMOUNT = re.compile(rf".*\d{_CURRENCY}", re.IGNORECASE)
_AMOUNT_BEHIND = re.compile(rf"[.,]\d{{1,3}}\b|{_CURRENCY}", re.IGNORECASE)
"""What makes digits a price."""
_MODEL_CODE = re.compile(r"\b(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{8,}\b")
"""Of a machine or a thing: no part of an address has so many letters and digits in one word."""
_HOUSE_NUMBER = re.compile(r"\d{1,4}")
_CALLED_HOUSE = re.compile(
    r"\b(?:house|flat|apartment|door|haus\w*|wohnung|live|street|road|address|adresse|straße|calle|rue|via)\b",
    re.IGNORECASE,
)


class Beside:
    """The finder with what it is held against. Without a ``finder`` it adds nothing. ``orders``: the numbers of
    orders in a text; ``own``: the shop's own texts, whose addresses stay."""

    def __init__(
        self,
        finder: LearnedFinder | None,
        words: Words,
        orders: Callable[[str], Iterable[Found]],
        own: Sequence[str],
    ) -> None:
        self._finder, self._words, self._orders = finder, words, orders
        self._own = address_value(" ".join(own))
        self._worth = lru_cache(maxsize=4096)(lambda text: may_hold_more(text, words))

    def read(self, dialogue: Dialogue, said: Sequence[Passage]) -> list[tuple[Learned, ...]]:
        """What the finder finds in each passage."""
        if self._finder is None:
            return [()] * len(said)
        return [
            self._finder.find(one.text, before) if self._worth(one.text) else ()
            for one, before in zip(said, said_before(dialogue), strict=True)
        ]

    def with_addresses(
        self,
        said: Sequence[Passage],
        data: Sequence[list[Found]],
        mentions: Sequence[Sequence[Mention]],
        learned: Sequence[Sequence[Learned]],
    ) -> list[list[Found]]:
        """What was found in each passage, and the addresses that were not. ``mentions``: names, by rules."""
        added = [
            _without_names(
                added_addresses(one, ones, (*found, *self._orders(one.text)), self._own, self._words), named
            )
            for one, found, named, ones in zip(said, data, mentions, learned, strict=True)
        ]
        return [merged((*found, *ones)) if ones else found for found, ones in zip(data, added, strict=True)]

    def with_names(
        self,
        said: Sequence[Passage],
        data: Sequence[Sequence[Found]],
        mentions: Sequence[list[Mention]],
        learned: Sequence[Sequence[Learned]],
    ) -> list[list[Mention]]:
        """The names in each passage, and those that were not found."""
        return [
            longest([*named, *added_names(one, ones, (*found, *self._orders(one.text)), named, self._words)])
            if ones
            else named
            for one, found, named, ones in zip(said, data, mentions, learned, strict=True)
        ]


def said_before(dialogue: Dialogue) -> list[str]:
    """For each text that is masked, turns first, what was said before it."""
    texts = [turn.text for turn in dialogue.turns]
    suggestions = ["" for turn in dialogue.turns if turn.suggestion]
    return [*["", *texts][: len(texts)], *suggestions, ""]


def may_hold_more(text: str, words: Words) -> bool:
    """Whether reading it can be worth the while: it has digits, a word that is no ordinary one, or a capital
    within a sentence. Half of what is said in a shop has none of them."""
    bare = MASK.sub(" ", text)
    if any(map(str.isdecimal, bare)):
        return True
    return any(
        not words.is_ordinary(token[0])
        or (token[0][0].isupper() and token[0] != "I" and not _SENTENCE_START.search(bare[: token.start()]))
        for token in TOKEN.finditer(bare)
    )


def added_addresses(
    said: Passage, learned: Iterable[Learned], found: Sequence[Found], own: str, words: Words
) -> list[Found]:
    """Parts of addresses that no rule found. ``found``: by rules, orders too; what one of another kind touches
    is left to it. ``own``: the shop's own texts, as ``address_value`` of them; what stands there stays."""
    learned = [one for one in learned if one.kind == "address" and not _is_code(said.text, one)]
    added = []
    for one in learned:
        text = said.text[one.start : one.end]
        place = Found(one.start, one.end, "address", address_value(text))
        touched = {other.kind for other in found if overlaps(place, [other])}
        alone = len(learned) == 1 and not any(other.kind == "address" for other in found)
        if (
            touched - {"address"}
            or is_ours(said, one.start, words)
            or (len(place.value) > 2 and place.value in own)
        ):
            continue
        priced = text[-1].isdecimal() and _AMOUNT_BEHIND.match(said.text, one.end)
        if priced or _AMOUNT.fullmatch(text) or _TIME.fullmatch(text) or _is_plain(text, words):
            continue
        if _MODEL_CODE.search(text):
            continue
        if alone and _HOUSE_NUMBER.fullmatch(text) and not _speaks_of_houses(said):
            continue
        added.append(place)
    return added


def added_names(
    said: Passage,
    learned: Iterable[Learned],
    found: Sequence[Found],
    mentions: Sequence[Mention],
    words: Words,
) -> list[Mention]:
    """Names that no rule found, and longer forms of one that a rule found. ``found``: other data, orders too;
    ``words``: those of the shop are nobody's."""
    added = []
    for one in learned:
        if one.kind != "name" or _is_code(said.text, one):
            continue
        start, end = _without_title(said.text, one)
        touched = [mention for mention in mentions if mention.start < end and start < mention.end]
        longer = len(touched) == 1 and start <= touched[0].start and touched[0].end <= end
        if (touched and not longer) or overlaps(Found(start, end, "name", ""), found):
            continue
        if not touched and (
            not _may_be_name(said, said.text[start:end], words) or _is_of_sentence(said, start, end, words)
        ):
            continue
        added.append(Mention(start, end, of_speaker=bool(touched) and touched[0].of_speaker))
    return added


def _is_plain(place: str, words: Words) -> bool:
    """Whether it is made of words of the language alone and no town is called so."""
    return (
        not any(map(str.isdecimal, place))
        and not words.is_town(place)
        and all(map(words.is_ordinary, place.split()))
    )


def _without_names(addresses: Sequence[Found], mentions: Sequence[Mention]) -> list[Found]:
    """Without what a rule takes for a name, unless it has a number: "Karl-Marx-Allee 3"."""
    return [
        one
        for one in addresses
        if any(map(str.isdecimal, one.value))
        or not any(one.start < name.end and name.start < one.end for name in mentions)
    ]


def _may_be_name(said: Passage, name: str, words: Words) -> bool:
    """Whether the lists do not speak against it: no words of the shop, no firm, no words that are nobody's name,
    in small letters not even those that are a surname too."""
    parts = [token[0] for token in TOKEN.finditer(name)]
    if not parts or words.is_shops(name) or COMPANY.search(name):
        return False
    plainly = all(
        words.is_ordinary(part)
        and not words.may_be_first(part)
        and (part.islower() or not words.is_listed(part))
        for part in parts
    )
    return not plainly or "name" in said.asked


def _is_of_sentence(said: Passage, start: int, end: int, words: Words) -> bool:
    """Whether it is a part of a sentence that no list knows as a name: the end of one and the beginning of the
    next, a first word behind which it goes on, a town."""
    text, name = said.text, said.text[start:end]
    if _TWO_SENTENCES.search(name):
        return True
    parts = [token[0] for token in TOKEN.finditer(name)]
    if "name" in said.asked or any(words.is_listed(one) and not words.is_ordinary(one) for one in parts):
        return False
    if words.is_town(name):
        return True
    if name.islower() and len(parts) > 1 and words.is_ordinary(parts[-1]) and not words.is_last(parts[-1]):
        return True
    first = len(parts) == 1 and _SENTENCE_START.search(text[:start]) is not None
    return first and bool(_GOES_ON.match(text, end))


def _speaks_of_houses(said: Passage) -> bool:
    return bool(said.asked & {"address", "postcode"}) or bool(_CALLED_HOUSE.search(said.text))


def _without_title(text: str, one: Learned) -> tuple[int, int]:
    name = text[one.start : one.end]
    behalf = ON_BEHALF.match(name)
    first = behalf.end() if behalf else 0
    title = TITLES.match(name, first)
    start = one.start + (title.end() if title and title.end() < len(name) else first)
    genitive = _GENITIVE.search(name)
    return start, one.end - (len(genitive[0]) if genitive else 0)


def _is_code(text: str, one: Learned) -> bool:
    """Whether it lies in a mask of an earlier pass, in an address of the net, or in a reference number."""
    return any(
        one.start < match.end() and match.start() < one.end
        for pattern in (MASK, _ONLINE, _CODE)
        for match in pattern.finditer(text)
    )
