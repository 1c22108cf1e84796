"""Who will think about it is thanked, and no offer is taken up; a repetition needs something said."""

from __future__ import annotations

import pytest


@pytest.fixture
def polite(talk_to, sources):
    """An assistant that answers thanks."""
    greet = sources["flows.yml"].split("  greet:")[1].split("  identify:")[0]
    thanks = f"  thanks:{greet.replace('greet', 'thanks')}"
    domain = sources["domain.yml"].replace("intents: [greet,", "intents: [greet, thanks,", 1)
    domain = domain.replace("responses:\n", "responses:\n  utter_thanks: [{text: You are welcome.}]\n", 1)
    return talk_to({**sources, "domain.yml": domain, "flows.yml": sources["flows.yml"] + thanks})


@pytest.mark.parametrize(
    "said",
    [
        "Thank you, I will discuss it with my husband and mail you.",
        "ok i'll think about it",
        "I need to ask my wife first",
        "thanks, we'll let you know",
    ],
)
def test_it_will_be_thought_about(polite, said):
    assert polite.says(said, "return_item", 0.8, others={"thanks": 0.05}) == ["utter_thanks"]


@pytest.mark.parametrize(
    "said", ["I need to talk to a person", "I'd like to think about which one?", "I have to send it back"]
)
def test_it_is_wished_for(talk, said):
    assert talk.says(said, "return_item", 0.95) == ["utter_ask_order_number"]
