"""What is called like a person and is none: landscapes with their word behind, some mountains and isles of the
trade in outdoor things, brands, firms, products by what is said of them, courtesies in another script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retrieval.people import folded
from training.transcripts.personal_data.cues import TITLE, TITLES
from training.transcripts.personal_data.found import Passage
from training.transcripts.personal_data.names import Mention

_LANDSCAPE = re.compile(
    r"\s(?:glacier|icefield|trail|trek|traverse|mountains?|peak|summit|ridge|col|(?-i:Falls|Range|Pass)|canyon|gorge|loch|lake|fjord|bothy|hut|refuge|"
    r"national park|wilderness|tartan|plaid|gletscher|hütte)\b",
    re.IGNORECASE,
)
_CALLED_LIKE_PEOPLE = re.compile(
    r"\b(?:ben (?:nevis|lomond|macdui|lawers|wyvis|alder|vorlich|lui|cruachan)|john muir|(?:saint|st\.?) bernards?|rob roy|mont blanc|monte rosa)\b"
    r"|\b(?:on|isle of) (?:skye|mull|arran|harris|lewis|jura|iona)\b",
    re.IGNORECASE,
)
_BRAND = re.compile(
    r"\b(?:stan smith|paul smith|jack wolfskin|helly hansen|doc martens|dr\.? martens|calvin klein|ralph lauren|tommy hilfiger|hugo boss|michael kors|marc jacobs|marc o'polo|karl lagerfeld|christian dior|christian louboutin|"
    r"fred perry|ted baker|kate spade|jimmy choo|jean paul gaultier|giorgio armani|tory burch|alexander mcqueen|stella mccartney|est[ée]e lauder|elizabeth arden|mary kay|bobbi brown|charlotte tilbury|max factor|"
    r"yves (?:saint laurent|rocher)|jack (?:daniel'?s|& jones|and jones)|johnnie walker|jim beam|harley[- ]davidson|air jordan|chuck taylors?|joseph joseph|john lewis|john deere|laura ashley|peter rabbit|harry potter|tom tailor|"
    r"gerry weber|betty barclay|franz josef|james wilson|bruno banani|carolina herrera|paco rabanne|dolce (?:&|and) gabbana|jack purcell|jo malone|tom ford|emma bridgewater|cath kidston|orla kiely|marc cain|laura mercier|molton brown|clarks? originals|kylie cosmetics|sherlock holmes|mickey mouse|peppa pig|thomas the tank|mb way|apple pay|cash app|kia ora|ka pai|(?-i:EMI|NEFT)|(?:danner|tp-link|carhartt|merrell|salomon|blundstone|redback|pendleton|stetson) (?-i:[A-Z]\w+))\b",
    re.IGNORECASE,
)
_FIRM_BEHIND = re.compile(
    r" (?:&|and) (?:Co|Sons|Daughters|Bros|Brothers|Partners)\b|(?: (?:&|and|und) [A-Z]\w+)?,? (?:GmbH|AG|KG|OHG|Ltd|Limited|LLP|LLC|Inc|Corp|PLC|plc|B\.?V|N\.?V|SARL|ApS|A/S|Oy|S\.?L|S\.?r\.?l)\b"
)
_THING = (
    r"(?:jackets?|coats?|parkas?|fleeces?|hoodies?|jumpers?|sweaters?|shirts?|t-shirts?|blouses?|dress(?:es)?|skirts?|trousers|pants|jeans|shorts|leggings|boots?|shoes?|sandals?|trainers|sneakers|socks|gloves|beanies?|scar(?:f|ves)|"
    r"backpacks?|rucksacks?|daypacks?|totes?|purses?|wallets?|tents?|tarps?|lamps?|lanterns?|torch(?:es)?|sofas?|couch(?:es)?|armchairs?|chairs?|bench(?:es)?|tables?|desks?|shel(?:f|ves)|mattress(?:es)?|rugs?|mugs?|bowls?|kettles?|"
    r"juicers?|grinders?|necklaces?|perfumes?|lipsticks?|nail polish|strollers?|prams?|scooters?|vests?|gilets?|base ?layers?|midlayers?|(?:soft|hard)?shells?|gaiters?|ponchos?|regal|lampe|leuchte|tisch|stuhl|sessel|sofa|bett|schrank|kommode|teppich|jacke|hose|kleid|schuhe?|tasche|rucksack|kast|stoel|tafel|jurk|tas|canapé|lampada|tavolo|sedia|divano|mesa|silla|sofá|lámpara|krzesło|stół|lampa|overalls?|tights|tops?|tees?|caps?|hats?|belts?|bottles?|(?:sleeping )?mats?|panniers?|bikes?|skis|helmets?|poles|stoves?|flasks?|duvets?|pillows?|curtains?|fabrics?|yarns?|bundles?|sleeping bags?|wardrobes?|bicycles?|watches|ropes?|harness(?:es)?|carabiners?|crampons?|quickdraws?|goggles|sunglasses|bindings?)"
)
_THING_NORTH = (
    r"(?:hyld|reol|lamp|sofa|stol|bord|skab|skåp|seng|säng|jakk|jack|kjol|kjole|klänning|sko|tæpp|matt|hyll|vas|kande|kopp|task|väsk|vesk|pud|kudd|put|byx|buks|genser|tröj|trøj|spejl|speil|spegl?)"
    r"(?:e|en|n|et|t|a|er|ar|or|erne|arna|orna|ene)?"
)
"""In Danish, Swedish and Norwegian, with the article behind."""
_NAME = r"(?P<name>[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[ -][A-ZÀ-ÖØ-Þ][^\W\d_]+)?)"
_PRODUCT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NAME} (?:Pro|Max|Mini|Plus|Ultra|Lite|Light|GTX|XL|II|III|IV|Mk|Deluxe|Classic|Sport|Junior|Kids)\b",
        rf"\b{_NAME} (?:\d\w{{0,2}} )?(?:(?:rain|kids|kids['’]|(?:wo)?men['’]?s|ladies['’]?|down|wool|leather|winter|summer|hiking|running|floor|table|dining|garden|maxi|midi|mini|softshell|ski|trail|linen|cotton|silk|oak) )?{_THING}\b",
        rf"\b{_NAME} (?:runs?|fits?|is cut|comes? in|came in|weighs?|has (?:pit zips|pockets|a hood|adjustable)|fit true|fits? true)\b(?! (?:the|a|to|by|with|on) )",
        rf"\b[Dd]oes (?:the )?{_NAME} (?:come in|fit|run|weigh|shrink|stretch|have (?:pockets|a hood|a zip|a lining))\b",
        rf"\b{_NAME} (?:is|are) (?:currently |now |also |still )?(?:sold out|out of stock|in stock|back in stock|available in|discontinued|vegan|waterproof|machine[- ]washable|true to size)\b",
        rf"\b(?:is|are|Is|Are|and|or) (?:the )?{_NAME} (?:an? )?(?:also )?(?:vegan|waterproof|unisex|midi|maxi|mini|slim fit|regular fit|women['’]?s|mens?['’]?s?|machine[- ]washable|available in|in stock|sold out|out of stock|back in stock|lighter|warmer|heavier|newer|wider|longer|shorter)\b",
        rf"\b{_NAME}[,?]? (?:in )?(?:size [\dA-Z]|(?:black|white|blue|red|green|grey|gray|navy|olive|beige|brown|pink|yellow|oak|all white)\b|\d\d(?:[.,]5)?(?= (?:or|and)\b|\s?(?:eu|EU)\b|[.,;!?]|$))",
        rf"\b(?i:(?:a|the|this|that|my|your|our|model|type|series|collection|range|version|shade|edition) (?:[a-z]+ )?(?:{_THING}|model|type|series|collection|range|version|shade|edition)),? [\"“'„]?{_NAME}(?=[\"”'“]|,? (?:in\b|size|\d)| (?:and|or|is|are|has|from)\b|\?)",
        rf"\b(?i:{_THING}),? [\"“'„]?{_NAME}(?=[\"”'“]|,? size\b)",
        rf"[\"“'„«]{_NAME}[\"”'“»] (?:\w+ )?(?i:{_THING}|ones?|{_THING_NORTH})\b",
        rf"[\"“'„«]{_NAME}[\"”'“»] (?:by|de|von|van|från|fra) [A-Z]",
        rf"\b(?i:model|type|series|collection|range|modell|serie|brand|marke|marque|marca|shade|col\.|colou?rs?|farben?)(?: of)?[:,]? [\"“'„]?{_NAME}",
        r"(?<!by )(?<!to )(?<!as )(?<!says )(?<!said )(?<!is )(?<!name )(?<!named )(?<!called )(?<!label )(?<!bell )(?<!for )(?<!from )(?<!read )(?<!reads )[\"“„](?P<name>[A-ZÀ-ÖØ-Þ][a-zà-ÿ]+)[\"”“](?= (?:in\b|col|\d)|[,)]| and\b)",
        rf"\b(?:(?:Our|The|Your|In) )?{_NAME} (?:(?:and|or|&) [A-Z]\w+ )?(?:branch(?:es)?|shops?|[Ss]tores?|outlets?|[Ss]howrooms?|warehouses?)\b",
        r"\b[Tt]he (?P<name>(?:[A-ZÀ-ÖØ-Þ][^\W\d_]+ ){1,2}[A-ZÀ-ÖØ-Þ][^\W\d_]+) (?:is|weighs|costs|measures|holds|has) (?:about |only |just )?[€£$]?\d",
        rf"\b(?:year|season|winter|summer|spring|autumn)['’]s {_NAME}\b",
        rf"\b{_NAME} (?:or|and) (?:[A-Z]\w+ )?(?:black|white|blue|red|green|grey|gray|navy|olive|beige|brown|pink|yellow|purple|orange|violet)\b",
        rf"\b{_NAME} (?:Red|Blue|Navy|Beige|Pink|Yellow|Orange|Purple|Turquoise)\b",
        rf"\b(?:wo)?m[ea]n['’]?s?['’]? (?:version|model|cut) of (?:the )?{_NAME}\b",
        rf"\b[Ii]s (?:the )?{_NAME} the (?:wo)?m[ea]n['’]?s?\b",
        rf"\b{_NAME} (?:is|are) (?:\d{{1,3}} ?%|made (?:of|from)|unisex)",
        rf"\b{_NAME} \d{{3}} (?:and|is|are|has|comes)\b",
        rf"\b{_NAME}, (?:A[LKZR]|C[AOT]|DE|FL|GA|I[DLA]|K[SY]|LA|M[INOST]|N[EVHJMYCD]|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|ON|BC|NSW|QLD|VIC|Nevada|Ohio|Texas|Oregon|Florida|Arizona|Colorado|Utah|Kentucky|Tennessee|Illinois|Indiana|California|Michigan|Minnesota|Wisconsin|Ontario|Alberta|Queensland|Tasmania)(?![\w])",
    )
)
"""Where a name is a product's or a shop's: "the Ronda Pro", "does Marco fit", "Diana is a midi", "dress Amelia,
size 38", "our Leeds branch"."""
_COLOURS = re.compile(
    r"\b(?:(?:colou?rs?|shades?|scents?|flavou?rs?|designs?)(?: are)?:?|(?:comes?|came|available|get it|have it|make it) in) (?P<names>[A-Z]\w+(?:(?:, | and | or )[A-Z]\w+)+)"
)
"""A list of what is on offer: "colours: Saffron, Sage"."""
_MODEL = re.compile(r"(?: (?:[ivx]{1,4}|\d{1,4}|pro|gtx|lite|max|mini|plus))+$")
"""Behind the name of a product."""
_NO_PERSON = re.compile(
    r".*-(?:vous|nous|tu|je|ils?|elles?|on|ce|moi)|.* (?:Retouren|Returns|Service|Support|Werkstatt|Kundenservice|Kundendienst|Versand|Warehouse|Outlet)"
)
"""French verbs in questions, departments of a shop."""
_MONTH = re.compile(r"(?:jan|mar|jun|jul|april|may|june|august|mai|juni|juli|abril|augusto?)", re.IGNORECASE)
_DAY_BEFORE = re.compile(r"(?<!\d)(?:[0-2]?\d|3[01])(?:st|nd|rd|th|\.)?\s$")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
_DAY_BEHIND = re.compile(r"\.?,?\s\d{1,2}(?:st|nd|rd|th)?\b")
_SAINT_BEFORE = re.compile(r"\b(?:St\.|Sankt|Sint)\s?$")
"""Before the name of a town, a church or a club."""
_TITLED = re.compile(rf"\b{TITLE}\s*$", re.IGNORECASE)
_COURTESY = frozenset(
    folded(word)
    for word in (
        "ευχαριστώ ευχαριστούμε πολύ παρακαλώ γεια καλημέρα καλησπέρα ναι όχι спасибо большое привет здравствуйте пожалуйста да нет "
        "дякую привіт благодаря хвала 谢谢 謝謝 你好 您好 ありがとう こんにちは すみません はい 감사합니다 안녕하세요 네 תודה שלום شكرا مرحبا ขอบคุณ สวัสดี"
    ).split()
)


def products_in(said: Sequence[Passage]) -> frozenset[str]:
    """What a dialogue calls its products, folded: a name that stands in a product's place once."""
    texts = [one.text for one in said]
    named = {
        folded(match["name"]) for text in texts for product in _PRODUCT for match in product.finditer(text)
    }
    colours = (match["names"] for text in texts for match in _COLOURS.finditer(text))
    return frozenset(
        named | {folded(name) for names in colours for name in re.split(r", | and | or ", names)}
    )


def without_not_names(
    said: Passage, mentions: Iterable[Mention], products: frozenset[str] = frozenset()
) -> list[Mention]:
    """The mentions that may be of people. Somebody who says that he is called Rob Roy is. ``products``: of the
    whole dialogue."""
    nobody = [match.span() for names in (_CALLED_LIKE_PEOPLE, _BRAND) for match in names.finditer(said.text)]
    return [
        one
        for one in mentions
        if not TITLES.fullmatch(said.text, one.start, one.end)
        and not _is_month_or_place(said.text, one)
        and not _COURTESY.issuperset(folded(said.text[one.start : one.end]).split())
        and (
            one.of_speaker
            or not (
                _LANDSCAPE.match(said.text, one.end)
                or _FIRM_BEHIND.match(said.text, one.end)
                or (products and _is_product(said.text, one, products))
                or any(start < one.end and one.start < end for start, end in nobody)
            )
        )
    ]


def _is_month_or_place(text: str, one: Mention) -> bool:
    """Whether it is a month beside its day, behind a saint's title, or a word that looks like a name alone."""
    name, before = text[one.start : one.end], text[max(0, one.start - 8) : one.start]
    return bool(
        _NO_PERSON.fullmatch(name)
        or (_WEEKDAY.fullmatch(name) and _DAY_BEHIND.match(text, one.end))
        or (_MONTH.fullmatch(name) and _DAY_BEFORE.search(before))
        or (not one.of_speaker and _SAINT_BEFORE.search(before))
    )


def _is_product(text: str, one: Mention, products: frozenset[str]) -> bool:
    """Whether the dialogue calls a product so, unless a title says that here it is a person."""
    name = _MODEL.sub("", folded(text[one.start : one.end]))
    named = any(f" {name} " in f" {product} " for product in products)
    return named and not _TITLED.search(text[max(0, one.start - 20) : one.start])
