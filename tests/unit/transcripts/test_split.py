"""The split: nobody on two sides, nothing ever moves, the newest to the test."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.transcripts.split import Item, Shares, remembered, sides_of

BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine drawing is slow; how slow says nothing of the split."""

SHARES = Shares(dev=0.2, test=0.2)

shoppers = st.sampled_from(["", *(f"p{number}" for number in range(6))])
times = st.one_of(st.none(), st.floats(min_value=0, max_value=1e9))


@st.composite
def items(draw: st.DrawFn, prefix: str = "d") -> list[Item]:
    found = draw(st.lists(st.tuples(shoppers, times), max_size=40))
    return [Item(f"{prefix}{number}", *one) for number, one in enumerate(found)]


@BUSY
@given(items())
def test_every_dialogue_has_one_side_and_every_shopper_too(dialogues: list[Item]) -> None:
    sides = sides_of(dialogues, {}, seed=1, shares=SHARES)
    assert sides.keys() == {one.id for one in dialogues}
    of_shopper = defaultdict(set)
    for one in dialogues:
        of_shopper[one.shopper or one.id].add(sides[one.id])
    assert all(len(found) == 1 for found in of_shopper.values())


@BUSY
@given(items(), items("new"), st.data())
def test_whatever_is_added_or_lost_nothing_moves(
    old: list[Item], new: list[Item], data: st.DataObject
) -> None:
    first = sides_of(old, {}, seed=1, shares=SHARES)
    known = remembered(old, first)
    kept = [one for one in old if data.draw(st.booleans())]
    later = data.draw(st.permutations([*kept, *new]))
    second = sides_of(later, known, seed=1, shares=SHARES)
    assert {one.id: second[one.id] for one in kept} == {one.id: first[one.id] for one in kept}
    tested = {one.shopper for one in old if one.shopper and first[one.id] == "test"}
    assert all(second[one.id] == "test" for one in new if one.shopper in tested)


@BUSY
@given(items())
def test_the_order_of_dialogues_does_not_matter(dialogues: list[Item]) -> None:
    one_way = sides_of(dialogues, {}, seed=1, shares=SHARES)
    assert sides_of(dialogues[::-1], {}, seed=1, shares=SHARES) == one_way


@BUSY
@given(st.lists(st.floats(min_value=0, max_value=1e9), unique=True, min_size=10, max_size=60))
def test_the_newest_are_tested_and_the_next_ones_choose(found: list[float]) -> None:
    dialogues = [Item(str(number), "", time) for number, time in enumerate(found)]
    sides = sides_of(dialogues, {}, seed=1, shares=SHARES)
    newest_first = [sides[one.id] for one in sorted(dialogues, key=lambda one: -(one.time or 0))]
    tenth = len(found) // 5
    assert newest_first[:tenth] == ["test"] * tenth
    assert newest_first[tenth : 2 * tenth] == ["dev"] * tenth
    assert set(newest_first[2 * tenth + 2 :]) <= {"train"}


def test_new_dialogues_fill_the_test_to_its_share() -> None:
    old = [Item(f"a{number}", "", float(number)) for number in range(100)]
    first = sides_of(old, {}, seed=1, shares=SHARES)
    new = [Item(f"b{number}", "", 1000.0 + number) for number in range(100)]
    second = sides_of([*old, *new], remembered(old, first), seed=1, shares=SHARES)
    assert list(second.values()).count("test") == 40
    assert [one.id for one in new if second[one.id] == "test"] == [f"b{number}" for number in range(80, 100)]


def test_without_times_the_seed_draws_near_the_shares() -> None:
    dialogues = [Item(str(number), "", None) for number in range(2000)]
    one, other = (sides_of(dialogues, {}, seed=seed, shares=SHARES) for seed in (1, 2))
    assert one != other
    assert all(360 <= list(one.values()).count(side) <= 440 for side in ("dev", "test"))


def test_a_shopper_who_turns_out_to_be_on_two_sides_is_tested() -> None:
    before = {"a": "train", "b": "test"}
    joined = [Item("a", "p", None), Item("b", "p", None), Item("c", "p", None)]
    assert set(sides_of(joined, before, seed=1, shares=SHARES).values()) == {"test"}  # type: ignore[arg-type]
