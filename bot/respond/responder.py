"""Says responses: the domain's own, else the built-in ones."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.conversation.messages import Button, Reply
from bot.conversation.state import State
from bot.conversation.templates import fill, placeholders
from bot.errors import ConfigError
from bot.respond.texts import load_texts


class Condition(Protocol):
    """When a variation may be used."""

    def holds(self, slots: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> bool:
        """Whether it is true now."""


class ButtonTemplate(Protocol):
    """A button with placeholders."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def payload(self) -> str: ...  # noqa: D102


class Variation(Protocol):
    """One wording of a response, as bot.decide reads it from a domain."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def buttons(self) -> Sequence[ButtonTemplate]: ...  # noqa: D102
    @property
    def image(self) -> str: ...  # noqa: D102
    @property
    def custom(self) -> Mapping[str, Any] | None: ...  # noqa: D102
    @property
    def condition(self) -> Condition | None: ...  # noqa: D102
    @property
    def channel(self) -> str: ...  # noqa: D102


class Domain(Protocol):
    """What the responder needs of an assistant's domain."""

    @property
    def responses(self) -> Mapping[str, Sequence[Variation]]: ...  # noqa: D102


class DomainResponder:
    """Implements ``bot.conversation.ports.Responder``. ``locale`` is the language of the built-in texts."""

    def __init__(self, domain: Domain, locale: str = "en") -> None:
        self.texts = load_texts(locale)
        self._responses: dict[str, Sequence[Variation]] = {**self.texts.responses, **domain.responses}

    def say(self, response: str, slots: Mapping[str, Any], state: State) -> Reply:
        """The response with its placeholders filled; variations rotate, never the same twice running.

        ``slots`` holds also what a pattern knows (``previous_flow_name`` ...); buttons under its key
        ``offered_buttons`` come after the response's own.
        Raises: ConfigError for an unknown response.
        """
        variations = self._responses.get(response)
        if variations is None:
            raise ConfigError(f"There is no response {response!r}.")
        chosen = _rotate(_usable(variations, slots, state.channel), slots, state)
        buttons = [Button(title=fill(b.title, slots), payload=fill(b.payload, slots)) for b in chosen.buttons]
        buttons += [Button(**button) for button in slots.get("offered_buttons") or ()]
        return Reply(
            text=fill(chosen.text, slots),
            buttons=tuple(buttons),
            image=fill(chosen.image, slots),
            custom=dict(chosen.custom) if chosen.custom else None,
            response=response,
        )

    def failure(self, code: str) -> Reply:
        """The honest sentence for a failed part, with the offer of a person."""
        own = self._responses.get(f"utter_error_{code}")
        text = own[0].text if own else self.texts.failure(code)
        return Reply(text=text, kind="error", buttons=(self.texts.person,))

    def progress(self, action: str, question: str) -> str:
        """What the bot is doing, in words; "" when there is nothing to say."""
        entries = self.texts.progress.get(action, ())
        return next((entry.text for entry in entries if entry.fits(question)), "")

    def foreign(self, language: str) -> Reply | None:
        """A sentence in ``language`` saying which language is spoken here, or None where it is unknown."""
        text = self.texts.foreign.get(language)
        return Reply(text=text.text, buttons=text.buttons, response="utter_foreign") if text else None


def _usable(variations: Sequence[Variation], slots: Mapping[str, Any], channel: str) -> Sequence[Variation]:
    """The variations to choose from: fitting the channel before general, with a true condition before
    without one, completely filled before with gaps."""
    true = [v for v in variations if v.condition is not None and v.condition.holds(slots, slots)]
    plain = [v for v in variations if v.condition is None]
    groups = (
        [v for v in true if v.channel and v.channel == channel],
        [v for v in plain if v.channel and v.channel == channel],
        [v for v in true if not v.channel],
        [v for v in plain if not v.channel],
    )
    group = next((group for group in groups if group), variations)
    complete = [v for v in group if all(slots.get(name) is not None for name in placeholders(v.text))]
    return complete or group


def _rotate(variations: Sequence[Variation], slots: Mapping[str, Any], state: State) -> Variation:
    """The variation after the one that was said last; a conversation of its own begins anywhere."""
    said = [item.text for item in state.window if item.role == "bot"]
    texts = [fill(variation.text, slots) for variation in variations]
    last = next((text for text in reversed(said) if text in texts), None)
    if last is None:
        return variations[zlib.crc32(state.conversation_id.encode()) % len(variations)]
    return variations[(texts.index(last) + 1) % len(variations)]
