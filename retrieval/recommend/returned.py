"""Returns cancel purchases: what was sent back was not bought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from retrieval.recommend.behaviour import Purchase, RecordedBehaviour, Return


def without_returned(
    events: Sequence[RecordedBehaviour],
) -> tuple[list[RecordedBehaviour], int, int]:
    """Purchases less what came back, newest first; how many were reduced, and returns without a purchase."""
    pieces: dict[int, int] = {}
    bought: dict[tuple[str, str], list[tuple[int, Purchase]]] = defaultdict(list)
    unmatched = 0
    for place, one in enumerate(events):
        if isinstance(one.event, Purchase):
            pieces[place] = one.event.quantity
            bought[one.shopper_id, one.event.product_id].append((place, one.event))
        elif isinstance(one.event, Return):
            back = _take_back(bought[one.shopper_id, one.event.product_id], one.event, pieces)
            unmatched += back == one.event.quantity
    kept, reduced = [], 0
    for place, one in enumerate(events):
        left = pieces.get(place)
        if left == 0:
            continue
        if left is not None and isinstance(one.event, Purchase) and left < one.event.quantity:
            reduced += 1
            one = replace(one, event=replace(one.event, quantity=left))
        kept.append(one)
    return kept, reduced, unmatched


def _take_back(bought: Collection[tuple[int, Purchase]], event: Return, pieces: dict[int, int]) -> int:
    """Take the pieces of a return from the newest purchases that it can mean; how many are left over."""
    wanted = event.quantity
    for place, purchase in reversed(list(bought)):
        if event.variant_id and purchase.variant_id and event.variant_id != purchase.variant_id:
            continue
        if event.order_id and purchase.order_id and event.order_id != purchase.order_id:
            continue
        taken = min(wanted, pieces[place])
        pieces[place] -= taken
        wanted -= taken
        if not wanted:
            break
    return wanted
