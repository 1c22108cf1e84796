"""What must not be: "no leather", "any brand but Halde", "leather is a no go", "he already owns a lamp"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from retrieval.products.filters import ELECTRIC
from retrieval.products.lexicon import lexicon
from retrieval.products.nouns import Meaning
from retrieval.products.quantities import UNIT
from retrieval.products.sentence import Sentence
from retrieval.products.terms import Found, Phrase, Word, find_phrases, read_words, stem, stems
from retrieval.products.vocabulary import Vocabulary, is_material
from retrieval.types import Constraints
from retrieval.words import STOP_WORDS

_THE_ONE = re.compile(r"(?:the|that|this|those|these) ")
WORDS_DENIED = 2
"""Of an unknown thing that is not wanted ("no hip belt")."""
VALUES_DENIED = 3
"""Words behind a "no" among which stands what an attribute states."""

_NEGATED = (
    r"(?:do|does|must|should|can|could|may|will|wo|ca)(?:n't| not)"
    r"\s+(?:want|like|burn|use|contain|run on|include|be|smell of|wear|eat)"
    r"|(?:does|must|should)(?:n't| not)\s+have"
)
_TAKEN_BACK = r"(?:wait|sorry|actually|hold on|hang on|the|that|this|these|those|not|rather|i|he|she|we)\b"
"""Behind a "no" that takes back what was understood: "no wait, not down", "no the other one"."""
_DENIAL = re.compile(
    rf"\b(?:{_NEGATED}|(?<!have )(?<!has )(?<!got )(?:not|no)"
    r"(?!\s+(?:\w+\s+){0,2}?(?:more|less|over|under|above|below|longer|bigger|larger|heavier"
    r"|[a-z]{3,}er than \d+)\b)"
    r"(?!(?:[- ]go|\s+(?:matter|show|give|let|i|can|do|what|which|please|it|one))\b)"
    rf"(?<!\bno(?=\s+{_TAKEN_BACK}))(?!\s+to (?:buy|order|pay|purchase)\b)"
    r"(?!\s+(?:[\w-]+\s+){1,4}i (?:mean|meant|said|asked)\b)"
    rf"|without|non|(?:0|zero)(?!\s+(?:{UNIT}|euros?|pounds?|dollars?|below|above|under)\b)(?=\s+[a-z]{{4,}}\b)"
    r"|except(?: for)?|apart from"
    r"|(?:any|every)\w*(?: (?:brands?|makes?|colou?rs?|materials?|kinds?|ones?))? (?:but|except|other than)"
    r"(?!\s+(?:first|firstly|then|now|mainly|mostly|maybe|i|we|he|she|it)\b)"
    r"|(?:an)?other (?:(?:brands?|makes?|colou?rs?|materials?|kinds?|ones?) )?than"
    r"|avoid|free of|exclud(?:e|ing)|leave out|hate|dislike|can't stand|allergic to"
    r"|nothing (?:in|with|from|made of)|instead of|rather than|isn'?t|is not"
    r"|but (?:not|no))\b[\s-]*"
    r"(?P<what>(?:(?!\b(?:but|with|under|below|for|that|please|which|and also|just|only|because|cause|cos|coz"
    r"|since|though|either|needs?|wants?|looking|i'm"
    r"|as a|they|he|she|we)\b)[^,.;!?\0])*)"
)
_TOO_AND_NOT = re.compile(r"\btoo [a-z]+,?\s+(?:and|but|or)?\s*$")
"""Before what is missing in something shown: "too expensive and not vegan" asks for what is."""
_STATED = re.compile(r"isn'?t|is not|(?:(?<='s )|(?<='re )|(?<=\bare )|(?<=\bwas )|(?<=\bwere ))not\b")
"""Before what something is not: "getting up isn't easy" and "a tent that's not a monster" refuse nothing."""
_DEGREE = re.compile(r"\W*(?:too|so|very|that|overly|all that|particularly|super)\s")
"""Behind a "not" it asks for less of what follows and refuses no thing: "not too thick"."""
_NOT = re.compile(r"(?:\bnot|n't)\W*$")
"""Before what something is not, rather than what it has not."""
_LISTED = re.compile(r"(?:,\s*[\w-]+(?:\s[\w-]+)?){1,4}?,?\s+n?or\s+[\w-]+")
_PARTED = re.compile(r",\s*(?:n?or\s+)?|\s+n?or\s+")
"""More of what is denied."""
_FREE_OF = re.compile(
    r"\b(?!(?:every|each|any|some|my|our|his|her|their|your|the|for|is|are|of|get|as|be|feel|set|more|no)\b)"
    r"(?P<what>\w{2,30})[- ]free\b(?!\s+(?:minute|moment|time|day|hour|evening|weekend|delivery|shipping"
    r"|returns?|of charge)\b)"
)
_REFUSED = re.compile(
    r"\b(?P<what>[\w-]{2,30}(?:\s+(?:or|and)\s+[\w-]{2,30}){0,3})\s+(?:is|are|would be)\s+"
    r"(?:an? |also |absolutely |definitely |really )*"
    r"(?:no[- ]?go|not an option|no option|out of the question|off the table|deal ?breakers?|forbidden|taboo"
    r"|not (?:my|his|her|our|their) (?:thing|colou?r|style|cup of tea)|not for (?:me|him|her|us|them)"
    r"|not (?:ok|okay|allowed|wanted|acceptable|possible|nice)|out(?=\s*(?:$|[,.!?])))"
)
_DOES_NOT = re.compile(r"\b(?:does|do|did|will|would|wo)(?:n't| not) (?:really |ever )?(?P<what>[a-z]{3,})\b")
"""Denies what an attribute says that things do, and no other verb: "that doesn't clump" of "Clumping"."""
_LEFT_OUT = re.compile(
    r"\b(?P<what>[^.;!?]{1,60}?)[,;]?\s*(?:so |and |please )?(?:leave|keep|count|rule) (?:those|them|it"
    r"|that|these)"
    r"(?: ones?)? out\b"
)
"""Only words that the catalogue knows are taken from these two: what stands before is any talk."""

_OWNED = re.compile(
    r"\b(?:i|we|he|she|they|who)(?:'ve|'s)?\s+(?:already|just)\s+(?:owns?|ha(?:ve|s|d)(?: got)?|got|bought)"
    r"\s+(?P<what>(?:(?!\b(?:so|but|and|which|that|what)\b)[^,.;!?])*)"
    r"|\b(?:i|we|he|she|they|who)(?:'ve|'s)?\s*(?:\b(?:has|have|got|owns?)\s+){0,2}"
    r"(?:enough|plenty of|more than enough)\s+(?P<enough>(?:(?!\b(?:so|but|and|which|that|what)\b)[^,.;!?])*)"
    r"|\b(?:ha(?:ve|s)(?: got)?|got|owns?|'ve|'s got)\s+(?P<before>(?:(?!\bno\b)[\w' -]){1,30}?)\s+already\b"
)
_STOP_STEMS = frozenset(stem(word) for word in STOP_WORDS) | frozenset(
    stem(word)
    for word in [
        "thanks",
        "anything",
        "kind",
        "type",
        "made",
        "need",
        "necessary",
        "sure",
        "really",
        "exactly",
        "bother",
        "care",
        "more",
        "odd",
        "either",
        "too",
        "lol",
        "haha",
        "mate",
        "guess",
        "wait",
    ]
)


_REFUSED_ALSO = frozenset(
    part for word in (*ELECTRIC, *lexicon().contained, *lexicon().fills) for part in stems(word)
) | frozenset(part for others in lexicon().contained.values() for other in others for part in other)
"""What is in things that do not say it in that word."""


class Denied(NamedTuple):
    """A span of a sentence that is denied, behind ``at``. ``known`` only: any other word of it says
    nothing."""

    start: int
    text: str
    known_only: bool = False
    at: int = 0


def read_denials(
    sentence: Sentence, wish: Constraints, vocabulary: Vocabulary, nouns: Mapping[Phrase, Meaning]
) -> Constraints:
    """Colours, brands, attributes, materials and kinds that must not be, taken out of the sentence; where
    none of them follows, other words."""
    wish = _owned(sentence, wish, nouns)
    for denied in find_denials(sentence, vocabulary):
        wish = _denied(sentence, wish, denied, vocabulary, nouns)
    return wish


def find_denials(sentence: Sentence, vocabulary: Vocabulary) -> list[Denied]:
    """What the shopper does not want and where it starts, each taken; an attribute of that name ("PFAS-free")
    stays."""
    found: list[Denied] = []
    patterns = (_REFUSED, True), (_LEFT_OUT, True), (_DOES_NOT, True), (_DENIAL, False), (_FREE_OF, False)
    for pattern, known_only in patterns:
        for match in list(pattern.finditer(sentence.rest)):
            if pattern is _DOES_NOT and stems(match["what"]) not in vocabulary.flags:
                continue
            if pattern is _FREE_OF and tuple(w.stem for w in read_words(match[0])) in vocabulary.flags:
                continue
            if pattern is _LEFT_OUT and not match["what"].strip():
                continue
            if pattern is _DENIAL and (_is_a_word(match, vocabulary) or _is_a_flag(match, vocabulary)):
                continue
            end = _list_end(sentence.rest, match, vocabulary) if pattern is _DENIAL else match.end()
            sentence.take(match.start(), end)
            stated = _STATED.match(sentence.text, match.start()) is not None
            until = max(end, match.end("what")) if pattern is _DENIAL else match.end("what")
            what = sentence.text[match.start("what") : until]
            found.append(Denied(match.start("what"), what, known_only or stated, match.start()))
    return found


def _is_a_word(match: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether "non" begins a word of the catalogue: "non stick pan" where some are called non-stick."""
    what = read_words(match["what"])
    known = bool(what) and vocabulary.names_something(f"non {match['what'][what[0].start : what[0].end]}")
    return known and match[0].startswith("non") and match[0][3:4] in " -"


def _is_a_flag(match: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether a denial is another word for what an attribute affirms: "without caffeine"."""
    said = stems(match[0])
    return len(said) > 1 and any(said[:size] in vocabulary.flags for size in (2, 3))


def _list_end(text: str, match: re.Match[str], vocabulary: Vocabulary) -> int:
    """Where a denial ends that goes on behind a comma with more of the same: "no down, wool or leather", but
    not "no hood, blue or green"."""
    more = _LISTED.match(text, match.end())
    if more is None:
        return match.end()
    items = [match["what"].strip(), *_PARTED.split(more[0])[1:]]
    sorts = (vocabulary.materials, vocabulary.colours, vocabulary.brands)
    same = any(all(any(tail in known for tail in _tails(item)) for item in items) for known in sorts)
    return more.end() if same else match.end()


def _tails(item: str) -> list[Phrase]:
    """The phrases that end an item: "any real leather", "real leather", "leather"."""
    phrase = stems(item)
    return [phrase[n:] for n in range(len(phrase))]


def _denied(
    sentence: Sentence,
    wish: Constraints,
    denied: Denied,
    vocabulary: Vocabulary,
    nouns: Mapping[Phrase, Meaning],
) -> Constraints:
    said = Sentence.of_plain(denied.text)
    colours = [(f, c) for f, found in said.phrases(vocabulary.colours) for c in found]
    brands = list(said.phrases(vocabulary.brands))
    free = vocabulary.flags
    flags = [
        (Found((word.stem,), word.start, word.end), free[word.stem, "free"])
        for before, word in pairwise((None, *said.words()))
        if word is not None and (word.stem, "free") in free and not _tells(before, word)
    ]
    flags += said.phrases(vocabulary.flags)
    materials = [f for f, _ in flags if f.phrase in vocabulary.materials]
    told = list(said.phrases(vocabulary.told))
    made_of = list(said.phrases(vocabulary.materials))
    named = [f for f, _ in (*colours, *brands, *flags, *told, *made_of)]
    if flags and _TOO_AND_NOT.search(sentence.text, 0, denied.at):
        return replace(wish, wanted={**wish.wanted, **{name: "yes" for _, name in flags}})
    wish = replace(wish, unwanted=wish.unwanted | {name: denied.text[f.start : f.end] for f, name in told})
    words = [denied.text[f.start : f.end] for f in materials] + [material for _, material in made_of]
    kinds: list[tuple[str, Meaning]] = []
    if named and not denied.known_only and _names_another(sentence, said, denied, nouns):
        kinds = [(denied.text[f.start : f.end], meaning) for f, meaning in said.phrases(nouns)]
        return _without(wish, [], [], [], [], kinds, vocabulary)
    if named and denied.known_only:
        sentence.put_back(denied.start, min(f.start for f in named) + denied.start)
    elif named:
        sentence.put_back(denied.start + max(f.end for f in named), denied.start + len(denied.text))
    elif stated := _stated_at_all(said, denied, vocabulary, nouns):
        return replace(wish, unwanted=wish.unwanted | dict.fromkeys(stated, "yes"))
    elif values := _values(said, denied, vocabulary, nouns):
        words = list(values.values())  # almond is a scent of some, and in the ingredients of others
        return replace(_without(wish, [], [], [], words, [], vocabulary), unwanted=wish.unwanted | values)
    elif found_nouns := list(said.phrases(nouns)):
        kinds = [(denied.text[f.start : f.end], meaning) for f, meaning in found_nouns]
    elif denied.known_only:
        sentence.put_back(denied.start, denied.start + len(denied.text))
    if not (named or kinds or denied.known_only) and _DEGREE.match(denied.text):
        return wish
    if not named and not denied.known_only:
        is_not = _NOT.search(sentence.text, 0, denied.start) is not None
        content = (
            w
            for w in said.words()
            if _is_content(w.stem) and not (is_not and _is_only_felt(w.stem, vocabulary))
        )
        words = [denied.text[w.start : w.end] for w in content][:WORDS_DENIED]
        words = [word for word in words if _may_be_there(word, vocabulary)]
        words = [*(noun for noun, _ in kinds), *words] if kinds else words
    return _without(
        wish, [c for _, c in colours], [b for _, b in brands], [n for _, n in flags], words, kinds, vocabulary
    )


def _tells(before: Word | None, word: Word) -> bool:
    """Whether a word says which of what follows is denied: "almond oil" is not all oil."""
    return before is not None and before.end + 1 == word.start and _is_content(before.stem)


def _names_another(
    sentence: Sentence, said: Sentence, denied: Denied, nouns: Mapping[Phrase, Meaning]
) -> bool:
    """Whether what is denied is one thing by its name, and other things are asked for: "beds, not the Dune
    chair"."""
    things = {found.phrase for found, _ in find_phrases(said.words(), nouns)}
    asked = {found.phrase for found, _ in find_phrases(read_words(sentence.rest[: denied.at]), nouns)}
    return bool(_THE_ONE.match(denied.text) and things and asked and not asked & things)


def _stated_at_all(
    said: Sentence, denied: Denied, vocabulary: Vocabulary, nouns: Mapping[Phrase, Meaning]
) -> list[str]:
    """Attributes that must not be stated at all: "without a socket" where lamps say "Socket: E27"."""
    if denied.known_only or _DEGREE.match(denied.text):
        return []
    words = [word for word in said.words() if _is_content(word.stem)][:1]
    names = [vocabulary.attributes.get((word.stem,), "") for word in words if (word.stem,) not in nouns]
    others = {*vocabulary.measured.values(), *vocabulary.counts.values()}
    return [name for name in names if name and name not in others and not is_material(name)]


def _values(
    said: Sentence, denied: Denied, vocabulary: Vocabulary, nouns: Mapping[Phrase, Meaning]
) -> dict[str, str]:
    """What attributes state and must not: "robusta" where some coffees say "Variety: Catuai, Robusta"."""
    if denied.known_only or _DEGREE.match(denied.text):
        return {}
    stated = [
        w for w in said.words()[:VALUES_DENIED] if w.stem in vocabulary.values and (w.stem,) not in nouns
    ]
    return {vocabulary.values[word.stem]: denied.text[word.start : word.end] for word in stated}


def _without(
    wish: Constraints,
    colours: list[str],
    brands: list[str],
    flags: list[str],
    words: list[str],
    kinds: list[tuple[str, Meaning]],
    vocabulary: Vocabulary,
) -> Constraints:
    shelves = [c for noun, m in kinds if not _is_called(noun, vocabulary) for c in m.categories]
    return replace(
        wish,
        unwanted_colours=_joined(wish.unwanted_colours, colours),
        unwanted_brands=_joined(wish.unwanted_brands, brands),
        unwanted={**wish.unwanted, **{name: "no" if is_free_of(name) else "yes" for name in flags}},
        wanted={**wish.wanted, **{name: "yes" for name in flags if is_free_of(name)}},
        without=_joined(wish.without, words),
        unwanted_kinds=_joined(wish.unwanted_kinds, [noun for noun, _ in kinds]),
        unwanted_categories=_joined(wish.unwanted_categories, shelves),
    )


def _is_called(noun: str, vocabulary: Vocabulary) -> bool:
    """Whether things on a shelf are called like it, and it is not what they are for: "not climbing"."""
    return vocabulary.names_something(noun) and not vocabulary.purposes.issuperset(stems(noun))


def _owned(sentence: Sentence, wish: Constraints, nouns: Mapping[Phrase, Meaning]) -> Constraints:
    """What the person has already is not to be shown."""
    for match in list(_OWNED.finditer(sentence.rest)):
        part = next(name for name in ("what", "enough", "before") if match[name] is not None)
        said = Sentence.of_plain(match[part])
        owned = [match[part][f.start : f.end] for f, _ in said.phrases(nouns)]
        sentence.take(match.start(), match.end())
        wish = replace(wish, unwanted_kinds=_joined(wish.unwanted_kinds, owned))
    return wish


def _joined(before: tuple[str, ...], more: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))


def is_free_of(attribute: str) -> bool:
    """ "PFAS-free": who wants no PFAS wants this."""
    return stems(attribute)[-1] == "free"


def _is_only_felt(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word says what something is like and the catalogue never does: "itchy"."""
    return len(word) > 3 and word.endswith("i") and word not in vocabulary.told_stems


def _may_be_there(word: str, vocabulary: Vocabulary) -> bool:
    """Whether things of the catalogue may have, or be, what a word says: a "bathroom without windows" leaves
    out nothing where no product has a word of windows."""
    return any(part in vocabulary.told_stems or part in _REFUSED_ALSO for part in stems(word))


def _is_content(word: str) -> bool:
    return len(word) > 2 and word not in _STOP_STEMS and not word.isdigit()
