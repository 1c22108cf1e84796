"""A shop as ``shopclerk init`` lays it out, and the commands in this process."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import build_cli

EXAMPLE = "      - "


def shopclerk(*arguments: str) -> str:
    """What a command says.

    Raises: what the command raises.
    """
    done = CliRunner().invoke(build_cli(), list(arguments))
    if done.exit_code:
        raise done.exception or AssertionError(done.output)
    return done.output


def new_shop(folder: Path, demo: Path, *, examples: int, talks: bool = False) -> Path:
    """A new shop in ``folder`` that has the demo shop's exported models; of an intent's examples the first
    ``examples`` stay, and without ``talks`` nothing is learned from those of other shops, lest a training
    takes long. It is not prepared yet."""
    shopclerk("init", str(folder), "--name", "Little Shop")
    kept: list[str] = []
    for line in (folder / "nlu.yml").read_text().splitlines():
        own = [one for one in kept[-examples:] if one.startswith(EXAMPLE)]
        if not line.startswith(EXAMPLE) or len(own) < examples:
            kept.append(line)
    (folder / "nlu.yml").write_text("\n".join(kept) + "\n")
    if not talks:
        settings = folder / "shopclerk.toml"
        settings.write_text(f'{settings.read_text()}\n[understand]\ntalks = ""\n')
    shutil.copytree(demo / "var" / "models", folder / "var" / "models", copy_function=os.link)
    return folder
