"""What holds for all tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import count

import pytest
from aiohttp import web_app

LEFT_AT_MOST = 12
"""Applications that wait to be freed: looking for them takes up to a second."""
_done = count(1)


@pytest.fixture(autouse=True)
def _applications_are_let_go() -> Iterator[None]:
    """Free the applications that tests are done with: aiohttp remembers the last 1024 that answered, by the
    middlewares of their routes, and each of ours holds models of 200 MB."""
    yield
    remembered = web_app._cached_build_middleware
    if remembered.cache_info().currsize:
        remembered.cache_clear()
        if next(_done) % LEFT_AT_MOST == 0:
            gc.collect()
