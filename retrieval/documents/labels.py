"""What stands behind a label: "Data protection officer: Dr. Ines Wolter" answers who that is, whatever its
heading says."""

from __future__ import annotations

import re

import numpy as np

from retrieval.documents.candidates import Found
from retrieval.documents.evidence import Ranked
from retrieval.documents.snapshot import Snapshot
from retrieval.words import words

LEAST = 2
"""Words of a name by which a label is known: one alone ("Price: 5 EUR") stands in many places."""
_LABEL = re.compile(r"^\W*(?P<label>[^:|–.!?]{4,50}):\s+\S")


def behind_label(snapshot: Snapshot, found: Found, name: str) -> list[Ranked]:
    """The unit that is labelled just as a thing is called; [] where none of those ``found`` for the name has
    one, or several do."""
    asked, units = frozenset(words(name)), snapshot.content.units
    if len(asked) < LEAST:
        return []
    labelled = [
        (number, place)
        for place in map(int, found.places)
        for number in snapshot.unit_range(place)
        if (match := _LABEL.match(units[number].quote)) and frozenset(words(match["label"])) == asked
    ]
    if len(labelled) != 1:
        return []
    number, place = labelled[0]
    vector = np.asarray(snapshot.content.unit_vectors[number], np.float32)
    return [Ranked(units[number], number, place, 1.0, float(vector @ found.query.vector))]
