"""Measures that only descriptions tell."""

from __future__ import annotations

import pytest

from retrieval.products.asked_measure import measuring

LOCK = ["Shackle of 14 mm steel, 23 cm inside.", "1.65 kg with the holder.", "Three keys.", "Level 12 of 15."]
TRAILER = [
    "84 cm wide, folds to 104 x 80 x 32 cm.",
    "15.2 kg.",
    "Both children together 40 kg plus 5 kg luggage.",
]
LIGHT = ["3 hours on high, 9 on low, USB-C.", "80 lux.", "The battery weighs 90 g."]


@pytest.mark.parametrize(
    ("sentences", "question", "told"),
    [
        (LOCK, "how heavy is it", ["1.65 kg with the holder."]),
        (LOCK, "what does it weigh?", ["1.65 kg with the holder."]),
        (LOCK, "how many keys are with it", ["Three keys."]),
        (LOCK, "how many gears", []),
        (TRAILER, "whats the max weight", ["Both children together 40 kg plus 5 kg luggage."]),
        (TRAILER, "how much weight can it carry", ["Both children together 40 kg plus 5 kg luggage."]),
        (TRAILER, "how heavy is it?", ["15.2 kg."]),
        (TRAILER, "how wide is it", ["84 cm wide, folds to 104 x 80 x 32 cm."]),
        (LIGHT, "how long does it last", ["3 hours on high, 9 on low, USB-C."]),
        (LIGHT, "how bright is it", ["80 lux."]),
        (LIGHT, "how heavy is the battery", ["The battery weighs 90 g."]),
        (LIGHT, "how heavy is the bracket", []),
        (LIGHT, "can I use it in the rain", []),
    ],
)
def test_the_sentence_with_the_measure(sentences: list[str], question: str, told: list[str]) -> None:
    assert measuring(sentences, question, {"lock", "trailer", "light"}) == told
