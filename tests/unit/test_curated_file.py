"""answers.yml on the disk: what is refused, who writes meanwhile, and what is left of a write that fails."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from bot.errors import BadRequest, Conflict, DocumentError, InvalidAnswer, NotFound, StorageError
from bot.knowledge.curated_file import CuratedFile
from bot.knowledge.curated_text import Cut
from bot.knowledge.port import CuratedDraft

WRITTEN = """\
# What we approved.
- id: wrap
  questions: [Do you wrap gifts?]   # in December
  answer: We wrap every gift for 3 EUR.
  source: none
"""
HORSE = CuratedDraft(
    questions=("May I bring my horse?", " bring a  horse ", ""), answer=" Horses\n\n\nwait  outside. "
)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "stores.md").write_text("Dogs are welcome.")
    (tmp_path / "answers.yml").write_text(WRITTEN)
    return tmp_path


@pytest.fixture
def file(state: Path) -> CuratedFile:
    return CuratedFile(state)


def ids(file: CuratedFile) -> list[str]:
    return [answer.id for answer, _ in file.all()]


def test_what_is_written_is_cleaned_and_named_by_its_first_question(file: CuratedFile, state: Path) -> None:
    answer, revision = file.add(HORSE)
    assert answer.id == "may-i-bring-my-horse"
    assert answer.questions == ("May I bring my horse?", "bring a horse")
    assert answer.answer == "Horses\n\nwait outside."
    assert file.all()[1] == (answer, revision)
    assert (state / "answers.yml").read_text().startswith(WRITTEN)
    others = [
        msgspec.structs.replace(HORSE, questions=(question,)) for question in ("May I bring my horse!!",)
    ]
    with pytest.raises(InvalidAnswer, match="may-i-bring-my-horse already"):
        file.add(others[0])
    named = [file.add(msgspec.structs.replace(HORSE, questions=(q,)))[0].id for q in ("Wrap", "???", "!!!")]
    assert named == ["wrap-2", "answer", "answer-2"]
    long = file.add(msgspec.structs.replace(HORSE, questions=("What do I do when " * 9,)))[0].id
    assert len(long) <= 40
    assert not long.endswith("-")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"questions": ()}, "Write a question"),
        ({"questions": (" ", "\u200d")}, "Write a question"),
        ({"questions": ("q" * 501,)}, "500 characters"),
        ({"questions": tuple(map(str, range(51)))}, "50 questions"),
        ({"questions": ("do you WRAP gifts",)}, "is a question of the answer wrap already"),
        ({"answer": " \n "}, "Write the text"),
        ({"answer": "a" * 4001}, "4,000 characters"),
        ({"valid_until": "31.12.2026"}, "“31.12.2026” is no day"),
        ({"valid_until": "2026-02-30"}, "is no day"),
        ({"sources": ("store.md",)}, "no document store.md. Did you mean stores.md"),
        ({"sources": ("../answers.yml",)}, "no document"),
    ],
)
def test_what_cannot_be_saved(file: CuratedFile, state: Path, fields: dict[str, object], told: str) -> None:
    with pytest.raises(InvalidAnswer, match=told):
        file.add(msgspec.structs.replace(HORSE, **fields))
    assert (state / "answers.yml").read_text() == WRITTEN


def test_a_change_is_based_on_what_was_read(file: CuratedFile, state: Path) -> None:
    [(_, revision)] = file.all()
    wrap = CuratedDraft(questions=("Do you wrap gifts?",), answer="Wrapping is free.", sources=("stores.md",))
    answer, second = file.change("wrap", wrap, revision)
    assert (answer.answer, answer.sources) == ("Wrapping is free.", ("stores.md",))
    assert (state / "answers.yml").read_text() == WRITTEN.replace(
        "We wrap every gift for 3 EUR", "Wrapping is free"
    ).replace("none", "stores.md")
    with pytest.raises(Conflict, match="changed in the meantime"):
        file.change("wrap", wrap, revision)
    with pytest.raises(Conflict):
        file.remove("wrap", revision)
    (state / "answers.yml").write_text(WRITTEN.replace("December", "November"))
    with pytest.raises(Conflict):
        file.change("wrap", wrap, second)
    _, cut = file.remove("wrap", file.all()[0][1])
    assert ids(file) == []
    for act in (lambda: file.change("wrap", wrap, second), lambda: file.remove("wrap", second)):
        with pytest.raises(NotFound, match="does not exist any more"):
            act()
    assert file.restore(cut)[0].id == "wrap"
    assert (state / "answers.yml").read_text() == WRITTEN.replace("December", "November")
    with pytest.raises(Conflict, match="wrap again"):
        file.restore(cut)
    with pytest.raises(InvalidAnswer, match="wrap already"):
        file.restore(Cut(cut.lines.replace("id: wrap", "id: other"), ""))


@pytest.mark.parametrize(
    ("damaged", "line"),
    [
        ("# one\n- id: [\n", 3),
        ("# one\n- a\n", 2),
        ("other: 1\nanswers: text\n", 2),
        ("\n- id: a\n", 2),
        ("- id: a\n  questions: 2\n  answer: x\n", 1),
    ],
)
def test_a_damaged_file_is_told_with_its_line_and_left_alone(
    file: CuratedFile, state: Path, damaged: str, line: int
) -> None:
    (state / "answers.yml").write_text(damaged)
    for act in (file.all, lambda: file.add(HORSE), lambda: file.remove("a", "")):
        with pytest.raises(DocumentError, match=rf"answers\.yml:{line}: .* mended in an editor"):
            act()
    assert (state / "answers.yml").read_text() == damaged
    (state / "answers.yml").write_bytes(b"- id: \xff\n")
    with pytest.raises(DocumentError, match="UTF-8"):
        file.all()


def test_an_id_that_stands_twice_and_a_list_on_one_line_are_left_to_the_operator(
    file: CuratedFile, state: Path
) -> None:
    (state / "answers.yml").write_text(WRITTEN * 2)
    with pytest.raises(Conflict, match="stands twice"):
        file.remove("wrap", file.all()[0][1])
    (state / "answers.yml").write_text("[{id: wrap, questions: [Wrap?], answer: a}]\n")
    [(answer, revision)] = file.all()
    assert answer.id == "wrap"
    with pytest.raises(BadRequest, match="in an editor"):
        file.remove("wrap", revision)


def test_the_first_answer_of_a_shop_without_the_file(file: CuratedFile, state: Path) -> None:
    (state / "answers.yml").unlink()
    assert file.all() == []
    file.add(HORSE)
    assert ids(file) == ["may-i-bring-my-horse"]


def test_line_ends_mark_mode_and_link_stay(file: CuratedFile, state: Path) -> None:
    kept = state / "kept.yml"
    kept.write_bytes(b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode())
    kept.chmod(0o640)
    (state / "answers.yml").unlink()
    (state / "answers.yml").symlink_to(kept)
    file.add(HORSE)
    assert (state / "answers.yml").is_symlink()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    written = kept.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf# What")
    assert written.count(b"\n") == written.count(b"\r\n") > 8
    assert len(ids(file)) == 2


def test_a_write_that_fails_leaves_the_file_whole(file: CuratedFile, state: Path) -> None:
    (state / "answers.yml.new").mkdir()
    with pytest.raises(StorageError, match=r"could not be written .*nothing was changed"):
        file.add(HORSE)
    assert (state / "answers.yml").read_text() == WRITTEN


def test_of_those_who_write_at_once_nobody_is_lost(state: Path) -> None:
    def add(number: int) -> str:
        draft = CuratedDraft(questions=(f"What is number {number}?",), answer="x")
        return CuratedFile(state).add(draft)[0].id

    with ThreadPoolExecutor(4) as threads:
        added = list(threads.map(add, range(8)))
    assert set(ids(CuratedFile(state))) == {"wrap", *added}
