"""Renders an answer from the documents: sentences with numbered sources, or an honest decline."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from bot.conversation.messages import DECLINE, Citation, Reply
from bot.respond.headings import heading_of
from bot.respond.rows import row_line
from bot.respond.tables import Tables
from bot.respond.texts import load_texts
from retrieval.documents.steps import step_of
from retrieval.types import Answer, AnswerSentence, PassageHit

UNSURE = "utter_no_sure_answer_found"
"""Said of a question that is declined where a page comes close."""
_GAP = 5
"""Characters between two quotes of a passage that still count as one piece, such as the number of a step."""


def answer_reply(answer: Answer, *, by_domain: bool = False) -> Reply:
    """The reply to a question, or a decline with the offer of a person: in built-in words, or naming only its
    response, which is worded ``by_domain``. Where a page comes close, a decline names it. A sentence without
    a source is never shown."""
    sentences = [sentence for sentence in answer.sentences if sentence.hits]
    if answer.answered and answer.curated:
        return _curated(answer.curated, sentences)
    if not answer.answered or not sentences:
        return _declined(answer, by_domain)
    return _extracted(sentences)


def _declined(answer: Answer, by_domain: bool) -> Reply:
    closest = answer.closest
    page = _citation(closest.hits[0], {}, 0, 0, closest.quote) if closest else None
    reply = Reply(text="", kind="decline", response=UNSURE if page else DECLINE, closest=page)
    if by_domain:
        return reply
    said = load_texts("en").responses[reply.response][0]
    return replace(reply, text=said.text, buttons=said.buttons)


def _curated(text: str, sentences: list[AnswerSentence]) -> Reply:
    """An approved text; its sources stand for the whole of it."""
    numbers: dict[str, int] = {}
    citations = [
        _citation(hit, numbers, 0, len(text), sentence.quote)
        for sentence in sentences
        for hit in sentence.hits
        if hit.passage.passage_id not in numbers
    ]
    return Reply(text=text, kind="curated", citations=tuple(citations))


def _extracted(sentences: list[AnswerSentence]) -> Reply:
    text = ""
    citations: list[Citation] = []
    numbers: dict[str, int] = {}
    heading, page, tables = "", "", Tables()
    several = _of_several_pages(sentences)
    steps = _steps(sentences)
    for at, sentence in enumerate(sentences):
        said, above, before = _line(sentence) or sentence.text, heading, page
        page = sentence.hits[0].passage.title
        named = page if several and page != before and not sentence.otherwise else ""
        above = "" if named else above
        table, step = _begins_table(sentences, at), steps[at]
        heading = _caption(sentence) if table else heading_of(sentence)
        told = several and page == before and heading == page  # stands before the sentence of that page above
        lead = _lead(_together(named, "" if told else heading))
        if step:
            text += ("\n" if text else "") + ("" if step.continues else f"{lead.rstrip()}\n".lstrip())
            text += step.marker
        elif table:
            text += ("\n" if text else "") + (f"{lead.rstrip()}\n" if lead and heading != above else "")
        elif heading and heading == above:
            text = f"{text.removesuffix('.')}; " if said[0].islower() else text + _joint(text, said)
        elif named:
            text += ("\n" if text else "") + lead
        else:
            text += _joint(text, said) + (_otherwise(sentence) if sentence.otherwise else "") + lead
        start = len(text)
        text += said
        tables.add(sentence, start, len(text))
        for hit, quote in _quoted(sentence):
            _add(
                citations,
                _citation(hit, numbers, start, len(text), quote),
                hit,
                len(step.marker) if step else 0,
            )
    return Reply(text=text, kind="answer", citations=tuple(citations), tables=tables.of_several_rows())


def _of_several_pages(sentences: list[AnswerSentence]) -> bool:
    """Whether what was extracted comes from several pages: each is named then, as what one says holds of what
    it is about. What contradicts the sentence before it is led over to otherwise."""
    titles = {one.hits[0].passage.title for one in sentences if not one.otherwise and not one.sources}
    return len(titles) > 1


class _Step(NamedTuple):
    """A step of a numbered list, as it is written, and whether one of the list stands before it."""

    marker: str
    continues: bool


def _steps(sentences: list[AnswerSentence]) -> list[_Step | None]:
    """Which sentences are steps of a list of which others stand beside them."""
    places = [(one.hits[0].passage, step_of(one.hits[0].passage, one.quote)) for one in sentences]
    found: list[_Step | None] = []
    for at, (passage, number) in enumerate(places):
        before = at > 0 and places[at - 1] == (passage, number - 1) and number > 1
        behind = at + 1 < len(places) and places[at + 1] == (passage, number + 1)
        found.append(_Step(f"{number}. ", before) if number and (before or behind) else None)
    return found


def _begins_table(sentences: list[AnswerSentence], at: int) -> bool:
    """Whether a sentence is the first of several rows of a passage."""
    before, behind = sentences[max(0, at - 1) : at], sentences[at + 1 : at + 2]
    own = sentences[at]
    return any(_in_one_table(own, one) for one in behind) and not any(
        _in_one_table(one, own) for one in before
    )


def _in_one_table(one: AnswerSentence, other: AnswerSentence) -> bool:
    rows = all(_line(each) and not each.otherwise for each in (one, other))
    return rows and one.hits[0].passage.passage_id == other.hits[0].passage.passage_id


def _caption(row: AnswerSentence) -> str:
    """What stands above rows: the innermost heading, or else the page's title."""
    passage = row.hits[0].passage
    return passage.heading.split("›")[-1].strip() or passage.title


def _together(page: str, heading: str) -> str:
    """A page's title with the heading below it, where they are not the same."""
    return ", ".join(dict.fromkeys(filter(None, (page, heading))))


def _line(sentence: AnswerSentence) -> str:
    """The row of a table that a sentence was made of, "" for any other."""
    said = row_line(sentence.text, sentence.quote)
    return said if said != sentence.text else ""


def _lead(heading: str) -> str:
    if not heading:
        return ""
    return f"{heading} " if heading.endswith((":", "?", "!")) else f"{heading}: "


def _otherwise(sentence: AnswerSentence) -> str:
    """What leads over to a source that contradicts the one before it."""
    texts, updated = load_texts("en").sources, sentence.hits[0].passage.updated
    if not updated:
        return texts["otherwise"]
    day = date.fromisoformat(updated)
    return texts["otherwise_dated"].format(date=f"{day.day} {day:%B %Y}")


def _quoted(sentence: AnswerSentence) -> list[tuple[PassageHit, str]]:
    """The passages of a sentence with what each of them says; a worded one quotes what it was made of."""
    return [
        (hit, quote)
        for source in sentence.sources or (sentence,)
        for hit, quote in zip(source.hits, (source.quote or source.text, *source.also, ""), strict=False)
    ]


def _joint(before: str, sentence: str) -> str:
    """Sentences follow on one line; rows of lists and tables begin their own."""
    if not before:
        return ""
    return (
        "\n" if "\n" in before or "\n" in sentence or not before.rstrip().endswith((".", "!", "?")) else " "
    )


def _citation(hit: PassageHit, numbers: dict[str, int], start: int, end: int, quote: str) -> Citation:
    passage = hit.passage
    number = numbers.setdefault(passage.passage_id, len(numbers) + 1)
    return Citation(
        number=number,
        start=start,
        end=end,
        passage_id=passage.passage_id,
        document_id=passage.document_id,
        title=passage.title,
        quote=quote if quote and quote in passage.text else passage.text,
        heading=passage.heading,
        url=passage.url,
        page=passage.page,
        updated=passage.updated,
    )


def _add(citations: list[Citation], new: Citation, hit: PassageHit, marker: int) -> None:
    """Take up a citation; one that goes on where the last one of the same passage ended, before a ``marker``
    of so many characters, is joined to it."""
    last = citations[-1] if citations else None
    joined = _joined_quote(last.quote, new.quote, hit.passage.text) if last else ""
    if last and last.passage_id == new.passage_id and new.start - last.end <= 1 + marker and joined:
        citations[-1] = replace(last, end=new.end, quote=joined)
    else:
        citations.append(new)


def _joined_quote(first: str, second: str, passage: str) -> str:
    """The piece of a passage that holds both quotes, or "" where they do not stand together."""
    start, other = passage.find(first), passage.find(second)
    if start < 0 or other < start or other - (start + len(first)) > _GAP:
        return ""
    return passage[start : max(start + len(first), other + len(second))]
