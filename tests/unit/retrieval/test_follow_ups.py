"""Follow-ups: read together with the question before, without what answered that one, and alone."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from small_shop import MODELS, QUESTIONS, build

from retrieval.documents.answer import Answerer
from retrieval.documents.answer_model import AnswerModel, FollowUps, Linear
from retrieval.documents.choose import choose
from retrieval.documents.evidence import Ranked
from retrieval.documents.fit_follow_ups import changes
from retrieval.documents.follow_up import (
    CHOSEN,
    COVERED,
    FollowUp,
    Readings,
    learned_of,
    readings,
    verdict_on,
)
from retrieval.documents.search import Documents
from retrieval.documents.snapshot import Content
from retrieval.encode import load_encoder
from retrieval.rerank import NO_RERANKERS

BEFORE, AFTER = "how much is standard shipping to Germany", "and express?"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    return Documents(build(tmp_path_factory.mktemp("shop"), encoder), encoder)


def read(documents: Documents, threshold: float) -> Readings:
    snapshot = documents.snapshot
    model = msgspec.structs.replace(snapshot.content.model, threshold=threshold)
    together = documents.find(snapshot, AFTER, before=BEFORE)
    before, alone = documents.find(snapshot, BEFORE), documents.find(snapshot, AFTER)
    return readings(snapshot, FollowUp(together, before, alone, False), model, NO_RERANKERS)


def test_what_answered_the_question_before_is_taken_away(documents: Documents) -> None:
    answered = read(documents, threshold=0.0)
    assert answered.said
    assert answered.said & {unit.number for unit in answered.together.ranked}
    assert not answered.said & {unit.number for unit in answered.further.ranked}
    declined = read(documents, threshold=1.1)
    assert declined.said == frozenset()
    assert declined.further == declined.together


def test_the_choice_weighs_all_readings(documents: Documents) -> None:
    seen = read(documents, threshold=0.0)
    model = documents.snapshot.content.model
    assert verdict_on(seen, msgspec.structs.replace(model, follow_up=None)) == seen.together
    assert seen.chosen_rows().shape == (len(seen.units()), len(CHOSEN))
    even = dict.fromkeys(COVERED, 1.0)
    for weight, expected in ((-50.0, False), (50.0, True)):
        choice = Linear({**dict.fromkeys(CHOSEN, 0.0), "together": 1.0, "alone": 1.0, "said": weight}, 0.0)
        learned = FollowUps(coverage=Linear(even, 0.0), choice=choice, threshold=0.25)
        verdict = verdict_on(seen, msgspec.structs.replace(model, follow_up=learned))
        assert (verdict.ranked[0].number in seen.said) is expected
        assert verdict.threshold == 0.25
        assert np.isclose(verdict.probability, 1 / (1 + np.exp(-seen.covered_row().sum())))


def test_what_says_nothing_is_answered_where_the_conversation_is(documents: Documents) -> None:
    seen, model = read(documents, threshold=0.0), documents.snapshot.content.model
    choice = Linear(dict.fromkeys(CHOSEN, 0.0) | {"alone": 1.0}, 0.0)
    learned = FollowUps(coverage=Linear(dict.fromkeys(COVERED, 1.0), 0.0), choice=choice, threshold=0.25)
    model = msgspec.structs.replace(model, follow_up=learned)
    unsure = seen.together._replace(probability=0.3, threshold=0.5)
    there = seen.alone._replace(probability=0.7, threshold=0.5, ranked=seen.alone.ranked[-1:])
    bare = seen._replace(told=0, together=unsure, there=there)
    assert verdict_on(bare, model).ranked == there.ranked
    for other in (
        bare._replace(told=1),
        bare._replace(together=unsure._replace(probability=0.6)),
        bare._replace(there=there._replace(probability=0.4)),
    ):
        assert verdict_on(other, model).ranked[0].number == seen.alone.ranked[0].number


def test_how_little_a_follow_up_says(documents: Documents) -> None:
    snapshot = documents.snapshot
    model = msgspec.structs.replace(snapshot.content.model, threshold=0.0)
    before = documents.find(snapshot, BEFORE)

    def short(question: str) -> float:
        alone = documents.find(snapshot, question)
        return readings(snapshot, FollowUp(alone, before, alone, False), model, NO_RERANKERS).short

    assert short("how much does it cost?") == 1  # says only what is asked
    assert short("and express?") == 0.5
    assert short("and express to a pick-up point in Austria?") < 0.25


def test_what_an_older_version_has_learned_is_left_out(documents: Documents) -> None:
    seen, model = read(documents, threshold=0.0), documents.snapshot.content.model
    learned = FollowUps(
        coverage=Linear(dict.fromkeys(COVERED[:5], 1.0), 0.0),
        choice=Linear(dict.fromkeys(CHOSEN, 1.0), 0.0),
        threshold=0.25,
    )
    older = msgspec.structs.replace(model, follow_up=learned)
    assert learned_of(older) is None
    assert verdict_on(seen, older) == seen.together


def test_a_sentence_of_another_document_is_likely(documents: Documents) -> None:
    snapshot = documents.snapshot
    content = snapshot.content
    documents_of = [content.passages[owner].document_id for owner in content.owners]
    first = documents_of.index("shipping.md")
    there = documents_of.index("shipping.md", first + 1)
    elsewhere = documents_of.index("returns.md")

    def shown(*likely: tuple[int, float]) -> list[int]:
        ranked = [Ranked(content.units[n], n, int(content.owners[n]), p, 0.5) for n, p in likely]
        return [one.number for one in choose(snapshot, ranked)]

    assert shown((first, 0.7), (elsewhere, 0.35), (there, 0.3)) == [first, elsewhere, there]
    assert shown((first, 0.7), (elsewhere, 0.25), (there, 0.3)) == [first, there]
    assert shown((first, 0.4), (elsewhere, 0.25), (there, 0.25)) == [first, elsewhere, there]


def test_a_sentence_that_was_said_may_have_what_the_follow_up_adds(documents: Documents) -> None:
    snapshot = documents.snapshot
    model = msgspec.structs.replace(snapshot.content.model, threshold=0.0)
    question, after = "when is the store in Hamburg open?", "and with dogs?"
    before, alone = documents.find(snapshot, question), documents.find(snapshot, after)
    repeated = readings(snapshot, FollowUp(before, before, before, False), model, NO_RERANKERS)
    assert not repeated.chosen_rows()[:, CHOSEN.index("names")].any()  # nothing is added
    seen = readings(snapshot, FollowUp(alone, before, alone, False), model, NO_RERANKERS)
    named = [row[CHOSEN.index("names")] for row in seen.chosen_rows()]
    assert named == [float("Dogs" in unit.unit.text) for unit in seen.units()]
    assert any(named)


def test_a_follow_up_is_read_in_the_document_that_was_cited(documents: Documents) -> None:
    snapshot = documents.snapshot
    model = msgspec.structs.replace(snapshot.content.model, threshold=0.0)
    question, passages = documents.find(snapshot, "what does it cost?"), snapshot.content.passages
    for document in ("shipping.md", "returns.md"):
        cited = tuple(n for n, passage in enumerate(passages) if passage.document_id == document)
        seen = readings(snapshot, FollowUp(question, question, question, True, cited), model, NO_RERANKERS)
        assert {passages[unit.place].document_id for unit in seen.there.ranked} == {document}
    before = documents.find(snapshot, BEFORE)
    known = readings(snapshot, FollowUp(question, before, question, True), model, NO_RERANKERS)
    assert {passages[unit.place].document_id for unit in known.there.ranked} == {"shipping.md"}


def test_a_whole_question_that_is_covered_alone_is_covered(documents: Documents) -> None:
    snapshot = documents.snapshot
    model = msgspec.structs.replace(snapshot.content.model, threshold=0.5)
    never = FollowUps(
        coverage=Linear(dict.fromkeys(COVERED, 0.0), -9.0),
        choice=Linear(dict.fromkeys(CHOSEN, 1.0), 0.0),
        threshold=0.5,
    )
    model = msgspec.structs.replace(model, follow_up=never)
    before, alone = (documents.find(snapshot, text) for text in (BEFORE, "are dogs welcome in the store?"))
    for whole in (True, False):
        seen = readings(snapshot, FollowUp(alone, before, alone, whole), model, NO_RERANKERS)
        verdict = verdict_on(seen, model)
        assert seen.alone.margin > 0
        assert (verdict.margin >= 0) is whole
        assert {unit.number for unit in verdict.ranked} == {unit.number for unit in seen.units()}


def test_changes_of_subject_are_learned_from_too() -> None:
    changed = changes(QUESTIONS, 5)
    assert len(changed) == 5
    assert changes(QUESTIONS, 99) == changes(QUESTIONS, len(QUESTIONS))
    own = {question.question: question for question in QUESTIONS}
    for question in changed:
        assert question.said_before[0] in own
        assert question.gold == own[question.question].gold


class Given:
    """A fit whose result is given."""

    key = "given"

    def __init__(self, model: AnswerModel) -> None:
        self._model = msgspec.structs.replace(model, learned_from=self.key)

    def __call__(self, content: Content, before: Content | None) -> Content:
        """See ``Fit``."""
        return msgspec.structs.replace(content, model=self._model)


def test_a_whole_question_that_is_covered_is_read_in_no_other_way(
    documents: Documents, tmp_path: Path
) -> None:
    never = FollowUps(
        coverage=Linear(dict.fromkeys(COVERED, 0.0), -9.0),
        choice=Linear(dict.fromkeys(CHOSEN, 0.0), 0.0),
        threshold=0.5,
    )
    own = documents.snapshot.content.model
    sure = Linear(dict.fromkeys(own.coverage.weights, 0.0), 9.0)
    fit = Given(msgspec.structs.replace(own, coverage=sure, follow_up=never))
    answerer = Answerer(Documents(build(tmp_path, documents.encoder, fit=fit), documents.encoder))
    whole = "what does express delivery to Germany cost?"
    assert not answerer.answer(AFTER, [BEFORE]).answered
    assert answerer.answer(whole, [BEFORE]).answered
    assert answerer.answer(whole).sentences == answerer.answer(whole, [BEFORE]).sentences


def test_an_index_keeps_what_was_learned(documents: Documents, tmp_path: Path) -> None:
    learned = FollowUps(
        coverage=Linear(dict.fromkeys(COVERED, 0.5), 0.0),
        choice=Linear(dict.fromkeys(CHOSEN, 0.5), 0.0),
        threshold=0.4,
    )
    model = msgspec.structs.replace(documents.snapshot.content.model, follow_up=learned)
    file = tmp_path / "model.json"
    file.write_bytes(msgspec.json.encode(model))
    assert msgspec.json.decode(file.read_bytes(), type=type(model)) == model
