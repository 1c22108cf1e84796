"""Runs the application until it is told to stop."""

from __future__ import annotations

import asyncio

import uvloop
from aiohttp import web
from rich.console import Console

from bot.app import accounts, build_app
from bot.console.accounts import Accounts, FirstAdmin
from bot.errors import Conflict
from bot.listening import listen, until_stopped
from bot.settings import Settings
from bot.wiring import Services, open_services


def serve(settings: Settings, *, to_learn: bool = False) -> None:
    """Serve until SIGINT or SIGTERM; running turns are finished. ``to_learn``: something was taught that the
    index has not learned yet.

    Raises: PortInUse, and what opening the services raises.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, to_learn=to_learn))


async def _serve(settings: Settings, *, to_learn: bool) -> None:
    async with open_services(settings) as services:
        runner = web.AppRunner(build_app(services), access_log=None, handle_signals=False)
        await runner.setup()
        try:
            address = await listen(runner, settings.server.host, settings.server.port)
            await _welcome(services, address)
            if to_learn:
                services.teacher.go_on()
            await until_stopped()
        finally:
            await runner.cleanup()


async def first_admin(accounts: Accounts) -> FirstAdmin | None:
    """The administrator that the very first start makes; None later on, and for the other ones of several
    processes that start together."""
    try:
        return await accounts.ensure_admin()
    except Conflict:
        return None


async def _welcome(services: Services, address: str) -> None:
    """Say where things are; on the very first start also the administrator's password, once."""
    console = Console(soft_wrap=True)
    console.print(f"\n[bold]{services.settings.shop.name}[/] is open.", highlight=False)
    console.print(f"  shop page and widget  {address}/", highlight=False)
    console.print(f"  console for agents    {address}/console/", highlight=False)
    admin = await first_admin(accounts(services))
    if admin is not None:
        console.print(
            f"\n  Your administrator account, shown only now:\n    e-mail    {admin.email}\n"
            f"    password  {admin.password}\n  Change it in the console or with: shopclerk user password",
            highlight=False,
        )
    console.print("\n  Ctrl-C stops it.", highlight=False)
