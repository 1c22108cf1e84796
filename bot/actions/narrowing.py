"""One question at a time, for those who want advice: the one whose answer narrows the choice most."""

from __future__ import annotations

import json

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.finding import SHOWN
from bot.actions.reading import entity, previous_wish
from bot.actions.saying import say
from bot.actions.tools import ActionTools
from bot.conversation.messages import Button, Reply
from retrieval.products.search import SearchResult
from retrieval.recommend.asking import MOST_ANSWERS, Question, answered, best_question, known
from retrieval.types import Constraints

CONSIDERED = 200
"""Products among which a question is to tell apart."""
NO_MATTER = "No matter"


def pressed_answer(tracker: Tracker) -> Constraints | None:
    """The wish after the answer that a pressed button gives, None for any other message."""
    about = entity(tracker, "about")
    if not about:
        return None
    return answered(previous_wish(tracker) or Constraints(), about, entity(tracker, "choice"))


def question_for(tools: ActionTools, result: SearchResult) -> Question | None:
    """What to ask of a wish that more products fit than are shown; None where those are enough, or nothing
    would tell much. Blocks."""
    wish = result.wish
    if result.relaxed or result.total <= SHOWN or len(wish.asked) >= MOST_ANSWERS:
        return None
    hits = tools.products.search(wish, CONSIDERED, relax=False).hits
    return best_question([hit.product for hit in hits], asked=known(wish))


def ask(dispatcher: CollectingDispatcher, question: Question, wish: Constraints) -> Constraints:
    """Ask, with the answers as buttons; returns the wish that remembers it."""
    buttons = tuple(
        Button(title=choice.title, payload=_payload(question.about, choice.condition))
        for choice in question.choices
    )
    skip = Button(title=NO_MATTER, payload=_payload(question.about, ""))
    say(dispatcher, Reply(text=question.text, buttons=(*buttons, skip)))
    return replace(wish, asked=(*wish.asked, question.about))


def _payload(about: str, choice: str) -> str:
    return f"/recommend_product{json.dumps({'about': about, 'choice': choice}, ensure_ascii=False)}"
