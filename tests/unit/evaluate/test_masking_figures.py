"""What ``evaluate personal-data`` says of one value said twice."""

from __future__ import annotations

from functools import cache

from bot.shop.order_forms import OrderForms
from training.evaluate.personal_data import Case, Planted, evaluate_masking
from training.transcripts.dialogue import Dialogue, Turn
from training.transcripts.personal_data import Masker

ADDRESS = "14 Larkspur Close, Harrogate HG2 8QT"


@cache
def masker() -> Masker:
    return Masker(orders=OrderForms(("FW-204518",)))


def case_of(*texts: str, items: tuple[str, ...]) -> Case:
    """All ``items`` are planted as the same value."""
    turns = tuple(Turn(role="shopper", text=text) for text in texts)
    planted = tuple(
        Planted(number, text.index(item), text.index(item) + len(item), "address", "a1")
        for number, (text, item) in enumerate(zip(texts, items, strict=True))
    )
    return Case(Dialogue(id="d1", turns=turns), planted)


def test_an_address_of_two_masks_is_the_same_where_both_are() -> None:
    case = case_of(f"send it to {ADDRESS}", f"yes, {ADDRESS}", items=(ADDRESS, ADDRESS))
    masked = masker().masked(case.dialogue).dialogue
    assert masked.turns[1].text == "yes, [address_1], [address_2]"
    report, misses = evaluate_masking([case], masker())
    assert (report.consistent, misses) == (1.0, [])


def test_an_address_with_other_masks_the_second_time_is_not_the_same() -> None:
    other = "14 Larkspur Close, Leeds LS1 4DY"
    case = case_of(f"send it to {ADDRESS}", f"no, {other}", items=(ADDRESS, other))
    report, misses = evaluate_masking([case], masker())
    assert report.consistent == 0.0
    assert [(miss.what, miss.text) for miss in misses] == [
        ("not the same", "[address_1] [address_2] | [address_1] [address_3]")
    ]


def test_a_value_said_once_says_nothing_of_consistency() -> None:
    report, _ = evaluate_masking([case_of(f"send it to {ADDRESS}", items=(ADDRESS,))], masker())
    assert report.consistent == 1.0
