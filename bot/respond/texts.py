"""The built-in texts of a language, from locales/<language>.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.conversation.messages import Button
from bot.errors import SettingsError

DEFAULT = "internal_error"


@dataclass(frozen=True, slots=True)
class Text:
    """One wording of a built-in response; of the same form as a variation in a domain."""

    text: str
    buttons: tuple[Button, ...] = ()
    image: str = ""
    custom: None = None
    condition: None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the bot is doing, for questions with one of the words; without words for all."""

    text: str
    words: tuple[str, ...] = ()

    def fits(self, question: str) -> bool:
        """Whether one of the words stands in the question."""
        return not self.words or any(re.search(rf"\b{re.escape(w)}\b", question, re.I) for w in self.words)


@dataclass(frozen=True, slots=True)
class Texts:
    """The built-in texts. ``failures`` are by error code, ``progress`` by action, ``foreign`` by language,
    ``sources`` what leads over from one source to another."""

    responses: Mapping[str, tuple[Text, ...]]
    failures: Mapping[str, str]
    progress: Mapping[str, tuple[Progress, ...]]
    foreign: Mapping[str, Text]
    sources: Mapping[str, str]
    person: Button

    def failure(self, code: str) -> str:
        """The sentence for an error code, or the general one."""
        return self.failures.get(code, self.failures[DEFAULT])


@cache
def load_texts(language: str) -> Texts:
    """The texts of a language.

    Raises: SettingsError where there are none.
    """
    folder = files("bot.respond").joinpath("locales")
    file = folder.joinpath(f"{language}.toml")
    if not file.is_file():
        known = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir())
        raise SettingsError(
            f"[shop] locale: there are no texts for {language!r}; there are {', '.join(known)}."
        )
    return _texts(tomllib.loads(file.read_text("utf-8")))


def _texts(data: Mapping[str, Any]) -> Texts:
    buttons = {name: Button(**button) for name, button in data["buttons"].items()}
    person = buttons["person"]
    return Texts(
        responses={
            name: tuple(_text(variation, buttons) for variation in variations)
            for name, variations in data["responses"].items()
        },
        failures=data["failures"],
        progress={
            action: tuple(Progress(entry["text"], tuple(entry.get("words", ()))) for entry in entries)
            for action, entries in data["progress"].items()
        },
        foreign={
            language: Text(entry["text"], (Button(title=entry["button"], payload=person.payload),))
            for language, entry in data["foreign"].items()
        },
        sources=data["sources"],
        person=person,
    )


def _text(variation: Mapping[str, Any], buttons: Mapping[str, Button]) -> Text:
    return Text(variation["text"], tuple(buttons[name] for name in variation.get("buttons", ())))
