"""All actions on the demo shop: real models, indexes and orders, run as the turn runs them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from actions_talk import Talk
from goods import products_of

from bot.actions.registry import all_actions
from bot.actions.runner import InProcessActions
from bot.actions.tools import ActionTools, open_tools
from bot.decide.domain import Domain
from bot.models import open_assistant, open_encoder, open_rerankers
from bot.respond.answers import answer_reply
from bot.respond.responder import DomainResponder
from bot.settings import Settings, load_settings
from bot.shop.folder import FolderShop
from retrieval.documents.answer import Answerer
from retrieval.documents.index import DocumentIndex
from retrieval.documents.search import Documents
from retrieval.products.products import Products


@pytest.fixture(scope="session")
def opened(prepared_demo: Path) -> ActionTools:
    """Models and indexes, loaded once; never its shop, which would write into the demo."""
    return open_tools(load_settings(prepared_demo))


@pytest.fixture
def tools(opened: ActionTools, settings: Settings) -> ActionTools:
    shop = FolderShop.of(settings)
    rendered = partial(answer_reply, by_domain=True)  # as the gateway does
    return replace(opened, shop=shop, settings=settings, render_answer=rendered)


@pytest.fixture(scope="module")
def products(
    request: pytest.FixtureRequest,
    prepared_demo: Path,
    opened: ActionTools,
    tmp_path_factory: pytest.TempPathFactory,
) -> Products:
    """The shop of a test file: its ``GOODS`` below its ``HEAD``."""
    of_file = request.module
    folder, encoder = tmp_path_factory.mktemp("goods"), open_encoder(opened.settings)
    return products_of(folder, of_file.HEAD, of_file.GOODS, encoder, empty=getattr(of_file, "EMPTY", None))


@pytest.fixture
def shop(tools: ActionTools, domain: Domain, products: Products) -> Talk:
    """Talks in the shop of a test file."""
    actions = all_actions(replace(tools, products=products))
    return Talk(InProcessActions(actions, DomainResponder(domain), {}, 8.0))


@pytest.fixture(scope="module")
def answerer(
    request: pytest.FixtureRequest, opened: ActionTools, tmp_path_factory: pytest.TempPathFactory
) -> Answerer:
    """The documents of a test file: its ``PAGES`` by name."""
    folder, encoder = tmp_path_factory.mktemp("pages"), open_encoder(opened.settings)
    for name, text in request.module.PAGES.items():
        (folder / "documents").mkdir(exist_ok=True)
        (folder / "documents" / f"{name}.md").write_text(text, "utf-8")
    DocumentIndex(folder / "index", folder / "documents", encoder).build()
    documents = Documents(folder / "index", encoder)
    documents.load()
    return Answerer(documents, open_rerankers(opened.settings))


@pytest.fixture
def shop_with_pages(tools: ActionTools, domain: Domain, products: Products, answerer: Answerer) -> Talk:
    """Talks in the shop of a test file, with its own documents."""
    actions = all_actions(replace(tools, products=products, documents=answerer))
    return Talk(InProcessActions(actions, DomainResponder(domain), {}, 8.0))


@pytest.fixture
def domain(settings: Settings) -> Domain:
    return open_assistant(settings).domain


@pytest.fixture
def runner(tools: ActionTools, domain: Domain) -> InProcessActions:
    return InProcessActions(all_actions(tools), DomainResponder(domain), {}, 8.0)


@pytest.fixture
def talk(runner: InProcessActions) -> Talk:
    return Talk(runner)
