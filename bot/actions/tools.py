"""What actions work with, and their base class."""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation.messages import Reply
from bot.conversation.ports import Wording
from bot.errors import ConfigError, IndexUnavailable, ModelUnavailable
from bot.recommending.guarded import GuardedRecommender
from bot.recommending.shopper import ShopperHistory, history_of
from bot.shop.port import Shop
from retrieval.errors import ModelFileError, RetrievalError
from retrieval.recommend.behaviour import BehaviourReader
from retrieval.rerank import Reranker
from retrieval.types import Answer

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.documents.answer import Answerer
    from retrieval.products.products import Products

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Events = list[dict[str, Any]]


@dataclass(frozen=True)
class ActionTools:
    """The parts that actions use. ``render_answer`` turns an answer into a reply with numbered sources;
    ``executor`` runs what takes more than a millisecond (None: the loop's own); ``wording`` None shows
    answers as they are extracted; ``behaviour`` None: nothing is known of what shoppers did;
    ``reader`` None: what data of a product tell in other words stays unread."""

    documents: Answerer
    products: Products
    recommender: GuardedRecommender
    shop: Shop
    settings: Settings
    render_answer: Callable[[Answer], Reply]
    executor: Executor | None = None
    wording: Wording | None = None
    behaviour: BehaviourReader | None = None
    reader: Reranker | None = None

    async def answer(
        self, question: str, history: Sequence[str], conversation_id: str, cited: Sequence[str] = ()
    ) -> Answer:
        """The answer from the documents, worded where that is set; ``cited``: see ``Answerer.answer``.

        Raises: ModelUnavailable, IndexUnavailable.
        """
        answer = await self.work(self.documents.answer, question, history, cited)
        return await self.worded(answer, history, conversation_id)

    async def worded(self, answer: Answer, history: Sequence[str], conversation_id: str) -> Answer:
        """An answer in a model's words, where that is set."""
        return await self.wording.word(answer, history, conversation_id) if self.wording else answer

    async def history(self, shopper_id: str) -> ShopperHistory:
        """What a shopper did; nothing where nobody knows."""
        if self.behaviour is None or not shopper_id:
            return ShopperHistory(shopper=shopper_id)
        return await history_of(self.behaviour, shopper_id)

    async def work(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Run a blocking function off the loop.

        Raises: ModelUnavailable, IndexUnavailable, for retrieval's own errors.
        """
        call = partial(function, *args, **kwargs)
        try:
            return await asyncio.get_running_loop().run_in_executor(self.executor, call)
        except ModelFileError as error:
            raise ModelUnavailable(detail=str(error)) from error
        except RetrievalError as error:
            raise IndexUnavailable(detail=str(error)) from error


class ShopAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk publishes no types
    """Base of our actions. Built without tools, as rasa_sdk's own server does, an action opens those of the
    installation that SHOPCLERK_STATE names at its first run."""

    effects: bool = False
    """Whether it changes something outside; such an action is never cancelled midway."""

    def __init__(self, tools: ActionTools | None = None) -> None:
        self._tools = tools

    @property
    def tools(self) -> ActionTools:
        """The tools.

        Raises: ConfigError where no installation is named.
        """
        return self._tools or tools_of_environment()

    @abstractmethod
    def name(self) -> str:
        """The name by which flows call it."""

    @abstractmethod
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """See rasa_sdk.Action.run."""


@cache
def tools_of_environment() -> ActionTools:
    """Tools of the installation that SHOPCLERK_STATE names; opened once.

    Raises: ConfigError, ModelUnavailable, IndexUnavailable.
    """
    state = os.environ.get("SHOPCLERK_STATE")
    if not state:
        raise ConfigError("Set SHOPCLERK_STATE to the installation's folder.")
    from bot.settings import load_settings

    return open_tools(load_settings(Path(state)))


def open_tools(settings: Settings) -> ActionTools:
    """Tools of an installation for a process that only runs actions; blocks for a second.

    Raises: ModelUnavailable, IndexUnavailable.
    """
    from bot.actions.plain import plain_answer
    from bot.model_files import model_files
    from bot.recommending.choosing import guarded_recommender
    from bot.shop.folder import FolderShop
    from bot.telemetry import Telemetry
    from retrieval.documents.answer import Answerer
    from retrieval.documents.search import Documents
    from retrieval.encode import load_encoder
    from retrieval.products.products import Products
    from retrieval.products.rule_book import RULES, RuleBook
    from retrieval.recommend.simple import SimpleRecommender
    from retrieval.rerank import load_rerankers

    models, understand = settings.var / "models", settings.understand
    try:
        files = model_files(settings)
        encoder = load_encoder(understand.encoder, models, understand.device, adapter=files.encoder)
        rerankers = load_rerankers(models, late=files.late, cross=files.reranker)
        documents = Documents(files.index / "documents", encoder, settings.vectors)
        documents.load()
        products = Products(
            settings.state / "catalogue.csv",
            files.index / "products",
            encoder,
            RuleBook(settings.state / RULES),
            updates=settings.updates_file,
        )
        products.load()
    except ModelFileError as error:
        raise ModelUnavailable(detail=str(error)) from error
    except RetrievalError as error:
        raise IndexUnavailable(detail=str(error)) from error
    shop = FolderShop.of(settings)
    simple = SimpleRecommender(products, shop.sales())
    return ActionTools(
        documents=Answerer(documents, rerankers, threshold=settings.retrieval.answerable),
        products=products,
        recommender=guarded_recommender(settings, products, simple, simple, Telemetry()),
        shop=shop,
        settings=settings,
        render_answer=plain_answer,
        reader=rerankers.late,
    )
