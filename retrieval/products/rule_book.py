"""rules.yml and margins.csv as they are now."""

from __future__ import annotations

import asyncio
import csv
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import structlog
from msgspec.structs import replace
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from retrieval.errors import UnreadableDocument
from retrieval.products.rules import NO_RULES, Rule, Rules, RulesError, read_rules

log = structlog.get_logger()

EVERY = 0.25
"""Seconds between two looks at the files."""
RULES, MARGINS = "rules.yml", "margins.csv"


def today() -> date:
    """The day where this machine is."""
    return date(*time.localtime()[:3])


class RuleBook:
    """The rules of a shop, read again when the file changes. Safe for threads, and for the event loop, where
    those last read are told: files are looked at by the other threads.

    A file that cannot be read leaves the rules in force that were there before, and is logged once.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        day: Callable[[], date] = today,
    ) -> None:
        self._path, self._clock, self._day = path, clock, day
        self._lock = threading.Lock()
        self._rules, self._stamps, self._looked = NO_RULES, (0, 0), float("-inf")
        self._margins: tuple[int, dict[str, float]] = (0, {})

    def current(self) -> Rules:
        """The rules that are in force."""
        age = self._clock() - self._looked
        if age < EVERY or (age < float("inf") and _on_event_loop()):
            return self._rules
        with self._lock:
            self._looked = self._clock()
            self._look()
        return self._rules

    def _look(self) -> None:
        stamps = (_stamp(self._path), _stamp(self._path.with_name(MARGINS)))
        if stamps != self._stamps:
            self._stamps = stamps
            try:
                self._rules = self._read(stamps[1])
            except UnreadableDocument as error:
                log.warning("rules_not_read", reason=str(error), fix="shopclerk rules")
        if self._rules.day != (day := self._day()):
            self._rules = replace(self._rules, day=day)

    def _read(self, stamp: int) -> Rules:
        """The rules, and the margins where they have changed: those of a large shop take longer."""
        rules = _rules_of(self._path)
        if self._margins[0] != stamp:
            self._margins = (stamp, _margins_of(self._path.with_name(MARGINS)))
        return Rules(rules=rules, margins=self._margins[1], day=self._day())


def load_rules(path: Path) -> Rules:
    """Read the rules as they are today, and the margins beside them; none where there is no file.

    Raises: UnreadableDocument, naming the rule or the line.
    """
    return Rules(rules=_rules_of(path), margins=_margins_of(path.with_name(MARGINS)), day=today())


def _rules_of(path: Path) -> tuple[Rule, ...]:
    if not path.exists():
        return ()
    try:
        return read_rules(YAML(typ="safe", pure=True).load(path.read_text("utf-8")))
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        raise UnreadableDocument(f"This is not YAML in UTF-8: {error}", file=path) from error
    except RulesError as error:
        raise UnreadableDocument(f"{str(error)[:1].upper()}{str(error)[1:]}.", file=path) from error


def _margins_of(path: Path) -> dict[str, float]:
    """Columns product_id and margin, a share of the price: 0.35."""
    if not path.exists():
        return {}
    margins: dict[str, float] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            for row in rows:
                margins[row["product_id"]] = float(row["margin"])
    except KeyError as error:
        raise UnreadableDocument("The columns product_id and margin are needed.", file=path) from error
    except (OSError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise UnreadableDocument(
            f"Line {rows.line_num}: a margin is a number such as 0.35.", file=path
        ) from error
    return margins


def _on_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
