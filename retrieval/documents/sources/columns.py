"""Which column of a table of questions holds what, by its name in one of several languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import msgspec

_NAMES = {
    "question": "question questions q faq query title frage fragen titel vraag pregunta domanda",
    "answer": "answer answers a response reply text antwort antworten antwoord respuesta risposta reponse",
    "variants": "variant variants alternative alternatives alternativequestion alternativequestions synonyms"
    " alsoasked phrasing phrasings variante varianten variations",
    "url": "url link href page website source webseite quelle",
    "updated": "updated updatedat lastupdated date modified lastmodified changed datum stand aktualisiert",
    "language": "language lang locale sprache taal langue idioma lingua",
    "id": "id key nr no number faqid",
}
_ROLE = {name: role for role, names in _NAMES.items() for name in names.split()}
_NUMBERED = re.compile(r"(?:question|q|frage|vraag|pregunta|domanda)\d+")


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Places of columns, from 0; -1 where there is none. ``variants`` are further ways to ask."""

    question: int
    answer: int
    variants: tuple[int, ...] = ()
    url: int = -1
    updated: int = -1
    language: int = -1
    id: int = -1


def find_columns(header: Sequence[str]) -> Columns | None:
    """The columns that a header names; None unless it names a question and an answer."""
    roles = [_role(name) for name in header]
    if "question" not in roles and "variants" in roles:
        roles[roles.index("variants")] = "question"
    if "question" not in roles or "answer" not in roles:
        return None
    first = {role: place for place, role in reversed(list(enumerate(roles))) if role and role != "variants"}
    variants = tuple(
        place for place, role in enumerate(roles)
        if role == "variants" or (role == "question" and place != first["question"])
    )  # fmt: skip
    return Columns(**first, variants=variants)


def _role(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = re.sub(r"[^a-z0-9]+", "", decomposed)
    return "variants" if _NUMBERED.fullmatch(plain) else _ROLE.get(plain, "")
