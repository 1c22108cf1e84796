"""Names by where they stand: in the field of a form, in the line above an address, around the particles of a
surname, behind a sign-off in small letters, in another script than the text around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from training.transcripts.personal_data import cues, forms
from training.transcripts.personal_data.found import Found, Passage
from training.transcripts.personal_data.lines import ON_BEHALF, bare_line_above
from training.transcripts.personal_data.words import COMPANY, Words


class Placed(NamedTuple):
    """Characters that name a person; ``of_speaker``: who says it names themselves."""

    start: int
    end: int
    of_speaker: bool = False


def find_placed(said: Passage, data: Sequence[Found], words: Words) -> Iterator[Placed]:
    """``data``: what else was found in the passage."""
    text = said.text
    for field in forms.fields_of(text, words):
        if field.kind == "name":
            yield Placed(field.start, field.end)
    yield from (Placed(*match.span("name"), of_speaker=True) for match in cues.INITIALS.finditer(text))
    yield from (Placed(*match.span("name")) for match in cues.BELL.finditer(text))
    last = None if said.from_shop else cues.LAST_SMALL.search(text)
    if last and words.is_first(last["name"]) and not words.is_town(last["name"]):
        yield Placed(*last.span("name"), of_speaker=True)
    if initial := cues.SIGNED_INITIAL.search(text):
        yield Placed(*initial.span("name"), of_speaker=True)
    yield from (Placed(*match.span("name"), of_speaker=True) for match in cues.SOUNDS.finditer(text))
    yield from _particled(said, words)
    yield from _spoken_of(said, words)
    yield from _scripts(text)
    if "\n" in text:
        yield from _above(text, data, words)


def _particled(said: Passage, words: Words) -> Iterator[Placed]:
    """ "Jefke Van Den Broeck", "Ana de la Cruz"; "de Wit" at the end of what a shopper says."""
    for match in cues.PARTICLED.finditer(said.text):
        first, particles = match["first"], match["between"].casefold().split()
        if not first[0].isupper() or words.is_ordinary(first) or words.is_town(match[0]):
            continue
        if words.is_first(first) or cues.PERSONS_PARTICLE.intersection(particles):
            yield Placed(*match.span())
    last = None if said.from_shop else cues.PARTICLED_END.search(said.text)
    if last and not words.is_town(last["name"]):
        yield Placed(*last.span("name"), of_speaker=True)


def _spoken_of(said: Passage, words: Words) -> Iterator[Placed]:
    """Capitals that no list has, where only a person stands: "is Fara working today", "Fara's extension"; small
    letters behind a word of thanks."""
    for match in cues.AT_WORK.finditer(said.text):
        part = match.lastgroup or ""
        if not words.is_ordinary(match[part]) and not words.is_town(match[part]):
            yield Placed(*match.span(part))
    for match in cues.FAMILY.finditer(said.text) if " the " in said.text else ():
        parts = (match["surname"], match["family"])
        if words.is_last(parts[0]) and not any(words.is_ordinary(x) or words.is_town(x) for x in parts):
            yield Placed(*match.span("family"))
    if said.from_shop:
        return
    for match in cues.OF_WHOM.finditer(said.text):
        if words.is_first(match["name"]):
            yield Placed(*match.span("name"))
    spelt = cues.AS_IN.match(said.text) if "name" in said.asked else None
    if spelt and not words.is_ordinary(spelt["name"]):
        yield Placed(*spelt.span("name"), of_speaker=True)
    for match in cues.RELATION.finditer(said.text) if "name" in said.asked else ():
        token = cues.TOKEN.match(said.text, match.end())
        if token and not words.is_ordinary(token[0]) and cues.BOUNDARY.match(said.text, token.end()):
            yield Placed(*token.span())
    for pattern in (cues.FOR_WHOM, cues.THANKED):
        told = pattern.search(said.text)
        if told and not words.is_ordinary(told["name"]) and not words.is_town(told["name"]):
            yield Placed(*told.span("name"), of_speaker=pattern is cues.THANKED)


def _above(text: str, data: Sequence[Found], words: Words) -> Iterator[Placed]:
    """The name above an address in lines."""
    for one in data:
        line = bare_line_above(text, one.start) if one.kind == "address" else None
        if line is None or COMPANY.search(line["line"]):
            continue
        parts = re.findall(r"[^\W\d_]{2,}", line["line"])
        ordinary = sum(map(words.is_ordinary, parts))
        if len(parts) > 1 and (
            ordinary == 0 or (any(map(words.is_first, parts)) and ordinary * 2 <= len(parts))
        ):
            behalf = ON_BEHALF.match(line["line"])
            yield Placed(line.start("line") + (behalf.end() if behalf else 0), line.end("line"))


def _scripts(text: str) -> Iterator[Placed]:
    """Names in another script than the text around them."""
    if text.isascii():
        return
    latin = sum(c.isascii() and c.isalpha() for c in text)
    for match in (*cues.OTHER_SCRIPT.finditer(text), *cues.CASED_SCRIPT.finditer(text)):
        if (
            1 < len(match[0]) <= 30
            and latin > 2 * len(match[0])
            and (match[0][0].isupper() or not match[0][0].islower())
        ):
            yield Placed(*match.span())
