"""What holds for all tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def _nothing_left_over() -> Iterator[None]:
    """Models that lie in cycles are large and few: the collector alone would come for them too late."""
    yield
    gc.collect()
