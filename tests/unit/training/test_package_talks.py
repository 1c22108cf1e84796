"""What is learned of follow-ups from talks in which it is known what page answers."""

from __future__ import annotations

from pathlib import Path

from small_shop import MODELS

from retrieval.encode import load_encoder
from training.package import opened

TALK = (
    '{"turns": ['
    '{"text": "can I send a lamp back", "of": "page", "page": "returns.md"}, '
    '{"text": "and who pays for that?", "of": "page", "page": "returns.md"}, '
    '{"text": "how heavy is the floor lamp", "of": "product", "products": ["1"], "says": "4 kg"}, '
    '{"text": "do you deliver it to the third floor", "of": "page", "page": "shipping.md"}]}\n'
)


def test_a_page_that_is_asked_of_behind_something_is_gold_as_a_whole(tmp_path: Path) -> None:
    documents = tmp_path / "lamps" / "documents"
    documents.mkdir(parents=True)
    (documents / "returns.md").write_text("# Returns\nReturns are free within 30 days.\n", "utf-8")
    (documents / "shipping.md").write_text("# Shipping\nLamps come to your door.\n", "utf-8")
    (tmp_path / "lamps" / "talks.jsonl").write_text(TALK, "utf-8")
    with opened(tmp_path, load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")) as shops:
        shop = shops["lamps"]
        passages = shop.documents.snapshot.content.passages
        first, second = shop.questions
        assert (first.question, first.cited) == ("and who pays for that?", "returns.md")
        assert (second.question, second.cited) == ("do you deliver it to the third floor", "")
        assert second.said_before == [
            "can I send a lamp back", "and who pays for that?", "how heavy is the floor lamp"
        ]  # fmt: skip
        shown = {passage.document_id: first.shows_gold(passage, passage.text) for passage in passages}
        assert shown == {"returns.md": True, "shipping.md": False}
