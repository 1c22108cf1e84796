"""What is called like a person and is none: landscapes with their word behind, some mountains and isles of the
trade in outdoor things, courtesies in another script."""

from __future__ import annotations

import re
from collections.abc import Iterable

from training.transcripts.personal_data.found import Passage
from training.transcripts.personal_data.names import Mention
from training.transcripts.personal_data.words import folded

_LANDSCAPE = re.compile(
    r"\s(?:glacier|icefield|trail|trek|traverse|mountains?|peak|summit|ridge|col|(?-i:Falls|Range|Pass)|canyon|gorge|loch|lake|fjord|bothy|hut|refuge|"
    r"national park|wilderness|tartan|plaid|gletscher|hütte)\b",
    re.IGNORECASE,
)
_CALLED_LIKE_PEOPLE = re.compile(
    r"\b(?:ben (?:nevis|lomond|macdui|lawers|wyvis|alder|vorlich|lui|cruachan)|john muir|rob roy|mont blanc|monte rosa)\b"
    r"|\b(?:on|isle of) (?:skye|mull|arran|harris|lewis|jura|iona)\b",
    re.IGNORECASE,
)
_COURTESY = frozenset(
    folded(word)
    for word in (
        "ευχαριστώ ευχαριστούμε πολύ παρακαλώ γεια καλημέρα καλησπέρα ναι όχι спасибо большое привет здравствуйте пожалуйста да нет "
        "дякую привіт благодаря хвала 谢谢 謝謝 你好 您好 ありがとう こんにちは すみません はい 감사합니다 안녕하세요 네 תודה שלום شكرا مرحبا ขอบคุณ สวัสดี"
    ).split()
)


def without_not_names(said: Passage, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that may be of people. Somebody who says that he is called Rob Roy is."""
    nobody = [match.span() for match in _CALLED_LIKE_PEOPLE.finditer(said.text)]
    return [
        one
        for one in mentions
        if not _COURTESY.issuperset(folded(said.text[one.start : one.end]).split())
        and (
            one.of_speaker
            or not (
                _LANDSCAPE.match(said.text, one.end)
                or any(start < one.end and one.start < end for start, end in nobody)
            )
        )
    ]
