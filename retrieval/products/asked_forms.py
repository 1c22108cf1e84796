"""What a question asks of a product's data in another form than they state it: "can I wash it" of "Machine
washable", "any chicken in it" of "Ingredients", "how many in a pack" of a size "60 pieces"."""

from __future__ import annotations

import re

from retrieval.products.facts import say
from retrieval.products.lexicon import lexicon
from retrieval.products.terms import read_words, stem, stems
from retrieval.types import Product
from retrieval.words import STOP_WORDS

_MAY = re.compile(r"\b(?:can|could|may)(?:n['’]?t)?\b", re.IGNORECASE)
_ABLE = re.compile(r"\b(?P<root>[a-z]{3,}?)(?:able|ible)\b", re.IGNORECASE)
_IT = r"(?:it|them|this|that|these|those|the [\w-]+(?: [\w-]+)?)"
_SAY_NOTHING = frozenset(map(stem, STOP_WORDS)) | frozenset(
    map(stem, ("can", "could", "may", "be", "it", "one", "also", "even", "then", "really", "please"))
)
_HOLDS = re.compile(
    r"\b(?:any|some|(?:is|are) there(?: any| some)?|(?:has|have) (?:it|they|this|that)(?: got)?(?: any)?)"
    rf" (?P<what>(?:[a-z-]+ ){{0,2}}?[a-z-]+) in(?:side)? {_IT}"
    rf"|\b(?:does|do|did) {_IT} (?:also )?(?:contain|have|include)(?: any| some)?"
    rf" (?P<that>(?:[a-z-]+ ){{0,2}}?[a-z-]+) in(?:side)? (?:it|them)\b"
    rf"|\b(?:does|do|did) {_IT} (?:also )?contain(?: any| some)? (?P<this>(?:[a-z-]+ ){{0,2}}?[a-z-]+)",
    re.IGNORECASE,
)
_PACK = (
    r"(?:packs?|packets?|packages?|box|boxes|bags?|sets?|tubs?|bottles?|bundles?|tins?|jars?|buckets?|rolls?)"
)
_HOW_MANY = re.compile(
    rf"\bhow many(?: [a-z]+){{0,2}}? (?:in|per|to) (?:(?:an?|the|one|each|every) )?(?:{_PACK}|it)\b"
    rf"|\bhow many(?: [a-z]+)? (?:do|will|would) (?:i|you|we) get\b|\b{_PACK} size\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b\d+ (?:x \d|(?!(?:cm|mm|m|kg|g|l|ml|in|inch|w|v)\b)[a-z]{3,})|\bof \d+\b", re.I)
_SOLD_AS = re.compile(rf"\b{_PACK} of (?:\d+|[a-z]{{3,5}})\b|\b\d+ [a-z]{{3,}}s\b", re.IGNORECASE)


def asked_by_verb(product: Product, text: str) -> str:
    """The attribute that says whether what a question asks for can be done, and nothing else: "can it be
    folded" of "Foldable", but not "can I wash it at 60"; "" where there is none."""
    if not _MAY.search(text):
        return ""
    said = {word.stem for word in read_words(text)} - _SAY_NOTHING
    for name in product.attributes:
        roots = {match["root"].lower() for match in _ABLE.finditer(name)}
        roots |= {root[:-1] for root in roots if len(root) > 1 and root[-1] == root[-2]}
        verbs = {form for root in roots for form in (stem(root), stem(f"{root}e"))}
        if said & verbs and said <= {*verbs, *stems(name), *stems(product.attributes[name])}:
            return name
    return ""


def asks_what_it_holds(product: Product, text: str) -> bool:
    """Whether a text asks if something is in a product whose data list what is."""
    return bool(_HOLDS.search(text) and _listing(product))


def holding_sentence(product: Product, name: str, text: str) -> str:
    """What a product holds, where a text asks if something is in it, with a yes where that is listed: what is
    listed nowhere may be in it all the same. "" where it is not asked, or nothing is listed."""
    match, listing = _HOLDS.search(text), _listing(product)
    if match is None or not listing:
        return ""
    asked = set(stems(next(filter(None, match.groups())))) - {stem(word) for word in STOP_WORDS}
    told = [one for one in listing if asked and asked <= set(stems(product.attributes[one]))]
    sentences = [say(name, one, product.attributes[one], lead=False) for one in told or listing]
    return " ".join(["Yes.", *sentences] if told else sentences)


def pack_sentence(product: Product, name: str, text: str) -> str:
    """How many are in a pack, by the sizes or the title; "" where it is not asked, or neither says it."""
    if not _HOW_MANY.search(text):
        return ""
    sizes = [s for s in dict.fromkeys(v.size for v in product.variants) if _COUNTED.search(s)]
    if sizes:
        return f"The {name} comes in {' or '.join(sizes)}."
    return f"It is sold as “{product.title}”." if _SOLD_AS.search(product.title) else ""


def _listing(product: Product) -> list[str]:
    return [name for name in product.attributes if name.lower() in lexicon().contents]
