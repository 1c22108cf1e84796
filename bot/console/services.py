"""What the console needs, and the typed keys under which its handlers find it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.console.absence import AwayRule
from bot.console.accounts import Accounts
from bot.console.desk import Desk
from bot.console.suggestions import Rehearse
from bot.conversation.ports import Bus, EventLog
from bot.knowledge.port import CuratedAnswers, Library, Teacher
from bot.record.audit import AuditLog
from bot.record.gaps import Given
from bot.record.inbox import Inbox
from bot.record.outcomes import RecommendationReports
from bot.record.privacy import Privacy
from bot.record.saved_replies import SavedReplies
from bot.record.staff import Staff
from bot.record.unmet import Unmet


@dataclass(frozen=True)
class ConsoleServices:
    """The parts, built by bot/wiring.py. ``library`` gives that of the live release; ``given`` says how often
    each approved answer was given since a time (Unix seconds), ``unmet`` the wishes that could not be met
    since then; ``currency`` is the shop's; ``rehearse`` makes what is suggested to agents (bot/rehearsal.py),
    None where nothing is; ``away`` says when an agent counts as away, None for never."""

    accounts: Accounts
    audit: AuditLog
    inbox: Inbox
    privacy: Privacy
    desk: Desk
    log: EventLog
    bus: Bus
    library: Callable[[], Library]
    teacher: Teacher
    curated: CuratedAnswers
    given: Callable[[float], Awaitable[dict[str, Given]]]
    saved_replies: SavedReplies
    reports: RecommendationReports
    unmet: Callable[[float], Awaitable[list[Unmet]]]
    currency: str
    rehearse: Rehearse | None = None
    away: AwayRule | None = None


SERVICES = web.AppKey("SERVICES", ConsoleServices)
SIGNED_IN: web.RequestKey[Staff] = web.RequestKey("SIGNED_IN", Staff)
"""Who makes the request; set by the guard."""
TOKEN: web.RequestKey[str] = web.RequestKey("TOKEN", str)
"""The session's token."""
