"""A need from draft to closed: who may take which step, what others see meanwhile, and who is told."""

import threading
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client

from marketplace.notifications.models import Notice
from marketplace.workflow import step
from offices.lifecycle import NEED
from offices.models import Need, Office
from tests.factories import NeedFactory, OfficeFactory, OfficeMembershipFactory, SolutionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROLES = ("focal_point", "member", "viewer", "stranger", "other office", "nobody")
MAY = {
    "submit": {"focal_point", "member"},
    "post": {"focal_point"},
    "approve": {"focal_point"},
    "send_back": {"focal_point"},
    "close": {"focal_point", "member"},
    "reopen": {"focal_point"},
}
DATA = {
    "language": "en",
    "title": "Vaccination of children",
    "description": "Which children miss their vaccines?",
    "urgency": "high",
    "visibility": "public",
}


@pytest.fixture
def office() -> Office:
    office: Office = OfficeFactory(name="Dakar", slug="dakar")
    for role in ("focal_point", "member", "viewer"):
        OfficeMembershipFactory(office=office, role=role, user=UserFactory(email=f"{role}@example.org"))
    OfficeMembershipFactory(user=UserFactory(email="other office@example.org"))
    UserFactory(email="stranger@example.org")
    return office


def person(role: str) -> Any:
    from marketplace.accounts.models import User

    return User.objects.filter(email=f"{role}@example.org").first()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("transition", NEED.transitions, ids=lambda t: t.name)
@pytest.mark.parametrize("status", Need.Status.values)
def test_every_step_from_every_state_by_every_role(office: Office, transition: Any, status: str, role: str) -> None:
    need = NeedFactory(office=office, status=status)
    allowed, possible = role in MAY[transition.name], status in transition.sources

    def take() -> None:
        step(NEED, need.pk, transition.name, person(role), reason="matched", note="because")

    if allowed and possible:
        take()
        need.refresh_from_db()
        assert need.status == transition.target
        assert need.events.get().step == transition.name
    else:
        with pytest.raises(ValidationError if allowed else PermissionDenied):
            take()
        need.refresh_from_db()
        assert need.status == status
        assert not need.events.exists()


@pytest.mark.parametrize("status", ["draft", "awaiting"])
def test_what_is_not_posted_stays_inside(client: Client, office: Office, status: str) -> None:
    solution = SolutionFactory(name="Jab Book", slug="jab-book", description="Vaccination registry.")
    need = NeedFactory(office=office, status=status, title="Vaccination secret", slug="secret")
    for role in ("nobody", "stranger", "other office"):
        if who := person(role):
            client.force_login(who)
        for path in (
            "/en/needs/",
            "/en/needs/?q=vaccination+secret",
            "/en/offices/dakar/",
            "/api/v1/needs/",
            solution.get_absolute_url(),
            "/en/my/",
        ):
            assert "Vaccination secret" not in client.get(path).content.decode(), (role, path)
        assert client.get("/en/needs/secret/").status_code == 404
        assert client.get(f"/api/v1/needs/{need.public_id}/").status_code == 404
        assert client.get(f"/api/v1/needs/{need.public_id}/suggestions/").status_code == 404
    assert not need.suggestions.exists()
    client.force_login(person("viewer"))
    assert client.get("/en/needs/secret/").status_code == 200


def test_a_draft_is_kept_then_posted(client: Client, office: Office) -> None:
    client.force_login(person("focal_point"))
    client.post("/en/needs/new/", {**DATA, "office": office.pk, "save": "draft"})
    need = Need.objects.get()
    assert need.status == "draft"
    client.post(f"/en/needs/{need.slug}/step/", {"step": "post"})
    need.refresh_from_db()
    assert need.status == "open"
    client.logout()
    assert client.get(need.get_absolute_url()).status_code == 200


def test_an_office_that_wants_approval(client: Client, office: Office) -> None:
    Office.objects.update(approval_required=True)
    head, member = person("focal_point"), person("member")
    head.language = "fr"
    head.save()
    client.force_login(member)
    client.post("/en/needs/new/", {**DATA, "office": office.pk})
    need = Need.objects.get()
    assert need.status == "awaiting"
    assert client.post(f"/en/needs/{need.slug}/step/", {"step": "approve"}).status_code == 403
    assert [letter.to for letter in mail.outbox] == [[head.email]]
    assert f"/fr/needs/{need.slug}/" in mail.outbox[0].body
    client.force_login(head)
    assert DATA["title"] in client.get("/en/inbox/").content.decode()
    page = client.post(f"/en/needs/{need.slug}/step/", {"step": "send_back"}, follow=True).content.decode()
    assert "Add a comment" in page
    client.post(f"/en/needs/{need.slug}/step/", {"step": "send_back", "note": "Which districts?"})
    assert Notice.objects.get(user=member).params["note"] == "Which districts?"
    client.force_login(member)
    client.post(f"/en/needs/{need.slug}/step/", {"step": "submit"})
    client.force_login(head)
    client.post(f"/en/needs/{need.slug}/step/", {"step": "approve"})
    need.refresh_from_db()
    assert need.status == "open"
    assert [event.step for event in need.events.all()] == ["submit", "send_back", "submit", "approve"]


def test_closing_wants_a_reason_and_takes_the_suggestions_away(client: Client, office: Office) -> None:
    SolutionFactory(name="Jab Book", slug="jab-book", description="Vaccination registry.")
    need = NeedFactory(office=office, title="Vaccination of children", slug="v")
    assert need.suggestions.exists()
    client.force_login(person("member"))
    client.post("/en/needs/v/step/", {"step": "close", "reason": "bored"})
    need.refresh_from_db()
    assert need.status == "open"
    page = client.post("/en/needs/v/step/", {"step": "close", "reason": "matched"}, follow=True).content.decode()
    assert "A solution was found here" in page
    assert not need.suggestions.exists()
    client.logout()
    assert "A solution was found here" not in client.get("/en/needs/v/").content.decode()


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="row locks need PostgreSQL; CI runs this there")
def test_two_who_close_at_once(office: Office) -> None:
    need, errors, gate = NeedFactory(office=office), [], threading.Barrier(2)

    def close(role: str) -> None:
        actor = person(role)
        gate.wait()
        try:
            step(NEED, need.pk, "close", actor, reason="matched")
        except ValidationError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=close, args=[role]) for role in ("focal_point", "member")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 1
    assert need.events.count() == 1


def test_my_inbox_is_mine(client: Client, office: Office) -> None:
    notice = Notice.objects.create(user=person("member"), kind="need.approve", key="k", params={"title": "T"}, url="/needs/")
    client.force_login(person("viewer"))
    assert "“T”" not in client.get("/en/inbox/").content.decode()
    client.post("/en/inbox/read/", {"notice": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None
    client.force_login(person("member"))
    assert "“T”" in client.get("/en/inbox/").content.decode()
    client.post("/en/inbox/read/", {"notice": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_nobody_is_written_to_who_does_not_want_it(client: Client, office: Office) -> None:
    Office.objects.update(approval_required=True)
    head = person("focal_point")
    head.by_mail = False
    head.save()
    client.force_login(person("member"))
    client.post("/en/needs/new/", {**DATA, "office": office.pk})
    assert Notice.objects.filter(user=head).exists()
    assert mail.outbox == []
