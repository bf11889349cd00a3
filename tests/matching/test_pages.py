"""Pages: who sees what, what they say, and how many queries they take."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.engines import get_engine
from matching.models import Suggestion
from offices.models import Need
from tests.factories import (
    DeploymentFactory,
    GoalFactory,
    NeedFactory,
    OfficeMembershipFactory,
    SolutionFactory,
    TeamMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vaccines() -> Any:
    solution = SolutionFactory(
        name="Jab Book",
        slug="jab-book",
        summary="An immunization registry for clinics.",
        description="It tracks vaccination of every child. It works on cheap phones.",
        sectors=["health"],
        works_offline=True,
    )
    GoalFactory(solution=solution, number=3, evidence="More children are vaccinated.")
    DeploymentFactory(solution=solution, country="ZM", source="https://example.org/zm")
    return solution


def refreshed() -> None:
    get_engine().refresh()


def test_the_catalogue_finds_and_marks(client: Client, vaccines: Any) -> None:
    SolutionFactory(name="Road map", summary="Roads.")
    refreshed()
    page = client.get("/en/solutions/", {"q": "vaccination"}).content.decode()
    assert "<mark>vaccination</mark>" in page
    assert "Jab <mark>" not in page
    assert "Road map" not in page


def test_a_french_word_finds_an_english_profile(client: Client, vaccines: Any) -> None:
    refreshed()
    assert "Jab Book" in client.get("/fr/solutions/", {"q": "vaccins des enfants"}).content.decode()


def test_facets_narrow_and_an_empty_page_says_what_to_drop(client: Client, vaccines: Any) -> None:
    refreshed()
    assert "Jab Book" in client.get("/en/solutions/", {"sector": "health", "country": "ZM"}).content.decode()
    empty = client.get("/en/solutions/", {"sector": "health", "country": "FR"}).content.decode()
    assert "Drop one of these filters" in empty
    assert "Country where it runs: France" in empty


def test_htmx_gets_the_results_alone(client: Client, vaccines: Any) -> None:
    page = client.get("/en/solutions/", {"q": "jab"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page


@pytest.mark.parametrize(
    "query", [{"page": "999"}, {"page": "x"}, {"sdg": "x"}, {"stage": "99"}, {"sort": "x"}, {"q": "\x00"}, {"sector": "'"}]
)
def test_odd_addresses_are_harmless(client: Client, vaccines: Any, query: dict[str, str]) -> None:
    assert client.get("/en/solutions/", query).status_code == 200


def test_a_draft_shows_nowhere(client: Client, vaccines: Any) -> None:
    vaccines.live = False
    vaccines.save()
    refreshed()
    assert "Jab Book" not in client.get("/en/solutions/", {"q": "jab"}).content.decode()
    assert client.get("/en/solutions/jab-book/").status_code == 404
    assert client.get(f"/api/v1/solutions/{vaccines.public_id}/").status_code == 404
    member = TeamMembershipFactory(team=vaccines.team).user
    client.force_login(member)
    assert client.get("/en/solutions/jab-book/").status_code == 200


def test_posting_a_need_leads_to_explained_suggestions(client: Client, vaccines: Any) -> None:
    membership = OfficeMembershipFactory()
    client.force_login(membership.user)
    data = {
        "office": membership.office.pk,
        "language": "fr",
        "title": "Suivi des vaccins des nourrissons",
        "description": "Il nous faut savoir quels enfants n'ont pas été vaccinés.",
        "countries": ["MW"],
        "sectors": ["health"],
        "urgency": "high",
        "visibility": "public",
        "works_offline": "must",
    }
    response = client.post("/en/needs/new/", data, follow=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Jab Book" in page
    assert "Meets what you require: work without a connection" in page
    assert "Runs next door: Zambia" in page
    need = Need.objects.get()
    api = client.get(f"/api/v1/needs/{need.public_id}/suggestions/").json()
    assert api["results"][0]["solution_slug"] == "jab-book"
    mirror = client.get("/en/solutions/jab-book/").content.decode()
    assert "Suivi des vaccins" in mirror


def test_a_violated_must_is_not_suggested(client: Client, vaccines: Any) -> None:
    vaccines.works_offline = False
    vaccines.save()
    need = NeedFactory(title="Vaccination of children")
    need.constraints.create(kind="works_offline", level="must")
    assert not Suggestion.objects.filter(need=need).exists()


def test_what_was_typed_is_kept_beside_the_error(client: Client) -> None:
    membership = OfficeMembershipFactory()
    client.force_login(membership.user)
    page = client.post("/fr/needs/new/", {"description": "mot gardé", "language_level": "must"}).content.decode()
    assert "mot gardé" in page
    assert "errorlist" in page
    assert Need.objects.count() == 0


def test_reading_while_typing(client: Client, vaccines: Any) -> None:
    client.force_login(OfficeMembershipFactory().user)
    refreshed()
    page = client.post("/en/needs/reading/", {"title": "Which children miss their vaccines?", "language": "en"}).content.decode()
    assert "Jab Book" in page
    assert "Good health" in page
    assert Need.objects.count() == 0


@pytest.mark.parametrize(
    ("visibility", "public", "colleague", "own"), [("public", 200, 200, 200), ("offices", 404, 200, 200), ("office", 404, 404, 200)]
)
def test_needs_are_seen_by_those_allowed(client: Client, visibility: str, public: int, colleague: int, own: int) -> None:
    membership = OfficeMembershipFactory()
    need = NeedFactory(office=membership.office, visibility=visibility, title="Quiet matter", slug="quiet-matter")
    refreshed()
    people = [(None, public), (UserFactory(), public), (OfficeMembershipFactory().user, colleague), (membership.user, own)]
    for user, expected in people:
        client.logout()
        if user:
            client.force_login(user)
        assert client.get("/en/needs/quiet-matter/").status_code == expected
        assert client.get(f"/api/v1/needs/{need.public_id}/").status_code == expected
        assert client.get(f"/api/v1/needs/{need.public_id}/suggestions/").status_code == expected
        seen = expected == 200
        assert ("/en/needs/quiet-matter/" in client.get("/en/needs/", {"q": "quiet matter"}).content.decode()) == seen
        assert (client.get("/api/v1/needs/").json()["count"] == 1) == seen
        assert ("Quiet matter" in client.get(f"/en/offices/{membership.office.slug}/").content.decode()) == seen
        assert ("1 open need" in client.get("/en/offices/").content.decode()) == seen


def test_only_members_who_may_post_do(client: Client) -> None:
    membership = OfficeMembershipFactory(role="viewer")
    other = OfficeMembershipFactory()
    body = {"office": membership.office.slug, "title": "T", "language": "en"}
    assert client.post("/api/v1/needs/", body, content_type="application/json").status_code == 403
    assert client.get("/en/needs/new/").status_code == 302
    for user in (membership.user, other.user):
        client.force_login(user)
        assert client.post("/api/v1/needs/", body, content_type="application/json").status_code == 403
    client.force_login(membership.user)
    assert client.get("/en/needs/new/").status_code == 403
    need = NeedFactory(office=membership.office)
    assert client.get(reverse("offices:need_edit", args=[need.slug])).status_code == 403
    assert client.patch(f"/api/v1/needs/{need.public_id}/", {"title": "X"}, content_type="application/json").status_code == 403


@pytest.mark.parametrize(
    "address", ["/en/", "/en/solutions/", "/en/needs/", "/en/offices/", "/en/account/login/", "/api/docs/", "/api/schema/"]
)
def test_public_addresses_answer(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh-hans"])
def test_pages_speak_their_language(client: Client, language: str, vaccines: Any) -> None:
    page = client.get(f"/{language}/solutions/jab-book/").content.decode()
    assert f'lang="{"zh-Hans" if language == "zh-hans" else language}"' in page
    assert ('dir="rtl"' in page.split(">")[1]) == (language == "ar") or 'dir="rtl"' in page[:200]


def test_the_policy_is_strict(client: Client) -> None:
    policy = client.get("/en/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_list_pages_take_a_fixed_number_of_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        GoalFactory(solution=DeploymentFactory().solution)
        NeedFactory()
    refreshed()
    client.get("/en/solutions/")
    for address in ("/en/", "/en/solutions/", "/en/needs/", "/en/offices/", "/api/v1/solutions/", "/api/v1/needs/"):
        with django_assert_max_num_queries(12):
            client.get(address)


def test_health(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["engine"] is True
