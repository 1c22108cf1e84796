"""The OpenAPI document, where it is written by hand."""

from __future__ import annotations

from bot.channels.openapi import openapi_document


def test_a_conversation_begins_with_what_the_route_reads() -> None:
    begin = openapi_document()["paths"]["/v1/conversations"]["post"]
    assert begin["requestBody"]["content"]["application/json"]["schema"] == {
        "type": "object",
        "properties": {"identity": {"type": "string"}, "fresh": {"type": "boolean"}},
        "required": [],
    }
