"""Which sentences hold at the time of day and on the day that is asked of."""

from __future__ import annotations

import pytest

from retrieval.documents.when import holds_at_another_time

ROW, AFTER = "Ordered: Friday by 13:00; Arrives: Monday.", "Ordered: Friday after 13:00; Arrives: Tuesday."
BOTH = "Orders placed by 15:00 leave the same day; later orders leave on the next working day."


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("if I order at 2 pm on friday", ROW, True),
        ("if I order at 14:00 on friday", ROW, True),
        ("if I order at 1pm on friday", ROW, False),
        ("if I order before noon", ROW, False),
        ("if I order at 2 pm on friday", AFTER, False),
        ("I order at 11:30 on friday", AFTER, True),
        ("express on friday 11am", AFTER, True),
        ("if I order at 4 p.m.", BOTH, False),
        ("if I order on friday", ROW, False),
        ("are you open at 8pm", "Monday to Friday; Hours: 10:00-20:00.", False),
        ("can I return 2 of them by friday", ROW, False),
        ("order at 12 am", "The cut-off is by 10 am.", False),
        ("and on friday?", "Ordered: Monday to Thursday by 13:00; Arrives: next working day.", True),
        ("and on wednesday?", "Ordered: Monday to Thursday by 13:00; Arrives: next working day.", False),
        ("are you open on saturdays", "Day: Sunday, public holidays; Hours: closed.", True),
        ("at the weekend", "Day: Sunday, public holidays; Hours: closed.", False),
        ("on sunday", "Day: Saturday to Monday; Hours: closed.", False),
        ("on saturday", "Day: Every day; Hours: 10:00-20:00.", False),
        ("on saturday", "We roast on Mondays; what we roast is posted the same day.", False),
    ],
)
def test_what_holds_at_that_time(question: str, text: str, another: bool) -> None:
    assert holds_at_another_time(question, text) is another
