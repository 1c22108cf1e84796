"""An attribute over all products: its distinct values, and which of them meet a condition.

Of each value ``meeting`` says what ``conditions.holds`` says; numbers are compared all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import inf, nan

import numpy as np
import numpy.typing as npt

from retrieval.products.conditions import SLACK, affirms, bounds, holds, says_it
from retrieval.products.quantities import Quantity, magnitude, measures_of, read_quantity

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.float64]


class Values:
    """The products that have an attribute, shape (m,), ascending, and the number of the value of each, shape
    (m,), in ``distinct``. Immutable."""

    def __init__(self, places: Places, numbers: Places, distinct: Sequence[str]) -> None:
        self.places, self._numbers, self._distinct = places, numbers, distinct

    def holding(self, condition: str) -> Places:
        """Places of the products whose value meets a condition (products/conditions.py)."""
        return self.places[self.meeting(condition)[self._numbers]]

    def meeting(self, condition: str) -> Mask:
        """Which of the distinct values meet a condition, shape (v,)."""
        if condition in ("yes", "no"):
            return self._affirmed if condition == "yes" else ~self._affirmed
        low, high = bounds(condition)
        if low is None and high is None:
            said = (says_it(value, condition) for value in self._distinct)
            return np.fromiter(said, bool, len(self._distinct))
        comparable = self._comparable(low) & self._comparable(high)
        strict = condition.startswith(("<", ">")) and not condition.startswith(("<=", ">="))
        within = self._within(low, high, -SLACK if strict else SLACK)
        if condition.startswith("!="):
            apart: Mask = comparable & ~within
            return apart
        met: Mask = comparable & within
        for number, each in self._several.items():
            met[number] = any(holds(one, condition) for one in each)
        return met

    def magnitudes(self, size: int) -> Numbers:
        """What to order by (``quantities.magnitude``), for all ``size`` products; infinity where there is
        none."""
        found = np.full(size, inf)
        found[self.places] = self._magnitudes[self._numbers]
        return found

    def _comparable(self, bound: Quantity | None) -> Mask:
        """Quantities whose unit agrees with the bound's: one that is no quantity agrees with nothing."""
        known: Mask = ~np.isnan(self._low)
        if bound is not None and bound.unit:
            known &= (self._units == "") | (self._units == bound.unit)
        return known

    def _within(self, low: Quantity | None, high: Quantity | None, slack: float) -> Mask:
        found = np.ones(len(self._distinct), bool)
        if low is not None:
            found &= self._high >= low.low - slack
        if high is not None:
            found &= self._low <= high.high + slack
        return found

    @cached_property
    def _affirmed(self) -> Mask:
        return np.fromiter(map(affirms, self._distinct), bool, len(self._distinct))

    @cached_property
    def _quantities(self) -> list[Quantity | None]:
        return [read_quantity(value) for value in self._distinct]

    @cached_property
    def _several(self) -> dict[int, tuple[str, ...]]:
        """The measures of each value that names more than one."""
        found = ((number, measures_of(value)) for number, value in enumerate(self._distinct))
        return {number: each for number, each in found if each}

    @cached_property
    def _low(self) -> Numbers:
        return np.asarray([nan if found is None else found.low for found in self._quantities])

    @cached_property
    def _high(self) -> Numbers:
        return np.asarray([nan if found is None else found.high for found in self._quantities])

    @cached_property
    def _units(self) -> npt.NDArray[np.str_]:
        return np.asarray(["" if found is None else found.unit for found in self._quantities])

    @cached_property
    def _magnitudes(self) -> Numbers:
        found = (magnitude(value) for value in self._distinct)
        return np.asarray([inf if one is None else one for one in found])
