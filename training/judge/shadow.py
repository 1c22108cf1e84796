"""Shadow mode: what shoppers asked last, read and answered by a candidate beside the live release.

Nothing is said, done or written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from bot.record.recent_turns import RecentTurn
from training.judge.asking import shown
from training.judge.opened import Opened
from training.transcripts.dialogue import Dialogue, Turn
from training.transcripts.masking import Masker

Kind = Literal["intent", "answer", "now declined", "now answered"]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Where both differ. ``text`` is the message; intents, or what is shown."""

    kind: Kind
    conversation_id: str
    seq: int
    text: str
    live: str
    candidate: str


class ShadowReport(msgspec.Struct, frozen=True, kw_only=True):
    """``turns`` were read by both, ``questions`` of them answered by both; ``counts`` by kind."""

    candidate: str
    live: str
    turns: int
    questions: int
    counts: dict[Kind, int]
    differences: tuple[Difference, ...]


def in_the_shadow(
    turns: Sequence[RecentTurn],
    candidate: Opened,
    live: Opened,
    masker: Masker | None,
    progress: Callable[[int, int], None],
) -> ShadowReport:
    """Replay turns through both; ``masker``: takes personal data out of the texts, None leaves them.

    Only what the documents were asked before is asked again.
    """
    differences: list[Difference] = []
    for done, turn in enumerate(turns, start=1):
        differences += [
            _difference(turn, kind, was, now, masker) for kind, was, now in _compared(turn, candidate, live)
        ]
        progress(done, len(turns))
    kinds = [difference.kind for difference in differences]
    return ShadowReport(
        candidate=candidate.release_id,
        live=live.release_id,
        turns=len(turns),
        questions=sum(turn.searched for turn in turns),
        counts={kind: kinds.count(kind) for kind in sorted(set(kinds))},
        differences=tuple(differences),
    )


def _compared(turn: RecentTurn, candidate: Opened, live: Opened) -> list[tuple[Kind, str, str]]:
    """Kind, live, candidate; of each difference."""
    found: list[tuple[Kind, str, str]] = []
    was, now = (one.understander.read(turn.text).intent.name for one in (live, candidate))
    if was != now:
        found.append(("intent", was, now))
    if turn.searched:
        before, after = (shown(one.answerer.answer(turn.text, turn.before)) for one in (live, candidate))
        if before != after:
            kind: Kind = "answer" if before and after else "now answered" if after else "now declined"
            found.append((kind, before or "declined", after or "declined"))
    return found


def _difference(turn: RecentTurn, kind: Kind, was: str, now: str, masker: Masker | None) -> Difference:
    text = turn.text
    if masker is not None:
        said = (*turn.before, text)  # names that were told before are known
        dialogue = Dialogue(id="", turns=tuple(Turn(role="shopper", text=one) for one in said))
        text = masker.masked(dialogue).dialogue.turns[-1].text
    return Difference(
        kind=kind, conversation_id=turn.conversation_id, seq=turn.seq, text=text, live=was, candidate=now
    )
