"""The demonstration: a catalogue of real products in our own words, offices and needs, and people to look around as."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from marketplace.accounts.demonstration import DOMAIN, PASSWORD
from marketplace.accounts.models import User
from offices.models import Constraint, Need, Office
from offices.models import Membership as OfficeMembership
from solutions.models import Deployment, Goal, Offering, Organisation, OrganisationRole, Repository, Solution, Team
from solutions.models import Membership as TeamMembership

DIRECTORY = Path(__file__).parent / "demonstration"


def read(name: str) -> Any:
    return json.loads((DIRECTORY / f"{name}.json").read_text(encoding="utf-8"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _teams(rows: list[dict[str, Any]]) -> dict[str, Team]:
    names = ("name", "country", "website", "about", "size", "languages")
    return {row["slug"]: Team.objects.create(slug=row["slug"], **{name: row[name] for name in names}) for row in rows}


def _organisation(name: str, website: str) -> Organisation:
    return Organisation.objects.get_or_create(slug=slugify(name)[:120], defaults={"name": name, "website": website or ""})[0]


def _solution(row: dict[str, Any], teams: dict[str, Team]) -> Solution:
    solution = Solution.objects.create(
        slug=row["slug"],
        team=teams.get(row.get("team", "")),
        language=row.get("language", "en"),
        name=row["name"],
        aliases=row.get("aliases", []),
        summary=row["summary"],
        description=row["description"],
        problem=row.get("problem", ""),
        types=row["type"],
        website=row.get("website", ""),
        licences=[row["licence"]] if row.get("licence") else [],
        sectors=row["sectors"],
        building_blocks=row.get("building_blocks", []),
        scale_stage=row.get("scale_stage"),
        works_offline=row.get("works_offline"),
        basic_phones=row.get("basic_phones"),
        self_hosted=row.get("self_hosted"),
        languages=row.get("languages", []),
        standards=row.get("standards", []),
        privacy=row.get("privacy", []),
        live=True,
    )
    Goal.objects.bulk_create(Goal(solution=solution, number=g["goal"], evidence=g.get("evidence", "")) for g in row["sdgs"])
    if row.get("repository"):
        Repository.objects.create(solution=solution, url=row["repository"])
    for entry in row.get("organisations", []):
        organisation = _organisation(entry["name"], entry.get("website", ""))
        OrganisationRole.objects.get_or_create(solution=solution, organisation=organisation, role=entry["role"])
    places = {d["country"]: d for d in row.get("deployments", [])}
    Deployment.objects.bulk_create(
        Deployment(
            solution=solution,
            country=code,
            since=d.get("since"),
            scale=(d.get("scale") or "")[:255],
            source=d.get("source") or "",
            checked_on=_day(d.get("checked")),
        )
        for code, d in places.items()
    )
    return solution


def _offerings(rows: list[dict[str, Any]], teams: dict[str, Team], solutions: dict[str, Solution]) -> None:
    Offering.objects.bulk_create(
        Offering(
            team=teams[row["slug"]],
            solution=solutions.get(offer.get("solution") or ""),
            kind=offer["kind"],
            summary=offer["summary"][:300],
            countries=offer.get("countries", []),
            languages=offer.get("languages", []),
            capacity=offer.get("capacity", 0),
            price_band=offer.get("price_band", ""),
        )
        for row in rows
        for offer in row.get("offerings", [])
    )


def _need(row: dict[str, Any], offices: dict[str, Office]) -> None:
    posted = _day(row.get("posted"))
    need = Need.objects.create(
        slug=row["slug"],
        office=offices[row["office"]],
        language=row["language"],
        title=row["title"][:200],
        description=row["description"],
        countries=row.get("countries", []),
        sdgs=[str(number) for number in row.get("sdgs", [])],
        sectors=row.get("sectors", []),
        visibility=row.get("visibility", "public"),
        urgency=row.get("urgency", "medium"),
        posted_at=datetime(posted.year, posted.month, posted.day, 9, tzinfo=UTC) if posted else datetime.now(UTC),
    )
    for wish in row.get("constraints", []):
        value = wish.get("value")
        Constraint.objects.get_or_create(
            need=need, kind=wish["kind"], value=value if isinstance(value, str) else "", defaults={"level": wish["level"]}
        )


PEOPLE = (
    ("dakar", "Aminata", "Ndiaye", "fr", "office", ("dakar", "senegal")),
    ("nairobi", "Wanjiru", "Kamau", "en", "team", ()),
    ("amman", "Rana", "Haddad", "ar", "office", ("jordan", "yemen", "lebanon")),
    ("manager", "Maya", "Torres", "en", "manager", ()),
)


def _find(rows: dict[str, Any], words: tuple[str, ...]) -> Any:
    for word in words:
        for slug, row in rows.items():
            if word in slug or word in row.name.lower():
                return row
    return next(iter(rows.values()))


def _people(teams: dict[str, Team], offices: dict[str, Office]) -> list[str]:
    made = []
    for name, first, last, language, kind, words in PEOPLE:
        email = f"{name}@{DOMAIN}"
        manager = kind == "manager"
        user = User.objects.create_user(
            email, PASSWORD, first_name=first, last_name=last, language=language, is_staff=manager, is_superuser=manager
        )
        if kind == "office":
            OfficeMembership.objects.create(user=user, office=_find(offices, words), role=OfficeMembership.Role.FOCAL_POINT)
        elif kind == "team":
            team = Team.objects.filter(solutions__isnull=False, country="KE").order_by("size", "pk").first() or next(iter(teams.values()))
            TeamMembership.objects.create(user=user, team=team, role=TeamMembership.Role.OWNER)
        made.append(email)
    return made


def load() -> list[str]:
    """Write the demonstration into an empty catalogue; returns the e-mail addresses of its people."""
    solution_rows, team_rows, office_rows, need_rows = read("solutions"), read("teams"), read("offices"), read("needs")
    names = ("name", "bureau", "unit", "countries", "languages", "about", "priorities")
    with transaction.atomic():
        teams = _teams(team_rows)
        solutions = {row["slug"]: _solution(row, teams) for row in solution_rows}
        _offerings(team_rows, teams, solutions)
        offices = {row["slug"]: Office.objects.create(slug=row["slug"], **{n: row[n] for n in names}) for row in office_rows}
        for row in need_rows:
            _need(row, offices)
        return _people(teams, offices)
