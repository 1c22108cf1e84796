"""What people write short in a chat, in full words: "how much r they" is asked as "how much are they".

Only the message that is answered is read so; what was written stands as it is in the conversation.
"""

from __future__ import annotations

import re

_WORDS = {
    "u": "you", "ur": "your", "wud": "would", "cud": "could", "shud": "should", "wot": "what",
    "plz": "please", "pls": "please", "tho": "though", "coz": "because", "cuz": "because",
    "wanna": "want to", "gonna": "going to", "gimme": "give me", "b4": "before", "sth": "something",
    "smth": "something", "diff": "difference", "temp": "temperature", "temps": "temperatures",
    "qty": "quantity", "bday": "birthday", "pics": "pictures", "recs": "recommendations",
}  # fmt: skip
_ASKED = ("where", "what", "how", "who", "when", "why", "much", "many", "they", "you", "u", "we")
"""Words before an "r" that is "are"."""
_HELPS = ("do", "have", "can", "could", "would", "will", "are", "did", "if")
"""Words before a "ye" that is "you", and no "yes"."""
_SHAPED = r"(?![\s-](?:shaped?|lock|bolt|turn|bend|profile|pipe|tube|channel|hook|nail|value)s?\b)"
_ARE = "|".join(rf"(?<=\b{word} )r" for word in _ASKED)
_YE = "|".join(rf"(?<=\b{word} )ye" for word in _HELPS)
_SHORT = re.compile(
    rf"(?<![\w.'’/@#&+-])(?P<word>{'|'.join(_WORDS)})(?![\w'’/@-]|\.\w){_SHAPED}"
    rf"|(?P<are>{_ARE}|\br(?= (?:u|you|they|we|these|those|the)\b))(?!\w)"
    r"|(?<=[a-z] )(?P<and>n)(?= [a-z])"
    r"|(?<!\w)(?P<with>w/)(?=\s?[a-z])(?!o\b)"
    rf"|(?P<ye>{_YE})\b"
)
_FULL = {"are": "are", "and": "and", "with": "with ", "ye": "you"}


def plain_words(text: str) -> str:
    """The text with these words in full; in capitals they are other things (size U, a part "R")."""
    return re.sub(r"\bwith  ", "with ", _SHORT.sub(_in_full, text)) if _SHORT.search(text) else text


def _in_full(match: re.Match[str]) -> str:
    if word := match["word"]:
        return _WORDS[word]
    return _FULL[next(name for name in _FULL if match[name])]
