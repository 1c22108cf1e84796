"""What speaks: all the parts that are made from one release and the assistant's files, put together.

A swap of releases puts a new speaker in the place of the old one as a whole (bot/hot_swap.py): a turn that
began with the old parts ends with them.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from bot.actions.registry import all_actions, load_own_actions
from bot.actions.remote import RemoteAction
from bot.actions.runner import InProcessActions
from bot.actions.tools import ActionTools
from bot.conversation.ports import Bus, LanguageModel, Progress, Wording
from bot.decide.assistant import Assistant
from bot.decide.engine import Adviser, DialogueEngine
from bot.decide.interpret import Thresholds as EngineThresholds
from bot.knowledge.library import DocumentLibrary
from bot.models import Models
from bot.names import names_of, patterns_of
from bot.recommending.choosing import guarded_recommender
from bot.recommending.guarded import GuardedRecommender
from bot.record.database import Database
from bot.record.log import SqlEventLog
from bot.releases import Release
from bot.respond.answers import answer_reply
from bot.respond.responder import DomainResponder
from bot.respond.wording import GroundedWording
from bot.settings import Settings
from bot.shop.order_forms import order_forms
from bot.telemetry import Telemetry
from bot.turn import TurnParts
from bot.understand.context import ShopWords
from bot.understand.gazetteer import Gazetteer
from bot.understand.heads import Heads
from bot.understand.pipeline import Forms, ModelUnderstander
from retrieval.documents.answer import Answerer
from retrieval.documents.passages import PassageReader
from retrieval.documents.search import Documents
from retrieval.products.products import Products
from retrieval.recommend.behaviour import BehaviourReader
from retrieval.recommend.port import RecommendContext


@dataclass(frozen=True)
class Surroundings:
    """What outlives a release: storage, fan-out, threads; ``writer`` is the language model behind an
    endpoint, if the settings name one."""

    settings: Settings
    telemetry: Telemetry
    database: Database
    log: SqlEventLog
    bus: Bus
    executor: ThreadPoolExecutor
    writer: LanguageModel | None
    behaviour: BehaviourReader


@dataclass(frozen=True)
class Speaker:
    """The parts of one release, connected; ``turn`` is what a turn is taken with."""

    models: Models
    understander: ModelUnderstander
    responder: DomainResponder
    actions: InProcessActions
    recommender: GuardedRecommender
    answerer: Answerer
    passages: PassageReader
    library: DocumentLibrary
    turn: TurnParts

    @property
    def release(self) -> Release:
        """The release that it was made from."""
        return self.models.release

    @property
    def assistant(self) -> Assistant:
        """Domain, flows and training data."""
        return self.models.assistant

    @property
    def documents(self) -> Documents:
        """What is answered from."""
        return self.models.documents

    @property
    def products(self) -> Products:
        """What is suggested."""
        return self.models.products


def build_speaker(around: Surroundings, models: Models) -> Speaker:
    """Connect loaded models; constructs only."""
    settings = around.settings
    responder = DomainResponder(models.assistant.domain, settings.shop.locale)
    wording = build_wording(around, models, responder)
    answerer = Answerer(models.documents, models.rerankers, threshold=settings.retrieval.answerable)
    recommender = guarded_recommender(
        settings, models.products, models.recommender, models.popular, around.telemetry, around.executor
    )
    actions = build_actions(around, models, answerer, wording, responder, recommender)
    understander = build_understander(settings, models, around.executor)
    return Speaker(
        models=models,
        understander=understander,
        responder=responder,
        actions=actions,
        recommender=recommender,
        answerer=answerer,
        passages=PassageReader(models.documents, settings.state / "documents"),
        library=DocumentLibrary(around.database, models.encoder, models.documents, answerer, around.executor),
        turn=TurnParts(
            log=around.log,
            bus=around.bus,
            understander=understander,
            engine=build_engine(settings, models),
            actions=actions,
            responder=responder,
            languages=frozenset(settings.understand.languages),
            deadline=settings.turn.deadline_seconds,
            telemetry=around.telemetry,
            release=models.release.release_id,
            suggested=frozenset(s.payload for s in settings.shop.suggestions),
        ),
    )


def warm_up(speaker: Speaker) -> None:
    """Let the first shopper not wait for what is done once: buffers, caches, lazy parts."""
    speaker.understander.read("hello, where is my order?")
    speaker.answerer.answer("how long can I return something, and to Graz?")
    speaker.products.search(speaker.products.wish("a light tent"))
    speaker.models.recommender.recommend(RecommendContext(), 1)


def build_actions(
    around: Surroundings,
    models: Models,
    answerer: Answerer,
    wording: Wording | None,
    responder: DomainResponder,
    recommender: GuardedRecommender,
) -> InProcessActions:
    """The product's actions, the installation's own, and those that its action server has."""
    settings = around.settings
    tools = ActionTools(
        documents=answerer,
        products=models.products,
        recommender=recommender,
        shop=models.shop,
        settings=settings,
        render_answer=partial(answer_reply, by_domain=True),
        executor=around.executor,
        wording=wording,
        behaviour=around.behaviour,
        reader=models.rerankers.late,
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


def build_wording(around: Surroundings, models: Models, responder: DomainResponder) -> Wording | None:
    """The wording of answers by a language model, if there is one; a conversation is shown that it writes."""
    writer = around.writer or models.writer
    if writer is None:
        return None
    settings = around.settings
    deadline_ms = int(settings.turn.deadline_seconds * 1000)

    async def tell(conversation_id: str, question: str) -> None:
        text = responder.progress("wording", question)
        await around.bus.publish(
            [Progress(conversation_id=conversation_id, text=text, deadline_ms=deadline_ms)]
        )

    return GroundedWording(
        writer,
        deadline=settings.wording.deadline_seconds,
        attempts=settings.wording.attempts,
        tell=tell,
        telemetry=around.telemetry,
        reranker=models.rerankers.cross,
        executor=around.executor,
    )


def build_understander(settings: Settings, models: Models, executor: ThreadPoolExecutor) -> ModelUnderstander:
    """The understander with the shop's own names and forms."""
    shop = settings.shop
    forms = Forms(order_forms(settings), shop.country, shop.timezone)
    assistant = models.assistant
    gazetteer = Gazetteer(names_of(assistant, models.products), patterns_of(assistant))
    encoder, heads, tagger = models.understanding
    products = models.products
    words = ShopWords(
        products.cues, products.unnamed, forms.orders.pattern, lambda n: products.shelf.names.has_number(n)
    )
    return ModelUnderstander(
        encoder, heads, gazetteer, models.languages, forms, executor, tagger,
        words=words, tasks=assistant.tasks, named_alone=models.products.named_alone,
    )  # fmt: skip


def build_engine(settings: Settings, models: Models) -> DialogueEngine:
    """The dialogue engine, with the release's policy unless the settings switch it off."""
    own, policy = settings.policy, models.policy
    adviser = Adviser(policy, own.hand_over or policy.hand_over) if policy and own.enabled else None
    thresholds = engine_thresholds(settings, models.understanding.heads)
    return DialogueEngine(models.assistant, thresholds, adviser)


def engine_thresholds(settings: Settings, heads: Heads) -> EngineThresholds:
    """The calibrated thresholds, where the settings do not say otherwise."""
    own = settings.understand
    return EngineThresholds(
        accept=own.accept or heads.thresholds.accept,
        clarify=own.clarify or heads.thresholds.clarify,
        margin=heads.thresholds.margin,
    )
