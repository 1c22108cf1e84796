"""What is shown around the sentence that comes closest."""

from __future__ import annotations

from retrieval.documents.surroundings import MOST, surroundings

PASSAGE = "Collect beans. 1 bean for each pound spent on coffee. Half a bean on machines.\nThey last a year."
TABLE = "| Day | Hours |\n| --- | --- |\n| Saturday | 9:00-17:30 |\n| Sunday | closed |"


def test_a_short_passage_is_shown_whole() -> None:
    assert surroundings(PASSAGE, "Half a bean on machines.") == PASSAGE
    assert surroundings(TABLE, "| Sunday | closed |") == TABLE


def test_of_a_long_one_what_stands_beside_it() -> None:
    sentences = [f"This is the sentence with the number {n}." for n in range(100)]
    shown = surroundings(" ".join(sentences), sentences[50])
    assert len(shown) <= MOST
    assert sentences[50] in shown
    assert sentences[51] in shown
    assert shown.startswith("This is")
    assert shown.endswith(".")


def test_no_table_is_torn() -> None:
    rows = "\n".join(f"| {n} to {n + 9} pieces | {n} % |" for n in range(20))
    passage = f"{rows}\n\nThe discount is shown in the basket.\n\n{rows}"
    assert (
        surroundings(passage, "The discount is shown in the basket.")
        == "The discount is shown in the basket."
    )
    small = "| From | Discount |\n| --- | --- |\n| 10 | 5 % |"
    assert small in surroundings(f"{small}\n\nIt is shown in the basket.", "It is shown in the basket.")


def test_what_is_not_found_or_longer_stays_as_it_is() -> None:
    assert surroundings(PASSAGE, "Nothing of the kind.") == "Nothing of the kind."
    assert surroundings(PASSAGE, "") == ""
    row = "| Sunday | closed |"
    assert surroundings(TABLE + "\n| Holidays | closed |" * 20, row) == row
    long = "word " * 100 + "end."
    assert surroundings(f"Before. {long} Behind.", long) == long
