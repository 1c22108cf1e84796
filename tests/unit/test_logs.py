"""Where log lines go."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logs
from bot.settings import LogSettings


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_line_goes_to_what_standard_error_is_now(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch, io.StringIO() as replaced:
        patch.setattr(sys, "stderr", replaced)
        set_up_logs(LogSettings(level="info", format="json"))
        structlog.get_logger().warning("while it was another")
        assert "while it was another" in replaced.getvalue()
    structlog.get_logger().warning("now that it is closed")
    told = capsys.readouterr().err
    assert "now that it is closed" in told
    assert "Logging error" not in told
