"""A file of transcripts as readers open it, as often as they need: its encoding known, its bytes counted."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from bot.errors import TranscriptError

HEAD = 1_000_000
"""Bytes that are looked at to tell what a file is."""
_CHUNK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Opened:
    """A file of text; ``head`` is its beginning. ``told`` is called with the bytes read since the last call.

    Raises, when made: OSError; TranscriptError for an empty file, or one that is no text.
    """

    def __init__(self, path: Path, encoding: str = "", told: Callable[[int], None] | None = None) -> None:
        self.path = path
        self._told = told
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        self.encoding = encoding or next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
        if not head.strip():
            raise self.error("This file is empty.")
        if b"\0" in head and not self.encoding.startswith("utf-16"):
            raise self.error("This is not text. Unpack archives and export tables as CSV or JSON first.")
        self.head = self._decoded(head)

    def error(self, text: str) -> TranscriptError:
        """An error that names the file."""
        return TranscriptError(text, file=str(self.path))

    @contextmanager
    def binary(self) -> Iterator[BinaryIO]:
        """Its bytes from the start, as UTF-8 without a byte order mark."""
        with self._raw() as stream:
            if self.encoding == "utf-8-sig":
                stream.read(len(codecs.BOM_UTF8))
            if self.encoding in ("utf-8", "utf-8-sig"):
                yield stream
            else:
                yield cast(BinaryIO, codecs.EncodedFile(stream, "utf-8", self.encoding))

    @contextmanager
    def text(self) -> Iterator[TextIO]:
        """Its text from the start, line ends as they are."""
        with self._raw() as stream, io.TextIOWrapper(stream, self.encoding, newline="") as text:
            yield text

    def check_encoding(self) -> None:
        """Read all of it once, so that half a table is never taken in the wrong encoding.

        Raises: TranscriptError, naming the line.
        """
        decoder, line = codecs.getincrementaldecoder(self.encoding)(), 1
        with self.path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    line += chunk[: max(error.start, 0)].count(b"\n")
                    raise self.error(self._wrong(line)) from error
                line += chunk.count(b"\n")

    def _wrong(self, line: int) -> str:
        known = self.encoding.removesuffix("-sig").upper()
        return f"Line {line} is not {known}. Save the file as UTF-8, or name its encoding: --encoding cp1252"

    def _raw(self) -> io.BufferedReader:
        return io.BufferedReader(_Counting(self.path, self._told), _CHUNK)

    def _decoded(self, head: bytes) -> str:
        try:
            return head.decode(self.encoding, errors="ignore")
        except LookupError as error:
            raise self.error(f"There is no encoding {self.encoding!r}.") from error


class _Counting(io.FileIO):
    """Tells how much was read of it."""

    def __init__(self, path: Path, told: Callable[[int], None] | None) -> None:
        super().__init__(str(path), "r")
        self._told = told

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]
        number = super().readinto(buffer)
        if self._told and number:
            self._told(number)
        return number
