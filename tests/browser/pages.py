"""The two screens as their users see them: the shopper's chat and the agents' desk."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Playwright, expect

CHROMIUM = "/usr/bin/chromium"
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SHIPPING = "How much does standard shipping to France cost?"
SHIPPING_ANSWER = re.compile("France and Ireland costs 9.95 EUR")
UNCOVERED = "do you have a store in Barcelona?"
"""No document of the demo shop answers it."""
POPULAR = "what jackets are popular this season?"
JACKET = "I need a waterproof jacket under 150 euros, not black"


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium, with a fresh profile."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)


class Widget:
    """The chat on the shop's page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def part(self, name: str) -> Locator:
        """The elements with a test id, inside shadow roots too."""
        return self.page.get_by_test_id(name)

    def open(self) -> Widget:
        """Go to the shop and open the chat."""
        self.page.goto(self.url)
        expect(self.part("tile").first).to_be_visible()
        return self.open_chat()

    def open_chat(self) -> Widget:
        """Open the chat on the page that is there."""
        self.part("launcher").click()
        expect(self.part("composer")).to_be_visible()
        return self

    def say(self, text: str) -> None:
        """Write a message and send it."""
        self.part("composer").fill(text)
        self.part("composer").press("Enter")
        expect(self.part("shopper-message").last).to_contain_text(text)

    def ask(self, text: str, answer: str | re.Pattern[str]) -> Locator:
        """Say ``text`` and wait for a reply with these words; returns that message."""
        self.say(text)
        reply = self.part("bot-message").filter(has_text=answer).last
        expect(reply).to_be_visible()
        return reply

    def ask_for_person(self) -> None:
        """By the header's menu."""
        self.part("menu").click()
        self.page.get_by_role("menuitem", name="Talk to a person").click()
        expect(self.part("notice").last).to_contain_text("Waiting for a colleague")

    @property
    def session(self) -> dict[str, Any]:
        """What the browser keeps of the conversation: its id and the visitor's token."""
        kept = self.page.evaluate(
            "Object.entries(localStorage).find(([key]) => key.endsWith(':session'))?.[1] ?? 'null'"
        )
        found: dict[str, Any] = json.loads(kept)
        return found

    @property
    def conversation_id(self) -> str:
        """Of the visitor's conversation."""
        return str(self.session["conversationId"])

    def events(self) -> list[dict[str, Any]]:
        """All that the public API says about the conversation."""
        address = f"{self.url}/v1/conversations/{self.conversation_id}/events?since=0&limit=200"
        answer = self.page.request.get(address, headers={"Authorization": f"Bearer {self.session['token']}"})
        assert answer.ok, answer.text()
        return list(answer.json()["events"])


class Desk:
    """The console of one agent."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def part(self, name: str) -> Locator:
        """The elements with a test id, inside shadow roots too."""
        return self.page.get_by_test_id(name)

    def sign_in(self, email: str, password: str) -> Desk:
        """From the sign-in page to the queue."""
        self.page.goto(f"{self.url}/console/")
        self.fill_in(email, password)
        return self

    def fill_in(self, email: str, password: str) -> None:
        """What the sign-in page asks for."""
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.part("queue")).to_be_visible()

    def item(self, conversation_id: str) -> Locator:
        """The conversation's row in the queue."""
        return self.page.locator(f'[data-testid=queue-item][data-id="{conversation_id}"]')

    def open(self, conversation_id: str) -> None:
        """Choose a conversation of the queue."""
        self.item(conversation_id).click()
        expect(self.part("owner")).to_be_visible()

    def take(self) -> None:
        """Take the open conversation over."""
        self.part("act-take").click()
        expect(self.part("owner")).to_have_text("You are answering")

    def reply(self, text: str) -> None:
        """Answer the shopper."""
        self.part("reply").fill(text)
        self.part("reply").press("Enter")
        expect(self.part("me").last).to_contain_text(text)
