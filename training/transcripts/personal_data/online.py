"""E-mail addresses, links, profiles and IP addresses, also as people spell them out."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator

from training.transcripts.personal_data.found import Found, Passage, plain

_AT_WORD = r"(?:at|ät|arrobas?|arobas?e?|chiocciol(?:a|ina)|apenstaartje|snabel-?a|alfakrøll|krøllalfa|kukac|zavináč|zavinac|małpa|malpa|miukumauku|klammeraffe|afna)"
_DOT_WORD = r"(?:dot|punkt|punto|punt|point|ponto|kropka|tečka|tecka|bodka|pont|prikk|piste|punct)"
_AT = rf"(?:\s?@\s?|(?<=\w)[\[(]a[\])](?=\w)|\s?[\[({{<]\s?(?:@|{_AT_WORD})\s?[\])}}>]\s?)"
_DOT = rf"(?:\.|\s?[\[({{<]\s?(?:\.|{_DOT_WORD})\s?[\])}}>]\s?|\s(?:dot|punkt|punto)\s)"
_AT_SIGN = re.compile(rf"[\[({{<]\s?{_AT_WORD}\s?[\])}}>]|\w[\[(]a[\])]\w", re.IGNORECASE)
_SAID_AT = re.compile(rf"[\[(]a[\])]|\s?[\[({{<]?\s?\b{_AT_WORD}\b\s?[\])}}>]?\s?")
_EMAIL = re.compile(
    rf"(?:[\w.+-]{{0,4}}[*•]{{2,}})?[\w.+'’&-]*(?:\w|(?<=[*•]))(?:(?:\s(?:dot|underscore|dash|punkt)\s|\s?[\[({{<]\s?(?:dot|\.|punkt|punto|point|underscore|dash)\s?[\])}}>]\s?)[\w-]+)*{_AT}[\w-]+(?:{_DOT}[\w-]+)*(?:\s?[.,]\s?(?:com|de|net|org)\b)?"
)
_SPOKEN = re.compile(
    rf"(?:\b[\w.+-]+\s(?:{_DOT_WORD}|underscore|dash|minus|hyphen)\s)*\b(?!(?:me|us|you|him|her|them|it|be|is|was)\s)[\w.+-]+(?:\s\d{{1,4}})?\s{_AT_WORD}\s[\w-]+(?:(?:\s{_DOT_WORD}\s|\.)[\w-]+)+",
    re.IGNORECASE,
)
_WITHOUT_AT = re.compile(
    r"(?<![\w.@])(?=[\w+-]*[._\d-])[A-Za-z][\w.+-]*\w\s(?:gmail|googlemail|gmx|web|yahoo|hotmail|outlook|icloud|proton(?:mail)?|posteo|aol|t-online|live)(?:(?:\.|\s(?:dot\s)?)(?:com|de|at|net|org|fr|it|es|nl|pl|se|no|dk|ch|co\.uk))?\b",
    re.IGNORECASE,
)
"""An answer that leaves out the sign: "r.winter gmail"."""
_SPELLED = re.compile(
    rf"\s(?:dot|punkt|punto|ponto|kropka|tečka|tecka|bodka|prikk)\s|\s(?!at\s){_AT_WORD}\s|\bat\s(?:gmail|googlemail|gmx|web|yahoo|hotmail|outlook|icloud|proton\w*|posteo|aol|t-online|live|mail)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:service|info|support|contact|kontakt|help|hilfe|hjelp|hjälp|hjælp|aide|ayuda|aiuto|ajuda|pomoc|gift-?cards?|vouchers?|gutscheine|hello|hallo|mail|office|sales|orders?|returns?|refunds?|shop|store"
    r"|privacy|press|jobs|careers|warranty|parts|customs|business|events?|security|billing|accounts?|invoices?|team"
    r"|no-?reply|newsletter|customer(?:care|service)?|care|repairs?|complaints?|desk|tech|help ?desk|techdesk|servicedesk|kundeservice|kundtj[aä]nst|kundenservice|kundendienst|klantenservice|asiakaspalvelu|servizio(?:clienti)?|assistenza|ordini|resi|commandes?|service-?clients?|serviceclient|retours?|pedidos|devoluciones|atencion(?:alcliente)?|encomendas|apoio|zam[oó]wienia|reklamacje|zwroty|sklep|biuro|obchod|objednavky|reklamace|bestellungen|versand|info|ambassadors?|community|bookings?|reservations?|rentals?|feedback|marketing|media|partners?|wholesale|hr|dpo|datenschutz|buchhaltung|reklamation|retouren|verleih|werkstatt|bestellung)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:^|\n)(?:to|an|à|para|aan|till|til|do|komu)\s?:[ \t]?[<\"]?$", re.IGNORECASE)
"""Before the mailbox that a forwarded mail went to."""
_HANDLE_BEHIND = re.compile(r"\s@\w")
_HOST = re.compile(r"\.(?:[a-z]{2,3}|info|shop|online|email|name|cloud|mobi|world|life)$")
"""A mailbox's host, of what has a blank before its sign: "anna @gmx.de", not "my login is @anna.winter"."""
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'\])}]+", re.IGNORECASE)
_PERSONAL_PARAMETER = re.compile(
    r"[?&#;/](?:token|key|auth|sig|signature|session|sid|user|uid|user_?id|customer|email|e-?mail|mail|name|phone|code|"
    r"hash|jwt|access|reset|account|member|id|t|k)=[^&\s]+|[?&=/](?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}|@",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?(?:(?:facebook|fb|instagram|twitter|x|pinterest|snapchat|vk|xing)\.com/(?:profile/|add/)?"
    r"|linkedin\.com/in/|(?:t|wa)\.me/|tiktok\.com/@|strava\.com/athletes/|komoot\.(?:com|de)/user/|connect\.garmin\.com/[\w/]*profile/|github\.com/|threads\.net/@|paypal\.me/|youtube\.com/@|reddit\.com/u(?:ser)?/)"
    r"[\w.+%@-]*\w(?:/?\?[^\s]*)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_][\w.-]*\w")
_USER = re.compile(
    r"\b(?:user\s?-?name|user|log-?in(?: name)?|nick(?:name)?|handle|(?:screen|forum|profile|display|gamer) ?name|skype(?: id)?|discord|telegram|"
    r"insta(?:gram)?|snapchat|(?:strava|komoot|garmin|steam|xbox|reddit)(?= name| user| id| account)|tiktok|benutzername|nutzername|identifiant|usuario)(?:[\s-](?:name|id|account))?(?:\s+(?:is|ist|was|name|:|=)|\s?[:=]|)\s*"
    r"[\"'“„]?(?P<user>@?(?=[\w.#-]*[\d_#]|\w{2,}\.\w{2,})[A-Za-z][\w.#-]{2,}\w)",
    re.IGNORECASE,
)
_ANSWERED_USER = re.compile(
    r"(?<![\w@.])(?=[\w.#-]*[\d_])[A-Za-z][\w.#-]{2,}\w(?![\w@])|^(?!(?i:google|apple|facebook|paypal|amazon|both|none|same|sorry|nothing|neither|business|private|personal)$)[\w.-]{4,}$"
)
_SIGNED_AS = re.compile(
    r"\b(?:wrote|write|posted|post|review(?:ed)?|commented|comment|signed(?: it)?|registered|appear|sign up|go|known|rated(?: it)?|online) (?:as|by) [\"“„'](?P<it>[^\"”“'\n]{3,40})[\"”“']",
    re.IGNORECASE,
)
"""The name on a review: 'I wrote as "Old Boots of Hull"'."""
_IP = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)|(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])",
    re.IGNORECASE,
)
_EVERYBODYS = re.compile(
    r"192\.168\.\d{1,3}\.(?:0|1|254|255)|10\.0\.\d\.(?:0|1|138)|172\.16\.0\.[01]|127\.\d+\.\d+\.\d+|0\.0\.0\.0|255\.255\.\d+\.\d+|169\.254\.1\.1|8\.8\.[48]\.[48]|1\.1\.1\.1|9\.9\.9\.9|::1"
)
"""What routers, net masks and public name servers are called in every home."""

_NET = re.compile(
    r"\b(?:ips?|ipv4|ip-?adress\w*|address|host|server|router|proxy|vpn|network)\b", re.IGNORECASE
)
_VERSION = re.compile(
    r"\b(?:firmware|fw|software|version|release|update[ds]?|upgrade[ds]?|build|app|driver|ver|install(?:ed|ing)?|v)\b\.?(?:\s\w+){0,2}\W{0,3}$",
    re.IGNORECASE,
)


def find_emails(said: Passage, own: frozenset[str], ordinary: Callable[[str], bool]) -> Iterator[Found]:
    """All but the shop's own mailboxes: a role at a host that bears an ``own`` word, or in what the shop says.
    ``ordinary``: whether something is a word of the language rather than a name."""
    spoken = _SPOKEN.finditer(said.text) if _SPELLED.search(said.text) or "email" in said.asked else ()
    if "email" in said.asked:
        yield from (
            Found(*match.span(), "email", plain(match[0])) for match in _WITHOUT_AT.finditer(said.text)
        )
    for match in (*(_EMAIL.finditer(said.text) if _has_at(said.text) else ()), *spoken):
        value = _email(match[0])
        local, _, host = value.partition("@")
        if not local or not host or (_HANDLE_BEHIND.search(match[0]) and not _HOST.search(host)):
            continue
        role = _ROLE.search(local.replace("_", "-"))
        if role and any(word in own for word in re.split(r"[.-]", host)):
            continue
        if (
            role
            and _is_nobodys(local, ordinary)
            and (said.from_shop or _TO.search(said.text, 0, match.start()))
        ):
            continue
        yield Found(match.start(), match.end(), "email", value)


def _is_nobodys(local: str, ordinary: Callable[[str], bool]) -> bool:
    """Whether all of a mailbox is a role or a word: "returns.uk", not "info.winter"."""
    return all(
        len(part) < 4 or _ROLE.fullmatch(part) or ordinary(part) for part in re.findall(r"[^\W\d_]+", local)
    )


def _has_at(text: str) -> bool:
    return "@" in text or _AT_SIGN.search(text) is not None


def _email(written: str) -> str:
    """As it would be typed."""
    text = written.casefold() if "@" in written else _SAID_AT.sub("@", written.casefold(), count=1)
    text = re.sub(rf"[\s\[({{<]+{_DOT_WORD}[\s\])}}>]+", ".", text)
    text = re.sub(r" (?:dash|minus|hyphen) ", "-", text.replace(" underscore ", "_"))
    return re.sub(r"[\s\[\](){}<>]", "", text).replace(",", ".").strip(".'’&-")


def find_links(said: Passage, own: frozenset[str]) -> Iterator[Found]:
    """Links that carry a person or a key, and profiles on social networks but the shop's."""
    for match in _PROFILE.finditer(said.text) if "/" in said.text else ():
        if not own & set(re.split(r"\W+", match[0].casefold())):
            yield Found(match.start(), match.end(), "account", plain(match[0]))
    for match in _URL.finditer(said.text) if "http" in said.text or "www" in said.text.casefold() else ():
        address = match[0].rstrip(".,;:!?")
        if _PERSONAL_PARAMETER.search(address):
            yield Found(match.start(), match.start() + len(address), "link", address)


def find_accounts(said: Passage, own: frozenset[str]) -> Iterator[Found]:
    """User names and handles, but the shop's."""
    handles = (
        [(match.start(), match.end()) for match in _HANDLE.finditer(said.text)] if "@" in said.text else []
    )
    users = [match.span("user") for match in _USER.finditer(said.text)]
    if "account" in said.asked and (answer := _ANSWERED_USER.search(said.text)):
        users.append(answer.span())
    users += [match.span("it") for match in _SIGNED_AS.finditer(said.text)]
    for start, end in (*users, *handles):
        name = said.text[start:end].casefold().lstrip("@")
        if name not in own and not (said.from_shop and own.intersection(re.split(r"[._-]", name))):
            yield Found(start, end, "account", name)


def _is_version(text: str, match: re.Match[str]) -> bool:
    """Whether four numbers are those of a release: "firmware 4.2.1.0"."""
    before = text[max(0, match.start() - 40) : match.start()]
    said = _VERSION.search(before)
    if ":" in match[0] or _NET.search(said[0] if said else before):
        return False
    small = all(int(part) < 32 for part in match[0].split(".")) and int(match[0].split(".")[0]) < 10
    return small or said is not None


def find_ips(said: Passage) -> Iterator[Found]:
    """IPv4 and IPv6; clock times and versions are none."""
    for match in _IP.finditer(said.text):
        if _is_version(said.text, match):
            continue
        try:
            address = ipaddress.ip_address(match[0])
        except ValueError:
            continue
        if match[0] != "::" and not _EVERYBODYS.fullmatch(match[0]):
            yield Found(match.start(), match.end(), "ip_address", str(address))
