"""``shopclerk init``: lay out a new assistant."""

from __future__ import annotations

import json
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


def taken_names(folder: Path, template: Path) -> list[str]:
    """Which of the files that would be laid out are in ``folder`` already."""
    laid_out = (file.relative_to(template) for file in sorted(template.rglob("*")) if file.is_file())
    return [name.as_posix() for name in (*laid_out, Path(".gitignore")) if (folder / name).exists()]


def _write_names(settings: Path, name: str, shop_id: str) -> None:
    """The shop's name and id in place of the template's."""
    text = settings.read_text(encoding="utf-8")
    quoted = json.dumps(name, ensure_ascii=False)  # of a line break TOML thinks as JSON does
    text = text.replace('id = "my-shop"', f'id = "{shop_id}"').replace('name = "My shop"', f"name = {quoted}")
    settings.write_text(text, encoding="utf-8")


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
    if own := taken_names(folder, TEMPLATE):
        raise SettingsError(
            f"{folder} holds {', '.join(own)} already; nothing was written. Choose another folder, and "
            "copy your files over the examples then."
        )
    settings, shop_id = folder / "shopclerk.toml", id_of(name)
    try:
        shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
        _write_names(settings, name, shop_id)
        (folder / ".gitignore").write_text("var/\n", encoding="utf-8")
    except OSError as error:  # shutil.Error holds one for each file, and no reason of its own
        raise SettingsError(f"{folder} cannot be written: {error.strerror or error}.") from error
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
    console.print(
        "     (of Shopify or WooCommerce: shopclerk catalogue import FILE, shopclerk orders import FILE)",
        highlight=False,
    )
    console.print(f"  4. shopclerk serve --state {folder}", highlight=False)
