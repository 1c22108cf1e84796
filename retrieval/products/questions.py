"""Questions about one product, answered from its attributes, else from a sentence of its description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec
import numpy as np

from retrieval.encode import Vectors
from retrieval.products.asked_forms import (
    asked_by_verb,
    asks_what_it_holds,
    holding_sentence,
    pack_sentence,
)
from retrieval.products.asked_measure import measuring
from retrieval.products.conditions import affirms, holds
from retrieval.products.facts import INCLUDED, does, say
from retrieval.products.kind_nouns import PERSON_WORDS, kind_nouns
from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import UNIT, UNITS, read_quantity
from retrieval.products.stated_terms import is_telling
from retrieval.products.terms import Phrase, Phrases, find_phrases, holds_phrase, read_words, stem, stems
from retrieval.remembering import RememberingEncoder
from retrieval.types import Product
from retrieval.words import STOP_WORDS, words

ENOUGH = 0.62
"""Score from which an attribute answers; below it the description is looked at."""
ENOUGH_SENTENCE = 0.5
ENOUGH_QUOTE = 0.3
"""The same for a sentence that has a word of the question as well."""
ALIKE = 4
"""Letters that words of one root share at least."""
ENOUGH_SUITED = 0.4
_UNTOLD = re.compile(r"\d|^(?:yes|no)\b", re.IGNORECASE)
"""The same for a sentence that tells what one of several products is right for ..."""
CLEARLY = 0.05
"""... and how much nearer it is than one that tells nothing beside it."""
A_FEW = 4
"""Words of a message that asks for no more than a number in a unit."""
A_PHRASE = 3
"""Words of a phrase that asks for one attribute alone."""
IN_PHRASE = 0.3
"""More for the attribute that such a phrase asks for."""
ALSO = 0.06
"""A second attribute is said as well when it comes so close ("Temperature comfort", "Temperature limit")."""

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_IN_THE_BOX = re.compile(
    r"\b(?:in(?:side)? the (?:box|pack|package|bag|carton)|comes? with|included"
    r"|do (?:i|we) (?:have to |need to )?buy"
    r"|(?:buy|order|pay)\b.*\b(?:on top|separately|extra)|part of it)\b",
    re.IGNORECASE,
)
"""Asks what one gets with it, whatever that is."""
_COMES_WITH = re.compile(
    r"\b(?:does|do|did|will) (?:it|they|this|that|these|those)(?: \w+)? come with\b"
    r"|(?:^\W*|\b(?:and|so|but|ok|okay|then)\W+|[,.;!?]\s*)(?:is|are)(?: there)? (?!they\b|it\b)"
    r"[\w' -]{2,40}? (?:(?:in|inside) the (?:box|pack|package|bag|carton)|included|part of it)\b"
    r"|\b(?:(?:is|are) there|do (?:you|i|we) (?:have|get)|have you(?: got)?) "
    r"(?!.*\b(?:go|goes|going|works?|fits?|compatible|match\w*|used?|worn?|wear|combined?) with\b)"
    r"[\w' -]{2,40}? with (?:it|them)\W*$",
    re.IGNORECASE,
)
_WHAT_FOR = re.compile(r"\bto (?:\w+)\W*$", re.IGNORECASE)
"""What something in the box would be for: "a cable to charge"."""
_IN_IT = r"(?:it|them|this|that|there|the(?: (?:box|pack|set|kit|bundle))?)"
_WHATS_IN = re.compile(
    rf"\bwhat(?:['’]?s| is| are)?(?: all| actually| exactly)? (?:in|inside)(?: {_IN_IT})?\W*$"
    rf"|\bwh(?:at|ich)\b.* (?:is|are|comes?) in {_IN_IT}\W*$"
    r"|\bwhat (?:does|do) (?:it|they|this) (?:contain|include|come with|consist of)\b"
    r"|\bwhat do (?:i|you|we) get (?:in|with) (?:it|them|this)\W*$",
    re.IGNORECASE,
)
_HOLDING = frozenset({"contents", "contains", "includes", "ingredients"})
_WHETHER = re.compile(
    r"(?:^\W*(?:(?:and|but|so|ok|okay|then|also|oh|hm+|great|nice|the)\W+)*|[,.;:!?]\s*)"
    r"(?:(?:is|are|does|do|can|could|will|would)(?:n['’]?t)?"
    r" (?:it|they|this|that|these|those|the|one|i|we)\b(?: one)?"
    r"|(?:is |are )?(?:(?:it|they) )?(?:good|ok(?:ay)?|fine|suitable|right|made|meant) (?:enough )?"
    r"(?:for|with|on|in)\b)",
    re.IGNORECASE,
)
"""Asks whether a product is or does something."""
_ASKS_WHETHER = re.compile(
    r"(?:^\W*|[,.;!?]\s*|\b(?:and|but|so)\s+)(?:is|are|does|do|can|could|will|would|has|have)(?:n['’]?t)?\b",
    re.IGNORECASE,
)
_ASKS_WHAT = re.compile(r"^\W*(?:(?:and|so|but)\W+)*(?:what|which|how|where)\b", re.IGNORECASE)
"""Asks no yes or no of what stands behind it: "is it waterproof, what does IP44 mean"."""
_NUMBER_BEHIND = re.compile(r"\s\d+(?:[.,]\d+)?\b")
_HOW_MANY = re.compile(rf"\b(?:how many|what) (?P<unit>{UNIT})\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\b(?:without|no) (?P<what>[\w-]+(?: [\w-]+)?)", re.IGNORECASE)
_ASIDE = re.compile(r"[ ,]+(?:then|though|actually|anyway)$", re.IGNORECASE)
_YOUNG = re.compile(r"\b(?:kids?|child|children|childrens|toddlers?)\b", re.IGNORECASE)
_IS_SO = re.compile(
    r"\b(?:is|are|isn['’]?t|aren['’]?t) (?:it|they|this|that|these|those|the) "
    r"(?:(?:really|very|quite|pretty|so|that|actually|too|also|rather) )*(?P<what>[a-z][a-z -]+?)"
    r"(?: enough| at all| then)?\W*$",
    re.IGNORECASE,
)
"""Asks whether a product is as a word of praise says: "is it light?"."""
_WITH_A_THING = re.compile(r"\bcomes? with (?!it\b|them\b|that\b|anything\b|everything\b|what\b)[a-z]", re.I)
ANIMAL = "animal"
"""The attribute that says which animals a thing is for."""
_FOR_ANIMAL = re.compile(
    r"\b(?:for|suits?|which|kinds? of)(?P<whom>(?: (?!\w+ing\b)[a-z'’-]+){1,5})|\bwhat (?P<what>[a-z]+)"
    r"|\b(?:can|could|may) (?P<can>(?:[a-z'’-]+ ){1,4}?)(?:use|have|eat|wear|drink|chew|sleep|play)\b"
    r"|\b(?P<safe>[a-z]+)[ -](?:safe|friendly)\b",
    re.IGNORECASE,
)
"""Asks for whom a thing is: "for my old dog", "can hamsters use it", "is it dog safe"."""
_HOW = frozenset({"how", "what", "where"})
_STOP = frozenset(stem(word) for word in STOP_WORDS)


def asks_attribute(text: str, *, by_itself: bool = False) -> bool:
    """Whether a text has words that ask for an attribute, of whatever product: "what is it made of";
    ``by_itself``: and not only such as may ask for anything ("how long")."""
    found = [words for found, words in find_phrases(read_words(text), _asking()) if len(found.phrase) > 1]
    return any(not by_itself or words.split()[0] not in _HOW for words in found)


def asks_in_unit(text: str) -> bool:
    """Whether a few words ask for a number in a unit, and for nothing else: "how many joules"."""
    return len(text.split()) <= A_FEW and _HOW_MANY.search(text) is not None


def asks_whether(text: str) -> bool:
    """Whether a text asks for yes or no."""
    return _ASKS_WHETHER.search(text) is not None


def asks_what_comes_with(text: str) -> bool:
    """Whether a text asks if one gets something with the thing at hand: "is a charging cable in the box", "do
    you have a cradle with it"."""
    return _COMES_WITH.search(text) is not None


@cache
def _asking() -> Phrases[str]:
    return Phrases({stems(words): words for asked in lexicon().questions.values() for words in asked})


class ProductAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that stands in the product's own data. ``attributes`` are those it was taken from, () when
    ``text`` quotes the description."""

    product: Product
    text: str
    attributes: tuple[str, ...] = ()
    score: float = 0.0


class Suited(msgspec.Struct, frozen=True, kw_only=True):
    """What the descriptions of several products say of a need, and the only one that it is said of, else
    None."""

    product: Product | None
    text: str


def answer_question(
    product: Product,
    name: str,
    question: str,
    encoder: RememberingEncoder,
    listed: Phrases[frozenset[str]],
    terms: Phrases[tuple[str, ...]],
) -> ProductAnswer | None:
    """The answer, or None when the product's data does not hold it. ``name`` is how the product is called,
    ``listed`` and ``terms`` as in ``Vocabulary``."""
    asked = _about(question, product, name)
    if not asked:
        return None
    if contents := _contents(product, name, asked) or _whether_listed(product, name, asked, terms):
        return contents
    if holds_or_packs := holding_sentence(product, name, question) or pack_sentence(product, name, question):
        return ProductAnswer(product=product, text=holds_or_packs, score=1.0)
    if told := asked_by_verb(product, asked):
        text = say(name, told, product.attributes[told], lead=False)
        return ProductAnswer(product=product, text=text, attributes=(told,), score=1.0)
    if told := _praised(asked, product) or _asked_by_word(product, asked):
        text = say(name, told, product.attributes[told], lead=False)
        return ProductAnswer(product=product, text=text, attributes=(told,), score=1.0)
    facts = [(fact, value) for fact, value in product.attributes.items() if may_be_asked(fact, value, asked)]
    vector = encoder.encode([asked])[0]
    measured = _in_its_unit(question, facts)
    best = best_facts(asked, measured or facts, vector, encoder, chosen_from_asked(product, asked, listed))
    if best and (best[0][1] >= ENOUGH or measured):
        chosen = [fact for fact, score in best[:2] if best[0][1] - score <= ALSO and _akin(fact, best[0][0])]
        text = " ".join(_said(product, name, attribute, asked) for attribute in chosen)
        return ProductAnswer(product=product, text=text, attributes=tuple(chosen), score=best[0][1])
    called = {word for own in (product.title, product.category, *kind_nouns(product)) for word in stems(own)}
    if measures := measuring(sentences_of(product), asked, called):
        nearest = int(np.argmax(encoder.encode(measures) @ vector))  # (n, d) @ (d,) -> (n,)
        return ProductAnswer(product=product, text=quoted(name, measures[nearest]), score=1.0)
    return _described(product, name, vector, encoder)


def may_be_asked(attribute: str, value: str, asked: str) -> bool:
    """Whether a question may ask for an attribute: of animals only which it is for ("is it ok for cats"), not
    what these do ("will the neighbour's cat get in"); what is included only where it names that, or nothing
    that it should come with: "does it come with pegs" asks for no footprint."""
    thing = attribute.lower().removesuffix(INCLUDED)
    if thing != attribute.lower() and _WITH_A_THING.search(asked):
        return not set(stems(thing)).isdisjoint(stems(asked))
    if attribute.lower() != ANIMAL:
        return True
    animals = {stem(word) for word in (*words(value), ANIMAL, "pet")}
    said = (next(filter(None, match.groups())) for match in _FOR_ANIMAL.finditer(asked))
    return any(animals.intersection(map(stem, one.lower().split())) for one in said)


def _contents(product: Product, name: str, asked: str) -> ProductAnswer | None:
    """What is in it, by the attribute that says so and by a description that lists things."""
    if not _WHATS_IN.search(asked):
        return None
    holding = [attribute for attribute in product.attributes if attribute.lower() in _HOLDING]
    lists = [one for one in sentences_of(product) if one.count(",") and " and " in one]
    told = [say(name, attribute, product.attributes[attribute]) for attribute in holding]
    told += [quoted(name, one) for one in lists[:1]]
    text = " ".join(told)
    return ProductAnswer(product=product, text=text, attributes=tuple(holding), score=1.0) if told else None


def _whether_listed(
    product: Product, name: str, asked: str, terms: Phrases[tuple[str, ...]]
) -> ProductAnswer | None:
    """Whether an attribute of the product lists what a question for yes or no names: "does it have HDMI
    2.1", "is it wireless"; a word of an attribute's own name ("wireless charging") asks for that one."""
    if not _ASKS_WHETHER.search(asked):
        return None
    words, own = read_words(asked), {stems(attribute): attribute for attribute in product.attributes}
    of_names = [found for found, _ in find_phrases(words, own)]
    for found, names in find_phrases(words, terms):
        stated = [attribute for attribute in names if attribute in product.attributes]
        telling = is_telling(found.phrase) or found.phrase in lexicon().implied
        if not stated or not telling or any(f.start < found.end and found.start < f.end for f in of_names):
            continue
        if _ASKS_WHAT.search(re.split(r"[,.;:!?]", asked[: found.start])[-1]):
            continue
        said = asked[found.start : found.end]
        if (number := _NUMBER_BEHIND.match(asked, found.end)) is not None:
            said += number[0]  # "PCIe 3" is no PCIe 4.0
        holding = [attribute for attribute in stated if holds(product.attributes[attribute], said)]
        attribute = (holding or stated)[0]
        lead = "Yes. " if holding else "By our data not. "
        text = lead + say(name, attribute, product.attributes[attribute], lead=False)
        return ProductAnswer(product=product, text=text, attributes=(attribute,), score=1.0)
    return None


def chosen_from_asked(product: Product, text: str, listed: Phrases[frozenset[str]]) -> str:
    """The only attribute of a product that chooses from what a yes-or-no question names, whichever it states:
    "is it fine enough for espresso" of what is suitable for filter and cafetière; "" where there is none."""
    match = _WHETHER.search(text)
    said = find_phrases(read_words(text[match.end() :]), listed) if match else ()
    named = {name for _, names in said for name in names if name in product.attributes}
    return named.pop() if len(named) == 1 else ""


def asks_stated(product: Product, text: str, listed: Phrases[frozenset[str]]) -> bool:
    """Whether a text asks, for yes or no, of what the data of a product state."""
    return bool(
        chosen_from_asked(product, text, listed)
        or _asked_by_word(product, text)
        or asked_by_verb(product, text)
        or asks_what_it_holds(product, text)
        or pack_sentence(product, product.title, text)
    )


def _asked_by_word(product: Product, text: str) -> str:
    """The attribute of a product that a yes-or-no question asks for by words for such things and no more: "is
    it down or synthetic?" of its fill; "" where there is none."""
    match = _WHETHER.search(text)
    asked = [stems(one) for one in re.split(r"\bor\b", text[match.end() :])] if match else []
    hints = lexicon().questions
    by = {name: {stems(hint) for hint in hints.get(stems(name), ())} for name in product.attributes}
    return next((name for name, known in by.items() if asked and known.issuperset(asked)), "")


def _praised(asked: str, product: Product) -> str:
    """The attribute by which a product is, or is not, what it is asked to be; "" where none is stated."""
    match = _IS_SO.search(asked)
    by = _praise_by().get(stems(match["what"]), ()) if match else ()
    return next((name for order in by if (name := order.removeprefix("-")) in product.attributes), "")


@cache
def _praise_by() -> dict[Phrase, Sequence[str]]:
    return {stems(word): one.by for one in lexicon().praise for word in (*one.words, *one.too)}


def _in_its_unit(question: str, facts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is told in the unit that is asked for: "how many watts?"."""
    asked = _HOW_MANY.search(question)
    unit = UNITS[asked["unit"].lower()][0] if asked else ""
    values = ((fact, read_quantity(fact[1])) for fact in facts if unit)
    return [fact for fact, quantity in values if quantity is not None and quantity.unit == unit]


def quote(product: Product, name: str, question: str, encoder: RememberingEncoder) -> str | None:
    """The nearest sentence of the description that has a word of the question ("will it get rusty"): for
    when nothing else answers."""
    asked = _about(
        _WHAT_FOR.sub(" ", question) if asks_what_comes_with(question) else question, product, name
    )
    nouns = {word for noun in (*kind_nouns(product), *PERSON_WORDS) for word in words(noun)}
    young = _YOUNG.search(asked) is not None
    told = [
        sentence
        for sentence in sentences_of(product)
        if (young and _YOUNG.search(sentence))
        or any(_akin_words(a, b) for a in words(asked) if a not in nouns for b in words(sentence))
    ]
    if not asked or not told:
        return None
    cosines = encoder.encode(told) @ encoder.encode([asked])[0]  # (n, d) @ (d,) -> (n,)
    best = int(np.argmax(cosines))
    return quoted(name, told[best]) if cosines[best] >= ENOUGH_QUOTE else None


def suited(products: Sequence[tuple[Product, str]], need: str, encoder: RememberingEncoder) -> Suited | None:
    """What descriptions and attributes say of a need ("for deer at dusk"); None where they say nothing.
    ``products`` with their names."""
    told = [(product, *said) for product, name in products for said in _sayings(product, name)]
    if not told or not need.strip():
        return None
    vectors, wanted = encoder.encode([one[1] for one in told]), encoder.encode([need])[0]
    cosines = vectors @ wanted  # (n, d) @ (d,) -> (n,)
    near = [n for n in np.argsort(-cosines) if cosines[n] >= max(ENOUGH_SUITED, cosines.max() - CLEARLY)]
    if not near:
        return None
    best = dict.fromkeys(told[n][0].product_id for n in near)
    text = " ".join(told[n][2] for n in near[:2])
    return Suited(product=told[near[0]][0] if len(best) == 1 else None, text=text)


def _sayings(product: Product, name: str) -> Iterator[tuple[str, str]]:
    """What is said of a product, as it is compared with a need and as it is told: the sentences of its
    description, and its attributes in words."""
    for sentence in sentences_of(product):
        yield sentence, quoted(name, sentence)
    for attribute, value in product.attributes.items():
        if affirms(value) and not _UNTOLD.search(value):
            yield f"{attribute}: {value}", say(name, attribute, value)


def _said(product: Product, name: str, attribute: str, asked: str) -> str:
    """The fact. Where the opposite was asked ("will it rust") a "no" before it would say the wrong thing, and
    what the description says of it is told as well."""
    value, others = product.attributes[attribute], lexicon().opposites
    if not _holds_one(stems(asked), others, attribute):
        return say(name, attribute, value, lead=is_asked(asked, attribute))
    told = (s for s in sentences_of(product) if _holds_one(stems(s), others, attribute))
    return " ".join([say(name, attribute, value, lead=False), *(quoted(name, s) for s in [*told][:1])])


def is_asked(asked: str, attribute: str) -> bool:
    """Whether a yes or no to an attribute is one to the question: "is it pH neutral?" does not ask whether it
    "Lowers pH", and "fine without CO2?" asks the opposite of "CO2 needed"."""
    said = stems(asked)
    without = any(
        holds_phrase(stems(m["what"]), (word,)) for m in _WITHOUT.finditer(asked) for word in stems(attribute)
    )
    return not without and (not does(attribute) or stems(attribute)[0] in said)


def _holds_one(words: Phrase, others: Mapping[Phrase, Sequence[str]], attribute: str) -> bool:
    """Whether one of the ``others`` of an attribute stands among the words."""
    return any(holds_phrase(words, stems(other)) for other in others.get(stems(attribute), ()))


def _akin_words(one: str, other: str) -> bool:
    """ "Rust" and "rusty", "lined" and "lining"."""
    short, long = sorted((one, other), key=len)
    same = stem(one) == stem(other) and len(stem(one)) >= ALIKE
    return (
        one == other
        or same
        or (len(short) >= ALIKE and long.startswith(short) and len(long) - len(short) <= 2)
    )


def sentences_of(product: Product) -> list[str]:
    """The sentences of its description."""
    return [sentence for sentence in _SENTENCES.split(product.description) if sentence.strip()]


def quoted(name: str, sentence: str) -> str:
    """A sentence of a description as it is told."""
    return f"About the {name}, our description says: “{sentence}”"


def best_facts(
    asked: str,
    facts: list[tuple[str, str]],
    vector: Vectors,
    encoder: RememberingEncoder,
    chosen_from: str,
) -> list[tuple[str, float]]:
    """Attributes with their scores, best first: by meaning, words, and what such words usually ask for.
    ``chosen_from``: the one that the question names a value of, or ""."""
    if not facts:
        return []
    vectors = encoder.encode([f"{attribute}: {value}" for attribute, value in facts])  # (n, d)
    cosines = vectors @ vector  # (n, d) @ (d,) -> (n,)
    words, names = stems(asked), [attribute for attribute, _ in facts]
    by_phrase = _asked_in_phrase(words, names)
    scored = [
        (
            attribute,
            float(cosine)
            + IN_PHRASE * (attribute == by_phrase)
            + _hints(asked, _words_for(attribute, words, names), attribute, value, attribute == chosen_from),
        )
        for (attribute, value), cosine in zip(facts, cosines, strict=True)
    ]
    return sorted(scored, key=lambda pair: -pair[1])


def _asked_in_phrase(words: Phrase, names: Sequence[str]) -> str:
    """The attribute that the longest phrase of several words asks for, where it is only one: "connect to
    phone and laptop at the same time" of a multipoint connection."""
    phrases = [(stems(hint), n) for n in names for hint in lexicon().questions.get(stems(n), ())]
    found = [(len(p), n) for p, n in phrases if len(p) >= A_PHRASE and holds_phrase(words, p)]
    best = {name for length, name in found if length == max(found)[0]}
    return best.pop() if len(best) == 1 else ""


def _hints(asked: str, words: Phrase, attribute: str, value: str, names_value: bool) -> float:
    name = stems(attribute)
    content = [word for word in name if word not in _STOP]
    shared = sum(word in words for word in content) / len(content) if content else 0.0
    known = lexicon().questions, lexicon().flags, lexicon().opposites
    usual = any(_holds_one(words, others, attribute) for others in known)
    told_apart = len(content) > 1 and all(word in words for word in content[:-1])
    if told_apart:  # "how high is the seat?" asks for the seat height
        usual = usual or any(_holds_one(words, others, attribute.split()[-1]) for others in known)
    in_value = any(word in words for word in stems(value) if len(word) > 3 and word not in _STOP)
    included = attribute.lower().endswith(INCLUDED) and _IN_THE_BOX.search(asked) is not None
    return 0.5 * shared + 0.45 * (usual or included or names_value) + 0.12 * in_value


def _words_for(attribute: str, words: Phrase, names: Sequence[str]) -> Phrase:
    """The words that may ask for an attribute: those of a longer phrase that asks for another one do not.
    "Can it charge my phone" is no question how it is charged itself."""
    phrases = {name: [stems(hint) for hint in lexicon().questions.get(stems(name), ())] for name in names}
    whole = [stems(name) for name in names]
    found = [
        p
        for known in phrases.values()
        for p in known
        if holds_phrase(words, p)
        and (len(p) >= A_PHRASE or any(p != name and holds_phrase(p, name) for name in whole))
    ]
    longest = max(found, key=len, default=())
    if not longest or longest in phrases[attribute]:
        return words
    return tuple(word for word in words if word not in longest)


def _about(question: str, product: Product, name: str) -> str:
    """The question without the product's name, which every attribute shares."""
    text = question
    for known in sorted({product.title, name, product.brand, *name.split()}, key=len, reverse=True):
        if len(known) > 2:  # "how high" asks of a high chair, too
            text = re.sub(
                rf"(?<!\bhow )(?<!\bhow many )\b{re.escape(known)}\b", " ", text, flags=re.IGNORECASE
            )
    return _ASIDE.sub("", " ".join(text.split()).strip(" ?!.,;"))


def _akin(attribute: str, other: str) -> bool:
    """Whether two attributes belong together, by their first word."""
    return attribute == other or stems(attribute)[:1] == stems(other)[:1]


def _described(
    product: Product, name: str, vector: Vectors, encoder: RememberingEncoder
) -> ProductAnswer | None:
    sentences = sentences_of(product)
    if not product.description:
        return None
    cosines = encoder.encode(sentences) @ vector  # (n, d) @ (d,) -> (n,)
    best = int(np.argmax(cosines))
    if cosines[best] < ENOUGH_SENTENCE:
        return None
    return ProductAnswer(product=product, text=quoted(name, sentences[best]), score=float(cosines[best]))
