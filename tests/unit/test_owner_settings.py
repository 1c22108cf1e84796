"""What an owner writes wrong in ``[shop]`` is said in a sentence, by every command, before it serves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.conversation.opening import is_open
from bot.errors import SettingsError
from bot.settings import load_settings


def own(folder: Path, line: str) -> Path:
    (folder / "shopclerk.toml").write_text(f"[shop]\n{line}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('hours = ["Monday to Friday 9-5"]', "'Monday to Friday 9-5' cannot be read; write it like 'Mon-Fri"),
        ('hours = ["Mon-Fri 09:00-17:30", "Son 10:00-14:00"]', "'Son 10:00-14:00' cannot be read"),
        ('hours = ["Mon 09:70-17:00"]', "cannot be read"),
        ('hours = ["Mon 09:00-25:00"]', "or after 24:00"),
        ('hours = ["Fri 18:00-02:00"]', "ends before it begins"),
        ('country = "UK"', "'UK' is no country of ISO 3166; write 'GB'"),
        ('country = "gb"', "'gb' is no country of ISO 3166; write 'GB'"),
        ('country = "England"', "two capital letters of its code, such as GB or DE"),
        (
            'currency = "pounds"',
            "'pounds' is no currency; write its three capital letters, such as EUR or GBP",
        ),
        ('currency = "gbp"', "three capital letters"),
        ('timezone = "Europe/Londn"', "'Europe/Londn' is no time zone; write it like 'Europe/London'"),
        ('timezone = "GMT+25"', "is no time zone"),
    ],
)
def test_a_wrong_value_is_a_sentence_for_owners(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings(own(tmp_path, line))
    assert says in error.value.text
    assert "pattern" not in error.value.text
    assert "Value error" not in error.value.text
    assert error.value.line == 2


@pytest.mark.parametrize("command", ["check", "prepare", "serve", "doctor"])
def test_every_command_says_it_before_it_begins(tmp_path: Path, command: str) -> None:
    folder = own(tmp_path, 'hours = ["Monday to Friday 9-5"]')
    done = CliRunner().invoke(build_cli(), [command, "--state", str(folder)])
    assert isinstance(done.exception, SettingsError), done.output
    assert "write it like 'Mon-Fri 09:00-18:00'" in done.exception.text
    assert not (folder / "var").exists()


@pytest.mark.parametrize(
    ("entry", "open_at", "closed_at"),
    [
        ("Mon-Fri 09:00-18:00", "2026-11-23T09:00", "2026-11-23T18:00"),
        ("sat 10:00 - 14:00", "2026-11-28T13:59", "2026-11-27T11:00"),
        ("Sat-Sun 00:00-24:00", "2026-11-29T23:59", "2026-11-30T00:00"),
        ("Sat-Mon 08:00-12:00", "2026-11-30T08:00", "2026-12-01T08:00"),
    ],
)
def test_what_is_read_is_kept(tmp_path: Path, entry: str, open_at: str, closed_at: str) -> None:
    shop = load_settings(own(tmp_path, f'hours = ["{entry}"]\ntimezone = "UTC"\ncountry = "GB"')).shop
    for moment, expected in ((open_at, True), (closed_at, False)):
        assert (
            is_open(shop.hours, shop.timezone, datetime.fromisoformat(moment).replace(tzinfo=UTC)) is expected
        )
    assert is_open([], shop.timezone)
