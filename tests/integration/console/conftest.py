"""The console's API on a real SQLite database, and people who use it through HTTP."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher
from console_people import PASSWORD, Clock, Person
from console_shop import lay_out

from bot.console.accounts import Accounts
from bot.console.app import build_console
from bot.console.desk import Desk
from bot.console.passwords import Passwords
from bot.console.services import ConsoleServices
from bot.knowledge.curated_answers import FileCuratedAnswers
from bot.knowledge.library import DocumentLibrary
from bot.knowledge.teacher import DocumentTeacher
from bot.record.audit import AuditLog
from bot.record.bus import MemoryBus
from bot.record.database import Database, open_database
from bot.record.gaps import given_since
from bot.record.inbox import Inbox
from bot.record.locks import MemoryLocks
from bot.record.log import SqlEventLog
from bot.record.migrate import migrate
from bot.record.outcomes import RecommendationReports
from bot.record.privacy import Privacy
from bot.record.saved_replies import SavedReplies
from bot.record.staff import StaffStore
from bot.record.unmet import unmet_since
from retrieval.documents.answer import Answerer
from retrieval.documents.search import Documents
from retrieval.encode import Encoder
from retrieval.recommend.attribution import Windows
from retrieval.rerank import Rerankers


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path / 'shopclerk.db'}"
    await migrate(url)
    database = open_database(url)
    yield database
    await database.close()


@dataclass(frozen=True)
class Shop:
    """A small shop's folder, and its encoder and re-rankers, loaded."""

    state: Path
    encoder: Encoder
    rerankers: Rerankers

    @property
    def index(self) -> Path:
        """The index of its documents."""
        return self.state / "var" / "index" / "documents"


@pytest.fixture(scope="session")
def laid_out(prepared_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A small shop, indexed once."""
    folder = tmp_path_factory.mktemp("shop") / "state"
    return Shop(folder, *lay_out(folder, prepared_demo / "var" / "models"))


@pytest.fixture
def shop(laid_out: Shop, tmp_path: Path) -> Shop:
    """A copy of it, to be taught."""
    shutil.copytree(laid_out.state, tmp_path / "shop", copy_function=os.link)
    return replace(laid_out, state=tmp_path / "shop")


@pytest.fixture
def documents(shop: Shop) -> Documents:
    return Documents(shop.index, shop.encoder)


@pytest.fixture(scope="session")
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


@pytest.fixture
async def teacher(shop: Shop, documents: Documents) -> AsyncIterator[DocumentTeacher]:
    teacher = DocumentTeacher(shop.state, lambda: documents)
    yield teacher
    await teacher.close()


@pytest.fixture
def services(
    database: Database,
    clock: Clock,
    shop: Shop,
    documents: Documents,
    teacher: DocumentTeacher,
    threads: ThreadPoolExecutor,
) -> ConsoleServices:
    log, bus = SqlEventLog(database), MemoryBus()
    audit = AuditLog(database, clock)
    library = DocumentLibrary(database, shop.encoder, documents, Answerer(documents, shop.rerankers), threads)
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return ConsoleServices(
        accounts=Accounts(StaffStore(database, clock), audit, passwords=cheap),
        audit=audit,
        inbox=Inbox(database),
        privacy=Privacy(database, log),
        desk=Desk(log, bus, MemoryLocks()),
        log=log,
        bus=bus,
        library=lambda: library,
        teacher=teacher,
        curated=FileCuratedAnswers(shop.state, lambda: documents),
        given=partial(given_since, database),
        saved_replies=SavedReplies(database, clock),
        reports=RecommendationReports(database, Windows(), None, lambda _: ""),
        unmet=partial(unmet_since, database),
        currency="EUR",
    )


@pytest.fixture
async def server(services: ConsoleServices) -> AsyncIterator[TestServer]:
    app = web.Application()
    app.add_subapp("/console/api", build_console(services, session_check_seconds=0.05))
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def visitor(server: TestServer) -> AsyncIterator[Callable[[], Awaitable[Person]]]:
    """Makes people who are not signed in, each with a browser of their own."""
    clients: list[TestClient[Any, Any]] = []

    async def come() -> Person:
        client: TestClient[Any, Any] = TestClient(server)
        await client.start_server()
        clients.append(client)
        return Person(client)

    yield come
    for client in clients:
        await client.session.close()


@pytest.fixture
def signed_in(
    services: ConsoleServices, visitor: Callable[[], Awaitable[Person]]
) -> Callable[..., Awaitable[Person]]:
    """Makes people with an account who are signed in."""

    async def come(name: str, role: str = "agent") -> Person:
        email = f"{name.lower()}@shop.example"
        await services.accounts.add(email, name, role, PASSWORD)
        person = await visitor()
        status, body = await person.sign_in(email, PASSWORD)
        assert status == 200, body
        return person

    return come
