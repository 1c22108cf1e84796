"""The command line: one file a command. Nothing heavy is imported before a command runs."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points

import typer

COMMANDS = (
    "init", "add", "check", "prepare", "serve", "chat", "actions", "index", "search", "gaps", "unmet",
    "teach", "curated", "rules", "recommend", "catalogue", "orders", "events",
    "user", "migrate", "backup", "doctor",
)  # fmt: skip


def build_cli() -> typer.Typer:
    """The whole command line; training's commands come through the entry points ``shopclerk.commands``."""
    cli = typer.Typer(
        name="shopclerk",
        help="A customer-service bot for online shops. Start with: shopclerk init my-shop",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )
    for name in COMMANDS:
        module = import_module(f"bot.cli.{name}")
        if hasattr(module, "app"):
            cli.add_typer(module.app, name=name)
        else:
            cli.command(name)(module.command)
    for entry in sorted(entry_points(group="shopclerk.commands"), key=lambda e: e.name):
        cli.add_typer(entry.load(), name=entry.name)
    return cli
