"""Properties that a description in HTML states as such: "Scale length: 650 mm" in a list, in a table, behind
a label in bold. Exports of shop systems have no other place for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree, html

from retrieval.products.feeds.item import LONGEST_TEXT, line_of, plain_text

MOST = 60
"""Properties of a product; more are no list of them."""
LONGEST_NAME = 40
MOST_WORDS = 5
LONGEST_VALUE = 160

_LABELLED = re.compile(r"\s*(?P<name>[^\W_][^:=\n]{0,60}?)\s*[:=]\s+(?P<value>\S.*)", re.DOTALL)
_REMARK = re.compile(
    r"(?:(?:please )?note|n\.?b\.?|tip|hint|warning|caution|attention|important|remember|ps|p\.s\."
    r"|update|new|example|e\.g\.|hinweis|achtung|tipp|attention|let op)\b.*",
    re.IGNORECASE,
)
_UNIT = r"(?:kg|g|mm|cm|m|l|ml|w|litres?|inch(?:es)?|\")"
_MEASURED = re.compile(
    r"(?:^|[.;,]\s)(?P<name>(?:[a-z]+ )?"
    r"(?:weight|width|height|depth|length|diameter|scale|capacity|volume|power))(?: is|:)? "
    rf"(?P<value>(?:about )?\d[\d.,]*\s?{_UNIT})(?=[.;,]\s|[.;,]?$)",
    re.IGNORECASE,
)
"""A measure by its name in a sentence: "Scale length 650 mm, weight 1.6 kg"."""
_WEIGHT = re.compile(r"\d\s?(?:kg|g|lbs?|oz)\b")
_SENTENCES = re.compile(r"[a-z)]{2}[.!?]\s+[A-Z]")


def described(markup: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The words of a description without the properties that it states, and these by name."""
    if "<" not in markup:
        return plain_text(markup), ()
    try:
        tree = html.fragment_fromstring(markup[: LONGEST_TEXT * 5], create_parent="div")
    except (etree.ParserError, ValueError):
        return plain_text(markup), ()
    etree.strip_elements(tree, "script", "style", etree.Comment, with_tail=False)
    found: dict[str, str] = {}
    for element in list(tree.iter("tr", "dl", "li", "p", "div")):
        if element is tree or element.getparent() is None or _is_wrapped(element):
            continue
        pairs = list(_pairs(element))
        if pairs and len(found) + len(pairs) <= MOST:
            for name, value in pairs:
                found.setdefault(name, value)
            element.drop_tree()
    return plain_text(_inside(tree)), tuple(found.items())


def measured(description: str) -> Iterator[tuple[str, str]]:
    """Measures that a description tells by their names."""
    for match in _MEASURED.finditer(description):
        yield match["name"].strip().capitalize(), match["value"]


def tells_weight(description: str) -> bool:
    """Whether a description tells a weight: that is the product's own, and that of a system the one by which
    it reckons the postage."""
    return _WEIGHT.search(description) is not None


def joined(*groups: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Properties of several places; of one that has several values the first."""
    found: dict[str, tuple[str, str]] = {}
    for name, value in (pair for group in groups for pair in group):
        if value:
            found.setdefault(name.casefold(), (name, value))
    return list(found.values())


def _is_wrapped(element: html.HtmlElement) -> bool:
    """Whether others within it are looked at by themselves."""
    return next(element.iterdescendants("tr", "dl", "li", "p", "div"), None) is not None


def _inside(tree: html.HtmlElement) -> str:
    return str(html.tostring(tree, encoding="unicode"))


def _pairs(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Names and values of an element; none where a part of it is anything else."""
    if element.tag == "tr":
        cells = [line_of(cell.text_content()) for cell in element.iterchildren("th", "td")]
        texts = [": ".join((cells[0].rstrip(": "), cells[1]))] if len(cells) == 2 and cells[0] else []
    elif element.tag == "dl":
        texts = [line_of(f"{dt}: {dd}") for dt, dd in _terms(element)]
    elif element.tag == "li":
        texts = [line_of(element.text_content())]
    else:
        texts = list(_bold_lines(element))
    pairs = [pair for text in texts if (pair := _pair(text))]
    if len(pairs) == len(texts):
        yield from pairs


def _terms(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    terms, values = list(element.iterchildren("dt")), list(element.iterchildren("dd"))
    if len(terms) == len(values):
        for term, value in zip(terms, values, strict=True):
            yield line_of(term.text_content()).rstrip(": "), line_of(value.text_content())


def _bold_lines(element: html.HtmlElement) -> Iterator[str]:
    """The lines of a paragraph all of which begin with a label in bold; else the one text, which is none."""
    lines: list[list[html.HtmlElement | str]] = [[]]
    if element.text and element.text.strip():
        lines[-1].append(element.text)
    for child in element:
        if child.tag == "br":
            lines.append([])
        else:
            lines[-1].append(child)
        if child.tail and child.tail.strip():
            lines[-1].append(child.tail)
    full = [line for line in lines if line]
    if not full or any(isinstance(line[0], str) or line[0].tag not in ("b", "strong") for line in full):
        yield ""
        return
    for line in full:
        yield line_of(" ".join(part if isinstance(part, str) else part.text_content() for part in line))


def _pair(text: str) -> tuple[str, str] | None:
    """Name and value of a line, where it states a property and is no sentence with a colon."""
    labelled = _LABELLED.fullmatch(text)
    if labelled is None:
        return None
    name, value = labelled["name"].strip(" -–•*"), labelled["value"].strip()
    if len(name) > LONGEST_NAME or len(name.split()) > MOST_WORDS or _REMARK.fullmatch(name):
        return None
    if len(value) > LONGEST_VALUE or _SENTENCES.search(value):
        return None
    return name, value.rstrip(".") if value.count(".") == 1 else value
