"""What holds for all tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from aiohttp import web_app


@pytest.fixture(autouse=True)
def _applications_are_let_go() -> Iterator[None]:
    """Free the application that a test is done with: aiohttp remembers the last 1024 that answered, by the
    middlewares of their routes, and each of ours holds models of 200 MB."""
    yield
    remembered = web_app._cached_build_middleware
    if remembered.cache_info().currsize:
        remembered.cache_clear()
        gc.collect()
