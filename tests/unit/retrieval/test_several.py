"""Several sources: those that agree are named together, those that differ are shown as such, newer first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_shop import build, packaged

from retrieval.documents.index import DocumentIndex
from retrieval.types import Answer

Ask = Callable[[dict[str, str], str], Answer]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Asks a shop that has these documents as well."""

    def asked(documents: dict[str, str], question: str) -> Answer:
        own = packaged()
        root = build(tmp_path, own.encoder, fit=own.fit)
        for name, text in documents.items():
            (tmp_path / "documents" / name).write_text(text)
        DocumentIndex(root, tmp_path / "documents", own.encoder, fit=own.fit).build()
        return own.answerer(root).answer(question)

    return asked


def page(title: str, updated: str, sentence: str) -> str:
    return f"---\ntitle: {title}\nupdated: {updated}\n---\n\n{sentence}\n"


GIFTS = "Gift wrapping costs {} EUR for each parcel that leaves our warehouse."


@pytest.mark.parametrize("turned", [False, True])
def test_what_pages_tell_differently_is_shown_with_the_newer_one_first(ask: Ask, turned: bool) -> None:
    prices = ["3.50", "5.00"]
    old, new = reversed(prices) if turned else prices
    answer = ask(
        {
            "gifts.md": page("Gifts", "2026-05-01", GIFTS.format(new)),
            "gifts-faq.md": page("Gifts FAQ", "2023-02-01", GIFTS.format(old)),
        },
        "how much is gift wrapping",
    )
    first, second = answer.sentences
    assert (new in first.text, first.otherwise) == (True, False)
    assert (old in second.text, second.otherwise) == (True, True)


def test_what_pages_tell_alike_is_one_sentence_with_both_sources(ask: Ask) -> None:
    answer = ask(
        {
            "gifts.md": page("Gifts", "2026-05-01", GIFTS.format("3.50")),
            "gifts-faq.md": page("Gifts FAQ", "2023-02-01", f"{GIFTS.format('3.50')} We do it by hand."),
        },
        "how much is gift wrapping",
    )
    wrapping = [s for s in answer.sentences if "3.50" in s.text]
    assert len(wrapping) == 1
    assert {hit.passage.document_id for hit in wrapping[0].hits} == {"gifts.md", "gifts-faq.md"}
    assert len(wrapping[0].also) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Gifts", GIFTS.format("3.50")), ("Gifts in Norway", GIFTS.format("9.00"))),
        (("Gifts", GIFTS.format("3.50")), ("Gifts", "In Norway gift wrapping costs 9 EUR for each parcel.")),
    ],
)
def test_another_matter_is_no_contradiction(ask: Ask, one: tuple[str, str], other: tuple[str, str]) -> None:
    answer = ask(
        {"a.md": page(one[0], "2026-05-01", one[1]), "b.md": page(other[0], "2023-02-01", other[1])},
        "how much is gift wrapping",
    )
    assert answer.answered
    assert not any(sentence.otherwise for sentence in answer.sentences)
