"""The composition root: the only place that constructs parts and connects them. What takes time to load
is opened in ``models.py``; what is made from a release is put together in ``speaker.py``.

``open_services`` builds everything that a running bot needs, in the order of the path of a message, and takes
it down again in reverse.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

from redis.asyncio import Redis

from bot.conversation.opening import is_open
from bot.conversation.ports import Bus, LanguageModel, Locks
from bot.installation import installation_secret, sole_writer
from bot.intake import Intake
from bot.knowledge.curated_answers import FileCuratedAnswers
from bot.knowledge.teacher import DocumentTeacher
from bot.models import Models, load_models, model_threads
from bot.record.audit import AuditLog
from bot.record.behaviour import SqlBehaviour
from bot.record.bus import MemoryBus
from bot.record.database import Database, open_database
from bot.record.impressions import SqlImpressions
from bot.record.inbox import Inbox
from bot.record.locks import MemoryLocks
from bot.record.log import SqlEventLog
from bot.record.redis_bus import RedisBus
from bot.record.redis_locks import RedisLocks
from bot.record.staff import StaffStore
from bot.record.waits import SqlWaits
from bot.respond.endpoint import open_endpoint
from bot.settings import Settings
from bot.speaker import Speaker, Surroundings, build_speaker, warm_up
from bot.telemetry import Telemetry


@dataclass
class Services:
    """A running bot, put together. Console and channels get from here what they need. Only ``speaker`` ever
    changes: see ``speak_with``."""

    settings: Settings
    telemetry: Telemetry
    database: Database
    log: SqlEventLog
    behaviour: SqlBehaviour
    impressions: SqlImpressions
    bus: Bus
    locks: Locks
    staff: StaffStore
    audit: AuditLog
    inbox: Inbox
    waits: SqlWaits
    intake: Intake
    teacher: DocumentTeacher
    curated: FileCuratedAnswers
    around: Surroundings
    speaker: Speaker
    secret: str

    def speak_with(self, speaker: Speaker) -> None:
        """Take all turns from now on with these parts."""
        self.speaker = speaker
        self.intake.parts = speaker.turn


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """Everything, loaded and connected. Expects a prepared installation (bot/prepare.py).

    Raises: ConfigError, ModelUnavailable, IndexUnavailable, StorageError, each saying what to do.
    """
    with sole_writer(settings), model_threads(settings.turn.threads) as executor:
        loop = asyncio.get_running_loop()
        models = await loop.run_in_executor(executor, load_models, settings)
        database = open_database(settings.database_url)
        async with fan_out(settings) as (bus, locks), open_endpoint(settings) as endpoint:
            services = connect(settings, database, bus, locks, models, executor, endpoint)
            del models  # when another release takes over, nothing here holds those of this one
            await loop.run_in_executor(executor, warm_up, services.speaker)
            try:
                yield services
            finally:
                await services.teacher.close()
                await services.intake.close(settings.server.shutdown_seconds)
                if writer := services.speaker.models.writer:
                    await writer.close()
                await services.behaviour.close()
                await services.log.close()
                await database.close()


@asynccontextmanager
async def fan_out(settings: Settings) -> AsyncIterator[tuple[Bus, Locks]]:
    """Bus and locks: in this process, or across processes over Redis where the settings name one."""
    if not settings.redis.url:
        yield MemoryBus(), MemoryLocks()
        return
    redis = Redis.from_url(settings.redis.url)
    bus = RedisBus(redis)
    async with bus.open():
        try:
            yield bus, RedisLocks(redis)
        finally:
            await redis.aclose()


def connect(
    settings: Settings,
    database: Database,
    bus: Bus,
    locks: Locks,
    models: Models,
    executor: ThreadPoolExecutor,
    writer: LanguageModel | None,
) -> Services:
    """Connect loaded models with storage; constructs only, does no I/O but the secret's file."""
    log = SqlEventLog(database)
    telemetry, behaviour = Telemetry(), SqlBehaviour(database)
    around = Surroundings(
        settings=settings, telemetry=telemetry, database=database, log=log, bus=bus, executor=executor,
        writer=writer, behaviour=behaviour,
    )  # fmt: skip
    speaker = build_speaker(around, models)
    intake = Intake(
        log,
        bus,
        speaker.turn,
        max_chars=settings.server.max_message_chars,
        burst_wait=settings.turn.burst_wait_ms / 1000,
        concurrent=settings.turn.concurrent,
        attended=lambda: is_open(settings.shop.hours, settings.shop.timezone),
    )
    services = Services(
        settings=settings,
        telemetry=telemetry,
        database=database,
        log=log,
        behaviour=behaviour,
        impressions=SqlImpressions(database),
        bus=bus,
        locks=locks,
        staff=StaffStore(database),
        audit=AuditLog(database),
        inbox=Inbox(database),
        waits=SqlWaits(database, settings.shop.hours, settings.shop.timezone),
        intake=intake,
        teacher=DocumentTeacher(settings.state, lambda: services.speaker.documents),
        curated=FileCuratedAnswers(settings.state, lambda: services.speaker.documents),
        around=around,
        speaker=speaker,
        secret=installation_secret(settings.var),
    )
    return services
