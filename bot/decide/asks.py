"""How messages ask, in a question's form and without; how they say what is meant in general, or tell of a
fault."""

from __future__ import annotations

import re

from retrieval.words import words

_SUBJECT = r"(?:i|we|you|it|he|she|they|that|this|there|the|my|an?)"
_PUT = (
    r"(?:(?:what|which|how|when|where|who|why)s?\b"
    rf"|(?:can|could|will|would|may|should|is|are|does|did) {_SUBJECT}\b|do (?:i|we|you|they|the|my)\b)"
)
_OPENING = r"(?:(?:and|but|so|or|ok(?:ay)?|also|then|well|hi|hey|hello)\b[ ,]*(?:there\b[ ,]*)?)"
_QUESTION = re.compile(
    r"\?|^(?:(?:until|till|by|since|from) )?(?:what|which|how|when|where|who|why)s?\b"
    r"|^(?:can|could|do|does|did|is|are|will|would|may|should)\b"
    rf"|^{_OPENING}+{_PUT}",
    re.I,
)
_PUTS = re.compile(rf"\?|^{_OPENING}*{_PUT}", re.I)
"""Asks, and is no "will do" or "would be fine"."""
_TO_KNOW = r"(?:like|want|need|wish)(?:ed)? to (?:know|ask|find out)"
_JUST_ASKING = r"(?:(?:i|we)(?:['’]?(?:m|re)| am| are| was| were)? )?(?:just|only) ask(?:ing|ed)?"
_INDIRECT = re.compile(
    rf"\b(?:(?:i|we)(?:['’]d| would)? (?:just |only )?{_TO_KNOW}|{_JUST_ASKING}"
    r"|(?:can|could|would|may) (?:you|i) (?:please |kindly )?(?:tell me|let me know|ask(?: you)?)"
    r"|(?:i(?:['’]m| am| was)? )?(?:just )?wonder(?:ing)?|do you know|please tell me|tell me)"
    r"(?:,? (?:please|just|maybe))?,? (?=(?:whether|if|how|what|when|where|which|who|why)\b)",
    re.I,
)
"""Asks in a statement, or behind a kind word: "I would like to know whether", "can you tell me when"."""
_NO_MORE = re.compile(rf"\b(?:just|only) {_TO_KNOW}", re.I)
_LATER = re.compile(
    r"\b(?:tell|let|inform|remind|alert|message|ping|notify|e-?mail|write(?: to)?) (?:me|us)(?: know)?"
    r" (?:when|once|if|as soon as)\b.*"
    r"\b(?:back|again|(?:re)?stock(?:ed)?|available|arrive[sd]?|(?:is|are|['’]?s|comes?) (?:in|there))\b",
    re.I,
)
"""Wants to be told when something is so."""
_JUST_ASKS_HOW = re.compile(rf"\b{_JUST_ASKING} (?:about|how|what|when|which|who|why)\b", re.I)
_STATED = (
    (re.compile(r"\b(?:whether|if) (\w+) (can|could|may|should|must|will|would|is|are)\b", re.I), r"\2 \1"),
    (re.compile(r"\b(?:whether|if) (i|we|you|they)\b", re.I), r"do \1"),
)
"""The order of words in a statement, and in a question."""
_IN_GENERAL = re.compile(r"\b(?:(?:just |only )?in general|generally|in principle|as a rule)\b", re.I)
_NO_ORDER = (
    r"(?:i )?(?:do(?:n['’]?t| not)|didn['’]?t|did not) (?:have|place|make) (?:an|any) order(?: yet)?"
    r"|(?:i )?(?:have(?:n['’]?t| not)|did(?:n['’]?t| not)) order(?:ed)?(?: anything| it| one)?(?: yet)?"
    r"|(?:i have |there is )?no order(?: yet)?"
    r"|(?:i )?(?:have(?:n['’]?t| not)|did(?:n['’]?t| not)) (?:bought|buy)"
    r"(?: (?:it|one|anything|them))?(?: yet)?"
    r"|(?:i )?do(?:n['’]?t| not) (?:have|own) (?:an?|any) (?:gift ?)?(?:card|voucher)(?: yet)?"
    r"|(?:i have )?no (?:gift ?)?(?:card|voucher)(?: yet)?"
    r"|(?:it['’]?s |this is |that['’]?s )?not (?:about|for) (?:an?|any|my|one)"
    r" (?:order|parcel|(?:gift ?)?card)"
)
_NOT_YET = re.compile(
    r"\b(?:if|before|when) (?:i|we)(?: (?:do|would|just|want to|actually))? (?:order|buy)\b", re.I
)
"""Speaks of an order to come."""
_ONLY_ASKS = re.compile(
    r"\b(?:(?:it['’]?s |that['’]?s |this is )?(?:just |only )?(?:a |my )?general (?:question|one)"
    r"|(?:i['’]?m |i am |i was )?(?:just|only) (?:asking|wondering|curious|a question)"
    rf"|{_NO_ORDER})\b",
    re.I,
)
"""Says that no case of one's own is meant, and nothing of what is."""
_NOT_ORDERED = re.compile(rf"\b(?:{_NO_ORDER})\b(?! (?:numbers?|no|nr|ids?|confirmation|e-?mail)\b)", re.I)
_MARKS = (_IN_GENERAL, _ONLY_ASKS)
_ASIDE = re.compile(
    r"\b(?:i )?(?:do(?:n['’]?t| not)|have(?:n['’]?t| not)) (?:have|got) (?:it|that|one|the number|any)"
    r"(?: here| with me| at hand| to hand| now| yet| on me)*\b"
    r"|\b(?:no|nope|nah|not|i|it|mean|meant|just|only|sorry|really|actually|yet|oh|well|ok|any|specific"
    r"|particular|certain|one|order)\b",
    re.I,
)
_GOODS = r"(?:products?|things?|stuff|articles?|items?|goods|gear|categories|departments)"
_SOLD = r"(?:do|can) (?:you|u|i|we)(?: guys)? (?:all |actually )?(?:sell|offer|have|stock|carry|buy|get|find)"
_KIND_WORD = (
    r"(?:thanks?(?: you)?|thx|ty|cheers|ok(?:ay)?|k|great|good|perfect|super|nice|cool|lol|haha|ah|oh|aha"
    r"|right|alright|fine|hi|hello|hey|yes|yeah|yep|i see|got it)(?: (?:a lot|so much|very much|there))?"
)
_BEHIND_KIND_WORD = re.compile(rf"^\W*(?:{_KIND_WORD}\b\W*)+", re.I)
_CONCLUDES = re.compile(
    r"so (?:\d|(?:i|we|you|it|its|it['’]s|that|thats|that['’]s|this|the|they|there|those|these|my|an?"
    r"|if|no|not|only|even|both|all)\b)",
    re.I,
)
"""Concludes from what was said: "so 90 is too little"."""
_RANGE = re.compile(
    rf"^{_OPENING}*(?:(?:(?:can|could) you )?(?:please )?(?:tell|show) me )?"
    rf"(?:(?:what|which)(?: all)?(?: (?:(?:kinds?|sorts?|types?) of )?{_GOODS})? "
    rf"(?:{_SOLD}|you (?:sell|offer|have))"
    rf"|(?:what|which) (?:(?:kinds?|sorts?|types?) of )?{_GOODS} (?:are there|there are|have you got)"
    r"|(?:what(?:['’]?s| is| are) )?(?:in )?(?:your|the) (?:whole |full |entire )?"
    r"(?:range|assortment|catalogue|catalog|selection|categories|products))"
    r"(?: here| in (?:your|the|this) (?:shop|store)| in general| at all)?\W*$",
    re.I,
)
"""Asks for all that is sold, and says no kind."""
_OF_A_KIND = re.compile(
    rf"(?:^|[.!?;:\n])[^\w.!?;:\n]*{_OPENING}*(?:"
    r"(?:what|which) (?!(?:sizes?|colou?rs?)\b)(?:[\w'’-]+ ){1,4}?"
    r"(?:do (?:you|u|ye|yous)(?: guys| people)? (?:have|sell|offer|got|stock|carry)|have (?:you|u|ye|yous)\b)"
    r"|(?:what(?:['’]?s| is| are)|which is) (?:your|the) (?:most \w+|\w{3,}est)\b)",
    re.I,
)
"""Asks which there are of a kind, or for the one that is most of something."""
_SOMETHING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|so|and|ok(?:ay)?|also|but)\b\W*)*"
    r"(?:(?:do|have|would|could|can) (?:you|ye|u)(?: guys)?(?: also)?(?: (?:have|sell|stock|carry|got|offer"
    r"|recommend|suggest|show me))?|got|is there|are there|i(?:['’]?m| am) (?:after|looking for)|looking for"
    r"|(?:i|we) (?:need|want|am looking for)|show me)"
    r" (?:some|any)thing (?:(?:small|light|cheap|good|nice|warm|strong|simple|else) ){0,2}"
    r"(?:to (?!(?:do|say|sign|pay|wait)\b)|that |which |against |(?:i|we) can (?!(?:do|say|sign)\b))"
    r"|(?:^|[.!?]\s)\W*what (?:do|have|would|can) (?:you|ye|u) (?:have|got|sell|recommend|suggest|offer)"
    r" (?:against \w|(?:for|to) (?!(?:pay|return|order|do)\w*\b)\w+ing\b)",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"\bhow (?:much|many)(?: [\w'’-]+){0,3}? (?:do|would|will|should|shall) (?:i|we|you|one) "
    r"(?:need|want|get|buy|order|reckon|plan)\b(?! (?:to|back|for (?:free|a discount)|it|them)\b)"
    r"|\bhow (?:much|many) [\w'’-]+ (?:per|for (?:a|one|each)) (?:person|head|guest|child|adult)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:lost|misplaced|can['’]?t find|cannot find|threw away|deleted) (?:my|the|our|a|her|his) (?:\w+ )?"
    r"(?:gift ?cards?|vouchers?|receipts?|membership card|member card)\b",
    re.IGNORECASE,
)
_SELLS = re.compile(
    r"^\W*(?:(?:hi|hello|hey|so|and|ok(?:ay)?|also|but)\b\W*)*do (?:you|ye|u)(?: guys)?(?: also| even)? sell"
    r" (?!(?:to|in|on|online|abroad|only|my|it|them|this|that|these|those|data)\b)[\w' -]{2,40}\W*$",
    re.IGNORECASE,
)
_WHICH_DOES = re.compile(
    r"(?:^|[.!?;:\n])[^\w.!?;:\n]*"
    rf"{_OPENING}*which (?!(?:sizes?|colou?rs?|ones?|of|day|date|time|page|couriers?|carriers?|countr\w+"
    r"|cards?|methods?|guarantee|warranty|address|person|way|parts?)\b)(?:(?!(?:is|are|of)\b)[\w'’-]+ ){1,4}?"
    r"(?:won['’]?t|will|would|is|are|does(?:n['’]?t)?|can|could|should|(?:do|would|shall) (?:i|we|you)"
    r"|fits?|suits?|holds?|lasts?|works?|goes)\b",
    re.I,
)
"""Asks which of a kind does something: "which cat tree won't collapse"."""
_THERE_IS = re.compile(
    r"\b(?:do|whether|if) (?:you|u)(?: guys| people)?(?: also| still| even)* "
    r"(?:have|sell|offer|do|got|stock|run)\b"
    r"|\b(?:is|are) there (?:an?|any)\b",
    re.I,
)
_MEANING = re.compile(r"\bwhat (?:does|do|did|is|are|was)\b.*\b(?:mean|meant by|stand for)\b", re.I)
_CHEAPER_ELSEWHERE = re.compile(
    r"\b(?:found|saw|see|seen|find|got|is|are|it['’]s|its)\b.*\b(?:cheaper|for less|lower price)\b.*"
    r"\b(?:elsewhere|somewhere else|competitors?|amazon|ebay|other (?:web)?(?:shops?|stores?|sites?)"
    r"|(?:at|on|in|from) (?:an(?:other)?|a different|other)"
    r" (?:web)?(?:shop|store|site|seller|retailer)s?)\b",
    re.I,
)
"""Tells of a lower price that somebody else asks."""
_SELLS_CHEAPER = re.compile(
    r"^(?!\W*(?:do|does|is|are|can|could|which|what|who|how|where|why)\b).*?"
    r"\b(?:(?:an(?:other)?|the|some|other|different|my) (?:other )?(?:local |online |web)?"
    r"(?:shop|store|site|seller|retailer|dealer)s?|somebody else|someone else|others|competitors?|amazon"
    r"|ebay)\b"
    r"(?: (?!your\b)[\w-]+){0,5}? (?:has|have|had|sells?|offers?|asks?|charges?|wants?|takes?|does|do|got)\b"
    r".*\b(?:cheaper|for less|lower price|less (?:money|expensive))\b",
    re.I,
)
"""The same, the other being named first: "the shop around the corner has it 40 euro cheaper"."""
CHEAPER_THERE = "I found the same product cheaper at another shop"
"""What such a message tells, whatever the product and the price."""
_NOT_GIVEN = r"(?:size|address|order|account|e-?mail|number|card|invoice|colou?r|password)s?\b"
_OLD = (
    r"(?:(?:my|our|an?|the|your) )?(?:(?!for\b|new\b)[\w-]+ )??(?:old|used|previous|second[- ]?hand) "
    rf"(?!{_NOT_GIVEN})"
)
_TRADES_IN = re.compile(
    r"\b(?:trad(?:e|es|ed|ing)[ -](?:[\w-]+ ){0,6}?in(?:to)?\b|trade-?ins?\b|part[- ]exchang\w*"
    r"|in part payment)"
    rf"|\b(?:swap|exchange|give|hand|send|bring|sell) (?:(?:you|u|in|back|to you) )?{_OLD}"
    r"(?!.*\b(?:order(?:ed)?|parcel|bought|sizes?|bigger|smaller|larger)\b)"
    r"|\bsell (?:you|u|to you) (?:my|our|an?)\b|\bsell (?:my|our) (?:[\w-]+ ){1,4}to (?:you|u)\b"
    r"|\b(?:get|pay|give me|offer(?: me)?|worth|take|accept|buy) (?:(?:back|for|me|us|in) )*"
    rf"(?:my|our|people['’]?s) (?:[\w-]+ )?old (?!{_NOT_GIVEN})",
    re.I,
)
"""Offers something old of one's own to the shop: "I'd like to trade in my old phone"."""
_BUYS_NOTHING = re.compile(
    r"\b(?:(?:don['’]?t|do not|dont|didn['’]?t|won['’]?t|not|never)(?: (?:really|even|actually))?"
    r" (?:want|need|going|plan(?:ning)?|looking|intend(?:ing)?|wish)"
    r"(?: to (?:buy|get|order|have)(?! back\b))? (?:an?(?:other)? (?:new|other) (?!size|colou?r)"
    r"|another\b(?! (?:size|colou?r))|anything new\b|a new one\b)"
    r"|(?:don['’]?t|do not|dont|not|never) (?:want |need |going |wish )?to buy"
    r"(?: (?:it|one|that|them|anything))?"
    r"(?=\W*$|[.,;!]| (?:but|i|we|just)\b)"
    r"|not buying\b|without (?:buying|ordering) (?:an?|another|anything|something)\b)",
    re.I,
)
"""Says that nothing is to be bought: "but I don't want to buy a new one"."""
_DATE = r"(?:appointment|slot|booking|reservation|test (?:ride|drive)|fitting)"
_BOOKS = re.compile(
    r"\b(?:book|reserve|schedule) (?:me|us)\b"
    r"|^\W*(?:(?:hi|hello|hey|please|ok(?:ay)?|yes|and|great|then|so)\W+)*"
    r"(?:(?:can|could|would|will) you (?:please )?)?(?:book|reserve|schedule|arrange) (?:it|an?|the|my)\b"
    r"|\b(?:want|like|love|need|wish)(?: you)? to (?:book|reserve|schedule|arrange)\b"
    rf"|\b(?:make|need|want|like|get|arrange) (?:me )?(?:an? |the |my )?(?:\w+ )?{_DATE}\b",
    re.I,
)
_ASKS_HOW_TO_BOOK = re.compile(
    r"\b(?:how|where|when|what|which|why|do|does|must|should|is|are|can|could|may)\b(?! you\b)[^.!]*"
    rf"\b(?:book|reserve|{_DATE})",
    re.I,
)
_HOW_TO_BOOK = re.compile(
    r"\bhow (?:do|can|could|would|must) (?:i|we) (?:book|reserve|(?:make|get) an? (?:appointment|booking))"
    r"(?: (?:it|that|this|one|in))?\W*$",
    re.I,
)
_PLACE = re.compile(
    r"\bwhere(?: exactly|abouts)?(?:['’]?re| are|r) (?:you|u|ye)(?: guys| people)?"
    r"(?: exactly| located| based| situated| at)?\W*$"
    r"|\bwhere(?: exactly)?(?:['’]?s| is) (?:your|the) (?:shop|store|place|showroom)\b",
    re.I,
)
_GREETING = re.compile(
    r"\b(?:hi+|hello+|helo|hey+a?|hiya|yo|sup|ahoy|servus|bonjour|guten|hallo|hola|moin|good|morning|evening|afternoon|day|night|there|again|anybody|anyone"
    r"|somebody|someone|here|all|team|folks|guys|everyone|everybody|greetings|dear|sir|madam|you|how|doing"
    r"|what['’]?s|up|today|going|things|life|hope|well|still|around|is|are|to|nice|meet)\b",
    re.I,
)
_NOT = r"(?:(?:does|do|will|is|are|can|could|did)(?: not|n['’]?t)|won['’]?t|can['’]?t)"
_FAULT = re.compile(
    r"^\W*(?:(?:hi|hello|hey|help|so|and|well|ok|now|please)\W+)*(?:the|my|our|one of (?:the|my|our)) "
    r"(?:[\w'’-]+ ){1,6}?"
    rf"(?:{_NOT} (?!(?:fit|suit|match|right|here|there|what|look|like|need|big|small|the|an?|my|in)\b)\w+"
    r"|no longer \w+|(?:has |have )?stopped \w+ing|keeps? \w+ing"
    r"|(?:is|are|gets?|got) (?:stuck|jammed|blocked|clogged|loose|leaking|dripping|flickering|squeaking)"
    r"|leaks?|loses? \w+|squeaks?|flickers?|blinks?|smells?|slips?)\b",
    re.I,
)
"""Tells that a thing does not do what it should, which may be mended: "my stove doesn't light anymore"."""


_ASKED = re.compile(
    r"^\W*(?:(?:no|but|sorry|well)\W+)*(?:i|we)(?: was| were| am|['’]m)? (?:just |only )*ask(?:ed|ing)?\b",
    re.I,
)
"""Says that something was asked."""


def asks(text: str) -> bool:
    """Whether a text looks like a question."""
    return _QUESTION.search(text.strip()) is not None


def puts_question(text: str) -> bool:
    """Whether a text asks something of somebody or something, also without a mark: "and is it down"."""
    return _PUTS.search(text.strip()) is not None


def asks_range(text: str) -> bool:
    """Whether a text asks what a shop sells at all: "what do you sell?", "what kinds of products are
    there"."""
    return _RANGE.search(text.strip()) is not None


def asks_of_a_kind(text: str) -> bool:
    """Whether a text asks which things of a kind a shop has: "which double prams do you have", "what's your
    smallest cot"."""
    return _OF_A_KIND.search(text) is not None


def asks_which_does(text: str) -> bool:
    """Whether a text asks which thing of a kind does or is something: "which heater is right for 54 l"."""
    return _WHICH_DOES.search(text) is not None


def asks_for_something(text: str) -> bool:
    """Whether a text asks for a thing by what it does: "do you have something to keep my phone charged"."""
    return _SOMETHING.search(text) is not None


def asks_amount_needed(text: str) -> bool:
    """Whether a text asks how much of something people need: "how much prosecco do we need for 80 guests"."""
    return _NEEDED.search(text) is not None


def tells_lost_paper(text: str) -> bool:
    """Whether a text tells that a card or a paper is lost, of which pages say what can be done."""
    return _LOST.search(text) is not None


def asks_whether_sold(text: str) -> bool:
    """Whether a text asks no more than whether a thing is sold: "do you sell skis"."""
    return _SELLS.match(text) is not None


def asks_what_there_is(text: str) -> bool:
    """Whether a text asks for a thing that a shop may have: "do you have gift cards"."""
    return _THERE_IS.search(text) is not None


def asks_meaning(text: str) -> bool:
    """Whether a text asks what something means: "what does grade B mean for refurbished phones"."""
    return _MEANING.search(text) is not None


def tells_of_cheaper(text: str) -> bool:
    """Whether a text tells that somebody else asks less: "found the same monitor cheaper at another shop"."""
    return _CHEAPER_ELSEWHERE.search(text) is not None or sells_cheaper(text)


def sells_cheaper(text: str) -> bool:
    """Whether a text tells who sells something for less, and what: "the shop around the corner has the table
    40 euro cheaper"."""
    return _SELLS_CHEAPER.search(text) is not None


def trades_in(text: str) -> bool:
    """Whether a text offers the shop something old: "I'd like to trade in my old phone"; nothing that was
    bought goes back then."""
    return _TRADES_IN.search(text) is not None


def buys_nothing(text: str) -> bool:
    """Whether a text says that nothing new is to be bought: "but I don't want to buy a new one"."""
    return _BUYS_NOTHING.search(text) is not None


def asked_only(text: str) -> str | None:
    """The question that a text puts beside saying that nothing is to be bought, "I don't want it, how do
    I get new screws"; "" where it says that it asked one, None where it does neither."""
    if _ASKED.search(text):
        return ""
    rest = [part.strip() for part in re.split(r"[.,;!?]+(?:\s|$)", text) if part.strip()]
    asking = [part for part in rest if puts_question(part)]
    return ". ".join(part for part in rest if not _BUYS_NOTHING.search(part)) if asking else None


def wants_booking(text: str) -> bool:
    """Whether a text wants a date or a place to be booked, and asks no more of it than how: "book me in for
    the 5th", "ok tuesday then. how do I book"."""
    wants = _BOOKS.search(text) is not None and _ASKS_HOW_TO_BOOK.search(text) is None
    return wants or _HOW_TO_BOOK.search(text) is not None


def asks_place(text: str) -> bool:
    """Whether a text asks where the shop is: "where are you exactly"."""
    return _PLACE.search(text) is not None


def greets(text: str) -> bool:
    """Whether a text has any word of a greeting."""
    return _GREETING.search(text) is not None


def greets_only(text: str) -> bool:
    """Whether a text says no more than hello, or asks whether somebody is there."""
    return not words(_GREETING.sub(" ", text))


def tells_fault(text: str) -> bool:
    """Whether a text tells of a fault that may be mended, and asks nothing."""
    return "?" not in text and _FAULT.search(text) is not None


def asks_indirectly(text: str) -> bool:
    """Whether a text asks in a statement: "I would like to know whether you have gift cards". Who wants to be
    told later, "tell me when it's back", asks nothing."""
    return _INDIRECT.search(text) is not None and _LATER.search(text) is None


def directly(text: str) -> str:
    """A text that asks indirectly as the question that it means: "do you have gift cards?"."""
    asked = _INDIRECT.search(text)
    said = text[asked.end() :] if asked else text
    for stated, question in _STATED:
        said = stated.sub(question, said)
    return said.rstrip(" .!?") + "?"


def only_wants_to_know(text: str) -> bool:
    """Whether a text says that no more than an answer is wanted: "I just want to know how long it takes"."""
    return _NO_MORE.search(text) is not None


def just_asks_how(text: str) -> bool:
    """Whether a text says that it only asks how something is done: "I just ask how tracking works"."""
    return _JUST_ASKS_HOW.search(text) is not None


def without_asking(text: str) -> str:
    """A text without the words that only ask to be told: "can you tell me"."""
    return _INDIRECT.sub("", text)


def says_no_order(text: str) -> bool:
    """Whether a text says that there is no order of the shopper's own, be it beside a wish: "no order yet, I
    just ask how tracking works"."""
    return _NOT_ORDERED.search(text) is not None


def orders_later(text: str) -> bool:
    """Whether a text speaks of an order to come: "if I order today, when is it there"."""
    return _NOT_YET.search(text) is not None


def goes_on_behind_kind_word(text: str) -> bool:
    """Whether a text asks or concludes something behind a kind word: "thanks, so 90 is too little", "lol ok.
    and how long do they last"."""
    kind = _BEHIND_KIND_WORD.match(text)
    rest = text[kind.end() :] if kind else ""
    return len(rest.split()) > 1 and (puts_question(rest) or concludes(rest))


def concludes(text: str) -> bool:
    """Whether a text concludes from what was said, and does not ask, be it behind a kind word: "so 90 is too
    little"."""
    return _CONCLUDES.match(_BEHIND_KIND_WORD.sub("", text)) is not None and not asks(text)


def says_generally(text: str) -> bool:
    """Whether a text says of what it asks that it is meant in general."""
    return _IN_GENERAL.search(text) is not None


def only_generally(text: str) -> bool:
    """Whether a text says no more than that something is meant in general: "no, just in general"."""
    if not any(mark.search(text) for mark in _MARKS):
        return False
    for mark in (*_MARKS, _ASIDE):
        text = mark.sub(" ", text)
    return not words(text)
