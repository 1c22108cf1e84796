"""Names of people, by what stands around them and by lists: "my name is", "Mr", "regards", an answer to "What is
your name?", a first name with a capital. Names that are words too only in a name's place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from training.transcripts.personal_data.found import MASK, Found, Passage
from training.transcripts.personal_data.words import COMPANY, PARTICLES, SELDOM_WORDS, Words, folded

TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
TITLE = (
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|herrn?|frau|hr|fr|madame|monsieur|mme|mlle|señora?|sra?|sr|signora?|sig|meneer|mevrouw|dhr|mevr|"
    r"pan|pani|familie|fam|doktor|doctor|med|rer|nat|phil)\b\.?"
)
_CAP = "[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]"
_SKIP = re.compile(r"[ \t\"'“„‚«(:*]*")
_TITLES = re.compile(rf"(?:{TITLE}\s?)+", re.IGNORECASE)
_GAP = re.compile(r"[ \t]")
_BOUNDARY = re.compile(
    r"\s*(?:$|[.,;:!?)\n\"'“”&(/–-]|(?:and|from|here|again|speaking|btw|by|with|calling|writing|not|who|or|und|y|et|e|en|aus|but|the|is|has|from|at|on)\b)",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"\b(?:names?(?:'s|’s)?\s?(?:is|was|:|=)|names?['’]s|name on (?:(?:the|my|your) \w+|(?:card|label|account|parcel|order|form|box|booking)\b)(?: is)?:?|i(?:'m| am) called|mein name ist|ich hei(?:ß|ss)e|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|"
    r"il mio nome è|mijn naam is|ik heet|nazywam się|jag heter|jeg heter|jeg hedder|meu nome é|chamo-me|holder is|surname is|nachname ist)(?=[\s:,\"'“])",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:account holder|card ?holder|contact(?: person)?(?: is|:)|attn\.?:?|attention of|c/o|in the name of|recipient|receiver|signed for by|signed by|the name|last name|"
    r"first name|surname|full name|nachname|vorname|nom|apellidos?|nombre)(?: is)?[\s:,]+",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"(?:\b(?:i['’]m|i am|im|this is|it['’]s|its|it is|we are|ich bin(?: der| die)?|hier ist|hier spricht|je suis|c['’]est|soy|sono|ik ben|jestem|here is|here['’]s|sou (?:o|a)))\s",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"\b{TITLE}\s", re.IGNORECASE)
_GREETING = re.compile(
    r"\b(?:hi+|hello|hey+|hiya|yo|dear|hallo|moin|lieber?|sehr geehrter?|guten (?:tag|morgen|abend)|bonjour|bonsoir|hola|ciao|salve|buongiorno|hoi|beste|"
    r"welcome(?: back)?|good (?:morning|afternoon|evening|day)|bye|goodbye|thanks(?: again| a lot| so much)?|thank you(?: again| so much| very much)?|thx|ty|cheers|ta|"
    r"danke|merci|gracias|grazie|bedankt|obrigad[oa]|tack|sorry|ok|okay|great|perfect|congratulations|yes|no|sure|well|tell|ask(?: for)?|of course|all (?:set|done)|done|noted)"
    r"[,!.]?\s",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"\b(?:regards|wishes|cheers|thanks|thank you|thx|ty|tia|sincerely|faithfully|truly|love|best|yours|ta|bye|mfg|lg|vg|grü(?:ß|ss)en?|grü(?:ß|ss)e|cordialement|bien à vous|"
    r"saludos|atentamente|cordiali saluti|saluti|groet(?:en|jes)?|pozdrawiam|signed|xx+|rgds|br)\b(?: (?:from|in advance|again|and bye|& bye|von|de))?[\s,.!:–-]{1,5}|(?:--|—|–)\s*",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\b(?:wife|husband|partner|girlfriend|boyfriend|fianc[ée]e?|mum|mom|mother|dad|father|son|daughter|brother|sister|friend|colleague|flatmate|roommate|"
    r"neighbou?rs?|aunt|auntie|uncle|grandma|granny|grandpa|nan|boss|assistant|nephew|niece|cousin|in-law|nachbarn?|nachbarin|mann|tochter|sohn|freundin?|kolleg(?:e|in)|"
    r"till|cashier|agent|by|called|named|under|marked|says|für|pour|para)[,:]?\s",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:for|from|to|with|and|not|says|tell|ask|it['’]?s|is|von|mit|pour|con|à|voor|well),?\s",
    re.IGNORECASE,
)
_HERE = re.compile(r"\s(?:here|hier|speaking|again|am apparat)\b", re.IGNORECASE)
_SELF_BEFORE = re.compile(r"(?:^|\b(?:it['’]?s|this is|i['’]?m|i am|hey|hi|hello|hallo)\s)$", re.IGNORECASE)
_VOCATIVE = re.compile(r",\s")
_PLACES_AND_TIMES = frozenset(
    "april may june august summer winter autumn paris sydney florence georgia victoria charlotte chelsea jordan austin chad lincoln savannah virginia "
    "carolina jersey hermes".split()
)
_BEFORE_PEOPLE = frozenset("for from to by with says tell ask".split())
_ADDRESSED = re.compile(r"(?:^|[.!?\n]\s+)(?P<name>[A-Z][\w’'-]+),\s")
_WHERE = frozenset("in at near around nach aus à en".split())
_FIRST_GREETING = re.compile(r"\s*(?:hi|hello|hey|dear|hallo)(?: there)?\s", re.IGNORECASE)
_PAIR = re.compile(r"\b(?P<one>[A-Z][\w’'-]+) (?:&|and|und|et|y|e|en|\+) (?P<other>[A-Z][\w’'-]+)")
_FROM_TO = re.compile(rf"from\s{_CAP}[\w-]+\s(?:to|via)\s", re.IGNORECASE)
_CAPITAL_PAIR = re.compile(
    rf"(?P<line>(?:^|[:\n])[ \t]*)?(?<![\w.])(?P<one>[A-Z]\.|{_CAP}[a-zà-ÿ]+) ?(?<=[. ])(?P<other>{_CAP}[^\W\d_A-Z]+)(?![\w-])(?P<ends>(?=,|\s*(?:$|\n)))?"
)
_I_AM = frozenset(("i'm", "i’m", "im", "i am", "this is"))
_CODE_BEHIND = re.compile(r"-?\d|[_@/]\w")
_PARTICIPLE = re.compile(r"(?:ing|ed|ly)$", re.IGNORECASE)
_AFTER_INITIAL = re.compile(r"(?:\. ?|(?<!\b[AI])(?: [A-Z](?= ))* )(?=[A-ZÀ-ÞŁŚŽ][^\W\d_])")
_BEHIND_PARTICLES = re.compile(rf"(?: (?:{'|'.join(PARTICLES)})\b)* (?P<name>[^\W\d_]{{2,}})")
_LAST_WORD = re.compile(rf"[.!?)]\s+(?P<name>{_CAP}[a-zà-ÿ]{{2,}})\s*$")
_SPELLED = re.compile(r"\b[^\W\d_](?:-[^\W\d_]){2,}\b")
_INITIAL_ENDS = re.compile(r"\.?\s*(?:$|[.,;:!?)\n])")
_PARTICLE_JOINED = re.compile(r"(?:al|el|ap|ben|abu|bin|van|de|da|di|le|la|saint|st)-\w{2}|[od]['’]\w{3}")
"""Surnames in any case: "Al-Farsi", "o'shea"."""
_SEGMENT = re.compile(
    r"(?:[^.,;!?\n()]|(?<=\b[A-Z])\.|(?<=\b[DMdm]r)\.|(?<=\b[Mm]rs)\.|(?<=\b[Mm]s)\.|(?<=\b[Pp]rof)\.)+"
)
_LEAD = re.compile(
    r"\s*(?:(?:it['’]?s|its|it is|this is|yes|yep|sure|ok|okay|hi|i['’]?m|i am|my name is|name is|the name is|name|für|for|on|under|auf|pour|para|es|ist|ja|oui|sí|si|well|"
    r"ich bin|je suis|soy|sono|please|here|mrs?|ms|miss|dr|prof|herr|frau)[\s:,.]+)+",
    re.IGNORECASE,
)
_DETERMINERS = frozenset(
    "the a an this that these those your our every any one two der die das den dem ein eine einen le la el una un il lo les het de".split()
)
_OTHER_SCRIPT = re.compile(
    r"[\u0590-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:[ ·・][\u0590-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+){0,3}"
)
_CASED_SCRIPT = re.compile(r"[\u0370-\u03ff\u0400-\u052f]+(?:[ -][\u0370-\u03ff\u0400-\u052f]+){0,2}")
_DATA = frozenset(("address", "email", "phone", "birth_date"))


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
        return _longest(mentions)

    def _mentions(self, said: Passage, data: Sequence[Found]) -> Iterator[Mention]:
        text = said.text
        for cue, loose, speaker in ((_INTRO, True, True), (_LABEL, False, False), (_SELF, False, True), (_TITLED, True, False),
                                    (_GREETING, False, False), (_RELATION, False, False)):  # fmt: skip
            for match in cue.finditer(text):
                yield from self._with_others(
                    text, match.end(), loose=loose, speaker=speaker and not text[match.start()].isspace()
                )
        yield from self._greeted(text)
        yield from self._signed(text)
        yield from self._introduced(text)
        yield from self._related(text)
        yield from self._listed_pairs(text)
        if not said.from_shop and (last := _LAST_WORD.search(text)) and self._is_no_word(last["name"]):
            yield Mention(*last.span("name"), of_speaker=True)
        if "spel" in text.casefold() or "name" in said.asked:
            yield from (Mention(*match.span()) for match in _SPELLED.finditer(text))
        yield from self._here(text)
        yield from self._weak(text)
        yield from self._called(text)
        yield from self._capitals(text)
        yield from self._pairs(text)
        yield from self._before_data(text, data)
        yield from self._scripts(text)
        if "name" in said.asked:
            yield from self._answered(text)

    def _with_others(self, text: str, start: int, *, loose: bool, speaker: bool) -> Iterator[Mention]:
        """The name that begins here, and one joined to it: "Bob & Alice Turner"."""
        span = self.name_at(text, start, loose=loose)
        if span is None:
            return
        yield Mention(*span, of_speaker=speaker)
        joined = re.match(r"(?:\s(?:&|and|und|et|y|e|en)\s|/)(?=[^\W\d_])", text[span[1] :])
        if joined and text[span[1] + joined.end()].isupper():
            other = self.name_at(text, span[1] + joined.end(), loose=False)
            if other:
                yield Mention(*other)

    def name_at(self, text: str, start: int, *, loose: bool) -> tuple[int, int] | None:
        """The name that begins at a place, titles skipped. ``loose``: the text says that a name follows, so
        that small letters and unknown words are one too."""
        start = _SKIP.match(text, start).end()  # type: ignore[union-attr]
        if titles := _TITLES.match(text, start):
            start, loose = titles.end(), True
        end, count, cursor = start, 0, start
        while (
            count < 6 and (token := TOKEN.match(text, cursor)) and not _CODE_BEHIND.match(text, token.end())
        ):
            word = _without_genitive(token[0])
            if not self._continues(
                text,
                token,
                first=count == 0,
                small=not _has_capital(text, (TOKEN.match(text, start) or token)[0]),
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
            if len(word) < len(token[0]) or not (gap := _GAP.match(text, cursor)):
                break
            cursor = gap.end()
        return (start, end) if end - start > 1 else None

    def _continues(self, text: str, token: re.Match[str], *, first: bool, small: bool, loose: bool) -> bool:
        word = _without_genitive(token[0])
        capital = _has_capital(text, word)
        if len(word) == 1:
            return self._is_initial(text, token, first=first, loose=loose)
        if _PARTICLE_JOINED.match(folded(word)) and (
            not first or (loose and word[-1].islower() and any(c.isupper() for c in word))
        ):
            return True
        if first and (capital or loose) and folded(word) in PARTICLES:
            surname = _BEHIND_PARTICLES.match(text, token.end())
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
                self._words.is_listed(word) and len(word) > 3 and bool(_BOUNDARY.match(text, token.end()))
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
            return told and listed and len(word) > 3 and bool(_BOUNDARY.match(text, token.end()))
        return listed or bool(_BOUNDARY.match(text, token.end()) and (loose or self._is_unknown(word)))

    def _is_no_word(self, word: str) -> bool:
        """Whether it is neither a word nor a town."""
        return not self._words.is_ordinary(word) and not self._words.is_town(word)

    def _is_unknown(self, word: str) -> bool:
        """Whether no list has this word, and it has no ending of a verb: behind a first name a surname."""
        return len(word) > 3 and not self._words.is_ordinary(word) and not _PARTICIPLE.search(word)

    def _is_initial(self, text: str, token: re.Match[str], *, first: bool, loose: bool) -> bool:
        """ "P K Subramaniam", "Paul W. Winter", "Laura K."; "I" and "A" begin sentences."""
        if token[0].islower():
            return not first and token[0] not in "aiusx" and bool(_INITIAL_ENDS.match(text, token.end()))
        following = _AFTER_INITIAL.match(text, token.end())
        surname = TOKEN.match(text, following.end()) if following else None
        if surname and (
            not self._words.is_ordinary(surname[0]) or (loose and self._words.is_last(surname[0]))
        ):
            return True
        return not first and token[0] not in "AI" and bool(_INITIAL_ENDS.match(text, token.end()))

    def _begins(self, text: str, token: re.Match[str], word: str, *, loose: bool) -> bool:
        ordinary, listed = self._words.is_ordinary(word), self._words.is_listed(word)
        boundary = bool(_BOUNDARY.match(text, token.end()))
        if _has_capital(text, word):
            if not ordinary:
                return listed or loose or not _PARTICIPLE.search(word)
            surname = TOKEN.match(text, token.end() + 1)
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
        token = TOKEN.match(text, place + 1)
        if token is None:
            return False
        if _PARTICLE_JOINED.match(folded(token[0])):
            return True
        if len(token[0]) == 1:
            return self._is_initial(text, token, first=False, loose=False)
        if not self._words.is_last(token[0]):
            return self._is_unknown(token[0]) and bool(_BOUNDARY.match(text, token.end()))
        return not self._words.is_ordinary(token[0]) or bool(_BOUNDARY.match(text, token.end()))

    def _greeted(self, text: str) -> Iterator[Mention]:
        """ "hello mark" in small letters, where the message begins."""
        match = _FIRST_GREETING.match(text)
        token = TOKEN.match(text, match.end()) if match else None
        if token and self._words.may_be_first(token[0]) and re.match(r"\s*(?:[,.!?]|$)", text[token.end() :]):
            yield Mention(*token.span())

    def _introduced(self, text: str) -> Iterator[Mention]:
        """ "this is mark," in small letters: of the names that are words, those that nobody says he is."""
        for match in _SELF.finditer(text):
            token = TOKEN.match(text, match.end())
            if (
                token
                and token[0].casefold() in SELDOM_WORDS
                and re.match(
                    r"\s*(?:$|[,.!?\n(])|\s(?:from|here|again|and|speaking|btw)\b", text[token.end() :]
                )
            ):
                yield Mention(*token.span(), of_speaker=True)
            elif token and match[0].strip().casefold() in _I_AM and self._is_unknown(token[0]):
                surname = TOKEN.match(text, token.end() + 1)
                if surname and self._is_unknown(surname[0]) and _BOUNDARY.match(text, surname.end()):
                    yield Mention(token.start(), surname.end(), of_speaker=True)

    def _related(self, text: str) -> Iterator[Mention]:
        """ "my partner rosalind wants"."""
        for match in _RELATION.finditer(text):
            token = TOKEN.match(text, match.end())
            if token and len(token[0]) > 3 and self._words.is_first(_without_genitive(token[0])):
                yield Mention(token.start(), token.start() + len(_without_genitive(token[0])))

    def _listed_pairs(self, text: str) -> Iterator[Mention]:
        """ "J. Pereira", "Xu Wei": two names with capitals that are no words and no towns."""
        for match in _CAPITAL_PAIR.finditer(text):
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
        for match in _SIGN_OFF.finditer(text):
            span = self.name_at(text, match.end(), loose=False) or self.name_at(text, match.end(), loose=True)
            if span is None:
                continue
            ends = re.match(r"['’s]*\s*(?:[.!)\n*x]|$|,\s)", text[span[1] :])
            word = text[span[0] : span[1]].split()[0]
            known = (
                not word.islower() or self._words.may_be_first(word) or "\n" in match[0] or "," in match[0]
            )
            if ends and known and not (self._words.is_ordinary(word) and not self._words.may_be_first(word)):
                yield Mention(*span, of_speaker=True)

    def _here(self, text: str) -> Iterator[Mention]:
        """ "Paul Winter here", "hey, maria again"."""
        for match in _HERE.finditer(text):
            words = list(TOKEN.finditer(text, max(0, match.start() - 40), match.start()))
            for word in words[-4:]:
                span = self.name_at(text, word.start(), loose=False)
                if (
                    span is None
                    and word.end() == match.start()
                    and self._words.may_be_first(word[0])
                    and _SELF_BEFORE.search(text[: word.start()])
                ):
                    span = word.span()
                if span and span[1] == match.start():
                    if not self._words.is_ordinary(word[0]) or self._words.may_be_first(word[0]):
                        yield Mention(*span, of_speaker=True)
                    break

    def _called(self, text: str) -> Iterator[Mention]:
        """ "Thank you, Jo.", "Mark, can you help?"."""
        for match in _ADDRESSED.finditer(text):
            if self._words.may_be_first(match["name"]) and match["name"].casefold() not in _PLACES_AND_TIMES:
                yield Mention(*match.span("name"))
        for match in _VOCATIVE.finditer(text):
            span = self.name_at(text, match.end(), loose=False)
            if span is None or not re.match(r"\s?(?:[.!?\n]|$)", text[span[1] :]):
                continue
            words = text[span[0] : span[1]].split()
            if text[span[0]].isupper() and (self._words.may_be_first(words[0]) or len(words) in (2, 3)):
                yield Mention(*span)

    def _weak(self, text: str) -> Iterator[Mention]:
        """A first name in small letters behind a preposition and before a break."""
        for match in _WEAK.finditer(text):
            token = TOKEN.match(text, match.end())
            if token is None or _FROM_TO.match(text, match.start()):
                continue
            small = token[0].islower() and len(token[0]) > 3 and self._words.is_first(token[0])
            capital = (
                not token[0].islower()
                and self._words.may_be_first(token[0])
                and token[0].casefold() not in _PLACES_AND_TIMES
            )
            if small or (capital and match[0].split()[0].casefold() in _BEFORE_PEOPLE):
                span = self.name_at(text, token.start(), loose=False)
                if span and _BOUNDARY.match(text, span[1]):
                    yield Mention(*span)

    def _capitals(self, text: str) -> Iterator[Mention]:
        """First names with a capital that are no words, and words before a surname: "Will Summers"."""
        before = ""
        for token in TOKEN.finditer(text):
            word = _without_genitive(token[0])
            previous, before = before, token[0].casefold()
            if (
                word[0].islower()
                or len(word) < 3
                or (word.isupper() and len(word) > 1)
                or previous in _DETERMINERS
            ):
                continue
            surname = TOKEN.match(text, token.end() + 1) if _GAP.match(text, token.end()) else None
            has_surname = bool(
                surname and surname[0][0].isupper() and not surname[0].isupper() and self._words.is_last(surname[0])
                and not self._words.is_ordinary(surname[0])
            )  # fmt: skip
            sure = self._words.is_first(word) or self._words.is_first(word.split("-")[0])
            if self._words.is_town(word) and (
                previous in _WHERE or _FROM_TO.match(text, max(0, token.start() - 5))
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
        for match in _PAIR.finditer(text):
            if all(self._words.may_be_first(match[part]) for part in ("one", "other")):
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
                if one.kind in _DATA
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

    def _scripts(self, text: str) -> Iterator[Mention]:
        """Names in another script than the text around them."""
        if text.isascii():
            return
        latin = sum(c.isascii() and c.isalpha() for c in text)
        for match in (*_OTHER_SCRIPT.finditer(text), *_CASED_SCRIPT.finditer(text)):
            if (
                1 < len(match[0]) <= 30
                and latin > 2 * len(match[0])
                and (match[0][0].isupper() or not match[0][0].islower())
            ):
                yield Mention(*match.span())

    def _answered(self, text: str) -> Iterator[Mention]:
        """A short answer that is nothing but a name, as a whole or a part of it."""
        for segment in _SEGMENT.finditer(text):
            lead = _LEAD.match(text, segment.start(), segment.end())
            start = lead.end() if lead else segment.start()
            tokens = list(TOKEN.finditer(text, start, segment.end()))
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


def _longest(mentions: list[Mention]) -> list[Mention]:
    """Without overlaps, the longer first."""
    taken: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, not m.of_speaker)):
        if not any(mention.start < other.end and other.start < mention.end for other in taken):
            taken.append(mention)
    return sorted(taken)
