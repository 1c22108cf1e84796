"""Reads an assistant's files from its folder, for bot.decide to load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.errors import AssistantError, NoInstallation

FOLDERS = ("domain", "nlu", "flows", "data")
"""Subfolders that may hold definitions, as in a Rasa project."""
OTHERS = frozenset({"config", "endpoints", "credentials", "docker-compose", "compose", "rules"})
"""Files at the top that configure something else; ``rules.yml`` says what is shown."""
_SUFFIXES = (".yml", ".yaml")


def read_sources(folder: Path) -> dict[str, str]:
    """The text of every definition file by its path below the folder.

    Raises: AssistantError where there is none, or one is not UTF-8.
    """
    sources = {file.relative_to(folder).as_posix(): _text(file, folder) for file in _definitions(folder)}
    if not sources:
        raise AssistantError(
            f"There is no domain.yml in {folder}. Lay out an assistant with: shopclerk init DIR"
        )
    return sources


def require_installation(folder: Path) -> None:
    """Raises: NoInstallation where neither an assistant nor settings lie in the folder."""
    if not (folder / "shopclerk.toml").exists() and next(_definitions(folder), None) is None:
        raise NoInstallation(
            f"{folder.absolute()} is no installation: there is no domain.yml in it. Name the folder of one"
            " with --state DIR or SHOPCLERK_STATE, or lay one out: shopclerk init DIR"
        )


def _definitions(folder: Path) -> Iterator[Path]:
    """The definition files of an assistant."""
    top = (file for file in sorted(folder.glob("*.y*ml")) if file.stem not in OTHERS)
    below = (file for name in FOLDERS for file in sorted((folder / name).rglob("*.y*ml")))
    return (file for file in (*top, *below) if file.suffix in _SUFFIXES and file.is_file())


def document_ids(folder: Path) -> frozenset[str]:
    """The paths of all documents below the folder's documents/."""
    documents = folder / "documents"
    return frozenset(
        file.relative_to(documents).as_posix() for file in documents.rglob("*") if file.is_file()
    )


def _text(file: Path, folder: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        name = file.relative_to(folder).as_posix()
        raise AssistantError("This file is not UTF-8.", file=name, line=line) from error
