"""A message behind an answer of the documents: whether it goes on with that, and begins nothing else."""

from __future__ import annotations

import re

from bot.conversation.dialogue import Command
from bot.decide.asks import asks, concludes, goes_on_behind_kind_word
from bot.decide.message import LONG_WORD, Decision, Message
from bot.decide.readings import Reading
from bot.decide.starts import PATTERNS
from retrieval.words import words

_CALLS = re.compile(
    r"\b(?:humans?|persons?|(?:some|any)(?:one|body)|agents?|advis[oe]rs?|represent\w*|operators?|real|live"
    r"|speak\w*|talk\w*|call\w*|phone\w*|ring|reach\w*|contact\w*|chat\w*|write|service|bots?|robots?"
    r"|machines?|computers?|help\w*|connect\w*|transfer\w*|want|need|like"
    r"|(?:put|get|give|fetch|bring|send|let) (?:me|us))\b",
    re.I,
)
"""Calls somebody, or speaks to the bot, where "how many people work there" speaks of a team."""
_ASKS_FOR_WORDS = re.compile(
    r"^\W*(?:(?:and|but|so|or|ok(?:ay)?|also|then|well|no|i mean)\W+)*"
    r"(?:how|when|what|which|where|who|why|if|until|till|by when|from when)\b",
    re.I,
)
"""Asks for more than a yes or a no."""
_HOW_IT_WORKS = re.compile(r"\bhow\b.*\bworks?\b", re.I)
_ASIDE = r"^\W*(?:(?:no|nope|nah|not that|sorry|well|but|ok(?:ay)?|hm+)\W+)*"
_MEANS = re.compile(
    rf"{_ASIDE}i mean(?:t)?\b"
    r"|^\W*(?:no|nope|nah|not that)\W+(?:in|for|to|from|with|without|by)\s+(?!me\b|now\b)\w",
    re.I,
)
"""Puts right what was asked: "no i mean all of it", "no in northern ireland"."""
_WHAT_IS_MEANT = re.compile(
    rf"{_ASIDE}(?:i (?:meant?|said)|i(?:['’]?m| am| was) (?:asking|talking|speaking) (?:about|of|for)"
    r"|i asked (?:about|for))\b[\W]*(?P<what>.+)|^(?P<before>.+?)\W+i meant?\W*$",
    re.I | re.S,
)
_SO_NOT = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|hm+|oh|and|but|well|right)\b\W*)*(?:so|then|that means|meaning)\W+(?:then )?"
    r"(?:(?:i|we|you|it|they|that|this|there['’]?s?|is|are|means?)\W+){0,2}"
    r"(?:can['’]?t|cannot|can not|could(?:n['’]?t| not)|won['’]?t|will not|not|no|never|isn['’]?t|aren['’]?t"
    r"|may not|am not|['’]?m not)\b",
    re.I,
)
_NO_BUT_THAT = re.compile(
    r"^\W*(?:no|nope|nah|not that)\W+(?:i (?:just |only )?want(?:ed)? to know (?:about )?)?"
    r"(?P<what>(?:the|my|your) (?:[a-z-]+ ){0,3}[a-z-]+)\W*$",
    re.I,
)
""" "No the code", "no I want to know the discount I get"."""
MEANT = 8
"""Words of what is meant at most."""
_WOULD = re.compile(
    r"^\W*(?:(?:and|but|so|or|ok(?:ay)?|also|then|well)\W+)*would (?:i|we|it|that|they|this|the|my)\b", re.I
)
""" "Would I get my delivery money back as well": of what is not so yet."""
_GETS = re.compile(r"\b(?:do|can|will|would) (?:i|we|you) get\b", re.I)
_POINTS = re.compile(r"\b(?:it|that|this|these|those|they|them)\b", re.I)
_OF_YOU = re.compile(r"\b(?:you|your|yours|u|ur)\b", re.I)


_SOMEBODY = (
    r"(?:(?:an?|some|the|your|any|other|real|actual|live|human) )*"
    r"(?:humans?|persons?|people|somebody|someone|agents?|advis[oe]rs?|colleagues?|staff|employees?|representatives?|operators?|managers?|supervisors?|beings?)"
)
_GET_SOMEBODY = re.compile(
    r"\W*(?:(?:please|pls|just|now|and|so|ok(?:ay)?|can|could|will|would|you|i|we|d)\W+)*"
    r"(?:(?:get|give|fetch|find|bring|put|pass|connect|transfer|send|let)(?: (?:me|us))?"
    r"|(?:want|need|like|rather|prefer)|(?:to )?(?:speak|talk|chat))\W+"
    rf"(?:(?:on|over|through|to|with|speak|talk|chat|have)\W+)*{_SOMEBODY}"
    r"(?:\W+(?:please|pls|now|here|asap|instead|then|real|on it|who can help))*\W*",
    re.I,
)
"""A clause that asks for somebody to be got, and says nothing else."""
_CLAUSE = re.compile(r"[.,;:!?]+(?:\s+|$)|\s+(?:and|but|so)\s+", re.I)


class BehindAnswer:
    """What a message goes on with; all of it is false where the documents did not answer before."""

    def __init__(self, message: Message) -> None:
        self._message, self._text = message, message.heard.text
        topic = message.topic.id if message.topic is not None else ""
        looked_up = message.is_after_answer or topic in message.assistant.documents
        self._looked_up = looked_up
        self._asks_for_more = looked_up and _ASKS_FOR_WORDS.match(self._text) is not None

    @property
    def asks_of_it(self) -> bool:
        """Whether it asks how, when or the like, and shows no sign of an order or of a case of the shopper's
        own, unless it asks how something works: "and when are those posted"."""
        ordered = self._message.speaks_of_order and not _HOW_IT_WORKS.search(self._text)
        return self._asks_for_more and not (self._message.is_own_case or ordered)

    @property
    def asks_no_bot(self) -> bool:
        """Whether it asks how, when or the like, and not about the one who answers: "how do I get it
        started"."""
        return self._asks_for_more and _OF_YOU.search(self._text) is None

    @property
    def leans(self) -> bool:
        """Whether it asks of what the documents were asked about, where no products were spoken of: "can I
        use two of them in one order", "does that also count for phones?"."""
        asks_on = self._looked_up and self._message.asks_anywhere
        return asks_on and not self._has_products and _POINTS.search(self._text) is not None

    @property
    def _has_products(self) -> bool:
        """Those of the order at hand count where it asks a fact of a product."""
        message, best = self._message, self._message.readings.best()
        facts = best is not None and best.command.flow == message.assistant.facts
        return message.has_products if facts else message.has_products_shown

    @property
    def supposes(self) -> bool:
        """Whether it asks what would come of something that is not so yet, behind an answer and with no order
        at hand: "and if I send half of it back"."""
        message = self._message
        supposes = message.supposes or _WOULD.match(self._text) is not None
        return self._looked_up and supposes and not (message.has_order or message.mapped)

    @property
    def asks_what_one_gets(self) -> bool:
        """Whether it asks what comes with what was told of: "what do I get"."""
        return self._looked_up and _GETS.search(self._text) is not None

    @property
    def follows_kind_word(self) -> bool:
        """Whether it asks or concludes something behind a kind word: "lol ok. and how long do they last"."""
        return self._message.is_after_answer and goes_on_behind_kind_word(self._text)

    @property
    def concludes(self) -> bool:
        """Whether it concludes something from the answer, and does not ask: "so 90 is too little"."""
        return self._message.is_after_answer and concludes(self._text)

    @property
    def concludes_not(self) -> bool:
        """Whether it concludes from the answer that something is not possible: "so cant return it then?"."""
        return self._message.is_after_answer and _SO_NOT.match(self._text) is not None

    @property
    def says_what_is_meant(self) -> bool:
        """Whether it says what the question was about, in place of what was answered: "no i mean all of
        it"."""
        return self._message.is_after_answer and _MEANS.match(self._text) is not None

    @property
    def what_is_meant(self) -> str:
        """What the question before was about, where it says no more than that: "a tent" of "i mean a tent";
        else ""."""
        match = _WHAT_IS_MEANT.match(self._text) if self._looked_up else None
        what = (match["what"] or match["before"]).strip() if match else ""
        if self._looked_up and (named := _NO_BUT_THAT.match(self._text)):
            what = named["what"]
        return what if len(what.split()) <= MEANT and not asks(what) else ""


def asked_of_it(message: Message, thing: str = "") -> Command:
    """What was asked before, of the thing that the message names."""
    before = message.asked_before.rstrip(" .,!?")
    return Command(kind="search", text=f"{before}, {thing or message.heard.text}" if before else "")


def called_beside(message: Message) -> Decision | None:
    """The call for a person in a message that says something else, too: "it's not right, get me someone".
    None where a task takes whatever is said, or a person was called already."""
    if message.takes_text or PATTERNS["hand_off"] in message.active:
        return None
    clauses = [one for one in _CLAUSE.split(message.heard.text) if one.strip()]
    if len(clauses) < 2 or not any(map(_GET_SOMEBODY.fullmatch, clauses)):
        return None
    return (*message.given(), Command(kind="hand_off")), "One of its clauses asks for a person."


def gets_somebody(text: str) -> bool:
    """Whether a text asks for somebody to be got, and says nothing else: "can i talk to a human"."""
    return _GET_SOMEBODY.fullmatch(text) is not None


def calls_somebody(message: Message) -> bool:
    """Whether it calls one who could take over, and does not only speak of people."""
    return _CALLS.search(message.heard.text) is not None


def speaks_of_team(message: Message) -> bool:
    """Whether it asks something of those who work there, and calls none of them: "how many people work
    there", and behind an answer "the number of staff?"."""
    asks = message.asks_a_figure or (message.is_after_answer and message.asks_anywhere)
    return asks and not calls_somebody(message)


def names_task(message: Message, reading: Reading) -> bool:
    """Whether it says a word by which a task is called, and does not ask how that works: "how do I track
    it"."""
    text = message.heard.text
    own = [word for word in reading.intent.split("_") if len(word) >= LONG_WORD]
    said = any(word.startswith(name) for word in words(text) for name in own)
    return said and not _HOW_IT_WORKS.search(text)
