"""What a shopper does: visits, looks, carts, purchases, returns, one life after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from .catalogue import Variant
from .queries import search_words
from .tastes import Taste, choose_variant, for_whom, liking
from .world import DAYS, FIRST_DAY, Floats, World, day_of, in_period

BERLIN = ZoneInfo("Europe/Berlin")
END = datetime.fromisoformat("2026-11-25T10:00")
"""Nothing happens after this moment (local time), the now of the whole demo shop."""


@dataclass(frozen=True)
class Happening:
    """One line of events.csv. ``time`` is local Berlin time without zone."""

    shopper_id: str
    time: datetime
    event: str
    product_id: str = ""
    variant_id: str = ""
    quantity: int = 0
    query: str = ""
    session_id: str = ""

    @property
    def timestamp(self) -> int:
        """Seconds since 1970, UTC."""
        return int(self.time.replace(tzinfo=BERLIN).timestamp())

    def as_row(self) -> tuple[str, ...]:
        """The columns of events.csv."""
        return (
            self.shopper_id,
            self.time.replace(tzinfo=BERLIN).isoformat(),
            self.event,
            self.product_id,
            self.variant_id,
            str(self.quantity or ""),
            self.query,
            self.session_id,
        )


@dataclass(frozen=True)
class Order:
    """A purchase that is known from the shop's own orders."""

    placed_at: datetime
    lines: tuple[tuple[str, str, int], ...]
    """Product id, variant id, quantity."""
    returned: tuple[tuple[datetime, str, str, int], ...] = ()
    """When, product id, variant id, quantity."""


@dataclass
class _Cart:
    """What lies in the cart: position of the product to variant and quantity."""

    since: datetime
    things: dict[int, tuple[Variant, int]] = field(default_factory=dict)


class Life:
    """All visits of one shopper."""

    def __init__(
        self,
        world: World,
        shopper_id: str,
        taste: Taste,
        rng: np.random.Generator,
        orders: Iterable[Order] | None = None,
    ) -> None:
        """orders: of a customer of the shop; such a shopper buys these and nothing else."""
        self._world = world
        self._id = shopper_id
        self._taste = taste
        self._rng = rng
        self._orders = None if orders is None else list(orders)
        self._rates = world.model["sessions"]
        self._liking = liking(world, taste)  # (12, n)
        other = "men" if taste.gender == "women" else "women"
        self._own, self._partner = for_whom(world, taste.gender), for_whom(world, other)
        count = len(world.products)
        self._wish: Floats = np.zeros(count)  # what purchases changed for good
        self._boosts: list[tuple[int, NDArray[np.int_]]] = []  # (last day, positions of complements)
        self._seen: list[int] = []
        self._cart: _Cart | None = None
        self._sessions = 0
        self._session_id = ""
        self.happenings: list[Happening] = []

    # --------------------------------------------------------------------- visits

    def live(self, visits: int) -> list[Happening]:
        """So many visits, and the known orders; in order of time."""
        times = [(time, None) for time in self._visit_times(visits)]
        known = [(order.placed_at - timedelta(minutes=6), order) for order in self._orders or ()]
        for time, order in sorted([*times, *known], key=lambda pair: pair[0]):
            if order is None:
                self._visit(time)
            else:
                self._visit_to_order(time, order)
        return sorted((h for h in self.happenings if h.time < END), key=lambda happening: happening.time)

    def _visit_times(self, visits: int) -> list[datetime]:
        """Within the time in which the shopper knows the shop, by season, weekday and hour."""
        rng, world = self._rng, self._world
        first = int(rng.integers(0, DAYS - 20)) if rng.random() < 0.6 else 0
        last = DAYS if rng.random() < 0.75 else min(DAYS, first + 30 + int(rng.exponential(150)))
        mix = np.array([self._taste.activities.get(a, 0.0) for a in world.activities])
        season = mix @ world.months  # (12,)
        days = np.arange(first, last)
        months = [(FIRST_DAY + timedelta(days=int(d))).month - 1 for d in days]
        weights = world.day_weights[first:last] * (0.5 + season[months])
        chosen = rng.choice(days, size=visits, p=weights / weights.sum())
        hours = np.array(world.model["demand"]["hours"], dtype=float)
        return sorted(
            datetime.combine(FIRST_DAY + timedelta(days=int(day)), datetime.min.time())
            + timedelta(hours=int(rng.choice(24, p=hours / hours.sum())), seconds=int(rng.integers(0, 3600)))
            for day in chosen
        )

    def _visit(self, time: datetime) -> None:
        rates, rng = self._rates, self._rng
        self._open(time)
        if self._buys_old_cart(time):
            return
        target = self._choose(time)
        time = self._arrive(time, target)
        for _ in range(1 + rng.poisson(rates["views"] - 1)):
            time = self._look(time, target)
            target = self._next(time, target)
        if rng.random() < rates["dismiss"]:
            self._note(time, "dismiss", self._unwanted(time))
        self._leave(time)

    def _open(self, time: datetime) -> None:
        self._sessions += 1
        self._session_id = f"{self._id}-{self._sessions:03d}"
        day = day_of(time)
        self._boosts = [(last, positions) for last, positions in self._boosts if last >= day]
        if self._cart and (time - self._cart.since).days > 14:
            self._cart = None

    def _arrive(self, time: datetime, target: int) -> datetime:
        """With a search and a click on a result, or straight on the page."""
        if self._rng.random() > self._rates["search"]:
            return time
        words = search_words(self._world.products[target], self._taste, self._rng)
        self.happenings.append(Happening(self._id, time, "search", query=words, session_id=self._session_id))
        time = self._later(time, 25)
        self._note(time, "click", target)
        return self._later(time, 4)

    def _look(self, time: datetime, n: int) -> datetime:
        """At a product's page, and perhaps into the cart with it."""
        self._note(time, "view", n)
        again = n in self._seen
        self._seen.append(n)
        time = self._later(time, 70)
        return self._add(time, n) if self._wants(time, n, again) else time

    def _next(self, time: datetime, n: int) -> int:
        """What is looked at next: what goes with the cart, something seen before, something like it."""
        rng, rates = self._rng, self._rates
        if self._cart and rng.random() < rates["complement"]:
            partners = self._world.complements[list(self._cart.things)[-1]]
            if len(partners):
                return self._choose(time, partners)
        if self._seen and rng.random() < rates["again"]:
            return int(rng.choice(self._seen[-12:]))
        if rng.random() < rates["other"]:
            return self._choose(time)
        return self._choose(time, self._world.same_category[n])

    # -------------------------------------------------------------------- choosing

    def _utility(self, time: datetime) -> Floats:
        """What each product is worth to the shopper now, shape (n,)."""
        world, day = self._world, day_of(time)
        partner = self._rng.random() < world.model["people"]["for_partner"]
        utility: Floats = (
            self._liking[time.month - 1] + self._wish + (self._partner if partner else self._own)
        )
        for _, positions in self._boosts:
            utility[positions] += np.log(world.model["demand"]["complement"])
        if day > DAYS - world.model["demand"]["sale_days"]:
            thrifty = 2 if self._taste.price_level == "thrifty" else 1
            utility = utility + world.reduced * world.model["demand"]["sale"] * thrifty
        utility[~world.offered(day)] = -np.inf
        if in_period(time.date(), world.model["demand"]["christmas"]):
            utility += world.gifts
        return utility

    def _choose(self, time: datetime, among: NDArray[np.int_] | None = None) -> int:
        """One product by softmax over the utility, of all or of some."""
        utility = self._utility(time) / self._world.model["demand"]["temperature"]
        among = np.arange(len(utility)) if among is None else among
        if not np.isfinite(utility[among]).any():
            among = np.arange(len(utility))
        weights = np.exp(utility[among] - utility[among].max())
        return int(self._rng.choice(among, p=weights / weights.sum()))

    def _unwanted(self, time: datetime) -> int:
        """A popular product that is not to the shopper's taste: a suggestion to be waved away."""
        utility = self._utility(time)
        popular = np.argsort(-self._world.popularity)[:80]
        poor = popular[np.argsort(utility[popular], kind="stable")[:40]]
        offered = [n for n in poor if np.isfinite(utility[n])]
        return int(self._rng.choice(offered))

    def _wants(self, time: datetime, n: int, again: bool) -> bool:
        """Whether the product goes into the cart: by how it stands among its rivals, and on a second look."""
        if self._cart and n in self._cart.things:
            return False
        utility = self._utility(time)
        standing = utility[n] - np.maximum(utility[self._world.same_shelf[n]], -8.0).mean()
        odds = self._rates["cart"] + 0.35 * float(np.clip(standing, -3, 3)) + (0.8 if again else 0.0)
        if self._boosts and any(n in positions for _, positions in self._boosts):
            odds += 0.7
        return bool(self._rng.random() < 1 / (1 + np.exp(-odds)))

    # ------------------------------------------------------------ cart and purchase

    def _add(self, time: datetime, n: int) -> datetime:
        """Into the cart, if a variant fits and is in stock."""
        product = self._world.products[n]
        variant = choose_variant(self._world, self._taste, product, time.date(), self._rng)
        if variant is None or not self._world.in_stock(variant.variant_id, day_of(time)):
            return time
        quantity = self._quantity(n)
        self._cart = self._cart or _Cart(time)
        self._cart.things[n] = (variant, quantity)
        self._note(time, "add_to_cart", n, variant.variant_id, quantity)
        time = self._later(time, 20)
        if self._rng.random() < self._rates["remove"]:
            self._note(time, "remove", n, variant.variant_id, quantity)
            del self._cart.things[n]
            if not self._cart.things:
                self._cart = None
        return time

    def _quantity(self, n: int) -> int:
        """More than one of what is used up; a second mat or bag for who camps as a family."""
        if self._world.used_up[n]:
            return 1 + int(self._rng.poisson(1.1))
        family = "family camping" in self._taste.activities
        shared = self._world.products[n].category in ("sleeping bags", "sleeping mats")
        return 2 if shared and self._rng.random() < (0.4 if family else 0.1) else 1

    def _leave(self, time: datetime) -> None:
        """At the end of a visit the cart is bought, or waits."""
        if self._cart is None or self._orders is not None:
            return
        worth = sum(v.price * q for v, q in self._cart.things.values())
        dear = np.log1p(worth / 100) * (0.16 if self._taste.price_level == "thrifty" else 0.08)
        just_short = -0.10 if 45 < worth < 60 else 0.0  # a little below free delivery: looks for more, later
        if self._rng.random() < self._rates["buy"] - dear + just_short:
            self._buy(self._later(time, 120))

    def _buys_old_cart(self, time: datetime) -> bool:
        if self._cart is None or self._orders is not None:
            return False
        gone = [
            n
            for n, (v, _) in self._cart.things.items()
            if not self._world.in_stock(v.variant_id, day_of(time))
        ]
        for n in gone:
            del self._cart.things[n]
        if not self._cart.things:
            self._cart = None
        if self._cart is None or self._rng.random() > self._rates["buy_later"]:
            return False
        for n in self._cart.things:
            self._note(time, "view", n)
            time = self._later(time, 30)
        self._buy(time)
        return True

    def _buy(self, time: datetime) -> None:
        assert self._cart is not None
        for n, (variant, quantity) in self._cart.things.items():
            self._note(time, "purchase", n, variant.variant_id, quantity)
            self._remember_purchase(time, n)
            self._maybe_return(time, n, variant, quantity)
        self._cart = None

    def _remember_purchase(self, time: datetime, n: int) -> None:
        """A purchase quenches the wish for its like and wakes the one for what goes with it."""
        world, product = self._world, self._world.products[n]
        lasting = np.log(world.model["categories"][product.category]["lasting"])
        self._wish[world.same_category[n]] += lasting
        if not world.used_up[n]:
            again = np.log(world.model["same_kind_again"])
            if product.category not in world.model["outfits"] and product.category != "children":
                self._wish[world.same_shelf[n]] += again
            self._wish[n] += again * 2
        if len(world.complements[n]):
            self._boosts.append((day_of(time) + 56, world.complements[n]))

    def _maybe_return(self, time: datetime, n: int, variant: Variant, quantity: int) -> None:
        """Sent back some weeks later, more often what is worn and what was dear."""
        product = self._world.products[n]
        rate = self._world.model["categories"][product.category]["returned"]
        if product.price > 150:
            rate *= 1.3
        if self._rng.random() < rate:
            later = time + timedelta(
                days=4 + self._rng.exponential(9), seconds=float(self._rng.integers(40000))
            )
            self._note(later, "return", n, variant.variant_id, quantity, session=f"{self._session_id}-r")

    # ---------------------------------------------------------------- known orders

    def _visit_to_order(self, time: datetime, order: Order) -> None:
        """The visit in which a known order was placed."""
        self._open(time)
        for product_id, variant_id, quantity in order.lines:
            n = self._world.position[product_id]
            self._note(time, "view", n)
            self._seen.append(n)
            self._note(time + timedelta(seconds=40), "add_to_cart", n, variant_id, quantity)
            time += timedelta(seconds=75)
        for product_id, variant_id, quantity in order.lines:
            n = self._world.position[product_id]
            self._note(order.placed_at, "purchase", n, variant_id, quantity)
            self._remember_purchase(order.placed_at, n)
        for at, product_id, variant_id, quantity in order.returned:
            session = f"{self._session_id}-r"
            self._note(at, "return", self._world.position[product_id], variant_id, quantity, session)

    # ---------------------------------------------------------------------- noting

    def _later(self, time: datetime, seconds: float) -> datetime:
        return time + timedelta(seconds=1 + int(self._rng.exponential(seconds)))

    def _note(
        self, time: datetime, event: str, n: int, variant_id: str = "", quantity: int = 0, session: str = ""
    ) -> None:
        product_id = self._world.products[n].product_id
        self.happenings.append(
            Happening(
                self._id, time, event, product_id, variant_id, quantity, "", session or self._session_id
            )
        )
