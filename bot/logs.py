"""Structured logs: one line an event, no message texts and no personal data at info level and above."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog

from bot.settings import LogSettings


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment: a progress bar puts another in its place, and the one
    there was at the start may be closed by now."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def set_up_logs(settings: LogSettings) -> None:
    """Send structlog and the standard library's logging through one chain to standard error."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(settings.level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _renderer(settings),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.level.upper())
    for noisy in ("rasa_sdk", "engineio", "socketio", "alembic", "pdfminer", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _renderer(settings: LogSettings) -> structlog.types.Processor:
    console = settings.format == "console" or (settings.format == "auto" and sys.stderr.isatty())
    return structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer()
