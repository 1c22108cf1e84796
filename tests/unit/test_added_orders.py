"""``shopclerk add orders`` lays out the order tasks in a shop that was made before there were any."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.added import ORDERS, with_orders
from bot.assistant_files import read_sources
from bot.cli import build_cli
from bot.decide.assistant import load_assistant
from bot.errors import AssistantError, SettingsError

BEFORE = r"""
  # Orders: from shop/orders.csv and its neighbours. Order data are shown only when the number and the e-mail
  # address belong together.
  track_order:
    name: your parcel
    description: Where the shopper's order is.
    nlu_trigger:
      - intent: track_order
    steps:
      - collect: order_number
        description: the order number
      - collect: email
        utter: utter_ask_order_email
        description: the e-mail address of the order
        rejections:
          - if: 'not (slots.email matches "^[^@\s]+@[^@\s]+\.[^@\s]{2,}$")'
            utter: utter_invalid_email
      - action: action_check_order
        next:
          - if: slots.order_found
            then: show
          - else:
              - action: utter_order_not_found
                next: END
      - id: show
        action: action_show_order

  # What a person does until you write flows for it, as the demo shop has: what a page says of it first.
  change_order:
    name: a change to an order
    description: A return, an exchange, a cancellation or another change of the shopper's own order.
    nlu_trigger:
      - intent: change_order
    steps:
      - action: action_explain
      - action: utter_change_order
"""
WISHES = """
  - intent: track_order
    examples: |
      - where is my order
      - has the carrier been here

  - intent: change_order
    examples: |
      - I want to return something
      - cancel my order
"""
ANSWER = """
  utter_change_order:
    - text: A colleague does that.
  utter_order_not_found:
    - text: Hm, no such order.
"""


def shopclerk(*arguments: str) -> str:
    done = CliRunner().invoke(build_cli(), list(arguments))
    if done.exit_code:
        raise done.exception or AssertionError(done.output)
    return done.output


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    shopclerk("init", str(folder))
    (folder / ORDERS).unlink()
    for name, more in (("flows.yml", BEFORE), ("nlu.yml", WISHES), ("domain.yml", ANSWER)):
        (folder / name).write_text((folder / name).read_text().rstrip() + "\n" + more)
    domain = (folder / "domain.yml").read_text()
    domain = domain.replace("  - find_product\n", "  - find_product\n  - track_order\n  - change_order\n", 1)
    slot = "slots:\n  order_status:\n    type: text\n    mappings:\n      - type: controlled\n"
    (folder / "domain.yml").write_text(domain.replace("slots:\n", slot, 1))
    assert "no mistakes" in shopclerk("check", "--state", str(folder))
    return folder


def test_what_was_laid_out_and_left_alone_is_replaced(shop: Path) -> None:
    said = shopclerk("add", "orders", "--state", str(shop))
    assert "flows.yml, nlu.yml, orders.yml written" in said
    assert "Kept" not in said
    assert "no mistakes" in shopclerk("check", "--state", str(shop))
    assistant = load_assistant(read_sources(shop))
    assert {"cancel_order", "return_item", "refund_status", "pass_on"} <= set(assistant.flows)
    by_text = {example.text: example.intent for example in assistant.nlu.examples}
    assert by_text["I want to return something"] == "return_item"
    assert by_text["has the carrier been here"] == "track_order"
    (wording,) = assistant.domain.responses["utter_order_not_found"]
    assert wording.text == "Hm, no such order."
    (offer,) = assistant.domain.responses["utter_change_order"]
    assert offer.buttons[0].payload == "/pass_on"
    with pytest.raises(SettingsError, match="already"):
        shopclerk("add", "orders", "--state", str(shop))


def test_a_flow_of_the_shops_own_stays(shop: Path) -> None:
    flows = (shop / "flows.yml").read_text()
    (shop / "flows.yml").write_text(flows.replace("name: your parcel", "name: your box"))
    assert "Kept your own: track_order." in shopclerk("add", "orders", "--state", str(shop))
    assert load_assistant(read_sources(shop)).flows["track_order"].name == "your box"


def test_nothing_is_written_beside_a_mistake(shop: Path) -> None:
    (shop / "flows.yml").write_text((shop / "flows.yml").read_text() + "\n  odd:\n    name: odd\n")
    with pytest.raises(AssistantError):
        with_orders(shop)
    assert not (shop / ORDERS).exists()


def test_what_a_file_of_orders_has_not_is_offered_and_comes_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shopclerk("init", str(folder))
    text = re.sub(
        r"^  gift_card\w*:.*\n(?:(?:    .*)?\n)*", "", (folder / ORDERS).read_text(), flags=re.MULTILINE
    )
    (folder / ORDERS).write_text(text.replace("I want to return something", "take it back"))
    own = (folder / ORDERS).read_text()
    with pytest.raises(SettingsError, match=r"no flow for gift_card_balance, .*--missing"):
        shopclerk("add", "orders", "--state", str(folder))
    assert not (folder / "orders_more.yml").exists()
    said = shopclerk("add", "orders", "--missing", "--state", str(folder))
    assert "Added the orders: orders_more.yml written." in said
    assert (folder / ORDERS).read_text() == own
    assert "no mistakes" in shopclerk("check", "--state", str(folder))
    assistant = load_assistant(read_sources(folder))
    assert assistant.flows["gift_card_balance"].name
    assert (
        "cancel_order" not in (folder / "orders_more.yml").read_text().split("\nnlu:")[0].split("\nflows:")[1]
    )
    with pytest.raises(SettingsError, match=r"already; nothing was written\.$"):
        shopclerk("add", "orders", "--missing", "--state", str(folder))
