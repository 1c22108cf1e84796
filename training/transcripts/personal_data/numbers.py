"""Telephone numbers, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from training.transcripts.personal_data.dates import DATE
from training.transcripts.personal_data.found import Found, Passage, digits_of

_RUN = re.compile(
    r"(?<!\w)\+\d(?:[ ()/-]{0,2}\d){8,14}(?=,\d)|(?:(?<![\w,/#-])(?<!\d\.)|(?<=,)(?=\+))(?:\+\s?|\(\+?\s?)?\d(?:[ \t\u00a0()./–_-]{0,3}\d){5,16}(?![\w]|[.,]\d)"
)
_CUE = re.compile(
    r"(?:phones?|mobile|cell|call(?: (?:me|us|him|her|you|them))?|tel|telephone|ring|text|whats\s?app|sms|reach|dial|fax|signal|telefon|handy|"
    r"mobil|rufnummer|téléphone|portable|teléfono|móvil|telefoon|telefono|cellulare|numéro|(?:best|my|new|home|work|contact|his|her|meine) (?:number|nummer))"
    r"\b[^\d\n]{0,28}$",
    re.IGNORECASE,
)
_NOT_CUE = re.compile(
    r"\b(?:order|ord|customer|po|purchase order|article|art|artikel(?:nummer|nr)?|art\.?-?nr|sku|ean|part|model|modell|ref|invoice|tracking|item|parcel|bestellung|kunden|member|ticket|receipts?|till slip|beleg\w*|quittung\w*|kassenbon|bon|serial|batch|lot|booking|reservation|quote|claim)\b[^\d\n]{0,20}$",
    re.IGNORECASE,
)
_GROUPED = frozenset("333 334 2322 3222 2222 22222 433 343 434 323 332 244 344 424 533 523 2333 3232".split())
"""How many digits the groups have where a number is written as telephone numbers are: "601 555 237"."""
_AREA = re.compile(
    r"\b(?:area|dialling|dialing|country) code\W{0,3}(?:is\s)?(?P<area>\+?\d{2,5})(?!\d)|\bvorwahl\W{0,3}(?:ist\s)?(?P<vorwahl>\d{3,5})(?!\d)",
    re.IGNORECASE,
)
_LAST_DIGITS = re.compile(
    r"\b(?:mine|phone|mobile|cell|(?:phone |mobile |his |her |my )number) (?:ends?|ending|finish(?:es)?) (?:in|with|on) (?P<ends>\d{2,4})\b(?!\.\d)|(?<![\w.,€$£-])(?P<last>\d{2,4}) at the end\b(?! (?:of|on|in)\b)",
    re.IGNORECASE,
)
"""The last digits of a telephone number, told to tell it from another."""
_O_FOR_ZERO = re.compile(r"(?<!\w)[oO](?=\d{2,4}[ ./-]?\d{3})")
"""As a telephone number begins where somebody types the letter: "o7700 900123"."""
_EXTENSION = re.compile(
    r",?\s?(?:(?:ext(?:ension)?|durchwahl|dw|poste|x)\b\.?:?\s?|x)\d{1,5}\b", re.IGNORECASE
)
_SIZES = re.compile(r"\b(?:sizes?|größen?|from|between|width|length|height|mm|cm|inch)\b", re.IGNORECASE)
_AMERICAN = re.compile(r"(?:\+?1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]?\d{4}")
_DIGIT_WORDS = (
    "zero oh nought one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "double triple null eins zwei drei vier fünf sechs sieben acht neun"
)
_ABROAD = {
    "zéro": 0, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12,
    "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "nul": 0, "twee": 2, "drie": 3, "zes": 6, "zeven": 7, "negen": 9, "cero": 0, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
    "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "due": 2, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9,
    "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100,
    "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900,
    "veintiuno": 21, "veintidós": 22, "veintitrés": 23, "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29,
    "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19,
    "venti": 20, "trenta": 30, "quaranta": 40, "cinquanta": 50, "sessanta": 60, "settanta": 70, "ottanta": 80, "novanta": 90, "cento": 100,
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80, "negentig": 90, "vijf": 5, "vier": 4, "één": 1, "acht": 8,
    "um": 1, "dois": 2, "três": 3, "quatro": 4, "sete": 7, "oito": 8, "zwo": 2, "zehn": 10, "elf": 11, "zwölf": 12,
}  # fmt: skip
"""Numbers in further languages, those that no word of another one is like."""
_GERMAN_TENS = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_GERMAN_TEN = re.compile(rf"(?:(?P<unit>\w+)und)?(?P<tens>{'|'.join(_GERMAN_TENS)})")
_DIGIT_WORD = rf"(?:{'|'.join((*_DIGIT_WORDS.split(), *_ABROAD))}|(?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und)?(?:{'|'.join(_GERMAN_TENS)}))"
_SPOKEN = re.compile(
    rf"(?:\+\s?\d{{1,3}}\W{{1,2}}|\bplus\s)?(?:\b{_DIGIT_WORD}\b|\d{{1,4}})(?:[\s,.-]{{1,3}}(?:\b{_DIGIT_WORD}\b|\d{{1,4}}\b)){{3,16}}",
    re.IGNORECASE,
)
_FEW, _WHOLE = 5, 10
"""So few words and groups of digits are a telephone number where one was asked for, or if they have ten digits."""
_FREE = re.compile(
    r"(?:\+?1[ .-]?)?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]\d{3}[ .-]\d{4}|1[38]00 ?\d{3} ?\d{3}|13 \d\d \d\d|0800 ?\d{3} ?\d{3,4}|(?:900|800) \d{3} \d{3}"
)
"""Numbers that cost nothing to call: a firm's, whoever tells them."""
_INDIAN = re.compile(r"[6-9]\d{4} \d{5}")
_CALLED = re.compile(r"\b(?:number|no|mob|contact|alternate|reach|it['’]?s|is|on|at)\W{1,3}$", re.IGNORECASE)
"""Before a number of ten digits in two halves."""
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER_WORDS = frozenset((*_DIGIT_WORDS.split(), *_ABROAD))
_VALUES = {
    word: str(value) for value, word in enumerate("zero one two three four five six seven eight nine".split())
}
_VALUES |= {"oh": "0", "nought": "0"} | {
    w: str(v) for v, w in enumerate("null eins zwei drei vier fünf sechs sieben acht neun".split())
}
_TENS = dict(
    zip("ten twenty thirty forty fifty sixty seventy eighty ninety".split(), "123456789", strict=True)
)

_TENS["hundred"] = "00"


def find_phones(said: Passage, region: str) -> Iterator[Found]:
    """Numbers that look like one, are called one or answer the question for one."""
    text = said.text
    if _O_FOR_ZERO.search(text):
        text = _O_FOR_ZERO.sub("0", text)
        said = said._replace(text=text)
    if sum(c.isdecimal() for c in text) >= 6:
        for match in _RUN.finditer(text):
            if _is_phone(said, match, region):
                extension = _EXTENSION.match(text, match.end())
                end = extension.end() if extension else match.end()
                yield Found(match.start(), end, "phone", digits_of(match[0])[-8:])
    for match in _AREA.finditer(text):
        yield Found(*match.span(match.lastgroup or ""), "phone", digits_of(match[0]))
    for match in _LAST_DIGITS.finditer(text):
        yield Found(*match.span(match.lastgroup or ""), "phone", digits_of(match[0]))
    for match in _SPOKEN.finditer(text) if _has_number_word(text) else ():
        digits = _spoken_digits(match[0])
        few = len(re.findall(r"\w+", match[0])) <= _FEW
        least = _WHOLE if few and "phone" not in said.asked else 7
        if len(digits) >= least and re.search("[a-zéü]{3}", match[0], re.IGNORECASE):
            yield Found(match.start(), match.end(), "phone", digits[-8:])


def _is_phone(said: Passage, match: re.Match[str], region: str) -> bool:
    written, before = match[0], said.text[max(0, match.start() - 40) : match.start()]
    count = len(digits_of(written))
    if count > 15 or DATE.fullmatch(written) or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", written):
        return False
    if "phone" not in said.asked and _FREE.fullmatch(written):
        return False
    if written[0] == "+" or _AMERICAN.fullmatch(written):
        return count >= 8
    if "phone" in said.asked or _CUE.search(before):
        return not _NOT_CUE.search(before)
    if _NOT_CUE.search(before):
        return False
    if not written.startswith(("0", "(")):
        if _INDIAN.fullmatch(written) and (said.text.strip(" .!") == written or _CALLED.search(before)):
            return True
        return (_is_grouped(written) and not _SIZES.search(said.text)) or (
            said.text.strip(" .!") == written and _is_abroad(written)
        )
    return count >= 9 or _is_valid(written, region)


def _is_grouped(written: str) -> bool:
    """Whether the groups are those of a telephone number rather than sizes or round numbers in a row."""
    parts = re.split(r"[ -]", written)
    groups = [int(part) for part in parts if part.isdecimal()]
    return (
        "".join(str(len(part)) for part in parts) in _GROUPED
        and len(groups) == len(parts)
        and not (groups == sorted(groups) and groups[-1] < 100)
        and not all(group % 10 == 0 for group in groups)
    )


def _is_abroad(written: str) -> bool:
    """Whether it is in groups and valid with a plus before it: "46 70 123 45 67"."""
    groups = re.split(r"[ -]", written)
    return len(groups) >= 4 and len(digits_of(written)) >= 10 and _is_valid(f"+{written}", "")


def _is_valid(written: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False


def _spoken_digits(words: str) -> str:
    """The digits of "oh seven double nine 12 twenty one"."""
    digits, times = "", 1
    for word in re.findall(r"[^\W\d_]+|\d+", words.casefold()):
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
            continue
        digits += times * (
            _VALUES.get(word) or _TENS.get(word) or _told_abroad(word) or (word if word.isdecimal() else "")
        )
        times = 1
    return digits


def _has_number_word(text: str) -> bool:
    words = _LETTERS.findall(text.casefold())
    return not _NUMBER_WORDS.isdisjoint(words) or any(word.endswith(("zig", "ßig", "ssig")) for word in words)


def _told_abroad(word: str) -> str:
    """ "dreiundzwanzig", "trente"; what is added to a ten behind a hyphen is read as a digit of its own."""
    german = _GERMAN_TEN.fullmatch(word)
    if german is None:
        return str(_ABROAD[word]) if word in _ABROAD else ""
    unit = "1" if german["unit"] == "ein" else _VALUES.get(german["unit"] or "", "0")
    return str(_GERMAN_TENS[german["tens"]] + int(unit))
