"""``shopclerk add``: lay out what a shop was made without."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.options import HERE, State


class Part(StrEnum):
    """What can be added."""

    orders = "orders"


def command(
    part: Annotated[Part, typer.Argument(help="What to add.")],
    state: State = HERE,
    missing: Annotated[
        bool,
        typer.Option("--missing", help="Add what a file that is there already has not, in one beside it."),
    ] = False,
) -> None:
    """Lay out in a shop what `init` lays out today and it was made without.

    orders: returns, cancellations, exchanges, faults, addresses and refunds, in orders.yml. Flows, examples
    and responses of your own stay, and take the place of those that would be laid out. A shop that has
    orders.yml is told what is laid out today and missing there; --missing adds that in a file of its own.
    Start the server again, or run: shopclerk prepare
    """
    from bot.added import with_orders
    from bot.errors import SettingsError

    added = with_orders(state, missing=missing)
    try:
        for name, text in added.files.items():
            (state / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{state} cannot be written: {error.strerror or error}.") from error
    typer.echo(f"Added the {part.value}: {', '.join(sorted(added.files))} written.")
    if added.kept:
        typer.echo(f"Kept your own: {', '.join(added.kept)}.")
    typer.echo(f"Next: shopclerk check --state {state}, then shopclerk prepare --state {state}")
