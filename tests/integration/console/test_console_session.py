"""Signing in to the console, and what is closed to those who have not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from console_people import PASSWORD, Clock, Person

from bot.console.services import ConsoleServices

Visitor = Callable[[], Awaitable[Person]]
SignedIn = Callable[..., Awaitable[Person]]


async def test_the_first_start_makes_an_administrator_once(
    services: ConsoleServices, visitor: Visitor
) -> None:
    made = await services.accounts.ensure_admin()
    assert made is not None
    person = await visitor()
    status, body = await person.sign_in(made.email, made.password)
    assert (status, body["staff"]["role"]) == (200, "admin")
    assert await services.accounts.ensure_admin() is None


async def test_a_session_tells_who_it_is_and_ends(signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    session = await bo.get("session")
    assert (session["staff"]["name"], session["csrf"]) == ("Bo", bo.csrf)
    assert "password_hash" not in session["staff"]
    cookie = next(iter(bo.client.session.cookie_jar))
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/console")
    assert (await bo.send("DELETE", "session"))[0] == 204
    assert (await bo.send("GET", "session"))[0] == 401


@pytest.mark.parametrize(("email", "password"), [("bo@shop.example", "wrong"), ("x@shop.example", PASSWORD)])
async def test_a_wrong_name_and_a_wrong_password_look_the_same(
    signed_in: SignedIn, visitor: Visitor, email: str, password: str
) -> None:
    await signed_in("Bo")
    stranger = await visitor()
    status, body = await stranger.sign_in(email, password)
    assert status == 401
    assert body == {"error": {"code": "not_signed_in", "text": "E-mail or password is wrong."}}


async def test_five_wrong_passwords_lock_account_and_address(
    signed_in: SignedIn, visitor: Visitor, clock: Clock
) -> None:
    await signed_in("Bo")
    await signed_in("Cy")
    stranger = await visitor()
    for _ in range(5):
        assert (await stranger.sign_in("bo@shop.example", "wrong"))[0] == 401
    for email in ("bo@shop.example", "cy@shop.example"):
        status, body = await stranger.sign_in(email, PASSWORD)
        assert (status, body["error"]["code"]) == (429, "too_many_requests")
        assert "5 minutes" in body["error"]["text"]
    clock.now += 301
    assert (await stranger.sign_in("bo@shop.example", PASSWORD))[0] == 200


async def test_guesses_at_the_same_time_are_counted(signed_in: SignedIn, visitor: Visitor) -> None:
    await signed_in("Bo")
    stranger = await visitor()
    results = await asyncio.gather(*(stranger.sign_in("bo@shop.example", f"wrong {n}") for n in range(20)))
    assert sorted(status for status, _ in results) == [401] * 5 + [429] * 15


async def test_success_ends_the_count(signed_in: SignedIn, visitor: Visitor) -> None:
    await signed_in("Bo")
    person = await visitor()
    for _ in range(3):
        for _ in range(4):
            assert (await person.sign_in("bo@shop.example", "wrong"))[0] == 401
        assert (await person.sign_in("BO@shop.example ", PASSWORD))[0] == 200


async def test_a_session_ends_when_it_is_not_used(signed_in: SignedIn, clock: Clock) -> None:
    bo = await signed_in("Bo")
    for _ in range(3):
        clock.now += 11 * 3600
        await bo.get("session")
    clock.now += 12 * 3600 + 60
    assert (await bo.send("GET", "session"))[0] == 401


CLOSED = [
    ("GET", "session"),
    ("GET", "inbox"),
    ("GET", "conversations/c_1"),
    ("POST", "conversations/c_1/take"),
    ("GET", "staff"),
    ("GET", "live"),
    ("GET", "nowhere"),
    ("POST", "session/password"),
]


@pytest.mark.parametrize(("method", "path"), CLOSED)
async def test_everything_is_closed(visitor: Visitor, method: str, path: str) -> None:
    stranger = await visitor()
    status, body = await stranger.send(method, path, {} if method == "POST" else None)
    assert (status, body["error"]["code"]) == (401, "not_signed_in")


async def test_every_route_is_closed(server: TestServer, visitor: Visitor) -> None:
    stranger = await visitor()
    routes = [(route.method, route.resource) for route in server.app.router.routes() if route.resource]
    assert len(routes) > 15
    for method, resource in routes:
        path = resource.canonical.removeprefix("/console/api/").replace("{id}", "x")
        if (method, path) != ("POST", "session"):
            assert (await stranger.send(method, path))[0] == 401, (method, path)


@pytest.mark.parametrize("csrf", ["", "wrong", "ä"])
async def test_an_unsafe_request_needs_the_csrf_token(signed_in: SignedIn, csrf: str) -> None:
    bo = await signed_in("Bo")
    bo.csrf = csrf
    for method, path in (("POST", "conversations/c_1/take"), ("DELETE", "session")):
        status, body = await bo.send(method, path, {})
        assert (status, body["error"]["code"]) == (403, "not_allowed")


async def test_a_csrf_token_belongs_to_its_session(signed_in: SignedIn) -> None:
    bo, cy = await signed_in("Bo"), await signed_in("Cy")
    assert bo.csrf != cy.csrf
    bo.csrf = cy.csrf
    assert (await bo.send("DELETE", "session"))[0] == 403


@pytest.mark.parametrize(("method", "path"), [("POST", "session"), ("DELETE", "session"), ("GET", "live")])
async def test_pages_of_other_sites_are_refused(signed_in: SignedIn, method: str, path: str) -> None:
    bo = await signed_in("Bo")
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"} if path == "live" else {}
    status, body = await bo.send(method, path, None, Origin="https://evil.example", **upgrade)
    assert (status, body["error"]["code"]) == (403, "foreign_origin")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "malformed_json"),
        (b"[]", "bad_request"),
        (b'{"email": 1}', "bad_request"),
        (b"\xff", "malformed_json"),
    ],
)
async def test_bodies_that_make_no_sense(visitor: Visitor, body: bytes, code: str) -> None:
    stranger = await visitor()
    headers = {"Content-Type": "application/json"}
    async with stranger.client.post("/console/api/session", data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["error"]["code"] == code


async def test_a_form_of_another_site_cannot_sign_anybody_in(visitor: Visitor) -> None:
    stranger = await visitor()
    async with stranger.client.post("/console/api/session", data={"email": "x"}) as response:
        assert response.status == 400


async def test_roles(signed_in: SignedIn) -> None:
    for role, allowed in (("agent", 403), ("trainer", 403), ("admin", 200)):
        person = await signed_in(role.title(), role)
        assert (await person.send("GET", "staff"))[0] == allowed
        assert (await person.send("GET", "audit"))[0] == allowed
        assert (await person.send("GET", "inbox"))[0] == 200


async def test_an_administrator_manages_accounts(signed_in: SignedIn, visitor: Visitor) -> None:
    ann = await signed_in("Ann", "admin")
    made = await ann.post("staff", {"email": "Dee@Shop.example", "name": "Dee", "role": "agent"})
    dee = await visitor()
    assert (await dee.sign_in("dee@shop.example", made["password"]))[0] == 200
    path = f"staff/{made['staff']['id']}"
    status, changed = await ann.send("PATCH", path, {"role": "trainer", "name": "Dee D."})
    assert (status, changed["staff"]["role"], changed["staff"]["name"]) == (200, "trainer", "Dee D.")
    assert (await dee.get("session"))["staff"]["role"] == "trainer"
    assert (await ann.send("PATCH", path, {"disabled": True}))[0] == 200
    assert (await dee.send("GET", "session"))[0] == 401
    assert (await dee.sign_in("dee@shop.example", made["password"]))[0] == 401
    assert [person["name"] for person in (await ann.get("staff"))["staff"]] == ["Ann", "Dee D."]


WRONG_ACCOUNTS: list[tuple[dict[str, Any], int]] = [
    ({"email": "ann@shop.example", "name": "Twice"}, 409),
    ({"email": "no address", "name": "X"}, 422),
    ({"email": "x@y", "name": " "}, 422),
    ({"email": "x@y", "name": "X", "role": "king"}, 422),
    ({"email": "x@y", "name": "X", "password": "short"}, 422),
    ({"email": "x@y"}, 400),
]


@pytest.mark.parametrize(("body", "expected"), WRONG_ACCOUNTS)
async def test_accounts_that_cannot_be_made(signed_in: SignedIn, body: dict[str, Any], expected: int) -> None:
    ann = await signed_in("Ann", "admin")
    assert (await ann.send("POST", "staff", body))[0] == expected
    assert len((await ann.get("staff"))["staff"]) == 1


async def test_the_last_administrator_stays(signed_in: SignedIn) -> None:
    ann = await signed_in("Ann", "admin")
    path = f"staff/{(await ann.get('session'))['staff']['id']}"
    for change in ({"role": "agent"}, {"disabled": True}):
        status, body = await ann.send("PATCH", path, change)
        assert (status, body["error"]["code"]) == (409, "conflict")
    assert (await ann.send("PATCH", "staff/s_nobody", {"role": "agent"}))[0] == 404


async def test_changing_the_own_password_ends_other_sessions(signed_in: SignedIn, visitor: Visitor) -> None:
    bo, elsewhere = await signed_in("Bo"), await visitor()
    await elsewhere.sign_in("bo@shop.example", PASSWORD)
    wrong = await bo.send("PUT", "session/password", {"current": "wrong", "new": "another long one"})
    assert wrong[0] == 401
    status, body = await bo.send("PUT", "session/password", {"current": PASSWORD, "new": "another long one"})
    assert status == 200
    assert (await bo.get("session"))["csrf"] == body["csrf"] != bo.csrf
    assert (await elsewhere.send("GET", "session"))[0] == 401
    assert (await elsewhere.sign_in("bo@shop.example", "another long one"))[0] == 200


async def test_the_audit_log_says_who_did_what(signed_in: SignedIn, visitor: Visitor) -> None:
    ann = await signed_in("Ann", "admin")
    stranger = await visitor()
    await stranger.sign_in("ann@shop.example", "wrong")
    await stranger.sign_in("my-secret-password", "wrong")
    await ann.post("staff", {"email": "dee@shop.example", "name": "Dee"})
    entries = (await ann.get("audit"))["entries"]
    seen = [(entry["action"], entry["staff_name"], entry["target"]) for entry in entries]
    assert seen == [
        ("staff_added", "Ann", "dee@shop.example as agent"),
        ("sign_in_failed", "", ""),
        ("sign_in_failed", "", "ann@shop.example"),
        ("signed_in", "Ann", ""),
        ("staff_added", "", "ann@shop.example as admin"),
    ]
    older = (await ann.get(f"audit?before={entries[1]['id']}&limit=2"))["entries"]
    assert older == entries[2:4]
