"""Removes from a web page what a person does not see on it: by style, by attribute, or by its element.

Rules of the page's own style sheets count where they name one element, class or id. What something on
the page opens (``aria-controls``, a link to its id, a role of a tab panel) is seen on a click, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html

_NEVER_SHOWN = (
    "//comment()|//script|//noscript|//template|//object|//embed|//iframe|//video|//audio|//canvas|//datalist"
    "|//noframes|//svg|//math|//textarea|//*[@hidden]|//*[@aria-hidden='true']"
)
_OPENED_BY = "//@aria-controls|//@data-target|//@data-bs-target|//a/@href[starts-with(., '#')]"
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CONDITIONAL = re.compile(r"@[\w-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"(?:\w+|[.#][\w-]+)")
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh)?")
_FAR = 900
"""Pixels outside of the page from which something cannot be seen."""
_LEAST = {"px": 3.0, "pt": 2.0, "em": 0.2, "rem": 0.2, "%": 15.0}
"""Sizes of letters below which nobody reads them."""

Style = dict[str, str]


def drop_unseen(tree: lxml.html.HtmlElement) -> None:
    """Remove all that is not seen from a page, in place; style sheets stay."""
    for element in tree.xpath(_NEVER_SHOWN):
        _drop(element)
    opened = {str(target).lstrip("#") for target in tree.xpath(_OPENED_BY)} - {""}
    sheet = _sheet("\n".join(style.text or "" for style in tree.xpath("//style")))
    for element in list(tree.iter("*")):
        openable = element.get("id") in opened or element.get("role") == "tabpanel"
        if not openable and _is_unseen(element, sheet):
            _drop(element)


def _drop(element: lxml.html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _sheet(css: str) -> dict[str, Style]:
    """Declarations by simple selector, without what holds on some screens only."""
    rules: dict[str, Style] = {}
    for selectors, body in _RULE.findall(_CONDITIONAL.sub("", css)):
        for selector in map(str.strip, selectors.split(",")):
            if _SIMPLE.fullmatch(selector):
                rules.setdefault(selector, {}).update(_declarations(body))
    return rules


def _declarations(body: str) -> Style:
    pairs = (part.partition(":") for part in body.lower().split(";") if ":" in part)
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}


def _style(element: lxml.html.HtmlElement, sheet: dict[str, Style]) -> Style:
    style: Style = {}
    names = [str(element.tag), *(f".{name}" for name in (element.get("class") or "").split())]
    for selector in [*names, f"#{element.get('id')}"]:
        style |= sheet.get(selector, {})
    return style | _declarations(element.get("style") or "")


def _is_unseen(element: lxml.html.HtmlElement, sheet: dict[str, Style]) -> bool:
    style = _style(element, sheet)
    if not style or element.tag in ("html", "body", "head"):
        return False
    return (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or _number(style.get("opacity", "1")) < 0.05
        or _is_tiny(style.get("font-size", "16px"))
        or _is_away(style)
        or _is_cut(style)
        or _has_colour_of_its_ground(element, style, sheet)
    )


def _number(value: str) -> float:
    found = _LENGTH.match(value)
    return float(found[1]) if found else 1.0


def _is_tiny(size: str) -> bool:
    found = _LENGTH.fullmatch(size)
    return found is not None and float(found[1]) < _LEAST.get(found[2] or "px", 0.01)


def _is_away(style: Style) -> bool:
    placed = style.get("position") in ("absolute", "fixed", "relative")
    sides = ("left", "top", "right", "bottom", "margin-left", "margin-top") if placed else ("margin-left",)
    return any(_number(style.get(side, "0px")) <= -_FAR for side in (*sides, "text-indent"))


def _is_cut(style: Style) -> bool:
    flat = any(style.get(side, "").rstrip("pxemr%") == "0" for side in ("height", "max-height", "width"))
    hides = style.get("overflow", "").startswith(("hidden", "clip"))
    clipped = re.search(r"inset\(\s*(?:50|100)%|circle\(\s*0", style.get("clip-path", ""))
    rect = re.match(r"rect\(\s*[01](?:px)?[\s,]+[01]", style.get("clip", ""))
    scaled = re.search(r"scale[xy]?\(\s*0(?:\.0+)?\s*[,)]", style.get("transform", ""))
    return bool((flat and hides) or clipped or rect or scaled)


def _has_colour_of_its_ground(element: lxml.html.HtmlElement, style: Style, sheet: dict[str, Style]) -> bool:
    """Whether text has the colour of what is behind it; behind an unstyled page is white."""
    colour = _colour(style.get("color", ""))
    if colour == "transparent":
        return True
    if not colour:
        return False
    for around in [element, *element.iterancestors()]:
        own = _style(around, sheet)
        if ground := _colour(own.get("background-color") or own.get("background", "")):
            return colour == ground
        if around is not element and around.get("class") and around.tag not in ("html", "body"):
            return False  # its ground may be set in a style sheet elsewhere
    return colour == "#ffffff"


def _colour(value: str) -> str:
    """A colour in one form, or "" for an unknown one."""
    words = list(_colour_words(value))
    return words[0] if words else ""


def _colour_words(value: str) -> Iterator[str]:
    for word in re.findall(r"rgba?\([^)]*\)|#[0-9a-f]{3,8}|[a-z]+", value):
        if word.startswith("#"):
            digits = word[1:]
            yield "#" + ("".join(d * 2 for d in digits[:3]) if len(digits) < 6 else digits[:6])
        elif word.startswith("rgb"):
            numbers = re.findall(r"[\d.]+", word)
            faint = len(numbers) > 3 and float(numbers[3]) < 0.05
            yield "transparent" if faint else "#" + "".join(f"{int(float(n)):02x}" for n in numbers[:3])
        elif word in _NAMED:
            yield _NAMED[word]


_NAMED = {"white": "#ffffff", "black": "#000000", "transparent": "transparent", "snow": "#ffffff"}
