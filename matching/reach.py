"""What would serve a need beyond what it names: the generic tools of its field of work, and what stands close to it.

"The midwife's notebook" asks for maternal care; a mobile data collection kit serves that too, and a reader would count it. `knowledge/means.json`
says so for fields of work: `tools` serve many fields, `kin` are products of a neighbouring one.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from . import concepts
from .meaning import ARTEFACT

MEANS = ARTEFACT.with_name("means.json")
SHARES = {"tools": 0.3, "kin": 0.1}
RELATED = 0.05


@cache
def means() -> dict[str, dict[str, float]]:
    """Field of work -> concept that serves it -> share of the field's weight."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for level, rows in json.loads(MEANS.read_text(encoding="utf-8")).items():
        for tool, fields in rows.items():
            for field in fields:
                found[field][tool] += SHARES[level]
    for code, concept in concepts.concepts().items():
        for other in concept.related:
            found[code][other] += RELATED
    return {field: dict(row) for field, row in found.items()}


def widened(meant: Mapping[str, float]) -> dict[str, float]:
    """A need's concepts with what serves them, each at its share."""
    out = dict(meant)
    for code, weight in meant.items():
        for tool, share in means().get(code, {}).items():
            out[tool] = out.get(tool, 0.0) + share * weight
    return out
