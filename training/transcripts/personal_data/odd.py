"""Tokens that are no words: letters and digits mixed, capitals within, signs between. Where a shopper speaks of
passwords or of the name that they log in with, such a token is one, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.transcripts.personal_data.found import Found, Passage, overlaps
from training.transcripts.personal_data.papers import UNLOCKING, USER
from training.transcripts.personal_data.words import Words

_TOKEN = re.compile(r"(?<![\w@/.#&?=\[\\-])[^\W_][^\s\"“”„«»()<>\[\]{},;|/@=\\]{3,38}")
_ENDS = ".,:;?!'’-–…"
_MIXED = re.compile(r"(?=.*[^\W\d_])(?=.*\d).+")
_CAPITAL_WITHIN = re.compile(
    r"(?!(?:Mc|Mac|De|Di|Du|Le|La|Van|Von|Fitz|O)[A-Z][a-z]+$)[^\W\d_]*[a-zß-ÿ][A-ZÀ-ÖØ-Þ][^\W\d_]+"
)
_SIGN_WITHIN = re.compile(r"\w+[!#$%&*?~^+_]+\w[\w!#$%&*?~^+-]*")
_JOINED = re.compile(r"[^\W_]+(?:[._-][^\W_]+)+")
"""How names of users are put together: "s.winter_climbs"."""
_THING = re.compile(
    r"(?:\d+(?:[.,:x×/-]\d+)*-?[a-z%€°\"']{0,4}|\d+-\w+|[A-Z]{1,3}-?\d{1,5}|(?:19|20)\d\d\w{1,2}|[A-Z]{2,5}-\d+[A-Z]?|v?\d+(?:\.\d+)+\w?|\d+\w?[h:.]\d\d(?:am|pm|h)?|"
    r"(?:iphone|ipad|android|windows|win|ios|ipados|macos|mac|chrome|firefox|edge|safari|opera|galaxy|pixel|fairphone|huawei|samsung|xiaomi|sony|nokia|playstation|ps|usb|wpa|ipv|covid|http|size|eu|uk|us|gr|gtx|ipx|ip|sku|art|item|order|ref|rma|ticket|week|kw|step|option|code|mp|css|utf|sha|md)[-.]?(?:\d[\w.]*)?|"
    r"(?:oauth|auth|error|captcha|html|cookie|server)[A-Z\d_.-]\w*|"
    r"(?:t|e|log|sign|re|pre|non|pop|auto|multi|self|semi|two|three|four|up|year|day|month|wi)-\w+|\w+-(?:vous|nous|tu|je|ils?|elles?|on|ce|moi|là|ci)|"
    r"\S+\.(?:com|de|net|org|example|fr|nl|it|es|uk|eu|io|shop|html?|pdf|jpe?g|png|app|at|ch|be|pl|se|no|dk|fi)\b\S*)",
    re.IGNORECASE,
)
"""Measures, sizes, devices, releases, errors, hosts and orders."""
_BRANDS = frozenset(
    "paypal whatsapp youtube linkedin facebook instagram tiktok google apple microsoft outlook gmail hotmail icloud iphone ipad macbook macos ebay amazon etsy goretex gore-tex polartec primaloft thermarest mckinley mcdonald macpherson "
    "fedex postnl postnord inpost onedrive icloud lastpass keepass keepassxc bitwarden 1password dashlane roboform duckduckgo openstreetmap wordpress javascript playstation xbox chatgpt applepay googlepay mastercard klarna twint bankid mobilepay "
    "appstore playstore autofill checkout2 strava komoot garmin telegram discord twitter snapchat pinterest reddit trustpilot safari firefox".split()
)
"""Firms and programs that are written so, and what people log in with."""
_OF_SECRETS = re.compile(
    rf"\b(?:{UNLOCKING}|pwd?|pws|(?<!boarding )(?<!mountain )(?<!ski )(?<!day )pass(?= (?:is|was|isn|doesn|has|ist|for my)|\s*[:=.,!?]|$)|pass ?wort)\b",
    re.IGNORECASE,
)
_OF_ENTRY = re.compile(
    r"\b(?:log(?:ged|ging)?[ -]?(?:in|on)(?:to)?|sign(?:ed)?[ -]?(?:in|on)|locked(?: out)?|kicked out|access denied|einlogg\w+|anmeld\w+|eingeloggt|connecter|inlogg\w+|logga in|logge inn|zalogow\w+|přihlás\w+|acceder|iniciar sesión|accedere|wrong key|wi-?fi|caps ?lock|(?:customer|member|client)s?['’]? area|(?:kunden|mitglieder|login)-?bereich|espace client|área (?:de|do) cliente|area clienti|mijn (?:account|omgeving)|min side|mina sidor|my page|mein konto)\b",
    re.IGNORECASE,
)
"""Of getting in, in the same text: what is tried there is a password or the name of a user."""
_TRIES = re.compile(
    r"\b(?:tr(?:y|ied|ying)(?: everything| all| (?:it )?with| both)?|typ(?:e|ed|ing)(?: in)?|enter(?:ed)?|us(?:e|ed|ing)|put(?: in)?|set (?:it )?to|chang(?:e|ed) (?:it )?to|made it|pick(?:ed)?|chose|it['’]?s|is|was|ist|war|lautet|probiert\w*|versucht|getippt|eingegeben|essayé|tapé|probé|usé|provato|geprobeerd|"
    r"(?:first|then|and|or|also|even|und|oder|et|y|o|dann|hab|habe)|key)[\s:]+[\"“'„]?$",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"[\"”'!?.,:]*\s?(?:[-–=,]\s?)?[\"“]?(?:(?:also|still|always|just|is|was|again|dont|does|did|do)\s)*(?:work(?:s|ed)?|not accepted|accepted|wrong|too (?:weak|short|long|old|easy)|not allowed|invalid|rejected|refused|incorrect|fail(?:s|ed)|fine|no good|didn['’]?t|doesn['’]?t|geht|ging|marche|funktionier\w*|for the pass\w*|about|(?:two|three|ten|several|many|\d+) times)\b",
    re.IGNORECASE,
)
_SPELT = re.compile(
    r"(?:^|[,.;:!?]\s+|\b(?:it['’]?s|it (?:is|was)|used|tried|yes|ja|oui)\s+)(?P<it>[^\s,.;:!?][^,.;:!?\n]{2,38}?)[,;]?\s+\(?(?:(?:with|without|and|all|both|in|mit|ohne|avec|alles)\s)?(?:an? |the |no |one |two |both |all |big |small )?"
    r"(?:spaces?|capitals?(?: [a-z]\b| letters?)?|caps|upper ?case|lower ?case|small letters?|one word|hyphens?|dash|underscores?|exclamation mark|full stop|zero|großgeschrieben|kleingeschrieben|klein|majuscules?|minuscules?|leerzeichen)\b",
    re.IGNORECASE,
)
"""What somebody tells how to write: "hunters Moon 44 with the space"."""
_NO_SPELT = re.compile(
    rf"\b(?:must|needs?|should|have|has|had|without|letters?|characters?|cannot|can['’]?t|says?|asks?|wants?|use|caps|only|not|dont|don['’]t|did|{UNLOCKING}|{USER})\b",
    re.IGNORECASE,
)
_WORDS_SPELT = 5
_NAMED = re.compile(
    rf"\b(?:{USER}|accounts?|profiles?|konto|compte|cuenta|conto|profil|insta(?:gram)?|strava|komoot|discord|as|i['’]?m|i am|called|known|mine|my|name|is|was|be|user|als|sous|como|come)\b[\s:=]+[\"“„']?$",
    re.IGNORECASE,
)
_ON_SITE = re.compile(
    r"[\"”'.,]*\s(?:on|in|at|auf|sur|en|su|op) (?:your|the|this|ihrer?|eurer?|der|votre|le|su|la|il) (?:site|page|web ?site|web|forum|shop|app|platform|community|reviews?|system|database|records?|seite|portal)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"(?:[^,;!?\n.]|\.(?=\w))+?(?=$|[,;!?\n]|\.(?!\w)|\s(?:or|oder|ou|o|e|and|und|et|y)\s)")
_LEAD = re.compile(
    r"\s*(?:(?:it['’]?s|its|it is|i['’]?m|i am|with|as|mit|als|con|avec|met|yes|ja|oui|sí|si|the name|my login|login|or|oder|ou|o|e|and|und|et|y|is|ist|it)\s+)*",
    re.IGNORECASE,
)
_SITE_NAMES = USER.replace("handles?|", "")
"""Without a word that is a verb as well: "do you handle conversion"."""
_CALLED = re.compile(
    rf"\b(?i:{_SITE_NAMES}|accounts?|profiles?|konto|compte|cuenta|conto|profil)(?:\s(?i:is|was|lautet|ist|war|est|es|è|heißt))?\s[\"“„']?(?P<it>[A-ZÀ-ÖØ-Þ][a-zß-ÿ]{{3,}})[\"”“']?(?=\s[a-zß-ÿ]|\s*(?:[.,;!?\n)]|$))"
)
_CALLED_SMALL = re.compile(
    rf"\b(?i:(?:{_SITE_NAMES}|accounts?|profiles?|konto|compte|cuenta|conto|profil) |(?:log(?:ged|ging)? ?in(?:to)?|logge?|inlogg?\w*|einlogg\w*|eingeloggt|angemeldet|registered|registriert|inscrite?|sign(?:ed)? up|sign(?:ed)?[ -]?in(?=s? (?:to|as))|known) (?:(?:in|mich|me) )?(?:as|to(?! (?:my|your|the|our|check|pay|an?)\b)|als|with|mit|avec|sous|con|come|como|som|jako) )(?P<it>[^\W\d_]{{5,}})(?=\s*(?:[.,;!?\n)]|$))"
)
"""Such a word before a stop: "ik log in als duinkonijn"."""
_BEGIN = (
    "accou konto compte cuenta conto prof log sign regist known nick name navn namn ident pseudo usuari usuár utent utiliz handle anmeld angemeld "
    "gebruik bruker bruger käytt kaytt tunnus uživ uziv felhas koris kullan nazw inscri user"
).split()
"""How the words begin that ``_CALLED`` and ``_CALLED_SMALL`` look for."""
_ENDED = re.compile(r"(?:ed|ing|able|ible|ive|ly|t)$", re.IGNORECASE)
"""How a word ends, be it mistyped, that tells what became of an account."""
_PROMOTION = re.compile(
    r"\b(?:codes?|vouchers?|discounts?|promo\w*|coupons?|gutschein\w*|rabatt\w*)\b", re.IGNORECASE
)
_OF_PROMOTION = re.compile(r"[A-Z]{4,}-?\d{1,2}")
_FEW = 4
"""Words of an answer that is hardly more than the token."""


def find_odd(said: Passage, words: Words) -> Iterator[Found]:
    """Passwords and names of users that nothing else tells than that they are no words."""
    text = said.text
    known = "account" in said.topics or _ON_SITE.search(text)
    names = list(_names(text, words)) if known else []
    if "account" in said.asked:
        names += _answered(text, words)
    if "name" in said.asked and len(text.split()) <= _FEW:
        names += (Found(*one, "account", text[slice(*one)].casefold()) for one in _tokens(text, words))
    names += _called(text, words)
    yield from names
    of_secrets = bool(_OF_SECRETS.search(text))
    about = of_secrets or said.topics & {"password", "account"} or _OF_ENTRY.search(text)
    if said.from_shop or not about:
        return
    for start, end in _tokens(text, words):
        one = Found(start, end, "password", text[start:end])
        if not overlaps(one, names) and (of_secrets or _is_told(said, start, end)):
            yield one
    yield from _spelt(text)


def _is_told(said: Passage, start: int, end: int) -> bool:
    """Whether a token is an attempt: behind a word for trying, before what became of it, or alone."""
    return bool(
        (len(said.text.split()) <= _FEW and "name" not in said.asked)
        or _JUDGED.match(said.text, end)
        or _TRIES.search(said.text, max(0, start - 30), start)
    )


def _tokens(text: str, words: Words) -> Iterator[tuple[int, int]]:
    for match in _TOKEN.finditer(text):
        token = match[0].rstrip(_ENDS)
        promoted = _OF_PROMOTION.fullmatch(token) and _PROMOTION.search(text)
        if len(token) < 5 or promoted or _is_thing(token, words):
            continue
        if any(shape.fullmatch(token) for shape in (_MIXED, _CAPITAL_WITHIN, _SIGN_WITHIN)):
            yield match.start(), match.start() + len(token)


def _is_thing(token: str, words: Words) -> bool:
    """Whether it is a measure, a device, a firm, or words of the shop or of the language with a hyphen."""
    if _THING.fullmatch(token) or token.casefold() in _BRANDS or words.is_shops(token):
        return True
    return "-" in token and all(part.isdecimal() or words.is_ordinary(part) for part in token.split("-"))


def _names(text: str, words: Words) -> Iterator[Found]:
    """Names of users: joined by points and strokes, or odd where somebody says what he is called on the site."""
    for match in _TOKEN.finditer(text):
        token = match[0].rstrip(_ENDS)
        end = match.start() + len(token)
        if _is_thing(token, words):
            continue
        named = _NAMED.search(text, max(0, match.start() - 30), match.start()) or _ON_SITE.match(text, end)
        odd = _JOINED.fullmatch(token) or _CAPITAL_WITHIN.fullmatch(token) or _MIXED.fullmatch(token)
        if odd and (named or ("_" in token and not _all_ordinary(token, words))):
            yield Found(match.start(), end, "account", token.casefold())


def _answered(text: str, words: Words) -> Iterator[Found]:
    """What stands alone between two marks in an answer, and is no word: "the old one, katzenmama"."""
    for part in _PART.finditer(text):
        lead = _LEAD.match(part[0])
        start = part.start() + (lead.end() if lead else 0)
        token = text[start : part.end()].strip(" \"'“”„")
        start = text.index(token, start)
        if len(token) < 4 or " " in token or "@" in token or "[" in token:
            continue
        if not words.is_ordinary(token) and not _is_thing(token, words):
            yield Found(start, start + len(token), "account", token.casefold())


def _called(text: str, words: Words) -> Iterator[Found]:
    """A word with a capital behind one for users' names, which is nobody's name: "the nickname Mossy is mine"."""
    small = text.casefold()
    if not any(word in small for word in _BEGIN):
        return
    for match in (*_CALLED.finditer(text), *_CALLED_SMALL.finditer(text)):
        word = match["it"]
        known = words.is_ordinary(word) or words.is_listed(word) or words.is_town(word)
        if not (known or _is_thing(word, words) or (word.islower() and _ENDED.search(word))):
            yield Found(*match.span("it"), "account", word.casefold())


def _all_ordinary(token: str, words: Words) -> bool:
    return all(map(words.is_ordinary, re.findall(r"[^\W\d_]+", token)))


def _spelt(text: str) -> Iterator[Found]:
    for match in _SPELT.finditer(text):
        if len(match["it"].split()) <= _WORDS_SPELT and not _NO_SPELT.search(match["it"]):
            yield Found(*match.span("it"), "password", match["it"])
