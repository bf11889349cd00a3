"""A team's profile from first draft to publication and revision; nothing typed is lost, nothing published changes early."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client

from solutions import profiles
from solutions.forms import ProfileForm
from solutions.models import Solution
from solutions.review.actions import decide
from solutions.review.models import Submission
from tests.factories import DeploymentFactory, GoalFactory, SolutionFactory, TeamFactory, TeamMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
DATA = {
    "name": "Jab Book",
    "language": "en",
    "summary": "An immunization registry.",
    "description": "It tracks the vaccination of every child.",
    "types": ["software"],
    "sectors": ["health"],
    "licences": "MIT, AGPL-3.0",
    "works_offline": "yes",
    "goal_0": "3",
    "evidence_0": "More children are vaccinated.",
    "country_0": "KE",
    "since_0": "2021",
    "source_0": "https://example.org/ke",
}


@pytest.fixture
def team() -> Any:
    team = TeamFactory(name="Mama Health", slug="mama", website="https://mama.example.org")
    for role in ("owner", "editor", "viewer"):
        TeamMembershipFactory(team=team, role=role, user=UserFactory(email=f"{role}@example.org"))
    TeamMembershipFactory(user=UserFactory(email="elsewhere@example.org"))
    return team


def person(role: str) -> Any:
    from marketplace.accounts.models import User

    return User.objects.get(email=f"{role}@example.org")


def publish(solution: Solution) -> None:
    solution.refresh_from_db()
    solution.latest_revision.publish()
    solution.refresh_from_db()


def revision_of(solution: Solution) -> int:
    solution.refresh_from_db()
    return int(solution.latest_revision_id or 0)


def test_from_draft_to_published(client: Client, team: Any) -> None:
    client.force_login(person("editor"))
    assert "https://mama.example.org" in client.get("/en/teams/mama/solutions/new/").content.decode()
    client.post("/en/teams/mama/solutions/new/", DATA)
    solution = Solution.objects.get()
    assert not solution.live
    client.logout()
    assert client.get("/en/solutions/jab-book/").status_code == 404
    assert "Jab Book" not in client.get("/en/solutions/?q=jab").content.decode()
    assert "Jab Book" not in client.get("/en/teams/mama/").content.decode()
    publish(solution)
    assert solution.licences == ["MIT", "AGPL-3.0"]
    assert [(goal.number, goal.evidence) for goal in solution.goals.all()] == [(3, "More children are vaccinated.")]
    assert [(d.country, d.since) for d in solution.deployments.all()] == [("KE", 2021)]
    assert "Jab Book" in client.get("/en/solutions/", {"q": "vaccination", "country": "KE"}).content.decode()


def test_the_published_profile_stays_up_while_it_is_revised(client: Client, team: Any) -> None:
    solution = SolutionFactory(name="Jab Book", slug="jab-book", team=team, summary="Old words.")
    GoalFactory(solution=solution, number=3, evidence="Old evidence.")
    DeploymentFactory(solution=solution, country="MW", source="https://example.org/mw")
    before = solution.version
    client.force_login(person("owner"))
    page = client.get("/en/solutions/jab-book/edit/").content.decode()
    assert "Old evidence." in page
    client.post("/en/solutions/jab-book/edit/", {**DATA, "summary": "New words.", "revision": ""})
    client.logout()
    page = client.get("/en/solutions/jab-book/").content.decode()
    assert "Old words." in page
    assert "New words." not in page
    assert "Malawi" in page
    publish(solution)
    page = client.get("/en/solutions/jab-book/").content.decode()
    assert "New words." in page
    assert "Kenya" in page
    assert "Malawi" not in page
    assert solution.version > before


def test_two_who_save_see_both_versions(client: Client, team: Any) -> None:
    solution = profiles.create_profile(team.pk, person("owner"), _fields(DATA))
    seen = revision_of(solution)
    profiles.save_draft(solution.pk, person("editor"), _fields({**DATA, "summary": "Theirs."}), seen)
    client.force_login(person("owner"))
    response = client.post("/en/solutions/jab-book/edit/", {**DATA, "summary": "Mine.", "revision": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in page
    assert "Mine." in page
    assert profiles.draft_of(Solution.objects.get()).summary == "Theirs."
    client.post("/en/solutions/jab-book/edit/", {**DATA, "summary": "Mine.", "revision": revision_of(solution)})
    assert profiles.draft_of(Solution.objects.get()).summary == "Mine."


def test_bad_input_is_said_beside_its_field(client: Client, team: Any) -> None:
    client.force_login(person("owner"))
    bad = {**DATA, "name": "", "website": "not a link", "goal_1": "3", "since_0": "12", "summary": "kept"}
    page = client.post("/en/teams/mama/solutions/new/", bad).content.decode()
    assert page.count("errorlist") >= 4
    assert "kept" in page
    assert not Solution.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "elsewhere"])
def test_who_may_not_write(client: Client, team: Any, role: str) -> None:
    solution = profiles.create_profile(team.pk, person("owner"), _fields(DATA))
    actor = person(role)
    for deed in (
        lambda: profiles.create_profile(team.pk, actor, _fields(DATA)),
        lambda: profiles.save_draft(solution.pk, actor, _fields(DATA), revision_of(solution)),
        lambda: profiles.submit(solution.pk, actor),
        lambda: profiles.withdraw(solution.pk, actor),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    client.force_login(actor)
    assert client.get("/en/teams/mama/solutions/new/").status_code == 403
    assert client.get("/en/solutions/jab-book/edit/").status_code == (403 if role == "viewer" else 404)


def test_an_imported_profile_belongs_to_nobody(client: Client, team: Any) -> None:
    SolutionFactory(slug="imported", team=None)
    client.force_login(person("owner"))
    assert client.get("/en/solutions/imported/edit/").status_code == 403


def test_a_profile_too_thin_for_review_says_so(client: Client, team: Any) -> None:
    client.force_login(person("owner"))
    client.post("/en/teams/mama/solutions/new/", {"name": "Thin", "language": "en"})
    solution = Solution.objects.get()
    data = {"name": "Thin", "language": "en", "revision": revision_of(solution), "save": "submit", "summary": "typed"}
    page = client.post("/en/solutions/thin/edit/", data).content.decode()
    assert "Before review it needs" in page
    assert "typed" in page


def _fields(data: dict[str, Any]) -> dict[str, Any]:
    form = ProfileForm(data)
    assert form.is_valid(), form.errors
    return form.fields_of_profile()


def test_through_review_and_back(client: Client, team: Any) -> None:
    manager = UserFactory(email="manager@example.org")
    manager.groups.add(Group.objects.get(name="Managers"))
    client.force_login(person("editor"))
    client.post("/en/teams/mama/solutions/new/", DATA)
    solution = Solution.objects.get()
    for decision in ("decline", "accept"):
        client.force_login(person("editor"))
        data = {**DATA, "summary": f"To {decision}.", "revision": revision_of(solution), "save": "submit"}
        assert client.post("/en/solutions/jab-book/edit/", data).status_code == 302
        page = client.get("/en/solutions/jab-book/edit/").content.decode()
        assert "Withdraw it" in page
        locked = client.post("/en/solutions/jab-book/edit/", {**data, "revision": revision_of(solution), "save": "draft"})
        assert "Withdraw it first" in locked.content.decode()
        submission = Submission.objects.filter(solution=solution).latest("pk")
        decide(submission.pk, manager, decision, "Because of the evidence.", early=True)
        solution.refresh_from_db()
        assert solution.live is (decision == "accept")
        assert "Because of the evidence." in client.get("/en/solutions/jab-book/edit/").content.decode()
    assert solution.summary == "To accept."
    assert solution.goals.count() == 1


def test_a_withdrawn_profile_can_be_changed_again(client: Client, team: Any) -> None:
    client.force_login(person("owner"))
    client.post("/en/teams/mama/solutions/new/", DATA)
    solution = Solution.objects.get()
    client.post("/en/solutions/jab-book/edit/", {**DATA, "revision": revision_of(solution), "save": "submit"})
    client.post("/en/solutions/jab-book/step/")
    assert client.post("/en/solutions/jab-book/edit/", {**DATA, "revision": revision_of(solution)}).status_code == 302
    client.post("/en/solutions/jab-book/edit/", {**DATA, "revision": revision_of(solution), "save": "submit"})
    solution.refresh_from_db()
    assert solution.workflow_in_progress
