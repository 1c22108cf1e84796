"""Versions: cleaned, split, counted, never written twice, checked when opened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from plain_masker import PlainMasker

from bot.errors import DatasetError
from training.transcripts.building import Build
from training.transcripts.cleaning import REASONS, flaw
from training.transcripts.dataset import open_dataset
from training.transcripts.dialogue import Dialogue, Mood, Role, Turn, write_dialogues
from training.transcripts.importing import Importer
from training.transcripts.keys import Keys
from training.transcripts.masking import Masked
from training.transcripts.near_duplicates import said_again
from training.transcripts.pool import Pool
from training.transcripts.split import Shares
from training.transcripts.statistics import Lengths, statistics_of
from training.transcripts.versions import Manifest, Versions

KEYS = Keys("a secret")
THINGS = "boots tent rope stove lamp mat pole axe map compass bottle gloves jacket hood laces wax"
WORDS = THINGS.split()


def turn(role: Role, text: str, time: float | None = None, intent: str = "", mood: Mood = "") -> Turn:
    return Turn(role=role, text=text, time=time, intent=intent, mood=mood)


def talk(number: int, *, shopper: str = "", time: float | None = None, more: str = "") -> Dialogue:
    """A dialogue that is like no other one."""
    things = f"{WORDS[number % 16]} {WORDS[number // 16 % 16]} {number}"
    turns = (turn("shopper", f"do you have {things}", time), turn("bot", f"we have {things}{more}", time))
    return Dialogue(id=f"d{number}", turns=turns, shopper=shopper, outcome="resolved")


@pytest.fixture
def build(tmp_path: Path) -> Build:
    pool = Pool(tmp_path / "var" / "transcripts", KEYS.fingerprint)
    versions = Versions(tmp_path / "var" / "datasets")
    return Build(pool, versions, KEYS, PlainMasker(), shares=Shares(dev=0.2, test=0.2))


def bring(build: Build, folder: Path, name: str, dialogues: Sequence[Dialogue]) -> None:
    write_dialogues(folder / name, dialogues)
    Importer(build.pool, KEYS, PlainMasker()).take(folder / name)


def everything(state: Path) -> dict[str, set[str]]:
    found = open_dataset(state)
    sides = {"train": found.train, "dev": found.dev, "test": found.test}
    return {side: {one.turns[0].text for one in dialogues} for side, dialogues in sides.items()}


def test_the_same_data_are_the_same_version(build: Build, tmp_path: Path) -> None:
    bring(build, tmp_path, "a.jsonl", [talk(number) for number in range(50)])
    first, is_new, _ = build.run([], [])
    before = {
        path: path.stat().st_mtime_ns for path in build.versions.folder.rglob("*") if "sides" not in path.name
    }
    second, is_new_again, _ = build.run([], [])
    after = {
        path: path.stat().st_mtime_ns for path in build.versions.folder.rglob("*") if "sides" not in path.name
    }
    assert (is_new, is_new_again, second) == (True, False, first)
    assert after.keys() == before.keys()
    bring(build, tmp_path, "b.jsonl", [talk(99)])
    third, is_new, _ = build.run([], [])
    assert is_new
    assert third.version.startswith("0002-")
    assert third.data_hash != first.data_hash


def test_what_was_tested_is_never_trained_on(build: Build, tmp_path: Path) -> None:
    bring(build, tmp_path, "a.jsonl", [talk(n, time=float(n), shopper=f"p{n % 40}") for n in range(60)])
    build.run([], [])
    first = everything(tmp_path)
    assert all(first.values())
    later = [talk(n, time=float(n), shopper=f"p{n % 40}") for n in range(60, 160)]
    copies = [talk(n, more=" today") for n in range(40, 60)]
    bring(build, tmp_path, "b.jsonl", later)
    bring(build, tmp_path, "c.jsonl", copies)
    build.run([], [])
    second = everything(tmp_path)
    for side, said in first.items():
        assert said <= second[side]
    assert not second["test"] & second["train"]
    assert len(second["test"]) > len(first["test"])


def test_the_own_dialogues_of_an_assistant_are_for_training(build: Build, tmp_path: Path) -> None:
    write_dialogues(tmp_path / "own.jsonl", [talk(number) for number in range(40)])
    bring(build, tmp_path, "a.jsonl", [talk(number) for number in range(40, 80)])
    build.run([tmp_path / "own.jsonl"], [])
    sides = everything(tmp_path)
    assert "do you have boots boots 0" in sides["train"]
    tested = {int(text.split()[-1]) for side in ("dev", "test") for text in sides[side]}
    assert tested
    assert min(tested) >= 40


def test_a_conversation_exported_again_is_there_once_with_all_turns(build: Build, tmp_path: Path) -> None:
    short, other = talk(1), talk(2)
    longer = Dialogue(id=short.id, turns=(*short.turns, turn("shopper", "thanks a lot")))
    bring(build, tmp_path, "a.jsonl", [longer, other])
    bring(build, tmp_path, "b.jsonl", [short])
    manifest, _, _ = build.run([], [])
    assert manifest.dropped == {"same_conversation": 1}
    found = open_dataset(tmp_path)
    assert sorted(len(one.turns) for one in (*found.train, *found.dev, *found.test)) == [2, 3]


def test_an_id_used_twice_for_two_conversations_is_two(build: Build, tmp_path: Path) -> None:
    bring(build, tmp_path, "a.jsonl", [talk(1)])
    bring(build, tmp_path, "b.jsonl", [Dialogue(id="d1", turns=talk(2).turns)])
    manifest, _, _ = build.run([], [])
    assert manifest.statistics["all"].dialogues == 2


def test_three_origins_are_told_apart_and_masked(build: Build, tmp_path: Path) -> None:
    bring(build, tmp_path, "a.jsonl", [talk(1)])
    own = tmp_path / "handwritten.jsonl"
    write_dialogues(own, [Dialogue(id="h1", turns=(turn("shopper", "write to me@example.com please"),))])
    own.write_text(own.read_text() + '{"id": 7}\n')
    logged = Masked(
        Dialogue(id="x", source="shopclerk", turns=talk(3).turns), PlainMasker().masked(talk(3)).found
    )
    manifest, _, errors = build.run([own], [logged])
    assert [(one.name, one.source, one.read, one.rejected) for one in manifest.origins] == [
        ("a.jsonl", "jsonl", 1, 0),
        ("event log", "shopclerk", 1, 0),
        ("handwritten.jsonl", "assistant", 1, 1),
    ]
    assert [error.line for error in errors] == [2]
    assert manifest.masked == {"email": 1}
    assert "me@example.com" not in "".join(
        path.read_text() for path in build.versions.folder.rglob("*") if path.is_file()
    )


def test_erased_shoppers_are_in_no_later_version(build: Build, tmp_path: Path) -> None:
    logged = [
        Masked(talk(n, shopper=KEYS.shopper(f"p{n}")), PlainMasker().masked(talk(n)).found) for n in range(9)
    ]
    build.run([], logged)
    gone = KEYS.shopper("p4")
    before = build.versions.holding(gone)
    later = Build(build.pool, build.versions, KEYS, PlainMasker(), erased=frozenset({gone}))
    manifest, is_new, _ = later.run([], logged)
    assert is_new
    assert manifest.dropped == {"erased": 1}
    assert list(before.values()) == [1]
    assert build.versions.holding(gone) == before, "only the version made before holds any"


def test_nothing_to_learn_from_is_an_error(build: Build) -> None:
    with pytest.raises(DatasetError, match="shopclerk transcripts import"):
        build.run([], [])


@pytest.mark.parametrize(
    ("turns", "reason"),
    [
        ([], "empty"),
        ([turn("shopper", "?!"), turn("bot", "...")], "empty"),
        ([turn("bot", "Hi! Can I help?")], "no_shopper"),
        ([turn("agent", "Sale: everything must go"), turn("bot", "Hi"), turn("shopper", "…")], "no_shopper"),
        ([turn("shopper", "Cheap watches at https://spam.example")], "spam"),
        ([turn("shopper", "hello")] * 3, "spam"),
        ([turn("shopper", "hello"), turn("shopper", "is anybody there")], None),
        ([turn("shopper", "see https://shop.example/tent"), turn("bot", "A tent.")], None),
        ([turn("shopper", "see https://shop.example/tent", intent="ask_product")], None),
    ],
)
def test_what_nobody_should_learn_from(turns: list[Turn], reason: str | None) -> None:
    assert flaw(Dialogue(id="d", turns=tuple(turns))) == reason
    assert reason is None or reason in REASONS


def test_near_duplicates_are_found_and_differences_stay() -> None:
    long = (
        "I would like to send back the green tent that I bought last week because one of its poles is broken"
    )
    answer = (
        "That is a pity, please pack all of it and put the label which I send you on the outside of the box;"
        " the money is on its way to your account as soon as the parcel has come back to our warehouse"
    )

    def dialogue(asked: str, answered: str = answer) -> Dialogue:
        return Dialogue(id=asked, turns=(turn("shopper", asked), turn("agent", answered)))

    dialogues = [
        dialogue(long),
        dialogue(long.upper() + "!"),
        dialogue("where is my parcel"),
        dialogue(
            long, "We are closed on Sunday, and on all public holidays, in every one of our shops there are."
        ),
        dialogue(long + " sorry"),
        dialogue("where is my parcel", "On its way"),
        dialogue("hi", ""),
        dialogue("hi", ""),
    ]
    assert said_again(dialogues) == {1: 0, 4: 0, 7: 6}


def test_the_order_of_who_speaks_matters() -> None:
    text = "yes I am sure of it and I will not change my mind about this whatever you say to me"
    one = Dialogue(id="a", turns=(turn("shopper", text), turn("bot", text)))
    other = Dialogue(id="b", turns=(turn("shopper", text), turn("shopper", text)))
    assert said_again([one, other]) == {}


def test_statistics() -> None:
    first = Dialogue(
        id="a",
        shopper="k",
        outcome="resolved",
        rating=5,
        turns=(turn("shopper", "one two three", 10.0, "greet", "happy"), turn("bot", "four", 20.0)),
    )
    second = Dialogue(id="b", locale="de", turns=(turn("shopper", "five", None),))
    found = statistics_of([first, second])
    assert (found.dialogues, found.turns, found.shoppers, found.labelled) == (2, 3, 1, 1)
    assert found.by_role == {"shopper": 2, "bot": 1}
    assert found.by_intent == {"greet": 1, "unknown": 1}
    assert found.by_outcome == {"resolved": 1, "unknown": 1}
    assert found.turns_per_dialogue == Lengths(least=1, median=1, mean=1.5, p95=2, most=2)
    assert (found.first, found.last) == (10.0, 20.0)


def test_the_datasheet_says_what_is_in_it(build: Build, tmp_path: Path) -> None:
    bring(build, tmp_path, "a.jsonl", [talk(n) for n in range(30)] + [Dialogue(id="e", turns=())])
    manifest, _, _ = build.run([], [])
    text = (build.versions.folder / manifest.version / "DATASHEET.md").read_text()
    for part in (
        manifest.data_hash,
        "a.jsonl",
        "| dialogues | 30 |",
        "empty: nothing was said | 1",
        "must not be used",
    ):
        assert part in text
    assert "boots" not in text


@pytest.fixture
def made(build: Build, tmp_path: Path) -> tuple[Path, Manifest]:
    bring(build, tmp_path, "a.jsonl", [talk(n, time=float(n)) for n in range(30)])
    manifest, _, _ = build.run([], [])
    return tmp_path, manifest


def test_a_version_is_opened_by_name_or_the_newest(made: tuple[Path, Manifest]) -> None:
    state, manifest = made
    found = open_dataset(state, manifest.version)
    assert found.manifest == open_dataset(state).manifest == manifest
    assert (len(found.train), len(found.dev), len(found.test)) == (18, 6, 6)
    assert max(one.started or 0 for one in found.train) < min(one.started or 0 for one in found.dev)
    assert max(one.started or 0 for one in found.dev) < min(one.started or 0 for one in found.test)


def test_there_is_no_such_version(made: tuple[Path, Manifest], tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"There is no version '0009'.*0001-"):
        open_dataset(made[0], "0009")
    with pytest.raises(DatasetError, match="There is no version"):
        open_dataset(made[0], "../datasets/" + made[1].version)
    with pytest.raises(DatasetError, match="shopclerk transcripts build"):
        open_dataset(tmp_path / "elsewhere")


@pytest.mark.parametrize("damage", ["cut", "gone", "manifest"])
def test_a_damaged_version_is_refused(made: tuple[Path, Manifest], damage: str) -> None:
    folder = made[0] / "var" / "datasets" / made[1].version
    train, manifest = folder / "train.jsonl", folder / "manifest.json"
    if damage == "cut":
        train.write_bytes(train.read_bytes()[:-1])
    elif damage == "gone":
        train.unlink()
    else:
        manifest.write_text(json.dumps({"version": made[1].version}))
    with pytest.raises(DatasetError, match=r"has another checksum|is missing|is damaged"):
        open_dataset(made[0])


def test_a_draft_that_was_given_up_is_swept_away(made: tuple[Path, Manifest], build: Build) -> None:
    (build.versions.folder / ".draft-1").mkdir()
    build.run([], [])
    assert [path.name for path in build.versions.folder.glob(".draft-*")] == []
