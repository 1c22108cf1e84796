"""A wish in words to ``Constraints``, for any catalogue: its own vocabulary says which words mean what."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, partial

from msgspec.structs import replace

from retrieval.products.beside_things import (
    named_shades,
    named_shelves,
    names_an_attribute,
    of_the_sale,
    only_asks,
    only_beside,
    take_what_it_goes_with,
)
from retrieval.products.body import read_body_height, sizes_for_height, take_body_weight
from retrieval.products.conditions import for_whom, holds
from retrieval.products.denials import find_denials, read_denials
from retrieval.products.filters import (
    ANYBODY,
    CHILDREN,
    described,
    is_called,
    made_for,
    mentions,
    person_fits,
    stated,
    with_categories,
)
from retrieval.products.for_whom import read_chosen, read_for_whom, read_not_for
from retrieval.products.kind_nouns import PERSON_WORDS
from retrieval.products.lexicon import lexicon
from retrieval.products.made_of import read_materials
from retrieval.products.measures import for_party, named_measures, read_measures
from retrieval.products.nouns import Describing, Meaning, known_nouns, read_things, words_of
from retrieval.products.party import read_party
from retrieval.products.persons import read_person, read_wearers
from retrieval.products.praise import Comparatives, read_comparatives, read_praise, sort_key, take_too
from retrieval.products.prices import read_in_total, read_price, read_price_again
from retrieval.products.quantities import UNIT
from retrieval.products.relax import wider_kind
from retrieval.products.sayings import MOST_TOLD, REQUIRED, Sayings
from retrieval.products.sentence import Sentence
from retrieval.products.sizes import (
    SIZE,
    bare_sizes,
    named_sizes,
    read_sizes,
    sizes_by_side,
    sizes_in_unit,
    unit_sizes,
    worded_sizes,
)
from retrieval.products.slips import Slips
from retrieval.products.standing import as_it_stands, read_newest, read_popular, read_reduced
from retrieval.products.stated_terms import CABLELESS, WIRELESS, said_in_titles, said_terms
from retrieval.products.terms import Found, Phrases, find_phrases, stem, stems
from retrieval.products.things import Things
from retrieval.products.values_said import stated_values
from retrieval.products.vocabulary import Vocabulary
from retrieval.types import NEWEST, Constraints, Product
from retrieval.words import STOP_WORDS

_TALK = re.compile(
    r"\b(?:show me|(?:do )?(?:you|u|ye|ya|yous)(?: (?:guys|lot|people))? (?:have|sell|stock|carry|know|do)"
    r"|i am looking for|i'?m looking for|looking for|i need"
    r"|i want(?: to buy)?|"
    r"have you got|can i (?:see|get)|find me|search(?: for)?|please|recommend(?:ation)?|could you"
    r"|can you|i would like|"
    r"i'd like|got any|what would you suggest|suggest|which|what)\b"
)

_ANY_ONE = re.compile(r"\b(?:something|anything|same|ones?|another)\b")
"""Stands for the kind that was spoken of before."""

_DEFINITE = re.compile(
    r"(?<!for )\b(?:my|our|his|her|their|this|that|these|those|it|its)\b"
    r"|\bthe (?!\w+est\b|most\b|least\b|best\b)"
)
"""Says that what is named is known: had, shown or spoken of."""
_THE_ONE = re.compile(r"\bthe (?!\w+est\b|most\b|least\b|best\b)")
_SPOKEN_OF = re.compile(
    r"\b(?:(?:it|that|this|they|them|these|those)(?:(?:'s|'re| is| are| has| have| should| must| can)(?: to)?"
    r"(?: be| have| cost)?)?(?: ones?)?|only|just|rather|prefer(?:ably)?|i(?:'d| would)? prefer|instead|but"
    r"|maybe|please|i|we|my|our|his|her)\b"
)
"""What goes on with things that were spoken of, and says nothing of them."""
_SEEKS = re.compile(
    r"\b(?:(?:looking|search(?:ing)?) for|show(?: me| us)?|find(?: me)?|any|got|have you(?: got)?"
    r"|do you(?: guys| also)? (?:have|sell|stock|carry|offer)|(?:is|are) there"
    r"|tell (?:me|us) (?:more |something )?about|info(?:rmation)? (?:on|about)"
    r"|(?:i|we)(?:'d)? (?:need|want|like))\b"
)
_ALSO = re.compile(
    r"^\W*(?:ok(?:ay)?,? )?(?:now |so |and )?(?:(?:what|how) about|and|also|i also need|now)\b"
)
MOST_NAMED = 6
"""Words of a text that may be nothing but a name."""
_RATHER = re.compile(r"\b(?:actually|rather|please|then|instead|too|as well)\b")
_FIRST = re.compile(
    r"[,.;!?]|\b(?:with|without|for|that|which|where|to|in|on|from|under|up to|below|of|by)\b"
)
"""Ends what a message opens with."""
_WHICH = re.compile(r"^\W*(?:(?:and|so|ok|okay|then|also)\W+)*(?:which|what)\b", re.IGNORECASE)
MOST_BEFORE = 4
"""Words for what a thing is like before it."""
MOST_SHOWN = 14
"""The same of one that may ask to see what it names and no more."""
_OPENING = re.compile(r"^\W*(?:(?:hi|hello|hey|ok|an?|any|some|another|one)\W+)*")
_TOLD_OF = re.compile(
    r"\W*\s(?!(?:that|which|who|where|for|with|to|without)\b)(?:\w+\s){0,2}"
    r"(?:is|are|was|were|has|had|have|does|doesn't|do|don't|did|didn't|won't|can't)\b"
)
"""Behind a thing that something has happened to."""
_ALONE = re.compile(
    r"\W*(?:$|[.,;!?]|(?:under|below|up to|for|to|with|that|which|please|pls|from|or|and|around|about)\b)",
    re.IGNORECASE,
)
"""Behind a colour that stands for a thing."""
OF_COLOUR = 2
"""Words of a category that is called by a colour and a thing."""
_PIECE = re.compile(r"[^\s,;.!/+&-]+")
_MEASURE = re.compile(UNIT, re.IGNORECASE)
_ANSWERS = frozenset({"yes", "no", "not", "without", "never"})
"""Values of attributes, too, but said they mean something."""


Meant = Callable[[Constraints], Things]
"""The products of a wish's categories and kinds; see ``with_categories``."""


def _holds_all(product: Product, conditions: Mapping[str, str]) -> bool:
    return all(holds(stated(product, name), condition) for name, condition in conditions.items())


class WishParser:
    """Reads wishes with the words of one catalogue; ``meant`` does what ``with_categories`` does, faster.
    Immutable; safe for threads."""

    def __init__(
        self, vocabulary: Vocabulary, products: Sequence[Product], meant: Meant | None = None
    ) -> None:
        self.vocabulary, self._products = vocabulary, products
        self.meant = meant or partial(with_categories, products)

    def _meant(self, wish: Constraints) -> Things:
        """The products of a wish's categories and kinds; of each, where none is of both ("a jacket and a
        hat")."""
        things = self.meant(wish)
        if things or not (wish.categories and wish.kinds):
            return things
        return Things((*self.meant(replace(wish, kinds=())), *self.meant(replace(wish, categories=()))))

    def parse(
        self,
        text: str,
        budget: Decimal | None = None,
        person: str = "",
        *,
        at_hand: bool = False,
        about: Constraints | None = None,
    ) -> Constraints:
        """What a message asks of a product, by itself. After a ``budget`` a bare number is a new one; after
        talk of a ``person`` "for her" means a child where that is one; with a kind ``at_hand`` "something for
        my rucksack" means that kind; it is that of ``about``."""
        sentence = Sentence(self.repaired(text))
        wish = self._read(sentence, budget, person, at_hand=at_hand, about=about)
        wish = replace(wish, text=self._text(text))
        named = bool(wish.kinds or wish.categories)
        if at_hand:
            return self._sayings.told_apart(wish, self._sayings.placed(sentence.rest)) if named else wish
        return self._sayings.told_apart(wish, self._sayings.required(sentence.rest))

    def _read(
        self,
        sentence: Sentence,
        budget: Decimal | None = None,
        person: str = "",
        *,
        at_hand: bool = False,
        about: Constraints | None = None,
    ) -> Constraints:
        """See ``parse``; what was understood is taken out of the sentence."""
        take_what_it_goes_with(sentence, self.nouns)
        take_body_weight(sentence)
        cableless = WIRELESS in self.vocabulary.terms and sentence.search(CABLELESS) is not None
        height = read_body_height(sentence)
        party = read_party(sentence)
        whom = read_wearers(sentence, self.vocabulary.sizes)
        named = dict(named_measures(sentence, self.vocabulary))
        low, high = read_price(sentence)
        together = read_in_total(sentence)
        reduced, popular, newest = read_reduced(sentence), read_popular(sentence), read_newest(sentence)
        sizes = whom.sizes or read_sizes(sentence, self.vocabulary.sizes)
        if height is not None and not sizes:
            sizes = sizes_for_height(height, self.vocabulary.sizes)
        wish = Constraints(price_min=low, price_max=high, sizes=sizes, reduced=reduced, popular=popular)
        wish = replace(wish, together=together)
        praise = read_praise(sentence, self.nouns)
        wish = replace(wish, unwanted=read_not_for(sentence, self.vocabulary))
        wish = read_denials(sentence, wish, self.vocabulary, self.nouns)
        wish = replace(wish, wanted={**wish.wanted, **read_for_whom(sentence, self.vocabulary, self.nouns)})
        wish = self._names(sentence, wish, at_hand)
        meant = self._meant(wish)
        named_things = bool(wish.kinds or wish.categories)
        known = meant if named_things else self._spoken_of(about)
        if not sizes:
            sizes = named_sizes(sentence, meant) if named_things else ()
            sizes = sizes or unit_sizes(sentence, known or meant, storage=not named_things, known=bool(known))
        wish = replace(wish, sizes=worded_sizes(sentence, meant, sizes) if named_things else sizes)
        spoken = meant if named_things else known or meant
        measures = read_measures(sentence, self.vocabulary, spoken, named=named_things)
        for_all = for_party(party, self.vocabulary, meant if named_things else known)
        wish = read_person(sentence, wish, whom, person)
        if height is not None and sizes and not wish.person and not wish.wearers:
            wish = replace(wish, person=CHILDREN)  # only children's sizes are told by a height
        wish = self.suiting(wish)
        if named_things:
            chosen = read_chosen(sentence, self.vocabulary, meant)
            wish = self._on_shelves_for(replace(wish, wanted={**wish.wanted, **chosen}))
        wish = self._attributes(sentence, wish, meant, known, cableless=cableless, at_hand=at_hand)
        if budget is not None and low is None and high is None:
            wish = replace(wish, price_max=read_price_again(sentence, budget))
        return replace(
            wish,
            wanted={**wish.wanted, **named, **for_all, **measures},
            sizes=wish.sizes
            or (() if wish.wearers else bare_sizes(sentence, meant))
            or sizes_by_side(sentence, meant if named_things else known)
            or (() if named_things or wish.wearers else sizes_in_unit(sentence, known)),
            sort=NEWEST if newest else sort_key(praise, meant) if praise else "",
        )

    def _spoken_of(self, about: Constraints | None) -> Things:
        """The products of the kinds that were spoken of."""
        if about is None or not (about.kinds or about.categories):
            return Things()
        return self._meant(Constraints(categories=about.categories, kinds=about.kinds))

    def narrowed(self, wish: Constraints, text: str) -> Constraints:
        """A running wish with what a message says its things must be, in words that the catalogue says of
        some of them: "external", "only with USB-C"; as it is where they are said of all, or of none."""
        sentence, short = Sentence(self.repaired(text)), len(text.split()) <= MOST_NAMED
        if not short and not REQUIRED.search(sentence.text):
            return wish
        self._read(sentence, at_hand=True)
        for match in list(_SPOKEN_OF.finditer(sentence.rest)):
            sentence.take(match.start(), match.end())
        alone = [word for word in _PIECE.findall(sentence.left()) if word not in STOP_WORDS]
        bare = short and 0 < len(alone) <= MOST_TOLD and all(map(self._sayings.tells, alone))
        return self._sayings.told_apart(
            wish, [" ".join(alone)] if bare else self._sayings.required(sentence.rest)
        )

    def other_things(self, wish: Constraints, text: str) -> tuple[str, ...]:
        """The tag that is all that a message says, where none of the things that a wish means has it: "and
        for cats?" behind dog food; else ()."""
        if len(text.split()) > MOST_NAMED:
            return ()
        sentence = Sentence(self.repaired(text))
        self._read(sentence, at_hand=True)
        sentence.search(_ALSO)
        left = _RATHER.sub(" ", sentence.left())
        which = _WHICH.match(left)
        tag = self._sayings.tag(_FIRST.split(left[which.end() :])[0] if which else left)
        return (tag,) if tag and not self.says_of(wish, tag) else ()

    def _only_requires(self, sentence: Sentence) -> bool:
        """Whether what is left of a sentence says no more than what things must be: "only with USB-C"."""
        match = REQUIRED.search(sentence.rest)
        if match is None or not all(map(self._sayings.tells, match["what"].split())):
            return False
        around = (sentence.rest[: match.start()], sentence.rest[match.end() :].replace("please", ""))
        return all(only_asks(Sentence.of_plain(part)) for part in around)

    def repaired(self, text: str) -> str:
        """The text in plain words, mistyped words of the catalogue put right."""
        return self._slips.repaired(text)

    def is_name(self, text: str) -> bool:
        """Whether a text is one name of a thing, of several words: "repair kit"."""
        return " " in text.strip() and stems(text) in self.nouns

    def names_alone(self, text: str) -> bool:
        """Whether a short text names things of the catalogue, or a brand, and says nothing else: "power bank
        20000 mAh", "black merino socks 42". What is told beside them are words of titles, tags and
        attributes, sizes, numbers and measures."""
        sentence = Sentence(self.repaired(text))
        if "?" in text or len(text.split()) > MOST_NAMED:
            return False
        named = bool(sentence.phrases(self.nouns)) or bool(sentence.phrases(self.vocabulary.brands))
        return (named and self.only_describes(sentence.left())) or (
            not named and bool(self._sayings.tag(self.repaired(text)))
        )

    def asks_alone(self, text: str) -> bool:
        """Whether a text asks for things of the catalogue that are to be like something, and says nothing
        else: "what's your cheapest stove?", "boots but not Norrland", "do you have jackets in size S?"; or
        for anything that is so: "what do you have for men?". The shopper's own ("my jacket, size S") and what
        was spoken of ("is the tent waterproof?") are not asked for."""
        sentence = Sentence(self.repaired(text))
        anything = any(find_phrases(sentence.words(), lexicon().anything))
        if _DEFINITE.search(as_it_stands(sentence.text)) or not (anything or self._may_ask(sentence)):
            return False
        wish = self._read(sentence)
        things = Constraints(categories=wish.categories, kinds=wish.kinds)
        described = wish not in (Constraints(), things)
        if things == Constraints():
            named = bool(sentence.phrases(lexicon().anything))
            described = described and (named or wish.reduced or wish.popular or wish.sort == NEWEST)
        return described and only_asks(sentence)

    def names_things(self, text: str, *, also: bool = False) -> bool:
        """Whether a text asks for things of the catalogue and says nothing of them: "I'm looking for power
        banks", "do you have tents?"; ``also``: beside others, "and what about bottles?"."""
        sentence = Sentence(self.repaired(text))
        asks = sentence.search(_ALSO) if also else _SEEKS.search(sentence.text)
        if asks is None or _DEFINITE.search(sentence.text) or not self._may_ask(sentence):
            return False
        wish = self._read(sentence)
        things = Constraints(categories=wish.categories, kinds=wish.kinds)
        return Constraints() != things == wish and only_asks(sentence)

    def opens_with_thing(self, text: str) -> bool:
        """Whether a text opens with what a thing of the catalogue is called, with no more than words for what
        it is like before it: "small lamp with dimmer for the bedside table", but not "my lamp flickers" nor
        "lamp is broken"."""
        sentence = Sentence(self.repaired(text))
        words = sentence.words()
        known = [*find_phrases(words, self.nouns), *find_phrases(words, self.vocabulary.category_parts)]
        first = min((found for found, _ in known), key=lambda found: found.start, default=None)
        if self._sayings.tag(_FIRST.split(sentence.text)[0]):
            return True
        if first is None or _TOLD_OF.match(sentence.text, first.end):
            return False
        opening = _PIECE.findall(_OPENING.sub("", sentence.text[: first.start]))
        return len(opening) <= MOST_BEFORE and STOP_WORDS.isdisjoint(opening)

    def says_more(self, text: str) -> bool:
        """Whether a text says more of what it asks for than a wish can hold: "for trail running"."""
        sentence = Sentence(self.repaired(text))
        self._read(sentence, at_hand=True)
        sentence.phrases(lexicon().anything)
        return not only_asks(sentence)

    def says_of(self, wish: Constraints, text: str) -> bool:
        """Whether a text has a word that is said of some of the things that a wish means."""
        said = {stem(word) for word in _PIECE.findall(self.repaired(text)) if word not in STOP_WORDS}
        known = said & self._describing.keys()
        meant = self._meant(Constraints(categories=wish.categories, kinds=wish.kinds)) if known else ()
        return any(not known.isdisjoint(described(product)) for product in meant)

    def _may_ask(self, sentence: Sentence) -> bool:
        """Whether it is worth reading: it names a thing that is sold, or what is reduced, popular or new."""
        words, parts = sentence.words(), self.vocabulary.category_parts
        named = any(find_phrases(words, self.nouns)) or any(find_phrases(words, parts))
        rest = Sentence.of_plain(sentence.rest)
        return named or read_reduced(rest) or read_popular(rest) or read_newest(rest)

    def only_narrows(self, text: str) -> bool:
        """Whether a text names no thing and says no more than what those spoken of are to be like: "do you
        have any in grey?", "I need XS", "cheaper ones", "not Norrland"."""
        sentence = Sentence(self.repaired(text))
        if len(text.split()) > MOST_SHOWN or _THE_ONE.search(sentence.text):
            return False
        wish = self._read(sentence, at_hand=True)
        if wish.kinds or wish.categories:
            return False
        if wish == Constraints() and not self.comparatives(text).praises:
            return self._only_requires(sentence)
        take_too(sentence)
        for match in list(_SPOKEN_OF.finditer(sentence.rest)):
            sentence.take(match.start(), match.end())
        return only_asks(sentence)

    def only_describes(self, text: str) -> bool:
        """Whether a text says no more than what a thing is like: colours, brands, sizes, measures, and other
        words of titles, tags and attributes."""
        sentence = Sentence(text)
        for known in (self.vocabulary.colours, self.vocabulary.brands):
            sentence.phrases(known)
        return all(self._describes(word) for word in _PIECE.findall(sentence.left()))

    def _describes(self, word: str) -> bool:
        if word in _ANSWERS:
            return False
        known = word[0].isdigit() or word in self.vocabulary.sizes or stem(word) in self._describing
        return known or stem(word) in PERSON_WORDS or _MEASURE.fullmatch(word) is not None

    def comparatives(self, text: str) -> Comparatives:
        """What "cheaper" or "something lighter" asks more of; nothing for "cheap" and "light"."""
        return read_comparatives(self.repaired(text), self.vocabulary)

    def shelves_of(self, kinds: Sequence[str]) -> tuple[str, ...]:
        """The categories that are called like kinds, where all of these name one."""
        named = [self.vocabulary.categories.get(stems(kind), "") for kind in kinds]
        return tuple(named) if all(named) else ()

    def fits_persons(self, wish: Constraints) -> bool:
        """Whether the things of a wish are made for women, men or children at all."""
        return self._meant(wish).stated["Gender"] > 0

    def has_word(self, word: str) -> bool:
        """Whether the catalogue or the lexicon has the word."""
        return self._slips.knows(word)

    def has_any(self, wish: Constraints) -> bool:
        """Whether there are things of a wish's categories and kinds."""
        return len(self.meant(wish)) > 0

    @cached_property
    def _made_for(self) -> frozenset[str]:
        """The persons that things of the catalogue are made for."""
        made = {made_for(product) for product in self._products}
        return frozenset(made | {CHILDREN} if ANYBODY in made else made)

    @cached_property
    def nouns(self) -> Phrases[Meaning]:
        """See ``known_nouns``."""
        return known_nouns(self.vocabulary)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The last stems of ``nouns``: "jacket" of "rain jacket"."""
        return frozenset(phrase[-1] for phrase in self.nouns)

    @cached_property
    def _sayings(self) -> Sayings:
        return Sayings(self.vocabulary, self._describing, self.meant)

    @cached_property
    def _describing(self) -> Describing:
        return words_of(self._products)

    @cached_property
    def _slips(self) -> Slips:
        return Slips(self._products)

    @staticmethod
    def _is_colour(
        sentence: Sentence, shade: Found, colours: Collection[str], called: Sequence[Found]
    ) -> bool:
        """Whether ``colours`` are meant by a shade; else it is put back: a "green tea" is none in green, and
        "blues" are played, "greens" eaten."""
        said, before = sentence.text[shade.start : shade.end].lower(), sentence.text[: shade.start].split()
        written = {word for colour in colours for word in colour.lower().split()}
        plural = said[:-1] in written and said not in written and before[-1:] != ["in"]
        if not plural and not any(noun.start <= shade.start < noun.end for noun in called):
            return True
        sentence.put_back(shade.start, shade.end)
        return False

    def _names(self, sentence: Sentence, wish: Constraints, at_hand: bool) -> Constraints:
        """Brands, colours, categories and kinds."""
        vocabulary = self.vocabulary
        brands = tuple(dict.fromkeys(brand for _, brand in sentence.phrases(vocabulary.brands)))
        called = [f for f, _ in find_phrases(sentence.words(), self.nouns) if len(f.phrase) > 1]
        shades = sentence.phrases(vocabulary.colours) + named_shades(sentence, vocabulary)
        shades = [one for one in shades if self._is_colour(sentence, *one, called)]
        colours = tuple(dict.fromkeys(colour for _, found in shades for colour in found))
        things = read_things(sentence, self.nouns, vocabulary, self._describing, at_hand=at_hand)
        meant = things.things if at_hand and _ANY_ONE.search(sentence.text) else things.meant
        opening = _FIRST.split(_WHICH.sub("", sentence.left()))[0]
        if not things.things and not at_hand and (tag := self._sayings.tag(opening)):
            meant = (Meaning((), (tag,)),)
        only_for = not things.things and not at_hand and meant == things.purposes
        if (not meant or only_for) and not names_an_attribute(sentence, vocabulary):
            meant = named_shelves(sentence, vocabulary, alone=not meant) or meant
        categories = [name for meaning in meant for name in meaning.categories]
        kinds = [kind for meaning in meant for kind in meaning.kinds]
        shelves = () if things.things or categories or at_hand else self._shelves_in_colour(sentence, shades)
        if shelves:
            return self._sayings.told_apart(replace(wish, brands=brands, categories=shelves), kinds)
        return replace(
            wish, brands=brands, colours=colours, categories=tuple(dict.fromkeys(categories)),
            kinds=tuple(dict.fromkeys(kinds)),
            unwanted_kinds=tuple(kind for kind in wish.unwanted_kinds if kind not in kinds),
        )  # fmt: skip

    def _shelves_in_colour(
        self, sentence: Sentence, shades: Sequence[tuple[Found, tuple[str, ...]]]
    ) -> tuple[str, ...]:
        """The categories that are called by nothing but a thing and a colour that is said without a thing: "a
        nice red" of "Red wine"."""
        alone = {found.phrase[0] for found, _ in shades if _ALONE.match(sentence.text, found.end)}
        called = [one for one in self.vocabulary.categories.items() if len(one[0]) == OF_COLOUR]
        return tuple(dict.fromkeys(name for phrase, name in called if phrase[0] in alone))

    def suiting(self, wish: Constraints) -> Constraints:
        """Things for children may stand on a shelf of their own: "a jacket for my daughter" is what is called
        so there. Where there is none and no such thing is made for anybody in particular ("a tent for my
        kids"), it is for all; so is everything where nothing in the shop is made for such a person."""
        if wish.person and wish.person not in self._made_for:
            return replace(wish, person="")
        if not wish.person or not (wish.kinds or wish.categories):
            return wish
        meant = self._meant(wish)
        if any(person_fits(product, wish.person) for product in meant):
            return wish
        kinds = tuple(self.vocabulary.kinds.get(stems(name), name) for name in wish.categories)
        elsewhere = replace(wish, categories=(), kinds=wish.kinds or kinds)
        if any(person_fits(product, wish.person) for product in self._meant(elsewhere)):
            return elsewhere
        return wish if meant.stated["Gender"] or not meant else replace(wish, person="")

    def telling(self, wish: Constraints, said: Constraints) -> Constraints:
        """A running wish without what was to be left out before, where none of the things that are named now
        has it: "not food", and then beds."""
        if not (said.kinds or said.categories) or not (wish.without or wish.unwanted_kinds):
            return wish
        meant = self._meant(wish)
        return replace(
            wish,
            without=tuple(w for w in wish.without if w in said.without or any(mentions(p, w) for p in meant)),
            unwanted_kinds=tuple(
                k
                for k in wish.unwanted_kinds
                if k in said.unwanted_kinds or any(is_called(p, k) for p in meant)
            ),
        )

    def without_replaced(self, wish: Constraints, said: Constraints) -> Constraints:
        """A running wish without what things were to be made of or have before, where none has that and what
        is said now: "clay then" behind litter of silica."""
        if not said.having or said.having == wish.having:
            return wish
        if any(all(mentions(p, word) for word in wish.having) for p in self._meant(wish)):
            return wish
        step, now = wider_kind(wish), replace(wish, having=said.having)
        wider = replace(now, kinds=step.wish.kinds) if step is not None else now
        fits = any(mentions(p, word) for p in self._meant(now) for word in said.having)
        return now if fits or said.kinds else wider

    def for_the_same(self, wish: Constraints, previous: Constraints) -> Constraints:
        """A wish for other things, for whom those of the wish before were to be, if some of these are:
        "and beds?" behind dog food."""
        whom = {
            n: c for n, c in previous.wanted.items() if for_whom(c) and n in self.vocabulary.whom.values()
        }
        if not whom or any(for_whom(condition) for condition in wish.wanted.values()):
            return wish
        same = self._on_shelves_for(replace(wish, wanted={**whom, **wish.wanted}))
        return same if any(_holds_all(product, whom) for product in self._meant(same)) else wish

    def _on_shelves_for(self, wish: Constraints) -> Constraints:
        """Where nothing on a shelf is for whom something is to be, and others are called like it: "dog food"
        of "Dry food" and "Wet food" beside a shelf "Food" for birds."""
        whom = {name: condition for name, condition in wish.wanted.items() if for_whom(condition)}
        if not whom or wish.kinds or any(_holds_all(p, whom) for p in self._meant(wish)):
            return wish
        ends = {stems(name) for name in wish.categories}
        others = [c for p, c in self.vocabulary.categories.items() if any(p[-len(e) :] == e for e in ends)]
        suiting = {
            p.category for p in self.meant(Constraints(categories=tuple(others))) if _holds_all(p, whom)
        }
        return replace(wish, categories=tuple(c for c in others if c in suiting)) if suiting else wish

    def sized(self, wish: Constraints) -> Constraints:
        """Without sizes where none of the things that are meant comes in any."""
        if not wish.sizes or not (wish.kinds or wish.categories) or any(self._meant(wish).sizes):
            return wish
        return replace(wish, sizes=())

    def _attributes(
        self,
        sentence: Sentence,
        wish: Constraints,
        meant: Things,
        known: Things,
        *,
        cableless: bool,
        at_hand: bool,
    ) -> Constraints:
        """Attributes that must be there, and what it is to be made of. ``known`` are the things that are
        named or were spoken of, () where there are none."""
        named, text = bool(wish.kinds or wish.categories), sentence.rest
        flags = list[str]()
        for found, name in sentence.phrases(self._flags):
            if of_the_sale(name) or (named and only_beside(text, found, name, meant)):
                sentence.put_back(found.start, found.end)
            elif name not in wish.unwanted and name in self.vocabulary.affirmed:
                flags.append(name)
        having = [*read_materials(sentence, self.vocabulary, meant, named=named)]
        vocabulary, sought = self.vocabulary, not (named or at_hand)
        begin = vocabulary.begins_others
        terms = said_terms(sentence, vocabulary.terms, known, begin, cableless=cableless, sought=sought)
        having += said_in_titles(sentence, known)
        capitals = vocabulary.short_forms  # "HDMI 2.1" of "hdmi 2.1"
        having = [capitals.get(word, word) for word in having]
        values = stated_values(sentence, wish, vocabulary.values, begin, meant) if named else {}
        terms, values = (
            {n: " ".join(capitals.get(word, word) for word in c.split()) for n, c in said.items()}
            for said in (terms, values)
        )
        return replace(
            wish,
            wanted={**dict.fromkeys(flags, "yes"), **values, **terms, **wish.wanted},
            having=tuple(dict.fromkeys(having)),
        )

    @cached_property
    def _flags(self) -> Phrases[str]:
        """Attributes that can be asked for; a material that none affirms ("Down: no") is asked for as one."""
        vocabulary = self.vocabulary
        return Phrases(
            {
                phrase: name
                for phrase, name in vocabulary.flags.items()
                if name in vocabulary.affirmed or phrase not in vocabulary.materials
            }
        )

    def _text(self, text: str) -> str:
        """What semantic search sees: the words of the wish without price, sizes and denials."""
        said = Sentence(text)
        read_price(said)
        find_denials(said, self.vocabulary)
        for match in list(SIZE.finditer(said.rest)):
            said.take(match.start(), match.end())
        return " ".join(_TALK.sub(" ", said.left()).split()).strip(" ,.;?!")
