"""What is not personal in a sentence: products, brands, places to go, measures, days, masks of earlier passes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

from training.finder.lists import cities, lists
from training.finder.people import faker
from training.finder.pieces import Piece, plain

MASKED = ("name", "name", "name", "address", "address", "email", "phone", "agent")
"""Kinds of the masks that are put into sentences."""

RUNNING = ("en_US", "en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL")
"""Locales in which Faker has words of running text; its other lists are Latin or hold names."""
RELATIONS = (
    "wife husband partner girlfriend boyfriend fiancée mum mom dad father son daughter brother sister friend colleague flatmate "
    "roommate neighbour neighbor aunt uncle grandma nan boss assistant nephew niece cousin landlord caretaker lodger carer nanny "
    "cleaner teacher coach".split()
)  # fmt: skip


@cache
def _cities() -> tuple[str, ...]:
    """Large ones, as shoppers speak of them."""
    european = frozenset(
        ["DE", "AT", "CH", "GB", "IE", "FR", "ES", "IT", "NL", "BE", "PL", "SE", "DK", "NO", "FI", "PT", "CZ"]
    )
    return tuple(
        sorted(
            city["name"]
            for city in cities()
            if city["population"] > (150_000 if city["countrycode"] in european else 1_500_000)
        )
    )


class Things:
    """Draws them. ``products``: more names of products, those of a shop's catalogue."""

    def __init__(self, rng: random.Random, products: Sequence[str] = ()) -> None:
        self._rng = rng
        self._products = tuple(products)

    def slot(self, name: str) -> list[Piece] | None:
        """What a slot stands for; None where no list is called so."""
        if draw := getattr(self, f"_{name}", None):
            return plain(draw())
        values = lists("harmless").get(name)
        return plain(self._rng.choice(values)) if values else None

    def _product(self) -> str:
        listed = lists("harmless")["product"]
        return self._rng.choice(self._products if self._products and self._rng.random() < 0.4 else listed)

    def _invented(self) -> str:
        """The name of a product that nobody sells: two words of products cut together."""
        words = [self._rng.choice(self._product().split()[0:2]) for _ in range(2)]
        made = words[0][: len(words[0]) // 2 + 1] + words[1][len(words[1]) // 2 :].lower()
        return f"{made} {self._number()}" if self._rng.random() < 0.15 else made

    def _words(self) -> str:
        """Running text that means nothing."""
        return faker(self._rng.choice(RUNNING)).sentence(self._rng.randint(2, 9))

    def _relation(self) -> str:
        return self._rng.choice(RELATIONS)

    def _city(self) -> str:
        return self._rng.choice(_cities())

    def _order(self) -> str:
        digits = str(self._rng.randint(10_000, 9_999_999))
        return self._rng.choice((f"FW-{digits[:6]}", f"#{digits}", digits, f"A{digits}", f"ORD-{digits}"))

    def _number(self) -> str:
        return str(self._rng.randint(1, self._rng.choice((9, 40, 120, 2500))))

    def _size(self) -> str:
        return self._rng.choice(
            (
                "S",
                "M",
                "L",
                "XL",
                "xxl",
                "38",
                "42.5",
                "size 40",
                "EU 44",
                "UK 9",
                "one size",
                "W32 L34",
                "39-42",
            )
        )

    def _amount(self) -> str:
        whole = self._rng.randint(3, 900)
        return self._rng.choice((f"{whole} euros", f"{whole},90 €", f"£{whole}", f"${whole}.50", f"{whole} EUR", f"{whole}", f"{whole} quid"))  # fmt: skip

    def _time(self) -> str:
        hour = self._rng.randint(1, 12)
        return self._rng.choice((f"{hour}:30", f"{hour} pm", f"{hour + 8}:00", f"{hour}", f"half {hour}"))

    def _year(self) -> str:
        return str(self._rng.randint(1950, 2026))

    def _date(self) -> str:
        day, month, year = self._rng.randint(1, 28), self._rng.randint(1, 12), self._year()
        named = self._rng.choice(lists("harmless")["month"])
        return self._rng.choice((f"{day}.{month}.{year}", f"{year}-{month:02}-{day:02}", f"{day} {named}", f"{named} {day}", f"{day:02}/{month:02}", f"{day} {named} {year}"))  # fmt: skip

    def _phone(self) -> str:
        digits = "".join(self._rng.choices("0123456789", k=8))
        return self._rng.choice(
            (f"0171 {digits}", f"+44 7{digits}0", f"555-{digits[:4]}", f"06{digits}", "[phone_1]")
        )

    def _email(self) -> str:
        return self._rng.choice(
            ("[email_1]", "[email_1]", "[email_2]", "info@example.com", "service@shop.example")
        )

    def _mask(self) -> str:
        return f"[{self._rng.choice(MASKED)}_{self._rng.randint(1, 4)}]"
