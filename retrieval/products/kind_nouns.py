"""What a product is called for what it is: the nouns of its title and tags."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import UNITS
from retrieval.products.terms import holds_phrase, stem, stems
from retrieval.spelling import is_ordinary
from retrieval.types import Product
from retrieval.words import STOP_WORDS, folded

CONNECTING = frozenset(
    stem(w)
    for w in ["and", "or", "with", "of", "for", "the", "a", "an", "in", "to", "&", "+", "per", "pack", "set"]
)
SET = stem("set")
LONGEST_KIND = 4
COMPOUND = 4
"""Letters of a noun that may end a longer one ("lamp" in "headlamp")."""
SHELF_PARTS = re.compile(r",| and | & ")
"""Between the things that one shelf holds."""
PERSON_WORDS = frozenset(stem(word) for words in lexicon().persons.values() for word in words) | {"unisex"}
SAY_NO_SHELF = frozenset(
    map(
        stem,
        [
            *("care", "accessories", "equipment", "supplies", "products", "items", "things", "gear", "more"),
            *(
                "other",
                "sale",
                "new",
                "sets",
                "women",
                "men",
                "kids",
                "children",
                "baby",
                "home",
                "room",
                "use",
            ),
        ],
    )
)
"""Last words of the names of shelves that say nothing of what stands there."""
COLOURS = frozenset(
    map(
        stem,
        [
            *("colour", "color", "black", "white", "grey", "gray", "red", "blue", "green", "yellow"),
            *("orange", "pink", "purple", "brown", "beige"),
        ],
    )
)
"""At the end of a title they tell one variant from others, and are no nouns."""
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_QUOTED = re.compile(
    r"\s+(?:['‘‚](?P<name>[^\W\d_][^‘‚]*?)['’]|[\"“„”](?P<other>[^\W\d_][^\"“„”]*)[\"”“])(?=[\s,(]|$)"
)
"""A name in quotes behind something: "Table lamp 'Luna'"."""
_BEHIND = re.compile(r",|:| for | with | in ")
"""Before what a title says of the thing that it names."""
_LETTERED = re.compile(r"[A-Z]-[A-Za-z][a-z]{2,}")
_LETTERS = re.compile(r"[A-Z]{2,4}")
_OPENING = re.compile(
    r"\W*(?:(?:an?|the|our|this) )?(?P<thing>[^\W\d][^.,;:!?()\d]*?)(?=\s+(?:with|of|for|in|that|which|who|to"
    r"|and|or|from|on|at|without|by|as|is|are|made|has|have|when|where|over|under|so|but|lined|filled|&|\+|\d)\b"
    r"|\s+[–-]\s|\s*(?:[.,;:!?()]|\d|$))",
    re.IGNORECASE,
)
"""What a description begins with."""
_TOLD = re.compile(
    r"(?:scented|proof|resistant|-free|(?:fold|adjust|extend|wash|recharge|stack)able)$", re.IGNORECASE
)
_PART = re.compile(
    r"(?:[\w-]+ )?(?:accessor(?:y|ies)|spares?|(?:spare|replacement) (?:parts?|[\w-]+))$", re.IGNORECASE
)
"""A tag of what belongs to other things: "accessory", "spare part", "tent accessory"."""
_SPARE = re.compile(r"\b(?:spare|replacement)\b", re.IGNORECASE)
"""In a title."""
_UNIT = 3
"""Letters of a unit behind a number that no list knows: "30 dB"."""


def title_proper(title: str) -> str:
    """A title up to what it says of the thing that it names, and to a name in quotes: "Sofa Moor" of "Sofa
    Moor, three seats", "Desk lamp" of "Desk lamp 'Luna' with clamp"."""
    quoted = _QUOTED.search(title)
    plain = title[: quoted.start()] if quoted and quoted.start() else title
    return _BEHIND.split(without_aside(plain))[0]


def without_aside(title: str) -> str:
    """A title without what stands in brackets at its end: "Snake plant (Sansevieria)"."""
    return _ASIDE.sub("", title)


def quoted_name(title: str) -> str:
    """The name that stands in quotes behind what a title says the thing is; else ""."""
    quoted = _QUOTED.search(title)
    return (quoted["name"] or quoted["other"]) if quoted and quoted.start() else ""


def head_at_end(product: Product) -> str:
    """The stem of the noun that the words at the end of a title make, or of its part before a name, or ""."""
    nouns = nouns_of(product.thing or product.title, (), product.category, product.description)
    return stems(nouns[-1])[-1] if nouns else ""


def title_noun(product: Product) -> str:
    """The stem of the noun that ends the title ("boot"), or ""."""
    title, tags, category, description, said = _texts(product)
    by_end = _title_nouns(title, tags, category, description)
    named = list(by_end if said is None else _said_nouns(said))
    return stem(named[-1]) if named else ""


def naming_words(products: Iterable[Product]) -> tuple[frozenset[str], frozenset[str]]:
    """The stems that end what products, tags of several words and shelves are called, with all of titles that
    say no noun; and those that stand before them: "backpack", and "ski" and "tour" of a ski touring
    backpack. A tag alone may say what a thing is for."""
    naming, telling = set[str](), set[str]()
    for product in products:
        nouns = kind_nouns(product)
        naming.update(stems(product.title) if not nouns else ())
        several = (tag for tag in product.tags if len(stems(tag)) > 1)
        for name in (*nouns, *several, *SHELF_PARTS.split(product.category), *product.above):
            phrase = stems(name)
            naming.update(phrase[-1:])
            telling.update(phrase[:-1])
    return frozenset(naming), frozenset(telling)


def is_part(title: str, tags: Iterable[str]) -> bool:
    """Whether a shop says that a product is a part of another or goes with one, by a tag or the title: a
    charger among e-bikes, a "Spare Visor" among helmets."""
    return any(map(_PART.match, tags)) or _SPARE.search(title) is not None


def kind_nouns(product: Product) -> tuple[str, ...]:
    """What a product is, by its title and tags: "winter parka", "parka"."""
    nouns = nouns_of(*_texts(product))
    return (*nouns, product.also_called) if product.also_called else nouns


@lru_cache(maxsize=50_000)
def nouns_of(
    title: str, tags: tuple[str, ...], category: str, description: str, said: str | None = None
) -> tuple[str, ...]:
    """See ``kind_nouns``; ``said`` as in ``Product``. A tag is one where it ends with the title's noun, or
    the title opens with it; where the title has none ("Norvane Tab 10"), or holds the tag, also where it
    ends with the shelf's."""
    things = (tag for tag in tags if not PERSON_WORDS.issuperset(stems(tag)))
    told = [tag for tag in things if not _tells(tag, title, description)]
    by_end = _title_nouns(title, told, category, description)
    named = list(by_end if said is None else _said_nouns(said))
    if (
        said is None
        and title.istitle()
        and any(stems(title)[: len(stems(tag))] == stems(tag) for tag in told if tag)
    ):
        named = []  # "Mascara Big Wink", and not "Kim Cotton Shirt"
    shelf = "" if named and is_part(title, tags) else category  # a "Spare Visor" with the tag "helmet"
    return tuple(dict.fromkeys((*named, *_tag_nouns(title, told, shelf, named))))


def _tells(tag: str, title: str, description: str) -> bool:
    """Whether a tag that a title opens with only says what a thing is for: "winter" of "Winter Boots", of
    which the description says "High boots"."""
    words, phrase = stems(title), stems(tag)
    if not phrase or words[: len(phrase)] != phrase:
        return False
    opens = title.lower().startswith(tag.lower())
    return not opens or not {*words[len(phrase) :]}.isdisjoint(map(stem, opening_words(description)))


def opening_words(description: str, *, listing: bool = True) -> list[str]:
    """The words that a description begins with up to what it says of the thing: "Waterproof raincoat" of
    "Waterproof raincoat with taped seams". Not ``listing``: [] where a comma ends them, as others of their
    kind may follow: "Long sleeve, leggings and a neck warmer"."""
    begins = _OPENING.match(description)
    words = begins["thing"].split() if begins and (listing or description[begins.end() :][:1] != ",") else []
    return [] if words and words[0].lower() in STOP_WORDS else words


def _tag_nouns(title: str, tags: Sequence[str], category: str, named: Sequence[str]) -> Iterator[str]:
    heads = {stem(nouns.split()[-1]) for nouns in named} | {stem(n.split()[-2]) for n in named if _is_set(n)}
    opening = () if named and not title.istitle() else stems(title)
    shelf, small = _shelf_nouns(category), any(map(is_small, title.split()))
    for tag in tags:
        phrase = stems(tag)
        if not lexicon().no_things.isdisjoint(phrase[-1:]):
            continue  # "gift" of a "Baby Gift Set"
        ends = bool(phrase) and phrase[-1] in heads and phrase[0] not in lexicon().praise_stems
        if phrase and (not small or holds_phrase(stems(title), phrase)):
            ends = ends or any(_ends_with(tag, phrase[-1], noun) for noun in shelf)
        if len(phrase) <= LONGEST_KIND and (ends or (phrase and opening[: len(phrase)] == phrase)):
            yield next((word for word in title.split() if word.isupper() and word.lower() == tag), tag)


@lru_cache(maxsize=10_000)
def _shelf_nouns(category: str) -> frozenset[str]:
    """The stems of what a shelf holds by its name: "plant" and "seed" of "Plants & seeds"."""
    parts = (stems(part) for part in SHELF_PARTS.split(category))
    return frozenset(part[-1] for part in parts if part) - PERSON_WORDS


def _ends_with(tag: str, last: str, noun: str) -> bool:
    """Whether a tag ends with a noun, both by stem, or as the end of a longer word."""
    return last == noun or (len(noun) >= COMPOUND and tag.lower().removesuffix("s").endswith(noun))


def _texts(product: Product) -> tuple[str, tuple[str, ...], str, str, str | None]:
    title = product.thing or product.title
    return title, product.tags, product.category, product.description, product.said


def _said_nouns(said: str) -> Iterator[str]:
    """The last of the words that say what a thing is, with those before it that are words of English: "night
    cream" of "Hydra+ Night Cream"."""
    words = [
        word if len(word) > 1 and word.isupper() and not said.isupper() else word.lower()
        for word in said.split()
    ]
    if not words:
        return
    before = list(takewhile(_may_tell, reversed(words[-LONGEST_KIND:-1])))
    tail = words[len(words) - 1 - len(before) :]
    yield from (" ".join(tail[n:]) for n in range(len(tail)) if not _joins(tail[n]))


def _may_tell(word: str) -> bool:
    """Whether a word before a noun may belong to it: no number, no name, none for whom the thing is."""
    plain = word.replace("-", "")
    ordinary = word.isupper() or all(is_ordinary(part) for part in word.split("-"))
    return plain.isalpha() and ordinary and stem(word) not in PERSON_WORDS | COLOURS


def _joins(word: str) -> bool:
    """Whether no noun begins with a word: "de", "of"."""
    return word in STOP_WORDS or _connects(word) or len(word) < _UNIT


def _title_nouns(title: str, tags: Sequence[str], category: str, description: str) -> Iterator[str]:
    """The words in lower case at the end of a title, or the last two of those in capitals."""
    front = title_proper(title)
    tagged = {phrase[-1]: len(phrase) for tag in tags if (phrase := stems(tag))}
    heads = _shelf_nouns(category) | {word for word, length in tagged.items() if length > 1}
    words = (_before_of(front, heads) or front).split()
    while len(words) > 1 and (
        stem(words[-1]) in PERSON_WORDS | COLOURS
        or words[-1] == "Pair"
        or _is_measure(words)
        or _is_told(words[-1])
    ):
        words = words[:-1]
    small = [n for n, word in enumerate(words) if n and word.isalpha() and is_small(word)]
    tail = _small_words(words)
    if not tail and small:  # "Tomato seeds Roter Max"
        tail = _small_words(words[: small[-1] + 1])
    if not small and all(map(_LETTERED.fullmatch, tail)):
        whose = {word for part in SHELF_PARTS.split(category) for word in stems(part)[:-1]}
        capitals = _capitals(words, heads, tagged, whose, description)
        tail = [word if _is_short_form(word, title) else word.lower() for word in capitals] or tail
    for start in range(max(0, len(tail) - LONGEST_KIND), len(tail)):
        yield " ".join(tail[start:])


def _before_of(title: str, heads: Collection[str]) -> str:
    """What stands before what a thing is made of: "watch strap of apple fibre"; "" where there is none, or
    what the thing is stands behind ("tree of life pendant")."""
    thing, made, what = title.partition(" of ")
    if not (made and thing.split() and what.split()):
        return ""
    return thing if _is_head(thing.split()[-1], heads) and not _is_head(what.split()[-1], heads) else ""


def _capitals(
    words: Sequence[str],
    heads: Collection[str],
    tagged: Collection[str],
    whose: Collection[str],
    description: str,
) -> list[str]:
    """The last two words of a title in capitals, or the one, also behind a model's number ("Velbeck BS 75
    Belt Sander"). Where a name stands behind what the shelf is called, or a tag of several words (``heads``),
    that is the thing: "Olive Oil Corva". What it is for (``whose``) is not, and a word alone behind a number
    only where a tag ends with it (``tagged``)."""
    run = list(takewhile(_is_capital, reversed(words)))[::-1]
    at = len(words) - len(run)
    if at and not any(map(str.isdigit, words[at - 1])):
        return []
    while at and len(run) > 1 and run[0].lower() in UNITS:
        run = run[1:]
    run = [word for word in run if "'" not in folded(word) or stem(word) not in PERSON_WORDS]
    called = [n for n, word in enumerate(run) if _is_head(word, heads)]
    if not called and run and stem(run[-1]) in whose:
        return []  # "Dental Sticks Small Dogs" of the shelf "Dog snacks"
    head, last = max(called, default=len(run)), len(run) - 1
    while last > head and _is_strange(run[last], description):
        last -= 1
    if any(_is_strange(word, description) for word in run[head + 1 : last + 1]):
        last = head
    if at and len(run) == 1 and not called and stem(run[0]) not in tagged:
        return []
    return run[max(0, last - 1) : last + 1]


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and word.replace("-", "").replace("'", "").replace("’", "").isalpha()


def _is_strange(word: str, description: str) -> bool:
    """Whether a word in capitals is a name: no word of English, nor written small in the description."""
    return word.isupper() or not (is_ordinary(word.lower()) or word.lower() in description)


def _is_head(word: str, heads: Collection[str]) -> bool:
    return stem(word) in heads or any(len(n) >= COMPOUND and stem(word).endswith(n) for n in heads)


def is_small(word: str) -> bool:
    """Whether a word in lower case may be a noun of a title: "at" is none."""
    return word.islower() and word not in STOP_WORDS


def _is_short_form(word: str, title: str) -> bool:
    """ "SSD" at the end of a title that is not written in capitals throughout."""
    return len(word) > 1 and word.isupper() and not title.isupper()


def _small_words(words: Sequence[str]) -> list[str]:
    """The words in lower case that a title ends with."""
    tail: list[str] = []
    for word in reversed(words):
        ends = _connects(word) and (tail or stem(word) != SET)
        if not (word[:1].islower() or _is_letters(word, before_noun=bool(tail))) or _no_noun(word) or ends:
            break
        tail.insert(0, word)
    return tail


def _connects(word: str) -> bool:
    """Whether a word only joins others: "pack" does, "packing" does not."""
    return stem(word) in CONNECTING and not word.lower().endswith("ing")


def _is_set(noun: str) -> bool:
    """Whether a noun is a set of something: "bike light set"."""
    return " " in noun and stem(noun.split()[-1]) == SET


def _is_letters(word: str, *, before_noun: bool) -> bool:
    """Whether capitals belong to a noun and not to a name: "T-shirt", the "GPS" of "GPS device"."""
    return _LETTERED.fullmatch(word) is not None or (before_noun and _LETTERS.fullmatch(word) is not None)


def _no_noun(word: str) -> bool:
    return len(word) == 1 or any(c.isdigit() for c in word)


def _is_measure(words: Sequence[str]) -> bool:
    """Whether words end with a number, or one and its unit: "rug 120 cm", "30 dB"."""
    last, number = words[-1], words[-2][-1:].isdigit() and words[-2][:1].isdigit()
    return _no_noun(last) or (last in UNITS and words[-2][-1].isdigit()) or (number and len(last) <= _UNIT)


def _is_told(word: str) -> bool:
    """Whether a word at the end of a title says what the thing is like: "candle unscented"."""
    return _TOLD.search(word) is not None
