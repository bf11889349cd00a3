"""Each signal names stored facts: without the fact the reason goes and the score falls."""

from dataclasses import replace
from datetime import date

import pytest

from matching.facts import NeedFacts, Offer, Place, SolutionFacts, Wish
from matching.ranking import Candidate, rank, weigh
from matching.signals import evidence, violates_must, weigh_wish

NEED = NeedFacts(
    language="sw",
    countries=("MW",),
    sdgs=(3,),
    sectors=("health",),
    urgency="high",
    wishes=(Wish("works_offline", True), Wish("open_licence", False), Wish("language", True, "sw")),
    concepts={"immunisation": 1.0, "identity-numbers": 0.8},
)
SOLUTION = SolutionFacts(
    sdgs=(3,),
    sectors=("health",),
    building_blocks=("identity",),
    licences=("MIT",),
    languages=("sw",),
    works_offline=True,
    scale_stage=5,
    places=(Place("MW", 2014, True, date(2026, 1, 1)), Place("ZM", 2015, True, date(2026, 1, 1))),
    offers=(Offer("training", ("MW",), ("en",), 2, "low"),),
    concepts={"immunisation": 1.0},
)
TAKEN_AWAY = {
    "covers": {"concepts": {}},
    "goals": {"sdgs": ()},
    "sectors": {"sectors": ()},
    "blocks": {"building_blocks": ()},
    "runs_here_and_beside": {"places": ()},
    "speaks": {"languages": ()},
    "at_scale": {"scale_stage": None},
    "evidence": {"places": ()},
    "team_here": {"offers": ()},
}


def score_and_codes(solution: SolutionFacts, need: NeedFacts = NEED) -> tuple[float, list[str]]:
    ranked = weigh(need, Candidate("x", 0.5, solution))
    return ranked.score, [reason.code for reason in ranked.reasons]


@pytest.mark.parametrize("code", TAKEN_AWAY)
def test_without_the_fact_the_reason_goes_and_the_score_falls(code: str) -> None:
    full, codes = score_and_codes(SOLUTION)
    assert code in codes
    less, left = score_and_codes(replace(SOLUTION, **TAKEN_AWAY[code]))
    assert code not in left
    assert less < full


def test_every_reason_for_it_names_its_fields() -> None:
    ranked = weigh(NEED, Candidate("x", 0.5, SOLUTION, passage="It does."))
    assert all(reason.fields for reason in ranked.reasons if reason.polarity == "for")


@pytest.mark.parametrize(
    ("wish", "facts", "expected"),
    [
        (Wish("works_offline", True), {"works_offline": True}, 1.0),
        (Wish("works_offline", True), {"works_offline": None}, 0.5),
        (Wish("works_offline", True), {"works_offline": False}, 0.0),
        (Wish("open_licence", True), {"licences": ("MIT",)}, 1.0),
        (Wish("open_licence", True), {"licences": ("CC-BY-NC-4.0",)}, 0.0),
        (Wish("open_licence", True), {"licences": ()}, 0.5),
        (Wish("data_in_country", True), {"self_hosted": False}, 0.0),
        (Wish("language", True, "sw"), {"languages": ("en",)}, 0.5),
        (Wish("budget", True, "low"), {"offers": (Offer("hosting", price_band="high"),)}, 0.0),
        (Wish("budget", True, "low"), {"offers": (Offer("hosting", price_band="free"),)}, 1.0),
        (Wish("ready_by", True, "2026-12-31"), {"scale_stage": 1}, 0.0),
        (Wish("ready_by", True, "2026-12-31"), {"scale_stage": 6}, 1.0),
    ],
)
def test_constraints(wish: Wish, facts: dict[str, object], expected: float) -> None:
    assert weigh_wish(wish, NEED, replace(SolutionFacts(), **facts), date(2026, 11, 1))[0] == expected


def test_a_violated_must_stands_after_everything_else() -> None:
    violating = Candidate("bad", 1.0, replace(SOLUTION, works_offline=False))
    unknown = Candidate("unknown", 0.3, replace(SOLUTION, works_offline=None))
    assert [row.id for row in rank(NEED, [violating, unknown])] == ["unknown", "bad"]
    assert violates_must(NEED, violating.facts)
    assert not violates_must(NEED, unknown.facts)


def test_an_unknown_must_costs_little() -> None:
    known, _codes = score_and_codes(SOLUTION)
    unknown, codes = score_and_codes(replace(SOLUTION, works_offline=None))
    violated, _codes = score_and_codes(replace(SOLUTION, works_offline=False))
    assert "wish_unknown" in codes
    assert known - unknown < 0.35 * (known - violated)


def test_old_evidence_counts_less() -> None:
    lately = evidence(NEED, SOLUTION, today=date(2026, 6, 1))
    later = evidence(NEED, SOLUTION, today=date(2036, 6, 1))
    assert lately is not None
    assert later is not None
    assert lately.score > later.score


def test_near_duplicates_give_way() -> None:
    facts = SolutionFacts()
    rows = [Candidate("a", 0.700, facts, "comm"), Candidate("b", 0.699, facts, "comm"), Candidate("c", 0.695, facts, "other")]
    assert [row.id for row in rank(NEED, rows)] == ["a", "c", "b"]
