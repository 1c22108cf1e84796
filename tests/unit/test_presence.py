"""Who is looking at a conversation."""

from __future__ import annotations

from bot.console.presence import Presence
from bot.record.staff import Staff


def person(name: str) -> Staff:
    return Staff(id=name.lower(), email=f"{name}@x", name=name, role="agent")


def test_a_person_with_two_tabs_counts_once_and_stays_with_one() -> None:
    presence, bo = Presence(), person("Bo")
    presence.enter("c_1", "tab 1", bo)
    presence.enter("c_1", "tab 2", bo)
    presence.leave("c_1", "tab 1")
    assert [viewer.name for viewer in presence.viewers("c_1")] == ["Bo"]
    presence.leave("c_1", "tab 2")
    presence.leave("c_1", "tab 2")
    assert presence.viewers("c_1") == []


def test_one_does_not_see_oneself() -> None:
    presence = Presence()
    presence.enter("c_1", 1, person("Bo"))
    presence.enter("c_1", 2, person("Al"))
    assert [viewer.name for viewer in presence.viewers("c_1")] == ["Al", "Bo"]
    assert [viewer.name for viewer in presence.viewers("c_1", but="bo")] == ["Al"]


def test_typing_ends_by_itself_and_with_the_person() -> None:
    now = 0.0
    presence, bo = Presence(lambda: now), person("Bo")
    presence.start_typing("c_1", bo, 5)
    presence.enter("c_1", 1, bo)
    assert not presence.viewers("c_1")[0].typing
    presence.start_typing("c_1", bo, 5)
    assert presence.viewers("c_1")[0].typing
    now = 5.0
    assert not presence.viewers("c_1")[0].typing
    presence.start_typing("c_1", bo, 5)
    presence.leave("c_1", 1)
    presence.enter("c_1", 1, bo)
    assert not presence.viewers("c_1")[0].typing
