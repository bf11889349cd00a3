"""The commands that read and write files: what they write, and what they do with bad lines."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.demonstration_loader import read
from matching.engines import get_engine
from matching.tagging import detect
from tests.factories import DeploymentFactory, SolutionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_match_needs(tmp_path: Path) -> None:
    jab = SolutionFactory(name="Jab Book", slug="jab-book", registry_slug="jab", description="Vaccination registry.", works_offline=False)
    DeploymentFactory(solution=jab, country="MW")
    SolutionFactory(name="Needle Log", slug="needle-log", description="Records child immunization in clinics.")
    get_engine().refresh()
    need = {
        "id": "n1",
        "lang": "fr",
        "country": "MW",
        "title": "Vaccins des nourrissons",
        "description": "",
        "constraints": ["works offline"],
    }
    needs, run, errors = tmp_path / "needs.jsonl", tmp_path / "run.jsonl", StringIO()
    needs.write_text("\n".join([json.dumps(need), "{broken", json.dumps({"id": "empty"}), ""]), encoding="utf-8")
    call_command("match_needs", needs, output=run, stdout=StringIO(), stderr=errors)
    (row,) = lines(run)
    assert row["id"] == "n1"
    assert [result["solution"] for result in row["results"]] == ["needle-log", "jab"]
    assert row["results"][0]["score"] <= 100
    assert any("Nothing is known about" in reason for reason in row["results"][0]["reasons"])
    assert "needs.jsonl:2: not JSON" in errors.getvalue()
    assert "needs.jsonl:3: title and description" in errors.getvalue()


def test_match_needs_wants_a_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("match_needs", tmp_path / "none.jsonl", output=tmp_path / "run.jsonl")


def test_evaluate_matching_prints_every_method(tmp_path: Path) -> None:
    SolutionFactory(name="Jab Book", slug="jab-book", description="Vaccination registry.")
    SolutionFactory(name="Road Map", slug="road-map", description="State of roads.")
    get_engine().refresh()
    need = {"id": "n1", "lang": "en", "country": "MW", "title": "Which children miss their vaccines?", "description": "", "constraints": []}
    (tmp_path / "needs.jsonl").write_text(json.dumps(need), encoding="utf-8")
    (tmp_path / "judgements.json").write_text(json.dumps({"n1": {"jab-book": 3}}), encoding="utf-8")
    out = StringIO()
    call_command("evaluate_matching", tmp_path, stdout=out, stderr=StringIO())
    rows = {line.split()[0]: line.split() for line in out.getvalue().splitlines() if line and " - " not in line}
    assert {"random", "lexical", "vector", "rrf", "ours"} <= rows.keys()
    assert float(rows["ours"][1]) == 1.0


def test_tag_texts(tmp_path: Path) -> None:
    texts, out, errors = tmp_path / "texts.jsonl", tmp_path / "out.jsonl", StringIO()
    rows = [{"id": 1, "text": "Vaccines for children under five and their mothers' health"}, {"id": 2}, {"id": 3, "text": ""}]
    texts.write_text("\n".join(map(json.dumps, rows)) + "\nnope", encoding="utf-8")
    call_command("tag_texts", texts, output=out, stdout=StringIO(), stderr=errors)
    first, third = lines(out)
    assert 3 in [tag["code"] for tag in first["sdgs"]]
    assert "health" in [tag["code"] for tag in first["sectors"]]
    assert third == {"id": 3, "sdgs": [], "sectors": []}
    assert "texts.jsonl:2" in errors.getvalue()
    assert "texts.jsonl:4" in errors.getvalue()


@pytest.mark.parametrize(
    ("text", "language", "goal"),
    [
        ("Les élèves des écoles rurales n'ont pas d'enseignants.", "fr", 4),
        ("Casos de corrupción y acceso a la justicia", "es", 16),
        ("مياه الشرب والصرف الصحي في القرى", "ar", 6),
        ("Солнечные панели и электричество для сёл", "ru", 7),
        ("森林砍伐与生物多样性", "zh-hans", 15),
    ],
)
def test_goals_in_every_language(text: str, language: str, goal: int) -> None:
    assert goal in [code for code, _confidence in detect(text, language).sdgs]


def test_a_text_about_nothing_claims_nothing() -> None:
    assert detect("The meeting was opened by the chair.", "en").sdgs == ()


def test_the_demonstration_is_what_it_promises() -> None:
    solutions, offices, needs = read("solutions"), read("offices"), read("needs")
    assert len(solutions) >= 60
    assert len(offices) >= 30
    assert len(needs) >= 40
    assert {office["bureau"] for office in offices} == {"RBA", "RBAP", "RBAS", "RBEC", "RBLAC"}
    assert {need["language"] for need in needs} == {"en", "fr", "es", "ar", "ru", "zh-hans"}
    assert all(solution["licence"] for solution in solutions)
