"""Names of people, by what stands around them and by lists: "my name is", "Mr", "regards", an answer to "What is
your name?", a first name with a capital. Names that are words too only in a name's place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from retrieval.people import folded
from training.transcripts.personal_data import cues
from training.transcripts.personal_data.found import MASK, Found, Passage
from training.transcripts.personal_data.names_by_place import find_placed
from training.transcripts.personal_data.words import COMPANY, PARTICLES, SELDOM_WORDS, Words


class Mention(NamedTuple):
    """Characters that name a person; ``of_speaker``: who says it names themselves."""

    start: int
    end: int
    of_speaker: bool = False


class NameFinder:
    """Finds the names in one passage; what is known from elsewhere in a dialogue is people.py's."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def find(self, said: Passage, data: Sequence[Found]) -> list[Mention]:
        """``data``: what else was found in the passage; a name may stand right before an address."""
        text = said.text
        blocked = [match.span() for match in MASK.finditer(text)] + [(one.start, one.end) for one in data]
        mentions = [
            mention
            for mention in self._mentions(said, data)
            if not any(mention.start < end and start < mention.end for start, end in blocked)
        ]
        return longest(mentions)

    def _mentions(self, said: Passage, data: Sequence[Found]) -> Iterator[Mention]:
        text = said.text
        for cue, loose, speaker in ((cues.INTRO, True, True), (cues.LABEL, False, False), (cues.SELF, False, True), (cues.TITLED, True, False),
                                    (cues.GREETING, False, False), (cues.GREETING_ABROAD, False, False), (cues.RELATION, False, False)):  # fmt: skip
            for match in cue.finditer(text):
                greeting = cue in (cues.GREETING, cues.GREETING_ABROAD)
                if greeting and cues.STOP.search(match[0]) and self._goes_on(text, match.end()):
                    continue
                yield from self._with_others(
                    text, match.end(), loose=loose, speaker=speaker and not text[match.start()].isspace()
                )
        yield from self._greeted(text)
        yield from self._signed(text)
        yield from self._introduced(text)
        yield from self._related(text)
        yield from self._listed_pairs(text)
        if not said.from_shop and (last := cues.LAST_WORD.search(text)) and self._is_no_word(last["name"]):
            yield Mention(*last.span("name"), of_speaker=True)
        yield from (Mention(*one) for one in find_placed(said, data, self._words))
        if "spel" in text.casefold() or "name" in said.asked:
            yield from (Mention(*match.span()) for match in cues.SPELLED.finditer(text))
        yield from self._here(text)
        yield from self._weak(text)
        yield from self._called(text)
        yield from self._capitals(text)
        yield from self._pairs(text)
        yield from self._before_data(text, data)
        if "name" in said.asked:
            yield from self._answered(text)

    def _with_others(self, text: str, start: int, *, loose: bool, speaker: bool) -> Iterator[Mention]:
        """The name that begins here, and one joined to it: "Bob & Alice Turner"."""
        span = self.name_at(text, start, loose=loose)
        if span is None:
            return
        yield Mention(*span, of_speaker=speaker)
        joined = re.match(
            r"(?:\s(?:&|\+|and|und|et|y|e|og|och|en|or|oder|ou|eller)\s|/)(?=[^\W\d_])", text[span[1] :]
        )
        if joined and text[span[1] + joined.end()].isupper():
            other = self.name_at(text, span[1] + joined.end(), loose=False)
            if other:
                yield Mention(*other)

    def _goes_on(self, text: str, start: int) -> bool:
        """Whether a word that begins a sentence here is in no list and the sentence goes on: "Danke! Wird heute"."""
        token = cues.TOKEN.match(text, start)
        return (
            token is not None
            and not self._words.is_listed(token[0])
            and not self._words.is_listed(token[0].split("-")[0])
            and not cues.CLOSED.match(text, token.end())
        )

    def name_at(self, text: str, start: int, *, loose: bool) -> tuple[int, int] | None:
        """The name that begins at a place, titles skipped. ``loose``: the text says that a name follows, so
        that small letters and unknown words are one too."""
        while start < len(text) and text[start] in cues.SKIPPED:
            start += 1
        if titles := cues.TITLES.match(text, start):
            start, loose = titles.end(), True
        end, count, cursor = start, 0, start
        while (
            count < 6
            and (token := cues.TOKEN.match(text, cursor))
            and not cues.CODE_BEHIND.match(text, token.end())
        ):
            word = _without_genitive(token[0])
            if not self._continues(
                text,
                token,
                first=count == 0,
                small=not _has_capital(text, (cues.TOKEN.match(text, start) or token)[0]),
                loose=loose,
            ):
                if not (count and folded(word) in PARTICLES):
                    break
            else:
                end = token.start() + len(word)
            count += 1
            cursor = token.end()
            if len(token[0]) == 1 and text[cursor : cursor + 1] == ".":
                cursor += 1
            if len(word) < len(token[0]) or not (gap := cues.GAP.match(text, cursor)):
                break
            cursor = gap.end()
        return (start, end) if end - start > 1 else None

    def _continues(self, text: str, token: re.Match[str], *, first: bool, small: bool, loose: bool) -> bool:
        word = _without_genitive(token[0])
        capital = _has_capital(text, word)
        if len(word) == 1:
            return self._is_initial(text, token, first=first, loose=loose)
        if cues.PARTICLE_JOINED.match(folded(word)) and (
            not first or (loose and word[-1].islower() and any(c.isupper() for c in word))
        ):
            return True
        if first and (capital or loose) and folded(word) in PARTICLES:
            surname = cues.BEHIND_PARTICLES.match(text, token.end())
            return (
                surname is not None
                and (surname["name"][0].isupper() or self._words.is_last(surname["name"]))
                and (
                    not self._words.is_ordinary(surname["name"])
                    or (loose and (surname["name"][0].isupper() or self._words.is_last(surname["name"])))
                )
            )
        if first:
            return self._begins(text, token, word, loose=loose)
        if capital:
            listed = (
                self._words.is_listed(word) and len(word) > 3 and bool(cues.BOUNDARY.match(text, token.end()))
            )
            return not small and len(word) > 1 and (not self._words.is_ordinary(word) or listed)
        if not small:
            return False
        listed = self._words.is_listed(word)
        if (
            all(len(part) > 2 and not self._words.is_ordinary(part) for part in word.split("-"))
            and "-" in word
        ):
            return True
        if self._words.is_ordinary(word):
            told = loose or self._words.may_be_first(text[: token.start()].split()[-1])
            return told and listed and len(word) > 3 and bool(cues.BOUNDARY.match(text, token.end()))
        return listed or bool(cues.BOUNDARY.match(text, token.end()) and (loose or self._is_unknown(word)))

    def _is_no_word(self, word: str) -> bool:
        """Whether it is neither a word nor a town."""
        return not self._words.is_ordinary(word) and not self._words.is_town(word)

    def _is_unknown(self, word: str) -> bool:
        """Whether no list has this word, and it has no ending of a verb: behind a first name a surname."""
        return len(word) > 3 and not self._words.is_ordinary(word) and not cues.PARTICIPLE.search(word)

    def _is_initial(self, text: str, token: re.Match[str], *, first: bool, loose: bool) -> bool:
        """ "P K Subramaniam", "Paul W. Winter", "Laura K."; "I" and "A" begin sentences."""
        if token[0].islower():
            return not first and token[0] not in "aiusx" and bool(cues.INITIAL_ENDS.match(text, token.end()))
        following = cues.AFTER_INITIAL.match(text, token.end())
        surname = cues.TOKEN.match(text, following.end()) if following else None
        if surname and (
            not self._words.is_ordinary(surname[0]) or (loose and self._words.is_last(surname[0]))
        ):
            return True
        return not first and token[0] not in "AI" and bool(cues.INITIAL_ENDS.match(text, token.end()))

    def _begins(self, text: str, token: re.Match[str], word: str, *, loose: bool) -> bool:
        ordinary, listed = self._words.is_ordinary(word), self._words.is_listed(word)
        boundary = bool(cues.BOUNDARY.match(text, token.end()))
        if _has_capital(text, word):
            if not ordinary:
                return listed or loose or not cues.PARTICIPLE.search(word)
            surname = cues.TOKEN.match(text, token.end() + 1)
            named = surname is not None and self._words.is_last(surname[0]) and surname[0][0].isupper()
            return (listed and loose) or (self._words.may_be_first(word) and (boundary or named))
        if ordinary:
            named = self._words.may_be_first(word) or (listed and len(word) > 3)
            return loose and named and (boundary or self._is_last(text, token.end()))
        if self._words.is_first(word):
            return boundary or (loose and len(word) > 1) or self._is_last(text, token.end())
        return loose and len(word) > 2

    def _is_last(self, text: str, place: int) -> bool:
        """Whether a surname follows, "im bjorn haugen"; one that is a word too only at the end: "im bjorn
        winter, and"."""
        token = cues.TOKEN.match(text, place + 1)
        if token is None:
            return False
        if cues.PARTICLE_JOINED.match(folded(token[0])):
            return True
        if len(token[0]) == 1:
            return self._is_initial(text, token, first=False, loose=False)
        if not self._words.is_last(token[0]):
            return self._is_unknown(token[0]) and bool(cues.BOUNDARY.match(text, token.end()))
        return not self._words.is_ordinary(token[0]) or bool(cues.BOUNDARY.match(text, token.end()))

    def _greeted(self, text: str) -> Iterator[Mention]:
        """ "hello mark" in small letters, where the message begins."""
        match = cues.FIRST_GREETING.match(text)
        token = cues.TOKEN.match(text, match.end()) if match else None
        if token and self._words.may_be_first(token[0]) and re.match(r"\s*(?:[,.!?]|$)", text[token.end() :]):
            yield Mention(*token.span())

    def _introduced(self, text: str) -> Iterator[Mention]:
        """ "this is mark," in small letters: of the names that are words, those that nobody says he is."""
        for match in cues.SELF.finditer(text):
            token = cues.TOKEN.match(text, match.end())
            if (
                token
                and token[0].casefold() in SELDOM_WORDS
                and re.match(
                    r"\s*(?:$|[,.!?\n(])|\s(?:from|here|again|and|speaking|btw)\b", text[token.end() :]
                )
            ):
                yield Mention(*token.span(), of_speaker=True)
            elif token and match[0].strip().casefold() in cues.I_AM and self._is_unknown(token[0]):
                surname = cues.TOKEN.match(text, token.end() + 1)
                if surname and self._is_unknown(surname[0]) and cues.BOUNDARY.match(text, surname.end()):
                    yield Mention(token.start(), surname.end(), of_speaker=True)

    def _related(self, text: str) -> Iterator[Mention]:
        """ "my partner rosalind wants"."""
        for match in cues.RELATION.finditer(text):
            token = cues.TOKEN.match(text, match.end())
            if token and len(token[0]) > 3 and self._words.is_first(_without_genitive(token[0])):
                yield Mention(token.start(), token.start() + len(_without_genitive(token[0])))

    def _listed_pairs(self, text: str) -> Iterator[Mention]:
        """ "J. Pereira", "Xu Wei": two names with capitals that are no words and no towns."""
        for match in cues.CAPITAL_PAIR.finditer(text):
            one, other = match["one"], match["other"]
            initial = one.endswith(".")
            known = (
                self._words.is_last(other) or (initial and len(other) > 3)
            ) and not self._words.is_ordinary(other)
            line = (
                initial
                and self._words.is_last(other)
                and match["line"] is not None
                and match["ends"] is not None
            )
            if (
                line
                or (known and initial)
                or (
                    known
                    and (
                        self._words.is_listed(one)
                        and not self._words.is_ordinary(one)
                        and not self._words.is_town(one)
                        and not self._words.is_town(f"{one} {other}")
                    )
                )
            ):
                yield Mention(match.start("one"), match.end("other"))

    def _signed(self, text: str) -> Iterator[Mention]:
        for match in cues.SIGN_OFF.finditer(text):
            span = self.name_at(text, match.end(), loose=False) or self.name_at(text, match.end(), loose=True)
            if span is None:
                continue
            ends = re.match(
                r"['’s]*\s*(?:[.!)\n*x]|$|,\s|(?:&|\+|and|und|et|y|e|og|och|en)\s[A-Z])", text[span[1] :]
            )
            word = text[span[0] : span[1]].split()[0]
            known = (
                not word.islower() or self._words.may_be_first(word) or "\n" in match[0] or "," in match[0]
            )
            if ends and known and not (self._words.is_ordinary(word) and not self._words.may_be_first(word)):
                yield from self._with_others(text, span[0], loose=True, speaker=True)

    def _here(self, text: str) -> Iterator[Mention]:
        """ "Paul Winter here", "hey, maria again"."""
        for match in cues.HERE.finditer(text):
            words = list(cues.TOKEN.finditer(text, max(0, match.start() - 40), match.start()))
            for word in words[-4:]:
                span = self.name_at(text, word.start(), loose=False)
                if (
                    span is None
                    and word.end() == match.start()
                    and self._words.may_be_first(word[0])
                    and cues.SELF_BEFORE.search(text[: word.start()])
                ):
                    span = word.span()
                if span and span[1] == match.start():
                    if not self._words.is_ordinary(word[0]) or self._words.may_be_first(word[0]):
                        yield Mention(*span, of_speaker=True)
                    break

    def _called(self, text: str) -> Iterator[Mention]:
        """ "Thank you, Jo.", "Mark, can you help?"."""
        for match in cues.ADDRESSED.finditer(text):
            if (
                self._words.may_be_first(match["name"])
                and match["name"].casefold() not in cues.PLACES_AND_TIMES
            ):
                yield Mention(*match.span("name"))
        for match in cues.VOCATIVE.finditer(text):
            span = self.name_at(text, match.end(), loose=False)
            if span is None or not re.match(r"\s?(?:[.!?\n]|$)", text[span[1] :]):
                continue
            words = text[span[0] : span[1]].split()
            if text[span[0]].isupper() and (self._words.may_be_first(words[0]) or len(words) in (2, 3)):
                yield Mention(*span)

    def _weak(self, text: str) -> Iterator[Mention]:
        """A first name in small letters behind a preposition and before a break."""
        for match in cues.WEAK.finditer(text):
            token = cues.TOKEN.match(text, match.end())
            if token is None or cues.FROM_TO.match(text, match.start()):
                continue
            small = token[0].islower() and len(token[0]) > 3 and self._words.is_first(token[0])
            capital = (
                not token[0].islower()
                and self._words.may_be_first(token[0])
                and token[0].casefold() not in cues.PLACES_AND_TIMES
            )
            if small or (capital and match[0].split()[0].casefold() in cues.BEFORE_PEOPLE):
                span = self.name_at(text, token.start(), loose=False)
                if span and cues.BOUNDARY.match(text, span[1]):
                    yield Mention(*span)

    def _capitals(self, text: str) -> Iterator[Mention]:
        """First names with a capital that are no words, and words before a surname: "Will Summers"."""
        before = ""
        for token in cues.TOKEN.finditer(text):
            word = _without_genitive(token[0])
            previous, before = before, token[0].casefold() if text[token.end() :][:1] == " " else ""
            if (
                word[0].islower()
                or len(word) < 3
                or (word.isupper() and len(word) > 1)
                or previous in cues.DETERMINERS
            ):
                continue
            surname = cues.TOKEN.match(text, token.end() + 1) if cues.GAP.match(text, token.end()) else None
            has_surname = bool(
                surname and surname[0][0].isupper() and not surname[0].isupper() and self._words.is_last(surname[0])
                and not self._words.is_ordinary(surname[0])
            )  # fmt: skip
            sure = self._words.is_first(word) or self._words.is_first(word.split("-")[0])
            if self._words.is_town(word) and (
                previous in cues.WHERE or cues.FROM_TO.match(text, max(0, token.start() - 5))
            ):
                continue
            if (sure and not re.match(r"\s\d", text[token.end() :])) or (
                self._words.may_be_first(word) and has_surname
            ):
                span = self.name_at(text, token.start(), loose=True)
                if span:
                    yield Mention(*span)

    def _pairs(self, text: str) -> Iterator[Mention]:
        """ "Bob & Alice"."""
        for match in cues.PAIR.finditer(text):
            if all(
                self._words.may_be_first(match[part]) and match[part].casefold() not in cues.PLACES_AND_TIMES
                for part in ("one", "other")
            ):
                yield Mention(*match.span("one"))
                yield Mention(*match.span("other"))

    def _before_data(self, text: str, data: Sequence[Found]) -> Iterator[Mention]:
        """ "Jonas Weber, Hauptstr. 5": two to four words with capitals in front of an address."""
        for one in data:
            line = (
                re.search(
                    r"(?:^|[.:;\n(]|,\s|\bto\s|\bfor\s|\bis\s)\s*([^\d.:;\n,()]{4,50}?)\s?[,\n(–-]\s*$",
                    text[: one.start],
                )
                if one.kind in cues.DATA
                else None
            )
            if line is None or COMPANY.search(line[1]):
                continue
            span = self.name_at(text, line.start(1), loose=True)
            if (
                span
                and span[1] == line.end(1)
                and " " in (name := text[span[0] : span[1]])
                and (name[0].isupper() or self._words.is_first(name.split()[0]))
            ):
                yield Mention(*span)

    def _answered(self, text: str) -> Iterator[Mention]:
        """A short answer that is nothing but a name, as a whole or a part of it."""
        for segment in cues.SEGMENT.finditer(text):
            lead = cues.LEAD.match(text, segment.start(), segment.end())
            start = lead.end() if lead else segment.start()
            tokens = list(cues.TOKEN.finditer(text, start, segment.end()))
            if not 0 < len(tokens) <= 5 or any(c.isdecimal() for c in segment[0]):
                continue
            start = tokens[0].start()
            while len(tokens) > 1 and (folded(tokens[0][0]) in PARTICLES or len(tokens[0][0]) == 1):
                tokens = tokens[1:]
            first = tokens[0]
            plainly = (
                (first.start() > start and self._words.is_last(first[0]))
                or not self._words.is_ordinary(first[0])
                or self._words.may_be_first(first[0])
                or (
                    len(tokens) == 1
                    and self._words.is_last(first[0])
                    and len(segment[0].strip()) == len(text.strip(" .!"))
                )
            )
            rest = [
                t
                for t in tokens[1:]
                if self._words.is_ordinary(t[0])
                and not self._words.is_listed(t[0])
                and folded(t[0]) not in PARTICLES
            ]
            if plainly and not rest and len(first[0]) > 1:
                yield Mention(
                    start, tokens[-1].start() + len(_without_genitive(tokens[-1][0])), of_speaker=True
                )


def _has_capital(text: str, word: str) -> bool:
    """Whether a word begins with a capital that means something: in a text in capitals none does."""
    if word[0].islower():
        return False
    letters = [c for c in text if c.isalpha()] if len(word) > 1 and word.isupper() else []
    return not letters or sum(c.isupper() for c in letters) * 2 < len(letters)


def _without_genitive(word: str) -> str:
    return word[:-2] if word.casefold().endswith(("'s", "’s")) else word


def longest(mentions: list[Mention]) -> list[Mention]:
    """Without overlaps, the longer first."""
    taken: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, not m.of_speaker)):
        if not any(mention.start < other.end and other.start < mention.end for other in taken):
            taken.append(mention)
    return sorted(taken)
