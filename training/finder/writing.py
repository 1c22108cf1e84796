"""How people write in chats: small letters, capitals, typing mistakes; the labels keep to their words."""

from __future__ import annotations

import random
from collections.abc import Sequence

from training.finder.people import unaccented
from training.finder.pieces import Piece


def as_typed(pieces: Sequence[Piece], rng: random.Random) -> list[Piece]:
    """The pieces as somebody might type them."""
    chance, written = rng.random(), list(pieces)
    if chance < 0.27:
        written = [piece._replace(text=piece.text.lower()) for piece in written]
    elif chance < 0.32:
        written = [piece._replace(text=piece.text.upper()) for piece in written]
    elif chance < 0.44:
        written = [piece._replace(text=piece.text.lower()) if piece.kind else piece for piece in written]
    elif chance < 0.48:
        written = [piece._replace(text=piece.text.lower()) if not piece.kind else piece for piece in written]
    if rng.random() < 0.1:
        written = [piece._replace(text=unaccented(piece.text)) for piece in written]
    while rng.random() < 0.2:
        place = rng.randrange(len(written))
        written[place] = written[place]._replace(text=_mistyped(written[place].text, rng))
    return list(map(_masks_kept, written))


def _masks_kept(piece: Piece) -> Piece:
    """Masks stay as they are in a text that is all capitals."""
    text = piece.text
    return piece._replace(text=text.lower()) if text.startswith("[") and text.endswith("]") else piece


def _mistyped(text: str, rng: random.Random) -> str:
    """With two letters changed about, or one left out or doubled, within a word of small letters."""
    places = [
        n for n in range(1, len(text) - 2) if text[n - 1 : n + 3].isalpha() and text[n : n + 2].islower()
    ]
    if not places or "[" in text:
        return text
    place = rng.choice(places)
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return rng.choice((swapped, text[:place] + text[place + 1 :], text[:place] + text[place] + text[place:]))
