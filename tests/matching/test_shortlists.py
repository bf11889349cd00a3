"""Shortlists of an office, and solutions side by side."""

import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from openpyxl import load_workbook

from matching.shortlists import actions
from matching.shortlists.exports import harmless
from matching.shortlists.models import Shortlist
from tests.factories import DeploymentFactory, OfficeFactory, OfficeMembershipFactory, SolutionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def jab() -> Any:
    solution = SolutionFactory(name="Jab Book", slug="jab-book", works_offline=True)
    DeploymentFactory(solution=solution, country="ZM")
    return solution


@pytest.fixture
def office() -> Any:
    office = OfficeFactory(slug="dakar")
    for role in ("focal_point", "member", "viewer"):
        OfficeMembershipFactory(office=office, role=role, user=UserFactory(email=f"{role}@example.org"))
    OfficeMembershipFactory(user=UserFactory(email="elsewhere@example.org"))
    UserFactory(email="stranger@example.org")
    return office


def person(role: str) -> Any:
    from marketplace.accounts.models import User

    return User.objects.get(email=f"{role}@example.org")


def test_a_solution_goes_on_a_shortlist_with_a_note(client: Client, office: Any, jab: Any) -> None:
    client.force_login(person("member"))
    assert "Start a shortlist with it" in client.get("/en/solutions/jab-book/").content.decode()
    for _twice in range(2):
        client.post("/en/shortlists/add/", {"solution": jab.public_id, "name": "Vaccines", "office": "dakar"})
    shortlist = Shortlist.objects.get()
    entry = shortlist.entries.get()
    client.post(shortlist.get_absolute_url(), {"deed": "note", "entry": entry.pk, "note": "Ask about Wolof."})
    client.force_login(person("viewer"))
    page = client.get(shortlist.get_absolute_url()).content.decode()
    assert "Ask about Wolof." in page
    assert "Save the note" not in page
    assert "Vaccines" in client.get("/en/shortlists/").content.decode()


@pytest.mark.parametrize("role", ["viewer", "elsewhere", "stranger"])
def test_who_may_not_change_a_shortlist(client: Client, office: Any, jab: Any, role: str) -> None:
    shortlist = actions.start(office.pk, person("focal_point"), "Vaccines")
    entry = actions.add(shortlist.pk, person("focal_point"), jab.public_id)
    actor = person(role)
    for deed in (
        lambda: actions.start(office.pk, actor, "Mine"),
        lambda: actions.add(shortlist.pk, actor, jab.public_id),
        lambda: actions.note(shortlist.pk, actor, entry.pk, "x"),
        lambda: actions.remove(shortlist.pk, actor, entry.pk),
        lambda: actions.discard(shortlist.pk, actor),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    client.force_login(actor)
    expected = 200 if role == "viewer" else 404
    for suffix in ("", "?format=csv", "?format=xlsx"):
        assert client.get(shortlist.get_absolute_url() + suffix).status_code == expected
    assert shortlist.entries.count() == 1


def test_odd_input_is_harmless(client: Client, office: Any, jab: Any) -> None:
    client.force_login(person("member"))
    assert client.post("/en/shortlists/add/", {"solution": "x"}).status_code == 404
    assert client.post("/en/shortlists/add/", {"solution": jab.public_id, "shortlist": "x"}).status_code == 404
    assert client.post("/en/shortlists/add/", {"solution": jab.public_id, "office": "nowhere", "name": "A"}).status_code == 404
    page = client.post("/en/shortlists/add/", {"solution": jab.public_id, "office": "dakar", "name": " "}, follow=True).content.decode()
    assert "Give it a name" in page


def test_a_solution_that_is_withdrawn_leaves_the_shortlist(client: Client, office: Any, jab: Any) -> None:
    shortlist = actions.start(office.pk, person("member"), "Vaccines")
    actions.add(shortlist.pk, person("member"), jab.public_id)
    jab.live = False
    jab.save()
    client.force_login(person("member"))
    for suffix in ("", "?format=csv"):
        assert "Jab Book" not in client.get(shortlist.get_absolute_url() + suffix).content.decode()


def test_side_by_side(client: Client, jab: Any, django_assert_max_num_queries: Any) -> None:
    SolutionFactory(name="Needle Log", slug="needle-log", works_offline=False, summary="=HYPERLINK(1)")
    SolutionFactory(name="Hidden", slug="hidden", live=False)
    with django_assert_max_num_queries(8):
        page = client.get("/en/compare/?s=jab-book&s=needle-log&s=hidden&s=none").content.decode()
    assert "Jab Book" in page
    assert "Needle Log" in page
    assert "Hidden" not in page
    assert page.count('class="differs"') >= 2
    assert "Zambie" in client.get("/fr/compare/?s=jab-book&s=needle-log").content.decode()
    text = client.get("/en/compare/?s=jab-book&s=needle-log&format=csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    book = load_workbook(io.BytesIO(client.get("/en/compare/?s=jab-book&s=needle-log&format=xlsx").content))
    assert [cell.value for cell in book.active[1]] == [None, "Jab Book", "Needle Log"] or book.active[1][1].value == "Jab Book"


def test_five_at_most(client: Client) -> None:
    slugs = [SolutionFactory(slug=f"s{n}", name=f"Sol {n}").slug for n in range(7)]
    page = client.get("/en/compare/?" + "&".join(f"s={slug}" for slug in slugs)).content.decode()
    assert "Sol 4" in page
    assert "Sol 5" not in page
    assert "Only the first 5" in page
    assert client.get("/en/compare/").status_code == 200


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1"])
def test_formulas_are_text(text: str) -> None:
    assert harmless(text).startswith("'")
    assert harmless("Plain") == "Plain"
