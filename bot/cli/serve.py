"""``shopclerk serve``: run the bot."""

from __future__ import annotations

from bot.cli.options import HERE, Host, Port, State


def command(
    state: State = HERE,
    host: Host = None,
    port: Port = None,
) -> None:
    """Serve the widget, the console and the API of the installation in --state.

    What is missing (database, models, indexes) is built first. Stop with Ctrl-C: running turns are finished.
    """
    from bot.cli.prepare import run_prepare
    from bot.serving import serve
    from bot.settings import load_settings

    to_learn = run_prepare(state, serving=True)
    serve(load_settings(state, {"server": {"host": host, "port": port}}), to_learn=to_learn)
