"""A sentence says what a thing does or needs, and not that it has this."""

from __future__ import annotations

import pytest

from retrieval.products.facts import say


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        ("CO2 needed", "no", "No, the Fern needs no CO2."),
        ("CO2 needed", "yes", "Yes, the Fern needs CO2."),
        ("Lowers pH", "yes", "Yes, the Fern lowers pH."),
        ("Sinks at once", "no", "No, the Fern does not sink at once."),
        ("Suitable for", "ponds, tanks, bowls", "The Fern is suitable for ponds, tanks and bowls."),
        ("Works with", "tap water", "The Fern works with tap water."),
        ("Includes", "filter, lid", "The Fern includes filter, lid."),
    ],
)
def test_the_sentence(attribute: str, value: str, said: str) -> None:
    assert say("Fern", attribute, value) == said
