"""For whom or what something is to be, as the catalogue keeps it apart: "cat toys", "a bed for my dog"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from retrieval.products.conditions import holds
from retrieval.products.lexicon import lexicon
from retrieval.products.plurals import plural
from retrieval.products.sentence import Sentence
from retrieval.products.terms import Found, Phrase, find_phrases, read_words
from retrieval.products.things import Things
from retrieval.products.vocabulary import Vocabulary, read_elsewhere
from retrieval.products.word_class import is_plural

_WHOSE = r"(?:my|our|his|her|their|your)"
_FOR = re.compile(rf"\bfor (?:(?:both|just|only|all) )?(?P<one>(?:an?|the|{_WHOSE}) )?(?:[a-z-]+ )?$")
_ONE = re.compile(rf"\b(?P<one>an?|the|{_WHOSE}) (?:[a-z-]+ )?$")
_ONE_OF_THEM = re.compile(r"(?:an?|my|his|her) ")
_NOT_FOR = re.compile(
    rf"\b(?:not|nothing|none|never|isn't|aren't)(?: (?:just|only|meant|made))? for"
    rf" (?:(?:any|an?|the|{_WHOSE}) )?$"
)
_NO = re.compile(r"\b(?:no|not|without|(?:don't|do not) want)(?: (?:any|an?|the|more))? $")
_NO_MORE = re.compile(r"\s*(?:$|[,.;!?]|(?:and|but|or|please|thanks)\b)")


def read_for_whom(
    sentence: Sentence, vocabulary: Vocabulary, nouns: Mapping[Phrase, object]
) -> dict[str, str]:
    """Conditions by attribute for what is said of ``Vocabulary.whom`` outside the names of things ("cat
    tree"), its words blanked: "wet cat food" is wet food. Where two are named at once ("for dogs and cats")
    neither tells anything."""
    words = sentence.words()
    called = [found for found, _ in find_phrases(words, nouns) if len(found.phrase) > 1]
    said: dict[str, dict[Phrase, str]] = defaultdict(dict)
    for found, name in find_phrases(words, vocabulary.whom):
        if not any(noun.start <= found.start < noun.end for noun in called):
            said[name].setdefault(found.phrase, _condition(sentence, found))
            sentence.blank(found.start, found.end)
    return {name: next(iter(told.values())) for name, told in said.items() if len(told) == 1}


def read_not_for(sentence: Sentence, vocabulary: Vocabulary) -> dict[str, str]:
    """Conditions that must not hold: "not for dogs", "no dog stuff"; their words taken out."""
    refused: dict[str, str] = {}
    for found, name in list(find_phrases(sentence.words(), vocabulary.whom)):
        before = sentence.text[: found.start]
        vague = next(iter(read_words(sentence.rest[found.end :])), None)
        end = found.end + vague.end if vague and vague.stem in lexicon().no_things else found.end
        match = _NOT_FOR.search(before) or (_NO_MORE.match(sentence.text, end) and _NO.search(before))
        if match:
            refused[name] = f"only for {plural(sentence.text[found.start : found.end])}"
            sentence.take(match.start(), end)
    return refused


def read_chosen(sentence: Sentence, vocabulary: Vocabulary, meant: Things) -> dict[str, str]:
    """Conditions for those, several or one of them, that stand behind "for" and are what an attribute chooses
    from, if not for all things that are meant: "food for puppies" of "Life stage: puppy"."""
    found: dict[str, str] = {}
    for one, names in list(find_phrases(sentence.words(), vocabulary.listed)):
        match, written = _FOR.search(sentence.text, 0, one.start), sentence.text[one.start : one.end]
        if match is None or not (is_plural(written.split()[-1]) or _ONE_OF_THEM.match(match["one"] or "")):
            continue  # "for the summer"
        condition = _condition(sentence, one)
        fitting = {n: sum(holds(p.attributes.get(n), condition) for p in meant) for n in sorted(names)}
        telling = [n for n, count in fitting.items() if 0 < count < len(meant) and not read_elsewhere(n)]
        if telling and telling[0] not in found:
            found[telling[0]] = condition
            sentence.take(one.start, one.end)
    return found


def _condition(sentence: Sentence, found: Found) -> str:
    """ "for cats", "for a cat", "for the bathroom": see ``conditions``."""
    written, before = sentence.text[found.start : found.end], sentence.text[: found.start]
    match = _FOR.search(before) or _ONE.search(before)
    one = (match["one"] or "").strip() if match else ""
    if not one:
        return f"for {plural(written)}"
    article = "the" if one == "the" else "an" if written[0] in "aeiou" else "a"
    return f"for {article} {written}"
