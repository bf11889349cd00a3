"""Suggestions for a need and, mirrored, for a solution: computed, explained, kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from offices.models import Need
from solutions.models import Solution

from . import concepts
from .engines import get_engine
from .engines.interface import Engine
from .facts import NeedFacts, Wish, need_facts, solution_facts
from .models import StoredRecord, Suggestion
from .needs_analysis import NeedQuery, analyse
from .ranking import Candidate, Ranked, rank
from .retrieval import retrieve
from .text import sentences, terms
from .weights import RANKING_VERSION

KEPT = 30
CONSIDERED = 50


@dataclass(frozen=True)
class Suggested:
    """A solution with its place, and why."""

    solution: Solution
    ranked: Ranked


def _concepts_of(ids: Iterable[str]) -> dict[str, Mapping[str, float]]:
    rows = StoredRecord.objects.filter(reference__in=list(ids)).values_list("reference", "payload__concepts")
    return {str(reference): found or {} for reference, found in rows}


def closest_passage(query: NeedQuery, solution: Solution) -> str:
    """The sentence of the profile that shares most with the ask, by words and concepts; '' when none shares anything."""
    asked = set(query.concepts)
    wanted = set(terms(query.text, query.language))
    best, passage = 0.0, ""
    for sentence in [solution.summary, *sentences(solution.description)]:
        value = 1.5 * sum(query.concepts[c] for c in asked & concepts.matches(sentence, solution.language).keys())
        value += 0.2 * len(wanted & set(terms(sentence, solution.language)))
        if value > best:
            best, passage = value, sentence
    return passage[:240]


def family(solution: Solution) -> str:
    """Companion products share their first word: 'CommCare', 'CommCare Android', 'CommCare cloud'."""
    return solution.name.casefold().split(" ")[0].split("-")[0]


def suggest(
    need: Need,
    wishes: Sequence[Wish] = (),
    limit: int = CONSIDERED,
    engine: Engine | None = None,
    query: NeedQuery | None = None,
) -> list[Suggested]:
    """Ranked published solutions for a need, saved or not (an unsaved one brings its `wishes` along)."""
    query = query or analyse(need.title, need.description, need.language)
    found = retrieve(engine or get_engine(), query)
    best = sorted(found.relevance, key=lambda identifier: (-found.relevance[identifier], identifier))[:limit]
    solutions = {str(s.public_id): s for s in Solution.objects.published().with_facts().filter(public_id__in=best)}
    known = _concepts_of(solutions)
    facts = need_facts(need, query.concepts) if need.pk else _unsaved_facts(need, wishes, query)
    candidates = [
        Candidate(i, found.relevance[i], solution_facts(solutions[i], known.get(i, {})), family(solutions[i]))
        for i in best
        if i in solutions
    ]
    ranked = rank(facts, candidates)[:limit]
    return [Suggested(solutions[row.id], row) for row in ranked]


def _unsaved_facts(need: Need, wishes: Sequence[Wish], query: NeedQuery) -> NeedFacts:
    return NeedFacts(
        need.language,
        tuple(need.countries),
        tuple(int(n) for n in need.sdgs),
        tuple(need.sectors),
        need.urgency,
        tuple(wishes),
        query.concepts,
    )


def reasons_as_data(query: NeedQuery, row: Suggested) -> list[dict[str, object]]:
    passage = closest_passage(query, row.solution)
    reasons = [asdict(reason) for reason in row.ranked.reasons]
    if passage:
        reasons.insert(0, {"code": "says", "params": {"passage": passage}, "fields": ["description"], "polarity": "for"})
    return reasons


def refresh_need(reference: str) -> None:
    """Compute and keep the suggestions of one posted need; idempotent."""
    need = Need.objects.with_details().filter(public_id=reference).first()
    if need is None:
        return
    if need.status != Need.Status.OPEN:
        need.suggestions.all().delete()
        return
    query = analyse(need.title, need.description, need.language)
    rows = [row for row in suggest(need) if not row.ranked.violated][:KEPT]
    with transaction.atomic():
        if not Need.objects.select_for_update().filter(pk=need.pk, version=need.version).exists():
            return  # a later change has its own entry in the outbox
        need.suggestions.all().delete()
        Suggestion.objects.bulk_create(
            Suggestion(
                need=need,
                solution=row.solution,
                rank=place,
                score=row.ranked.score,
                reasons=reasons_as_data(query, row),
                ranking_version=RANKING_VERSION,
            )
            for place, row in enumerate(rows, 1)
        )
