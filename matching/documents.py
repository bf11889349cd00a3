"""A solution or a need flattened to the record that is indexed: the one place that decides what is searched."""

from collections.abc import Mapping

import numpy as np

from marketplace.vocabularies.geography import REGION_OF
from offices.models import Need
from solutions.models import Solution

from . import concepts, meaning
from .embedding import embedders
from .engines.interface import Record, Vector
from .needs_analysis import analyse
from .text import sentences

MAX_PASSAGES = 10
MAX_EVIDENCE_SENTENCES = 5  # of one goal


def solution_passages(solution: Solution) -> list[str]:
    """The title first, then the summary, the description's sentences, the problem's, and what the evidence says."""
    head = ", ".join([solution.name, *solution.aliases])
    found = [head]
    if solution.summary:
        found.append(f"{solution.name}: {solution.summary}")
    found += sentences(solution.description)
    found += sentences(solution.problem)
    # One sentence of each goal's evidence before the second of any, so that a cut loses depth and not breadth.
    evidence = [sentences(goal.evidence)[:MAX_EVIDENCE_SENTENCES] for goal in solution.goals.all()]
    for position in range(MAX_EVIDENCE_SENTENCES):
        found += [parts[position] for parts in evidence if len(parts) > position]
    return list(dict.fromkeys(found))[:MAX_PASSAGES]


def vectors_of(passages: list[str]) -> dict[str, Vector]:
    return {embedder.name: embedder.encode(passages, "passage") for embedder in embedders()}


def _meaning(vectors: dict[str, Vector], found: Mapping[str, float], language: str) -> dict[str, Vector]:
    """The profile's place among the lexicon's concepts, as one more vector; none before the first training."""
    trained = meaning.model()
    return {trained.name: meaning.as_vector(meaning.of_profile(vectors, found, language))} if trained else {}


def solution_codes(solution: Solution) -> dict[str, tuple[str, ...]]:
    """Facet -> codes."""
    countries = solution.countries
    return {
        "sector": tuple(solution.sectors),
        "sdg": tuple(str(goal.number) for goal in solution.goals.all()),
        "country": tuple(countries),
        "region": tuple(sorted({REGION_OF[code] for code in countries if code in REGION_OF})),
        "stage": (str(solution.scale_stage),) if solution.scale_stage else (),
        "licence": tuple(solution.licence_kinds),
        "type": tuple(solution.types),
        "block": tuple(solution.building_blocks),
        "offline": ("yes",) if solution.works_offline else (),
        "phones": ("yes",) if solution.basic_phones else (),
        "language": tuple(solution.languages),
        "audience": ("public",),
    }


def solution_record(solution: Solution) -> Record:
    """From a row loaded `with_details()`."""
    evidence = " ".join(goal.evidence for goal in solution.goals.all())
    roles = " ".join(role.organisation.name for role in solution.roles.all())
    found = concepts.detect(
        [
            (" ".join([solution.name, *solution.aliases]), 1.6),
            (solution.summary, 1.2),
            (f"{solution.description} {solution.problem}", 1.2),
            (evidence, 0.6),
        ],
        solution.language,
    )
    vectors = vectors_of(solution_passages(solution))
    return Record(
        id=str(solution.public_id),
        kind="solution",
        version=solution.version,
        language=solution.language,
        title=solution.name,
        aliases=" ".join(solution.aliases),
        summary=solution.summary,
        body=f"{solution.description}\n{solution.problem}",
        evidence=f"{evidence} {' '.join(solution.standards)} {roles}",
        codes=solution_codes(solution),
        sort_keys={
            "name": solution.name,
            "updated": solution.updated_at.timestamp(),
            "stage": float(solution.scale_stage or 0),
            "evidence": float(len(solution.countries)),
        },
        concepts=found,
        vectors=vectors | _meaning(vectors, found, solution.language),
    )


def need_record(need: Need) -> Record:
    """From a row loaded `with_details()`. The audience says who may find it."""
    query = analyse(need.title, need.description, need.language)
    vectors = vectors_of([need.title, *query.asks[:6]])
    audience = {"public": ("public",), "offices": ("offices",)}.get(need.visibility, ()) if need.status in Need.POSTED else ()
    return Record(
        id=str(need.public_id),
        kind="need",
        version=need.version,
        language=need.language,
        title=need.title,
        body=need.description,
        codes={
            "sector": tuple(need.sectors),
            "sdg": tuple(need.sdgs),
            "country": tuple(need.countries),
            "region": tuple(sorted({REGION_OF[code] for code in need.countries if code in REGION_OF})),
            "written": (need.language,),
            "urgency": (need.urgency,),
            "status": (need.status,),
            "audience": (*audience, f"office:{need.office.public_id}"),
        },
        sort_keys={"name": need.title, "updated": need.posted_at.timestamp()},
        concepts=query.concepts,
        vectors=vectors | _meaning(vectors, query.concepts, need.language),
    )


def pack(vectors: dict[str, Vector]) -> bytes:
    """All models' vectors as 16-bit floats, one after the other."""
    return b"".join(np.ascontiguousarray(vectors[name], np.float16).tobytes() for name in sorted(vectors))


def unpack(raw: bytes, shapes: dict[str, tuple[int, int]]) -> dict[str, Vector]:
    out: dict[str, Vector] = {}
    at = 0
    for name in sorted(shapes):
        rows, columns = shapes[name]
        size = rows * columns * 2
        out[name] = np.frombuffer(raw[at : at + size], np.float16).astype(np.float32).reshape(rows, columns)
        at += size
    return out
