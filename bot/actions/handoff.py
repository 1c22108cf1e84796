"""Passes the conversation on to a person, or takes a message outside opening hours."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ConversationPaused, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.reading import slot_text
from bot.actions.tools import Events, ShopAction
from bot.conversation.opening import back_at, is_open

CLOSED_RESPONSE = "utter_handoff_closed"


class ActionHandoff(ShopAction):
    """Sets handoff_status: queued (a person comes), closed (nobody is there: the flow takes a message, and
    back_at says when somebody is), or message_taken. The flow speaks, as the texts are the shop's."""

    def name(self) -> str:
        """See Action."""
        return "action_handoff"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Queue during opening hours and with a message taken; else ask for one first, also behind one that
        was left for an earlier call. Who only leaves a message waits for nobody in the chat."""
        shop = self.tools.settings.shop
        earlier = slot_text(tracker, "handoff_status") in ("message_taken", "queued")
        taken = bool(slot_text(tracker, "handoff_message")) and not earlier
        if not taken and not is_open(shop.hours, shop.timezone):
            again = back_at(shop.hours, shop.timezone)
            return [SlotSet("handoff_status", "closed"), SlotSet("back_at", again or None)]
        reason = slot_text(tracker, "handoff_reason") or "asked"
        dispatcher.utter_message(json_message={"shopclerk": {"handoff": reason, "note": taken}})
        return [SlotSet("handoff_status", "message_taken" if taken else "queued"), ConversationPaused()]
