"""``shopclerk chat``: talk to the bot in the terminal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import HERE, State

if TYPE_CHECKING:
    from rich.console import Console

    from bot.cli.talk import Talk

HINT = "[dim]Type a message; a number presses that button; an empty line or Ctrl-D ends the chat.[/]"


def command(
    state: State = HERE,
    url: Annotated[
        str, typer.Option(help="Talk to a running server, e.g. http://127.0.0.1:8080, instead of --state.")
    ] = "",
) -> None:
    """Talk to the bot in the terminal, with sources, buttons and products as text.

    Without --url the installation in --state is opened here; it must not be served at the same time.
    """
    from rich.console import Console

    console = Console(soft_wrap=True)
    asyncio.run(_chat_with_server(url, console) if url else _chat_here(state, console))


async def _chat_here(state: Any, console: Console) -> None:
    from bot.cli.prepare import run_prepare
    from bot.cli.talk import LocalTalk
    from bot.settings import load_settings
    from bot.wiring import open_services

    await asyncio.to_thread(run_prepare, state)
    settings = load_settings(state, {"turn": {"burst_wait_ms": 0}})
    async with open_services(settings) as services:
        await _converse(LocalTalk(services), console)


async def _chat_with_server(url: str, console: Console) -> None:
    from bot.cli.talk import ServerTalk

    async with ServerTalk(url) as talk:
        await _converse(talk, console)


async def _converse(talk: Talk, console: Console) -> None:
    from bot.cli.talk import print_reply

    console.print(HINT)
    buttons: list[dict[str, str]] = []
    while True:
        try:
            line = (await asyncio.to_thread(console.input, "\n[bold]You:[/] ")).strip()
        except (EOFError, KeyboardInterrupt):
            break
        if not line:
            break
        pressed = buttons[int(line) - 1] if line.isdigit() and 0 < int(line) <= len(buttons) else None
        events = await talk.say(pressed["title"] if pressed else line, pressed["payload"] if pressed else "")
        buttons = [button for event in events for button in print_reply(event, console)]
