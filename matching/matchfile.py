"""Needs from a file (id, language, country, title, description, constraints) matched against the catalogue."""

import json
from dataclasses import dataclass
from typing import Any

from marketplace.vocabularies.geography import country_code
from offices.models import Need
from solutions.models import Solution

from .constraints import parse
from .engines.interface import Engine
from .needs_analysis import analyse
from .reasons import explain
from .suggestions import reasons_as_data, suggest
from .text import canonical_language, detect_language


class BadNeed(ValueError):
    """A line that is not a need; the message says why."""


@dataclass(frozen=True)
class FileNeed:
    id: str
    need: Need
    constraints: tuple[str, ...]


def parse_line(line: str) -> FileNeed:
    """One JSON line; raises BadNeed."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadNeed(f"not JSON: {error}") from error
    if not isinstance(data, dict) or "id" not in data:
        raise BadNeed("a need is a JSON object with an id")
    title, description = (data.get(name) or "" for name in ("title", "description"))
    if not isinstance(title, str) or not isinstance(description, str) or not (title + description).strip():
        raise BadNeed("title and description: text is missing")
    text = f"{title} {description}"
    language = data.get("lang") or data.get("language") or detect_language(text)
    countries = [data["country"]] if isinstance(data.get("country"), str) else data.get("countries") or []
    constraints = tuple(phrase for phrase in data.get("constraints") or [] if isinstance(phrase, str))
    need = Need(
        title=title[:500],
        description=description,
        language=canonical_language(str(language)),
        countries=[code for name in countries if (code := country_code(str(name)))],
    )
    return FileNeed(str(data["id"]), need, constraints)


def match(asked: FileNeed, engine: Engine, limit: int) -> list[dict[str, Any]]:
    """The ranked list for one need; the registry's slug where there is one."""
    query = analyse(asked.need.title, asked.need.description, asked.need.language, asked.constraints)
    rows = suggest(asked.need, parse(asked.constraints), limit, engine, query)
    return [
        {
            "solution": slug_of(row.solution),
            "score": row.ranked.score,
            "reasons": [said.text for said in explain(reasons_as_data(query, row))],
        }
        for row in rows
    ]


def slug_of(solution: Solution) -> str:
    return solution.registry_slug or solution.slug
