"""A question to an answer: curated, else sentences with their passages, else the honest lack of one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from retrieval.documents.body_measures import body_measures
from retrieval.documents.bounds import is_other_bound
from retrieval.documents.candidates import Found, within
from retrieval.documents.choose import (
    SHOWN,
    choose,
    ordered,
    renewed,
    with_antecedents,
    without_gaps,
)
from retrieval.documents.denial import denied, with_rules
from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.follow_up import ASKING, FollowUp, learned_of, readings, verdict_on
from retrieval.documents.for_whom import NOTHING, About
from retrieval.documents.guides import AS_ASKED, TRIED, Guides
from retrieval.documents.items import with_items
from retrieval.documents.labels import behind_label
from retrieval.documents.measures import measured, measures_in, row_named
from retrieval.documents.query import (
    MAX_QUESTION,
    asked_anew,
    is_follow_up,
    plainly,
    subject_of,
    whole_question,
    without_opening,
)
from retrieval.documents.questions import Part, questions_in
from retrieval.documents.references import referring
from retrieval.documents.reread import reread
from retrieval.documents.search import Documents
from retrieval.documents.shop_words import reworded
from retrieval.documents.shown import closest_of, of_another, sentences_of, source_of
from retrieval.documents.siblings import is_called
from retrieval.documents.size_guides import (
    asks_size,
)
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.spoken_rows import Before, day_of_shown, lately_said, row_spoken_of, rows_meant
from retrieval.documents.steps import with_steps
from retrieval.documents.topic import (
    bare_of,
    count_of,
    either_of,
    figure_of,
    named_of,
    page_about,
    page_called,
    section_for,
    section_on,
    topic_of,
    two_of,
)
from retrieval.documents.verdict import Verdict, judged, likelier, log_odds
from retrieval.documents.when import holds_at_another_time
from retrieval.documents.yes_or_no import as_asked
from retrieval.rerank import NO_RERANKERS, Rerankers
from retrieval.spelling import is_noise
from retrieval.told import asks_to_be_told
from retrieval.types import Answer, AnswerSentence, PassageHit
from retrieval.words import words

SURE, TELLING = 2.0, 3
"""Log-odds above the threshold, and words that say something, from which a question that is whole by its form
is read alone only: "what are the benefits" asks of what was spoken of."""
SHOWN_OF_PART = 2
"""Units that are shown for one of two questions of a message."""
AHEAD = 1.0
"""Log-odds above the threshold from which an answer is given where something else could be wanted."""
ROUNDING = 1e-9
NEAR = 3
"""Messages back in which a document may have been named that a question is still about."""


class Answerer:
    """Answers from ``documents``. Safe for threads; some milliseconds, the models' share included."""

    def __init__(
        self, documents: Documents, rerankers: Rerankers = NO_RERANKERS, *, threshold: float = 0.0
    ) -> None:
        """``rerankers``: used where the index was fitted with them. ``threshold``: answer from this
        probability on; 0 takes the one that was fitted."""
        self._documents, self._rerankers = documents, rerankers
        self._threshold = threshold
        self._guides = Guides(documents, rerankers, lambda: likelier(self.threshold, AHEAD))

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        cited: Sequence[str] = (),
        about: About = NOTHING,
    ) -> Answer:
        """Answer, or decline; ``history``: what the shopper said before, oldest first; ``cited``: ids of the
        passages that the answer before came from, where one was shown; ``about``: the product at hand.

        Raises: IndexMissing, IndexDamaged, ModelFileError.
        """
        snapshot, question = self._documents.newest(), without_opening(question)
        found = self._documents.find(snapshot, question, history)
        curated = None if _follows(question, history) else self._curated(snapshot, question, found)
        given = curated or self._guides.chart(snapshot, question, found)
        if given is None and (about.text or asks_size(question)) and body_measures(question, of_size=True):
            given = self._guides.sized(snapshot, question, found, history, about)
        before = Before(history, cited, about.text)
        answer = given or self._in_either_words(snapshot, question, found, before)
        return answer if answer.answered else self._curated_for_either(snapshot, question) or answer

    def surely(self, answer: Answer, ahead: float = AHEAD) -> bool:
        """Whether an answer is so sure that it may be given where something else could be wanted: by
        ``ahead`` log-odds above the threshold."""
        return answer.answered and self._is_ahead(answer.answerable, ahead)

    def _is_ahead(self, probability: float, ahead: float = AHEAD) -> bool:
        return log_odds(probability) - log_odds(self.threshold) >= ahead - ROUNDING

    @property
    def threshold(self) -> float:
        """The probability from which a question is answered."""
        return self._threshold or self._documents.newest().content.model.threshold

    def explained(self, question: str, k: int = 5, history: Sequence[str] = ()) -> list[PassageHit]:
        """The ``k`` best passages with all their scores, also those of the re-rankers that there are.

        Raises: IndexMissing, IndexDamaged, ModelFileError.
        """
        snapshot = self._documents.newest()
        found = self._documents.find(snapshot, without_opening(question), history)
        read = reread(snapshot, found, self._rerankers, k)
        return [found.hit(snapshot, rank, one.scores, one.sentence) for rank, one in enumerate(read)]

    def _curated(self, snapshot: Snapshot, question: str, found: Found) -> Answer | None:
        """An approved answer that is still valid, when its questions are close."""
        content = snapshot.content
        if not content.curated:
            return None
        owners = [answer for answer in content.curated for _ in answer.questions]
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        valid = np.array([not answer.has_run_out(today) for answer in owners])
        cosines = content.curated_vectors @ found.query.vector  # (variants, d) @ (d,) -> (variants,)
        best = int(np.argmax(np.where(valid, cosines, -1)))
        if not valid[best] or cosines[best] < content.model.curated:
            return None
        answer = owners[best]
        sources = (source_of(snapshot, found, document_id, answer.answer) for document_id in answer.sources)
        return Answer(
            question=question, answered=True, answerable=float(min(1.0, cosines[best])),
            sentences=tuple(AnswerSentence(text=answer.answer, hits=hits) for hits in sources if hits),
            tried=tuple(found.documents(snapshot, TRIED)), curated=answer.answer, curated_id=answer.id,
        )  # fmt: skip

    def _curated_for_either(self, snapshot: Snapshot, question: str) -> Answer | None:
        """The approved answer for one of two things that a question asks of: "with klarna or paypal"."""
        alone = ((asked, self._documents.find(snapshot, asked)) for asked in either_of(question))
        given = (self._curated(snapshot, asked, found) for asked, found in alone)
        one = next(filter(None, given), None)
        return replace(one, question=question) if one is not None else None

    def sized(self, question: str, history: Sequence[str], about: About = NOTHING) -> Answer | None:
        """What the size guides say; see ``Guides.sized``."""
        snapshot, question = self._documents.newest(), without_opening(question)
        found = self._documents.find(snapshot, question)
        return self._guides.sized(snapshot, question, found, history, about)

    def cared(self, question: str, spoken: str) -> Answer | None:
        """How what is ``spoken`` of is cared for; see ``Guides.cared``."""
        return self._guides.cared(self._documents.newest(), question, spoken)

    def _in_either_words(self, snapshot: Snapshot, question: str, found: Found, before: Before) -> Answer:
        """What answers a question, or, where that is likelier, the same in the words of pages."""
        answer = self._extracted(snapshot, question, found, before)
        for other in reworded(question):
            alike = self._documents.find(snapshot, other, before.said)
            told = self._extracted(snapshot, other, alike, before)
            if told.answered and (told.answerable > answer.answerable or not answer.answered):
                answer = replace(told, question=question)
        return self._told_apart(snapshot, question, answer)

    def _told_apart(self, snapshot: Snapshot, question: str, answer: Answer) -> Answer:
        """Where a question asks how two things differ, and the answer speaks of one: what the same page says
        of each; else the answer."""
        two = two_of(question) or ()
        if not two or all(any(_says(one.text, thing) for one in answer.sentences) for thing in two):
            return answer
        told: list[AnswerSentence] = []
        for thing in two:
            alone = self._extracted(snapshot, thing, self._documents.find(snapshot, thing), Before())
            told += [one for one in alone.sentences if _says(one.text, thing)][:1]
        pages = [{hit.passage.document_id for hit in one.hits} for one in told]
        if len(told) < len(two) or not set.intersection(*pages):
            return answer
        return replace(answer, answered=True, sentences=tuple(told), closest=None)

    def _extracted(self, snapshot: Snapshot, question: str, found: Found, before: Before) -> Answer:
        tried = tuple(found.documents(snapshot, TRIED))
        parts = questions_in(question)
        read = self._read(snapshot, found, question, before)
        if not read.covering and len(parts) == 1 and parts[0].lead:
            behind = self._read_part(snapshot, parts[0], before, ())
            if self._is_ahead(behind.probability):
                read = behind
        taught = found.recalled.nearest >= AS_ASKED
        lead, told = ([], False) if taught else self._lead(snapshot, question, found, before, read)
        if lead:
            least = likelier(self.threshold, AHEAD) if told else self.threshold
            read = Verdict(max(read.probability, least), self.threshold, lead)
        elif read.margin < AHEAD and not taught:
            read = self._bare(snapshot, question, before, read)
        probability = read.probability
        ranked = [one for one in read.covering if not holds_at_another_time(question, one.unit.text)]
        ranked = [one for one in ranked if not is_other_bound(question, one.unit.text)] or ranked
        parts = parts if len(parts) > 1 else []
        not_so = denied(snapshot, question, ranked)
        chosen = not_so or lead or (choose(snapshot, ranked, SHOWN - len(parts[1:])) if ranked else [])
        chosen = [one for one in chosen if not of_another(question, one.unit.text)]
        if _follows(question, before.said):
            earlier = set(words(whole_question(snapshot, subject_of(before.said[-NEAR:]), ())))
            chosen = renewed(snapshot, chosen, earlier, set(words(found.query.text)) - earlier)
        chosen = rows_meant(snapshot, question, found.query.text, before, chosen)
        if parts:
            of_parts, surest = self._of_parts(snapshot, parts, before, chosen)
            settled = bool(taught or lead or not_so)
            chosen = _all_of(of_parts if all(of_parts) and not settled else [chosen, *of_parts])
            probability = max(probability, surest)
        else:
            chosen = self._of_reference(snapshot, question, before, chosen)
        most = max(SHOWN, len(chosen))
        rows = measured(
            snapshot, _with_measure(question, before.said), chosen, list(lately_said(snapshot, before.said))
        )
        best = ordered(snapshot, rows[:most])
        stepwise = best if parts else with_steps(snapshot, question, found, best)
        whole = with_antecedents(snapshot, with_rules(snapshot, question, stepwise))
        whole = without_gaps(snapshot, whole, lambda text: _holds_of(question, text))
        shown = as_asked(snapshot, found.query.text, with_items(snapshot, question, whole))
        sentences = tuple(
            sentence for one in shown for sentence in sentences_of(snapshot, found, one, ranked)
        )
        return Answer(
            question=question, answered=bool(sentences), answerable=probability, tried=tried,
            sentences=sentences, closest=None if sentences else closest_of(snapshot, found, question, read),
        )  # fmt: skip

    def _of_reference(
        self, snapshot: Snapshot, question: str, before: Before, chosen: list[Ranked]
    ) -> list[Ranked]:
        """``chosen``, or what the page begins with and says that a sentence beside the best one names for
        what is spoken of."""
        said = [*before.said[-NEAR:], question, before.about]
        if (sent := referring(snapshot, chosen, said)) is None:
            return chosen
        sentence, told, places = sent
        model, there = snapshot.content.model, np.array(places, np.int64)
        found = within(snapshot, self._documents.find(snapshot, f"{question} {told}"), model.fusion, there)
        read = judged(snapshot, found, model, self._rerankers.for_sentences)
        ranked = [one for one in read.ranked if not is_other_bound(question, one.unit.text)]
        first = [one for one in ranked if one.number == snapshot.unit_range(places[0]).start]
        return [sentence, *first, *choose(snapshot, ranked, SHOWN - 2)] if ranked else chosen

    def _lead(
        self, snapshot: Snapshot, question: str, found: Found, before: Before, read: Verdict
    ) -> tuple[list[Ranked], bool]:
        """What answers by its form rather than by its likeness, and whether that is sure: a number to call,
        the row of what was spoken of, what a page begins with that is about what is asked for; else []."""
        if day := day_of_shown(snapshot, question, before):
            return day, True
        if (line := snapshot.contacts.asked(question)) is not None:
            place = int(snapshot.content.owners[line])
            return [Ranked(snapshot.content.units[line], line, place, 1.0, 1.0)], True
        if row := row_spoken_of(snapshot, question, before, map(int, found.places)):
            return row, True
        on = bool(before.cited) and _follows(question, before.said)
        if lead := [] if on else self._page_called(snapshot, question):
            return lead, True
        if not read.covering and (row := row_named(snapshot, question, read.ranked)):
            return row, False
        if not read.covering and (section := section_on(snapshot, found, question)):
            return section, False
        if section := section_for(snapshot, found, question, read.ranked, covered=bool(read.covering)):
            return section, False
        told = asks_to_be_told(question)
        return (self._page_about(snapshot, question, before) if told or read.margin < AHEAD else []), told

    def _page_called(self, snapshot: Snapshot, question: str) -> list[Ranked]:
        """What the page begins with that is called as the question names a thing, or what stands behind such
        a label, be it asked whether there is one; else []."""
        for name in dict.fromkeys(filter(None, (topic_of(question), named_of(question)))):
            of_name = self._documents.find(snapshot, name)
            if lead := page_called(snapshot, of_name, name) or behind_label(snapshot, of_name, name):
                return lead
        return []

    def _page_about(self, snapshot: Snapshot, question: str, before: Before) -> list[Ranked]:
        """What the page about a thing begins with, where it is asked whether there is one; else []."""
        topic = topic_of(question, opens=not before.said)
        return page_about(snapshot, self._documents.find(snapshot, topic), topic) if topic else []

    def _bare(self, snapshot: Snapshot, question: str, before: Before, read: Verdict) -> Verdict:
        """What a question for yes or no is answered with without its form, or one of two things of one of
        them, where that is so by far, just sure enough then; else what was ``read``."""
        figure = figure_of(question) or count_of(question) or plainly(question) if not read.covering else ""
        alone = not before.said or topic_of(question, opens=False)
        bare = figure or (bare_of(question) if alone else "")
        either = [] if read.covering else either_of(question)
        for asked in filter(None, (bare, *either)):
            other = self._read(snapshot, self._documents.find(snapshot, asked), asked, Before())
            if other.margin >= AHEAD:
                return Verdict(self.threshold, self.threshold, other.ranked)
        return read

    def _read(self, snapshot: Snapshot, found: Found, question: str, before: Before) -> Verdict:
        """How likely the documents cover a question, and the units that may answer it, best first.
        ``before``: what ``question`` may follow."""
        content, recalled = snapshot.content, found.recalled
        if not any(map(str.isalnum, question)) or is_noise(question):
            return Verdict(0.0, self.threshold, [])
        if recalled.nearest >= AS_ASKED:
            units = [
                Ranked(content.units[n], n, int(content.owners[n]), 1.0, recalled.nearest)
                for n in recalled.units
            ]
            return Verdict(recalled.nearest if units else 1 - recalled.nearest, AS_ASKED, units)
        verdict = self._verdict(snapshot, found, question, before)
        return verdict._replace(threshold=self._threshold or verdict.threshold)

    def _of_parts(
        self, snapshot: Snapshot, parts: Sequence[Part], before: Before, chosen: Sequence[Ranked]
    ) -> tuple[list[list[Ranked]], float]:
        """What answers each of the questions of a message, [] for those that nothing does, and how sure the
        surest is. ``chosen``: what answers the message as a whole."""
        told, surest = list[list[Ranked]](), 0.0
        for part in parts:
            behind = self._read_part(snapshot, part, before, _all_of(told) or chosen)
            alone, most = self._part_alone(snapshot, part), SHOWN_OF_PART if len(parts) < SHOWN else 1
            said = [choose(snapshot, behind.covering, most)] if behind.covering else []
            if alone is not None:
                said.append(choose(snapshot, alone.ranked, 1 if is_follow_up(part.question) else most))
            told.append(_all_of(said))
            surest = max(surest, behind.probability, alone.probability if alone is not None else 0.0)
        return told, surest

    def _part_alone(self, snapshot: Snapshot, part: Part) -> Verdict | None:
        """What is made of one of several questions of a message by itself, where it says something new and is
        sure, surer where it leans on something by its form; else None."""
        if not part.lead or not text_words(part.question) - ASKING - text_words(part.lead):
            return None
        found = self._documents.find(snapshot, part.question)
        alone = self._read(snapshot, found, part.question, Before())
        return alone if alone.margin >= (SURE if is_follow_up(part.question) else AHEAD) else None

    def _read_part(self, snapshot: Snapshot, part: Part, before: Before, chosen: Sequence[Ranked]) -> Verdict:
        """``_read`` for one of several questions of a message: it may lean on what the message says first,
        and stands beside what is ``chosen`` already."""
        said = [*before.said, part.lead] if part.lead else before.said
        cited = [snapshot.content.passages[one.place].passage_id for one in chosen] or before.cited
        found = self._documents.find(snapshot, part.question, said)
        read = self._read(snapshot, found, part.question, Before(said, cited))
        if read.covering or not part.lead:
            return read
        together = judged(snapshot, found, snapshot.content.model, self._rerankers.for_sentences)
        naming = _naming_what_is_new(together, part.question, said)
        return naming if naming.ranked is not together.ranked else read  # "how much is express, and standard"

    def _verdict(self, snapshot: Snapshot, found: Found, question: str, before: Before) -> Verdict:
        model, rerankers, said = snapshot.content.model, self._rerankers.for_sentences, before.said
        if not said:
            return judged(snapshot, found, model, rerankers)
        if learned_of(model) is None:
            return _naming_what_is_new(judged(snapshot, found, model, rerankers), question, said)
        find, whole = self._documents.find, not is_follow_up(question[:MAX_QUESTION])
        alone = found if whole else find(snapshot, question)
        by_itself = judged(snapshot, alone, model, rerankers)
        if whole and by_itself.margin >= SURE and len(words(question)) >= TELLING:  # a change of subject, too
            return self._of_the_same(snapshot, by_itself, question, said)
        cited = tuple(snapshot.places[one] for one in before.cited if one in snapshot.places)

        def behind(subject: str) -> Verdict:
            both = find(snapshot, question, before=subject)
            seen = FollowUp(both, find(snapshot, subject), alone, whole, cited)
            return verdict_on(readings(snapshot, seen, model, rerankers, alone=by_itself), model)

        subject = subject_of(said[-NEAR:])
        if anew := asked_anew(snapshot, question, subject):
            moved_on = judged(snapshot, find(snapshot, anew), model, rerankers)
            if moved_on.margin >= AHEAD:
                return moved_on
        verdict = behind(subject)
        if not verdict.covering and subject != said[-1]:
            last = behind(said[-1])
            verdict = last if last.covering else verdict
        if verdict.margin < AHEAD and len(said) > 1 and before.cited:
            earlier = behind(" ".join(said[-NEAR:]))
            verdict = earlier if earlier.margin > max(verdict.margin, 0.0) else verdict
        return (
            self._of_the_same(snapshot, verdict, question, said)
            if whole
            else _of_named(snapshot, verdict, question)
        )

    def _of_the_same(
        self, snapshot: Snapshot, verdict: Verdict, question: str, history: Sequence[str]
    ) -> Verdict:
        """The verdict on the document that was named last, where the question names none and another document
        of the kind answers: the dog may come along to Dublin, not only to Hamburg."""

        def title(one: Ranked) -> str:
            return snapshot.content.passages[one.place].title

        def meant(one: Ranked, said: str, asked: str = "") -> str:
            return snapshot.siblings.meant(title(one), said, asked)

        spoken = (
            meant(one, said, question) for one in verdict.ranked[:1] for said in reversed(history[-NEAR:])
        )
        word = next((word for word in spoken if word), "")
        if not word:
            return verdict
        found = self._documents.find(snapshot, f"{question} {word}")
        other = judged(snapshot, found, snapshot.content.model, self._rerankers.for_sentences)
        there = any(is_called(title(one), word) for one in other.ranked[:1])
        if other.probability < other.threshold or not there:
            return verdict
        return other._replace(ranked=[one for one in other.ranked if not meant(one, word)])


def _of_named(snapshot: Snapshot, verdict: Verdict, question: str) -> Verdict:
    """Without the units of documents of whose kind the question names another, where any other is left: "ok
    and munich saturday" asks nothing of the store in Hamburg, though that was spoken of."""
    kept = [
        one
        for one in verdict.ranked
        if not snapshot.siblings.meant(snapshot.content.passages[one.place].title, question, "")
    ]
    return verdict._replace(ranked=kept or verdict.ranked)


def _naming_what_is_new(verdict: Verdict, question: str, said: Sequence[str]) -> Verdict:
    """Where nothing was learned about follow-ups: of one, the units that name all that it adds, if there are
    such. What answers the question before it comes first otherwise, as both are read together."""
    new = set(words(question)) - set(words(said[-1]))
    naming = [one for one in verdict.ranked if new <= text_words(one.unit.text)]
    return verdict._replace(ranked=naming) if new and naming and _follows(question, said) else verdict


def _all_of(groups: Sequence[Sequence[Ranked]]) -> list[Ranked]:
    """The units of all groups, each once."""
    return list({one.number: one for group in groups for one in group}.values())


def _with_measure(question: str, said: Sequence[str]) -> str:
    """A follow-up without a measure with the message before it: "and in UK sizes?"."""
    return f"{said[-1]} {question}" if _follows(question, said) and not measures_in(question) else question


def _holds_of(question: str, unit: str) -> bool:
    return not (of_another(question, unit) or holds_at_another_time(question, unit))


def _follows(question: str, history: Sequence[str]) -> bool:
    return bool(history) and is_follow_up(question[:MAX_QUESTION])


def _says(text: str, thing: str) -> bool:
    """Whether a text has all words of a thing."""
    said = set(words(thing))
    return bool(said) and said <= set(words(text))
