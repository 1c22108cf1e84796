"""Places of the shop's own: its stores, where returns go, where people meet."""

from __future__ import annotations

import re

from training.transcripts.personal_data.found import Passage
from training.transcripts.personal_data.words import Words

_OURS = re.compile(
    r"\b(?:our|us|hub|depot|sorting (?:cent(?:re|er)|office)|verteilzentrum|sorteercentrum|notre|nuestr[ao]|nostr[ao]|onze|(?:we(?:['’]re| are)|find|visit|see|come to)\b.{0,20}\b(?:at|in|on)|warehouse|workshop|store|showroom|in stock|stock(?=:)|shops?|branch|kiosk|parcel ?shop|packstation|locker|post office|outlet|(?-i:Returns|Retouren\w*)(?=,)|headquarters|colleagues? (?:in|at)|entrance|meeting point|treffpunkt|gmbh|ltd|unser\w*|filiale|lager|laden|werkstatt|open(?:s|ed)?|closed (?:on|until|till|at|today|tomorrow|for|from|sundays?|mondays?)|closes (?:at|on)|geöffnet|geschlossen|ouvert|fermé|aperto|chiuso|abierto|cerrado|gesloten|otwarte|zamknięte|mon?(?:day)?\s?[-–]\s?(?:fri?|sat?|sun?|so)\w*)\b",
    re.IGNORECASE,
)
_YOURS = re.compile(
    r"\b(?:you|your|yours|ihre?\w*|dein\w*|sie)\b|\b(?:left|delivered to|goes to|shipped to|is for|on file|last order|gespeichert|hinterlegt)\b",
    re.IGNORECASE,
)
_SEND_BACK = re.compile(
    r"\b(?:send|post|ship|bring|return)\b[^.?!]{0,30}\b(?:back|returns?)\s+to\b|(?:^|\bplease\s|\byou (?:can|may|should|could) )(?:send|post|ship|bring|return|take|drop)\s(?:it|them|everything|all|the \w+|your \w+)\s(?:off\s)?(?:to|at)\b|\breturns? (?:go(?:es)?|are sent|(?:should|can) (?:go|be sent)) to\b|\breturns? (?:address|centre|center|department|depot|desk|hub)\b",
    re.IGNORECASE,
)
"""How a shop tells where to send things back; "we send it to" is another thing."""
_SENTENCE = re.compile(r"[^!?\n]*?(?:(?<!\b\w)(?<!str)(?<!St)\.(?=\s|$)|[!?\n]|$)")
_ASKS_FOR_STORE = re.compile(
    r"\b(?:stores?|branch(?:es)?|shops?|outlets?|showrooms?|filialen?|laden|läden|geschäfte?|boutiques?|magasins?|tiendas?|negozi[oi]|winkels?|sklep\w*|butik\w*|butikk\w*|loja|prodejn\w+|üzlet\w*|(?:pick it up|collect|try (?:it|them)(?: on)?|see (?:it|them)(?: in person)?) (?:in|at|from)|afhalen in|ophalen in|abholen in|ansehen in|retirer à|(?:le|la|les) voir où|recoger en|ritirar\w+ a|odebrać w|hämta i|hente i)\b[^.!\n]*\?",
    re.IGNORECASE,
)
"""What a shopper asks who wants to know about a place of the shop's."""
_STORE_BEHIND = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ\d][\w'’.-]*\s){1,4}(?:branch|store|shop|outlet|showroom|filiale)\b"
)
STORE = "store"
"""The topic of a turn that answers such a question."""
_STORE = re.compile(
    r"\b(?:store|branch|shop|outlet|showroom|filiale|laden|geschäft|boutique|magasin|tienda|negozio|winkel|sklep)\s?\(\s?$|\b(?:in|at|from|im|in der|dans|en|nel) (?:the|your|that|ihre[mr]|eure[mr]|der|le|la|su|il)?\s?(?:(?!my|our|his|her|their|mein|unser)\w+ )?(?:store|branch|shop|outlet|filiale|laden|boutique|magasin|tienda|negozio|winkel),\s$|\bsklep\w* (?:przy|na) $"
    r"|\b(?:zustellzentrum|paketzentrum|zustellbasis|briefzentrum|(?:sorting|distribution|delivery) (?:cent(?:re|er)|facility|depot)|verdeelcentrum|sorteercentrum|centre de tri) (?:in |at |of |à |de )?$",
    re.IGNORECASE,
)
"""Before a place that whoever says it calls a store: "the Leeds branch (4 Mill Lane)"."""
_NAMED_BEFORE = re.compile(
    r"(?P<shop>[^\W\d_][\w'’-]+)\s(?:(?P<town>[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+)?),?\s)?$"
)
"""The name of a shop with its town."""
_WORD = re.compile(r"[^\W\d_]+")
_LINE_BEFORE = 60


def is_ours(said: Passage, start: int, words: Words) -> bool:
    """Whether it is a place of the shop's own that begins here: its store, its returns address. ``words``: with
    those of the shop, by whose name a place is its own ("Alva Bonn, Kaiserplatz 3")."""
    before = said.text[max(0, start - _LINE_BEFORE) : start]
    if _STORE.search(before) or _STORE_BEHIND.match(said.text, start):
        return True
    if not said.from_shop:
        return False
    if _is_named_before(said.text, start, before, words):
        return True
    sentence = next((m[0] for m in _SENTENCE.finditer(said.text) if m.start() <= start < m.end()), said.text)
    ours = STORE in said.topics or _OURS.search(sentence)
    return bool(_SEND_BACK.search(sentence) or (ours and not _YOURS.search(sentence)))


def asks_for_store(text: str) -> bool:
    """Whether a shopper asks about a place of the shop's, which the next turn then tells."""
    return "?" in text and bool(_ASKS_FOR_STORE.search(text))


def _is_named_before(text: str, start: int, before: str, words: Words) -> bool:
    """Whether the shop's name and a town stand here: a product's name is no place."""
    named = _NAMED_BEFORE.search(before)
    if named is None or not words.is_shops(named["shop"]):
        return False
    town = named["town"] or (found[0] if (found := _WORD.match(text, start)) else "")
    return words.is_town(town)
