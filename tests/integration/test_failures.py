"""Parts that fail cost their feature, never the turn; what keeps the server from starting is told plainly."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from shopper import begin

from bot.app import build_app
from bot.record.migrate import migrate
from bot.settings import load_settings
from bot.wiring import open_services

BROKEN_ACTION = """
from rasa_sdk import Action


class Broken(Action):
    def name(self):
        return "action_answer"

    async def run(self, dispatcher, tracker, domain):
        raise RuntimeError("the search is down")
"""
NO_BURST = {"turn": {"burst_wait_ms": 0}}


async def test_a_failing_action_says_so_and_the_next_turn_works(state: Path) -> None:
    (state / "actions.py").write_text(BROKEN_ACTION)
    settings = load_settings(state, NO_BURST)
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        answer = await shopper.say("how long do I have to return something?")
        failures = [event for event in answer["events"] if event["type"] == "TurnFailed"]
        replies = [event["reply"] for event in answer["events"] if event["type"] == "Replied"]
        assert [failure["code"] for failure in failures] == ["action_failed"]
        assert "nothing was changed" in replies[0]["text"]
        assert replies[0]["buttons"]
        assert await shopper.replies("hello")


async def test_an_order_of_which_a_row_cannot_be_read_is_left_to_a_colleague(state: Path) -> None:
    parcels = state / "shop" / "shipments.csv"
    parcels.write_text(parcels.read_text("utf-8") + "FW-204652,9,DHL,1,,,in_transit,soon,,\n", "utf-8")
    settings = load_settings(state, NO_BURST)
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        await shopper.replies("has my order FW-204652 left?")
        answer = await shopper.say("lotte.vanleeuwen@example.org")
        failures = [event["code"] for event in answer["events"] if event["type"] == "TurnFailed"]
        replies = [event["reply"] for event in answer["events"] if event["type"] == "Replied"]
        assert failures == ["order_unreadable"]
        assert replies[0]["text"].startswith("I can't look up this order just now")
        assert not [reply for reply in replies if reply["response"].startswith("utter_order_not_found")]
        assert replies[0]["buttons"]
        other = await begin(client)
        await other.replies("has my order FW-204518 left?")
        assert any(reply["order"] for reply in await other.replies("jonas.weber@example.com"))


async def test_an_index_that_vanishes_while_serving_harms_nobody(state: Path) -> None:
    settings = load_settings(state, NO_BURST)
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        for file in (state / "var" / "index" / "documents").rglob("*"):
            if file.is_file():
                file.unlink()
        shopper = await begin(client)
        assert await shopper.replies("How much does standard shipping to France cost?")


async def test_an_action_behind_the_shops_own_server(state: Path) -> None:
    async def webhook(request: web.Request) -> web.Response:
        call = await request.json()
        assert call["next_action"] == "action_opening_gift"
        event = {"event": "slot", "name": "country", "value": "Ireland"}
        return web.json_response({"events": [event], "responses": [{"text": "Here is your gift."}]})

    app = web.Application()
    app.router.add_post("/webhook", webhook)
    domain = (
        (state / "domain.yml").read_text().replace("actions:\n", "actions:\n  - action_opening_gift\n", 1)
    )
    flows = (state / "flows.yml").read_text()
    greet = flows[flows.index("  greet:") : flows.index("  goodbye:")]
    changed = greet.replace("utter_greet", "action_opening_gift")
    for name, text in (("domain.yml", domain), ("flows.yml", flows.replace(greet, changed))):
        (state / name).unlink()
        (state / name).write_text(text)
    async with TestServer(app) as server:
        settings = load_settings(
            state, {**NO_BURST, "actions": {"endpoint": str(server.make_url("/webhook"))}}
        )
        await migrate(settings.database_url)
        async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
            shopper = await begin(client)
            assert [reply["text"] for reply in await shopper.replies("hello")] == ["Here is your gift."]
            await server.close()
            answer = await shopper.say("hello")
            assert [e["code"] for e in answer["events"] if e["type"] == "TurnFailed"] == ["action_failed"]


def serve(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "serve", "--state", str(state), *arguments]
    environment = {**os.environ, "COLUMNS": "400"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)


def test_a_port_in_use(state: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = serve(state, "--port", str(port))
    assert result.returncode == 1
    assert "port_in_use" in result.stderr
    assert f"--port {port + 1}" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_setting_with_a_slip(state: Path) -> None:
    settings = state / "shopclerk.toml"
    text = settings.read_text()
    settings.unlink()
    settings.write_text(text + "\n[server]\nprot = 1\n")
    result = serve(state)
    assert result.returncode == 1
    assert "settings_error" in result.stderr
    assert "port" in result.stderr


def test_an_own_action_that_cannot_be_imported(state: Path) -> None:
    (state / "actions.py").write_text("import nothing_of_that_name\n")
    result = serve(state, "--port", "0")
    assert result.returncode == 1
    assert "actions.py" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_empty_folder_is_told_what_to_do(tmp_path: Path) -> None:
    result = serve(tmp_path)
    assert result.returncode == 1
    assert "shopclerk init" in result.stderr
