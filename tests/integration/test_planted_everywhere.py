"""Personal data planted in transcripts is in nothing that is written on the way to a judged release: not in
the pool, the versions, checkpoints, curves, models, model cards, reports or the registry, and not on the
terminal. The event log alone holds what was said."""

from __future__ import annotations

import asyncio
import html
import importlib.util
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from new_shop import new_shop, shopclerk
from planted import Leak, Value, found_by, in_content, leaks, sha256, without_common

from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.conversation.understanding import Scored, Understanding
from bot.model_card import MODEL_CARD
from bot.model_files import UNDERSTANDING
from bot.models import open_assistant, open_documents, open_encoder
from bot.record.database import open_database
from bot.record.log import SqlEventLog
from bot.settings import Settings, load_settings
from bot.understand.training import built_in_moods
from retrieval.documents.labelled import Shop
from training.config import read_config
from training.evaluate.personal_data import Case, read_cases
from training.pipeline import DONE, make_candidate
from training.recipe import Learned
from training.retriever import RetrieverConfig, train_retriever
from training.transcripts.current import Plan, build_version, open_stores
from training.transcripts.dataset import Dataset, open_dataset
from training.transcripts.dialogue import Dialogue, Span, Turn, write_dialogues
from training.transcripts.questions import answered_questions
from training.transcripts.shop_masker import shop_masker
from training.understanding.assistant import material_of
from training.understanding.config import understanding_config
from training.understanding.train import train_understanding

SETS = Path(__file__).parents[1] / "quality" / "personal_data"
IMPORTED, LOGGED, OWN = "developed_on.jsonl", "kept.jsonl", "fresh_developed_on.jsonl"
MOST = {IMPORTED: 60, LOGGED: 22, OWN: 20}
"""Where planted dialogues come in, and how many of each set."""
INTENTS = ("track_order", "return_item", "complaint")
ENTITIES = {"email": "email", "order_number": "order_number"}
REGISTRY = "mlflow" if importlib.util.find_spec("mlflow") else "none"


class Watch:
    """Shows no progress, but looks at everything that a training writes while it is there."""

    def __init__(self, var: Path, values: Sequence[Value]) -> None:
        self.var, self.values = var, values
        self.found: list[Leak] = []
        self.told: list[str] = []
        self.seen: set[tuple[str, int]] = set()

    def begin(self, title: str) -> None:
        self.told.append(title)

    def advance(self, done: int, total: int) -> None:
        for path in self.var.rglob("*.training/**/*"):
            try:
                stamp = (str(path), path.stat().st_mtime_ns)
                if stamp in self.seen or path.suffix in (".safetensors", ".pt", ".bin") or path.is_dir():
                    continue
                self.found += in_content(path.read_bytes(), path.suffix, self.values, path.name)
            except FileNotFoundError:
                continue  # an old checkpoint, gone meanwhile
            self.seen.add(stamp)

    def tell(self, what: str, done: int, total: int) -> None:
        self.advance(done, total)

    def end(self, note: str) -> None:
        self.told.append(note)
        self.advance(0, 0)

    def warn(self, text: str) -> None:
        self.told.append(text)


def labelled(case: Case, number: int) -> Dialogue:
    """As people label it, with an answer at its end that a document gives. The person's own id is an
    address."""
    turns = []
    for place, turn in enumerate(case.dialogue.turns):
        spans = tuple(
            Span(entity=ENTITIES[item.kind], start=item.start, end=item.end)
            for item in case.planted
            if item.turn == place and item.kind in ENTITIES
        )
        about = {"intent": INTENTS[number % len(INTENTS)], "mood": ("neutral", "unhappy")[number % 2]}
        first = turn.role == "shopper" and all(one.role != "shopper" for one in turns)
        more = {**about, "entities": spans} if first else {}
        turns.append(msgspec.structs.replace(turn, **more))
    asked = next(turn for turn in turns if turn.role == "shopper")
    answer = Turn(role="agent", text="You can return anything within 30 days.", documents=("returns.md",))
    return Dialogue(
        id=f"{case.dialogue.id} {said(case, 'name')}",
        turns=(*turns, asked, answer),
        shopper=said(case, "email") or f"p{number}",
    )


def said(case: Case, kind: str) -> str:
    """The first planted item of a kind, "" where there is none."""
    found = (one for one in case.planted if one.kind == kind)
    return next((case.dialogue.turns[one.turn].text[one.start : one.end] for one in found), "")


def events_of(dialogue: Dialogue) -> Iterator[ev.AnyEvent]:
    for number, turn in enumerate(dialogue.turns):
        if turn.role == "shopper":
            yield ev.MessageReceived(message_id=f"m_{number}", text=turn.text)
            understanding = Understanding(text=turn.text, intent=Scored(turn.intent, 0.9))
            yield ev.Understood(message_ids=(f"m_{number}",), understanding=understanding)
        elif turn.role == "bot":
            yield ev.Replied(reply=Reply(text=turn.text))
        else:
            yield ev.AgentSaid(agent_id="a1", name=turn.name, text=turn.text, message_id=f"a_{number}")
    yield ev.Closed(by="a1", resolution="resolved")


async def logged(settings: Settings, dialogues: Sequence[Dialogue]) -> None:
    database = open_database(settings.database_url)
    log = SqlEventLog(database)
    for number, dialogue in enumerate(dialogues):
        await log.create(f"c_{number}", shopper_id=dialogue.shopper, channel="web")
        await log.append(f"c_{number}", list(events_of(dialogue)))
    await log.close()
    await database.close()


def trained(settings: Settings, dataset: Dataset, watch: Watch) -> None:
    """What `train all` does for understanding and retriever, in little time: the first where a training that
    was cut off would have left it, the second beside, as the release would need an index of its own."""
    material = material_of(open_assistant(settings), dataset.train)
    of_product = {*built_in_moods()}  # in which nothing is planted
    told = tuple(one for one in material.moods if one not in of_product)
    assert len(told) > 50
    folder = settings.var / "training" / dataset.manifest.version
    short = understanding_config(quick=True).model_copy(update={"epochs": 1})
    train_understanding(
        material.messages,
        told,
        folder / UNDERSTANDING,
        short,
        lambda _, *of: watch.advance(*of),
        models=settings.var / "models",
    )
    done = {UNDERSTANDING: Learned({}, short.model_dump(mode="json"))}
    (folder / DONE).write_bytes(msgspec.json.encode(done))
    encoder = open_encoder(settings)
    snapshot = open_documents(settings, encoder).snapshot
    questions = answered_questions(dataset.train, snapshot, encoder)
    assert len(questions) > 50
    config = read_config(RetrieverConfig, "retriever", quick=True)
    train_retriever(
        [Shop(snapshot, questions)], settings.var / "trained" / "retriever", config, tell=watch.advance
    )


@pytest.fixture
def shop(prepared_demo: Path, tmp_path: Path) -> Path:
    """A new shop of few examples, prepared, that nobody has written to."""
    folder = new_shop(tmp_path / "own", prepared_demo, examples=3)
    with (folder / "shopclerk.toml").open("a") as file:
        file.write(f'\n[release]\nregistry = "{REGISTRY}"\n')
    shopclerk("prepare", "--state", str(folder))
    return folder


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_nothing_that_is_written_holds_what_was_planted(
    shop: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings, state = load_settings(shop), ("--state", str(shop))
    sets = {name: read_cases([SETS / name])[:most] for name, most in MOST.items()}
    planted = {name: [labelled(one, n) for n, one in enumerate(cases)] for name, cases in sets.items()}
    everything = [one for cases in sets.values() for one in cases]
    values, _ = found_by(shop_masker(settings, order_numbers=False), everything)
    values = without_common(values, (file.read_text() for file in shop.rglob("*.*") if text(file, shop)))
    assert len(values) >= 200
    assert len({value.kind for value in values}) >= 12
    known = frozenset(sha256(file.read_bytes()) for file in settings.var.rglob("*") if file.is_file())

    address = next(value.text for value in values if value.kind == "email")
    export = tmp_path / f"export of {address}.jsonl"
    write_dialogues(export, planted[IMPORTED])
    (shop / "dialogues").mkdir()
    write_dialogues(shop / "dialogues" / "own.jsonl", planted[OWN])
    with (shop / "tests" / "questions.jsonl").open("a") as file:
        file.write(json.dumps({"question": f"no answer for {address}?", "answerable": False}) + "\n")
    asyncio.run(logged(settings, planted[LOGGED]))
    outputs = [shopclerk("transcripts", "import", str(export), *state)]

    watch = Watch(settings.var, values)
    manifest, _ = build_version(open_stores(settings), Plan(), watch)
    assert manifest.statistics["all"].dialogues >= 100
    dataset = open_dataset(shop)
    trained(settings, dataset, watch)
    without = frozenset({"responder", "retriever"})
    made = make_candidate(settings, dataset, watch, quick=True, resume=True, without=without)
    outputs += [
        shopclerk(*command, *state)
        for command in (
            ("evaluate", "release", made.release_id),
            ("release", "show", made.release_id),
            ("transcripts", "show"),
            ("transcripts", "datasheet"),
        )
    ]
    if REGISTRY == "mlflow":
        assert b"judged/intent_accuracy" in (settings.var / "mlflow.db").read_bytes()
    wanted = {
        "tfevents", "trainer_state.json", "tags.json", MODEL_CARD, "policy.json", "index.html", "DATASHEET",
        "adapter_model",
    }  # fmt: skip
    written = [*map(str, settings.var.rglob("*")), *(path for path, _ in watch.seen)]
    assert {name for name in wanted if not any(name in path for path in written)} == set()

    for file in settings.var.glob("shopclerk.db*"):
        file.unlink()
    assert watch.found == []
    assert list(leaks(settings.var, values, known)) == []
    told = "\n".join([*outputs[1:], *watch.told, *capfd.readouterr()])
    assert list(in_content(told.encode(), ".txt", values, "the terminal")) == []


def text(file: Path, shop: Path) -> bool:
    """Whether it is a file of the shop's own."""
    return file.is_file() and "var" not in file.relative_to(shop).parts and file.suffix != ".png"


def row(text: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create table said (what text)")
        database.execute("insert into said values (?)", ("x" * 9000 + text,))
        database.commit()
        return database.serialize()


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


SOUGHT = Value("Zoë O'Hara-Winter 0171 2345678", "name")
TOLD = SOUGHT.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.log", f"hello {TOLD.upper()}, bye".encode()),
        ("a.json", json.dumps({"text": TOLD}).encode()),
        ("a.html", html.escape(TOLD).encode()),
        ("events.out.tfevents.1", b"\x08\x00\xff" + TOLD.encode() + b"\xff"),
        ("gaps.txt", b"zo\xc3\xab o'harawinter 0171/234-5678"),
        ("a.db", row(TOLD)),
        ("weights.safetensors", b"\x01" * 100 + TOLD.encode()),
        ("rows.npz", zipped("rows.npy", TOLD.encode())),
        ("optimizer.pt", zipped("data.pkl", TOLD.encode())),
        (f"{TOLD}.txt", b""),
    ],
)
def test_the_search_finds_what_is_there(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name.replace("/", "-")).write_bytes(content)
    assert {leak.value for leak in leaks(tmp_path, [SOUGHT], frozenset())} == {SOUGHT}
    assert list(leaks(tmp_path, [Value("Ada Lovelace", "name")], frozenset())) == []


@pytest.mark.parametrize(
    ("content", "there"),
    [
        ('"20095"', True),
        (r'{"text": "Kim\n20095 Hamburg"}', True),
        ("<td>20095</td>", True),
        ("In 20095.", True),
        ("0.6920095", False),
        ("0.20095", False),
        ("20095.25", False),
        ("sha256 e3a20095f1", False),
    ],
)
def test_a_short_number_is_found_where_it_stands_by_itself(content: str, there: bool) -> None:
    postcode = Value("20095", "address")
    assert list(in_content(content.encode(), ".txt", [postcode], "here")) == [Leak(postcode, "here")] * there
