"""The evaluations of retrieval and answers, on small data made here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hashing import HashingEncoder

from retrieval.documents.answer import Answerer
from retrieval.documents.index import DocumentIndex
from retrieval.documents.labelled import Gold, Labelled, read_labelled
from retrieval.documents.search import Documents
from retrieval.types import Answer, AnswerSentence, Passage, PassageHit
from training.evaluate.answers import evaluate_answers, reliability
from training.evaluate.retrieval import evaluate_retrieval, read_collection

RENTAL = "The deposit for rental is 100 EUR."
TOPICS = ["tent", "stove", "rope", "boot", "lamp", "filter", "jacket", "kayak", "helmet", "sock"]


def lines(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def beir(tmp_path: Path) -> dict[str, Path]:
    corpus = [
        {"_id": f"c{n}", "title": "", "text": f"All about the {topic}."} for n, topic in enumerate(TOPICS)
    ]
    queries = [{"_id": f"q{n}", "text": f"Which {topic}?"} for n, topic in enumerate(TOPICS)]
    qrels = "query-id\tcorpus-id\tscore\n" + "".join(f"q{n}\tc{n}\t1\n" for n in range(len(TOPICS)))
    (tmp_path / "qrels.tsv").write_text(qrels)
    return {
        "corpus": lines(tmp_path / "corpus.jsonl", corpus),
        "queries": lines(tmp_path / "queries.jsonl", queries),
        "qrels": tmp_path / "qrels.tsv",
    }


def test_retrieval_is_measured_in_rows(beir: dict[str, Path]) -> None:
    collection = read_collection(**beir, candidates=None)
    report = evaluate_retrieval(collection, HashingEncoder(), lambda *_: None)
    rows = msgspec.to_builtins(report)["rows"]
    assert list(rows) == ["lexical", "dense", "fused"]
    assert rows["lexical"]["ndcg@10"] == rows["fused"]["recall@1"] == 1.0
    assert {
        "ndcg@10",
        "mrr@10",
        "recall@1",
        "recall@5",
        "recall@100",
        "latency_ms_p50",
        "latency_ms_p95",
    } == set(rows["dense"])


def test_candidates_limit_a_query_to_its_own_texts(beir: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "candidates.tsv").write_text("query-id\tcorpus-id\nq0\tc1\nq0\tc2\n")
    collection = read_collection(**beir, candidates=tmp_path / "candidates.tsv")
    report = evaluate_retrieval(collection, HashingEncoder(), lambda *_: None)
    assert msgspec.to_builtins(report)["rows"]["lexical"]["recall@100"] == 0.9


def test_a_bad_line_is_named(beir: dict[str, Path]) -> None:
    beir["qrels"].write_text("query-id\tcorpus-id\tscore\nq0 c0 1\n")
    with pytest.raises(ValueError, match=r"qrels\.tsv:2"):
        read_collection(**beir, candidates=None)


def test_answers_are_judged_by_their_gold(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "rental.md").write_text("# Rental\n\nThe deposit for rental is 100 EUR.\n")
    encoder = HashingEncoder()
    DocumentIndex(tmp_path / "index", tmp_path / "documents", encoder).build()
    gold = [{"document": "rental.md", "passage": "The deposit for rental is 100 EUR."}]
    cases = read_labelled([
        lines(tmp_path / "questions.jsonl", [
            {"id": "a", "question": "deposit for rental", "answerable": True, "gold": gold, "kind": "policy"},
            {"id": "b", "question": "who is the king of Spain", "answerable": False, "gold": []},
        ])
    ])  # fmt: skip
    always = Answerer(Documents(tmp_path / "index", encoder), threshold=1e-9)
    report, failures = evaluate_answers(always, cases)
    figures = msgspec.to_builtins(report)
    assert (figures["document_recall@5"], figures["gold_sentence_rate"], figures["supported_rate"]) == (
        1,
        1,
        1,
    )
    assert (figures["decline_recall"], figures["over_decline_rate"], figures["uncited"]) == (0, 0, 0)
    assert figures["unsupported_numbers"] == 0
    assert [(f.id, f.reason) for f in failures] == [("b", "answered, not covered")]
    never = Answerer(Documents(tmp_path / "index", encoder), threshold=1.1)
    figures = msgspec.to_builtins(evaluate_answers(never, cases)[0])
    assert (figures["decline_recall"], figures["over_decline_rate"], figures["gold_sentence_rate"]) == (
        1,
        1,
        0,
    )
    assert figures["closest_rate"] == 1


class Wording:
    """Says one and the same sentence, as if it were written from what it knows of rentals."""

    def __init__(self, text: str) -> None:
        passage = Passage(passage_id="rental.md#0", document_id="rental.md", title="Rental", text=RENTAL)
        hit = PassageHit(passage=passage, lexical=1.0, dense=1.0, fused=1.0)
        source = AnswerSentence(text=RENTAL, quote=RENTAL, hits=(hit,))
        self.said = AnswerSentence(text=text, hits=(hit,), quote=RENTAL, sources=(source,))

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        return Answer(question=question, answered=True, answerable=1.0, sentences=(self.said,))


@pytest.mark.parametrize(
    ("text", "supported", "numbers"),
    [
        ("For rental there is a deposit of €100.", 1, 0),
        ("The deposit for rental is 200 EUR.", 0, 1),
        ("The deposit for rental is 200 EUR for 3 days.", 0, 2),
        ("There is no deposit for rental.", 0, 0),
    ],
)
def test_what_was_worded_is_judged_by_the_grounding_check(text: str, supported: int, numbers: int) -> None:
    case = Labelled(question="deposit for rental", answerable=True, gold=(Gold("rental.md", RENTAL),))
    figures = msgspec.to_builtins(evaluate_answers(Wording(text), [case])[0])
    assert (figures["supported_rate"], figures["unsupported_numbers"]) == (supported, numbers)


def test_a_labelled_question_knows_what_was_said_before() -> None:
    history = ({"role": "shopper", "text": "Do you ship to France?"}, {"role": "bot", "text": "Yes."})
    assert Labelled(question="and Spain?", answerable=False, history=history).said_before == [
        "Do you ship to France?"
    ]


def test_texts_that_share_no_word_are_in_no_lucky_order(beir: dict[str, Path], tmp_path: Path) -> None:
    queries = [{"_id": f"q{n}", "text": "zzyzx"} for n in range(len(TOPICS))]
    right = "query-id\tcorpus-id\tscore\n" + "".join(f"q{n}\tc0\t1\n" for n in range(len(TOPICS)))
    (tmp_path / "qrels.tsv").write_text(right)
    collection = read_collection(
        beir["corpus"], lines(tmp_path / "unknown.jsonl", queries), tmp_path / "qrels.tsv", None
    )
    report = evaluate_retrieval(collection, HashingEncoder(), lambda *_: None)
    assert report.rows["lexical"].recall_1 == 0.0


def test_the_reliability_diagram_sets_what_was_said_beside_what_is() -> None:
    bins = reliability([(0.91, True), (0.99, True), (0.95, False), (0.12, False), (1.0, True)])
    assert [(b.questions, b.probability, b.answerable) for b in bins] == [(1, 0.12, 0.0), (4, 0.9625, 0.75)]
    assert reliability([]) == ()
