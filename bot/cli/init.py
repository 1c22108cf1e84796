"""``shopclerk init``: lay out a new assistant."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path
from typing import Annotated

import typer

LONGEST_ID = 41
"""Letters of a shop's id."""
UNNAMED = "shop"
"""The id where the name has no letter that one may have."""


def id_of(name: str) -> str:
    """A shop's id by its name: "Wool & Wood" is wool-wood."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).encode("ascii", "ignore")
    parts = re.findall(r"[a-z0-9]+", plain.decode().lower())
    return "-".join(parts)[:LONGEST_ID].strip("-") or UNNAMED


def command(
    folder: Annotated[Path, typer.Argument(help="Where to lay it out; made if it does not exist.")],
    name: Annotated[str, typer.Option(help="The shop's name.")] = "My shop",
) -> None:
    """Lay out a new assistant in FOLDER: settings, domain, training phrases, flows, documents, catalogue.

    The YAML and TOML files are commented. Put your documents and products in, then run:
    shopclerk serve --state FOLDER
    """
    from rich.console import Console

    from bot.errors import SettingsError
    from bot.starter import TEMPLATE

    if (folder / "domain.yml").exists():
        raise SettingsError(f"{folder} holds an assistant already. Choose another folder.")
    shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
    settings = folder / "shopclerk.toml"
    text = settings.read_text(encoding="utf-8")
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    shop_id = id_of(name)
    text = text.replace('id = "my-shop"', f'id = "{shop_id}"').replace(
        'name = "My shop"', f'name = "{quoted}"'
    )
    settings.write_text(text, encoding="utf-8")
    (folder / ".gitignore").write_text("var/\n", encoding="utf-8")
    console = Console(soft_wrap=True)
    console.print(f"Laid out in {folder}.", highlight=False)
    console.print(
        f'The shop is called "{shop_id}" where the widget is embedded ([shop] id in {settings}; change it '
        "before you embed it).",
        highlight=False,
        markup=False,
    )
    console.print("Next:", highlight=False)
    console.print(
        f"  1. put your documents into {folder / 'documents'}, in place of the examples", highlight=False
    )
    console.print(f"  2. set currency and country in {settings}", highlight=False)
    console.print(f"  3. put your products into {folder / 'catalogue.csv'}", highlight=False)
    console.print(f"  4. shopclerk serve --state {folder}", highlight=False)
