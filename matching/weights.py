"""The one weighting of the ranking, readable in one place. A change of it is a change of RANKING_VERSION."""

RANKING_VERSION = "2026.11"

# How much of the score each signal decides. `relevance` is the fused score of retrieval; the others sum to little beside it, since
# a solution that runs next door and does something else is of no use.
WEIGHTS: dict[str, float] = {
    "relevance": 1.00,
    "constraints": 0.12,
    "place": 0.03,
    "concepts": 0.02,
    "goals": 0.03,
    "sectors": 0.03,
    "blocks": 0.02,
    "language": 0.02,
    "readiness": 0.02,
    "evidence": 0.015,
    "capacity": 0.02,
}
