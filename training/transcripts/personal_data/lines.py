"""Lines of a letter."""

from __future__ import annotations

import re

_LINE_ABOVE = re.compile(r"(?:^|\n)[ \t]*(?P<line>[^\W\d_][^\n\d,.;:!?@\[\]]{3,38}?)[ \t]*\n[ \t]*$")
_SIGNED_OFF = re.compile(
    r"\b(?:regards|wishes|thanks|thank you|cheers|sincerely|faithfully|grü(?:ß|ss)en?|cordialement|saludos|saluti|groet\w*|pozdraw\w+|hils\w+|hälsn\w+|yours|love|best)\b",
    re.IGNORECASE,
)

ON_BEHALF = re.compile(r".*\b(?:v/|c/o|z\. ?Hd\.|attn\.?)\s?(?=\w)", re.IGNORECASE)
"""Before the person in a line that begins with a firm: "Trekking A/S v/ Anna Holm"."""


def bare_line_above(text: str, start: int) -> re.Match[str] | None:
    """The line above one that begins here, if it is a few words and nothing else, with a capital."""
    line = _LINE_ABOVE.search(text[:start])
    if line is None or not line["line"][0].isupper() or len(line["line"].split()) > 5:
        return None
    return None if _SIGNED_OFF.search(line["line"]) else line
