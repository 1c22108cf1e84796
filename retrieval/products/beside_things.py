"""What is read of a sentence beside the things that it names: shades, shelves by a word of theirs, what is
only spoken of; and whether it says no more than that something is sought."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.products.facts import is_adjective
from retrieval.products.lexicon import lexicon
from retrieval.products.nouns import Meaning, is_purpose
from retrieval.products.sentence import Sentence
from retrieval.products.terms import Found, Phrase, find_phrases, read_words, stem
from retrieval.products.things import Things
from retrieval.products.vocabulary import Vocabulary

_SHADE = re.compile(r"\b([a-z]+)(?:[ -]colou?r(?:ed)?| (?:one|version))\b")
_GOES_WITH = re.compile(
    r"\b(?:to|(?:that|which)(?: (?:will|would|should|can|could))?) (?:go(?:es)?|be worn|wear|pair|match)"
    r" (?:well |nicely )?with (?:an?|my|the|his|her|our|your|some|these|this)\b[^,.;!?]*"
)
_WITH = re.compile(
    r"\b(?:with|has|have|having|and|or|plus|including|includes?|needs?|got|want)\s+(?:(?:a|an|its|their|the|some|any"
    r"|good|big|own)\s+){0,2}$"
)
_WHICH_IS = re.compile(r"\b(?:which|what)\b[\s\0]+(?:(?:is|are|has|have)\b(?:[\s\0]+the\b)?)?")
_MINE = re.compile(r"\b(?:my|our|his|her|their)\s+$")
_IS_SO = re.compile(r"\s+(?:has|is|gets|was|looks|feels)\b")
_SOMEBODY_IS = re.compile(r"\b(?:i'?m|i am|(?:s?he|they|we)(?:'s|'re| is| are))\s+(?:an?\s+)?$")


def only_shows(text: str) -> bool:
    """Whether a text, but for the names of products, says no more than that it wants to see what there is:
    "tell me about the", "hi, I saw the   on your website"."""
    sentence = Sentence(text)
    sentence.phrases(lexicon().shows)
    return not read_words(sentence.left())


def only_asks(sentence: Sentence) -> bool:
    """Whether what is left of a sentence says no more than that something is sought."""
    for match in list(_WHICH_IS.finditer(sentence.rest)):
        sentence.take(match.start(), match.end())
    sentence.phrases(lexicon().shows)
    sentence.phrases(lexicon().asks)
    return not read_words(sentence.left())


def take_what_it_goes_with(sentence: Sentence, nouns: Mapping[Phrase, Meaning]) -> None:
    """Take out what the thing that is sought is to go with: "shoes to go with a navy suit" are neither suits
    nor navy."""
    match = _GOES_WITH.search(sentence.rest)
    if match and any(True for _ in find_phrases(read_words(sentence.rest[: match.start()]), nouns)):
        sentence.take(match.start(), match.end())


def named_shelves(sentence: Sentence, vocabulary: Vocabulary, *, alone: bool) -> tuple[Meaning, ...]:
    """The shelves that a sentence names by a word of theirs; beside what a thing is for, where none is named
    (not ``alone``), only those before it: "a light for an 80 cm tank"."""
    parts = list(sentence.phrases(vocabulary.category_parts))
    for mine in [one for one in parts if _is_told_of(sentence.text, one[0])]:
        parts.remove(mine)
        sentence.put_back(mine[0].start, mine[0].end)
    meant = [(f, names) for f, names in parts if alone or not is_purpose(sentence.text[: f.start])]
    for found, _ in parts if not meant else ():
        sentence.put_back(found.start, found.end)
    return tuple(Meaning(tuple(names), ()) for _, names in meant)


def _is_told_of(text: str, found: Found) -> bool:
    """Whether something is said of a room of somebody's: "my bedroom has 16 degrees"."""
    return _MINE.search(text, 0, found.start) is not None and _IS_SO.match(text, found.end) is not None


def names_an_attribute(sentence: Sentence, vocabulary: Vocabulary) -> bool:
    """Whether a sentence names one in several words: a "water column" is no thing for water."""
    return any(len(found.phrase) > 1 for found, _ in find_phrases(sentence.words(), vocabulary.attributes))


def of_the_sale(attribute: str) -> bool:
    """Terms of the sale are no property that a wish asks for ("leave the return for now")."""
    return attribute.lower() in lexicon().terms


def named_shades(sentence: Sentence, vocabulary: Vocabulary) -> list[tuple[Found, tuple[str, ...]]]:
    """ "The petrol one", "in petrol colour"."""
    found = [
        (Found((stem(match[1]),), match.start(), match.end()), vocabulary.shades[stem(match[1])])
        for match in _SHADE.finditer(sentence.rest)
        if stem(match[1]) in vocabulary.shades
    ]
    for shade, _ in found:
        sentence.take(shade.start, shade.end)
    return found


def only_beside(text: str, found: Found, attribute: str, things: Things) -> bool:
    """Whether a noun that none of the things meant is known for is only spoken of beside them ("water from
    the tap"), and not asked for ("with a tap"), or somebody is ("I'm vegetarian")."""
    if things.stated[attribute]:
        return False
    if is_adjective(attribute):
        return _SOMEBODY_IS.search(text, 0, found.start) is not None
    return _WITH.search(text, 0, found.start) is None
