"""What was shown to whom, as impressions are kept."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

from retrieval.recommend.impressions import Impression, items_of
from retrieval.recommend.port import Recommendations

if TYPE_CHECKING:
    from bot.settings import Settings


def as_shown(found: Recommendations, shopper_id: str, place: str, settings: Settings) -> Impression:
    """The impression of a list that is being shown now, for ``ImpressionLog.record``."""
    return Impression(
        impression_id=uuid.uuid4().hex,
        shopper_id=shopper_id,
        time=time.time(),
        place=place,
        source=found.source,
        model=found.model,
        items=items_of([hit.product.product_id for hit in found.hits], found.propensities),
        **arm_of(settings, shopper_id),
    )


def arm_of(settings: Settings, shopper_id: str) -> dict[str, str]:
    """The running ``experiment`` and the ``arm`` of a shopper in it; empty for none."""
    experiment = settings.running_experiment
    arm = experiment.arm_of(shopper_id) if experiment else None
    return {"experiment": experiment.name, "arm": arm.name} if experiment and arm else {}
