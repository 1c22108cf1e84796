"""Each format, read from a small sample as its vendor writes it, recognised by its content."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.errors import TranscriptError
from training.transcripts.dialogue import Dialogue, LineError, Span
from training.transcripts.sources.html_text import said
from training.transcripts.sources.opened import Opened
from training.transcripts.sources.registry import named, recognised
from training.transcripts.sources.times import moment


def read(path: Path, expected: str, source: str = "") -> tuple[list[Dialogue], list[LineError]]:
    file = Opened(path)
    found = named(source) if source else recognised(file)
    assert found.name == expected
    results = list(found.read(file))
    dialogues = [one for one in results if isinstance(one, Dialogue)]
    return dialogues, [one for one in results if isinstance(one, LineError)]


def as_json(folder: Path, value: Any, name: str = "export.json") -> Path:
    (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder / name


def as_lines(folder: Path, values: Sequence[Any], name: str = "export.jsonl") -> Path:
    lines = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in values)
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


def as_table(
    folder: Path, rows: Sequence[Sequence[object]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    with (folder / "export.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return folder / "export.csv"


def texts(dialogue: Dialogue) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in dialogue.turns]


def test_own_lines_are_taken_as_they_are(tmp_path: Path) -> None:
    whole = {
        "id": "d1",
        "locale": "de",
        "topic": "returns",
        "outcome": "resolved",
        "shopper": "p7",
        "rating": 4,
        "turns": [
            {
                "role": "shopper",
                "text": "Hallo, FW-204518",
                "intent": "greet",
                "mood": "happy",
                "time": 5.0,
                "entities": [{"entity": "order_number", "start": 7, "end": 16}],
            },
            {"role": "agent", "text": "Hi", "name": "Mara", "suggestion": {"text": "Hey", "use": "edited"}},
        ],
    }
    wrong = [
        {**whole, "turns": [{"role": "seller", "text": "x"}]},
        {**whole, "colour": "red"},
        {
            "id": "d2",
            "turns": [{"role": "bot", "text": "x", "entities": [{"entity": "a", "start": 0, "end": 9}]}],
        },
        '{"id": "d3", "turns": [',
        "[1]",
    ]
    dialogues, errors = read(as_lines(tmp_path, [whole, *wrong, whole]), "jsonl")
    assert [one.source for one in dialogues] == ["jsonl", "jsonl"]
    assert dialogues[0].turns[0].entities == (Span(entity="order_number", start=7, end=16),)
    assert dialogues[0].turns[1].suggestion
    assert [(error.line, error.unit) for error in errors] == [(n, "line") for n in (2, 3, 4, 5, 6)]
    told = " ".join(map(str, errors))
    assert "export.jsonl:2: Expected one of shopper, bot, agent - at `$.turns[0].role`" in told
    assert "seller" not in told, "an error quotes nothing that was said"
    assert "unknown field `colour`" in told
    assert "Entity a lies outside of its text" in told
    assert "truncated" in told
    assert "Expected a JSON object" in told


RASA = [
    {"event": "action", "name": "action_session_start", "timestamp": 1.0},
    {"event": "session_started", "timestamp": 1.0},
    {"event": "action", "name": "action_listen", "timestamp": 1.0},
    {
        "event": "user",
        "text": "where is FW-204518",
        "timestamp": 2.5,
        "input_channel": "rest",
        "parse_data": {
            "intent": {"name": "track_order", "confidence": 0.9},
            "text": "where is FW-204518",
            "entities": [
                {"entity": "order_number", "start": 9, "end": 18, "value": "FW-204518"},
                {"entity": "composed", "value": 3},
            ],
        },
    },
    {"event": "slot", "name": "order_number", "value": "FW-204518", "timestamp": 2.6},
    {"event": "action", "name": "action_track_order", "policy": "RulePolicy", "timestamp": 2.7},
    {
        "event": "bot",
        "text": "On its way. Anything else?",
        "timestamp": 3.0,
        "metadata": {"utter_action": None},
        "data": {
            "elements": None,
            "quick_replies": None,
            "buttons": [{"title": "No, thanks", "payload": "/deny"}],
        },
    },
    {
        "event": "user",
        "text": "/deny",
        "timestamp": 4.0,
        "parse_data": {"intent": {"name": "deny"}, "entities": []},
    },
    {"event": "action", "name": "action_session_start", "timestamp": 90.0},
    {"event": "session_started", "timestamp": 90.0},
    {
        "event": "user",
        "text": "hi again",
        "timestamp": 91.0,
        "parse_data": {"intent": {"name": None}, "entities": []},
    },
    {
        "event": "bot",
        "text": "Hello!",
        "timestamp": 92.0,
        "metadata": {"utter_action": "utter_greet"},
        "data": {},
    },
]


def check_rasa(dialogues: list[Dialogue]) -> None:
    first, second = dialogues
    assert texts(first) == [
        ("shopper", "where is FW-204518"),
        ("bot", "On its way. Anything else?"),
        ("shopper", "No, thanks"),
    ]
    asked, answered, pressed = first.turns
    assert (asked.intent, asked.labelled, asked.time) == ("track_order", False, 2.5)
    assert asked.entities == (Span(entity="order_number", start=9, end=18, value="FW-204518"),)
    assert answered.action == "action_track_order"
    assert pressed.intent == "deny"
    assert (first.shopper, second.shopper) == ("+491701234567", "+491701234567")
    assert first.id != second.id
    assert [turn.action for turn in second.turns] == ["", "utter_greet"]


@pytest.mark.parametrize("layout", ["array", "lines", "one", "wrapped", "events"])
def test_rasa_trackers_become_a_dialogue_a_session(tmp_path: Path, layout: str) -> None:
    tracker = {"sender_id": "+491701234567", "slots": {"events": None}, "events": RASA}
    path = {
        "array": lambda: as_json(tmp_path, [tracker]),
        "lines": lambda: as_lines(tmp_path, [tracker]),
        "one": lambda: as_json(tmp_path, tracker),
        "wrapped": lambda: as_json(tmp_path, {"trackers": [tracker]}),
        "events": lambda: as_lines(tmp_path, [{"sender_id": "+491701234567", **event} for event in RASA]),
    }[layout]()
    dialogues, errors = read(path, "rasa")
    check_rasa(dialogues)
    assert errors == []


def test_a_wrong_rasa_event_costs_its_conversation_and_no_other(tmp_path: Path) -> None:
    events = [
        {"sender_id": "a", "event": "user", "text": "hello", "timestamp": 1},
        {"sender_id": "b", "event": "user", "text": "good day", "timestamp": 1},
        {"sender_id": "a", "event": "user", "text": ["no", "text"], "timestamp": 2},
        {"sender_id": "b", "event": "bot", "text": "Hi", "timestamp": 2},
    ]
    dialogues, errors = read(as_lines(tmp_path, events), "rasa")
    assert [texts(one) for one in dialogues] == [[("shopper", "good day"), ("bot", "Hi")]]
    assert [str(error) for error in errors] == [
        f"{tmp_path}/export.jsonl:3: Expected `str | null`, got `array` - at `$.text`"
    ]


def chatwoot_message(number: int, **changes: Any) -> dict[str, Any]:
    message = {
        "id": number,
        "content": f"text {number}",
        "message_type": 0,
        "created_at": 1700000000 + number,
        "private": False,
        "content_type": "text",
        "content_attributes": {},
        "conversation_id": 12,
        "sender": {"id": 40, "name": "Anna", "type": "contact"},
    }
    return message | changes


CHATWOOT = [
    chatwoot_message(
        3,
        message_type=1,
        content="<p>Hello <b>Anna</b>,</p><p>sure.</p>",
        sender={"id": 1, "name": "Mara", "type": "user"},
    ),
    chatwoot_message(1, content="Can I return it?"),
    chatwoot_message(
        2, message_type=1, content="I ask a colleague.", sender={"id": 9, "name": "Bo", "type": "agent_bot"}
    ),
    chatwoot_message(
        4, message_type=1, private=True, content="She is difficult", sender={"id": 1, "type": "user"}
    ),
    chatwoot_message(5, message_type=2, content="Conversation was marked resolved by Mara", sender=None),
    chatwoot_message(
        6,
        message_type=3,
        content="Please rate us",
        content_type="input_csat",
        sender=None,
        content_attributes={
            "submitted_values": {"csat_survey_response": {"rating": 4, "feedback_message": "fine"}}
        },
    ),
    chatwoot_message(7, content=None),
]


@pytest.mark.parametrize("layout", ["conversations", "data.payload", "messages", "lines"])
def test_chatwoot_without_notes_and_activities(tmp_path: Path, layout: str) -> None:
    conversation = {
        "id": 12,
        "meta": {"sender": {"id": 40, "name": "Anna", "email": "anna@example.com"}, "assignee": {"id": 1}},
        "messages": CHATWOOT,
        "status": "resolved",
        "labels": ["returns"],
        "inbox_id": 3,
    }
    path = {
        "conversations": lambda: as_json(tmp_path, {"payload": [conversation]}),
        "data.payload": lambda: as_json(
            tmp_path, {"data": {"meta": {"all_count": 1}, "payload": [conversation]}}
        ),
        "messages": lambda: as_json(tmp_path, {"meta": {"labels": []}, "payload": CHATWOOT}),
        "lines": lambda: as_lines(tmp_path, CHATWOOT),
    }[layout]()
    [dialogue], errors = read(path, "chatwoot")
    assert texts(dialogue) == [
        ("shopper", "Can I return it?"),
        ("bot", "I ask a colleague."),
        ("agent", "Hello Anna,\nsure."),
    ]
    assert [turn.name for turn in dialogue.turns] == ["", "", "Mara"]
    assert (dialogue.id, dialogue.shopper, dialogue.rating, errors) == ("12", "40", 4, [])
    if "messages" not in layout and layout != "lines":
        assert (dialogue.topic, dialogue.outcome) == ("returns", "resolved")


ZENDESK = {
    "id": 501,
    "subject": "Anna Schmidt: broken tent",
    "status": "closed",
    "requester_id": 77,
    "assignee_id": 3,
    "tags": ["damage"],
    "via": {"channel": "email"},
    "satisfaction_rating": {"score": "good"},
    "comments": [
        {
            "id": 1,
            "author_id": 77,
            "body": "old",
            "html_body": "<div>My tent is broken.<br>Help!</div>"
            "<blockquote type='cite'>what you wrote before</blockquote>",
            "public": True,
            "created_at": "2026-03-01T09:30:00Z",
        },
        {
            "id": 2,
            "author_id": 3,
            "plain_body": "Send a photo.",
            "html_body": "<p>x</p>",
            "body": "x",
            "public": True,
            "created_at": "2026-03-01T10:00:00Z",
            "author": {"id": 3, "name": "Lena"},
        },
        {
            "id": 3,
            "author_id": 3,
            "body": "looks like fraud",
            "public": False,
            "created_at": "2026-03-01T10:01:00Z",
        },
        {
            "id": 4,
            "author_id": -1,
            "body": "The ticket was solved",
            "public": True,
            "created_at": "2026-03-01T10:02:00Z",
        },
        {
            "id": 5,
            "author_id": 3,
            "body": "We have got your ticket",
            "public": True,
            "via": {"channel": "rule"},
            "created_at": "2026-03-01T09:30:01Z",
        },
    ],
}


@pytest.mark.parametrize("layout", ["lines", "wrapped"])
def test_zendesk_tickets_without_private_comments_and_rules(tmp_path: Path, layout: str) -> None:
    users = [{"id": 77, "role": "end-user"}]
    wrong = {"id": 502, "requester_id": 1, "comments": "none"}
    path = (
        as_lines(tmp_path, [ZENDESK, wrong, {**ZENDESK, "id": 503}])
        if layout == "lines"
        else as_json(
            tmp_path, {"users": users, "tickets": [ZENDESK, wrong, {**ZENDESK, "id": 503}], "count": 3}
        )
    )
    dialogues, errors = read(path, "zendesk")
    assert [one.id for one in dialogues] == ["501", "503"]
    assert texts(dialogues[0]) == [("shopper", "My tent is broken.\nHelp!"), ("agent", "Send a photo.")]
    first = dialogues[0]
    assert (first.shopper, first.topic, first.outcome, first.rating) == ("77", "damage", "resolved", 5)
    assert first.started == 1772357400.0
    assert [(error.line, error.unit) for error in errors] == [(2, "line" if layout == "lines" else "record")]
    assert errors[0].reason.startswith("Expected `array`, got `str` - at `$.comments`")


def test_zendesk_chats(tmp_path: Path) -> None:
    chat = {
        "id": "2604.1",
        "type": "chat",
        "visitor": {"id": "v5", "name": "Anna", "email": "a@example.com"},
        "rating": "bad",
        "tags": [],
        "department_name": "Service",
        "timestamp": "2026-03-01T09:30:00Z",
        "history": [
            {
                "type": "chat.memberjoin",
                "name": "Anna",
                "sender_type": "Visitor",
                "timestamp": "2026-03-01T09:30:00Z",
            },
            {
                "type": "chat.msg",
                "name": "Shop",
                "sender_type": "Trigger",
                "msg": "Hi! How can we help?",
                "timestamp": "2026-03-01T09:30:01Z",
            },
            {
                "type": "chat.msg",
                "name": "Anna",
                "sender_type": "Visitor",
                "msg": "a person please",
                "timestamp": "2026-03-01T09:30:02Z",
            },
            {
                "type": "chat.msg",
                "name": "Lena",
                "sender_type": "Agent",
                "msg": "Lena here",
                "timestamp": "2026-03-01T09:30:03Z",
            },
            {
                "type": "chat.rating",
                "sender_type": "Visitor",
                "new_rating": "bad",
                "timestamp": "2026-03-01T09:30:04Z",
            },
        ],
    }
    strange = {**chat, "history": [{"type": "chat.msg", "sender_type": "Ghost", "msg": "boo"}]}
    [dialogue], errors = read(as_json(tmp_path, {"chats": [chat, strange], "count": 2}), "zendesk_chat")
    assert texts(dialogue) == [
        ("bot", "Hi! How can we help?"),
        ("shopper", "a person please"),
        ("agent", "Lena here"),
    ]
    assert (dialogue.shopper, dialogue.rating, dialogue.turns[2].name) == ("v5", 1, "Lena")
    assert "record 2: Expected the sender_type Visitor, Agent or Trigger" in str(errors[0])
    assert "Ghost" not in str(errors[0])


def test_intercom_conversations_without_notes(tmp_path: Path) -> None:
    person = {"type": "user", "id": "u9", "name": "Anna", "email": "a@example.com"}
    mara = {"type": "admin", "id": "1", "name": "Mara"}
    conversation = {
        "type": "conversation",
        "id": "880",
        "created_at": 1700000000,
        "state": "closed",
        "source": {
            "type": "conversation",
            "id": "1",
            "body": "<p>Where is my <em>parcel</em>?</p>",
            "author": person,
        },
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "c3"}]},
        "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "1", "name": "tracking"}]},
        "conversation_rating": {"rating": 5, "remark": "great"},
        "conversation_parts": {
            "type": "conversation_part.list",
            "total_count": 5,
            "conversation_parts": [
                {
                    "part_type": "comment",
                    "body": "<p>I look it up</p>",
                    "author": {"type": "bot", "id": "b"},
                    "created_at": 1700000001,
                },
                {"part_type": "note", "body": "<p>VIP!</p>", "author": mara, "created_at": 1700000002},
                {"part_type": "assignment", "body": None, "author": mara, "created_at": 1700000003},
                {
                    "part_type": "comment",
                    "body": "<p>It arrives:</p><ul><li>today</li><li>or tomorrow</li></ul>",
                    "author": mara,
                    "created_at": 1700000004,
                },
                {"part_type": "close", "body": "<p>Bye!</p>", "author": mara, "created_at": 1700000005},
            ],
        },
    }
    [dialogue], errors = read(
        as_json(tmp_path, {"type": "conversation.list", "conversations": [conversation]}), "intercom"
    )
    assert texts(dialogue) == [
        ("shopper", "Where is my parcel?"),
        ("bot", "I look it up"),
        ("agent", "It arrives:\n- today\n- or tomorrow"),
        ("agent", "Bye!"),
    ]
    assert (dialogue.shopper, dialogue.topic, dialogue.outcome, dialogue.rating) == (
        "c3",
        "tracking",
        "resolved",
        5,
    )
    assert (dialogue.started, errors) == (1700000000.0, [])


def test_bitext_rows_with_entities_by_place_and_as_placeholders(tmp_path: Path) -> None:
    header = [
        "instruction",
        "intent",
        "entity_type",
        "entity_value",
        "start_offset",
        "end_offset",
        "category",
        "response",
    ]
    rows = [
        header,
        [
            "cancel purchase 00123",
            "cancel_order",
            "order_id",
            "123",
            "16",
            "21",
            "ORDER",
            "Sure.\n\n1. Log in",
        ],
        ["cancel {{Order Number}} now", "cancel_order", "", "", "", "", "ORDER", "Sure."],
        ["no offsets", "cancel_order", "order_id", "1", "", "", "ORDER", "Sure."],
        ["how?", "faq", "", "", "", "", "FAQ", ""],
    ]
    dialogues, errors = read(as_table(tmp_path, rows), "bitext")
    assert texts(dialogues[0]) == [("shopper", "cancel purchase 00123"), ("agent", "Sure.\n\n1. Log in")]
    [span] = dialogues[0].turns[0].entities
    assert dialogues[0].turns[0].text[span.start : span.end] == "00123"
    [placeholder] = dialogues[1].turns[0].entities
    assert dialogues[1].turns[0].text[placeholder.start : placeholder.end] == "{{Order Number}}"
    assert placeholder.entity == "order_number"
    assert [turn.intent for turn in dialogues[2].turns] == ["faq"]
    assert [(error.line, error.reason) for error in errors] == [
        (6, "Expected start_offset and end_offset of the entity")
    ]


def test_bitext_without_responses(tmp_path: Path) -> None:
    rows = [["flags", "utterance", "category", "intent"], ["B", "I want a refund", "REFUND", "get_refund"]]
    [dialogue], _ = read(as_table(tmp_path, rows, encoding="utf-8-sig"), "bitext")
    assert (texts(dialogue), dialogue.topic) == ([("shopper", "I want a refund")], "refund")


def test_multiwoz_2_1_and_2_2(tmp_path: Path) -> None:
    old = {
        "SNG01.json": {
            "goal": {"hotel": {"info": {}}, "taxi": {}, "message": []},
            "log": [
                {"text": "I need a hotel ", "metadata": {}, "span_info": []},
                {"text": "Which area?", "metadata": {"hotel": {}}},
            ],
        },
        "SNG02.json": {"goal": {}, "log": "none"},
    }
    [dialogue], errors = read(as_json(tmp_path, old), "multiwoz")
    assert (dialogue.id, dialogue.topic) == ("SNG01", "hotel")
    assert texts(dialogue) == [("shopper", "I need a hotel"), ("agent", "Which area?")]
    assert [(error.line, error.unit) for error in errors] == [(2, "record")]
    new = [
        {
            "dialogue_id": "PMUL.json",
            "services": ["hotel"],
            "turns": [
                {
                    "speaker": "USER",
                    "turn_id": "0",
                    "utterance": "In the north",
                    "frames": [
                        {"service": "train", "state": {"active_intent": "NONE"}, "slots": []},
                        {
                            "service": "hotel",
                            "state": {"active_intent": "find_hotel", "slot_values": {}},
                            "slots": [
                                {"slot": "hotel-area", "value": "north", "start": 7, "exclusive_end": 12},
                                {"slot": "hotel-stars", "copy_from": "x", "value": ["4"]},
                            ],
                        },
                    ],
                },
                {"speaker": "SYSTEM", "turn_id": "1", "utterance": "Done", "frames": []},
            ],
        }
    ]
    [dialogue], errors = read(as_json(tmp_path, new), "multiwoz")
    assert dialogue.turns[0].intent == "find_hotel"
    assert dialogue.turns[0].entities == (Span(entity="hotel-area", start=7, end=12),)
    assert (dialogue.turns[1].role, errors) == ("agent", [])


def test_a_table_of_messages_in_any_order(tmp_path: Path) -> None:
    rows = [
        ["Conversation ID", "Sender", "Message", "Created at", "Customer ID", "Agent name", "Rating"],
        ["c2", "Customer", "ciao", "2026-03-01 10:00:00", "p2", "", ""],
        ["c1", "agent", "Hi Anna", "2026-03-01T09:01:00+01:00", "", "Mara", ""],
        ["c1", "customer", "hello", "2026-03-01T08:00:00Z", "p1", "", "4"],
        ["c1", "system", "Mara joined", "2026-03-01T08:00:30Z", "", "", ""],
        ["c2", "bot", "Buongiorno", "2026-03-01 10:00:05", "", "", ""],
        ["c1", "customer", "", "2026-03-01T09:03:00Z", "p1", "", ""],
    ]
    dialogues, errors = read(as_table(tmp_path, rows, delimiter=";"), "csv")
    by_id = {one.id: one for one in dialogues}
    assert texts(by_id["c1"]) == [("shopper", "hello"), ("agent", "Hi Anna")]
    assert (by_id["c1"].shopper, by_id["c1"].rating, by_id["c1"].turns[1].name) == ("p1", 4, "Mara")
    assert texts(by_id["c2"]) == [("shopper", "ciao"), ("bot", "Buongiorno")]
    assert errors == []


def test_wrong_rows_cost_their_conversation_and_no_other(tmp_path: Path) -> None:
    rows = [
        ["conversation_id", "role", "text", "time"],
        ["c1", "customer", "hello", "1700000000"],
        ["c1", "Anna Schmidt", "and hello from me", "1700000001"],
        ["c2", "customer", "good\nday", "1700000000000"],
        ["c3", "customer", "hm", "yesterday"],
        ["c4", "customer"],
    ]
    dialogues, errors = read(as_table(tmp_path, rows), "csv")
    assert [(one.id, one.started) for one in dialogues] == [("c2", 1700000000.0)]
    assert [error.line for error in errors] == [3, 6, 7]
    told = " ".join(map(str, errors))
    assert "Expected who says it: shopper, customer" in told
    assert "Schmidt" not in told
    assert "Expected a time such as 2026-03-01T09:30:00Z" in told
    assert "Expected 4 cells" in told


def test_a_table_that_lacks_a_column_is_told_which(tmp_path: Path) -> None:
    path = as_table(tmp_path, [["conversation_id", "text", "when"], ["c1", "hello", "now"]])
    with pytest.raises(
        TranscriptError, match=r"export\.csv: Its first row names no column for role: role, sender, "
    ):
        recognised(Opened(path))


def test_a_named_format_is_used_whatever_the_content(tmp_path: Path) -> None:
    path = as_json(tmp_path, [{"id": 1, "comments": []}])
    with pytest.raises(TranscriptError):
        recognised(Opened(path))
    dialogues, _ = read(path, "zendesk", source="zendesk")
    assert [one.turns for one in dialogues] == [()]
    with pytest.raises(TranscriptError, match=r"There is no format 'zendes'.*zendesk_chat"):
        named("zendes")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2026-03-01T09:30:00Z", 1772357400.0),
        ("2026-03-01 09:30:00 UTC", 1772357400.0),
        ("2026-03-01T10:30:00+01:00", 1772357400.0),
        ("Sun, 01 Mar 2026 09:30:00 +0000", 1772357400.0),
        ("1772357400", 1772357400.0),
        (1772357400000, 1772357400.0),
        (1772357400000000, 1772357400.0),
        ("", None),
        (None, None),
    ],
)
def test_times(value: str | float | None, seconds: float | None) -> None:
    assert moment(value) == seconds


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain < text & more", "plain < text & more"),
        ("<p>one &amp; two</p>\n<p>three</p>", "one & two\nthree"),
        ("a<br/>b<br>c", "a\nb\nc"),
        ("<div><style>p {color: red}</style><span style='display:none'>hidden</span>seen</div>", "seen"),
        ("<div>new</div><div class='gmail_quote'>On Monday you wrote: old</div>", "new"),
        ("<p>  </p>", ""),
        (None, ""),
    ],
)
def test_html_becomes_what_a_reader_saw(html: str | None, text: str) -> None:
    assert said(html) == text
