"""answers.yml as the console changes it: one answer's lines, and nothing else of the file."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bot.errors import BadRequest
from bot.knowledge.curated_text import Cut, answer_in, with_answer, with_change, with_lines, without_answer
from retrieval.documents.curated import Curated, read_curated

FILE = """\
# Approved answers. Keep them short.
#   source: the document that says the same

- id: wrap   # in the store too
  questions:
    - Do you wrap gifts?   # asked in December
    - gift wrapping
  answer: >-
    We wrap every gift
    for 3 EUR.
  source: none
  intent: ask_wrap

# agreed with the lawyers
- id: cards
  questions: [Which cards?, "Do you take Visa: yes or no?"]
  answer: |
    Visa
    Mastercard # and no other
  source: [a.md, b.md]
  valid_until: 2026-12-31

# - id: old
#   questions: [Is there a sale?]
"""
WRAP = Curated(
    id="wrap", questions=("Do you wrap gifts?", "gift wrapping"), answer="We wrap every gift for 3 EUR."
)
NEW = Curated(id="horse", questions=("May I bring my horse?",), answer="Horses wait outside.")
LONG = " ".join(["Germany: 4.95 EUR, free from 60 EUR."] * 6)


def read(text: str) -> dict[str, Curated]:
    return {answer.id: answer for answer in read_curated(text, Path("answers.yml"))}


def changed(of: Curated, **fields: object) -> Curated:
    return msgspec.structs.replace(of, **fields)


def test_a_change_touches_the_lines_of_what_is_changed_alone() -> None:
    after = with_change(FILE, changed(WRAP, answer="Wrapping is free."))
    assert after == FILE.replace("We wrap every gift\n    for 3 EUR.", "Wrapping is free.")
    dated = with_change(FILE, changed(WRAP, valid_until="2027-01-31"))
    assert dated == FILE.replace("intent: ask_wrap\n", "intent: ask_wrap\n  valid_until: 2027-01-31\n")
    questions = ("Do you wrap gifts?", "wrapping: how much?", "gift wrapping")
    asked = with_change(FILE, changed(WRAP, questions=questions))
    assert asked == FILE.replace("- gift", "- 'wrapping: how much?'\n    - gift")
    fewer = with_change(FILE, changed(WRAP, questions=("Do you wrap gifts?",)))
    assert fewer == FILE.replace("    - gift wrapping\n", "")


def test_what_is_written_is_read_as_it_was_meant() -> None:
    cards = read(FILE)["cards"]
    assert with_change(FILE, cards) == FILE
    for text in (
        "One.\nTwo.\n\nThree.",
        LONG,
        "# no comment",
        "- no item",
        "yes",
        "“Quotes” and: 'more'",
        "1.50",
    ):
        wanted = changed(cards, answer=text, source="c.md", valid_until="")
        after = with_change(FILE, wanted)
        assert read(after)["cards"] == wanted
        assert after.startswith(FILE.split("- id: cards")[0])
        assert after.endswith("\n\n# - id: old\n#   questions: [Is there a sale?]\n")
        assert max(map(len, after.splitlines())) < 100
        assert read(with_answer(FILE, changed(NEW, answer=text)))["horse"].answer == text


def test_a_new_one_stands_behind_the_others() -> None:
    after = with_answer(FILE, NEW)
    before, behind = FILE.split("\n# - id: old")
    item = "\n- id: horse\n  questions:\n    - May I bring my horse?\n  answer: Horses wait outside.\n"
    item += "  source: none\n"
    assert after == f"{before}{item}\n# - id: old{behind}"


@pytest.mark.parametrize(
    ("empty", "kept"),
    [
        ("", ""),
        ("# none yet\n", "# none yet\n"),
        ("answers: []\n", "answers:\n"),
        ("answers: []   # none yet\nother: 1\n", "other: 1\n"),
        ("answers:\n", "answers:\n"),
        ("[]\n", ""),
    ],
)
def test_the_first_one_of_a_file_without_any(empty: str, kept: str) -> None:
    after = with_answer(empty, NEW)
    assert list(read(after)) == ["horse"]
    assert kept in after
    assert "[]" not in after


@pytest.mark.parametrize("answer_id", ["wrap", "cards"])
def test_what_was_taken_away_comes_back_as_it_stood(answer_id: str) -> None:
    after, cut = without_answer(FILE, answer_id)
    assert set(read(after)) == {"wrap", "cards"} - {answer_id}
    assert after.startswith("# Approved answers.")
    assert ("lawyers" in after) == (answer_id == "wrap")
    assert with_lines(after, cut, answer_in(cut.lines)) == FILE
    alone, last = without_answer(after, next(iter(read(after))))
    assert read(alone) == {}
    again = with_lines(alone, last, answer_in(last.lines))
    assert with_lines(again, cut, answer_in(cut.lines)).count("- id: ") == FILE.count("- id: ")
    gone = Cut(cut.lines, "gone")
    assert set(read(with_lines(after, gone, answer_in(cut.lines)))) == {"wrap", "cards"}


@pytest.mark.parametrize("indent", ["", "  "])
def test_the_files_own_indentation_is_kept(indent: str) -> None:
    lines = ["answers:", "- id: a", "  questions:", "  - A?", "  answer: a", "  source: none", "-", "  id: b",
             "  questions: [B?]", "  answer: b", "  source: none"]  # fmt: skip
    text = "\n".join([lines[0], *(f"{indent}{line}" for line in lines[1:])]) + "\nother: [1]\n"
    found = read(text)
    assert with_change(text, changed(found["a"], answer="c")) == text.replace("answer: a", "answer: c")
    assert with_change(text, changed(found["a"], questions=("A?", "C?"))) == text.replace(
        "- A?\n", f"- A?\n{indent}  - C?\n"
    )
    assert read(with_change(text, changed(found["b"], answer="c")))["b"].answer == "c"
    assert with_answer(text, NEW).endswith("other: [1]\n")
    without, cut = without_answer(text, "b")
    assert with_lines(without, cut, found["b"]) == text


@pytest.mark.parametrize(
    "text",
    [
        "[{id: wrap, questions: [Wrap?], answer: a, source: none}]\n",
        "- {id: wrap, questions: [Wrap?], answer: &text a}\n- {id: b, questions: [B?], answer: *text}\n",
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="Change it in an editor"):
        with_change(text, changed(WRAP, answer="Another."))


def test_one_on_a_single_line_can_be_changed() -> None:
    text = (
        "- {id: wrap, questions: [Wrap?], answer: a, source: none}\n- {id: b, questions: [B?], answer: b}\n"
    )
    after = with_change(text, changed(read(text)["wrap"], answer="Another."))
    assert after == text.replace("answer: a", "answer: Another.")


@pytest.mark.parametrize(
    "lines", ["", "a: b\n", "- id: a\n", "- id: [\n", "x\n", "- {id: a, questions: [A?], answer: a}\n" * 2]
)
def test_lines_that_are_no_answer_are_not_put_back(lines: str) -> None:
    with pytest.raises(BadRequest, match="not those of an approved answer"):
        answer_in(lines)
