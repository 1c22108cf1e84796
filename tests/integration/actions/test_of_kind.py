"""Questions that mean a product by its kind, and questions of which its data tell something else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.actions.of_kind import data_of_kind, product_of_kind
from bot.actions.tools import ActionTools


def test_the_only_one_of_a_kind_is_meant(tools: ActionTools) -> None:
    asked = "does the repair kit have glue"
    product = product_of_kind(tools, asked)
    assert product is not None
    assert product.title == "Flickzeug repair kit"
    reply = data_of_kind(tools, product, asked)
    assert reply is not None
    assert "glue" in reply.text


@pytest.mark.parametrize("question", ["is the hammock see-through", "how long is the delivery time"])
def test_of_several_none_is_meant_by_the_kind_alone(tools: ActionTools, question: str) -> None:
    assert product_of_kind(tools, question) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what pets is it for", True),
        ("which animals is it for", True),
        ("will the neighbour's cat get in", False),
    ],
)
def test_which_animals_a_thing_is_for_is_told_where_it_is_asked(
    tools: ActionTools, question: str, told: bool
) -> None:
    kit = product_of_kind(tools, "does the repair kit have glue")
    assert kit is not None
    flap = replace(kit, description="A flap.", attributes={"Animal": "Cat, Dog", "Colour": "white"})
    known = tools.products.answer(flap, question)
    assert (known is not None and "is for: Cat" in known.text) is told
