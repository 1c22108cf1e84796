"""How long a thing was used that a message tells to be faulty."""

from __future__ import annotations

import pytest

from bot.conversation.in_use import tells_own_fault, time_in_use


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("my boots are leaking after 3 months", "3 months"),
        ("My tent broke after just two weeks, what can I do?", "two weeks"),
        ("I have had my boots for half a year and the sole is coming off", "half a year"),
        ("my tent is 3 years old and the coating is peeling", "3 years"),
        ("the grinder i bought 8 months ago stopped spinning", "8 months"),
        ("my jacket tore after a year. is that covered?", "a year"),
        ("my headlamp stopped working, i bought it last year", "some months"),
        ("got the boots in june and they already have a hole", "some months"),
    ],
)
def test_the_time_of_use_is_told(said: str, time: str) -> None:
    assert time_in_use(said) == time


@pytest.mark.parametrize(
    "said",
    [
        "what if it breaks after 2 months?",
        "how long is the warranty, mine broke after 2 years",
        "can you repair my jacket, it tore after 2 years",
        "i want to return the boots i bought 3 weeks ago, they leak",
        "my son is 8 months old and tears everything",
        "my parcel arrived broken 2 days ago",
        "I had it for two years and it's torn, looking for a new one",
        "after 2 years of use i love my tent",
        "my tent broke",
        "I bought the jacket in May and it has stains, how do I get them out",
        "the zip is broken, it was bought 6 years ago. is this still under guarantee?",
    ],
)
def test_what_tells_of_no_fault_after_a_time_tells_none(said: str) -> None:
    assert time_in_use(said) == ""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("my tent broke", True),
        ("My boots have a hole", True),
        ("oh no, my new chair has collapsed", True),
        ("my kid's jacket ripped on the first day", True),
        ("my dog tears everything, what toy is there", False),
        ("my tent needs a new pole", False),
        ("can my tent be repaired, it is torn", False),
        ("is my tent broken?", False),
    ],
)
def test_a_fault_of_ones_own_thing(said: str, told: bool) -> None:
    assert tells_own_fault(said) is told
