"""Answers with sources: spans, numbers, merged chips, curated texts, declines."""

from __future__ import annotations

import msgspec
import pytest

from bot.respond.answers import answer_reply
from retrieval.types import Answer, AnswerSentence, Passage, PassageHit

RETURNS = Passage(
    passage_id="returns/policy.md#0", document_id="returns/policy.md", title="Returns",
    text="You have 60 days. The label is free. Gift cards stay with you.", heading="Returns › Basics", page=2,
)  # fmt: skip
SHIPPING = Passage(
    passage_id="shipping/costs.md#1",
    document_id="shipping/costs.md",
    title="Shipping",
    text="It costs 4.95 EUR.",
)


def _hit(passage):
    return PassageHit(passage=passage, lexical=1.0, dense=0.5, fused=0.8)


def _answer(*sentences, **more):
    parts = tuple(AnswerSentence(text=text, hits=tuple(map(_hit, ps))) for text, *ps in sentences)
    return Answer(question="?", answered=True, answerable=0.9, sentences=parts, **more)


def test_each_sentence_carries_its_source():
    reply = answer_reply(_answer(("You have 60 days.", RETURNS), ("It costs 4.95 EUR.", SHIPPING)))
    assert reply.kind == "answer"
    assert reply.text == "Returns: You have 60 days.\nShipping: It costs 4.95 EUR."
    assert [reply.text[c.start : c.end] for c in reply.citations] == [
        "You have 60 days.",
        "It costs 4.95 EUR.",
    ]
    assert [c.number for c in reply.citations] == [1, 2]
    first = reply.citations[0]
    assert (first.document_id, first.title, first.heading, first.page) == (
        "returns/policy.md", "Returns", "Returns › Basics", 2,
    )  # fmt: skip
    assert first.quote == "You have 60 days."


def test_what_several_pages_say_is_read_with_their_titles():
    said = [("You have 60 days.", RETURNS), ("The label is free.", RETURNS), ("It costs 4.95 EUR.", SHIPPING)]
    assert answer_reply(_answer(*said)).text == (
        "Returns: You have 60 days. The label is free.\nShipping: It costs 4.95 EUR."
    )
    assert answer_reply(_answer(*said[:2])).text == "You have 60 days. The label is free."


def test_a_page_is_named_with_the_heading_that_belongs_to_a_sentence():
    denying = msgspec.structs.replace(RETURNS, heading="Returns › What cannot come back", text="Candles")
    reply = answer_reply(_answer(("It costs 4.95 EUR.", SHIPPING), ("Candles", denying)))
    assert reply.text == "Shipping: It costs 4.95 EUR.\nReturns, What cannot come back: Candles"


def test_a_source_that_contradicts_is_led_over_to_and_not_named():
    against = AnswerSentence(text="It costs 5.95 EUR.", hits=(_hit(SHIPPING),), otherwise=True)
    first = AnswerSentence(text="It costs 4.95 EUR.", hits=(_hit(RETURNS),))
    reply = answer_reply(Answer(question="?", answered=True, answerable=0.9, sentences=(first, against)))
    assert reply.text.startswith("It costs 4.95 EUR. ")
    assert reply.text.endswith("It costs 5.95 EUR.")


def test_neighbouring_sentences_of_a_passage_share_one_chip():
    reply = answer_reply(_answer(("You have 60 days.", RETURNS), ("The label is free.", RETURNS)))
    (citation,) = reply.citations
    assert reply.text[citation.start : citation.end] == reply.text
    assert citation.quote == "You have 60 days. The label is free."
    assert citation.quote in RETURNS.text


def test_sentences_apart_in_a_passage_keep_their_own_quotes_under_one_number():
    reply = answer_reply(_answer(("You have 60 days.", RETURNS), ("Gift cards stay with you.", RETURNS)))
    assert [c.number for c in reply.citations] == [1, 1]
    assert [c.quote for c in reply.citations] == ["You have 60 days.", "Gift cards stay with you."]


def test_a_sentence_with_two_sources_has_two_chips():
    reply = answer_reply(_answer(("You have 60 days.", RETURNS, SHIPPING)))
    assert [(c.number, c.start, c.end) for c in reply.citations] == [(1, 0, 17), (2, 0, 17)]
    assert reply.citations[1].quote == SHIPPING.text


def test_a_reworded_sentence_cites_the_quote_that_stands_in_the_passage():
    sentence = AnswerSentence(text="Label: free", hits=(_hit(RETURNS),), quote="The label is free.")
    reply = answer_reply(Answer(question="?", answered=True, answerable=0.9, sentences=(sentence,)))
    assert reply.citations[0].quote == "The label is free."


def test_a_sentence_without_a_source_is_never_shown():
    reply = answer_reply(_answer(("You have 60 days.", RETURNS), ("Trust me.",)))
    assert reply.text == "You have 60 days."
    assert answer_reply(_answer(("Trust me.",))).kind == "decline"


def test_a_curated_answer_wins_and_shows_its_source_once():
    answer = _answer(("60 days.", RETURNS), ("Free.", RETURNS), curated="You may return within 60 days.")
    reply = answer_reply(answer)
    assert (reply.kind, reply.text) == ("curated", "You may return within 60 days.")
    assert [(c.number, c.start, c.end) for c in reply.citations] == [(1, 0, len(reply.text))]


def test_rows_of_several_pages_are_read_with_their_titles():
    rows = [
        AnswerSentence(
            text=f"Day: Sunday; Hours: {hours}.", quote=f"| Sunday | {hours} |", hits=(_hit(page),)
        )
        for page, hours in ((RETURNS, "closed"), (SHIPPING, "12:00-17:00"))
    ]
    both = Answer(question="?", answered=True, answerable=0.9, sentences=tuple(rows))
    reply = answer_reply(both)
    assert reply.text == "Returns: Sunday – Hours: closed\nShipping: Sunday – Hours: 12:00-17:00"
    cited = [reply.text[citation.start : citation.end] for citation in reply.citations]
    assert cited == ["Sunday – Hours: closed", "Sunday – Hours: 12:00-17:00"]
    alone = Answer(question="?", answered=True, answerable=0.9, sentences=(rows[0],))
    assert answer_reply(alone).text == "Sunday – Hours: closed"


def test_a_decline_shows_no_source_and_offers_a_person():
    answer = Answer(question="?", answered=False, answerable=0.1, tried=(_hit(RETURNS),))
    reply = answer_reply(answer)
    assert reply.kind == "decline"
    assert reply.citations == ()
    assert reply.buttons[0].payload == "/talk_to_human"


def test_a_decline_in_the_shops_words_only_names_its_response():
    reply = answer_reply(Answer(question="?", answered=False, answerable=0.1), by_domain=True)
    assert (reply.kind, reply.text, reply.response) == ("decline", "", "utter_no_relevant_answer_found")


@pytest.mark.parametrize("by_domain", [False, True])
def test_a_decline_names_the_page_that_comes_closest_and_cites_nothing(by_domain):
    closest = AnswerSentence(text="The label is free.", quote="The label is free.", hits=(_hit(RETURNS),))
    answer = Answer(question="?", answered=False, answerable=0.3, closest=closest)
    reply = answer_reply(answer, by_domain=by_domain)
    assert (reply.kind, reply.citations, reply.response) == ("decline", (), "utter_no_sure_answer_found")
    assert (reply.closest.document_id, reply.closest.quote) == ("returns/policy.md", "The label is free.")
    assert ("won't guess" in reply.text) is not by_domain


CHART = Passage(
    passage_id="sizes/gloves.md#1", document_id="sizes/gloves.md", title="Glove sizes", heading="Adults",
    text="| Size | Hand | Note |\n| --- | --- | --- |\n| S | 17-19 |  |\n| M | 19-21 |  |\n\nMeasure twice.",
)  # fmt: skip


def _rows(*rows):
    return Answer(
        question="?", answered=True, answerable=0.9,
        sentences=tuple(AnswerSentence(text=t, quote=q, hits=(_hit(CHART),)) for t, q in rows),
    )  # fmt: skip


def test_rows_that_follow_each_other_are_a_table_below_their_heading():
    reply = answer_reply(
        _rows(
            ("Size: S; Hand: 17-19.", "| S | 17-19 |  |"),
            ("Size: M; Hand: 19-21.", "| M | 19-21 |  |"),
            ("Measure twice.", "Measure twice."),
        )
    )
    assert reply.text == "Adults:\nSize: S · Hand: 17-19\nSize: M · Hand: 19-21\nMeasure twice."
    (table,) = reply.tables
    assert reply.text[table.start : table.end] == "Size: S · Hand: 17-19\nSize: M · Hand: 19-21"
    assert table.columns == ("Size", "Hand")  # a column without values is left out
    assert table.rows == (("S", "17-19"), ("M", "19-21"))


def test_a_table_is_not_headed_by_the_page_that_is_named_above_it():
    page = msgspec.structs.replace(CHART, heading="")
    rows = [("Size: S; Hand: 17-19.", "| S | 17-19 |  |"), ("Size: M; Hand: 19-21.", "| M | 19-21 |  |")]
    of_page = [AnswerSentence(text="Measure twice.", quote="Measure twice.", hits=(_hit(page),))]
    of_page += [AnswerSentence(text=text, quote=quote, hits=(_hit(page),)) for text, quote in rows]
    other = AnswerSentence(text="It costs 4.95 EUR.", hits=(_hit(SHIPPING),))
    both = Answer(question="?", answered=True, answerable=0.9, sentences=(*of_page, other))
    assert answer_reply(both).text == (
        "Glove sizes: Measure twice.\nSize: S · Hand: 17-19\nSize: M · Hand: 19-21\n"
        "Shipping: It costs 4.95 EUR."
    )


def test_a_single_row_is_a_line():
    reply = answer_reply(_rows(("Size: S; Hand: 17-19.", "| S | 17-19 |  |")))
    assert (reply.text, reply.tables) == ("Size: S · Hand: 17-19", ())


def test_steps_stand_below_one_another_with_one_source():
    steps = ["Register the return.", "Pack.", "Hand it in."]
    text = "You have 60 days.\n\n" + "\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1))
    page = Passage(passage_id="r#0", document_id="r", title="Returns", heading="Returns › The way", text=text)
    said = ["You have 60 days.", *steps]
    sentences = tuple(AnswerSentence(text=one, quote=one, hits=(_hit(page),)) for one in said)
    reply = answer_reply(Answer(question="?", answered=True, answerable=0.9, sentences=sentences))
    assert reply.text == "You have 60 days.\nThe way:\n1. Register the return.\n2. Pack.\n3. Hand it in."
    assert [reply.text[c.start : c.end].splitlines()[-1] for c in reply.citations][-1] == "3. Hand it in."
    assert len(reply.citations) <= 2


def test_a_step_by_itself_has_no_number():
    page = Passage(
        passage_id="r#0", document_id="r", title="Returns", text="1. Register.\n2. Pack.\n3. Send."
    )
    sentences = tuple(
        AnswerSentence(text=one, quote=one, hits=(_hit(page),)) for one in ("Register.", "Send.")
    )
    reply = answer_reply(Answer(question="?", answered=True, answerable=0.9, sentences=sentences))
    assert reply.text == "Register. Send."
