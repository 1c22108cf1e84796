"""The composition root: the only place that constructs parts and connects them. What takes time to load
is opened in ``models.py``.

``open_services`` builds everything that a running bot needs, in the order of the path of a message, and takes
it down again in reverse.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from redis.asyncio import Redis

from bot.actions.registry import all_actions, load_own_actions
from bot.actions.remote import RemoteAction
from bot.actions.runner import InProcessActions
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from bot.conversation.ports import Bus, LanguageModel, Locks, Progress, Wording
from bot.decide.assistant import Assistant
from bot.decide.engine import DialogueEngine
from bot.decide.interpret import Thresholds as EngineThresholds
from bot.installation import installation_secret, sole_writer
from bot.intake import Intake
from bot.knowledge.library import DocumentLibrary
from bot.knowledge.teacher import DocumentTeacher
from bot.models import Models, load_models, model_threads
from bot.names import names_of
from bot.record.audit import AuditLog
from bot.record.bus import MemoryBus
from bot.record.database import Database, open_database
from bot.record.inbox import Inbox
from bot.record.locks import MemoryLocks
from bot.record.log import SqlEventLog
from bot.record.redis_bus import RedisBus
from bot.record.redis_locks import RedisLocks
from bot.record.staff import StaffStore
from bot.releases import Release
from bot.respond.answers import DECLINE, answer_reply
from bot.respond.language_model import open_language_model
from bot.respond.responder import DomainResponder
from bot.respond.wording import GroundedWording
from bot.settings import Settings
from bot.telemetry import Telemetry
from bot.turn import TurnParts
from bot.understand.gazetteer import Gazetteer
from bot.understand.heads import Heads
from bot.understand.pipeline import Forms, ModelUnderstander
from retrieval.documents.answer import Answerer
from retrieval.documents.passages import PassageReader
from retrieval.documents.search import Documents
from retrieval.products.products import Products


@dataclass(frozen=True)
class Services:
    """A running bot, put together. Console and channels get from here what they need."""

    settings: Settings
    telemetry: Telemetry
    database: Database
    log: SqlEventLog
    bus: Bus
    locks: Locks
    staff: StaffStore
    audit: AuditLog
    inbox: Inbox
    assistant: Assistant
    understander: ModelUnderstander
    responder: DomainResponder
    actions: InProcessActions
    documents: Documents
    answerer: Answerer
    passages: PassageReader
    library: DocumentLibrary
    teacher: DocumentTeacher
    products: Products
    intake: Intake
    release: Release | None
    secret: str


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """Everything, loaded and connected. Expects a prepared installation (bot/prepare.py).

    Raises: ConfigError, ModelUnavailable, IndexUnavailable, StorageError, each saying what to do.
    """
    with sole_writer(settings), model_threads(settings.turn.threads) as executor:
        loop = asyncio.get_running_loop()
        models = await loop.run_in_executor(executor, load_models, settings)
        database = open_database(settings.database_url)
        async with fan_out(settings) as (bus, locks), open_language_model(settings) as writer:
            services = connect(settings, database, bus, locks, models, executor, writer)
            await loop.run_in_executor(executor, warm_up, services)
            try:
                yield services
            finally:
                await services.teacher.close()
                await services.intake.close(settings.server.shutdown_seconds)
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
    telemetry = Telemetry()
    responder = DomainResponder(models.assistant.domain, settings.shop.locale)
    wording = build_wording(settings, models, writer, responder, bus, telemetry, executor)
    answerer = Answerer(models.documents, models.rerankers, threshold=settings.retrieval.answerable)
    actions = build_actions(settings, models, answerer, wording, responder, executor)
    understander = build_understander(settings, models, executor)
    intake = build_intake(settings, models, log, bus, understander, actions, responder, telemetry)
    return Services(
        settings=settings,
        telemetry=telemetry,
        database=database,
        log=log,
        bus=bus,
        locks=locks,
        staff=StaffStore(database),
        audit=AuditLog(database),
        inbox=Inbox(database),
        assistant=models.assistant,
        understander=understander,
        responder=responder,
        actions=actions,
        documents=models.documents,
        answerer=answerer,
        passages=PassageReader(models.documents, settings.state / "documents"),
        library=DocumentLibrary(database, models.encoder, models.documents, answerer, executor),
        teacher=DocumentTeacher(settings.state, settings.var / "index" / "documents", models.documents),
        products=models.products,
        intake=intake,
        release=models.release,
        secret=installation_secret(settings.var),
    )


def build_intake(
    settings: Settings,
    models: Models,
    log: SqlEventLog,
    bus: Bus,
    understander: ModelUnderstander,
    actions: InProcessActions,
    responder: DomainResponder,
    telemetry: Telemetry,
) -> Intake:
    """The door for messages, over the parts of a turn."""
    parts = TurnParts(
        log=log,
        bus=bus,
        understander=understander,
        engine=DialogueEngine(models.assistant, engine_thresholds(settings, models.heads)),
        actions=actions,
        responder=responder,
        languages=frozenset(settings.understand.languages),
        deadline=settings.turn.deadline_seconds,
        telemetry=telemetry,
        release=models.release.release_id if models.release else "",
        suggested=frozenset(s.payload for s in settings.shop.suggestions),
    )
    return Intake(
        log,
        bus,
        parts,
        max_chars=settings.server.max_message_chars,
        burst_wait=settings.turn.burst_wait_ms / 1000,
        concurrent=settings.turn.concurrent,
    )


def build_actions(
    settings: Settings,
    models: Models,
    answerer: Answerer,
    wording: Wording | None,
    responder: DomainResponder,
    executor: ThreadPoolExecutor,
) -> InProcessActions:
    """The product's actions, the installation's own, and those that its action server has."""
    tools = ActionTools(
        documents=answerer,
        products=models.products,
        recommender=models.recommender,
        shop=models.shop,
        settings=settings,
        render_answer=partial(answer_reply, decline=Reply(text="", response=DECLINE)),
        executor=executor,
        wording=wording,
    )
    own = settings.actions
    seconds = settings.turn.action_seconds
    actions = InProcessActions(
        [*all_actions(tools), *load_own_actions(settings.state, own.module)], responder, {}, seconds
    )
    if own.endpoint:
        for name in sorted(set(models.assistant.domain.actions) - actions.names()):
            actions.register(RemoteAction(name, own.endpoint, seconds))
    return actions


def build_wording(
    settings: Settings,
    models: Models,
    writer: LanguageModel | None,
    responder: DomainResponder,
    bus: Bus,
    telemetry: Telemetry,
    executor: ThreadPoolExecutor,
) -> Wording | None:
    """The wording of answers by a language model, if there is one; a conversation is shown that it writes."""
    if writer is None:
        return None
    deadline_ms = int(settings.turn.deadline_seconds * 1000)

    async def tell(conversation_id: str, question: str) -> None:
        text = responder.progress("wording", question)
        await bus.publish([Progress(conversation_id=conversation_id, text=text, deadline_ms=deadline_ms)])

    return GroundedWording(
        writer,
        deadline=settings.wording.deadline_seconds,
        tell=tell,
        telemetry=telemetry,
        reranker=models.rerankers.cross,
        executor=executor,
    )


def warm_up(services: Services) -> None:
    """Let the first shopper not wait for what is done once: buffers, caches, lazy parts."""
    services.understander.read("hello, where is my order?")
    services.answerer.answer("how long can I return something, and to Graz?")
    services.products.search(services.products.wish("a light tent"))


def build_understander(settings: Settings, models: Models, executor: ThreadPoolExecutor) -> ModelUnderstander:
    """The understander with the shop's own names and forms."""
    shop = settings.shop
    forms = Forms(order_number=shop.order_number, country=shop.country, timezone=shop.timezone)
    gazetteer = Gazetteer(names_of(models.assistant, models.products))
    return ModelUnderstander(models.encoder, models.heads, gazetteer, models.languages, forms, executor)


def engine_thresholds(settings: Settings, heads: Heads) -> EngineThresholds:
    """The calibrated thresholds, where the settings do not say otherwise."""
    own = settings.understand
    return EngineThresholds(
        accept=own.accept or heads.thresholds.accept,
        clarify=own.clarify or heads.thresholds.clarify,
        margin=heads.thresholds.margin,
        out_of_scope=heads.thresholds.out_of_scope,
    )
