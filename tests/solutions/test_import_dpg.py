"""The importer on a small registry of our own making, and on the real one where it is there."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from solutions.models import Organisation, Solution

REAL = Path(__file__).parents[3] / "shared" / "data" / "dpg-registry"
pytestmark = pytest.mark.django_db


def nomination(**more: Any) -> dict[str, Any]:
    return {
        "name": "Well Watch",
        "aliases": ["WW"],
        "description": "Keeps an eye on village wells. Reports by text message.",
        "website": "https://wells.example/",
        "license": [{"spdx": "MIT", "licenseURL": "https://wells.example/licence"}],
        "SDGs": [{"SDGNumber": 6, "evidenceText": "Tells which wells give water."}],
        "sectors": ["Water and Sanitation", "Gardening"],
        "type": ["software"],
        "repositories": [{"name": "main", "url": "https://code.example/wells"}],
        "organizations": [{"name": "Wells Trust", "website": "https://trust.example", "org_type": "owner"}],
        "stage": "nominee",
    } | more


ASSESSMENT = {
    "name": "Well Watch",
    "standards": {"standardsList": ["WaterML"]},
    "privacy": {"privacyComplianceList": ["GDPR"]},
    "locations": {
        "deploymentCountries": ["Palestine State", "Congo (Congo-Brazzaville)", "", "Atlantis"],
        "developmentCountries": ["Kenya"],
    },
}


@pytest.fixture
def registry(tmp_path: Path, settings: Any) -> Path:
    settings.OUTBOX_INLINE = False
    write(tmp_path, "nominees/well-watch.json", nomination())
    write(tmp_path, "digitalpublicgoods/well-watch.json", ASSESSMENT)
    write(tmp_path, "archive/wellwatch.json", nomination(name="Well-Watch", stage="archive", description="Older words."))
    return tmp_path


def write(root: Path, name: str, data: Any) -> None:
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")


def run(root: Path) -> str:
    out = StringIO()
    call_command("import_dpg", root, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_one_product_from_three_files(registry: Path) -> None:
    printed = run(registry)
    solution = Solution.objects.get()
    assert solution.team is None
    assert solution.live
    assert (solution.registry_slug, solution.registry_stage, solution.name) == ("well-watch", "nominee", "Well Watch")
    assert solution.aliases == ["WW", "Well-Watch"]
    assert solution.description.startswith("Keeps an eye")
    assert set(solution.sectors) == {"health", "infrastructure"}
    assert solution.unmapped_sectors == ["Gardening"]
    assert solution.standards == ["WaterML"]
    assert solution.privacy == ["GDPR"]
    assert [d.country for d in solution.deployments.all()] == ["CG", "PS"]
    assert solution.development_countries == ["KE"]
    assert [(g.number, g.evidence) for g in solution.goals.all()] == [(6, "Tells which wells give water.")]
    assert [(r.organisation.name, r.role) for r in solution.roles.all()] == [("Wells Trust", "owner")]
    assert "Gardening" in printed
    assert "Atlantis" in printed
    assert "digitalpublicgoods/well-watch.json: locations.deploymentCountries" in printed


def test_twice_changes_nothing(registry: Path) -> None:
    run(registry)
    before = Solution.objects.values_list("version", "updated_at").get()
    assert "0 created, 0 updated, 1 unchanged" in run(registry)
    assert Solution.objects.values_list("version", "updated_at").get() == before


def test_an_edit_stays_and_is_told(registry: Path) -> None:
    run(registry)
    solution = Solution.objects.get()
    solution.description = "The team's own words."
    solution.save()
    write(registry, "nominees/well-watch.json", nomination(description="New upstream words.", website="https://new.example/"))
    printed = run(registry)
    solution.refresh_from_db()
    assert solution.description == "The team's own words."
    assert solution.website == "https://new.example/"
    assert "kept as edited by the team: well-watch: description" in printed


def test_bad_records_are_reported_and_do_not_stop_the_rest(registry: Path) -> None:
    write(registry, "nominees/broken.json", "{not json")
    write(registry, "nominees/list.json", [])
    write(registry, "nominees/nameless.json", nomination(name=" "))
    write(
        registry,
        "nominees/odd.json",
        nomination(name="Odd", SDGs=[{"SDGNumber": 99}], license="x y", type="spaceship", website="javascript:1"),
    )
    write(registry, "digitalpublicgoods/orphan.json", {"name": "Orphan"})
    printed = run(registry)
    for place in ("nominees/broken.json: file", "nominees/list.json: file", "nominees/nameless.json: name", "nominees/odd.json: SDGs"):
        assert place in printed
    assert "nominees/odd.json: website: not a web address" in printed
    assert "digitalpublicgoods/orphan.json: name: an assessment without a nomination" in printed
    assert Solution.objects.count() == 2
    assert Solution.objects.get(slug="odd").website == ""


def test_not_a_registry(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_dpg", tmp_path)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real registry is not beside this checkout")
def test_the_real_registry(settings: Any) -> None:
    settings.OUTBOX_INLINE = False
    printed = run(REAL)
    assert 690 <= Solution.objects.count() <= 720
    assert "0 records rejected" in printed
    assert Organisation.objects.filter(roles__role="owner").exists()
    assert Solution.objects.get(registry_slug="dhis2").deployments.count() > 30
    assert "0 created, 0 updated" in run(REAL)
