"""What broke in use: what holds for it, and its task behind that."""

from __future__ import annotations

import pytest
from shopper import Shopper


@pytest.mark.parametrize(
    "told",
    [
        "my tent broke after 2 months",
        "my boots are leaking after 3 months",
        "I have had my boots for half a year and the sole is coming off",
        "my jacket tore after a year. is that covered?",
    ],
)
async def test_the_warranty_is_told_and_the_task_begins_behind_a_yes(shopper: Shopper, told: str) -> None:
    answer, offer = await shopper.replies(told)
    assert "legal warranty of 2 years" in answer["text"]
    assert answer["citations"][0]["title"] == "Legal warranty"
    assert offer["response"] == "utter_explained_fault"
    begun = await shopper.replies("yes please")
    assert "order number" in begun[-1]["text"]


async def test_what_could_be_mended_is_told_how_first(shopper: Shopper) -> None:
    answer, offer = await shopper.replies("my stove doesn't light")
    assert answer["citations"]
    assert offer["response"] == "utter_explained_fault"
