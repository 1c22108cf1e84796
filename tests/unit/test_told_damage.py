"""What a shopper told of the damage, as it is said back."""

from __future__ import annotations

import pytest

from bot.actions.damage import told_damage


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("my tent arrived with a broken pole, order FW-204518", "my tent arrived with a broken pole"),
        ("The lid has a crack and coffee runs out.", "The lid has a crack and coffee runs out."),
        ("it arrived broken", ""),
    ],
)
def test_the_order_that_was_named_leaves_no_comma(said: str, told: str) -> None:
    assert told_damage([said], {"mat"}) == told
