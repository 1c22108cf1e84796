"""Which products hold what: inverted lists of places, and fields as numbers of their distinct values."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32]
Key = TypeVar("Key", bound="str | tuple[str, ...]")
NOWHERE: Places = np.empty(0, np.int32)


class Postings(Generic[Key]):
    """The places, ascending, at which each key stands. Places are added in turn; then it is only read."""

    def __init__(self, keys_of: Iterable[Iterable[Key]] = ()) -> None:
        self._places: dict[Key, array[int]] = {}
        self._size = 0
        for keys in keys_of:
            self.add(keys)

    def add(self, keys: Iterable[Key]) -> None:
        """The keys of the next place."""
        for key in keys:
            if (places := self._places.get(key)) is None:
                places = self._places[key] = array("i")
            if not places or places[-1] != self._size:
                places.append(self._size)
        self._size += 1

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __getitem__(self, key: Key) -> Places:
        """Places of a key; none for an unknown one."""
        places = self._places.get(key)
        return NOWHERE if places is None else np.frombuffer(places, np.int32)

    def mask(self, *keys: Key) -> Mask:
        """Where any of the keys stands, shape (n,)."""
        found = np.zeros(self._size, bool)
        for key in keys:
            found[self[key]] = True
        return found


class Coded:
    """A field of all rows as numbers of its ``distinct`` values, shape (n,), first come first."""

    def __init__(self, values: Iterable[str]) -> None:
        numbers: dict[str, int] = {}
        self.codes: Places = np.fromiter((numbers.setdefault(v, len(numbers)) for v in values), np.int32)
        self.distinct = tuple(numbers)

    def where(self, fits: Callable[[str], bool]) -> Mask:
        """The rows whose value fits, shape (n,)."""
        return self.table(fits)[self.codes]

    def table(self, fits: Callable[[str], bool]) -> Mask:
        """Which of the distinct values fit, shape (v,)."""
        return np.fromiter(map(fits, self.distinct), bool, len(self.distinct))
