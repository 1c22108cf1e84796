"""What docker-compose.yml passes on to a container takes nothing away from the shop's own settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.settings import load_settings

ROOT = Path(__file__).parents[2]
OWN = """
[server]
trust_proxy = true
[storage]
url = "postgresql://shop@database/shop"
[redis]
url = "redis://redis:6379/0"
[identity]
secret = "the shop's own"
[channels]
rasa_token = "the shop's token"
"""


def passed_on(service: str) -> dict[str, str]:
    """The variables that a container gets where the environment has none, as Compose resolves them."""
    services = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())["services"]
    given: dict[str, str | None] = services[service].get("environment") or {}
    default = re.compile(r"\$\{\w+:?-([^}]*)\}")
    return {name: default.sub(r"\1", str(value)) for name, value in given.items() if value is not None}


@pytest.mark.parametrize("service", ["gateway", "recommender", "actions", "trainer"])
def test_without_variables_the_shops_own_settings_count(
    service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shopclerk.toml").write_text(OWN)
    alone = load_settings(tmp_path)
    for name, value in passed_on(service).items():
        monkeypatch.setenv(name, value)
    contained = load_settings(tmp_path)
    for section in ("server", "storage", "redis", "identity", "channels", "data", "wording", "retrieval"):
        assert getattr(contained, section) == getattr(alone, section), section
