"""From the event log and files to training data, with the command line and a real database."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from small_shop import MODELS
from typer.testing import CliRunner

from bot.conversation import events as ev
from bot.conversation.messages import Citation, Reply
from bot.conversation.understanding import Entity, Scored, Understanding
from bot.errors import BadRequest, DatasetError, TranscriptError
from bot.record.database import open_database
from bot.record.log import SqlEventLog
from bot.record.migrate import migrate
from bot.record.privacy import Privacy
from training.commands import transcripts
from training.transcripts.dataset import open_dataset
from training.transcripts.dialogue import Dialogue, Span, Suggestion

CLI = typer.Typer()
CLI.add_typer(transcripts.app, name="transcripts")
EMAIL, NAME = "anna.schmidt@example.com", "Schmidt"


def run(state: Path, *arguments: object) -> str:
    done = CliRunner().invoke(CLI, ["transcripts", *map(str, arguments), "--state", str(state)])
    if done.exception:
        raise done.exception
    return done.output


def understood(message_ids: Sequence[str], text: str, intent: str, *entities: Entity) -> ev.Understood:
    understanding = Understanding(
        text=text, intent=Scored(intent, 0.9), entities=entities, mood=Scored("unhappy", 0.8), language="de"
    )
    return ev.Understood(message_ids=tuple(message_ids), understanding=understanding)


def citation(document: str) -> Citation:
    return Citation(
        number=1, start=0, end=4, passage_id="p", document_id=document, title="Returns", quote="Back"
    )


async def converse(state: Path, *, conversation_id: str, shopper: str, closed: bool = True) -> None:
    """A conversation with everything in it that a dialogue can show."""
    database = open_database(f"sqlite:///{state / 'var' / 'shopclerk.db'}")
    log = SqlEventLog(database)
    await log.create(conversation_id, shopper_id=shopper, channel="web")
    order = Entity(entity="order_number", value="FW-204518", text="fw 204518", start=24, end=33)
    events = [
        ev.MessageReceived(message_id="m1", text="can I send it back"),
        ev.MessageReceived(message_id="m2", text=f"it is fw 204518, {EMAIL}"),
        understood(["m1", "m2"], f"can I send it back\nit is fw 204518, {EMAIL}", "return_item", order),
        ev.ActionRan(action="action_answer", duration_ms=3.0),
        ev.Searched(question="return", answered=True, answerable=0.9, tried=(("returns/how.md", "p", 0.8),)),
        ev.Replied(reply=Reply(text="Back within 30 days.", citations=(citation("returns/deadline.md"),))),
        ev.Searched(question="return", answered=True, answerable=0.9, tried=(("returns/how.md", "p", 0.8),)),
        ev.Replied(reply=Reply(text="With the label.")),
        ev.Searched(question="fee", answered=False, answerable=0.1, tried=(("fees.md", "p", 0.1),)),
        ev.Replied(reply=Reply(text="That is not in our documents.", kind="decline")),
        ev.HandoffRequested(reason="asked", topic="returns"),
        ev.NoteAdded(agent_id="s1", name="Mara", text="difficult"),
        ev.Suggested(suggestion_id="g1", text="There is no fee"),
        ev.Suggested(suggestion_id="g2", text="Bye"),
        ev.SuggestionUsed(suggestion_id="g1", use="edited", text="There is no fee at all"),
        ev.AgentSaid(agent_id="s1", name="Mara", text="There is no fee at all", message_id="a1"),
        ev.AgentSaid(agent_id="s1", name="Mara", text="Goodbye", message_id="a2"),
        ev.SuggestionUsed(suggestion_id="g2", use="discarded", text="Goodbye"),
        ev.Rated(rating=4),
    ]
    await log.append(conversation_id, [*events, ev.Closed(by="s1")] if closed else events)
    await log.close()
    await database.close()


@pytest.fixture
async def state(tmp_path: Path) -> Path:
    (tmp_path / "var").mkdir()
    (tmp_path / "shopclerk.toml").touch()
    MODELS.mkdir(parents=True, exist_ok=True)
    (tmp_path / "var" / "models").symlink_to(MODELS)  # the finder is exported once
    await migrate(f"sqlite:///{tmp_path / 'var' / 'shopclerk.db'}")
    return tmp_path


def ticket(number: int, thing: str) -> dict[str, Any]:
    asked = f"the {thing} number {number} is broken, write to x{number}@example.com"
    answered = f"we send another {thing} for number {number}"
    day = f"2026-03-{number + 1:02d}"
    return {
        "id": number,
        "requester_id": 7000 + number,
        "status": "solved",
        "comments": [
            {"author_id": 7000 + number, "body": asked, "created_at": f"{day}T10:00:00Z"},
            {"author_id": 1, "body": answered, "created_at": f"{day}T11:00:00Z"},
        ],
    }


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Thirty tickets of Zendesk, each of another customer; one is broken."""
    things = ["tent", "stove", "lamp", "rope", "axe"] * 6
    tickets = [ticket(number, thing) for number, thing in enumerate(things)]
    file = tmp_path / "tickets.json"
    file.write_text(
        json.dumps({"tickets": [*tickets, {"id": 99, "requester_id": 1, "comments": [{"body": 5}]}]})
    )
    return file


def all_files(folder: Path) -> str:
    return "".join(path.read_text() for path in sorted(folder.rglob("*")) if path.is_file())


def logged(state: Path) -> Dialogue:
    found = open_dataset(state)
    [one] = [one for one in (*found.train, *found.dev, *found.test) if one.source == "shopclerk"]
    return one


def built(state: Path, *arguments: object) -> None:
    run(state, "build", *arguments)


async def test_a_conversation_of_the_event_log_becomes_a_dialogue(state: Path) -> None:
    await converse(state, conversation_id="c_1", shopper="+49 170 1234567")
    await asyncio.to_thread(built, state, "--keep-order-numbers")
    dialogue = logged(state)
    first, second, cited, tried, declined, edited, discarded = dialogue.turns
    assert (first.role, first.text, first.intent, first.labelled) == (
        "shopper",
        "can I send it back",
        "",
        False,
    )
    assert second.text == "it is fw 204518, [email_1]"
    assert second.entities == (Span(entity="order_number", start=6, end=15, value="FW-204518"),)
    assert (second.intent, second.mood, second.labelled) == ("return_item", "unhappy", False)
    assert (cited.action, cited.documents) == ("action_answer", ("returns/deadline.md",))
    assert (tried.action, tried.documents) == ("", ("returns/how.md",))
    assert declined.documents == ()
    assert edited.suggestion == Suggestion(text="There is no fee", use="edited")
    assert discarded.suggestion == Suggestion(text="Bye", use="discarded")
    assert (dialogue.outcome, dialogue.topic, dialogue.rating, dialogue.locale) == (
        "handed_over",
        "returns",
        4,
        "de",
    )
    assert dialogue.started is not None
    written = all_files(state / "var" / "datasets")
    assert not re.search(r"anna|1234567|c_1\b|difficult", written)


async def test_what_goes_on_is_not_yet_a_dialogue(state: Path) -> None:
    await converse(state, conversation_id="c_1", shopper="p", closed=False)
    with pytest.raises(DatasetError):
        await asyncio.to_thread(built, state)
    await asyncio.to_thread(built, state, "--idle-hours", "0")
    assert logged(state).turns


async def test_an_erased_shopper_is_in_no_later_version(state: Path) -> None:
    for name, shopper in (("c_1", "ada"), ("c_2", "bob")):
        await converse(state, conversation_id=name, shopper=shopper)
    tickets = [
        {
            "conversation_id": shopper,
            "role": "user",
            "text": f"I am {shopper} and ask {what}",
            "user_id": shopper,
        }
        for shopper, what in (("ada", "about boots"), ("bob", "about tents"))
    ]
    rows = "\n".join([",".join(tickets[0]), *(",".join(row.values()) for row in tickets)])
    (state / "chats.csv").write_text(rows)
    await asyncio.to_thread(run, state, "import", state / "chats.csv")
    database = open_database(f"sqlite:///{state / 'var' / 'shopclerk.db'}")
    await Privacy(database, SqlEventLog(database)).erase("ada")
    await database.close()
    output = await asyncio.to_thread(run, state, "build")
    found = open_dataset(state)
    said = " ".join(turn.text for one in (*found.train, *found.dev, *found.test) for turn in one.turns)
    assert "tents" in said
    assert "boots" not in said
    assert "boots" not in all_files(state / "var" / "transcripts")
    assert "is made" in output


def test_from_an_export_to_training_data(state: Path, export: Path, tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        run(state, "import", export, "--dry-run")
    assert not list((state / "var" / "transcripts").glob("*.json*"))
    report = tmp_path / "report.json"
    output = run(state, "import", export, "--json", report)
    assert "tickets.json, record 31: Expected `str | null`, got `int` - at `$.comments[0].body`" in output
    assert re.search(r"zendesk +30 +60 +1 +30", output)
    [result] = json.loads(report.read_text())
    assert result["manifest"]["masked"] == {"email": 30}
    assert "was imported before" in run(state, "import", export)
    assert re.search(r"Version 0001-\w{12} is made", run(state, "build"))
    assert "Nothing has changed: 0001-" in run(state, "build")
    dataset = open_dataset(state)
    assert (len(dataset.train), len(dataset.dev), len(dataset.test)) == (24, 3, 3)
    assert "example.com" not in all_files(state / "var" / "transcripts")
    assert "example.com" not in all_files(state / "var" / "datasets")
    listed = run(state, "list")
    assert "tickets.json" in listed
    assert dataset.manifest.version in listed
    assert re.search(r"dialogues +30 +24 +3 +3", run(state, "show"))
    assert run(state, "datasheet").startswith(f"# Dialogues {dataset.manifest.version}")
    run(state, "export", dataset.manifest.version, tmp_path / "copy")
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == [
        "DATASHEET.md", "dev.jsonl", "manifest.json", "test.jsonl", "train.jsonl",
    ]  # fmt: skip
    with pytest.raises(BadRequest, match="is not empty"):
        run(state, "export", dataset.manifest.version, tmp_path / "copy")


def reported(state: Path, release: str, version: str) -> Path:
    """The folder of a release that was judged on a version, and compared with another one."""
    folder = state / "var" / "reports" / release
    folder.mkdir(parents=True)
    quoted = {"id": "d1/0", "text": "the axe number 4 is broken"}
    (folder / "abc.json").write_text(json.dumps({"judged_on": {"version": version}, "turns": [quoted]}))
    (folder / "against-r0.json").write_text(json.dumps({"base": "r0", "changes": [quoted]}))
    (folder / "index.html").write_text(quoted["text"])
    return folder


def test_erasing_a_person_known_from_an_import(state: Path, export: Path, tmp_path: Path) -> None:
    run(state, "import", export)
    run(state, "build")
    made_on = open_dataset(state).manifest.version
    quoting, other = (
        reported(state, release, version) for release, version in (("r1", made_on), ("r2", "0000-earlier"))
    )
    report = tmp_path / "erased.json"
    output = run(state, "erase", "7004", "--json", report)
    assert "Erased: 1 dialogues in the pool, and the reports on 1 releases." in output
    assert not quoting.exists()
    assert other.exists()
    erased = json.loads(report.read_text())
    [(version, number)] = erased["versions"].items()
    assert (erased["pool"], number) == (1, 1)
    assert version.startswith("0001-")
    run(state, "build")
    dataset = open_dataset(state)
    assert len(dataset.train) + len(dataset.dev) + len(dataset.test) == 29
    again = export.with_name("again.json")
    again.write_text(export.read_text() + "\n")
    run(state, "import", again)
    assert not re.search(r'[":\s]7004[",\s}]', all_files(state / "var" / "transcripts"))
    assert run(state, "build").endswith("Nothing has changed: " + dataset.manifest.version + ".\n")


def test_erasing_somebody_who_is_not_there_says_so(state: Path, export: Path) -> None:
    run(state, "import", export)
    assert "Nothing of this person was there." in run(state, "erase", "70004")
    assert "Nothing of this person" not in run(state, "erase", "7004")


def test_files_that_cannot_be_read_stop_no_other(state: Path, export: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    export.rename(folder / "tickets.json")
    (folder / "picture.png").write_bytes(b"\x89PNG\0\0")
    (folder / "notes.txt").write_text("Dear diary\n")
    with pytest.raises(TranscriptError, match="2 of 3 files cannot be read"):
        run(state, "import", folder)
    assert re.search(r"tickets.json +\d{4}-\d\d-\d\d +zendesk +30", run(state, "list"))
    with pytest.raises(TranscriptError, match=r"notes\.txt: It is neither JSON nor a table"):
        run(state, "import", folder / "notes.txt")
