"""The action server: our actions for a Rasa server, on rasa_sdk's own application (POST /webhook)."""

from __future__ import annotations

import os
from typing import Any

import structlog
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from bot.actions.registry import all_actions, load_own_actions
from bot.actions.tools import ActionTools, open_tools
from bot.settings import Settings

log = structlog.get_logger()


def action_app(settings: Settings, tools: ActionTools | None = None) -> Sanic[Any, Any]:
    """rasa_sdk's application with our actions and the installation's own; closed to other origins."""
    executor = ActionExecutor()
    opened = tools or open_tools(settings)
    for action in [*all_actions(opened), *load_own_actions(settings.state, settings.actions.module)]:
        executor.register_action(action)
    app: Sanic[Any, Any] = create_app(executor, cors_origins=[])
    return app


def serve_actions(settings: Settings, port: int, host: str = "127.0.0.1") -> None:
    """Serve until interrupted, in this process."""
    app = action_app(settings)
    log.info("action_server", host=host, port=port, actions=len(all_actions()))
    os.environ.setdefault("SANIC_NO_UVLOOP", "true")
    app.prepare(host=host, port=port, single_process=True, motd=False, access_log=False)
    Sanic.serve_single(primary=app)
