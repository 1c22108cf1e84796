"""The composition root: the only place that constructs parts and connects them.

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
from threadpoolctl import threadpool_limits

from bot.actions.registry import all_actions, load_own_actions
from bot.actions.remote import RemoteAction
from bot.actions.runner import InProcessActions
from bot.actions.tools import ActionTools
from bot.assistant_files import document_ids, read_sources
from bot.conversation.messages import Reply
from bot.conversation.ports import Bus, LanguageModel, Locks, Progress, Wording
from bot.decide.assistant import Assistant, load_assistant
from bot.decide.engine import DialogueEngine
from bot.decide.interpret import Thresholds as EngineThresholds
from bot.errors import ModelUnavailable
from bot.installation import installation_secret, sole_writer
from bot.intake import Intake
from bot.knowledge.library import DocumentLibrary
from bot.knowledge.teacher import DocumentTeacher
from bot.knowledge.translate import translated_errors
from bot.record.audit import AuditLog
from bot.record.bus import MemoryBus
from bot.record.database import Database, open_database
from bot.record.inbox import Inbox
from bot.record.locks import MemoryLocks
from bot.record.log import SqlEventLog
from bot.record.redis_bus import RedisBus
from bot.record.redis_locks import RedisLocks
from bot.record.staff import StaffStore
from bot.releases import Release, live_release
from bot.respond.answers import DECLINE, answer_reply
from bot.respond.language_model import open_language_model
from bot.respond.responder import DomainResponder
from bot.respond.wording import GroundedWording
from bot.settings import Settings
from bot.shop.folder import FolderShop
from bot.telemetry import Telemetry
from bot.turn import TurnParts
from bot.understand.gazetteer import Gazetteer
from bot.understand.heads import Heads, load_heads
from bot.understand.language import LanguageDetector
from bot.understand.pipeline import Forms, ModelUnderstander
from retrieval.bulk import EncoderSource, RayBulk
from retrieval.documents.answer import Answerer
from retrieval.documents.passages import PassageReader
from retrieval.documents.search import Documents
from retrieval.encode import Encoder, gpu_present, load_encoder
from retrieval.products.products import Products
from retrieval.recommend.simple import SimpleRecommender
from retrieval.rerank import Reranker, load_reranker

PARSED = frozenset({"order_number", "email", "price", "size", "ordinal", "date", "phone"})
"""Entities that are read by their form, never looked up."""
LONGEST_NAME = 4
"""Words of an annotated span that may stand for a name."""


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


def model_threads(count: int) -> ThreadPoolExecutor:
    """Threads for models and indexes, each of which does its linear algebra alone: helpers that BLAS and
    OpenMP start wait actively for each other, which under load took half of the processor's time."""
    return ThreadPoolExecutor(count, "models", initializer=threadpool_limits, initargs=(1,))


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


@dataclass(frozen=True)
class Models:
    """What takes time to load and knows nothing of the database."""

    assistant: Assistant
    release: Release | None
    encoder: Encoder
    reranker: Reranker | None
    heads: Heads
    languages: LanguageDetector
    documents: Documents
    products: Products
    recommender: SimpleRecommender
    shop: FolderShop


def load_models(settings: Settings) -> Models:
    """Load assistant, models and indexes: blocks for seconds, so never on the loop."""
    assistant = open_assistant(settings)
    encoder = open_encoder(settings)
    release = live_release(settings.var / "releases")
    if release is None:
        raise ModelUnavailable(detail="No release is live. Run: shopclerk prepare")
    with translated_errors():
        documents = Documents(settings.var / "index" / "documents", encoder)
        documents.load()
        products = Products(settings.state / "catalogue.csv", settings.var / "index" / "products", encoder)
        products.load()
    shop = FolderShop(settings.state / "shop", settings.var / "shop")
    return Models(
        assistant=assistant,
        release=release,
        encoder=encoder,
        reranker=open_reranker(settings),
        heads=load_heads(release.path),
        languages=LanguageDetector(frozenset(settings.understand.languages)),
        documents=documents,
        products=products,
        recommender=SimpleRecommender(products, shop.sales()),
        shop=shop,
    )


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
    answerer = Answerer(models.documents, models.reranker, threshold=settings.retrieval.answerable)
    actions = build_actions(settings, models, answerer, wording, responder, executor)
    understander = build_understander(settings, models, executor)
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
    intake = Intake(
        log,
        bus,
        parts,
        max_chars=settings.server.max_message_chars,
        burst_wait=settings.turn.burst_wait_ms / 1000,
        concurrent=settings.turn.concurrent,
    )
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
        reranker=models.reranker,
        executor=executor,
    )


def warm_up(services: Services) -> None:
    """Let the first shopper not wait for what is done once: buffers, caches, lazy parts."""
    services.understander.read("hello, where is my order?")
    services.answerer.answer("how long can I return something, and to Graz?")
    services.products.search(services.products.wish("a light tent"))


def open_assistant(settings: Settings) -> Assistant:
    """The assistant of the installation's files.

    Raises: AssistantError with file, line and hint.
    """
    return load_assistant(read_sources(settings.state), documents=document_ids(settings.state))


def open_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name, loaded.

    Raises: ModelUnavailable.
    """
    understand = settings.understand
    with translated_errors():
        return load_encoder(
            understand.encoder, settings.var / "models", understand.device, adapter=settings.adapter
        )


def open_bulk(settings: Settings, workers: int, address: str = "") -> RayBulk:
    """Encodes many texts on the workers of a Ray cluster, each with a GPU of its own where there are any."""
    understand = settings.understand
    source = EncoderSource(
        name=understand.encoder,
        models=settings.var / "models",
        device=understand.device,
        adapter=settings.adapter,
    )
    on_gpus = understand.device != "cpu" and gpu_present()
    return RayBulk(source, workers=workers, address=address, gpus=1 if on_gpus else 0)


def open_reranker(settings: Settings) -> Reranker | None:
    """The re-ranker that the settings name, loaded; None where they name none.

    Raises: ModelUnavailable.
    """
    with translated_errors():
        return load_reranker(settings.var / "models", settings.reranker)


def open_answerer(settings: Settings) -> tuple[Documents, Answerer]:
    """The documents of an installation, loaded, and the answers from them.

    Raises: ModelUnavailable, IndexUnavailable.
    """
    with translated_errors():
        documents = Documents(settings.var / "index" / "documents", open_encoder(settings))
        documents.load()
    return documents, Answerer(documents, open_reranker(settings), threshold=settings.retrieval.answerable)


def build_understander(settings: Settings, models: Models, executor: ThreadPoolExecutor) -> ModelUnderstander:
    """The understander with the shop's own names and forms."""
    shop = settings.shop
    forms = Forms(order_number=shop.order_number, country=shop.country, timezone=shop.timezone)
    gazetteer = Gazetteer(names(models.assistant, models.products))
    return ModelUnderstander(models.encoder, models.heads, gazetteer, models.languages, forms, executor)


def names(assistant: Assistant, products: Products) -> dict[str, dict[str, str]]:
    """Surface forms by entity: the catalogue's, the lookup tables', spans annotated in the examples, then all
    synonyms of values that are known so far or that a categorical slot takes from the entity."""
    entries: dict[str, dict[str, str]] = {}
    for entity, values in products.vocabulary().items():
        entries.setdefault(entity, {}).update({value: value for value in values})
    for entity, table in assistant.nlu.lookups.items():
        for form in table:
            entries.setdefault(entity, {}).setdefault(form, assistant.nlu.synonyms.get(form, form))
    for example in assistant.nlu.examples:
        for span in example.entities:
            form = example.text[span.start : span.end]
            if len(form.split()) <= LONGEST_NAME:
                value = assistant.nlu.synonyms.get(form, form) if span.value == form else span.value
                entries.setdefault(span.entity, {}).setdefault(form, value)
    for entity, values in _values(assistant, entries).items():
        for form, value in assistant.nlu.synonyms.items():
            if value in values:
                entries.setdefault(entity, {}).setdefault(form, value)
    return {entity: forms for entity, forms in entries.items() if entity not in PARSED}


def _values(assistant: Assistant, entries: dict[str, dict[str, str]]) -> dict[str, set[str]]:
    """What each entity can mean."""
    values = {entity: set(forms.values()) for entity, forms in entries.items()}
    for slot in assistant.domain.slots.values():
        for mapping in slot.mappings:
            if mapping.entity:
                values.setdefault(mapping.entity, set()).update(slot.values)
    return values


def engine_thresholds(settings: Settings, heads: Heads) -> EngineThresholds:
    """The calibrated thresholds, where the settings do not say otherwise."""
    own = settings.understand
    return EngineThresholds(
        accept=own.accept or heads.thresholds.accept,
        clarify=own.clarify or heads.thresholds.clarify,
        margin=heads.thresholds.margin,
        out_of_scope=heads.thresholds.out_of_scope,
    )
