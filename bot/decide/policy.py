"""The learned policy as it serves: linear models over named features, which can be read and explained.

A release holds it as policy.json. It ranks what the rules leave open (bot/decide/advice.py says where); what
it ranks by is named in the reason. Trained by training/policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

import msgspec

from bot.decide.features import BOT_SAID, Features

NAMED = 2
"""Features that a reason names."""
LEAST = 1e-4
"""Below that, probabilities of the understanding no longer differ."""


class Linear(msgspec.Struct, frozen=True, kw_only=True):
    """``bias`` plus the weighted features; features without a weight do not count."""

    bias: float
    weights: dict[str, float]

    def score(self, features: Features) -> float:
        """In logits."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``person`` gives the log-odds that a person takes over; from ``hand_over`` on, a probability, one is
    called; None: never, as held-out dialogues did not allow for it. ``usual``: the features' means.

    ``actions``, by effect (``Reading.effect``), gives what the conversation adds to the understanding's
    log-probability, which counts ``trust`` times; from ``act`` on the best is done without asking; None:
    never.
    """

    person: Linear
    usual: dict[str, float]
    hand_over: float | None
    actions: dict[str, Linear]
    trust: float
    act: float | None

    def person_needed(self, features: Features) -> float:
        """The calibrated probability that a person takes over."""
        return 1 / (1 + exp(-self.person.score(features)))

    def next_actions(self, features: Features, readings: Mapping[str, float]) -> dict[str, float]:
        """The probability of each effect among ``readings`` (with their probabilities by the understanding),
        the likeliest first."""
        scores = {
            effect: self.trust * log(max(probability, LEAST)) + self._added(effect, features)
            for effect, probability in readings.items()
        }
        most = max(scores.values(), default=0.0)
        weights = {effect: exp(score - most) for effect, score in scores.items()}
        total = sum(weights.values())
        return {effect: weights[effect] / total for effect in sorted(weights, key=lambda e: -weights[e])}

    def _added(self, effect: str, features: Features) -> float:
        learned = self.actions.get(effect)
        return learned.score(features) if learned else 0.0

    def signs(self, features: Features) -> list[str]:
        """The features that speak most for a person, beyond what they usually do, in words."""
        shares = {
            name: self.person.weights.get(name, 0.0) * (value - self.usual.get(name, 0.0))
            for name, value in features.items()
        }
        strongest = sorted((name for name in shares if shares[name] > 0), key=lambda name: -shares[name])
        return [_in_words(name) for name in strongest[:NAMED]]


def _in_words(name: str) -> str:
    return f'the bot said "{name.removeprefix(BOT_SAID)}"' if name.startswith(BOT_SAID) else name


def read_policy(data: bytes) -> Policy:
    """Raises: msgspec.MsgspecError for what is no policy."""
    return msgspec.json.decode(data, type=Policy)
