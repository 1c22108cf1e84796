"""A list of objects in one JSON value of any size: an array, or an object that holds it under a key.

The text is fed line by line, so that an object is told by the line on which it ends, and memory holds one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from retrieval.errors import RetrievalError
from retrieval.products.feeds.item import Item

CHUNK = 1 << 16


def read_objects(path: Path, key: str) -> Iterator[tuple[int, int, dict[str, Any]] | Item]:
    """Line, bytes read, and an object of the list, which may stand under ``key``; numbers are decimals. What
    breaks off ends with an Item that says so.

    Raises: RetrievalError when it cannot be opened, or begins like no such list.
    """
    try:
        with path.open("rb") as file:
            prefix = _prefix(path, file, key)
            yield from _objects(file, prefix)
    except OSError as error:
        raise RetrievalError(f"It cannot be read: {error.strerror}.", file=path) from error


def _prefix(path: Path, file: BinaryIO, key: str) -> str:
    head = file.read(CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(3 if _has_mark(path) else 0)
    if head.startswith(b"["):
        return "item"
    if head.startswith(b"{"):
        return f"{key}.item"
    raise RetrievalError(f'It must be a JSON list of {key}, or {{"{key}": [...]}}.', file=path)


def _has_mark(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == b"\xef\xbb\xbf"


def _objects(file: BinaryIO, prefix: str) -> Iterator[tuple[int, int, dict[str, Any]] | Item]:
    ready = ijson.sendable_list()
    stream = ijson.items_coro(ready, prefix)
    line = 1
    try:
        while raw := file.readline(CHUNK):
            stream.send(raw)
            yield from _taken(ready, line, file.tell())
            line += raw.endswith(b"\n")
        stream.close()
    except ijson.JSONError as error:
        yield from _taken(ready, line, file.tell())
        first = str(error).splitlines()[0]
        yield Item(
            line=line, code="broken_file", reason=f"The JSON breaks off: {first}.",
            hint="What stands before is in.",
        )  # fmt: skip


def _taken(ready: Any, line: int, end: int) -> Iterator[tuple[int, int, dict[str, Any]] | Item]:
    for value in ready:
        if isinstance(value, dict):
            yield line, end, value
        else:
            yield Item(line=line, code="bad_row", reason="It is no JSON object.", end=end)
    del ready[:]


def shaped(
    items: Callable[[int, int, dict[str, Any]], Iterator[Item]], line: int, end: int, product: dict[str, Any]
) -> list[Item]:
    """The items of a product, or the report that a field in it is of another kind than the system writes."""
    try:
        return list(items(line, end, product))
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        reason = f"A field of product {product.get('id')} is of the wrong kind: {error}."
        return [Item(line=line, code="bad_row", reason=reason, end=end)]
