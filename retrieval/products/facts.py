"""An attribute as a sentence: "The Varde 3 weighs 2.9 kg." Every word of it stands in the attribute."""

from __future__ import annotations

import re

from retrieval.products.conditions import affirms

SENTENCES = {
    "weight": "The {product} weighs {value}.",
    "persons": "The {product} is made for {count}.",
    "seats": "The {product} has seats for {value}.",
    "material": "The {product} is made of {value}.",
    "origin": "The {product} is made in {value}.",
    "season": "The {product} is made for {value}.",
    "activity": "The {product} is made for {value}.",
    "care": "Care of the {product}: {value}.",
    "keeps hot": "The {product} keeps things hot for {value}.",
    "keeps cold": "The {product} keeps things cold for {value}.",
    "fits": "The {product} fits {value}.",
    "gender": "The {product} is made for {value}.",
    "includes": "The {product} includes {value}.",
    "contains": "The {product} contains {value}.",
    "contents": "The {product} contains {value}.",
    "needs": "The {product} needs {value}.",
    "requires": "The {product} requires {value}.",
    "charging": "Charging of the {product}: {value}.",
    "air transport": "Air transport of the {product}: {value}.",
    "animal": "The {product} is for: {value}.",
    "section": "The {product} is for: {value}.",
    "warranty": "The warranty on the {product}: {value}.",
}
_ADJECTIVE = re.compile(
    r"(?:proof|free|able|ible|resistant|compatible|safe|ing|drying|approved|filled|handed|off|along|vegan|organic|vegetarian"
    r"|insulated|reactive|luminous|magnetic|less|hardy|scented|lockable|earthed|reflective|freestanding|down)$",
    re.IGNORECASE,
)
_ADJECTIVE_AND_THING = re.compile(
    r"\w+(?:able|ible) (?!(?:for|in|on|at|to|with|up|by|from|off|safe|free)\b)[a-z]+"
    r"(?<!able)(?<!ible)(?<!proof)(?<!ing)(?<!ed)",
    re.IGNORECASE,
)
""" "Removable cover"."""
_UNCOUNTED = re.compile(
    r"(?:s|stretch|induction|impregnation|compression|bluetooth|protection|ignition|tracking|heart rate"
    r"|multipoint|stereo|support|backlight|storage|memory)$",
    re.I,
)

_DOES = re.compile(
    r"(?:removes|grows|fits|sinks|floats|glows|folds|opens|closes|works|holds|stops|lowers|raises|keeps"
    r"|contains|needs|requires|includes|covers|supports|suits|survives|tolerates|dims|protects|prevents"
    r"|reduces|shrinks|fades) ",
    re.IGNORECASE,
)
"""Begins an attribute that says what a product does: "Lowers pH"."""
_IS_SO = re.compile(
    r"(?:\w+(?:ble|ed|al)|made|grown|good|best|right|fit|meant|safe|ready|perfect)"
    r" (?:for|with|in|to|by|from|on)",
    re.IGNORECASE,
)
_DOES_SO = re.compile(
    r"(?:works|goes|comes|fits|pairs|runs|mounts|connects) (?:with|for|in|to|on)", re.IGNORECASE
)
"""Attributes that a sentence goes on with: "Suitable for", "Works with"."""
_CAN_BE = re.compile(r"(?<!\b[ct])(?:able|ible)$", re.IGNORECASE)
"""No cable and no table."""
INCLUDED = " included"
"""Behind the name of a thing: whether one gets it with a product."""
_NEEDED = re.compile(r" (?:needed|required|necessary)$", re.IGNORECASE)

_PLURAL = re.compile(r"(?<![su])(?<!\b[Ll]en)s$")


def say(product: str, attribute: str, value: str, *, lead: bool = True) -> str:
    """The sentence. ``product`` is how the product is called; ``lead``: after a "yes" or "no", where it is a
    question of that."""
    template = SENTENCES.get(attribute.lower())
    if template:
        count = f"{value} {attribute.lower()}" if value != "1" else "1 person"
        return template.format(product=product, value=value, count=count)
    first, _, rest = value.partition(",")
    word = first.strip().lower()
    if word in ("yes", "no"):
        said = _yes_or_no(product, attribute, word == "yes", rest.strip())
        return said if lead else re.sub(r"^(?:Yes|No), t", "T", said)
    if affirms(value) and (_IS_SO.fullmatch(attribute) or _DOES_SO.fullmatch(attribute)):
        verb = "" if _DOES_SO.fullmatch(attribute) else "is "
        return f"The {product} {verb}{_lower(attribute)} {_joined(value)}."
    if _CAN_BE.search(attribute) and affirms(value):  # "Machine washable: cover"
        return f"The {product}, {_lower(attribute)}: {value}."
    if re.fullmatch(r"\d+", value) and attribute.endswith("s"):
        things = _lower(attribute)
        return f"The {product} has {value} {_singular(things) if value == '1' else things}."
    verb = "are" if _PLURAL.search(attribute) else "is"
    return (
        f"The {_lower(attribute)} of the {product} {verb} {value}."
        if affirms(value)
        else _none(product, attribute, value)
    )


def _yes_or_no(product: str, attribute: str, yes: bool, rest: str) -> str:
    name, lead = _lower(attribute), "Yes" if yes else "No"
    if name.lower().endswith("free"):  # "does it have PFAS?" and "is it PFAS-free?" are answered alike
        return f"The {product} is {'' if yes else 'not '}{name}{f' ({rest})' if rest else ''}."
    detail = f" ({rest})" if rest and yes else f"; {rest}" if rest else ""
    if attribute.lower().endswith(INCLUDED):
        thing = name.removesuffix(INCLUDED)
        verb = "are" if _PLURAL.search(thing) else "is"
        return f"{lead}, the {thing} {verb} {'' if yes else 'not '}included with the {product}{detail}."
    if attribute.lower() == "leather":
        return f"{lead}, the {product} is made {'with' if yes else 'without'} leather{detail}."
    if is_adjective(name) or name.endswith(" size"):
        return f"{lead}, the {product} is {'' if yes else 'not '}{name}{detail}."
    if does(name):
        verb, rest_of = name.split(" ", 1)
        return f"{lead}, the {product} {verb if yes else 'does not ' + verb[:-1]} {rest_of}{detail}."
    if _NEEDED.search(name):
        return f"{lead}, the {product} needs {'' if yes else 'no '}{_NEEDED.sub('', name)}{detail}."
    if name.endswith(("wearers", "users", "beginners")):
        return f"{lead}, the {product} is {'' if yes else 'not '}made for {name}{detail}."
    article = "" if _UNCOUNTED.search(name) or _is_short_form(name) else "an " if name[0] in "aeio" else "a "
    return f"{lead}, the {product} has {article if yes else 'no '}{name}{detail}."


def _is_short_form(name: str) -> bool:
    """ "5G", "GPS", "GaN": what is called by letters is not counted."""
    return (" " not in name and sum(map(str.isupper, name)) > 1) or (name[:1].isdigit() and " " not in name)


def does(attribute: str) -> bool:
    """Whether an attribute says what a product does ("lowers pH"), rather than what it has."""
    return _DOES.match(attribute) is not None


def _singular(things: str) -> str:
    """ "1 drawer" of "drawers"."""
    for plural, single in ((r"ies$", "y"), (r"(?<=ss|sh|ch)es$", ""), (r"(?<=x)es$", ""), (r"s$", "")):
        if re.search(plural, things):
            return re.sub(plural, single, things)
    return things


def is_adjective(attribute: str) -> bool:
    """Whether a product is that ("waterproof"), rather than has it ("hood", "removable cover")."""
    return not _ADJECTIVE_AND_THING.fullmatch(attribute) and bool(
        _ADJECTIVE.search(attribute.split()[0]) or _ADJECTIVE.search(attribute)
    )


def _joined(value: str) -> str:
    """ "Kettles and grinders" of "kettles, grinders"; what is more than a list of names stays as it is."""
    *front, last = value.split(", ")
    return (
        f"{', '.join(front)} and {last}" if front and not re.search(r"[;.()]| (?:and|or) ", value) else value
    )


def _none(product: str, attribute: str, value: str) -> str:
    if value.lower() == "none":
        return f"The {product} has no {_lower(attribute)}."
    return f"{attribute} of the {product}: {value}."


def _lower(attribute: str) -> str:
    """ "Water column" -> "water column"; "R-value", "PFAS-free" and "UV protection" stay."""
    first = re.split(r"[\s-]", attribute)[0]
    return attribute if len(first) == 1 or first.isupper() else attribute[0].lower() + attribute[1:]
