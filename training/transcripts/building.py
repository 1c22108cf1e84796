"""Making a version: from the pool, the event log and the assistant's own dialogues, cleaned and split."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from bot.errors import DatasetError
from training.transcripts.cleaning import Reason, flaw
from training.transcripts.datasheet import datasheet
from training.transcripts.dialogue import Dialogue, LineError, read_dialogues, write_dialogues
from training.transcripts.event_log import SOURCE as EVENT_LOG
from training.transcripts.keys import Keys
from training.transcripts.masking import Masked, Masker, masked_text
from training.transcripts.near_duplicates import said_again
from training.transcripts.pool import Pool
from training.transcripts.split import SHARES, SIDES, Item, Shares, Side, remembered, sides_of
from training.transcripts.statistics import statistics_of
from training.transcripts.versions import DATASHEET, FILES, Manifest, Origin, Versions, origin_of, sha256

OWN = "assistant"
"""The source of the assistant's own dialogues: as its examples they are for training, and what `prepare`
makes of them must not be tested with them."""
TRAIN: Side = "train"

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Build:
    """What a version is made with. ``erased``: keys of shoppers who are left out; ``order_numbers``: whether
    ``masker`` keeps them; ``seed`` and ``shares``: of the split."""

    pool: Pool
    versions: Versions
    keys: Keys
    masker: Masker
    erased: frozenset[str] = frozenset()
    order_numbers: bool = False
    seed: int = 1
    shares: Shares = SHARES

    def run(
        self, files: Sequence[Path], event_log: Sequence[Masked], told: Told = lambda _done, _all: None
    ) -> tuple[Manifest, bool, list[LineError]]:
        """The version, whether it is new, and what of the assistant's own files is no dialogue. The same
        dialogues make the same version: then nothing is written.

        Raises: DatasetError when nothing is left; TranscriptError for a damaged pool.
        """
        gathered = _Gathered(self.erased)
        for one in self.pool.imports():
            gathered.masked.update(one.masked)
            gathered.take(origin_of(one), self.pool.dialogues(one))
        gathered.take_masked(Origin(name="event log", source=EVENT_LOG, read=len(event_log)), event_log)
        errors = [error for file in files for error in self._take_own(gathered, file)]
        before = self.versions.sides()
        dialogues = gathered.cleaned(before, told)
        items = [Item(one.id, one.shopper, one.started) for one in dialogues]
        own = {one.id: TRAIN for one in dialogues if one.source == OWN}
        sides = sides_of(items, own | before, seed=self.seed, shares=self.shares)
        manifest, is_new = self._written(gathered, _by_side(dialogues, sides))
        self.versions.remember_sides(before | remembered(items, sides))
        return manifest, is_new, errors

    def _take_own(self, gathered: _Gathered, file: Path) -> list[LineError]:
        """The dialogues of a file of the assistant, masked as all others."""
        read = list(read_dialogues(file))
        found = [replace(one, source=OWN) for one in read if isinstance(one, Dialogue)]
        errors = [one for one in read if isinstance(one, LineError)]
        origin = Origin(
            name=masked_text(self.masker, file.name), source=OWN, read=len(found), rejected=len(errors)
        )
        gathered.take_masked(origin, [self.masker.masked(self.keys.keyed(one)) for one in found])
        return errors

    def _written(
        self, gathered: _Gathered, by_side: Mapping[Side, Sequence[Dialogue]]
    ) -> tuple[Manifest, bool]:
        draft = self.versions.draft()
        try:
            for side in SIDES:
                write_dialogues(draft / FILES[side], by_side[side])
            data_hash = _data_hash(draft)
            if known := self.versions.same(data_hash):
                return known, False
            manifest = self._manifest(gathered, by_side, data_hash)
            (draft / DATASHEET).write_text(datasheet(manifest), encoding="utf-8")
            return self.versions.seal(draft, manifest), True
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _manifest(
        self, gathered: _Gathered, by_side: Mapping[Side, Sequence[Dialogue]], data_hash: str
    ) -> Manifest:
        everything = [one for side in SIDES for one in by_side[side]]
        counted = {"all": statistics_of(everything)}
        counted |= {str(side): statistics_of(by_side[side]) for side in SIDES}
        return Manifest(
            version=self.versions.new_name(data_hash),
            created=time.time(),
            data_hash=data_hash,
            origins=tuple(one for one in gathered.origins if one.read or one.rejected),
            seed=self.seed,
            shares=self.shares._asdict(),
            order_numbers=self.order_numbers,
            dropped=dict(sorted(gathered.dropped.items())),
            masked=dict(sorted(gathered.masked.items())),
            statistics=counted,
        )


@dataclass
class _Gathered:
    """Dialogues from everywhere, each conversation once."""

    erased: frozenset[str]
    origins: list[Origin] = field(default_factory=list)
    masked: Counter[str] = field(default_factory=Counter)
    dropped: Counter[Reason] = field(default_factory=Counter)
    _found: dict[str, Dialogue] = field(default_factory=dict)

    def take(self, origin: Origin, dialogues: Iterable[Dialogue]) -> None:
        """Those of one origin. Of a conversation that is there already, the one with more turns stays."""
        self.origins.append(origin)
        for dialogue in dialogues:
            known = self._found.get(dialogue.id)
            reason = "erased" if dialogue.shopper in self.erased else flaw(dialogue)
            if reason:
                self.dropped[reason] += 1
                continue
            self.dropped["same_conversation"] += known is not None
            if known is None or len(dialogue.turns) >= len(known.turns):
                self._found[dialogue.id] = dialogue

    def take_masked(self, origin: Origin, found: Sequence[Masked]) -> None:
        """The same of what was masked just now; what was found is counted."""
        for one in found:
            self.masked.update(one.found)
        self.take(origin, (one.dialogue for one in found))

    def cleaned(self, before: Mapping[str, Side], told: Told) -> list[Dialogue]:
        """Without near-duplicates: what was in a test stays and takes those like it out of training.

        Raises: DatasetError when nothing is left.
        """
        first = sorted(self._found.values(), key=lambda one: (_rank(one, before), _place(one)))
        again = said_again(first, told)
        self.dropped["near_duplicate"] += len(again)
        self.dropped = +self.dropped
        kept = [one for place, one in enumerate(first) if place not in again]
        if not kept:
            raise DatasetError("There are no dialogues. Bring some in: shopclerk transcripts import FILES")
        return kept


def _rank(dialogue: Dialogue, before: Mapping[str, Side]) -> int:
    """Test, dev, train, then what is new."""
    side = before.get(dialogue.id) or before.get(dialogue.shopper)
    return -SIDES.index(side) if side else 1


def _place(dialogue: Dialogue) -> tuple[float, str]:
    """The order in files: by time, those without one last."""
    return (float("inf") if dialogue.started is None else dialogue.started, dialogue.id)


def _by_side(dialogues: Sequence[Dialogue], sides: Mapping[str, Side]) -> dict[Side, list[Dialogue]]:
    ordered = sorted(dialogues, key=_place)
    return {side: [one for one in ordered if sides[one.id] == side] for side in SIDES}


def _data_hash(draft: Path) -> str:
    """Of all dialogues and their sides."""
    sums = "".join(f"{side} {sha256(draft / FILES[side])}\n" for side in SIDES)
    return hashlib.sha256(sums.encode()).hexdigest()
