"""``shopclerk teach``: tell the bot what answers a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, State

if TYPE_CHECKING:
    from retrieval.documents.labelled import Labelled
    from retrieval.documents.snapshot import Snapshot

FILE = Path("training") / "retrieval" / "taught.jsonl"
MOST = 3
"""Sentences that are shown at most."""


def command(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    document: Annotated[str, typer.Option(help="The document that answers it, by its path.")] = "",
    sentence: Annotated[str, typer.Option(help="Its sentence or row that does, or a part of that.")] = "",
    nothing: Annotated[bool, typer.Option("--nothing", help="No document answers it: decline.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Take back what was taught of it.")] = False,
    later: Annotated[bool, typer.Option("--later", help="Write it down; `prepare` will learn it.")] = False,
    state: State = HERE,
) -> None:
    """Teach what answers a question: it and those like it are answered so from the next question on.

    It is written to training/retrieval/taught.jsonl. Teaching a question again replaces what was taught.
    """
    from bot.errors import BadRequest

    if forget + nothing + bool(document or sentence) != 1 or bool(document) != bool(sentence):
        raise BadRequest("Name --document and --sentence, or --nothing, or --forget.")
    others, before = _known(state / FILE, question)
    if forget and not before:
        raise BadRequest(f"This question was not taught: {question}")
    taught = [] if forget else [_labelled(state, question, document, sentence)]
    _write(state / FILE, [*others, *taught])
    answers = [f"\n  {gold.passage} [{gold.document}]" for one in taught for gold in one.gold]
    _say(f"{'Forgotten' if forget else 'Taught'}: {question}{''.join(answers)}")
    if not later:
        _learn(state)


def _known(file: Path, question: str) -> tuple[list[Labelled], list[Labelled]]:
    """What was taught of other questions, and of this one. Raises: BadRequest for a damaged file."""
    import msgspec

    from bot.errors import BadRequest
    from retrieval.documents.labelled import plain, read_labelled

    try:
        taught = read_labelled([file]) if file.exists() else []
    except msgspec.MsgspecError as error:
        raise BadRequest(f"{file} is damaged: {error}") from error
    return (
        [one for one in taught if plain(one.question) != plain(question)],
        [one for one in taught if plain(one.question) == plain(question)],
    )


def _labelled(state: Path, question: str, document: str, sentence: str) -> Labelled:
    """The question with the whole units that hold the sentence. Raises: BadRequest."""
    from bot.errors import BadRequest
    from bot.settings import load_settings
    from bot.wiring import translated_errors
    from retrieval.documents import snapshot as snapshots
    from retrieval.documents.labelled import Gold, Labelled
    from retrieval.documents.remember import answering_units
    from retrieval.generations import Generations

    if not document:
        return Labelled(question=question, answerable=False)
    with translated_errors():
        snapshot = snapshots.read(Generations(load_settings(state).var / "index" / "documents"))
    meant = Labelled(question=question, answerable=True, gold=(Gold(document, sentence),))
    units = answering_units(snapshot)(meant)
    if not units:
        raise BadRequest(_not_found(snapshot, document, sentence))
    if len(units) > MOST:
        raise BadRequest(
            f"{len(units)} sentences of {document} hold this. Give more of the one that is meant."
        )
    quotes = dict.fromkeys(snapshot.content.units[unit].quote for unit in units)
    return Labelled(question=question, answerable=True, gold=tuple(Gold(document, quote) for quote in quotes))


def _not_found(snapshot: Snapshot, document: str, sentence: str) -> str:
    """What is there instead."""
    from difflib import get_close_matches

    content = snapshot.content
    if document not in content.documents:
        near = get_close_matches(document, content.documents, n=3, cutoff=0.3)
        return f"There is no document {document!r} in the index. Near: {', '.join(near) or 'none'}."
    owned = zip(content.owners, content.units, strict=True)
    quotes = [unit.quote for owner, unit in owned if content.passages[owner].document_id == document]
    near = get_close_matches(sentence, quotes, n=3, cutoff=0.0)
    return f"No sentence of {document} reads so. Near:" + "".join(f"\n  {quote}" for quote in near)


def _write(file: Path, questions: list[Labelled]) -> None:
    import msgspec

    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_bytes(msgspec.json.Encoder().encode_lines(questions))
    fresh.replace(file)


def _learn(state: Path) -> None:
    from bot.cli.progress import Steps
    from bot.prepare import prepare_documents
    from bot.settings import load_settings
    from bot.wiring import open_encoder

    settings = load_settings(state)
    with Steps() as steps:
        prepare_documents(settings, open_encoder(settings), steps)


def _say(text: str) -> None:
    from rich.console import Console

    Console(soft_wrap=True).print(text, highlight=False, markup=False)
