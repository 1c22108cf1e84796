"""How something is done is told by all steps of a list."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer
from retrieval.documents.steps import step_of
from retrieval.types import Passage

BACK = """# How to return something

You have 60 days from delivery.

## The steps

1. Register the return in your account.
2. Print the label that we send you.
3. Pack the goods into any sturdy box.
4. Hand the parcel in at a branch.
"""
LONG = "# How to build the shed\n\n" + "\n".join(
    f"{n}. Fix board number {n} of the shed." for n in range(1, 12)
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("steps"), {"back.md": BACK, "shed.md": LONG})


def steps(answerer: Answerer, question: str) -> list[int]:
    """Which steps are shown, in order."""
    shown = answerer.answer(question).sentences
    return [step for one in shown if (step := step_of(one.hits[0].passage, one.quote))]


@pytest.mark.parametrize(
    "question", ["how do I return something?", "how do I give something back", "how do I register a return"]
)
def test_all_steps_are_shown(answerer: Answerer, question: str) -> None:
    assert steps(answerer, question) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "question",
    ["how long do I have to return something?", "how do I pack the goods that I return, in which box?"],
)
def test_who_asks_of_one_step_or_of_none_is_not_told_all(answerer: Answerer, question: str) -> None:
    assert len(steps(answerer, question)) < 4


def test_a_long_list_is_not_shown_whole(answerer: Answerer) -> None:
    assert len(steps(answerer, "how do I build the shed?")) < 11


@pytest.mark.parametrize(("quote", "step"), [("Second one.", 2), ("Tenth.", 10), ("a dash", 0), ("gone", 0)])
def test_which_step_a_quote_is(quote: str, step: int) -> None:
    text = "First:\n\n1. First one.\n2. Second one.\n10) Tenth.\n- a dash"
    assert step_of(Passage(passage_id="p", document_id="d", title="T", text=text), quote) == step
