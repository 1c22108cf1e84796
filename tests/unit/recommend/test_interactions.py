"""Interactions from files, and what is made of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.recommend.interactions import DAY, Done, Interaction, gathered, histories_of
from retrieval.recommend.reading import EVENTS, InteractionsError, read_interactions, read_items


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "user,item,timestamp\nu1,b,20\nu1,a,10\nu2,a,5\n",
        "\ufeffitem;timestamp;user\nb;20;u1\na;10;u1\na;5;u2\n",
        "user_id:token\titem_id:token\trating:float\ttimestamp:float\nu1\tb\t3\t20\nu1\ta\t5\t10\nu2\ta\t1\t5\n",
        'user,item,timestamp\r\n"u1",b,1970-01-01T01:00:20+01:00\r\nu1,a,10.0\r\n\r\nu2,a,5\r\n',
    ],
)
def test_formats_are_told_by_their_header(tmp_path: Path, text: str) -> None:
    found = read_interactions(write(tmp_path / "i.csv", text))
    assert (found.users, found.items) == (("u1", "u2"), ("b", "a"))
    assert [found.items[item] for item in found.cols] == ["a", "b", "a"]  # in the order of time
    assert found.times.tolist() == [10, 20, 5]
    assert found.order.tolist() == [1, 0, 2]


def test_events_weigh_by_kind_and_others_do_not_count(tmp_path: Path) -> None:
    file = write(
        tmp_path / "events.csv",
        "shopper_id,time,event,product_id,variant_id,quantity,query,session_id\n"
        "s,2025-05-25T06:28:02+02:00,view,P1,,,,\n"
        "s,2025-05-25T06:29:02+02:00,search,,,,tent,\n"
        "s,2025-05-25T06:30:02+02:00,purchase,P1,V1,1,,\n"
        "s,2025-05-26T06:30:02+02:00,return,P1,V1,1,,\n",
    )
    found = read_interactions(file)
    assert found.weights.tolist() == [EVENTS["view"], EVENTS["purchase"]]
    assert np.diff(found.times).tolist() == [120]
    assert read_interactions(file, events=["purchase"]).matrix().toarray().tolist() == [[EVENTS["purchase"]]]


def test_wrong_lines_are_named_with_what_was_expected(tmp_path: Path) -> None:
    file = write(
        tmp_path / "i.csv",
        "user,item,timestamp,rating\nu,a,1,5\nu,a\n,a,1,5\nu,,1,5\nu,a,yesterday,5\nu,a,1700000000000,5\n"
        "u,a,2026-01-01T10:00:00,5\nu,a,nan,5\nu,a,1,good\n",
    )
    with pytest.raises(InteractionsError) as error:
        read_interactions(file, least_rating=1)
    where = [problem.removeprefix(f"{file}:").split(": ", 1) for problem in error.value.problems]
    assert [int(line) for line, _ in where] == [3, 4, 5, 6, 7, 8, 9, 10]
    for (_, told), expected in zip(
        where,
        ["4 columns", "user is missing", "item is missing", "Unix seconds or as", "milliseconds?",
         "offset", "Unix seconds or as", "number is expected as rating"],
        strict=True,
    ):  # fmt: skip
        assert expected in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", r":1: a header .* cannot be found in: an empty line"),
        ("u1,a,3\nu2,b,4\n", r":1: a header .* user and item and time cannot be found"),
        ("user,item,timestamp\n", "no interaction"),
        (b"user,item,timestamp\nu,a,1\nu,\xff,2\n", r":3: text in UTF-8"),
    ],
)
def test_a_file_of_another_kind(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(InteractionsError, match=told):
        read_interactions(write(tmp_path / "i.csv", text))


def test_no_more_than_some_lines_are_told(tmp_path: Path) -> None:
    with pytest.raises(InteractionsError) as error:
        read_interactions(write(tmp_path / "i.csv", "user,item,timestamp\n" + "u,a,x\n" * 10_000))
    assert len(error.value.problems) == 20


def test_lower_ratings_and_unknown_items_are_passed_over(tmp_path: Path) -> None:
    file = write(tmp_path / "i.csv", "user,item,timestamp,rating\nu,a,1,5\nu,b,2,3\nu,c,3,4\n")
    listed = read_items(write(tmp_path / "items.jsonl", '{"item": "c"}\n{"product_id": "a"}\n{"id": 7}\n'))
    assert listed == ("c", "a", "7")
    found = read_interactions(file, items=listed, least_rating=4)
    assert (found.items, found.cols.tolist()) == (listed, [1, 0])
    with pytest.raises(InteractionsError, match=r":2: an object like"):
        read_items(write(tmp_path / "items.jsonl", '{"item": "c"}\n{"name": "x"}\n[1]\n'))


def test_histories_are_what_each_did_in_order() -> None:
    found = gathered(
        [Interaction("u", "a", 3 * DAY, 2), Interaction("v", "a", DAY), Interaction("u", "b", DAY),
         Interaction("u", "a", 2 * DAY)]
    )  # fmt: skip
    histories = found.histories()
    assert histories.starts.tolist() == [0, 3, 4]
    assert [found.items[item] for item in histories.items] == ["b", "a", "a", "a"]
    assert histories.from_end.tolist() == [2, 1, 0, 0]
    assert histories.ages.tolist() == [2, 1, 0, 0]
    assert histories.matrix().toarray().tolist() == [[3, 1], [1, 0]]
    assert found.first_touch().tolist() == [True, True, False, True]
    again = histories.chosen(np.array([1, 0, 1]))
    assert again.matrix().toarray().tolist() == [[1, 0], [3, 1], [1, 0]]
    assert histories.matrix().toarray().tolist() == [[3, 1], [1, 0]]  # looking changes nothing


def test_histories_of_ids_pass_over_unknown_items() -> None:
    found = histories_of([[Done("x", 1.0), Done("b", 2 * DAY)], []], ["a", "b"], now=[4 * DAY, 4 * DAY])
    assert (found.items.tolist(), found.lengths.tolist(), found.ages.tolist()) == ([1], [1, 0], [2.0])
    assert found.matrix().toarray().tolist() == [[0, 1], [0, 0]]
