"""The memory of questions asked before."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from hashing import HashingEncoder
from small_shop import FITTED_ON, MODELS, QUESTIONS, build

from retrieval.documents import fit as fitting
from retrieval.documents import snapshot as snapshots
from retrieval.documents.answer import Answerer
from retrieval.documents.answer_model import AnswerModel
from retrieval.documents.asked import SCANNED, Asked, Memory, Recalled, load_index, nothing_asked
from retrieval.documents.evidence import gather
from retrieval.documents.index import DocumentIndex
from retrieval.documents.labelled import Gold, Labelled
from retrieval.documents.search import Documents
from retrieval.encode import Encoder, load_encoder
from retrieval.errors import IndexDamaged
from retrieval.generations import Generations
from retrieval.rerank import NO_RERANKERS

DOG = Gold("stores.md", "Dogs are welcome in the store.")
OPEN = Gold("stores.md", "The store in Hamburg is open from 10:00 to 20:00.")
ASKED = [
    Labelled(question="can Bello wait inside with us", answerable=True, gold=(DOG,)),
    Labelled(question="are you there at half past seven in the evening", answerable=True, gold=(OPEN,)),
    Labelled(question="is there a bowl of water for Bello", answerable=False),
    Labelled(
        question="a sentence that is gone", answerable=True, gold=(Gold("stores.md", "Cats stay out."),)
    ),
    QUESTIONS[0],
]


def write_questions(file: Path, questions: list[Labelled]) -> None:
    file.write_bytes(msgspec.json.Encoder().encode_lines(questions))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "training" / "retrieval").mkdir(parents=True)
    write_questions(tmp_path / "training" / "questions.jsonl", FITTED_ON)
    write_questions(tmp_path / "training" / "retrieval" / "asked.jsonl", ASKED)
    return tmp_path


def test_it_weighs_the_nearest_questions() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float16)
    asked = Asked(
        questions=["a", "b", "c"], vectors=vectors, first=np.array([0, 2, 2, 3], np.int32),
        units=np.array([4, 5, 0], np.int32),
    )  # fmt: skip
    owners = np.array([0, 0, 0, 1, 2, 2], np.int32)
    recalled = Memory(asked, owners).recall(np.array([1, 0], np.float32))
    nearest, unanswered, far = np.exp([0, -2, -10]) / np.exp([0, -2, -10]).sum()
    assert recalled.shares == pytest.approx({4: nearest, 5: nearest, 0: far}, rel=1e-2)
    assert recalled.answered == pytest.approx(1 - unanswered, rel=1e-2)
    assert recalled.nearest == pytest.approx(1)
    assert recalled.places == (2, 0)


def test_an_empty_one_recalls_nothing() -> None:
    memory = Memory(nothing_asked(2), np.zeros(3, np.int32))
    assert memory.recall(np.array([1, 0], np.float32)) == Recalled()


def test_many_are_scanned_and_hardly_one_is_missed(tmp_path: Path) -> None:
    generator, count = np.random.default_rng(0), SCANNED + 2000
    middles = generator.normal(size=(100, 64))
    vectors = middles[generator.integers(100, size=count)] + generator.normal(size=(count, 64)) / 2
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    first, units = np.arange(count + 1, dtype=np.int32), np.zeros(count, np.int32)
    asked = Asked(questions=[""] * count, vectors=vectors, first=first, units=units)
    owners = np.zeros(1, np.int32)
    Memory(asked, owners).save(tmp_path / "asked.faiss")
    memory = Memory(asked, owners, load_index(tmp_path / "asked.faiss"))
    rows = range(0, count, count // 30)
    found = right = 0
    for row in rows:
        query = vectors[row].astype(np.float32)
        nearest = np.argsort(-(vectors.astype(np.float32) @ query))[:50]
        found += len({number for number, _ in memory.nearest(query, 50)} & set(nearest.tolist()))
        right += memory.nearest(query, 1)[0][0] == row
    assert right == len(rows)
    assert found >= 0.97 * len(rows) * 50


def test_a_damaged_index_is_named(tmp_path: Path) -> None:
    (tmp_path / "asked.faiss").write_bytes(b"none")
    with pytest.raises(IndexDamaged, match="asked"):
        load_index(tmp_path / "asked.faiss")


def test_an_index_remembers_what_its_documents_answer(state: Path, encoder: Encoder) -> None:
    root = build(state, encoder, fit=fitting.fit_answers(state, encoder))
    asked = snapshots.read(Generations(root)).content.asked
    kept = [question.question for question in ASKED[:3]]  # not what is gone, nor what it is fitted on
    assert asked.questions == kept
    assert np.diff(asked.first).tolist() == [1, 1, 0]


def test_a_question_like_one_before_gets_its_answer(state: Path, encoder: Encoder) -> None:
    alike = [msgspec.structs.replace(q, question=f"tell me, {q.question}") for q in QUESTIONS]
    write_questions(state / "training" / "retrieval" / "alike.jsonl", alike)
    best = {}
    for remembering in (False, True):
        fit = fitting.fit_answers(state, encoder, remembering=remembering)
        documents = Documents(build(state, encoder, fit=fit), encoder)
        snapshot = documents.snapshot
        found = documents.find(snapshot, "may Bello wait inside?")
        judge = snapshot.content.model.judge(NO_RERANKERS)
        best[remembering] = gather(snapshot, found, judge).ranked[0]
    assert best[True].unit.text == DOG.passage
    assert best[False].unit.text != DOG.passage or best[False].probability < best[True].probability


def test_what_was_asked_before_is_answered_as_it_was_even_where_nothing_is_fitted(
    state: Path, encoder: Encoder
) -> None:
    (state / "training" / "questions.jsonl").unlink()
    fit = fitting.fit_answers(state, encoder)
    documents = Documents(build(state, encoder, fit=fit), encoder)
    answerer = Answerer(documents)
    before = answerer.answer("Can Bello wait inside with us?")
    assert [sentence.text for sentence in before.sentences] == [DOG.passage]
    assert before.sentences[0].hits[0].passage.document_id == "stores.md"
    declined = answerer.answer("Is there a bowl of water for Bello?")
    assert (declined.answered, declined.answerable < 0.1) == (False, True)
    index = DocumentIndex(state / "index", state / "documents", encoder, fit=fit)
    assert index.build().generation == documents.snapshot.number  # nothing to do again


def test_what_was_asked_before_goes_before_the_page_that_is_called_so(state: Path, encoder: Encoder) -> None:
    asked = [
        Labelled(question="do you have a warranty?", answerable=False),
        Labelled(question="do you have stores?", answerable=True, gold=(DOG,)),
    ]
    write_questions(state / "training" / "retrieval" / "asked.jsonl", asked)
    fit = fitting.fit_answers(state, encoder)
    answerer = Answerer(Documents(build(state, encoder, fit=fit), encoder))
    assert not answerer.answer("Do you have a warranty?").answered
    assert [s.text for s in answerer.answer("Do you have stores?").sentences] == [DOG.passage]
    assert answerer.answer("do you have a shipping page?").answered  # "Shipping"


def test_an_index_tells_when_it_lacks_nothing_but_what_was_taught(state: Path, encoder: Encoder) -> None:
    def index() -> DocumentIndex:
        return DocumentIndex(
            state / "index", state / "documents", encoder, fit=fitting.fit_answers(state, encoder)
        )

    assert not index().lacks_lessons(), "there is none"
    build(state, encoder, fit=fitting.fit_answers(state, encoder))
    assert not index().lacks_lessons()
    taught = Labelled(question="where does my hamster wait", answerable=False)
    write_questions(state / "training" / "retrieval" / "taught.jsonl", [taught])
    assert index().lacks_lessons()
    page = state / "documents" / "hamsters.md"
    page.write_text("# Hamsters\n\nHamsters wait outside.\n")
    assert not index().lacks_lessons()
    page.unlink()
    assert index().lacks_lessons()
    index().build()
    assert not index().lacks_lessons()


def test_only_new_questions_are_encoded_again(state: Path) -> None:
    encoder = HashingEncoder()
    root = build(state, encoder, fit=fitting.fit_answers(state, encoder))
    encoder.seen.clear()
    file = state / "training" / "retrieval" / "asked.jsonl"
    more = Labelled(question="where does my hamster wait", answerable=False)
    file.write_bytes(file.read_bytes() + msgspec.json.encode(more) + b"\n")
    index = DocumentIndex(root, state / "documents", encoder, fit=fitting.fit_answers(state, encoder))
    assert [index.build().renewed, index.build().renewed] == [True, False]
    assert more.question in encoder.seen
    assert not {question.question for question in ASKED[:3]} & set(encoder.seen)
    assert len(snapshots.read(Generations(root)).content.asked.questions) == 4


def test_what_a_removed_document_answered_is_forgotten(state: Path) -> None:
    encoder = HashingEncoder()
    root = build(state, encoder, fit=fitting.fit_answers(state, encoder))
    DocumentIndex(root, state / "documents", encoder, fit=fitting.fit_answers(state, encoder)).remove(
        ["stores.md"]
    )
    assert snapshots.read(Generations(root)).content.asked.questions == [ASKED[2].question]


def test_what_is_forgotten_is_as_if_it_had_never_been_asked() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float16)
    asked = Asked(
        questions=["a", "b", "c"], vectors=vectors, first=np.array([0, 1, 1, 2], np.int32),
        units=np.array([0, 1], np.int32),
    )  # fmt: skip
    memory, question = Memory(asked, np.array([0, 1, 2], np.int32)), np.array([1, 0], np.float32)
    usual, as_new = memory.recall(question), memory.recall(question, frozenset({0}))
    assert (usual.units, as_new.units) == ((0,), ())
    assert as_new.nearest == pytest.approx(0.8, abs=1e-3)  # of "b", which nothing answers
    assert [memory.never_asked(place, usual) for place in range(3)] == [False, False, True]
    assert [memory.never_asked(place, as_new) for place in range(3)] == [True, False, True]
    assert memory.recall(question, frozenset({0, 1})).shares == {}


def test_a_lesson_or_a_document_more_keeps_what_is_fitted(state: Path, encoder: Encoder) -> None:
    root = build(state, encoder, fit=fitting.fit_answers(state, encoder))
    model = snapshots.read(Generations(root)).content.model
    file = state / "training" / "retrieval" / "taught.jsonl"
    write_questions(file, [Labelled(question="may my horse come in", answerable=False)])
    (state / "documents" / "parrots.md").write_text("# Parrots\n\nParrots stay on your shoulder.")

    def build_again() -> AnswerModel:
        fit = fitting.fit_answers(state, encoder)
        assert DocumentIndex(root, state / "documents", encoder, fit=fit).build().renewed
        return snapshots.read(Generations(root)).content.model

    again = build_again()
    assert msgspec.structs.replace(again, learned_from=model.learned_from) == model
    assert again.learned_from != model.learned_from
    questions = state / "training" / "questions.jsonl"
    write_questions(questions, FITTED_ON[:-1])
    assert build_again().fitted_on != model.fitted_on
    write_questions(questions, FITTED_ON)
    for number in range(9):
        (state / "documents" / f"{number}.md").write_text(f"# Page {number}\n\nThis is page {number}.")
    assert build_again().passages > model.passages  # a fifth more: fitted anew
