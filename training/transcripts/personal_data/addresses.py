"""Streets with their number, and postcodes with their town, as they are written in Europe, the Americas,
Australia and, where a question asks for them or a label names them, anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.transcripts.personal_data.found import Found, Passage
from training.transcripts.personal_data.lines import bare_line_above
from training.transcripts.personal_data.places_told import HOUSE, find_told
from training.transcripts.personal_data.streets_abroad import (
    ADJECTIVE,
    INSTEAD,
    TOWN_BEHIND,
    UNIT_BEHIND,
    find_abroad,
)
from training.transcripts.personal_data.words import COMPANY, Words

_CAP = r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]"
_NO = r"\d{1,4}(?:\s?[a-zA-Z](?![\w'’]))?(?:\s?[-/]\s?\d{1,4}[a-z]?\b)*(?:-[IVX]{1,4}\b|\s(?:hs|huis|sous|bis|ter|quater)\b)?(?:\s(?:bus|bte|boîte|top|apt\.?|app\.?|box)\s\w{1,4})?(?![\d%€$£]|[.,:]\d|\s?(?:uhr|€|eur|euro|kg|cm|mm|km|g|l|ml|stück|mal|pm|am|days?|hours?|weeks?|x)\b)"
_STATES = "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC"
_ENGLISH_TYPE = (
    r"(?P<type>street|st|road|rd|avenue|ave|lane|ln|terrace|terr|boulevard|blvd|drive|dr|court|ct|close|gdns|cl|place|pl|square|sq|way|crescent|cres|row|park|"
    r"gardens|grove|hill|mews|quay|parade|highway|hwy|parkway|pkwy|circle|cir|trail|green|walk|wharf|view|rise|mount|gate|loop|plaza|heights|alley|"
    r"(?:villas|cottages|buildings|vale|croft|brae|wynd|meadows?|fields?|broadway|esplanade|promenade|orchard|bank|ridge|bridge|embankment|strand|grange|green|common|paddock|dene|yard|estate|dock|bay|passage|arcade|drove)(?=,?\s*(?:[,.;!?\n)]|$|[A-Z]{1,2}\d)))"
)
_SECOND_TYPE = (
    r"street|st|road|rd|avenue|ave|lane|ln|terrace|drive|court|close|square|crescent|gardens|grove|mews"
)
"""What may follow: "Park Lane", "Church Hill Road"."""
_ENGLISH = re.compile(
    rf"(?<![\w.,:/-])\d{{1,5}}[a-z]?(?:\s?[-/]\s?\d{{1,4}})?,?\s+(?:[NSEW]\.?\s)?(?P<words>(?:(?:[^\W\d][\w'’.-]*|\d{{1,3}}(?:st|nd|rd|th))\s){{1,4}}?){_ENGLISH_TYPE}\b\.?(?:\s(?:{_SECOND_TYPE})\b\.?)?(?:\s(?-i:Upper|Lower|North|South|East|West)\b)?"
    rf"(?:\s(?:NE|NW|SE|SW|N|S|E|W)\b)?(?:,?\s(?:flat|unit|apt\.?|apartment|suite|ste\.?|#)\s?[\w-]{{1,5}})?",
    re.IGNORECASE,
)  # fmt: skip
_UNIT_BEFORE = re.compile(
    r"\b(?:flat|unit|apt\.?|apartment|suite|ste\.?|room|villa|lot|shop|level|no\.?|#)\s?(?:\d[\w/-]{0,4}|[A-Z]),?\s+$|\b(?:flat|unit|apartment|suite|lot|shop)\s$",
    re.IGNORECASE,
)
_SURE_TYPES = {"street", "st", "road", "rd", "avenue", "ave", "lane", "terrace", "boulevard", "blvd"}
_COMPOUND = re.compile(
    rf"(?:straße|strasse|str\.|str|weg|gasse|platz|allee|damm|ufer|chaussee|steig|stieg|graben|ring|markt|"
    rf"wall|gracht|straat|laan|plein|kade|dijk|gata|gatan|vägen|vej|gade|veien|vegen|katu|utca),?\s?{_NO}",
    re.IGNORECASE,
)
_ALONE = {"straße", "strasse", "str.", "weg", "platz", "allee", "ring", "markt", "damm"}
_ENDING = re.compile(r"[a-zäß]+\.?", re.IGNORECASE)
_WORDS_BEFORE = re.compile(r"(?:[\w'’.-]+[ -]){0,2}[\w'’.-]*$")
_SURE_COMPOUNDS = re.compile(
    r"(?:straße|strasse|str\.?|weg|gasse|platz|allee|damm|straat|laan|gracht|gatan|gata|vägen|chaussee)$",
    re.IGNORECASE,
)
_AT_THE = re.compile(
    rf"\b(?:Am|An der|An den|An dem|Im|In der|In den|In dem|Auf der|Auf dem|Auf den|Zum|Zur|Zu den|Unter den|Hinter der|Vor dem|Alte|Alter|Neue|Neuer|Große|Großer|Kleine|Kleiner|Op den|Aan de)"
    rf"\s(?P<words>{_CAP}[\w-]+(?:\s{_CAP}[\w-]+)?)\s{_NO}"
)
_BREAK_BEFORE = re.compile(r"(?:^|[,:;\n]\s?)$")
_TOWN_BEHIND = re.compile(rf",\s?(?:\d{{4,5}}\s)?{_CAP}")
_ROMANCE = re.compile(
    rf"(?:\b\d{{1,4}}\s?(?:bis|ter|quater|[a-d])?,?\s)?\b(?P<type>(?i:rue|avenue|av\.|boulevard|bd|place|chemin|allée|impasse|quai|route|chaussée|calle|c/|avenida|avda\.?|"
    rf"plaza|paseo|carrer|camino|via|viale|piazza|piazzale|corso|vicolo|r[uú]a|travessa|praça|largo|ulica|ul\.|al\.|os\.|strada|strada|bulevar|calea|jalan|jln\.|jl\.|lorong))\s?"
    rf"(?P<words>(?:(?:de|du|des|la|le|les|del|della|dei|delle|da|das|do|dos|di|e|y|el|los|las)\s|[ld]['’]){{0,3}}{_CAP}[\w'’.]*(?:-[\w'’.]+)*(?:\s(?:(?:de|du|des|la|le|del|da|do|di)\s|[ld]['’]){{0,2}}{_CAP}[\w'’.]*(?:-[\w'’.]+)*){{0,4}})"
    rf"(?P<number>,?\s(?:n[.º°o]{{0,2}}\.?\s?)?\d{{1,4}}[a-zA-Z]?\b(?:[/-]\d+)?(?:\s(?:bte|bus|boîte|app?\.?|apto\.?|int\.?)\s\w{{1,4}})?(?:,\s\d{{1,2}}(?:\.?[º°ª])?\s?(?:(?:Esq|Dto|Dir|Izq|Dcha|Fte|Fr)\b\.?|[A-Z]?(?<=[\dº°ªA-Z])(?![\w-])))?)?(?!\d)"
)
_ROMANCE_SMALL = re.compile(
    r"(?:\b(?:calle|carrer|avenida|paseo|rua|rue|chaussée)|(?<!\w)c/)(?:\s[^\W\d]+){1,4},?\s\d{1,4}\b(?![.,:]\d|\s?(?:€|eur))"
)
_TURKISH = re.compile(
    r"(?:[A-ZÇĞİÖŞÜ]\w+\s){1,3}(?:caddesi|cad\.|sokak|sokağı|sok\.|bulvarı)\s(?:no:?\s?)?\d{1,4}(?:/\d+)?",
    re.IGNORECASE,
)
_HUNGARIAN = re.compile(
    rf"(?:{_CAP}[\w-]+\s){{1,3}}(?:utca|út|tér|körút|sétány|köz)\s\d{{1,4}}(?:/?[a-zA-Z]\b)?(?:\.?,?\s(?:[IVX]{{1,4}}|\d{{1,2}})\.?[/ ](?:em\.?\s)?\d{{1,3}}\b\.?)?"
)
_IRISH = "Antrim|Armagh|Carlow|Cavan|Clare|Cork|Derry|Donegal|Down|Dublin|Fermanagh|Galway|Kerry|Kildare|Kilkenny|Laois|Leitrim|Limerick|Longford|Louth|Mayo|Meath|Monaghan|Offaly|Roscommon|Sligo|Tipperary|Tyrone|Waterford|Westmeath|Wexford|Wicklow"
_COUNTY = re.compile(
    rf"(?:(?P<land>{_CAP}[\w'’-]+(?:\s{_CAP}[\w'’-]+){{0,3}}),\s)?\b(?P<county>(?:County|Co\.|Co(?=\s(?:{_IRISH})\b))\s(?!(?:Council|Court)\b){_CAP}[a-z]{{2,}})\b"
)
"""Of Ireland, with the townland before it."""
_MILITARY = re.compile(r"\b[AFD]PO,?\s(?:AE|AP|AA)\s\d{5}(?:-\d{4})?\b")
_DIRECTED = re.compile(
    rf"(?<![\w.,:/-])\d{{2,5}}\s[NSEW]\.?\s{_CAP}[\w'’-]+(?:\s{_CAP}[\w'’-]+){{0,3}}(?=,\s[^\n\d]{{3,40}}(?:\b(?-i:{_STATES})\b|\s\d{{5}}(?!\d))|,\s(?i:apt|unit|ste|suite|#))"
)
"""A street of the United States that bears no word for one: "410 W Camino Real, Mesa, AZ"."""
_RURAL = re.compile(
    r"\b(?:(?:Site|Comp|Box)\s\d{1,4},?\s){1,3}R\.?R\.?\s?#?\d{1,2}\b|(?<!\w)(?:R\.\s?R\.|RR(?=\s?#)|[Rr]ural [Rr]oute)\s?#?\s?\d{1,3}\b"
    r"|(?<![\w.,/-])\d{2,6}[A-Z]?,?\s(?:[NSEW]\.?\s)?(?:Concession(?: (?:Road|Rd\.?))?|Side ?[Rr]oad|(?:Township|Range|County|Regional|Farm|Ranch)(?: (?:Road|Rd\.?|Route|Rte\.?|Highway|Hwy\.?))|Highway|Hwy\.?|State Route|FM)\s(?:No\.?\s|#)?\d{1,5}[A-Z]?\b"
)
"""A road that has a number for a name: "4410 County Road 12", "R.R. #3"."""
_FARM = re.compile(
    rf"\b(?:Farm|Stand|Erf|Portion|Plot)\s\d{{1,5}},\s(?:{_CAP}[^,;!?\n]{{2,30}},\s){{1,4}}\d{{4}}\b|\bR\.?D\.?\s?\d{{1,2}},\s{_CAP}[\w'’-]+(?:\s{_CAP}[\w'’-]+){{0,2}}\s\d{{4}}\b"
)
"""As in South Africa and New Zealand: "Stand 14, Moletji, Limpopo, 0700", "RD 2, Kaikohe 0472"."""
_INDIAN = re.compile(
    r"(?:(?<!\w)#\s?|\b(?:flat|plot|house|h\.?\s?no|d\.?\s?no|door|shop|room|villa|quarter|qtr)\b\.?\s?(?:no\b\.?\s?)?:?\s?#?)(?=[A-Z/-]{0,6}\d|[A-Z]\b)[\w/-]{1,12},\s(?:[^,;!?\n]{1,40},\s){1,9}(?-i:[A-Z])[^,;!?\n\d]{2,30}[ –-]{1,3}\d{3}\s?\d{3}(?!\d)",
    re.IGNORECASE,
)
"""From the flat to the PIN code."""
_BLOCK_OF_FLATS = re.compile(
    rf"\b(?:Blk|BLK|Block)\s\d{{1,4}}[A-Z]?,?\s(?:{_CAP}[\w'’.]+\s){{1,4}}(?:\d{{1,3}}\b)?(?:,?\s?#\d\d-\d{{1,4}})?(?<=\d)"
)
"""As in Singapore: "Blk 221 Tampines Street 24 #04-112"."""
_NUMBER_FIRST = re.compile(
    rf"(?<![\w.,/-])\d{{1,4}}[a-z]?,?\s{_CAP}[a-zäöüß-]*(?:straße|strasse|allee|gasse|platz|weg|damm|straat|laan|gracht|gatan|vägen|gata)\b"
)
"""As the British write the streets of others: "17 Gartenallee"."""
_BLOCK = re.compile(r"(?<![\w.,/-])\d{1,2}-\d{1,2}-\d{1,2},?\s[A-Z][\w-]+")
_UNIT_WORD = (
    r"(?:flat|blok|unit|apt\.?|apartment|suite|ste\.?|room|villa|house|block|building|bldg\.?|tower|office|plot|sector|street|road|floor|level|lot|door|phase|wing|zimmer|raum|büro|chambre|kamer|habitación|"
    r"haus|wohnung|stiege|tür|piso|bloque|puerta|casa|apto\.?|bâtiment|appartement|étage|interno|scala)"
)
_UNIT_LINE = rf"(?:(?:{_UNIT_WORD}|(?:bât|bat|esc|appt|rés)\.)\s(?:no\.?\s)?(?:\d[\w/-]{{0,4}}|[A-Z])\b|\d{{1,2}}/F\b|psc\s\d{{1,4}}\b|box\s\d{{1,5}}\b)"
_UNITS = re.compile(
    rf"\b{_UNIT_LINE}(?:,\s?(?:{_UNIT_LINE}|[A-Z][\w'’ -]*\s(?:tower|towers|residency|residence|building|house|apartments|heights|complex|society|mansions?|villas|estate|gardens?|court|centre|plaza)\b"
    rf"|\d{{1,3}}(?:st|nd|rd|th)\s[\w ]{{0,12}}(?:street|road|avenue|cross|main|floor)\b[\w ]{{0,8}}))+",
    re.IGNORECASE,
)
_UNIT_ALONE = re.compile(
    rf"\s*(?P<unit>(?P<home>(?:lot|apt\.?|apartment|unit|suite|ste\.?|flat)\s\d{{1,4}}[a-z]?)|{_UNIT_LINE}|#\s?\d[\w-]{{0,5}})\s*[.!]?\s*",
    re.IGNORECASE,
)
_TOWN_TOLD = re.compile(
    rf"\s*(?P<town>{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+){{0,2}}(?:,\s{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+)?)?)(?=\s*(?:[.!?\n]|$))"
)
"""A suburb with its town at the beginning of an answer."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,20}\d{1,5}(?:[号號弄室栋]\w{0,12})")
_FLAT = re.compile(
    r"\b(?:(?:flat|apartment|apt\.?|appt\.?|wohnung|whg\.?)\s(?:no\.?\s|nr\.?\s|number\s)?|(?:room|zimmer)\s(?=\d{3}))(?=\w{0,2}\d)[A-Z]?\d{1,4}[A-Z]?\b(?![.,]\d|\s?(?:%|€|£|kg|g|cm|m|mm|inch|people|persons?|euros?|eur|pounds?|quid|percent|per|(?:of|for|to) \d)\b)",
    re.IGNORECASE,
)
_HOUSE_NAME = (
    r"(?:cottage|house|rectory|vicarage|farm|farmhouse|lodge|barn|hall|manor|mill|court|lane|street|road|avenue|close|drive|way|terrace|crescent|hill|green|"
    r"tower|towers|residency|building|apartments|heights|complex|estate|gardens|marina|cross road)"
)
_LEFT = re.compile(
    rf"(?:^|[,:;\n(]\s?|(?<=[a-z][.!?])\s|\b(?:to|at|is|in|live|new|address)\s)(?P<part>{_UNIT_LINE}|(?:(?:The|Old|New)\s)?(?:{_CAP}[\w'’-]+\s){{1,3}}{_HOUSE_NAME}|(?:Hotel|Pension|Gasthof|Villa|Résidence|Residenz|Residencia|Residenza|Institut|Casa|Haus)(?:\s(?:(?-i:de|du|des|del|della|la|le|les|los|las)\s|[ld]['’])*{_CAP}[\w'’-]+){{1,3}}|{_CAP} ?\d{{1,2}}|(?-i:\d{{1,4}}[a-z]?(?:[-/]\d{{1,4}}[a-z]?)?,?\s(?:{_CAP}[\w'’.-]+\s?){{1,4}}))(?:,\s?|[ ]?\n)$",
    re.IGNORECASE,
)
_LEFT_PLACE = re.compile(
    rf"(?:^|[,:;\n(]\s?|(?<=[a-z][.!?])\s|\b(?:to|at|is|in)\s)(?P<part>(?:The\s|(?:by|near|nr)\s)?{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+){{0,2}})(?:,\s?|[ ]?\n)$"
)
_RIGHT = re.compile(
    rf"(?:,\s?|\n)(?P<part>(?:{_CAP}(?:\w{{0,3}}\.(?=[ -]\w)|[\w'’-]*)|\d{{1,2}}(?:st|nd|rd|th))(?:[ -](?:{_CAP}(?:\w{{0,3}}\.(?=[ -]\w)|[\w'’-]*)|de|da|do|di|am|an|der|of|upon|\d{{1,6}}(?!\d))){{0,3}})(?=\s*(?:[,.;!?\n)]|$|\b(?:please|pls|thanks|and|bitte|now)\b))"
)
_FOUR_BEHIND = re.compile(r",\s(?:\?{1,4},\s)?(?P<part>(?!19[5-9]|20[12])\d{4})(?=\s*(?:[.,;!?\n)]|$))")
"""A postcode of Australia, New Zealand or South Africa right behind the street."""
_RIGHT_SMALL = re.compile(r",\s?(?P<part>[^\W\d_A-Z]{4,}(?:[ -][^\W\d_A-Z]{3,})?)(?=,|\s*(?:$|\n))")
_IN_TOWN = re.compile(
    rf"(?<![\w,.])(?P<line>{_CAP}[\w'’.-]+(?:\s{_CAP}?[\w'’.-]+){{0,3}}\s\d{{1,4}}[a-zA-Z]?),\s(?P<town>{_CAP}[\w-]+(?:\s{_CAP}[\w-]+)?)(?:\s\d{{1,2}})?(?=\s*(?:[,.;!?\n)]|$))"
)
_BOX = re.compile(
    r"(?:(?<!\w)c/[-o]\s)?\b(?:g?\.?p\.?\s?o\.?\s?box|postfach|boîte postale|apartado(?: de correos)?|postbus|postboks|postbox|box postale|case postale|casella postale|caixa postal|postilokero|pósthólf|skr\. poczt\.|t\. ?θ\.|packstation|paketstation|postfiliale|paczkomat)\s?(?:no\.?\s|nr\.?\s)?\d[\d ]*\d?"
    r"|\b(?:locked|private|mail) bag\s(?:no\.?\s)?x?\d{1,6}\b"
    r"|\b(?:rural route|r\.?r\.?|hc)\s\d{1,3},?\sbox\s\w{1,5}\b"
    r"|\b(?:postnummer|post ?number|postnr)\b\W{0,3}(?:\d{6,10}|\d{3} \d{3} \d{2,4})\b|\bpaczkomat\s[A-Z]{3}\d{1,3}[A-Z]{0,3}\b",
    re.IGNORECASE,
)
_TOWN_WORD = rf"{_CAP}(?:\w{{0,3}}\.(?=[ -]\w)|[\w'’-]*)"
_TOWN = rf"{_CAP}(?:\w{{0,3}}\.(?=[ -]\w)|[\w'’-]+)(?:[ -](?:(?:am|an der|a\.|im|in|bei|de|du|la|le|sur|an|den|op|aan|upon|on|under|by|next)\s)?(?:{_TOWN_WORD}|\d{{1,2}}(?!\d))){{0,3}}"
_AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|B|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|E|FK|FY|GL|GU|GY|G|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|"
    "KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|L|ME|MK|ML|M|NE|NG|NN|NP|NR|NW|N|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|S|TA|TD|TF|TN|TQ|TR|TS|TW|"
    "UB|WA|WC|WD|WF|WN|WR|WS|WV|W|YO|ZE"
)
"""Of British postcodes, whose form in small letters or without a blank other codes share."""
_COUNTRIES = (
    "AT?|BE?|CH|CZ|DE?|DK|EE?|ES|FI?|FR|FIN|FL|GR|HU?|HR|IT?|IRL|LT?|LU|LV|MD|NO?|NL|PL?|PT|RO|SE?|SK|SI|SLO"
)
"""Whose letters stand before a postcode; "T-55012" is a ticket."""
_BRAZIL = "AC|AL|AP|AM|BA|CE|DF|ES|GO|MA|MT|MS|MG|PA|PB|PR|PE|PI|RJ|RN|RS|RO|RR|SC|SP|SE|TO"
_POSTCODES = (
    re.compile(rf"(?<![\w.,€$£-])(?:[A-Z]{{1,2}}-)?\d{{5}}(?:-\d{{3}})?\s(?P<town>{_TOWN})(?:\s?\([A-Z]{{2}}\))?"),
    re.compile(r"(?<![\w.,€$£-])\d{5}\s(?P<town>[a-zäöüß]{4,})(?=\s*(?:[.,;!?\n]|$))"),
    re.compile(rf"(?<![\w.,-])(?!(?<=[A-Z]\s)\d{{4}}\s[A-Z]{{2}}\s\d)\d{{4}}\s?[A-Z]{{2}}\b(?:\s(?P<town>{_TOWN}))?"),
    re.compile(r"(?<![\w.,-])\d{4}\s?(?:[a-z]{2}|[A-Z]{2})\s(?P<known>[a-z]{4,})\b"),
    re.compile(r"(?<=\d, )\d{4}\s(?P<known>[a-zäöüßéèøå]{3,})(?=\s*(?:[.,;!?\n]|$))"),
    re.compile(rf"(?:(?<=\d, )\d{{3}}|(?<![\w.,€$£-])(?!19|20)\d{{4}}|(?<![\w.,€$£-])\d{{6}})\s(?P<known>{_CAP}[\w-]{{2,}})"),
    re.compile(rf"(?:(?<=, )|(?<=\n)|(?<=\d[a-z] )|(?<=[a-zß.] \d )|(?<=\d\d ))(?:[A-Z]{{1,2}}-)?\d{{4}}\s(?P<town>{_TOWN})"),
    re.compile(rf"(?<![\w-])(?![DEFI]-\d{{4}}\b)(?:{_COUNTRIES})-\d{{4,5}}\b(?![-/]\w)(?:\s(?P<town>{_TOWN}))?"),
    re.compile(r"(?:(?<=, )|(?<=\n))(?P<known>[a-zäöüß]{4,})\s\d{5,6}(?!\d)"),
    re.compile(rf"(?:(?:(?<=, )|(?<=\n)|^){_TOWN}\s?[-–/,]\s?(?:{_BRAZIL})\b(?:,?\s(?:CEP:?\s)?\d{{5}}-\d{{3}}\b)?|\b\d{{5}}-\d{{3}}\b(?=\s*(?:[,.;!?\n]|$)))"),
    re.compile(rf"(?<![\w.,-])(?:\d{{2}}-\d{{3}}|\d{{4}}-\d{{3}}|\d{{3}}\s\d{{2}})\s(?P<town>{_TOWN})"),
    re.compile(rf"(?:(?:(?<=, )|(?<=\n)|^)(?:{_TOWN}\s))?\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{{2}})\b"),
    re.compile(
        rf"(?:(?<=, )(?P<town>[a-z]+(?: [a-z]+)?) )?\b(?:{_AREAS})\d[A-Z\d]?\s?(?!1st|2nd|3rd|\dth)\d[ABD-HJLNP-UW-Z]{{2}}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:{_TOWN},?\s)?\b(?:{_STATES})\s\d{{5}}(?:-\d{{4}})?\b"),
    re.compile(rf"(?:{_TOWN},?\s)?\b(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT)\s\d{{4}}\b"),
    re.compile(rf"(?:(?<=, )|(?<=\n))(?P<known>[a-z]+(?: [a-z]+){{0,2}}),?\s(?i:{_STATES})\s\d{{5}}(?:-\d{{4}})?\b"),
    re.compile(r"(?:(?:(?<=, )|(?<=\n))(?:[a-z]+ ){1,3})?\b(?:nsw|vic|qld|tas)\s\d{4}\b"),
    re.compile(r"\bSingapore\s\(?\d{6}\b\)?"),
    re.compile(rf"(?:{_TOWN},?\s\(?(?:ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|YT|NT|NU|Québec|Quebec|Ontario|Alberta|Manitoba|British Columbia|Nova Scotia)\)?,?\s|(?<=, ){_TOWN}\s)?\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d\b"),
    re.compile(r"(?:(?:Dublin|Cork|Galway|Limerick|Waterford|(?:Co\.?|County)\s[A-Z][a-z]+),?\s)?\b(?:[AC-FHKNPRTV-Y]\d\d|D6W) ?(?!(?:19|20)\d\d\b)[0-9AC-FHKNPRTV-Y](?=[A-Z]*\d)[0-9AC-FHKNPRTV-Y]{3}\b"),
    re.compile(rf"(?:(?:(?<=, )|(?<=\n)){_TOWN},?\s(?:-\s)?)(?:\d{{6}}|\d{{3}} \d{{3}}|\d{{3}}-\d{{4}})\b"),
)  # fmt: skip
"""Germany and others with five digits, the same in small letters, Netherlands, four digits behind a street,
with the country's letter, behind a town in small letters, Brazil, Poland, Portugal, Sweden and Czechia, Great Britain in two ways, USA and Australia, both
in small letters too, Singapore, Canada, Ireland, India and Japan."""
_BEFORE_POSTCODE = re.compile(
    rf"(?:^|[,;:\n(]\s?|\b(?:to|at|is|in|live|nach|an|und|and|à|just)\s(?:the\s)?)(?P<line>{_CAP}[\w'’.-]+(?:\s[\w'’.-]+){{0,3}}\s\d{{1,4}}\s?[a-zA-Z]?(?:/\d+)*|\d{{1,5}}[a-z]?,?\s{_CAP}[\w'’ .-]+),?\s*$"
)
_LABELLED = re.compile(
    r"\b(?:(?:my|new|old|delivery|shipping|home|billing|street|postal) address|address(?=\s?:)|anschrift|adresse(?=\s?:)|live (?:at|on)|deliver(?:ed)? (?:it )?to|ship (?:it |them )?to|send (?:it )?to|sent to)"
    r"(?:\s(?:for|für|pour)\s[^\n:;,.\d]{2,40}(?=:))?(?:\s+(?:is|ist|now|:))*\s*:?\s+(?!(?:as of|from|since|starting|with|ab|has|have|had|was|does|doesn|did|should|needs?|field|form|line)\b)(?!\+?\d[\d ()/-]{6,})(?P<line>[^\n.;!?]{4,80})",
    re.IGNORECASE,
)
_POSTCODE_WORD = re.compile(
    r"\b(?:post\s?code|postal code|zip(?: code)?|plz|postleitzahl|code postal|eircode|pin ?code)\b\W{0,3}(?:(?:is|ist|changed to|now|est)\s){0,2}(?P<code>[A-Z]{0,2}-?\d[\dA-Z-]{2,7}(?:\s\d[A-Z]{2}|\s[A-Z]{2}\b)?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[\dW] ?[A-Z\d]{4})\b",
    re.IGNORECASE,
)
_ANSWERED_CODE = re.compile(
    r"(?<![\w.,-])(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]{0,2}-?\d{3,6}(?:[- ]\d{2,4})?(?:\s?[A-Z]{2}(?:\s\d{1,4})?)?|[A-Z]\d[A-Z]\s?\d[A-Z]\d)\b",
    re.IGNORECASE,
)
_LONG_CODE = re.compile(r"(?=\w*\d{6})\w{12,}|\d(?:[ -]?\d){8,}")
"""An account, a telephone or another long number, which no address has."""
_CODE_WORD = re.compile(r"(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{6,}")
_VERB = re.compile(r"^[a-z]+(?:ed|ing|ly)$")
"""How a word ends that is no town in small letters: "90417 worked"."""
_BARE_CODE = re.compile(
    r"(?:(?:yes|yeah|yep|ja|oui|sí|si|tak|correct|right|and|at|in)\b[\s,.]*){0,3}(?P<code>(?:[A-Z]{1,2}-)?\d{5}|\d{4}\s?[A-Z]{2}|\d{2}-\d{3}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\s*[.!]?\s*",
    re.IGNORECASE,
)
"""An answer that is a postcode and nothing else."""
_CODE_ENDS = re.compile(r"\s*(?:$|[.!;\n]|,\s[^\W\d])")
_AREA_ALONE = re.compile(
    rf"(?<![\w-])(?:{_AREAS})\d[A-Z\d]?(?=\s*(?:[.,;!?\n]|$|something|what|and\b))", re.IGNORECASE
)
"""The beginning of a British postcode, of which somebody does not know the rest."""
_AMBIGUOUS_TYPES = {"place", "route", "plaza", "via", "avenue", "corso", "largo", "camino"}


def find_addresses(said: Passage, words: Words) -> Iterator[Found]:
    """Street lines and postcodes with their town, each by itself; the value lists letters and digits."""
    for start, end in _spans(said, words):
        line = said.text[start:end].rstrip(" ,;")
        if line:
            yield Found(start, start + len(line), "address", address_value(line))


def address_value(line: str) -> str:
    """The same for "12 Baker Street" and "12, baker st."."""
    text = re.sub(r"stra(?:ß|ss)e\b|str\b\.?", "str", line.casefold())
    for whole, short in (
        ("street", "st"),
        ("road", "rd"),
        ("avenue", "ave"),
        ("lane", "ln"),
        ("drive", "dr"),
    ):
        text = re.sub(rf"\b{whole}\b", short, text)
    return "".join(c for c in text if c.isalnum())


def _spans(said: Passage, words: Words) -> Iterator[tuple[int, int]]:
    text = said.text
    typed: list[tuple[int, int]] = []
    if any(c.isdecimal() for c in text):
        streets = [*_streets(text, words), *find_abroad(said, words)]
        towns = list(_towns(text, words, streets))
        typed = [*streets, *towns]
        typed += list(_around(text, typed, towns, words))
        yield from typed
        for match in _LABELLED.finditer(text):
            start, end = match.span("line")
            if _looks_like_line(match["line"]) and not any(
                first < end and start < last for first, last in typed
            ):
                yield start, end
        yield from (match.span("code") for match in _POSTCODE_WORD.finditer(text))
    for match in _COUNTY.finditer(text) if "Co" in text else ():
        yield from (match.span(part) for part in ("land", "county") if match[part])
    yield from find_told(said, words)
    yield from _answers(said, words, whole=not typed)


def _streets(text: str, words: Words) -> Iterator[tuple[int, int]]:
    for match in _ENGLISH.finditer(text):
        called = match["words"].split()
        named = all(word[0].isupper() or word[0].isdecimal() or word in ("of", "the") for word in called)
        sure = match["type"].casefold() in _SURE_TYPES and not any(map(words.is_ordinary, called))
        if (
            (named and not all(map(words.is_ordinary, called)))
            or sure
            or (named and match["type"][0].isupper())
        ):
            unit = _UNIT_BEFORE.search(text[max(0, match.start() - 20) : match.start()])
            yield match.start() - (len(unit[0]) if unit else 0), match.end()
    for match in _COMPOUND.finditer(text):
        yield from _compound(match, words)
    for match in _AT_THE.finditer(text):
        alone = _BREAK_BEFORE.search(text, 0, match.start()) and _TOWN_BEHIND.match(text, match.end())
        if (alone or not any(map(words.is_ordinary, match["words"].split()))) and not re.search(
            r"\b(?:19|20)\d\d$", match[0]
        ):
            yield match.span()
    for match in _ROMANCE.finditer(text):
        numbered = match["number"] or match[0][0].isdecimal()
        last = match["words"].split()[-1]
        if numbered and (
            match["type"].casefold() not in _AMBIGUOUS_TYPES
            or not words.is_ordinary(last)
            or words.is_town(last)
        ):
            yield match.span()
    for match in _FLAT.finditer(text):
        yield match.span()
    for pattern in (
        _CHINESE,
        _NUMBER_FIRST,
        _MILITARY,
        _DIRECTED,
        _RURAL,
        _INDIAN,
        _FARM,
        _BLOCK_OF_FLATS,
        _BOX,
        _ROMANCE_SMALL,
        _TURKISH,
        _HUNGARIAN,
        _BLOCK,
        _UNITS,
    ):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _IN_TOWN.finditer(text):
        if words.is_town(match["town"]) and not words.is_ordinary(match["line"].split()[0]):
            yield match.span()


def _compound(match: re.Match[str], words: Words) -> Iterator[tuple[int, int]]:
    """ "Lindenstraße 12a", "Lange Straße 5", "Koningin Astridlaan 201"; "during 5 days" is none."""
    ending = _ENDING.match(match[0])
    lines = _WORDS_BEFORE.search(match.string, max(0, match.start() - 60), match.start())
    if ending is None or lines is None:
        return
    *before, beginning = re.split(r"(?<=[ -])", lines[0])
    word = beginning + ending[0]
    start = match.start() - len(beginning)
    alone = not beginning and ending[0].casefold() in _ALONE and bool(before) and before[-1][0].isupper()
    compound = (
        bool(beginning)
        and not words.is_ordinary(word)
        and (bool(_SURE_COMPOUNDS.search(word)) or word[0].isupper())
    )
    if not alone and not compound:
        return
    for part in reversed(before):
        plain = words.is_ordinary(part.strip(" -")) and not ADJECTIVE.fullmatch(part.strip(" -"))
        if not part[0].isupper() or plain:
            break
        start -= len(part)
    yield start, match.end()


def _around(
    text: str, found: list[tuple[int, int]], towns: list[tuple[int, int]], words: Words
) -> Iterator[tuple[int, int]]:
    """The other parts of an address, between commas: the house before a street, district and town behind."""
    for start, end in found:
        if house := _house_above(text, start, words):
            start = house[0]
            yield house
        while left := _left_of(text, start, words, before_town=(start, end) in towns):
            start = left[0]
            yield left
        while unit := UNIT_BEHIND.match(text, end):
            end = unit.end()
            yield unit.end() - len(unit["part"].lstrip(" ,/-")), end
        if (
            (other := INSTEAD.match(text, end))
            and text[end - 1].isalnum()
            and any(map(str.isdecimal, text[start:end]))
        ):
            yield other.span("part")
        if (town := TOWN_BEHIND.match(text, end)) and words.is_town(town["part"]):
            end = town.end()
            yield town.span("part")
        while (right := _RIGHT.match(text, end) or _RIGHT_SMALL.match(text, end)) and _is_place(
            right["part"], words
        ):
            end = right.end("part")
            yield right.span("part")
        if (code := _FOUR_BEHIND.match(text, end)) and text[start].isdecimal():
            yield code.span("part")


def _house_above(text: str, start: int, words: Words) -> tuple[int, int] | None:
    """The name of a house in a line between that of a person and this one: "Anna Winter\\nTigh na Mara\\n12 Shore
    Street"."""
    house = bare_line_above(text, start) if "\n" in text else None
    above = bare_line_above(text, house.start("line")) if house else None
    if house is None or above is None or COMPANY.search(house["line"]):
        return None
    person = words.is_first(house["line"].split()[0]) or len(above["line"].split()) < 2
    return None if person else house.span("line")


def _left_of(text: str, start: int, words: Words, *, before_town: bool) -> tuple[int, int] | None:
    """The part that ends before this place: a unit, a house, a street, a town; before a town also a district
    that no list knows, which before a street would rather be a person."""
    if left := _LEFT.search(text, max(0, start - 60), start):
        return left.span("part")
    place = _LEFT_PLACE.search(text, max(0, start - 60), start)
    if place is None or COMPANY.search(place["part"]):
        return None
    parts = re.split(r"[ -]", place["part"])
    unknown = (
        before_town
        and not all(map(words.is_ordinary, parts))
        and (not any(map(words.is_listed, parts)) or (len(parts) > 1 and words.is_ordinary(parts[0])))
    )
    house = parts[0] == "The" and len(parts) > 1
    return place.span("part") if words.is_town(place["part"]) or unknown or house else None


def _is_place(part: str, words: Words) -> bool:
    """Whether this may be a district or a town: no words of the language, but for towns and quarters."""
    first = part.split()[0]
    if _CODE_WORD.search(part):
        return False
    if part.islower():
        return words.is_town(part) or not any(map(words.is_ordinary, part.split()))
    return not words.is_ordinary(first) or words.is_town(part) or any(c.isdecimal() for c in part)


def _towns(text: str, words: Words, streets: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for pattern in _POSTCODES:
        for match in pattern.finditer(text):
            town = match.groupdict().get("town")
            if not words.is_town(match.groupdict().get("known") or "zürich"):
                continue
            if (
                town
                and not words.is_town(town)
                and (words.is_ordinary(town.split()[0]) or _VERB.search(town))
            ):
                continue
            yield match.span()
            line = _BEFORE_POSTCODE.search(text, 0, match.start())
            if line and not any(
                start < line.end("line") and line.start("line") < end for start, end in streets
            ):
                yield line.span("line")


def _looks_like_line(line: str) -> bool:
    """Whether this may be a street or a whole address: letters and a number, and not much else."""
    return (
        bool(re.search(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d", line) and re.search(r"[^\W\d]{3}", line))
        and len(line.split()) <= 9
        and not _LONG_CODE.search(line)
    )


def _answers(said: Passage, words: Words, *, whole: bool) -> Iterator[tuple[int, int]]:
    text = said.text
    if "postcode" in said.asked and (code := _ANSWERED_CODE.search(text)):
        yield code.span()
    for begun in _AREA_ALONE.finditer(text) if "postcode" in said.asked else ():
        yield begun.span()
    if (
        ({"address", "house"} & said.asked)
        and (code := _BARE_CODE.match(text))
        and _CODE_ENDS.match(text, code.end("code"))
    ):
        yield code.span("code")
    if "address" in said.asked and whole:
        for line in re.finditer(r"[^\n,;!?]+(?:,[^\n,;!?]+)*", text):
            if _looks_like_line(line[0]) and not _is_talk(line[0], words):
                start = line.start() + len(line[0]) - len(line[0].lstrip())
                yield start, line.end()
    unit = _UNIT_ALONE.fullmatch(text)
    if unit and ("address" in said.asked or (unit["home"] and not said.from_shop)):
        yield unit.span("unit")
    if "town" in said.asked and (told := _TOWN_TOLD.match(text)):
        *district, last = told["town"].split(", ")
        if words.is_town(last) and (district or not words.is_ordinary(last)):
            yield told.span("town")
    if "house" in said.asked and (house := HOUSE.fullmatch(text)):
        yield house.span("house")
    town = text.strip(" .!\n")
    if (
        "town" in said.asked
        and 0 < len(town.split()) <= 3
        and (words.is_town(town) or not any(map(words.is_ordinary, town.split())))
    ):
        yield text.index(town), text.index(town) + len(town)


def _is_talk(line: str, words: Words) -> bool:
    """Whether this is a sentence rather than an address."""
    said = re.findall(r"[^\W\d_]{2,}", line)
    return sum(map(words.is_ordinary, said)) * 2 > len(said)
