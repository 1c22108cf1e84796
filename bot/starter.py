"""What ``shopclerk init`` lays out, and what is left of its examples beside a shop's own documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.decide.curated import CuratedAnswer, read_answers
from bot.decide.problems import Problems
from bot.decide.source import read_yaml

TEMPLATE = Path(__file__).parent / "cli" / "new_assistant"
"""The files that are laid out."""
ANSWERS = "answers.yml"
DOCUMENTS = "documents"
ASKED_FOR = "returns.md"
"""The example document that the examples in tests/ ask for: who has written their own asks rightly."""
LIVE = "Shoppers are shown what it says"
TESTED = "Your shop is tested for what it says"
MEND = "delete it, or write your own"
PRODUCTS = "write your own products into it, or bring them in with `shopclerk catalogue import`"


@dataclass(frozen=True)
class Example:
    """Something that is still as it was laid out: its file and, of an approved answer, which; ``effect``
    says what comes of it, ``remedy`` what to do."""

    name: str
    effect: str
    remedy: str = MEND

    def __str__(self) -> str:
        still = f"{self.name} is still the example that `shopclerk init` wrote."
        return f"{still} {self.effect}: {self.remedy}."


def left_examples(folder: Path) -> tuple[Example, ...]:
    """The examples of documents, approved answers, catalogue and tests that are live in the assistant in
    ``folder`` beside documents of the shop's own; none while it has no document of its own."""
    documents = [file for file in _files(folder / DOCUMENTS) if not file.name.startswith(".")]
    laid_out = {file.read_bytes() for file in _files(TEMPLATE / DOCUMENTS)}
    examples = [file for file in documents if file.read_bytes() in laid_out]
    if len(examples) == len(documents):
        return ()
    written = {file.relative_to(folder) for file in documents if file not in examples}
    own = Path(DOCUMENTS, ASKED_FOR) in written
    return (
        *(Example(file.relative_to(folder).as_posix(), LIVE) for file in examples),
        *_answers(folder),
        *(Example(name, LIVE, PRODUCTS) for name in _unchanged(folder, TEMPLATE / "catalogue.csv")),
        *(Example(name, TESTED) for name in _unchanged(folder, *_files(TEMPLATE / "tests")) if not own),
    )


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _unchanged(folder: Path, *laid_out: Path) -> Iterator[str]:
    for file in laid_out:
        own = folder / (name := file.relative_to(TEMPLATE).as_posix())
        if own.is_file() and own.read_bytes() == file.read_bytes():
            yield name


def _answers(folder: Path) -> Iterator[Example]:
    laid_out = {(answer.questions, answer.answer) for answer in _approved(TEMPLATE)}
    for answer in _approved(folder):
        if (answer.questions, answer.answer) in laid_out:
            yield Example(f"{ANSWERS}:{answer.place.line}: {answer.id}", LIVE)


def _approved(folder: Path) -> tuple[CuratedAnswer, ...]:
    """The answers of answers.yml. Mistakes in it are told where the assistant is read."""
    file = folder / ANSWERS
    if not file.is_file():
        return ()
    root = read_yaml(ANSWERS, file.read_text("utf-8-sig", errors="replace"), Problems())
    if root is None:
        return ()
    answers = root if root.is_list() else root.entries("The file").get("answers")
    return () if answers is None else read_answers(answers)
