"""Things that a message asks for and the shop does not have: "a washing machine under 400", "lipstick matte
red". Without a word for them in the catalogue a wish would be its budget or its colour alone, and any product
would fit."""

from __future__ import annotations

import re

from retrieval.products.asked_thing import asked_code, asked_things, listed_things
from retrieval.products.kind_nouns import PERSON_WORDS
from retrieval.products.lexicon import lexicon
from retrieval.products.search import UNRELATED, UNRELATED_NOUN
from retrieval.products.shelf import Shelf
from retrieval.products.sizes import LETTER
from retrieval.products.standing import without_standing
from retrieval.products.terms import find_phrases, read_words, stem, stems
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.word_class import is_plural
from retrieval.spelling import is_ordinary
from retrieval.types import Constraints
from retrieval.words import STOP_WORDS

_CAPITAL = re.compile(r"[A-Z]")
_NAME = r"(?P<brand>[A-Z][\w&'’-]+(?: [A-Z][\w&'’-]+)?)"
_BRANDS = re.compile(rf"\b{_NAME}\s+$")
_SMALL = re.compile(
    r"(?:\b(?:have|sell|stock|carry|got|any|some|about|for|an?|your) |^\W*)(?P<brand>[a-z]{3,})\s+$"
)
"""A word between an asking one and the thing: "do you have kmc chains"."""
_FROM_BRAND = re.compile(rf"(?<!made )(?<!come )(?<!comes )(?<!are )(?<!is )\b(?:from|by) {_NAME}(?=\W*$)")
_NO_BRAND = re.compile(
    r"(?:ish|ese|ian|ean|land)$|^(?:French|Swiss|German|Germany|Greek|Dutch|American|African|European|Europe"
    r"|France|Italy|Spain|Denmark|Norway|Sweden|Portugal|Japan|China|India|Turkey|Greece|Austria|Australia"
    r"|Belgium|Croatia|Ethiopia|Colombia|Brazil|Peru|Asia|Friday|Monday|EU|UK|US|USA|I|LED|OK|Xmas|Christmas"
    r"|Easter)$"
)
"""Where something comes from, or what else is written with a capital, is no brand."""


def unsold(shelf: Shelf, text: str, *, refining: bool = False) -> str:
    """The thing that a text asks for and nothing in the shop is called or comes near to; else "".
    ``refining``: behind a search, where a few words alone mostly say more of what is sought ("wider fit").
    """
    parser = shelf.parser
    if (code := asked_code(text)) and _is_strange_code(shelf, code):
        return code
    things = list(asked_things(without_standing(parser.repaired(text))))
    wish = parser.parse(text) if things else Constraints()
    if not things or wish.brands or shelf.names.find(text):
        return ""
    if wish.kinds or wish.categories:
        names = [(_without_whom(shelf, thing.name), thing.alone) for thing in things]
        return next(
            (
                " ".join(name)
                for name, alone in names
                if _is_another(shelf, name) or (not alone and _is_for_one(shelf, name, wish))
            ),
            "",
        )
    for thing in things:
        words = _without_whom(shelf, thing.name)
        whole = len(words) == len(text.split())
        refines = refining and thing.alone and not (whole and _is_strange(shelf, words))
        if words and not refines and _is_unknown(shelf, words):
            return " ".join(words)
    return ""


def _is_strange_code(shelf: Shelf, code: str) -> bool:
    """Whether the catalogue has a model's code nowhere."""
    known = shelf.parser.parse(code)
    said = known.sizes or known.wanted or known.having or known.kinds or known.brands
    return not (said or shelf.names.find(code) or shelf.search.titled(code) or shelf.parser.has_word(code))


def unsold_beside(shelf: Shelf, text: str) -> str:
    """The things that a text asks for beside others that are sold, and nothing in the shop is called: "ski
    goggles" of "ski goggles and a helmet"; else ""."""
    plain = shelf.parser.repaired(text)
    names = [_without_whom(shelf, name) for name in listed_things(plain)]
    known = [name for name in names if name and _is_sold(shelf, " ".join(name))]
    if len(names) < 2 or not known:
        return ""
    unknown = [name for name in names if name not in known and _is_thing(shelf, name)]
    return " or ".join(" ".join(name) for name in unknown)


def _is_sold(shelf: Shelf, name: str) -> bool:
    wish = shelf.parser.parse(name)
    return bool(wish.kinds or wish.categories)


def _is_thing(shelf: Shelf, name: list[str]) -> bool:
    """Whether a name that nothing in the shop has is one of a thing, and not said of the others."""
    return bool(name) and (len(name) > 1 or is_plural(name[-1])) and _is_unknown(shelf, name)


def _without_whom(shelf: Shelf, name: str) -> list[str]:
    """The words of a name without for whom, or in which size, the thing is to be."""
    words = name.split()
    while words and _is_for_whom(shelf.vocabulary, words[-1]):
        words.pop()
    return words


def _is_another(shelf: Shelf, name: list[str]) -> bool:
    """Whether a name holds one of the shop's and is another thing's: things in the plural that nothing is
    called ("tent pegs"), or those that only longer names end with, and that are far from these: a "recycling
    box" is no roof box."""
    if len(name) < 2 or shelf.parser.is_name(" ".join(name)) or shelf.search.titled(" ".join(name)):
        return False
    last, wish = name[-1], shelf.parser.parse(" ".join(name))
    if is_plural(last) and not shelf.search.names_any(last) and not _describes(shelf.vocabulary, last):
        return shelf.search.nearness(" ".join(name)) <= UNRELATED_NOUN
    like = lexicon().praise_stems | PERSON_WORDS
    known = (shelf.vocabulary.flags, shelf.vocabulary.colours, shelf.vocabulary.brands)
    told = [w for w in name[:-1] if stem(w) not in like and not any((stem(w),) in words for words in known)]
    alone = all(stems(kind) == (stem(last),) for kind in (*wish.kinds, *wish.categories))
    ends = bool(told) and alone and (stem(last),) in shelf.vocabulary.only_ends
    return ends and shelf.search.nearness(" ".join(name), called=last) < UNRELATED


def _is_for_one(shelf: Shelf, name: list[str], wish: Constraints) -> bool:
    """Whether a name begins with what the shop calls its own and ends with what nothing there is called,
    described or stated by, and comes near to none of it: a "chain gauge" is no chain."""
    last, search = name[-1] if name else "", shelf.search
    if len(name) < 2 or is_plural(last) or search.names_any(last) or search.describes(last):
        return False
    whole = " ".join(name)
    if shelf.parser.is_name(whole) or search.titled(whole) or stems(last) in shelf.parser.nouns:
        return False
    begins = shelf.parser.parse(" ".join(name[:-1]))
    if not (begins.kinds or begins.categories) or shelf.parser.comparatives(last).praises:
        return False
    stated = {stem(word) for p in shelf.parser.meant(wish) for key in p.attributes for word in key.split()}
    return stem(last) not in stated and search.nearness(whole) <= UNRELATED_NOUN


def strange_brand(shelf: Shelf, text: str) -> str:
    """A brand that a text asks for beside a thing that is sold and the shop does not have: "Petzl" of "do
    you sell Petzl headlamps?", "Patagonia" of "any jackets from Patagonia?"; else ""."""
    wish = shelf.parser.parse(text)
    if not (wish.kinds or wish.categories) or wish.brands or shelf.names.find(text):
        return ""
    found = [match["brand"] for match in _FROM_BRAND.finditer(text)]
    for noun, _ in find_phrases(read_words(text), shelf.parser.nouns):
        before = _BRANDS.search(text, 0, noun.start)
        found += [before["brand"]] if before else []
        small = _SMALL.search(text, 0, noun.start)
        found += [small["brand"]] if small and not _is_said(shelf, text, small["brand"]) else []
    return next((brand for brand in found if _is_strange_brand(shelf, text, brand)), "")


def _is_said(shelf: Shelf, text: str, word: str) -> bool:
    """Whether a word that is written small may be a mistyped one, or one of the language."""
    repaired = shelf.parser.repaired(text).split()
    if re.fullmatch(LETTER, word):
        return True
    return word not in repaired or is_ordinary(word) or word in STOP_WORDS or stem(word) in PERSON_WORDS


def _is_strange_brand(shelf: Shelf, text: str, brand: str) -> bool:
    opens = re.search(rf"(?:^|[.!?:;\n])[^\w.!?:;\n]*{re.escape(brand)}", text) is not None
    return not any(
        shelf.parser.has_word(word)
        or _NO_BRAND.search(word)
        or word.lower() in STOP_WORDS
        or (opens and is_ordinary(word.lower()))
        for word in re.split(r"[\s-]", brand)
    )


def _is_unknown(shelf: Shelf, name: list[str]) -> bool:
    if shelf.search.titled(" ".join(name)):
        return False
    words = list(name)
    while words and _describes(shelf.vocabulary, words[-1]):
        words.pop()
    search = shelf.search
    if words and search.only_tells(words[-1]) and (len(words) > 1 or is_plural(words[-1])):
        return True
    if not words or (len(words) == 1 and search.describes(words[0])):
        return False
    last = words[-1]
    if stem(last) in shelf.parser.heads or shelf.parser.comparatives(last).praises:
        return False
    names = [" ".join(words)] if search.describes(last) else [" ".join(words), last]
    return min(map(search.nearness, names)) <= UNRELATED_NOUN


def _is_strange(shelf: Shelf, name: list[str]) -> bool:
    """Whether a name that stands alone can be none of the parts or properties of what is sought."""
    described = shelf.search.describes(name[-1]) or _describes(shelf.vocabulary, name[-1])
    return len(name) > 1 and not name[0].endswith("er") and not described


def _is_for_whom(vocabulary: Vocabulary, word: str) -> bool:
    return stem(word) in PERSON_WORDS or word in vocabulary.sizes


def _describes(vocabulary: Vocabulary, word: str) -> bool:
    """Whether a word says what a thing is like, or of what it is made."""
    known = (vocabulary.colours, vocabulary.flags, vocabulary.materials, vocabulary.attributes)
    return any((stem(word),) in words for words in known)
