"""The OpenAPI document of our own API: paths by hand, schemas from the structs themselves."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.channels import catalogue
from bot.channels.behaviour import LARGEST, Taken
from bot.conversation.messages import Reply
from retrieval.products.updates import Update
from retrieval.recommend.behaviour import Behaviour
from retrieval.types import Passage, Product

VERSION = "3.1.0"
_OBJECT = {"type": "object"}
_SCHEMAS = "#/components/schemas/"
_BEARER: list[dict[str, list[str]]] = [{"visitor": []}]
_SHOP: list[dict[str, list[str]]] = [{"shop": []}]


def openapi_document() -> dict[str, Any]:
    """The whole description, as JSON-ready data."""
    _, components = msgspec.json.schema_components(
        [Reply, Passage, Product, Behaviour, Taken, Update, catalogue.Updated],
        ref_template=f"{_SCHEMAS}{{name}}",
    )
    return {
        "openapi": VERSION,
        "info": {"title": "Shopclerk", "version": "1", "description": "Chat of an online shop."},
        "paths": _paths(),
        "components": {
            "schemas": {**components, "Error": _ERROR},
            "securitySchemes": {
                "visitor": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "shop": {"type": "http", "scheme": "bearer", "description": "The key of [data]."},
            },
        },
    }


_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "text"],
            "properties": {"code": {"type": "string"}, "text": {"type": "string"}},
        }
    },
}


def _operation(
    summary: str,
    *,
    body: dict[str, str] | None = None,
    answer: str = "200",
    schema: dict[str, Any] | None = None,
    query: tuple[str, ...] = (),
    path: tuple[str, ...] = (),
    secured: bool = True,
) -> dict[str, Any]:
    """One operation; ``body`` maps a field to its JSON type, a trailing ``?`` makes it optional."""
    operation: dict[str, Any] = {
        "summary": summary,
        "parameters": [
            *({"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in path),
            *({"name": n, "in": "query", "schema": {"type": "string"}} for n in query),
        ],
        "responses": {
            answer: {"description": "Done.", "content": {"application/json": {"schema": schema or {}}}},
            "default": {
                "description": "What went wrong, with a stable code.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    }
    if secured:
        operation["security"] = _BEARER
    if body is not None:
        properties = {name.rstrip("?"): {"type": kind} for name, kind in body.items()}
        required = [name for name in body if not name.endswith("?")]
        shape = {"type": "object", "properties": properties, "required": required}
        operation["requestBody"] = {"content": {"application/json": {"schema": shape}}}
    return operation


def _updates() -> dict[str, Any]:
    operation = _operation("Prices and stock of now", schema={"$ref": f"{_SCHEMAS}Updated"})
    items = {"type": "array", "maxItems": catalogue.LARGEST, "items": {"$ref": f"{_SCHEMAS}Update"}}
    shape = {"type": "object", "properties": {"updates": items}, "required": ["updates"]}
    body = {"required": True, "content": {"application/json": {"schema": shape}}}
    return {**operation, "security": _SHOP, "requestBody": body}


def _events() -> dict[str, Any]:
    operation = _operation("What shoppers did", schema={"$ref": f"{_SCHEMAS}Taken"})
    kinds = [{"$ref": f"{_SCHEMAS}{kind.__name__}"} for kind in Behaviour.__args__]
    properties = {
        "events": {"type": "array", "maxItems": LARGEST, "items": {"oneOf": kinds}},
        "identity": {"type": "string"},
    }
    shape = {"type": "object", "properties": properties, "required": ["events"]}
    body = {"required": True, "content": {"application/json": {"schema": shape}}}
    return {**operation, "security": _BEARER + _SHOP, "requestBody": body}


def _recommending() -> dict[str, Any]:
    """The lists of recommended products; ``exclude`` and ``cart`` may be repeated."""
    more = {"variant_id": {"type": "string"}, "reasons": {"type": "array", "items": {"type": "string"}}}
    product = {"allOf": [{"$ref": f"{_SCHEMAS}Product"}, {"type": "object", "properties": more}]}
    schema = {
        "type": "object",
        "properties": {
            "products": {"type": "array", "items": product},
            "source": {"type": "string"},
            "model": {"type": "string"},
            "degraded": {"type": "boolean"},
        },
    }
    query, one = ("k", "category", "price_max", "exclude", "place", "shopper_id"), "/v1/products/{product_id}"
    everybody: list[dict[str, list[str]]] = [{}, *_BEARER, *_SHOP]

    def beside(summary: str) -> dict[str, Any]:
        operation = _operation(summary, schema=schema, query=query, path=("product_id",))
        return {"get": {**operation, "security": everybody}}

    correction = {
        "category?": "string",
        "brand?": "string",
        "size?": "string",
        "query?": "string",
        "everything?": "boolean",
    }
    mine = _operation("Products for a shopper", schema=schema, query=(*query, "cart"))
    bought = _operation("What is bought most of late", schema=schema, query=(*query, "cart"))
    return {
        "/v1/recommendations": {"get": {**mine, "security": _BEARER + _SHOP}},
        "/v1/profile": {"get": _operation("What is known of the shopper's likings", schema=_OBJECT)},
        "/v1/profile/corrections": {
            "post": _operation("Forget what is not theirs", body=correction, schema=_OBJECT)
        },
        f"{one}/similar": beside("Products like it"),
        f"{one}/bought-together": beside("Products that are bought with it"),
        "/v1/trending": {"get": {**bought, "security": everybody}},
    }


def _paths() -> dict[str, Any]:
    one = "/v1/conversations/{conversation_id}"
    of = ("conversation_id",)
    message = {"text": "string", "client_id?": "string", "payload?": "string", "wait?": "boolean"}
    rating = {"rating": "integer", "message_id?": "string", "comment?": "string"}
    begin = {"identity?": "string", "fresh?": "boolean"}
    passage = {"type": "object", "properties": {"passage": {"$ref": "#/components/schemas/Passage"}}}
    product = {"$ref": "#/components/schemas/Product"}
    return {
        "/v1/conversations": {
            "post": _operation("Begin a conversation", body=begin, answer="201", secured=False)
        },
        one: {"get": _operation("The conversation without its messages", path=of)},
        f"{one}/wait": {"get": _operation("How long a person may be waited for", path=of)},
        f"{one}/events": {"get": _operation("What happened after since", path=of, query=("since", "limit"))},
        f"{one}/messages": {"post": _operation("Store a message", body=message, answer="202", path=of)},
        f"{one}/handoff": {"post": _operation("Ask for a person", body={}, answer="202", path=of)},
        f"{one}/feedback": {"post": _operation("Rate", body=rating, answer="204", path=of)},
        f"{one}/stream": {
            "get": _operation("WebSocket or server-sent events", path=of, query=("since", "token"))
        },
        "/v1/visitors": {
            "post": _operation("A token for a newcomer", schema=_OBJECT, answer="201", secured=False)
        },
        "/v1/events": {"post": _events()},
        "/v1/catalogue/updates": {"post": _updates()},
        "/v1/shop": {"get": _operation("Name, colours, hours, categories", secured=False)},
        "/v1/passages/{passage_id}": {
            "get": _operation("A cited passage", path=("passage_id",), schema=passage, secured=False)
        },
        "/v1/documents/{document_id}": {
            "get": _operation("The original file", path=("document_id",), secured=False)
        },
        "/v1/products": {
            "get": _operation("The catalogue", query=("category", "q", "limit", "offset"), secured=False)
        },
        "/v1/products/{product_id}": {
            "get": _operation("One product", path=("product_id",), schema=product, secured=False)
        },
        **_recommending(),
    }
