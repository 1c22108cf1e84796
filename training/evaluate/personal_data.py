"""How much of planted personal data a masker finds, and how much of what it masks is personal."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from training.transcripts.dialogue import Dialogue, checked
from training.transcripts.masking import Masker
from training.transcripts.personal_data.found import MASK


class Planted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Characters ``start`` to ``end`` of turn ``turn`` (from 0) that are personal; ``same``: equal within a
    dialogue for what must get the same mask, empty where that is not asked."""

    turn: int
    start: int
    end: int
    kind: str
    same: str = ""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dialogue and all personal data in its texts. An item of kind order_number has to stay."""

    dialogue: Dialogue
    planted: tuple[Planted, ...] = ()


class Figures(msgspec.Struct, frozen=True):
    """``recall``: the share of planted items of which no letter or digit is left; ``precision``: the share of
    masks of which half the characters or more are planted; 1 where there are none."""

    planted: int
    recall: float
    masks: int
    precision: float


class MaskingReport(msgspec.Struct, frozen=True):
    """``kinds`` by kind: recall by that of the item, precision by that of the mask. ``consistent``: the share
    of values said more than once that got the same masks in the same order (an address may get two: street,
    town); ``order_numbers_kept``: the share of those planted."""

    dialogues: int
    planted: int
    recall: float
    masks: int
    precision: float
    consistent: float
    order_numbers_kept: float
    kinds: dict[str, Figures]


class Miss(NamedTuple):
    """What is wrong in a dialogue: "left" (an item survives), "not personal" (a mask hides other text),
    "not the same" (one value, masked in different ways)."""

    dialogue: str
    turn: int
    what: str
    kind: str
    text: str


class _Placed(NamedTuple):
    start: int
    end: int
    mask: str

    @property
    def kind(self) -> str:
        return self.mask[1:-1].rpartition("_")[0]


def read_cases(files: Iterable[Path]) -> list[Case]:
    """Raises: OSError, msgspec.MsgspecError, ValueError."""
    decoder = msgspec.json.Decoder(Case)
    cases = [
        decoder.decode(line) for file in files for line in file.read_bytes().splitlines() if line.strip()
    ]
    for case in cases:
        checked(case.dialogue)
        for item in case.planted:
            if not (
                item.turn < len(case.dialogue.turns)
                and 0 <= item.start < item.end <= len(case.dialogue.turns[item.turn].text)
            ):
                raise ValueError(f"dialogue {case.dialogue.id}: item {item} lies outside of its text")
    return cases


def evaluate_masking(cases: Sequence[Case], masker: Masker) -> tuple[MaskingReport, list[Miss]]:
    """Mask the dialogues and compare with what is planted."""
    results = [_judged(case, masker) for case in cases]
    left: dict[str, list[bool]] = defaultdict(list)
    right: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        for kind, gone in result.items:
            left[kind].append(gone)
        for kind, personal in result.masks:
            right[kind].append(personal)
    kept = [not gone for gone in left.pop("order_number", [])]
    kinds = {
        kind: Figures(len(left[kind]), _share(left[kind]), len(right[kind]), _share(right[kind]))
        for kind in sorted({*left, *right})
    }
    items, masks = (
        [one for ones in left.values() for one in ones],
        [one for ones in right.values() for one in ones],
    )
    report = MaskingReport(
        dialogues=len(cases),
        planted=len(items),
        recall=_share(items),
        masks=len(masks),
        precision=_share(masks),
        consistent=_share([same for result in results for same in result.same]),
        order_numbers_kept=_share(kept),
        kinds=kinds,
    )
    return report, [miss for result in results for miss in result.misses]


class _Judged(NamedTuple):
    items: list[tuple[str, bool]]
    masks: list[tuple[str, bool]]
    same: list[bool]
    misses: list[Miss]


def _judged(case: Case, masker: Masker) -> _Judged:
    result = _Judged([], [], [], [])
    masked = masker.masked(case.dialogue).dialogue
    masks_of: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for number, (turn, after) in enumerate(zip(case.dialogue.turns, masked.turns, strict=True)):
        planted = [item for item in case.planted if item.turn == number]
        placed = _placed(turn.text, after.text, planted)
        for item in planted:
            gone = _is_gone(turn.text, item, placed)
            result.items.append((item.kind, gone))
            if not gone and item.kind != "order_number":
                result.misses.append(
                    Miss(case.dialogue.id, number, "left", item.kind, turn.text[item.start : item.end])
                )
            if item.same and item.kind != "order_number":
                masks_of[item.same].append(
                    tuple(one.mask for one in placed if one.start < item.end and item.start < one.end)
                )
        for one in placed:
            personal = _is_personal(one, planted)
            result.masks.append((one.kind, personal))
            if not personal:
                result.misses.append(
                    Miss(case.dialogue.id, number, "not personal", one.kind, turn.text[one.start : one.end])
                )
    for same, masks in masks_of.items():
        if len(masks) > 1:
            result.same.append(len(set(masks)) == 1)
            if len(set(masks)) > 1:
                written = " | ".join(" ".join(each) for each in masks)
                result.misses.append(Miss(case.dialogue.id, -1, "not the same", same, written))
    return result


def _placed(before: str, after: str, planted: Sequence[Planted] = ()) -> list[_Placed]:
    """Which characters each mask stands for: what is between two masks stands in both texts. Where that
    leaves a choice ("[name_1], [address_1]" of a text with three commas), what fits the planted items."""
    masks = MASK.findall(after)
    pieces = [re.escape(piece) for piece in MASK.split(after)]
    matches = [
        match
        for any_text in ("([\\s\\S]+?)", "([\\s\\S]+)")
        if (match := re.fullmatch(any_text.join(pieces), before))
    ]
    edges = {(item.start, "start") for item in planted} | {(item.end, "end") for item in planted}
    ways = [
        [_Placed(*match.span(number), mask) for number, mask in enumerate(masks, start=1)]
        for match in matches
    ]
    return max(
        ways,
        key=lambda way: sum(((one.start, "start") in edges) + ((one.end, "end") in edges) for one in way),
        default=[],
    )


def _is_gone(text: str, item: Planted, placed: Sequence[_Placed]) -> bool:
    """Whether no letter or digit of it is left."""
    return all(
        any(one.start <= place < one.end for one in placed)
        for place in range(item.start, item.end)
        if text[place].isalnum()
    )


def _is_personal(one: _Placed, planted: Sequence[Planted]) -> bool:
    inside = sum(
        max(0, min(one.end, item.end) - max(one.start, item.start))
        for item in planted
        if item.kind != "order_number"
    )
    return 2 * inside >= one.end - one.start


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 1.0
