"""Terms that attributes list, asked for wherever they stand in a wish: "monitor with HDMI 2.1" of "Ports: 2
x HDMI 2.1, USB-C", "over ear" of "Type: over-ear"; and such of titles: "a monitor with 4K"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from retrieval.products.conditions import holds
from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import UNIT
from retrieval.products.sentence import Sentence
from retrieval.products.terms import Phrase, Phrases, Word, find_phrases, read_words, stem, stems
from retrieval.spelling import is_ordinary
from retrieval.types import Product
from retrieval.words import STOP_WORDS

LONGEST = 3
"""Words of a term."""
_PARTS = re.compile(r"[,;()/]| and | or | to | with ")
_COUNT = re.compile(r"^\s*\d+\s?[x×]\s+")
_MEASURE = re.compile(
    rf"(?<![\w.])\d+(?:[.,]\d+)?(?:\s?[x×-]\s?\d+(?:[.,]\d+)?)*\s?(?:{UNIT})(?!\w)", re.IGNORECASE
)
_SAYS_NOTHING = frozenset(map(stem, STOP_WORDS)) | {
    stem(word) for word in ("yes", "no", "none", "own", "at", "up")
}
CABLELESS = re.compile(
    r"\b(?:without|with no|no)\s+(?:an?\s+|any\s+)?(?:cables?|wires?|cords?)\b|\b(?:cable|wire|cord)-?less\b"
)
_SOUGHT = re.compile(r"\b(?:which|what|any|your|some)\s+(?:[a-z]+\s+)?$")
WIRELESS = stems("wireless")


def stated_terms(stated: Iterable[tuple[str, str]]) -> Phrases[tuple[str, ...]]:
    """The terms that attributes list, given with their values, each with the attributes, the commonest
    first; with such as are implied by others (``Lexicon.implied``). What things are for and made of is read
    elsewhere."""
    words = lexicon()
    aside = {*words.purposes, *words.contents, *words.terms}
    found: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for (name, value), count in Counter(stated).items():
        if name.lower() in aside or name == "Gender" or not words.materials.isdisjoint(stems(name)):
            continue
        made_for = name in words.made_for  # "PS5", but not "espresso"
        for phrase in _terms_of(value):
            if not made_for or any(map(str.isdigit, "".join(phrase))):
                found[phrase][name] += count
        for implied, others in words.implied.items():
            if any(holds(value, " ".join(other)) for other in others):
                found[implied][name] += count
    return Phrases(
        {phrase: tuple(name for name, _ in names.most_common()) for phrase, names in found.items()}
    )


def _terms_of(value: str) -> Iterator[Phrase]:
    """The beginnings of what a value lists, and its short forms; a hyphenated word also as one."""
    for part in _PARTS.split(value):
        for run in _MEASURE.split(_COUNT.sub("", part)):
            words = read_words(run)
            for length in range(1, min(LONGEST, len(words)) + 1):
                phrase = tuple(word.stem for word in words[:length])
                if not _SAYS_NOTHING.issuperset(phrase) and not all(map(_is_number, phrase)):
                    yield phrase
            yield from ((word.stem,) for word in words if _is_short_form(run[word.start : word.end]))
            for joined in re.findall(r"\b[a-z]+-[a-z]+\b", run):
                yield stems(joined.replace("-", ""))


def is_telling(phrase: Phrase) -> bool:
    """Whether a term says by itself that it is one: several words, or one that is no word of English."""
    return len(phrase) > 1 or not is_ordinary(phrase[0])


def _is_number(word: str) -> bool:
    return word.replace(".", "").replace(",", "").isdigit()


def _is_short_form(word: str) -> bool:
    """ "NVMe", "4K", "IP68", "OLED"."""
    capitals = sum(map(str.isupper, word))
    return len(word) > 1 and (capitals > 1 or (capitals > 0 and any(map(str.isdigit, word))))


def said_terms(
    sentence: Sentence,
    terms: Phrases[tuple[str, ...]],
    things: Sequence[Product],
    begin: Mapping[str, str] = MappingProxyType({}),
    *,
    cableless: bool = False,
    sought: bool = False,
) -> dict[str, str]:
    """Conditions by attribute for what a sentence says in terms, their words taken out; what all of the
    things that are meant state, or none, asks nothing; () where it is not known what is meant. ``sought``:
    only what is sought by such a term alone, "which NVMe do you have"; ``begin`` as
    ``Vocabulary.begins_others``."""
    found: dict[str, str] = {}
    if cableless and (name := _telling_attribute(terms.get(WIRELESS, ()), "wireless", things)):
        found[name] = "wireless"
    for term, names in list(find_phrases(sentence.words(), terms)):
        if not is_telling(term.phrase) and term.phrase not in lexicon().implied:
            continue
        if sought and not _SOUGHT.search(sentence.text, 0, term.start):
            continue
        written = sentence.text[term.start : term.end]
        name = _telling_attribute(names, as_condition(written, begin), things)
        if name and name not in found:
            sentence.take(term.start, term.end)
            found[name] = as_condition(written, begin)
    return found


def as_condition(written: str, begin: Mapping[str, str]) -> str:
    """The condition that a word stands for: itself alone, where it begins other values, too."""
    return f"= {written}" if stem(written) in begin else written


def _telling_attribute(names: Sequence[str], condition: str, things: Sequence[Product]) -> str:
    """The attribute that most of the things meant meet a condition by, not all of them; "" where none
    does."""
    if not things:
        return next(iter(names), "")
    counts = {name: sum(holds(p.attributes.get(name), condition) for p in things) for name in names}
    best = max(counts, key=counts.__getitem__, default="")
    return best if best and 0 < counts[best] < len(things) else ""


def said_in_titles(sentence: Sentence, things: Sequence[Product]) -> Iterator[str]:
    """Short forms with a number in a sentence that stand in titles or tags of some of the things, and not of
    all, taken out: "4k"."""
    told = [set(stems(" ".join((p.title, *p.tags)))) for p in things] if _short_forms(sentence) else []
    some = [w for w in _short_forms(sentence) if 0 < sum(w.stem in words for words in told) < len(things)]
    if not any({word.stem for word in some} <= words for words in told):
        return  # "the 8x32 and the 10x42" are two things
    for word in some:
        sentence.take(word.start, word.end)
        yield sentence.text[word.start : word.end]


def _short_forms(sentence: Sentence) -> list[Word]:
    return [
        word
        for word in sentence.words()
        if any(map(str.isdigit, word.stem)) and any(map(str.isalpha, word.stem)) and word.stem.isalnum()
    ]
