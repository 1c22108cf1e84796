"""The masker: finds personal data in a dialogue by rules, and names and addresses by a learned finder as well,
and puts numbered masks in its place (docs/train.md)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property, lru_cache

from msgspec.structs import replace

from bot.shop.order_forms import USUAL, OrderForms
from training.transcripts.dialogue import Dialogue, Turn
from training.transcripts.masking import Masked
from training.transcripts.personal_data import (
    codes,
    dates,
    endings,
    forms,
    numbers,
    odd,
    online,
    passwords,
    payment,
    pieces,
    repeats,
    spoken,
)
from training.transcripts.personal_data.addresses import address_value, find_addresses
from training.transcripts.personal_data.beside import Beside
from training.transcripts.personal_data.found import (
    Found,
    Passage,
    digits_of,
    merged,
    of_kind,
    outside_masks,
    overlaps,
    plain,
)
from training.transcripts.personal_data.learned import LearnedFinder
from training.transcripts.personal_data.marks import Marks, marked, written
from training.transcripts.personal_data.names import Mention, NameFinder
from training.transcripts.personal_data.not_names import products_in, without_not_names
from training.transcripts.personal_data.orders import CALLED_ORDER, is_no_order
from training.transcripts.personal_data.own_places import STORE, asks_for_store, is_ours
from training.transcripts.personal_data.people import People, names_in_email
from training.transcripts.personal_data.questions import asked_in
from training.transcripts.personal_data.words import Words

_OUR_ACCOUNT = re.compile(r"\b(?:our|us|unser\w*|notre|nuestra)\b", re.IGNORECASE)
_YOUR_ACCOUNT = re.compile(r"\b(?:refund|transferred to|sent to|credited|your|erstattet)\b", re.IGNORECASE)
_OUR_LINE = re.compile(
    r"\b(?:call|ring|phone|reach|text|contact|whatsapp)\s+us\b|\bour\b[^.?!]{0,40}$|\bfollow(?:\sus)?(?:\son\s\w+)?(?:\s(?:at|as|under))?:?\s$|\b(?:hotline|customer (?:care|service)|depot|we (?:only )?use)\b|\b(?:questions|enquiries|fragen)\s?:[^?!\n]{0,50}$"
    r"|\b(?:or|please|just|can|eller|oder|ou|o|e) (?:also )?(?:call|ring|phone|text|rufen|appeler|llamar)(?: (?:the|your) (?:\w+ )?(?:shop|store|branch|desk|depot))?(?: (?:on|at|på|under))?:? $|\b(?:shop|store|branch|showroom)\b:? (?:on|at) $|\bshowroom\b[^?!\n]{0,60}$"
    r"|\b(?:call|ring|phone|reach|text|contact) (?:them|our \w+)\b[^?!\n]{0,20}$|\b(?:questions|enquiries) to\b[^?!\n]{0,60}$|\b(?:unser\w*|notre|nos|nuestr[ao]s?|nostr[aoie]|onze|vår[at]?|vores|nasz\w*) (?:magasins?|boutiques?|filialen?|läden|laden|shops?|hotline|service|tiendas?|negozi[oi]|winkels?|butik\w*|butikk\w*|sklep\w*)\b[^?!\n]{0,80}$"
    r"|\b(?:llámenos|llame al|llamar al|appelez(?:-nous)?(?: au)?|rufen sie(?: uns)?(?: unter)?|erreichen (?:sie )?uns(?: unter)?|chiami(?:ci)? (?:il|al|lo)|chiamateci(?: al)?|bel ons(?: op)?|zadzwoń (?:pod|do nas)|telefonicznie,?|ring (?:oss|os)(?: på)?|ligue (?:para|o))\s$",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"\b(?:mon(?:day)?|mo)\b.{0,6}\b(?:to|fri|fr|till|bis|sat)|\b(?:opening|service) hours\b|\bpeople answer\b",
    re.IGNORECASE,
)
_ENTITIES = {
    "name": "name", "customer_name": "name", "first_name": "name", "last_name": "name", "surname": "name", "full_name": "name", "person_name": "name",
    "person": "name", "per": "name", "client_first_name": "name", "client_last_name": "name", "agent": "agent", "agent_name": "agent",
    "email": "email", "email_address": "email", "client_email": "email", "phone": "phone", "phone_number": "phone", "telephone": "phone",
    "address": "address", "street": "address", "street_address": "address", "postcode": "address", "zip": "address", "zip_code": "address",
    "iban": "iban", "card": "card", "credit_card": "card", "card_number": "card", "birth_date": "birth_date", "date_of_birth": "birth_date",
    "customer_number": "customer_number", "customer_id": "customer_number", "tracking_number": "tracking_number", "username": "account",
    "password": "password", "pin": "password", "passport": "identity_document", "gift_code": "gift_code", "ip": "ip_address",
}  # fmt: skip
"""What entities are called that somebody labelled, and the kind that they are of."""
_MAY_BE_CODE = re.compile(r"\d|_|\w[!#$%&*?-]\w|\w\.\w|[a-z][A-Z]")
_VALUES: dict[str, Callable[[str], str]] = {
    "phone": lambda written: digits_of(written)[-8:],
    "birth_date": dates.date_value,
}
"""What is equal for the same in the field of a form; letters and digits for other kinds."""


class Masker:
    """Loads its lists with the first dialogue. ``orders``: how the shop numbers them;
    ``country``: ISO 3166, for telephone numbers without their country's; ``words``: of the shop's products,
    brands and name, which are then taken for a person's name only where the text says so; ``own``: texts
    with the shop's own addresses, telephone numbers and accounts, which stay; ``finder``: finds names and
    addresses that no rule does, None for rules alone."""

    def __init__(
        self, *, orders: OrderForms = USUAL, country: str = "DE", keep_order_numbers: bool = True,
        words: Iterable[str] = (), own: Iterable[str] = (), finder: LearnedFinder | None = None,
    ) -> None:  # fmt: skip
        self._orders = orders.pattern
        self._country = country
        self._keeps_orders = keep_order_numbers
        self._shop = frozenset(word.casefold() for word in words)
        self._own_texts = tuple(own)
        self._finder = finder

    @cached_property
    def _words(self) -> Words:
        return Words(self._shop)

    @cached_property
    def _names(self) -> NameFinder:
        return NameFinder(self._words)

    @cached_property
    def _own(self) -> frozenset[tuple[str, str]]:
        """Kind and value of what the shop's own texts name."""
        passages = [Passage(text, "shopper") for text in self._own_texts]
        return frozenset((one.kind, one.value) for said in passages for one in self._data(said, None))

    def masked(self, dialogue: Dialogue) -> Masked:
        """The dialogue with masks such as ``[name_1]``, and how many were set of each kind. Texts, topic,
        names of agents, entities and suggestions are masked; ids and labels are not read."""
        found: Counter[str] = Counter()
        own = set(self._own)
        while True:
            dialogue, new = self._once(dialogue, own)
            found += new
            if not new:
                return Masked(dialogue, found)

    def _once(self, dialogue: Dialogue, own: set[tuple[str, str]]) -> tuple[Dialogue, Counter[str]]:
        """``own``: kind and value of what is the shop's own. What this pass finds to be so joins it, as a mask
        may stand for what told it the next time."""
        said = list(_passages(dialogue))
        year = datetime.fromtimestamp(dialogue.started, UTC).year if dialogue.started else None
        labelled = [list(_labelled(turn)) for turn in dialogue.turns]
        data = [
            [*merged((*parts, *self._data(passage, year))), *self._labelled_data(labels)]
            for passage, parts, labels in zip(
                said, pieces.find_in_pieces(said), [*labelled, *([[]] * len(said))], strict=False
            )
        ]
        learned = self._beside.read(dialogue, said)
        data = self._beside.with_addresses(said, data, self._all_mentions(said, data), learned)
        whole, data = data, self._everywhere(said, self._without_own(said, data, own))
        named = self._beside.with_names(said, data, self._all_mentions(said, data), learned)
        products = products_in(said) if any(named) else frozenset[str]()
        mentions = [
            without_not_names(passage, _outside_own(passage.text, ones, every, masked), products)
            for passage, ones, every, masked in zip(said, named, whole, data, strict=True)
        ]
        people = self._people(dialogue, said, data, mentions, labelled)
        everything = [
            merged(outside_masks(passage.text, (*found, *people.found_in(passage, named))))
            for passage, found, named in zip(said, data, mentions, strict=True)
        ]
        return _rewritten(dialogue, said, everything, people)

    @cached_property
    def _data(self) -> Callable[[Passage, int | None], tuple[Found, ...]]:
        """All but names, without overlaps. Remembered: bots repeat themselves."""
        return lru_cache(maxsize=4096)(
            lambda said, year: tuple(merged(outside_masks(said.text, self._unmerged(said, year))))
        )

    @cached_property
    def _mentions(self) -> Callable[[Passage, tuple[Found, ...]], list[Mention]]:
        """Names, outside of order numbers."""
        return lru_cache(maxsize=4096)(
            lambda said, data: self._names.find(said, (*data, *self._orders_in(said.text)))
        )

    def _all_mentions(self, said: Sequence[Passage], data: Sequence[Sequence[Found]]) -> list[list[Mention]]:
        return [self._mentions(passage, tuple(found)) for passage, found in zip(said, data, strict=True)]

    @cached_property
    def _beside(self) -> Beside:
        return Beside(self._finder, self._words, self._orders_in, self._own_texts)

    def _unmerged(self, said: Passage, year: int | None) -> Iterator[Found]:
        text = said.text
        strong = [
            *online.find_links(said, self._shop), *online.find_emails(said, self._shop, self._words.is_ordinary), *payment.find_ibans(said), *payment.find_cards(said), *endings.find_card_ends(said),
            *payment.find_accounts(said), *passwords.find_secrets(said, self._words.is_ordinary),
        ]  # fmt: skip
        yield from strong
        orders = [one for one in self._orders_in(text) if not overlaps(one, strong)]
        if not self._keeps_orders:
            yield from orders
        if not any(map(str.isdecimal, text)):
            yield from (
                *find_addresses(said, self._words),
                *numbers.find_phones(said, self._country),
                *dates.find_birth_dates(said, year),
                *online.find_ips(said),
                *online.find_accounts(said, self._shop),
                *spoken.find_spoken_of(said, self._words.is_ordinary),
                *odd.find_odd(said, self._words),
                *self._fields(text),
            )
            return
        weak = (
            *online.find_ips(said), *dates.find_birth_dates(said, year), *codes.find_forms(said), *codes.find_numbers(said),
            *find_addresses(said, self._words), *numbers.find_phones(said, self._country), *online.find_accounts(said, self._shop),
            *spoken.find_spoken_of(said, self._words.is_ordinary), *odd.find_odd(said, self._words), *self._fields(said.text),
        )  # fmt: skip
        yield from (one for one in weak if not overlaps(one, orders) or is_no_order(said, one, orders))

    def _fields(self, text: str) -> Iterator[Found]:
        """What the fields of a form in it say, but names."""
        for field in forms.fields_of(text, self._words):
            written = text[field.start : field.end]
            if field.kind == "address":
                yield Found(*field, address_value(written))
            elif field.kind != "name":
                yield Found(*field, _VALUES.get(field.kind, plain)(written))

    def _orders_in(self, text: str) -> Iterator[Found]:
        """Numbers in the shop's form, and what is called the number of an order, an invoice or an article."""
        for match in (*self._orders.finditer(text), *CALLED_ORDER.finditer(text)):
            group: str | int = "it" if "it" in match.re.groupindex else 0
            if any(c.isdecimal() for c in match[group]):
                yield Found(*match.span(group), "order_number", digits_of(match[group]))

    def _labelled_data(self, labels: Sequence[Found]) -> Iterator[Found]:
        return (one for one in labels if one.kind not in ("name", "agent"))

    def _without_own(
        self, said: Sequence[Passage], data: list[list[Found]], own: set[tuple[str, str]]
    ) -> list[list[Found]]:
        """Without what is the shop's own, by its settings or by how the shop itself speaks of it."""
        told = {
            (one.kind, one.value)
            for passage, found in zip(said, data, strict=True)
            for one in found
            if self._is_own(passage, one)
        }
        of_shopper = {
            (one.kind, one.value)
            for passage, found in zip(said, data, strict=True)
            if not passage.from_shop
            for one in found
            if not self._is_own(passage, one)
        }
        own |= told - {pair for pair in of_shopper if pair[0] != "iban"}
        return [[one for one in found if (one.kind, one.value) not in own] for found in data]

    def _is_own(self, said: Passage, one: Found) -> bool:
        """Whether an address, a line or an account is spoken of here as the shop's own."""
        if one.kind == "address":
            return is_ours(said, one.start, self._words)
        if not said.from_shop:
            return False
        return _is_own(said, one) or (one.kind == "phone" and STORE in said.topics)

    def _everywhere(self, said: Sequence[Passage], data: list[list[Found]]) -> list[list[Found]]:
        """With the other places where what was found is written."""
        if not any(data):
            return data
        return repeats.with_repeats(said, data, repeats.patterns(said, data, self._words))

    def _people(
        self, dialogue: Dialogue, said: Sequence[Passage], data: Sequence[Sequence[Found]],
        mentions: Sequence[Sequence[Mention]], labelled: Sequence[Sequence[Found]],
    ) -> People:  # fmt: skip
        people = People(self._words)
        people.add((turn.name, "agent") for turn in dialogue.turns if turn.role == "agent")
        people.add((turn.name, "name") for turn in dialogue.turns if turn.role == "shopper")
        people.add(
            (
                passage.text[one.start : one.end],
                "agent" if passage.role == "agent" and one.of_speaker else "name",
            )
            for passage, named in zip(said, mentions, strict=True)
            for one in named
        )
        people.add(
            (one.value, one.kind)
            for labels in labelled
            for one in labels
            if one.kind in ("name", "agent") and self._is_name(one.value)
        )
        people.add(
            (name, "name")
            for passage, one in of_kind("email", said, data)
            if (name := names_in_email(one.value, self._words))
            and not (passage.from_shop and self._words.is_town(name))
        )
        return people

    def _is_name(self, text: str) -> bool:
        """Whether what somebody labelled as a person is a name rather than "women" or "my son"."""
        return any(word[0].isupper() or self._words.is_first(word) for word in text.split()) and not all(
            map(self._words.is_ordinary, text.split())
        )


def _passages(dialogue: Dialogue) -> Iterator[Passage]:
    """The texts of the turns, of the suggestions, and the topic; names of agents are words for themselves."""
    asked: frozenset[str] = frozenset()
    fresh = False
    texts = tuple(turn.text for turn in dialogue.turns)
    for number, turn in enumerate(dialogue.turns):
        topics = _topics(texts[max(0, number - spoken.LASTS) : number + 1])
        if turn.role == "shopper":
            yield Passage(turn.text, turn.role, asked, topics)
            fresh = False
        else:
            asked = asked_in(turn.text) | (asked if fresh else frozenset())
            if not fresh and number and asks_for_store(texts[number - 1]):
                topics |= {STORE}
            fresh = True
            yield Passage(turn.text, turn.role, topics=topics)
    yield from (Passage(turn.suggestion.text, "agent") for turn in dialogue.turns if turn.suggestion)
    yield Passage(dialogue.topic, "shopper")


def _topics(texts: tuple[str, ...]) -> frozenset[str]:
    """What the last of these texts and those before it speak of, where it has something that may be a code."""
    return spoken.topics_of(texts) if _MAY_BE_CODE.search(texts[-1]) else frozenset()


def _labelled(turn: Turn) -> Iterator[Found]:
    """What the entities of a turn say; the value of a name is its words."""
    for span in turn.entities:
        kind = _ENTITIES.get(span.entity.casefold())
        text = turn.text[span.start : span.end]
        if kind and "[" not in text:
            yield Found(span.start, span.end, kind, text if kind in ("name", "agent") else plain(text))


def _outside_own(
    text: str, mentions: list[Mention], every: Sequence[Found], masked: Sequence[Found]
) -> list[Mention]:
    """The mentions that lie in no address of the shop's own, whose town may be called like a person. ``every``:
    what was found; ``masked``: without what is the shop's own."""
    own = [one for one in every if one.kind == "address" and not overlaps(one, masked)]
    towns = {plain(word) for one in own for word in text[one.start : one.end].split()}
    return [
        mention
        for mention in mentions
        if not any(mention.start < one.end and one.start < mention.end for one in own)
        and plain(text[mention.start : mention.end]) not in towns
    ]


def _is_own(said: Passage, one: Found) -> bool:
    """Whether the shop speaks here of a line or an account of its own."""
    before = said.text[max(0, one.start - 70) : one.start]
    if one.kind == "iban":
        return bool(_OUR_ACCOUNT.search(before)) and not _YOUR_ACCOUNT.search(before)
    behind = said.text[one.end : one.end + 40]
    return one.kind in ("phone", "account", "national_id") and bool(
        _OUR_LINE.search(before) or _HOURS.search(before + behind)
    )


def _rewritten(
    dialogue: Dialogue, said: Sequence[Passage], found: Sequence[Sequence[Found]], people: People
) -> tuple[Dialogue, Counter[str]]:
    """The dialogue with its masks, numbered in the order of the texts, and how many there are of each kind."""
    marks = Marks(dialogue)
    results = [marked(passage.text, ones, marks) for passage, ones in zip(said, found, strict=True)]
    values = written(zip((passage.text for passage in said), results, strict=True))
    suggestions = iter(results[len(dialogue.turns) : -1])
    counted = Counter(one.kind for result in results for one, _ in result.placed)
    turns = []
    for turn, result in zip(dialogue.turns, results, strict=False):
        name = _masked_name(turn, people, marks)
        counted += (
            Counter({"agent" if turn.role == "agent" else "name": 1}) if name != turn.name else Counter()
        )
        suggestion = replace(turn.suggestion, text=next(suggestions).text) if turn.suggestion else None
        entities = tuple(result.moved(span, values) for span in turn.entities)
        turns.append(replace(turn, text=result.text, name=name, entities=entities, suggestion=suggestion))
    return replace(dialogue, turns=tuple(turns), topic=results[-1].text), counted


def _masked_name(turn: Turn, people: People, marks: Marks) -> str:
    if not turn.name or turn.role == "bot" or re.fullmatch(r"\[\w+_\d+\]", turn.name):
        return turn.name
    kind = "agent" if turn.role == "agent" else "name"
    person = people.named(turn.name, kind)
    return marks.of(person.kind, f"{person.number}") if person else marks.of(kind, turn.name)
