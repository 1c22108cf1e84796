"""rasa_sdk's own action server with our actions, over HTTP, in the form of a Rasa server's calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from rasa_peer import action_server, call

from bot.actions.registry import load_own_actions
from bot.errors import ConfigError
from bot.settings import Settings

OWN = """
from rasa_sdk import Action


class ActionGreetOurWay(Action):
    def name(self):
        return "action_greet_our_way"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"Moin, {tracker.sender_id}!")
        return []
"""


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[ClientSession]:
    async with action_server(settings, OWN) as client:
        yield client


async def test_a_rasa_server_calls(server: ClientSession) -> None:
    body = call("action_product_answer", "how heavy is the Skerry 2?")
    response = await server.post("/webhook", json=body)
    assert response.status == 200
    answer = await response.json()
    (said,) = answer["responses"]
    assert said["text"] == "The Skerry 2 weighs 1.89 kg."
    fields = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
    assert set(said) == fields
    slot = {"event": "slot", "timestamp": None, "name": "current_product", "value": "P0001"}
    assert slot in answer["events"]

    asked = call("action_answer", "How long do I have to send something back?")
    (cited,) = (await (await server.post("/webhook", json=asked)).json())["responses"]
    assert "60 days" in cited["text"]
    assert "(Source: Return policy" in cited["text"]  # a Rasa client shows no source chips

    own = await (await server.post("/webhook", json=call("action_greet_our_way"))).json()
    assert own["responses"][0]["text"] == "Moin, s1!"
    listed = await (await server.get("/actions")).json()
    assert {"action_answer", "action_greet_our_way"} <= {entry["name"] for entry in listed}
    assert (await server.post("/webhook", json=call("action_unknown"))).status == 404


def test_own_actions_of_a_folder(tmp_path: Path) -> None:
    assert load_own_actions(tmp_path) == []
    (tmp_path / "actions").mkdir()
    (tmp_path / "actions" / "__init__.py").write_text("")
    (tmp_path / "actions" / "greeting.py").write_text(OWN)
    assert [action.name() for action in load_own_actions(tmp_path)] == ["action_greet_our_way"]


def test_own_actions_that_cannot_be_imported_name_their_file(tmp_path: Path) -> None:
    (tmp_path / "actions.py").write_text("import no_such_module_here")
    with pytest.raises(ConfigError, match=r"actions\.py"):
        load_own_actions(tmp_path)
