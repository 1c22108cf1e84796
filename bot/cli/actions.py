"""``shopclerk actions``: the same actions for a Rasa server."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from bot.cli.options import HERE, State


def command(
    state: State = HERE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="from settings")] = None,
) -> None:
    """Serve the actions to a Rasa server: POST /webhook, as rasa-sdk's action server does."""
    from bot.settings import load_settings

    settings = load_settings(state)
    os.environ["SHOPCLERK_STATE"] = str(settings.state)
    from bot.actions.server import serve_actions

    serve_actions(settings, port or settings.actions.port, host)
