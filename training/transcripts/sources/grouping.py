"""Messages that lie one by one in a file, put together to conversations.

The file is read twice: first to count the messages of each conversation, then to hand each one over as soon
as it is complete. So only those are held that are open at a time, in whatever order the messages lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

from training.transcripts.dialogue import LineError

Item = TypeVar("Item")


def grouped(
    read: Callable[[], Iterator[tuple[str, Item | LineError]]],
) -> Iterator[tuple[str, list[Item]] | LineError]:
    """The conversations. A message that is an error is told; a conversation that lacks it is left out, for a
    dialogue with a hole teaches wrong answers. The key of an error is "" where it is not known."""
    left = Counter(key for key, _ in read())
    held: dict[str, list[Item]] = {}
    spoiled: set[str] = set()
    for key, item in read():
        left[key] -= 1
        if isinstance(item, LineError):
            yield item
            spoiled.add(key)
        else:
            held.setdefault(key, []).append(item)
        if left[key] == 0 and (items := held.pop(key, None)) and key not in spoiled:
            yield key, items
