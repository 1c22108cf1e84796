"""The grounding check on hand-written pairs, and what must hold of any sentence that it accepts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from small_shop import STATE

from bot.models import open_rerankers
from bot.settings import load_settings
from retrieval.documents.figures import digits_for_words, read_figures
from retrieval.documents.ground import check, missing_figure

TABLE = yaml.safe_load(Path(__file__).with_name("grounding_pairs.yml").read_text(encoding="utf-8"))
Pair = tuple[dict[str, Any], str]


def pairs(kind: str) -> list[Pair]:
    return [(row, sentence) for row in TABLE for sentence in row.get(kind, ())]


def verdict(pair: Pair, **more: Any) -> str:
    row, sentence = pair
    said = {"heading": row.get("heading", ""), "question": row.get("question", ""), **more}
    found = check(sentence, [row["source"]], **said)
    assert found.accepted == (not found.reason)
    return found.reason


SUPPORTED = pairs("supported")
COUNTED = [pair for pair in SUPPORTED if re.search(r"\d", pair[1])]


@pytest.mark.parametrize("pair", SUPPORTED, ids=lambda pair: pair[1])
def test_a_true_wording_is_accepted(pair: Pair) -> None:
    assert verdict(pair) == ""


@pytest.mark.parametrize("pair", pairs("unsupported"), ids=lambda pair: pair[1])
def test_an_untrue_wording_is_refused(pair: Pair) -> None:
    assert verdict(pair)


@pytest.mark.parametrize("pair", pairs("refused_although_true"), ids=lambda pair: pair[1])
def test_what_the_check_is_known_to_lose(pair: Pair) -> None:
    assert verdict(pair)


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(SUPPORTED) >= 50
    assert len(pairs("unsupported")) >= 100


def test_a_source_supports_itself() -> None:
    for row in TABLE:
        if row["supported"] and "@" not in row["source"]:
            assert verdict((row, row["source"])) == ""


@given(st.sampled_from(COUNTED), st.integers(1, 9_999), st.data())
def test_a_changed_number_is_refused(pair: Pair, other: int, data: st.DataObject) -> None:
    row, sentence = pair
    place = data.draw(st.sampled_from(list(re.finditer(r"\d+", sentence))))
    changed = f"{sentence[: place.start()]}{other}{sentence[place.end() :]}"
    before, after = read_figures(sentence).figures, read_figures(changed).figures
    everything = read_figures(f"{row['source']}\n{row.get('heading', '')}").figures
    assume(before != after)
    assume(not all(any(one.same(other) for other in everything) for one in after))
    assert verdict((row, changed))


_VERB = re.compile(r"\b(?:can|may|is|are|must|takes?|costs?|have|has|means|weighs|ends|sleeps|get)\b")


@pytest.mark.parametrize("pair", [p for p in SUPPORTED if _VERB.search(p[1])], ids=lambda pair: pair[1])
def test_an_added_not_is_refused(pair: Pair) -> None:
    row, sentence = pair
    assert verdict((row, _VERB.sub(lambda verb: f"{verb[0]} not", sentence, count=1)))


@pytest.mark.parametrize("word", ["Zermatt", "Lumenor", "XR-9", "December", "Sunday"])
@pytest.mark.parametrize("pair", SUPPORTED[::4], ids=lambda pair: pair[1])
def test_an_added_name_is_refused(pair: Pair, word: str) -> None:
    row, sentence = pair
    assert verdict((row, f"{sentence.rstrip('.')} in {word}.")) in ("name", "words", "condition")


@pytest.mark.parametrize("lead", ["Only ", "All ", "Most ", "If you ask, "])
@pytest.mark.parametrize("pair", SUPPORTED[::4], ids=lambda pair: pair[1])
def test_an_added_quantifier_is_refused(pair: Pair, lead: str) -> None:
    row, sentence = pair
    if not re.search(rf"\b{lead.split()[0]}\b", row["source"], re.IGNORECASE):
        assert verdict((row, lead + sentence[0].lower() + sentence[1:]))


def test_two_sources_support_a_sentence_that_draws_from_both() -> None:
    sources = ["Standard shipping costs 4.95 EUR.", "Express costs 9.95 EUR."]
    assert check("Standard shipping costs 4.95 EUR and express costs 9.95 EUR.", sources).accepted
    assert check("Standard shipping costs 9.95 EUR and express costs 4.95 EUR.", sources).reason == "number"


def test_a_re_ranker_refuses_what_is_about_something_else() -> None:
    reranker = open_rerankers(load_settings(STATE)).cross
    assert reranker is not None
    true = [pair for pair in SUPPORTED if verdict(pair, reranker=reranker)]
    assert true == []
    source = "The warranty covers zips and seams."
    assert check("It is possible to zip.", [source]).accepted
    assert check("It is possible to zip.", [source], reranker=reranker).reason == "entailment"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("sixty days", [(60, "day", "")]),
        ("a 60-day return", [(60, "day", "")]),
        ("€ 4,95", [(4.95, "EUR", "")]),
        ("EUR 1,000.50 or 1.000,50 €", [(1000.5, "EUR", ""), (1000.5, "EUR", "")]),
        ("2 weeks or 14 days", [(14, "day", ""), (14, "day", "")]),
        ("by 1 p.m.", [(780, "clock", "weak")]),
        ("from 10:00 to 20:00", [(600, "clock", ""), (1200, "clock", "")]),
        ("July 31, 2026", [(731, "date", ""), (2026, "", "")]),
        ("at least 60 EUR", [(60, "EUR", "least")]),
        ("60 EUR or more", [(60, "EUR", "least")]),
        ("up to 5 working days", [(5, "working day", "most")]),
        ("Waist (cm): 76-80", [(76, "cm", ""), (80, "cm", "")]),
        ("minus 5 degrees", [(-5, "°C", "")]),
        ("two years", [(24, "month", "")]),
        ("one of the stores", []),
        ("E4 and FW-204518", []),
        ("0.00 EUR", []),
    ],
)
def test_figures_in_one_form(text: str, figures: list[tuple[float, str, str]]) -> None:
    assert [(round(f.value, 6), f.unit, f.bound) for f in read_figures(text).figures] == figures


@given(st.integers(1, 99))
def test_a_number_in_words_is_the_same_number(value: int) -> None:
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    ones = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
    ones += ["twelve", *(f"{word}teen" for word in ("thir", "four", "fif", "six", "seven", "eigh", "nine"))]
    word = ones[value] if value < 20 else tens[value // 10] + (f"-{ones[value % 10]}" if value % 10 else "")
    assert digits_for_words(f"{word.capitalize()} days") == f"{value} days"
    assert missing_figure(f"{word} days", f"{value} days") == ""
