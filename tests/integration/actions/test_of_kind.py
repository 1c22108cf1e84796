"""Questions that mean a product by its kind, and questions of which its data tell something else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.actions.of_kind import data_of_kind
from bot.actions.tools import ActionTools


def test_data_of_the_few_of_a_kind_tell_it(tools: ActionTools) -> None:
    told = data_of_kind(tools, "is the repair kit self-adhesive?")
    assert told is not None
    assert told.product.title == "Flickzeug repair kit"
    assert "Self-adhesive patches" in told.text


@pytest.mark.parametrize(
    "question",
    [
        "is the hammock see-through", "how long is the delivery time",
        "what does it cost to have a tent repaired", "is the Makita repair kit heavy",
    ],
)  # fmt: skip
def test_nothing_is_told_of_what_the_kind_alone_does_not_mean(tools: ActionTools, question: str) -> None:
    assert data_of_kind(tools, question) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what pets is it for", True), ("which animals is it for", True),
        ("which of my pets is it for, dogs?", True),
        ("can the neighbour's cat get in", False), ("will the neighbour's cat get in", False),
        ("does it keep other cats out", False),
        ("is it ok for transporting dogs", False),
    ],
)  # fmt: skip
def test_which_animals_a_thing_is_for_is_told_where_it_is_asked(
    tools: ActionTools, question: str, told: bool
) -> None:
    kit = tools.products.named("Flickzeug repair kit")[0][0]
    flap = replace(kit, description="A flap.", attributes={"Animal": "Cat, Dog", "Colour": "white"})
    known = tools.products.answer(flap, question)
    assert (known is not None and "is for: Cat" in known.text) is told
