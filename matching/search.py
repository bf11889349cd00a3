"""Searching what a person may see, with the database as a fallback when the engine does not answer."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from marketplace.accounts.models import User
from offices.models import Need
from solutions.models import Solution

from . import concepts
from .embedding import embedders
from .engines import get_engine
from .engines.interface import EngineUnavailable, Hit, Kind, SearchRequest, SearchResult
from .text import detect_language

log = logging.getLogger("marketplace.search")
MAX_TEXT = 300
_CODES = {"sector": "sectors", "language": "languages", "type": "types", "block": "building_blocks"}


def audience(user: Any) -> tuple[str, ...]:
    """The tokens of the index that this person may see."""
    if not isinstance(user, User):
        return ("public",)
    offices = list(user.offices.values_list("public_id", flat=True))
    return ("public", *(["offices"] if offices else []), *(f"office:{public_id}" for public_id in offices))


def query_language(text: str, interface: str) -> str:
    """What is typed is mostly in the interface's language; a script of its own says otherwise."""
    found = detect_language(text)
    return found if found in {"ar", "ru", "zh-hans"} or interface in {"ar", "ru", "zh-hans"} else interface


def build_request(kind: Kind, text: str, language: str, user: Any, **more: Any) -> SearchRequest:
    """A request with the text's meaning and concepts beside its words."""
    text = text[:MAX_TEXT]
    request = SearchRequest(kind=kind, text=text, language=query_language(text, language), audience=audience(user), **more)
    if not text.strip():
        return request
    embedder = embedders()[0]
    return replace(
        request,
        vectors={embedder.name: embedder.encode([text], "query")},
        concepts=concepts.detect([(text, 1.5)], request.language),
    )


def search(request: SearchRequest, user: Any) -> tuple[SearchResult, bool]:
    """The engine's answer, or the database's with True for degraded."""
    try:
        return get_engine().search(request), False
    except EngineUnavailable:
        log.warning("search falls back to the database")
        return _from_database(request, user), True


def _from_database(request: SearchRequest, user: Any) -> SearchResult:
    rows: QuerySet[Any] = Solution.objects.published() if request.kind == "solution" else Need.objects.visible_to(user).posted()
    for facet, codes in request.filters.items():
        if facet in _CODES:
            rows = rows.filter(**{f"{_CODES[facet]}__holds_any": codes})
        elif facet == "country":
            rows = rows.filter(deployments__country__in=codes) if request.kind == "solution" else rows.filter(countries__holds_any=codes)
        elif facet == "sdg":
            rows = rows.filter(goals__number__in=codes) if request.kind == "solution" else rows.filter(sdgs__holds_any=codes)
        elif facet == "stage":
            rows = rows.filter(scale_stage__in=codes)
    title = "name" if request.kind == "solution" else "title"
    for word in request.text.split()[:8]:
        rows = rows.filter(Q(**{f"{title}__icontains": word}) | Q(description__icontains=word))
    rows = rows.distinct().order_by(title)
    ids = rows.values_list("public_id", flat=True)[request.offset : request.offset + request.limit]
    return SearchResult(tuple(Hit(str(public_id), 0.0) for public_id in ids), rows.count())


def in_order(rows: QuerySet[Any], hits: tuple[Hit, ...]) -> list[Any]:
    """Rows of the hits that this person may see, in the hits' order; an index can never leak one."""
    found: Mapping[str, Any] = {str(row.public_id): row for row in rows.filter(public_id__in=[hit.id for hit in hits])}
    return [found[hit.id] for hit in hits if hit.id in found]
