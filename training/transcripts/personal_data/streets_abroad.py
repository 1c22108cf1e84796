"""Streets as they are written where the type is short or stands before the name, what stands behind a house's
number: stair, floor, flat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.transcripts.personal_data.found import Passage
from training.transcripts.personal_data.words import Words

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_SMALL = r"(?:d[eiou]|da|das|dos|des|del|della|dei|delle|la|le|les|los|las|el|lo|e|y|na|ao|u|o)"
_NUMBER = r"\d{1,4}(?:\s?[a-zA-Z](?![\w'’]))?(?:\s?[-/]\s?\d{1,4}[a-z]?\b)*(?![\d%€$£]|[.,:]\d|\s?(?:uhr|€|eur|euro|kg|cm|mm|km|g|l|ml|x)\b)"
_NAMED = rf"(?:(?:{_SMALL}\s|[dl]['’])*{_CAP}[\w'’.-]*\s?){{1,4}}"
_BEHIND = (
    r"(?:g\.|gatvė|pr\.|prospektas|alėja|iela|bulvāris|prospekts|tn\.|tänav|mnt\.?|maantee|pst\.?|u\.|krt\.|rkp\.|körút|rakpart|sor|dűlő|cesta|ulica|trg|nábřeží|náměstí|námestie|nám\.|třída|trieda|tř\.|"
    r"sk\.|sok\.|cad\.|mah\.|katu|kuja|allé|stræde|plads|plass|gränd|torg|väg|vägen|stígur|vegur|braut|gate|gata|gatan|gaten|gt\.|gade|vei|veien|vn\.|veg|vegen|vej|plassen|brygge|tie|polku|laan|straat|kade)"
)
_TYPE_BEHIND = re.compile(rf"(?<![\w-])(?P<words>(?:{_CAP}[\w'’-]*\.?\s){{1,4}}){_BEHIND}\s{_NUMBER}")
_BEFORE = (
    r"(?:str|ul|os|al|pl|nám|tř|șos|şos|bd|bvd|bul|bulv|calea|splaiul|bulevardul|aleea|piața|strada|intrarea|osiedle|aleja|plac|ulica|náměstí|třída|nábřeží|v\.le|p\.zza|p\.za|c\.so|l\.go|viale|piazza|via|vicolo|"
    r"avda|avd|ctra|rda|urb|pza|travessa|trav|estrada|largo|rua|leof|leoforos|odos|akti|triq|sqaq|vjal|jl|jln|ронда|ул|вул|бул|просп|οδός|λεωφ)"
)
_TYPE_BEFORE = re.compile(
    rf"(?<![\w-])(?i:{_BEFORE})\.?\s(?P<words>(?:\d{{1,2}}\.?\s)?{_NAMED})(?:,?\s?(?:nr|no|n|č|č\.p|br|ap|№)?\.?\s?[º°ª]?\s?)(?:{_NUMBER}|s\.?n\.?c\.?\b|s/n\b)"
)
_FRENCH_TYPE = (
    r"(?:rue|venelle|ruelle|sente|sentier|faubourg|montée|traverse|esplanade|promenade|cours|cité|hameau|lotissement|résidence|square|passage|villa|quartier|lieu-dit|rond-point|mail|clos|chemin|impasse|allée|"
    r"avenue|boulevard|place|quai|route|porte|domaine|parvis|galerie|levée|côte|voie)"
)
_FRENCH_WORDS = rf"(?:(?:d[eu]|des|la|les?|aux?|à)\s|[dl]['’])*{_CAP}[\w'’.-]*(?:[ -](?:(?:d[eu]|des|la|les?|aux?|à|et|sur|en)[ -]|[dl]['’])*{_CAP}[\w'’.-]*){{0,5}}"
_FRENCH = re.compile(
    rf"(?<![\w.,/-])\d{{1,4}}\s?(?:bis|ter|quater|[a-d])?,?\s(?i:{_FRENCH_TYPE})\s{_FRENCH_WORDS}"
)
_FRENCH_SMALL = re.compile(
    rf"(?<![\w.,/-])\d{{1,4}}\s?(?:bis|ter|quater)\b,?\s{_FRENCH_TYPE}(?:\s[^\W\d]+(?:['’-][^\W\d]+)*){{1,5}}(?=\s*(?:[,.;!?\n(]|$|\d{{5}}))",
    re.IGNORECASE,
)
_AT_THE_SMALL = re.compile(
    rf"\b(?:am|im|an der|an den|in der|in den|auf der|auf dem|zum|zur|zu den|unter den|hinter der|vor dem|beim)\s{_CAP}[\w-]+(?:\s{_CAP}[\w-]+)?\s{_NUMBER}(?=,?\s(?:[A-Z]{{1,2}}-)?\d{{4,5}}\s)"
)
_SMALL_BEFORE_TOWN = re.compile(
    r"\b(?P<street>(?:via|viale|corso|piazza|plaza|place|ulica|ul\.?|strada|chemin|impasse|allée|avenue|boulevard|bd|passeig|paseo|rue|calle|rua|avenida)(?:\s[^\W\d]+){1,4},?\s\d{1,4}\s?[a-z]?),?\s(?P<line>\d{2}-?\d{3}\s(?P<town>[^\W\d_]{3,}))",
    re.IGNORECASE,
)
"""In small letters, where a postcode and a town are behind."""
_SIDE = r"(?:izq\w{0,6}|izda|dcha|drcha|der|dta|dto|esq|fte|ctro|centro|int|ext)"
UNIT_BEHIND = re.compile(
    rf"(?P<part>,\s(?:km|n\.?)\s?\d{{1,3}}(?:[+.,]\d{{1,3}})?|,?\s\d{{1,2}}\.\s?(?:tv|th|mf|sal|og|stock|etage|kerros|krs|sz|em|patro)\b(?:\.?\s\d{{1,3}}\b)?"
    rf"|,?\s(?:daire|kat|d|k|m|lgh|lok|bl|bloc|esc|escalier|piso|pta|puerta|int|interno|sc|scala|scara|et|etaj|ap|apart|apto|app|appt|apt|bât|bat|kl|kv|korp|butas|dz|stiege|top|tür|whg|hinterhaus|porta|andar)(?:[.:]?\s?\d{{1,4}}(?:-?[a-z])?|(?:[.:]\s?|\s)(?-i:[A-Z])\d{{0,3}})\b"
    rf"|,?\s\d{{1,2}}\.?\s?[º°ªo]?[ ,-]{{0,2}}{_SIDE}\b\.?|\s{_SIDE}\b\.?|,?\s\d{{1,2}}\.?[º°ª](?:\s?-?\s?[A-Z]\b)?|\s-\s\d{{1,2}}[º°ª]\s?[A-Z]?\b"
    rf"|\s?/\s?(?-i:[A-Z])\b|\s?/\s?[A-ZÇĞİÖŞÜ]\w{{3,}}|,?\s(?:hinterhaus|vorderhaus|seitenflügel|bajo|ático|(?:\w+ )?floor)\b"
    r"|\s(?-i:(?:[aiubov]\.\s?){1,2}(?:d\.\s?)?(?:[A-ZÄÖÜ][a-zäöü]{0,4}\.|[A-ZÄÖÜ][a-zäöü]{3,}))(?=\s*(?:[,.;!?\n)]|$)))",
    re.IGNORECASE,
)
"""Also what a town has behind its name: "Weiden i. d. OPf.", "Frankfurt a. M."."""
_IN_TOWN = re.compile(
    rf"(?<![\w.,/-])(?P<line>\d{{1,4}}[a-z]?\s(?P<words>{_CAP}[\w'’-]+(?:\s{_CAP}[\w'’-]+){{0,2}})),\s(?P<town>{_CAP}[\w-]+(?:\s{_CAP}[\w-]+)?)(?=\s*(?:[,.;!?\n)]|$))"
)
"""A street without a word for one, before a town: "7 Fossgate, York"."""
_INDUSTRIAL = re.compile(
    rf"\b(?:unit|lot|plot|hall|halle|block)\s\w{{1,4}},?\s(?-i:(?:{_CAP}[\w'’&-]+\s){{1,4}})(?:ind(?:ustrial)?\.?\s(?:est(?:ate)?\b\.?|park)|trading est(?:ate)?\b|(?:business|retail|enterprise|science) (?:park|centre))|\b(?:gewerbegebiet|gewerbepark|industriepark|zone (?:industrielle|artisanale)|polígono(?: industrial)?|zona industriale|bedrijventerrein)\s(?-i:{_NAMED})(?:,?\s{_NUMBER})?",
    re.IGNORECASE,
)
_CELTIC = re.compile(
    rf"(?<![\w.,/-])\d{{1,4}}[a-z]?,?\s(?i:bóthar|sráid|páirc|ascaill|lána|céide|plás|gairdíní?|cluain|gort|heol|ffordd|stryd|lôn|rhodfa|maes|cwrt|clos|tan-y|pen-y|bryn|rathad|sràid)\s(?:(?i:na|an|y|yr|a['’]|nan|nam)\s)?(?:h?{_CAP}[\w'’-]+)(?:\s{_CAP}[\w'’-]+){{0,2}}"
)
"""In Irish, Welsh and Gaelic, with the type before the name: "5 Bóthar na Trá", "14 Heol y Bont"."""
INSTEAD = re.compile(
    r",?\s(?:instead of|rather than|statt|anstatt|in plaats van|au lieu d[eu]|en vez de|en lugar de|invece d(?:i|el)|zamiast|i stället för|i stedet for|em vez de)\s(?:the\s)?(?:no\.?\s|nr\.?\s)?(?P<part>\d{1,4}[a-z]?)\b(?![.,:]\d|\s?[€$£%])",
    re.IGNORECASE,
)
"""Another number of the same street: "Lindenweg 4 instead of 14"."""
_IN_CAPITALS = re.compile(
    r"(?<![\w.,€$£-])\d{3,6}\s(?P<town>[A-ZÀ-ÖØ-Þ]{4,}(?:[ -][A-ZÀ-ÖØ-Þ]{2,}){0,2})(?![\w-])"
)
ADJECTIVE = re.compile(
    r"Lange|Korte|Oude|Nieuwe|Grote|Kleine|Hoge|Lage|Brede|Groene|Alte|Neue|Große|Obere|Untere|Hintere|Vordere|Innere|Äußere|Breite|Hohe|Kurze|Stora|Lilla|Gamla|Nya|Norra|Södra|Östra|Västra|Store|Lille|Gamle|Nye|Nordre|Søndre|Østre|Vestre"
)
"""Before the name of a street: "Lange Nieuwstraat"."""
TOWN_BEHIND = re.compile(
    rf"\s(?:in|à|en|w|v|i|te|a)\s(?P<part>{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+)?)(?=\s*(?:[,.;!?\n)]|$))"
)


def find_abroad(said: Passage, words: Words) -> Iterator[tuple[int, int]]:
    """Streets with their number, and postcodes with a town in capitals."""
    text = said.text
    for pattern in (_TYPE_BEHIND, _TYPE_BEFORE):
        for match in pattern.finditer(text):
            if not words.is_ordinary(match["words"].split()[-1].strip(".,")):
                yield match.span()
    for pattern in (_FRENCH, _FRENCH_SMALL, _AT_THE_SMALL, _INDUSTRIAL, _CELTIC):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _IN_TOWN.finditer(text):
        if words.is_town(match["town"]) and not any(map(words.is_ordinary, match["words"].split())):
            yield match.span()
    for match in _SMALL_BEFORE_TOWN.finditer(text):
        if words.is_town(match["town"]):
            yield from (match.span(part) for part in ("street", "line"))
    for match in _IN_CAPITALS.finditer(text):
        parts = match["town"].split(" ")
        for count in range(len(parts), 0, -1):
            if words.is_town(town := " ".join(parts[:count])):
                yield match.start(), match.start("town") + len(town)
                break
