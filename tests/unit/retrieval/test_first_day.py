"""What comes with the package, in a shop that nothing was trained or fitted on (docs/decisions/0046)."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_shop import Packaged, packaged

from bot.model_files import model_files
from bot.settings import load_settings
from retrieval.documents.answer_model import default_model
from retrieval.documents.follow_up import learned_of
from retrieval.documents.index import DocumentIndex
from retrieval.documents.labelled import Labelled, read_labelled
from retrieval.packaged import ENCODER_ADAPTER, LATE_ADAPTER, RERANKER_ADAPTER
from retrieval.rerank import NO_RERANKERS
from training.evaluate.answers import Report, evaluate_answers

SHOP = Path(__file__).parents[3] / "data" / "shops" / "kept" / "instruments"


@pytest.fixture(scope="module")
def own() -> Packaged:
    return packaged()


def asked(folder: Path, own: Packaged) -> dict[bool, Report]:
    """The kept shop as `prepare` sets it up: what comes of its messages, follow-ups and others."""
    DocumentIndex(folder, SHOP / "documents", own.encoder, fit=own.fit).build()
    answerer, questions = own.answerer(folder), read_labelled([SHOP / "questions.jsonl"])

    def of(behind: bool) -> list[Labelled]:
        return [question for question in questions if bool(question.history) is behind]

    return {behind: evaluate_answers(answerer, of(behind))[0] for behind in (False, True)}


def test_most_of_what_the_documents_tell_is_told_on_the_first_day(tmp_path: Path, own: Packaged) -> None:
    reports = asked(tmp_path, own)
    alone, behind = reports[False], reports[True]
    assert alone.document_recall >= 0.95
    assert alone.gold_sentence_rate >= 0.55
    assert alone.over_decline_rate <= 0.3
    assert alone.decline_recall >= 0.65
    assert behind.gold_sentence_rate >= 0.4
    assert (alone.uncited, behind.uncited, alone.unsupported_numbers) == (0, 0, 0)


def test_without_the_reranker_a_third_is_told_still(tmp_path: Path, own: Packaged) -> None:
    report = asked(tmp_path, without_reranker(own))[False]
    assert report.gold_sentence_rate >= 0.3
    assert report.decline_recall >= 0.65


def without_reranker(own: Packaged) -> Packaged:
    return own._replace(rerankers=own.rerankers._replace(cross=None))


def test_the_answer_models_belong_to_the_adapters(own: Packaged) -> None:
    rerankers, late = own.rerankers, without_reranker(own).rerankers
    assert default_model(rerankers).rerankers == rerankers.for_sentences.names
    assert default_model(late).rerankers == late.names
    assert default_model(NO_RERANKERS) == default_model(late)
    assert "cross_score" not in default_model(late).coverage.weights  # serves without any
    assert all(map(learned_of, map(default_model, (rerankers, late))))  # follow-ups, too


def test_an_index_follows_the_reranker_that_the_settings_name(own: Packaged) -> None:
    assert own.fit.key != without_reranker(own).fit.key


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, (ENCODER_ADAPTER, LATE_ADAPTER, RERANKER_ADAPTER)),
        ({"encoder": "intfloat/e5-small-v2"}, (None, LATE_ADAPTER, RERANKER_ADAPTER)),
        ({"adapter": ""}, (None, LATE_ADAPTER, RERANKER_ADAPTER)),
        ({"adapter": "adapters/own"}, ("adapters/own", LATE_ADAPTER, RERANKER_ADAPTER)),
    ],
)
def test_the_package_has_an_adapter_for_its_own_encoder_alone(
    tmp_path: Path, named: dict[str, str], expected: tuple[Path | str | None, ...]
) -> None:
    (tmp_path / "shopclerk.toml").write_text("")
    files = model_files(load_settings(tmp_path, {"understand": named}))
    own = [tmp_path / one if isinstance(one, str) else one for one in expected]
    assert [files.encoder, files.late, files.reranker] == own
