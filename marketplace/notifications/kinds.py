"""The kinds of news a person can be told of; each app registers its own when Django is ready."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """`label` names it on the preferences page; `subject` and `text` are lazy messages with `%(name)s` places for a notice's params."""

    code: str
    label: str | Promise
    subject: str | Promise
    text: str | Promise


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    _kinds.update({kind.code: kind for kind in kinds})


def kind(code: str) -> Kind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[code]


def kinds() -> list[Kind]:
    return list(_kinds.values())


def render(code: str, params: dict[str, Any]) -> tuple[str, str]:
    """(subject, text) in the language that is active."""
    found = kind(code)
    return str(found.subject) % params, str(found.text) % params
