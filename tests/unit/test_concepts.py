"""The lexicon: whole, and found by the words of every language."""

import pytest

from matching import concepts
from matching.constraints import parse as parse_constraints
from matching.facts import Wish
from matching.needs_analysis import analyse


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("needles for the baby", "en"),
        ("les vaccins des enfants", "fr"),
        ("la vacunación de los niños", "es"),
        ("تطعيم الأطفال", "ar"),
        ("прививки детям", "ru"),
        ("儿童疫苗接种", "zh-hans"),
    ],
)
def test_one_concept_in_six_languages(text: str, language: str) -> None:
    found = concepts.detect([(text, 1.5)], language)
    assert any("immuni" in code or "vaccin" in code for code in found)


def test_every_concept_speaks_all_languages() -> None:
    silent = [(c.code, language) for c in concepts.concepts().values() for language in concepts.LANGUAGES if not c.phrases[language]]
    assert silent == []


def test_goals_are_goals() -> None:
    assert all(1 <= number <= 17 for concept in concepts.concepts().values() for number in concept.sdgs)


def test_a_bad_block_is_named() -> None:
    with pytest.raises(ValueError, match="only-a-head"):
        concepts.parse("only-a-head | Label | 3 | health |\nwords")


def test_the_ask_is_found_in_a_long_story() -> None:
    story = (
        "The province has two roads. The rains were heavy this year. My colleague left in May. The market is on Tuesdays. "
        "We need a register of births that works without a network."
    )
    assert analyse("Far villages", story, "en").asks[0].startswith("We need a register of births")


def test_constraints_as_people_phrase_them() -> None:
    found = parse_constraints(["works offline for 10 days then syncs", "open licence, no per-user fee", "ideally in Swahili", "pilot soon"])
    assert set(found) == {Wish("works_offline", True), Wish("open_licence", True), Wish("language", False, "sw")}
