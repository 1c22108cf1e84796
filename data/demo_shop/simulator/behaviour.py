"""All shoppers, all events."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .customers import read_orders, taste_from_orders
from .shopping import Happening, Life
from .tastes import Taste, draw_taste
from .world import World

_LOOKING = {"view", "click", "search", "dismiss"}
_EVENTS_A_VISIT = 6.0
"""Roughly; says how many visits to begin with."""
_SPARE = 1.08
"""At most this many times the wanted events are made before idle visits are left out."""
_ROUNDS = 6


@dataclass(frozen=True)
class Behaviour:
    """What was simulated."""

    world: World
    tastes: dict[str, Taste]
    happenings: list[Happening]


def simulate_behaviour(
    seed: int, events: int, shoppers: int, progress: Callable[[int, int], None] | None = None
) -> Behaviour:
    """Exactly so many events of so many shoppers, the same for the same numbers.

    progress: called with shoppers done and in all, more than once round if the first try missed the number.
    Raises: ValueError when the two numbers do not suit each other.
    """
    visits = events / shoppers / _EVENTS_A_VISIT
    for _ in range(_ROUNDS):
        world = World(np.random.default_rng([seed, 1]))
        tastes, happenings = _lives(world, seed, shoppers, visits, progress)
        if events <= len(happenings) <= _SPARE * events:
            return Behaviour(world, tastes, _trim(happenings, events, np.random.default_rng([seed, 2])))
        visits *= (1 + _SPARE) / 2 * events / len(happenings)
    raise ValueError(f"{events} events do not suit {shoppers} shoppers: allow about 20 events each")


def _lives(
    world: World, seed: int, shoppers: int, visits: float, progress: Callable[[int, int], None] | None
) -> tuple[dict[str, Taste], list[Happening]]:
    orders = read_orders(world)
    names = [*list(orders)[:shoppers], *(f"S{n:04d}" for n in range(len(orders) + 1, shoppers + 1))]
    spread = world.model["sessions"]["per_shopper"]
    tastes, happenings = {}, []
    for n, name in enumerate(names):
        rng = np.random.default_rng([seed, 3, n])
        known = orders.get(name)
        taste = draw_taste(world, rng) if known is None else taste_from_orders(world, known, rng)
        # A log-normal of this mean: many look in once or twice, a few are here every week.
        eager = np.exp(rng.normal(-(spread**2) / 2, spread))
        life = Life(world, name, taste, rng, known)
        happenings += life.live(1 + int(rng.poisson(max(0.0, visits - 1) * eager)))
        tastes[name] = taste
        if progress:
            progress(n + 1, shoppers)
    return tastes, sorted(happenings, key=lambda h: (h.time, h.shopper_id))


def _trim(happenings: list[Happening], events: int, rng: np.random.Generator) -> list[Happening]:
    """Leave out visits in which somebody only looked, but nobody's only one, until the number is right."""
    sessions: dict[str, list[int]] = {}
    for n, happening in enumerate(happenings):
        sessions.setdefault(happening.session_id, []).append(n)
    left = len(happenings) - events
    dropped: set[int] = set()
    idle = [s for s, at in sessions.items() if not _first(s) and _only_looks(happenings, at)]
    for n in rng.permutation(len(idle)):
        at = sessions[idle[n]]
        dropped.update(at[-min(left, len(at)) :] if left else [])
        left = len(happenings) - events - len(dropped)
    return [h for n, h in enumerate(happenings) if n not in dropped]


def _first(session_id: str) -> bool:
    return session_id.endswith("-001")


def _only_looks(happenings: list[Happening], at: list[int]) -> bool:
    return all(happenings[n].event in _LOOKING for n in at)
