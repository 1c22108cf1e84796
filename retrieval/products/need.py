"""What a wish says beside the things that it names: "running at night" of "a headlamp for running at night".

All that is found are headlamps, so that this word ranks none of them; what is left does.
"""

from __future__ import annotations

from retrieval.products.kind_nouns import PERSON_WORDS
from retrieval.products.lexicon import lexicon
from retrieval.products.terms import Word, read_words, stem, stems
from retrieval.types import Constraints
from retrieval.words import STOP_WORDS

MOST = 8
"""Words of a need at most: more tell of other things as well."""
_SAID = frozenset(
    word.stem
    for word in read_words(
        "need want wants wanted look looking search searching find show recommend suggest buy get like good"
        " nice best great cheap new thing things something anything one ones kind sort please thanks hi hello"
        " budget around about euro euros eur pound pounds max maximum start go going sell have"
        " price priced cost costs then normal usual regular ordinary plain"
    )
)
"""Says that something is sought, and not what for."""
_TELLS_NOTHING = _SAID | frozenset(stem(word) for word in STOP_WORDS)


def need_of(text: str, wish: Constraints) -> str:
    """What is left of a wish's text without the things that it names and for whom they are; "" where that
    says nothing."""
    things = {word for name in (*wish.kinds, *wish.categories) for word in _words_for(name)}
    known = [word for word in read_words(text) if word.stem not in things]
    said = [word for word in known if word.stem not in PERSON_WORDS]
    return _written(text, said) if any(map(_tells, said)) and len(said) < len(read_words(text)) else ""


def _words_for(name: str) -> set[str]:
    head = stems(name)
    others = (*lexicon().same_as(head), *lexicon().same_as(head[-1:]))
    return {*head, *(word for other in others for word in other)}


def _tells(word: Word) -> bool:
    return len(word.stem) > 2 and word.stem not in _TELLS_NOTHING and not word.stem.isdigit()


def _written(text: str, said: list[Word]) -> str:
    """The words as they are written, but for those in front and behind that tell nothing; "" of many."""
    telling = [place for place, word in enumerate(said) if _tells(word)]
    kept = said[telling[0] : telling[-1] + 1]
    if len(kept) > MOST:
        return ""
    return " ".join(text[word.start : word.end] for word in kept)
