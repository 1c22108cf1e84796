"""What of the recorded behaviour may be learned from: without bots, bursts, repeats, test orders and returns.

Pure, and blind to the future: what is kept at a moment depends on nothing that happened later. So a model
that is judged on later weeks is trained on what was known before them, and a purchase counts until it is sent
back.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

import msgspec

from retrieval.recommend.behaviour import (
    Purchase,
    RecordedBehaviour,
    Return,
    Search,
    product_of,
    type_of,
)
from retrieval.recommend.returned import without_returned

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0

REASONS = {
    "later": "it happened after the moment that is looked from",
    "tester": "its shopper is one of the shop's own test accounts",
    "test_order": "the order is marked as a test, by its sender or by its number",
    "bot_rate": "its shopper did more in a minute or a day than a person can",
    "bot_no_pause": "its shopper went on for hundreds of steps without a pause",
    "bot_even": "its shopper acted as evenly as a clock",
    "repeat": "the same again within seconds: a double click, a reload",
    "burst": "the same shopper and product again and again within an hour: it tells nothing new",
    "returned": "the goods were sent back",
}
"""Why an event is left out, in the order in which it is asked; the first reason counts."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Where the limits are. Times in seconds; a limit is the most that is still a person's.

    ``even`` consecutive gaps within a tenth of their median make a clock, if that is at least a second;
    events in one second are one step. ``testers`` are ids of shoppers, ``test_orders`` a pattern of
    order numbers.
    """

    per_minute: int = 60
    per_day: int = 2_000
    unpaused: int = 300
    pause: float = 60.0
    even: int = 40
    repeat: float = 2.0
    burst: int = 10
    testers: frozenset[str] = frozenset()
    test_orders: str = r"(?i)^(test|demo|dummy)\b"


class CleaningReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was left out: events by reason, and shoppers by the reasons that concern all that they did.
    ``reduced`` purchases lost a part of their pieces to returns; ``unmatched`` returns have no purchase."""

    read: int
    kept: int
    dropped: dict[str, int]
    shoppers: dict[str, int]
    reduced: int
    unmatched: int


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """What is left, in the order of time, returns included; ``nobody`` are the ids of shoppers of whom
    nothing counts: test accounts and bots."""

    events: tuple[RecordedBehaviour, ...]
    report: CleaningReport
    nobody: frozenset[str] = frozenset()


def clean(events: Iterable[RecordedBehaviour], now: float, rules: Rules | None = None) -> Cleaned:
    """What may be learned from at ``now`` (Unix seconds), of events in any order."""
    rules = rules or Rules()
    ordered = sorted(events, key=lambda one: (one.time, one.seq))
    past = [one for one in ordered if one.time <= now]
    dropped = Counter({"later": len(ordered) - len(past)})
    shoppers: Counter[str] = Counter()
    nobody: set[str] = set()
    left: list[RecordedBehaviour] = []
    for shopper_id, own in _by_shopper(past).items():
        reason = "tester" if shopper_id in rules.testers else _bot(own, rules)
        if reason:
            dropped[reason] += len(own)
            shoppers[reason] += 1
            nobody.add(shopper_id)
        else:
            left.extend(_single(own, rules, dropped))
    kept, reduced, unmatched = without_returned(sorted(left, key=lambda one: (one.time, one.seq)))
    dropped["returned"] += len(left) - len(kept)
    report = CleaningReport(
        read=len(ordered), kept=len(kept), dropped={r: dropped[r] for r in REASONS if dropped[r]},
        shoppers=dict(shoppers), reduced=reduced, unmatched=unmatched,
    )  # fmt: skip
    return Cleaned(events=tuple(kept), report=report, nobody=frozenset(nobody) | rules.testers)


def _by_shopper(events: Iterable[RecordedBehaviour]) -> dict[str, list[RecordedBehaviour]]:
    found: dict[str, list[RecordedBehaviour]] = defaultdict(list)
    for one in events:
        found[one.shopper_id].append(one)
    return found


def _bot(own: Sequence[RecordedBehaviour], rules: Rules) -> str:
    """Why these events, in the order of time, are no person's; "". Who has bought is a person."""
    if any(isinstance(one.event, Purchase) for one in own):
        return ""
    times = [one.time for one in own]
    if _most_within(times, MINUTE) > rules.per_minute or _most_within(times, DAY) > rules.per_day:
        return "bot_rate"
    gaps = [later - earlier for earlier, later in pairwise(times) if later - earlier >= 1.0]
    if _longest_run(gaps, rules.pause) >= rules.unpaused:
        return "bot_no_pause"
    return "bot_even" if _is_even(gaps, rules.even) else ""


def _most_within(times: Sequence[float], seconds: float) -> int:
    """The most events within any so many seconds."""
    most, start = 0, 0
    for place, moment in enumerate(times):
        while times[start] <= moment - seconds:
            start += 1
        most = max(most, place - start + 1)
    return most


def _longest_run(gaps: Sequence[float], pause: float) -> int:
    """The most steps without a pause between them."""
    longest = run = 0
    for gap in gaps:
        run = run + 1 if gap < pause else 0
        longest = max(longest, run)
    return longest


def _is_even(gaps: Sequence[float], count: int) -> bool:
    """Whether any ``count`` consecutive gaps lie within a tenth of their median."""
    for start in range(0, len(gaps) - count + 1, max(1, count // 4)):
        window = gaps[start : start + count]
        middle = median(window)
        if all(abs(gap - middle) <= middle / 10 for gap in window):
            return True
    return False


def _single(
    own: Sequence[RecordedBehaviour], rules: Rules, dropped: Counter[str]
) -> Iterable[RecordedBehaviour]:
    """A person's events without test orders, repeats and what is too much of one thing."""
    test_order = re.compile(rules.test_orders) if rules.test_orders else None
    last: dict[tuple[str, ...], float] = {}
    recent: dict[tuple[str, str], deque[float]] = defaultdict(deque)
    for one in own:
        key = _what(one)
        repeated = one.time - last.get(key, float("-inf")) < rules.repeat
        last[key] = one.time
        if _is_test(one, test_order):
            dropped["test_order"] += 1
        elif repeated:
            dropped["repeat"] += 1
        elif _is_too_much(one, recent, rules.burst):
            dropped["burst"] += 1
        else:
            yield one


def _what(one: RecordedBehaviour) -> tuple[str, ...]:
    """What makes two events the same but for the time."""
    event = one.event
    if isinstance(event, Search):
        return ("search", event.query.casefold())
    order = event.order_id if isinstance(event, Purchase | Return) else ""
    return (type_of(event), event.product_id, event.variant_id, order)


def _is_test(one: RecordedBehaviour, test_order: re.Pattern[str] | None) -> bool:
    event = one.event
    if not isinstance(event, Purchase | Return):
        return False
    marked = isinstance(event, Purchase) and event.test
    return marked or bool(test_order and test_order.search(event.order_id))


def _is_too_much(one: RecordedBehaviour, recent: dict[tuple[str, str], deque[float]], limit: int) -> bool:
    """Whether the limit was reached within the hour before; what is bought is always told anew."""
    if isinstance(one.event, Purchase | Return | Search):
        return False
    times = recent[type_of(one.event), product_of(one.event)]
    while times and times[0] <= one.time - HOUR:
        times.popleft()
    if len(times) >= limit:
        return True
    times.append(one.time)
    return False
