"""A conversation being made up: who says what, in which mood, and what comes in between."""

import random
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import yaml

from .cast import Caller, values
from .catalogue import SHOP, Product
from .language import Hand, expand, phrases

MOODS = ["angry", "unhappy", "neutral", "happy"]


class Left(Exception):
    """The shopper closes the window."""


@cache
def responses() -> dict[str, list[str]]:
    """The assistant's own sentences by name, those with conditions and templates left out."""
    domain = yaml.safe_load((SHOP / "domain.yml").read_text(encoding="utf-8"))
    return {
        name: [v["text"] for v in variations if "condition" not in v and "{{" not in v["text"]]
        for name, variations in domain["responses"].items()
    }


class Stage:
    """One dialogue.

    ``flow`` is what the bot calls the task, for "Back to ..."; ``identified`` says that the order was found;
    ``encores`` are tasks that may follow the first one.
    """

    def __init__(self, topic: str, caller: Caller, product: Product, mood: str, rng: random.Random) -> None:
        self.topic = topic
        self.caller = caller
        self.product = product
        self.mood = mood
        self.rng = rng
        self.outcome = "resolved"
        self.locale = "en"
        self.flow = ""
        self.turns: list[dict[str, str]] = []
        self.values = values(caller, product, rng)
        self._hand = Hand.draw(rng)
        self.identified = False
        self.second = False
        self.encores: list[Callable[[Stage], None]] = []
        self._asked: list[str] = []
        self._patience = {"angry": 1, "unhappy": 2}.get(mood, 3)

    def chance(self, probability: float) -> bool:
        """Whether something happens."""
        return self.rng.random() < probability

    # ------------------------------------------------------------------ the shopper

    def shopper(self, phrase: str, intent: str = "", lead: str = "", tail: str = "") -> None:
        """Say one of the phrases of this name; the intent is its name up to the dot.

        ``lead`` stands before it, ``tail`` behind it.
        """
        intent = intent or phrase.partition(".")[0]
        template = self._phrase(phrase)
        self.say(expand(lead + template + tail, self.values, self.rng), intent)

    def say(self, text: str, intent: str) -> None:
        """Say this, as the shopper types it. Some leave at this point.

        Raises: Left.
        """
        if self.turns and self.chance(0.012):
            self.outcome = "abandoned"
            raise Left
        written = self._hand.write(text, self.mood, self.rng) if self.locale == "en" else text
        self.turns.append({"role": "shopper", "text": written, "intent": intent, "mood": self.mood})

    def _phrase(self, phrase: str) -> str:
        for bank in ("tasks", "talk", "shopping"):
            found = phrases(bank).get(phrase)
            if found:
                moods: dict[str, list[str]] = found
                # The shorter list of a mood would wear out: the neutral one is used as well.
                options = moods.get(self.mood, moods["neutral"])
                if self.mood != "angry" and self.chance(0.3):
                    options = moods["neutral"]
                return self.rng.choice(options)
        raise KeyError(phrase)

    def worse(self, probability: float = 1.0) -> None:
        """The mood may sink by one step."""
        if self.chance(probability):
            self.mood = MOODS[max(0, MOODS.index(self.mood) - 1)]
            self._patience -= 1

    def sour(self) -> None:
        """Nobody complains in a good mood."""
        if self.mood in ("happy", "neutral"):
            self.mood = "unhappy"
        else:
            self.worse(0.5)

    def better(self, probability: float = 1.0) -> None:
        """The mood may rise by one step."""
        if self.chance(probability):
            self.mood = MOODS[min(3, MOODS.index(self.mood) + 1)]

    @property
    def fed_up(self) -> bool:
        """Whether the shopper wants no more of the bot."""
        return self._patience <= 0

    # ---------------------------------------------------------------------- the bot

    def bot(self, *names: str, **more: str) -> None:
        """Say responses of the domain, one after the other, in one turn."""
        self.bot_says(" ".join(self._response(name, more) for name in names))

    def _response(self, name: str, more: dict[str, str]) -> str:
        known = {**self.values, "order_number": self.values["order_id"], **more}
        options = [t for t in responses()[name] if set(re.findall(r"\{(\w+)\}", t)) <= set(known)]
        return expand(self.rng.choice(options), known, self.rng)

    def bot_says(self, text: str) -> None:
        """Say this."""
        self.turns.append({"role": "bot", "text": text})

    def ask(self, *names: str, digress: bool = True, **more: str) -> None:
        """A question of the bot, with what may come between it and the answer."""
        self.bot(*names, **more)
        if digress and self.chance(0.09):
            self._digression(names[-1], more)
        elif self.chance(0.025):
            self.shopper("repeat")
            self.bot(names[-1], **more)
        elif self.chance(0.03):
            self.shopper("chitchat")
            self.bot_says(f"{self._response('utter_chitchat', {})} {self._response(names[-1], more)}")
        elif self.chance(0.035):
            self.shopper("confused", "give_details")
            self.worse(0.2)
            self.bot_says(f"{self._response('utter_ask_rephrase', {})} {self._response(names[-1], more)}")

    def _digression(self, question: str, more: dict[str, str]) -> None:
        """A question to the documents in the middle of a task, and back."""
        intent, item = self.any_question()
        self.say(expand(self.rng.choice(item["ask"]), self.values, self.rng), intent)
        back = f"Back to {self.flow}." if self.flow else ""
        self.bot_says(f"{item['say']} {back} {self._response(question, more)}")

    def any_question(self, intent: str = "") -> tuple[str, dict[str, Any]]:
        """A question that the documents answer, of an intent or of any, with its intent."""
        bank = phrases("questions")
        intent = intent or self.rng.choice([name for name in bank if name != "unanswered"])
        fresh = [item for item in bank[intent] if item["say"] not in self._asked] or bank[intent]
        item = self.rng.choice(fresh)
        self._asked.append(item["say"])
        return intent, item

    # ------------------------------------------------------------------- colleagues

    def hand_over(self, *, asked: bool = True, topic: str = "") -> None:
        """A colleague takes over and helps. ``asked``: the shopper has to ask for it first."""
        if asked:
            self.shopper("talk_to_human")
        self.outcome = "handed_over"
        self.bot("utter_handoff_queued")
        bank = phrases("agents")
        agent = self.values["agent"] = self.rng.choice(bank["names"])
        opening = (
            "open"
            if any(self.values["order_digits"] in turn["text"] for turn in self.turns)
            else "open_unknown"
        )
        first = [
            self.rng.choice(bank[opening]),
            self.rng.choice(bank["sorry"]) if self.mood != "neutral" else "",
        ]
        at_once = self.chance(0.55)
        self.agent_says(agent, *first, self._way(topic) if at_once else "")
        if not at_once:
            cross = self.mood in MOODS[:2] and self.chance(0.6)
            self.shopper("complaint" if cross else "details_late", "" if cross else "give_details")
            self.agent_says(agent, self._way(topic))
        self._part(agent)

    def _part(self, agent: str) -> None:
        """Thanks, and a kind word."""
        self.better(0.7)
        self.better(0.3)
        self.shopper("thanks")
        if self.chance(0.35):
            self.agent_says(agent, self.rng.choice([text for text in phrases("agents")["closing"] if text]))

    def _way(self, topic: str) -> str:
        ways: dict[str, list[str]] = phrases("agents")["ways"]
        return self.rng.choice(ways.get(topic or self.topic, ways["other"]))

    def agent_says(self, agent: str, *parts: str) -> None:
        """Say the parts that are not empty, in one turn."""
        text = " ".join(expand(part, self.values, self.rng) for part in parts if part)
        self.turns.append({"role": "agent", "name": agent, "text": text})

    # -------------------------------------------------------------------- the whole

    def as_dialogue(self, number: int) -> dict[str, Any]:
        """A line of dialogues.jsonl."""
        return {
            "id": f"s{number:04d}",
            "locale": self.locale,
            "topic": self.topic,
            "outcome": self.outcome,
            "turns": self.turns,
        }
