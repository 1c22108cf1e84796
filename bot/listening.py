"""Listening on a port until the process is told to stop."""

from __future__ import annotations

import asyncio
import errno
import signal

from aiohttp import web

from bot.errors import PortInUse


async def listen(runner: web.AppRunner, host: str, port: int) -> str:
    """Begin to listen; returns the address, http://host:port.

    Raises: PortInUse.
    """
    try:
        await web.TCPSite(runner, host, port, reuse_address=True).start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(
                f"Port {port} on {host} is in use. Stop what listens there, or choose another "
                f"with --port {port + 1}."
            ) from error
        raise
    at, number = runner.addresses[0][:2]
    return f"http://{at}:{number}"


async def until_stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
