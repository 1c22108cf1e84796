"""What tells whether a word of a title is what the product is called, in two looks: at the title with its
shelf and description, and then at how the shop's other titles are written, by what the first look made of
them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from retrieval.people import names_of_people
from retrieval.products.kind_nouns import COMPOUND, SAY_NO_SHELF, SHELF_PARTS, head_at_end, opening_words
from retrieval.products.lexicon import lexicon
from retrieval.products.terms import stem, stems
from retrieval.products.title_words import EDGES, LEADING, NAMING, Title, read_title
from retrieval.spelling import is_ordinary
from retrieval.types import Product

_MATERIALS = frozenset(map(stem, lexicon().materials))
_THINGS = frozenset(
    phrase[-1]
    for noun in (*(one for group in lexicon().same for one in group), *(" ".join(p) for p in lexicon().wider))
    if (phrase := stems(noun))
)
_ENDINGS = (
    "able", "al", "ant", "ar", "ed", "er", "est", "free", "ful", "ible", "ic", "ing", "ish", "ive", "less",
    "ment", "or", "proof", "s", "um", "us", "y", "a", "e", "i", "o",
)  # fmt: skip
_CLOSING = EDGES | {"end", "number", "for", "with", "quote"}
"""What stands behind the words that say what a thing is."""
_OPENING = EDGES | LEADING | {"joint"}
_LETTERS = 8
"""Letters of a word that are told apart, at most."""


class Titles:
    """The titles of a shop, and what is counted of their words; ``titles`` stand in the order of the
    products."""

    def __init__(self, products: Sequence[Product]) -> None:
        self.titles = [read_title(product.title) for product in products]
        self.words, self.closed, self.small = Counter[str](), Counter[str](), Counter[str]()
        self.shelves: dict[str, Counter[str]] = defaultdict(Counter)
        self.sizes = Counter(product.category for product in products)
        self.shelves_of: dict[str, set[str]] = defaultdict(set)
        going_on = 0
        for product, title in zip(products, self.titles, strict=True):
            seen = {stem for word, stem in zip(title.words, title.stems, strict=True) if word[0].isalpha()}
            self.words.update(seen)
            self.shelves[product.category].update(seen)
            for word in seen:
                self.shelves_of[word].add(product.category)
            for at, word in enumerate(title.stems):
                self.closed[word] += _sort(title, at + 1) in _CLOSING
            self.small.update(_small_words(product))
            going_on += "small" in title.sorts[1:]
        self.in_small_letters = going_on * 2 > len(products)

    def features(self, product: Product, title: Title, at: int) -> list[str]:
        """The first look at the word at a place of a title."""
        return [
            *_of_word(title.words[at].lower()),
            *_of_sorts(title.sorts, at),
            *_of_places(title, at),
            *self._of_shop(product, title, at),
            *_of_texts(product, title, at),
        ]

    def _of_shop(self, product: Product, title: Title, at: int) -> Iterator[str]:
        word, sort = title.stems[at], title.sorts[at]
        share = self.shelves[product.category][word] / max(1, self.sizes[product.category])
        closed = self._closed(word)
        yield f"titles={min(4, int(math.log2(max(1, self.words[word]))))}"
        yield f"share={int(share * 4)}"
        yield f"shelves={min(4, len(self.shelves_of[word]))}"
        yield f"closed={int(closed * 3.999)}"
        if self.words[word] > 1:
            yield f"closed={int(closed * 3.999)},several"
        if self.small[word]:
            yield f"small elsewhere={min(3, int(math.log2(1 + self.small[word])))}"
        at_end = head_at_end(product)
        by_end = "no end" if not at_end else "end" if at_end == word else "other end"
        yield by_end
        yield f"{by_end},{sort}"
        yield f"{by_end},in small letters={self.in_small_letters}"
        yield f"{by_end} < {_sort(title, at + 1)}"
        if self.in_small_letters:
            yield f"in small letters,{sort}"
            if not is_ordinary(title.words[at].lower()):
                yield "in small letters,strange"
        for side, other in _beside(title, at):
            if self.words[other] > self.words[word]:
                yield f"{side} in more titles"
            if self._closed(other) > 1 / 2:
                yield f"{side} closed"

    def _closed(self, word: str) -> float:
        return self.closed[word] / max(1, self.words[word])


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[str, ...]:
    """What is told by a word alone, as it is written in the title but for capitals."""
    told = stem(word)
    found = [f"letters={min(len(word), _LETTERS)}"]
    found += [f"ends {ending}" for ending in _ENDINGS if word.endswith(ending)]
    of_people = word in names_of_people("first") or word in names_of_people("last")
    found += ["ordinary"] if is_ordinary(word) else ["strange"]
    found += ["of people"] if of_people else []
    found += _classes(told)
    return tuple(found)


@lru_cache(maxsize=50_000)
def _classes(word: str) -> tuple[str, ...]:
    """The lists of the lexicon that a stem stands in."""
    lists = {
        "material": _MATERIALS, "praise": lexicon().praise_stems, "thing": _THINGS,
        "no thing": lexicon().no_things, "no shelf": SAY_NO_SHELF,
    }  # fmt: skip
    return tuple(name for name, words in lists.items() if word in words)


def _of_places(title: Title, at: int) -> Iterator[str]:
    """By the words around."""
    sort, behind = title.sorts[at], _sort(title, at + 1)
    ordinary = "ordinary" if is_ordinary(title.words[at].lower()) else "strange"
    yield f"{ordinary},{sort}"
    yield f"{ordinary} < {behind}"
    if at + 1 < len(title.words) and title.words[at + 1].lower() in ("set", "kit"):
        yield "set behind"
    for side, word in _beside(title, at):
        yield f"{side} ordinary" if is_ordinary(title.words[at + side].lower()) else f"{side} strange"
        yield from (f"{side} {name}" for name in _classes(word))


@lru_cache(maxsize=50_000)
def _of_sorts(sorts: tuple[str, ...], at: int) -> tuple[str, ...]:
    """By the sorts of the words around; the titles of a shop are much alike in these."""
    sort, before, front, rest = sorts[at], sorts[at - 1] if at else "begin", sorts[:at], sorts[at + 1 :]
    behind, second = (*rest, "end", "end")[:2]
    run = next((n for n, one in enumerate(rest) if one not in NAMING), len(rest))
    opened = next((one for one in reversed(front) if one in _OPENING), "")
    led = next((one for one in reversed(front) if one in LEADING or one == "joint"), "")
    quotes = front.count("quote")
    told = {
        "first": at == 0,
        f"opened {opened}": bool(opened),
        f"led {led}": bool(led),
        "in brackets": front.count("bracket") > front.count("close"),
        "in quotes": quotes % 2 == 1,
        "behind quotes": quotes > 1 and quotes % 2 == 0,
        "before quotes": not quotes and "quote" in rest,
        "number before": "number" in front,
        "number behind": "number" in rest,
    }
    return (
        f"is {sort}",
        f"{sort} < {behind}",
        f"{before} < {sort}",
        f"{sort} < {behind} < {second}",
        f"part={min(sum(one in EDGES for one in front), 3)}",
        f"behind it={min(run, 3)}",
        f"behind it={min(run, 3)},{sort}",
        f"before it={min(3, sum(one in NAMING for one in front))}",
        *(name for name, holds in told.items() if holds),
    )


def _of_texts(product: Product, title: Title, at: int) -> Iterator[str]:
    """By what the shelf, the tags and the description call things."""
    word, plain = title.stems[at], title.words[at].lower()
    heads, others = _of_shelf(product.category)
    opening, described = _opening(product.description), _described(product.description)
    above = {one for name in product.above for one in stems(name)}
    tagged = [stems(tag) for tag in product.tags]
    brand = {stem(one) for one in product.brand.lower().split()}
    rest = [one for n, one in enumerate(title.stems) if n != at and title.words[n][0].isalpha()]
    on_shelf = word in heads
    told = {
        "shelf": on_shelf,
        f"shelf,behind it={min(2, _words_behind(title, at))}": on_shelf,
        "of shelf": word in others,
        "end of shelf": not on_shelf and any(len(h) >= COMPOUND and word.endswith(h) for h in heads),
        "above": word in above,
        "shelf elsewhere": not heads.isdisjoint(rest),
        "shelf later": not heads.isdisjoint(title.stems[at + 1 :]),
        "opening": opening[-1:] == (word,) and word not in _MATERIALS,
        "in opening": word in opening[:-1],
        "no opening": not opening,
        "opening elsewhere": bool(opening) and opening[-1] in rest,
        "described": word in described,
        "described small": plain in product.description,
        "no description": not product.description,
        "tag": any(tag[-1:] == (word,) for tag in tagged),
        "of tag": any(word in tag[:-1] for tag in tagged),
        "brand": word in brand,
    }
    yield from (name for name, holds in told.items() if holds)
    for side, other in _beside(title, at):
        beside = {
            "shelf": other in heads,
            "opening": opening[-1:] == (other,),
            "brand": other in brand,
            "described": other in described,
        }
        yield from (f"{side} {name}" for name, holds in beside.items() if holds)


class Style:
    """How a shop writes its titles, by how likely each of their words is to be what the thing is called:
    ``likely`` has a list for each title, in the order of its candidates."""

    def __init__(
        self, products: Sequence[Product], titles: Titles, likely: Iterable[Sequence[float]]
    ) -> None:
        self.seen, self.total = Counter[str](), 0.0
        self.words: dict[str, float] = defaultdict(float)
        self.habits: dict[str, float] = defaultdict(float)
        self.shelves: dict[tuple[str, str], float] = defaultdict(float)
        for product, title, chances in zip(products, titles.titles, likely, strict=True):
            for at, chance in zip(title.candidates, chances, strict=True):
                word = title.stems[at]
                self.words[word] += chance
                self.seen[word] += 1
                self.shelves[product.category, word] += chance
                self.total += chance
                for habit in _habits(title, at):
                    self.habits[habit] += chance

    def features(
        self, product: Product, title: Title, at: int, chances: Sequence[float]
    ) -> Iterator[tuple[str, float]]:
        """The second look at a word, the one at ``at`` among those of its title, without its own part in what
        was counted."""
        places = title.candidates
        among = places.index(at)
        own, word = chances[among], title.stems[at]
        for name, habit in zip(("behind", "place", "before", "part"), _habits(title, at), strict=True):
            yield f"style {name}", (self.habits[habit] - own) / max(1.0, self.total - own)
        if others := self.seen[word] - 1:
            elsewhere = self.words[word] - own
            yield "called so", elsewhere / others
            yield "called so at all", min(1.0, elsewhere)
            yield "not called so", max(0.0, 1 - elsewhere / others)
        yield "called so on the shelf", min(2.0, self.shelves[product.category, word] - own)
        yield "chance", math.log((own + 1e-3) / (1 - own + 1e-3))
        yield "likeliest", float(own == max(chances))
        yield "chances before", sum(chances[:among])
        yield "chances behind", sum(chances[among + 1 :])


def _habits(title: Title, at: int) -> tuple[str, str, str, str]:
    """What is followed, where it stands, what it follows, and in which part of the title."""
    parts = min(2, sum(one in EDGES for one in title.sorts[:at]))
    return (
        f"{title.sorts[at]} < {_sort(title, at + 1)}",
        f"place {min(at, 2)}",
        f"{title.sorts[at - 1] if at else 'begin'} <",
        f"part {parts}",
    )


def _sort(title: Title, at: int) -> str:
    return title.sorts[at] if at < len(title.sorts) else "end"


def _words_behind(title: Title, at: int) -> int:
    rest = title.sorts[at + 1 :]
    return next((n for n, one in enumerate(rest) if one not in NAMING), len(rest))


def _beside(title: Title, at: int) -> Iterator[tuple[int, str]]:
    """The words right before and behind, by their stems."""
    for side in (-1, 1):
        if 0 <= at + side < len(title.words) and title.words[at + side][0].isalpha():
            yield side, title.stems[at + side]


def _small_words(product: Product) -> set[str]:
    """The stems of the words in small letters of a description and tags."""
    texts = (product.description, *product.tags)
    return {
        stem(word) for text in texts for part in text.split() if (word := part.strip(".,;:!?()")).islower()
    }


@lru_cache(maxsize=10_000)
def _of_shelf(category: str) -> tuple[frozenset[str], frozenset[str]]:
    """The nouns of a shelf's name, and the words before them."""
    parts = [phrase for part in SHELF_PARTS.split(category) if (phrase := stems(part))]
    return frozenset(part[-1] for part in parts), frozenset(word for part in parts for word in part[:-1])


@lru_cache(maxsize=10_000)
def _opening(description: str) -> tuple[str, ...]:
    return tuple(map(stem, opening_words(description)))


@lru_cache(maxsize=10_000)
def _described(description: str) -> frozenset[str]:
    return frozenset(stems(description))
