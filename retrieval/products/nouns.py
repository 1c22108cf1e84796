"""The things that a message names: shelves and kinds, with words before them that tell them apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from retrieval.products.filters import described, is_kind
from retrieval.products.kind_nouns import CONNECTING, PERSON_WORDS
from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import UNIT, UNITS
from retrieval.products.sentence import Sentence
from retrieval.products.terms import Found, Phrase, Phrases, Word, holds_phrase, read_words, stem, stems
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.word_class import is_beside, is_form_of, is_noun
from retrieval.types import Product
from retrieval.words import STOP_WORDS, folded

_WHOSE = r"(?:my|our|his|her|their)"
_GOING = r"(?:go|goes|going|gone|away|out|alone|off|(?:travel|walk|hik|trek|cycl|fly)\w*)"
_MEASURED = (
    rf"\d{{1,4}}[\s-]?(?:{UNIT}|persons?|people|man|seasons?)(?: (?:wide|long|high|tall|deep|thick|big))?"
)
_PLACE = (
    r"over|above|under|underneath|below|beneath|beside|next to|near|behind|in front of|on top of|around"
    r"|between"
)
_PURPOSE = re.compile(
    rf"\b(?:for|when|while|to go|go|of|in|into|on|{_PLACE}|{_GOING} with)\s+"
    rf"(?:(?:just|only|both)\s+)?(?:(?:{_WHOSE}|the|a|an|your|all)\s+)?(?:\d{{1,3}}(?:\s?x\s?\d{{2,3}})?\s+|\0+\s+"
    rf"|{_MEASURED}\s+)?$"
    r"|\b(?:comes?|came|sold|delivered) with\s+(?:(?:its|the|an?)\s+)?$"
    rf"|\b{_WHOSE}\s+(?:old |own |present |current )?$"
    rf"|\bfor {_WHOSE}\s+(?:[a-z-]+\s+){{1,2}}$"
)
"""Before what a thing is for, and before what somebody has: neither is what is sought."""
_BESIDE = re.compile(rf"\b(?:{_PLACE})\s+(?:(?:{_WHOSE}|the|an?)\s+)?$")
"""Before what those spoken of are to stand beside: "which size under a table"."""
_MADE_OF = re.compile(r"\b(?:of|out of|made from)\s+$")
_FOR_A = re.compile(
    r"(?:\s+(?:do you|can you|you|have you|are there|is there)(?: (?:have|sell|stock|offer|got|recommend))?)?"
    r"\s+for (?:the|an?|my|our|his|her) (?P<what>[a-z]{3,})\b"
)
_FOR_BOTH = re.compile(
    r"\b(?:for|does?|suits?|makes?|handles?)\s+(?:both\s+)?(?P<first>[a-z-]+)\s*(?:\+|&|and|or|/|,)\s*(?:for\s+)?$"
)
_PART = re.compile(
    r"\b(?:with|and|has|have|having|plus|including|includes)\s+(?:(?:an?|its|their|the)\s+)?$"
    r"|\b(?:with|having)\s+(?:an?\s+)?(?:long|good|big|large|small|strong|decent|great|high|low|replaceable)\s+$"
)
_WITH = re.compile(r"\b(?:with|has|having|including|includes)\s+(?:(?:an?|its|their|the)\s+)?$")
_WITH_ALONE = re.compile(r"^\W*(?:(?:and|but|only|just|the|one|ones) )*(?:with|having) ")
"""Opens what is said of things that were spoken of: "with rechargeable battery" seeks none."""
_THERE = re.compile(r"\b(?:in|into|on|onto) (?:the|an?)\s+$")
"""Before where those spoken of are to be used: "that can go in the oven"."""
_WELCOME = re.compile(
    r"\s+(?:ones? )?(?:(?:is|are|would be|'s)(?: also| totally| perfectly)?"
    r" (?:ok(?:ay)?|fine|good|possible|all ?right|welcome)"
    r"|(?:also )?(?:ok(?:ay)?|fine|welcome)(?=\W*$|[.,;]))\b"
)
"""Behind what may be, too, and need not: "laptops up to 600, refurbished is ok"."""
_IS_THERE = re.compile(r"\s*(?:'s| is| are) (?:(?:only|about|around|just) )?\d")
"""Behind what is there already: "pendant lamps please, the table is 180 long"."""
_OTHER_ONES = re.compile(r"\s+ones\b")
"""Behind those of another shelf: "laptops or refurbished ones"."""
_MAY_BE = re.compile(r"\b(?:can|could|may|might)(?: also| even| well)? be (?:an? )?$")
"""The same before it: "a laptop, can be refurbished"."""
_DOES_TO = re.compile(
    r"\s(?:charg|power|fit|hold|carr|support|tak|plug|connect|work|driv|run|pair|protect|cover|clean|keep|need"
    r"|replac|match|suit|cut|cook|mak|read|print|record|show|play)(?:e|es|s|y|ies|ing|ging|ning)?"
    r"(?:\s(?:to|with|into|in|on|up|both))*"
    r"(?:\s(?:an?|the|my|our|his|her|your|two|three|several|\d+))*(?:\s[a-z-]+)?\s$"
)
"""Between a thing and another that it does something to."""
_NOT_IT = re.compile(
    r"^\W*(?:(?:no|hey|huh|what|but|hm+|but)\W+)*(?:that|this|it|these|those)(?:['’]?s|['’]?re| is"
    r"| are) (?:an? )?$"
)
"""Opens what says of something shown what it is; it counts only where nothing else is named."""
_CONTAINER = re.compile(
    r"\b(?:tin|can|bag|sack|box|packet|pack|tub|jar|bottle|tube|bucket|roll|bundle|carton)(?:s|es)?"
    r" of (?:(?:the|your|that|this) )?$"
)
"""Before what it holds."""
_WITH_ONE = re.compile(r"\bwith (?:only |just )?(?:one|a single) (?:[a-z-]+ )?$")
_LISTED = re.compile(r"[.,;:!?()]|\b(?:and|or|plus|nor|but)\b")
_APART = re.compile(r"[.,;:!?()]")
_NO_THING = re.compile(
    rf"\s+(?:of \d+(?![\d.,]*\s?(?:{UNIT})\b)|size\b(?!\s+(?:for|does|do|should|fits?)\b))"
)
"""After "pack", it is none: "a pack of 6", "pack size"; but "a pack of 30 litres" is."""
_BOUND = re.compile(rf"\d\s?(?:{UNIT})?,?\s+$")
"""Before "tops", which then is none: "2 kg tops"."""
_COUNT = re.compile(r"\b\d{1,2}[\s-]$")
"""Before "pack": "a 10 pack"."""

NEXT = 30
"""Letters behind a noun in which the next word is looked for."""
_TELLS_NOTHING = (
    frozenset(stem(word) for word in STOP_WORDS)
    | CONNECTING
    | PERSON_WORDS
    | frozenset(
        stem(word)
        for word in [
            "good",
            "nice",
            "spare",
            "replacement",
            "new",
            "first",
            "best",
            "great",
            "real",
            "proper",
            "decent",
            "similar",
            "other",
        ]
    )
)


class Meaning(NamedTuple):
    """What a noun means in a catalogue."""

    categories: tuple[str, ...]
    kinds: tuple[str, ...]


class Things(NamedTuple):
    """What was named. Purposes stand after "for" and count only where nothing else is named."""

    things: tuple[Meaning, ...]
    purposes: tuple[Meaning, ...]

    @property
    def meant(self) -> tuple[Meaning, ...]:
        """The things, else the purposes."""
        return self.things or self.purposes


Describing = Mapping[str, Sequence[Product]]
"""By the stem of a word, the products that are described with it."""


def words_of(products: Sequence[Product]) -> Describing:
    """See ``Describing``."""
    found: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        for word in described(product) if product.published else ():
            found[word].append(product)
    return found


def known_nouns(vocabulary: Vocabulary) -> Phrases[Meaning]:
    """Nouns with the categories and kinds that they mean; other words for the same thing included."""
    known = {phrase: Meaning((), (kind,)) for phrase, kind in vocabulary.kinds.items()}
    wide = vocabulary.wide_shelves
    known |= {phrase: Meaning(wide[phrase], ()) for phrase in known if phrase in wide}
    known |= {
        phrase: Meaning(wide.get(phrase, (name,)), ())
        for phrase, name in vocabulary.categories.items()
        if phrase not in known or phrase not in vocabulary.parts_elsewhere
    }
    for group in lexicon().same:
        phrases = [stems(noun) for noun in group]
        members = [known[phrase] for phrase in phrases if phrase in known]
        shelves = tuple(dict.fromkeys(c for m in members for c in m.categories))
        kinds = () if shelves else tuple(dict.fromkeys(k for m in members for k in m.kinds))
        if members:
            on_them = {p for p in phrases if p in known and wide.keys() & set(phrases) and shelves}
            on_them = {p for p in on_them if vocabulary.shelves_of_kind(p) <= set(shelves)}
            known |= {p: Meaning(shelves, kinds) for p in phrases if p not in known or not shelves}
            known |= {p: Meaning(shelves, ()) for p in on_them}
            known |= {p: Meaning(shelves, ()) for p in _short_for(phrases, vocabulary) if shelves}
    words = lexicon()
    wider = {**words.wider, **{noun: them for noun, them in words.instead.items() if noun not in known}}
    for noun, narrower in wider.items():
        own = known.get(noun, Meaning((), ()))
        others = [kind for phrase in narrower if phrase in known for kind in known[phrase].kinds]
        if own.kinds:  # a rain jacket is a jacket by its name
            others = [kind for kind in others if stems(kind)[-len(noun) :] != noun]
        kinds = tuple(dict.fromkeys((*own.kinds, *others)))
        if kinds and not own.categories:
            same = [other for other in words.same_as(noun) if known.get(other) == known.get(noun)]
            known |= {phrase: Meaning((), kinds) for phrase in (noun, *same)}
    return Phrases(known)


def _short_for(group: Sequence[Phrase], vocabulary: Vocabulary) -> Iterator[Phrase]:
    """Words that end only other things' names in the catalogue and are short for one of a group: "pad" for a
    sleeping pad, where the shop has sleeping mats and a seat pad."""
    grouped = {stems(noun) for nouns in lexicon().same for noun in nouns}
    for last in {phrase[-1:] for phrase in group if len(phrase) > 1} & vocabulary.only_ends - grouped:
        if not any(noun[-1:] == last and noun in group for noun in vocabulary.kinds):
            yield last


def read_things(
    sentence: Sentence,
    nouns: Mapping[Phrase, Meaning],
    vocabulary: Vocabulary,
    describing: Describing,
    *,
    at_hand: bool = False,
) -> Things:
    """The things named, each taken out of the sentence. ``at_hand``: a kind was spoken of before, so that
    "with a rain cover" asks something of it."""
    text, things, purposes = sentence.rest, list[Meaning](), list[Meaning]()
    words, named, last = sentence.words(), None, Found((), 0, 0)
    for found, meaning in sentence.phrases(nouns):
        before, before_it = text[: found.start], _word_before(text, words, found)
        welcome = bool(things) and (_WELCOME.match(text, found.end) or _MAY_BE.search(before))
        if things and (welcome or _OTHER_ONES.match(text, found.end)):
            wider = _with_shelf(things[-1], meaning, describing)
            if wider is not None:
                things[-1] = wider
                continue  # "laptops, refurbished is ok"
        if (
            _is_no_thing(text, found)
            or welcome
            or (things and (_is_beside(text, last, found) or _IS_THERE.match(text, found.end)))
            or _ends_an_attribute(before_it, found, nouns, vocabulary)
            or _begins_an_attribute(text, found, nouns, vocabulary)
            or not _names(text, found, meaning)
            or (_is_told_of(found, vocabulary) and _is_part(before, bool(things), at_hand))
            or (at_hand and (_WITH_ALONE.match(before) or _THERE.search(before)))
            or _is_also_for(before, found, vocabulary)
            or _is_of_material(text, found, vocabulary)
            or (at_hand and not things and _BESIDE.search(before))
        ):
            sentence.put_back(found.start, found.end)
        else:
            told = (
                _praised_apart(text, before_it, meaning, nouns)
                or _for_a_thing(text, found, meaning, nouns, vocabulary)
                or _told_apart(text, before_it, meaning, vocabulary, describing)
            )
            whole = before_it.start if before_it and told != meaning else found.start
            purpose = is_purpose(before) or is_purpose(text[:whole])
            if purpose and (holds := _CONTAINER.search(text[:whole])):
                if things and named and named.start >= holds.start():
                    things.pop()
                purpose = False  # "a tin of beef stew"
            whom = purpose and PERSON_WORDS.issuperset(found.phrase)
            if whom:  # a shelf "women" says for whom it is, as well
                sentence.put_back(found.start, found.end)
            if things and _narrows(things[-1], meaning, text[last.end : found.start]):
                continue  # "long sleeve merino shirt": one thing
            if things and named and _stands_on(things[-1], text, named, found, describing):
                told = Meaning(things.pop().categories, told.kinds or (text[found.start : found.end],))
            if things and _narrows(told, things[-1], "") and _WITH.search(before):
                things.pop()  # "tops with long sleeves"
            if things and told != meaning and before_it and named and named.end == before_it.end:
                things.pop()  # "coffee grinder" is no coffee
            aside = _NOT_IT.search(before) is not None  # "that's a power bank, I want headphones"
            if things and named and _is_compound(text, named, found):
                things.pop()  # "towel shelf" is no towel
            if things and not purpose and _is_shelf_among(told, things[-1]):
                things.pop()  # "a lamp like a mushroom, table lamp"
            named, last = None if purpose or whom else found, found
            if not (whom and at_hand):
                (purposes if purpose or aside else things).append(told)
    return Things(tuple(things), tuple(purposes))


def _is_of_material(text: str, found: Found, vocabulary: Vocabulary) -> bool:
    """Whether a noun is what a thing is made of: "something small of glass"."""
    return found.phrase in vocabulary.materials and _MADE_OF.search(text, 0, found.start) is not None


def _is_also_for(before: str, found: Found, vocabulary: Vocabulary) -> bool:
    """Whether a noun is the second of what things are for: "for espresso and filter" where the catalogue says
    of a mill that it is suitable for both."""
    match = _FOR_BOTH.search(before)
    both = {(stem(match["first"]),), found.phrase} if match else set()
    return bool(both) and any(both <= uses for uses in vocabulary.uses)


def _is_compound(text: str, named: Found, found: Found) -> bool:
    """Whether a noun in the singular stands right before another and tells what that is."""
    return text[named.end : found.start] == " " and text[named.end - 1] != "s"


def _is_shelf_among(told: Meaning, wide: Meaning) -> bool:
    """Whether a shelf is one of those that a wider noun means."""
    return bool(told.categories) and not wide.kinds and set(told.categories) < set(wide.categories)


def _stands_on(shelf: Meaning, text: str, named: Found, found: Found, describing: Describing) -> bool:
    """Whether a noun right behind a shelf's name is one of what stands there: "used phones" of the shelf
    "Used", where other shelves have phones as well."""
    of_persons = PERSON_WORDS.issuperset(named.phrase)
    if of_persons or shelf.kinds or not shelf.categories or text[named.end : found.start] != " ":
        return False
    noun = text[found.start : found.end]
    return any(
        p.category in shelf.categories and is_kind(p, noun) for p in describing.get(found.phrase[-1], ())
    )


def _with_shelf(thing: Meaning, shelf: Meaning, describing: Describing) -> Meaning | None:
    """A thing with those that stand on another shelf as well: laptops and the refurbished ones; None where
    none does."""
    if not thing.categories or not shelf.categories or shelf.kinds:
        return None
    if set(shelf.categories) <= set(thing.categories):
        return thing
    nouns = thing.kinds or thing.categories
    elsewhere = any(
        p.category in shelf.categories and is_kind(p, noun)
        for noun in nouns
        for p in describing.get(stems(noun)[-1], ())
    )
    return Meaning((*thing.categories, *shelf.categories), nouns) if elsewhere else None


def _narrows(thing: Meaning, wider: Meaning, between: str) -> bool:
    """Whether a thing is one of those that a wider noun covers, and neither stands beside the other."""
    covered = bool(thing.kinds) and not wider.categories and set(thing.kinds) < set(wider.kinds)
    return covered and not thing.categories and not _LISTED.search(between)


def is_purpose(before: str) -> bool:
    """Whether what follows is what a thing is for, or what somebody has."""
    return _PURPOSE.search(before) is not None


def _is_no_thing(text: str, found: Found) -> bool:
    """Whether a noun only counts or bounds: "a pack of 6", "a 10 pack", "2 kg tops"."""
    before, written = text[: found.start], text[found.start : found.end]
    bounds = written == "tops" and _BOUND.search(before) is not None
    counts = written == "pack" and _COUNT.search(before) is not None
    return bounds or counts or _NO_THING.match(text, found.end) is not None


def _ends_an_attribute(
    before: Word | None, found: Found, nouns: Mapping[Phrase, Meaning], vocabulary: Vocabulary
) -> bool:
    """Whether a noun is the end of what things have ("with hip belt"), and no thing is called so."""
    whole = (before.stem, *found.phrase) if before else ()
    return whole in vocabulary.attributes and whole not in nouns


def _is_beside(text: str, thing: Found, found: Found) -> bool:
    """Whether a noun is what the thing named before it does something to, or with: "a power bank that can
    charge a laptop", "a monitor that charges it with one cable"."""
    between = text[thing.end : found.start]
    return _WITH_ONE.search(between) is not None or (
        _DOES_TO.search(between) is not None and not _LISTED.search(between)
    )


def _begins_an_attribute(
    text: str, found: Found, nouns: Mapping[Phrase, Meaning], vocabulary: Vocabulary
) -> bool:
    """Whether a noun is the beginning of what things have ("a phone with headphone jack")."""
    following = read_words(text[found.end : found.end + NEXT])[:1]
    whole = (*found.phrase, following[0].stem) if following else ()
    return whole in vocabulary.flags and whole not in nouns


def _is_told_of(found: Found, vocabulary: Vocabulary) -> bool:
    """Whether the catalogue tells whether, or how, things have what is named."""
    return found.phrase in vocabulary.flags or found.phrase in vocabulary.attributes


def _is_part(before: str, after_a_thing: bool, at_hand: bool) -> bool:
    """Whether what follows is a part of the thing that is named, or was spoken of."""
    return bool(after_a_thing and _PART.search(before)) or bool(at_hand and _WITH.search(before))


def _names(text: str, found: Found, meaning: Meaning) -> bool:
    """Whether a known noun is one where it stands, and not another word of its stem."""
    written = text[found.start : found.end]
    own = [kind for kind in meaning.kinds if stems(kind) == found.phrase] if len(found.phrase) == 1 else []
    beside = PERSON_WORDS.issuperset(found.phrase) and is_beside(text, found.start, found.end)
    return (
        not beside
        and is_noun(text, found.start, found.end)
        and (not own or any(is_form_of(folded(written), folded(kind)) for kind in own))
    )


def _praised_apart(
    text: str, before: Word | None, meaning: Meaning, nouns: Mapping[Phrase, Meaning]
) -> Meaning | None:
    """ "Ultralight pack" where the catalogue has ultralight backpacks."""
    praised = before is not None and before.stem in lexicon().praise_stems
    names = (*meaning.kinds, *meaning.categories) if praised else ()
    kinds = tuple(name for name in names if before and (before.stem, *stems(name)) in nouns)
    if before is None or not kinds:
        return None
    return Meaning(meaning.categories, tuple(f"{text[before.start : before.end]} {name}" for name in kinds))


def _for_a_thing(
    text: str, found: Found, meaning: Meaning, nouns: Mapping[Phrase, Meaning], vocabulary: Vocabulary
) -> Meaning | None:
    """ "Lights for the bike" are bike lights, where a shelf is named that has such; "a bag for my bike" may
    be a pannier."""
    match = _FOR_A.match(text, found.end)
    word = stem(match["what"]) if match else ""
    if not word or word in vocabulary.purposes or word in PERSON_WORDS or (word,) in vocabulary.whom:
        return None
    such = nouns.get((word, *found.phrase))
    if such is None or meaning.categories:
        return such
    others = tuple(kind for kind in such.kinds if stems(kind)[-len(found.phrase) :] != found.phrase)
    return Meaning((), tuple(dict.fromkeys((*others, *meaning.kinds)))) if others else None


def _told_apart(
    text: str, before: Word | None, meaning: Meaning, vocabulary: Vocabulary, describing: Describing
) -> Meaning:
    """ "Inflatable mats", "wide leather shoes": a word before the noun that the catalogue says of such things
    makes it a kind of its own. So does what others are for, and none of these is: "touring boots"."""
    if before is None or _ends_a_term(text, before, vocabulary, describing):
        return meaning
    if not _may_tell(before.stem, vocabulary, plural=text[before.end - 1] == "s"):
        return meaning
    names = meaning.kinds or meaning.categories
    narrower = [f"{text[before.start : before.end]} {name}" for name in names]
    such = [p for p in describing.get(before.stem, ()) if any(is_kind(p, name) for name in narrower)]
    fits = bool(such)
    if before.stem in vocabulary.purposes:
        return meaning if fits else Meaning(meaning.categories, tuple(narrower))
    if not fits:
        return meaning
    there = any(product.category in meaning.categories for product in such)
    return Meaning(meaning.categories if there else (), tuple(narrower))  # "raw food" of "Frozen food"


def _ends_a_term(text: str, before: Word, vocabulary: Vocabulary, describing: Describing) -> bool:
    """Whether a word ends several that an attribute states, and no title: the "handed" of "left-handed
    mouse"."""
    last = tuple(word.stem for word in read_words(text[: before.end])[-2:])
    return (
        len(last) > 1
        and last in vocabulary.terms
        and not any(holds_phrase(stems(p.title), last) for p in describing.get(last[-1], ()))
    )


def _word_before(text: str, words: Sequence[Word], found: Found) -> Word | None:
    places = [n for n, word in enumerate(words) if word.start == found.start and word.stem]
    if not places or places[0] == 0:
        return None
    word = words[places[0] - 1]
    return word if word.stem and not _APART.search(text, word.end, found.start) else None


def _may_tell(word: str, vocabulary: Vocabulary, *, plural: bool) -> bool:
    """Whether a word says what a thing is like; a plural before a noun belongs to something else."""
    if word in vocabulary.begins_others:
        return False
    known = (vocabulary.flags, vocabulary.colours, vocabulary.brands, vocabulary.measured)
    return (
        (len(word) > 2 or not (word.isalpha() or word.isdigit()))
        and not plural
        and not word.isdigit()
        and word not in UNITS
        and word not in _TELLS_NOTHING
        and not any((word,) in phrases for phrases in known)
    )


def kind_names(product: Product, nouns: Mapping[Phrase, Meaning], names: Iterable[str]) -> Meaning:
    """What to search for "another one like it": the longest of its nouns, other words for it included."""
    longest = max(names, key=len, default="")
    found = nouns.get(stems(longest))
    return Meaning((product.category,), found.kinds if found else ())
