"""``evaluate conversations``: run the shop's conversation tests on the whole bot, on a copy of its state."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import msgspec
import typer

from bot.cli.options import HERE, JsonFile, State
from bot.conversation import events as ev
from bot.errors import AssistantError
from bot.releases import LIVE
from training.evaluate.conversation_cases import Case, Turn, read_cases
from training.evaluate.conversation_checks import Heard, fails

if TYPE_CHECKING:
    from bot.wiring import Services

_SHARED = ("index", "models", "releases")
"""What a test takes over from the installation's var/, read only."""


class Failure(msgspec.Struct, frozen=True):
    """A check that failed: where it stands, what was said, and why."""

    line: int
    user: str
    check: str
    reason: str


class CaseResult(msgspec.Struct, frozen=True):
    """The outcome of one conversation; ``messages`` says of each that has checks whether they hold. A golden
    one stops at the first where they do not. One that is set aside goes on, and what failed is not told, or
    it would be mended by."""

    name: str
    file: str
    line: int
    passed: bool
    failures: tuple[Failure, ...] = ()
    set_aside: bool = False
    messages: tuple[bool, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """The outcome of all: golden conversations ``passed`` and ``failed``; of those set aside the ``messages``
    with checks, and how many of them came out ``as_expected``."""

    passed: int
    failed: int
    cases: tuple[CaseResult, ...]
    messages: int = 0
    as_expected: int = 0

    @property
    def summary(self) -> str:
        """In a line."""
        golden = f"{self.passed} passed, {self.failed} failed" if self.passed + self.failed else ""
        aside = (
            f"{self.as_expected} of {self.messages} messages set aside as expected" if self.messages else ""
        )
        return "; ".join(filter(None, (golden, aside)))


class Conversation(Protocol):
    """One conversation with the bot."""

    async def say(self, text: str) -> Sequence[ev.Stored]:
        """Say something; all events that came of it. Text that begins with ``/`` presses a button."""

    async def set_slots(self, slots: Mapping[str, Any]) -> None:
        """Set slots before the conversation begins."""

    async def slots(self) -> Mapping[str, Any]:
        """The slots as they are now."""


async def run_case(case: Case, conversation: Conversation) -> CaseResult:
    """Hold one conversation and check what comes of every message."""
    if case.slots:
        await conversation.set_slots(case.slots)
    failures: list[Failure] = []
    messages: list[bool] = []
    for turn in case.turns:
        failed = await _run_turn(turn, conversation)
        failures += failed
        if turn.checks:
            messages.append(not failed)
        if failed and not case.set_aside:
            break
    place, told = case.place, () if case.set_aside else tuple(failures)
    return CaseResult(case.name, place.file, place.line, not failures, told, case.set_aside, tuple(messages))


async def _run_turn(turn: Turn, conversation: Conversation) -> list[Failure]:
    stored = await conversation.say(turn.user)
    heard = Heard([item.event for item in stored], await conversation.slots())
    return [
        Failure(check.place.line, turn.user, check.kind, reason)
        for check in turn.checks
        if (reason := fails(check, heard))
    ]


async def run_cases(
    cases: Sequence[Case],
    begin: Callable[[], Awaitable[Conversation]],
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Report:
    """Hold all conversations, each begun anew by ``begin``."""
    results: list[CaseResult] = []
    for number, case in enumerate(cases, start=1):
        results.append(await run_case(case, await begin()))
        progress(number, len(cases))
    return report_of_cases(results)


def report_of_cases(results: Sequence[CaseResult]) -> Report:
    """The outcome of all, counted."""
    golden = [result.passed for result in results if not result.set_aside]
    aside = [right for result in results if result.set_aside for right in result.messages]
    return Report(sum(golden), len(golden) - sum(golden), tuple(results), len(aside), sum(aside))


class ServiceConversation:
    """A conversation with services opened in this process, through the same door as a shopper's."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._id = f"test_{uuid.uuid4().hex}"

    async def begin(self) -> ServiceConversation:
        """Create it in the log."""
        await self._services.log.create(self._id, shopper_id=self._id, channel="test")
        return self

    async def say(self, text: str) -> Sequence[ev.Stored]:
        """See ``Conversation.say``."""
        from bot.intake import Incoming

        services = self._services
        payload = text if text.startswith("/") else ""
        receipt = await services.intake.receive(self._id, Incoming(text, payload=payload, channel="test"))
        await services.intake.settled(self._id)
        return await services.log.read(self._id, since=receipt.stored.seq)

    async def set_slots(self, slots: Mapping[str, Any]) -> None:
        """See ``Conversation.set_slots``."""
        events = [ev.SlotSet(name=name, value=value, source="flow") for name, value in slots.items()]
        await self._services.log.append(self._id, events)

    async def slots(self) -> Mapping[str, Any]:
        """See ``Conversation.slots``."""
        return (await self._services.log.state(self._id)).slots


def read_test_files(folder: Path) -> dict[str, str]:
    """The text of all test files below a folder, or of the one file."""
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.y*ml"))
    if not files:
        raise AssistantError(f"There are no test files (*.yml) in {folder}.")
    return {str(file): file.read_text("utf-8") for file in files}


@contextmanager
def copied_state(state: Path, live: str = "") -> Iterator[Path]:
    """A folder like the installation's, sharing its files and models, with an empty log of its own; ``live``:
    the release that is live there, by default the one that is so here."""
    with tempfile.TemporaryDirectory(prefix="shopclerk-tests-") as name:
        copy, var = Path(name), state.resolve() / "var"
        for entry in state.resolve().iterdir():
            if entry.name != "var":
                (copy / entry.name).symlink_to(entry)
        (copy / "var").mkdir()
        for shared in _SHARED:
            if (var / shared).exists() and not (live and shared == "releases"):
                (copy / "var" / shared).symlink_to(var / shared)
        if live:
            (copy / "var" / "releases").mkdir()
            (copy / "var" / "releases" / live).symlink_to(var / "releases" / live)
            (copy / "var" / "releases" / LIVE).write_text(live, encoding="utf-8")
        if (var / "shop").exists():
            shutil.copytree(var / "shop", copy / "var" / "shop")
        yield copy


@asynccontextmanager
async def whole_bot(state: Path, live: str = "") -> AsyncIterator[Services]:
    """The whole bot on a copy of the state (``copied_state``), where people are always at their desks."""
    from bot.record.migrate import migrate
    from bot.settings import load_settings
    from bot.wiring import open_services

    with copied_state(state, live) as copy:
        settings = load_settings(copy, {"shop": {"hours": []}, "storage": {"url": ""}})
        await migrate(settings.database_url)
        async with open_services(settings) as services:
            yield services


async def evaluate_conversations(
    folder: Path, state: Path, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Report:
    """Hold all conversations of a folder with the bot of an installation.

    Raises: AssistantError for the first mistake in a test file.
    """
    from training.evaluate.shared_out import hold_on_all_cores

    cases = sound_cases(folder)
    async with whole_bot(state) as services:
        return await hold_on_all_cores(cases, services, state, "", progress)


def sound_cases(folder: Path) -> list[Case]:
    """The conversations of a folder, or of one file.

    Raises: AssistantError for the first mistake.
    """
    cases, problems = read_cases(read_test_files(folder))
    for problem in problems:
        raise problem.as_error()
    return cases


async def hold(
    cases: Sequence[Case], services: Services, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Report:
    """Hold the conversations with opened services, each with the shop as it was before the first: what one
    sends back, the next still has."""
    shop = services.speaker.models.shop
    before = await asyncio.to_thread(shop.changes)

    async def begin() -> Conversation:
        await asyncio.to_thread(shop.back_to, before)
        return await ServiceConversation(services).begin()

    report = await run_cases(cases, begin, progress)
    await asyncio.to_thread(shop.back_to, before)
    return report


def conversations(
    folder: Annotated[
        Path | None, typer.Argument(help="Test files, or one; by default tests/conversations of the state.")
    ] = None,
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Hold the conversations of Rasa-style test files with the whole bot, and say which do not go as written.

    Of those in a folder set_aside it is only counted how many messages come out as expected: they judge
    releases, and nobody mends by them. Nothing of the installation is changed: the tests run on a copy of its
    state. Exit status 1 if any that is not set aside fails.
    """
    from bot.cli.progress import Steps

    with Steps() as steps:
        steps.begin("Conversations")
        report = asyncio.run(
            evaluate_conversations(folder or state / "tests" / "conversations", state, steps.advance)
        )
        steps.end(report.summary)
    for case in report.cases:
        for failure in case.failures:
            typer.echo(
                f"{case.file}:{failure.line}: {case.name}: after {failure.user!r}: "
                f"{failure.check}: {failure.reason}"
            )
    if json is not None:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
    raise typer.Exit(1 if report.failed else 0)
