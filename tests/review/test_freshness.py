"""A profile that nobody confirms is asked about, marked, and unlisted; "still right" ends it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from marketplace.notifications.models import Notice
from solutions.models import Solution
from solutions.review.actions.freshness import due, take_step
from solutions.review.models import ProfileConfirmation
from tests.factories import DeploymentFactory, ManagerFactory, ReviewerFactory, SolutionFactory, TeamMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Any:
    return TeamMembershipFactory().user


@pytest.fixture
def old(owner: Any) -> Solution:
    made = SolutionFactory(
        team=owner.teams.get(), name="Well Book", slug="well-book", last_published_at=timezone.now() - timedelta(days=366)
    )
    made.save_revision(changed=False)
    return made


def run(at: datetime) -> list[str]:
    return [take_step(pk, at) for pk in list(due(at).values_list("pk", flat=True))]


def test_asked_then_marked_then_unlisted_and_never_two_steps_at_once(client: Client, owner: Any, old: Solution) -> None:
    SolutionFactory(team=owner.teams.get(), last_published_at=timezone.now() - timedelta(days=300))
    SolutionFactory(team=None, last_published_at=timezone.now() - timedelta(days=900))
    now = timezone.now()
    call_command("check_freshness")
    call_command("check_freshness")
    assert list(Notice.objects.values_list("user", "kind")) == [(owner.pk, "profile-asked")]
    assert run(now + timedelta(days=29)) == []
    assert run(now + timedelta(days=31)) == ["marked"]
    page = client.get("/en/solutions/well-book/").content.decode()
    assert "Nobody has confirmed this profile since" in page
    assert run(now + timedelta(days=60)) == []
    assert old.pk in due(now + timedelta(days=95)).values_list("pk", flat=True)
    assert take_step(old.pk, now + timedelta(days=95)) == "unlisted"
    assert take_step(old.pk, now + timedelta(days=95)) == ""
    old.refresh_from_db()
    assert not old.live
    assert ModelLogEntry.objects.filter(action="wagtail.unpublish", object_id=str(old.pk)).exists()
    assert client.get("/en/solutions/well-book/").status_code == 404
    assert set(Notice.objects.values_list("kind", flat=True)) == {"profile-asked", "profile-marked", "profile-unlisted"}


def test_still_right_begins_the_year_anew(client: Client, owner: Any, old: Solution) -> None:
    take_step(old.pk, timezone.now())
    client.force_login(owner)
    assert "Still right" in client.get("/en/solutions/well-book/").content.decode()
    assert client.get("/en/solutions/well-book/still-right/").status_code == 405
    client.post("/en/solutions/well-book/still-right/")
    row = ProfileConfirmation.objects.get()
    assert (row.confirmed_by, row.asked_at) == (owner, None)
    assert run(timezone.now() + timedelta(days=364)) == []
    assert run(timezone.now() + timedelta(days=366)) == ["asked"]


def test_still_right_lists_again_what_was_up_and_keeps_the_draft(client: Client, owner: Any, old: Solution) -> None:
    revision = old.save_revision(user=owner, changed=False)
    revision.publish(skip_permission_checks=True)
    now = timezone.now() + timedelta(days=366)
    old.refresh_from_db()
    old.name = "A draft"
    old.save_revision(user=owner)
    for days in (0, 31, 95):
        take_step(old.pk, now + timedelta(days=days))
    assert not Solution.objects.get(pk=old.pk).live
    client.force_login(owner)
    assert "list it again" in client.get("/en/solutions/well-book/").content.decode()
    client.post("/en/solutions/well-book/still-right/")
    old = Solution.objects.get(pk=old.pk)
    assert (old.live, old.name, old.has_unpublished_changes) == (True, "Well Book", True)
    assert old.get_latest_revision_as_object().name == "A draft"


def test_who_may_confirm(client: Client, owner: Any, old: Solution) -> None:
    url = "/en/solutions/well-book/still-right/"
    viewer = TeamMembershipFactory(team=old.team, role="viewer").user
    assert client.post(url).status_code == 302
    for person in (viewer, UserFactory(), ManagerFactory()):
        client.force_login(person)
        assert client.post(url).status_code == 403
        assert "Still right" not in client.get("/en/solutions/well-book/").content.decode()
    assert not ProfileConfirmation.objects.exists()
    draft = SolutionFactory(team=old.team, live=False, slug="never-up")
    client.force_login(owner)
    client.post("/en/solutions/never-up/still-right/")
    draft.refresh_from_db()
    assert not draft.live


def test_steps_keep_their_order(old: Solution) -> None:
    for wrong in ({"marked_at": timezone.now()}, {"asked_at": timezone.now(), "unlisted_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProfileConfirmation.objects.create(solution=old, confirmed_at=timezone.now(), **wrong)


def test_links_are_listed_for_managers_and_not_fetched(client: Client, old: Solution, django_assert_max_num_queries: Any) -> None:
    Solution.objects.filter(pk=old.pk).update(website="https://wells.example/home")
    DeploymentFactory(solution=old, source="Report, https://ministry.example/report.pdf")
    SolutionFactory.create_batch(5)
    for person in (UserFactory(), ReviewerFactory()):
        client.force_login(person)
        assert client.get("/en/review/links/").status_code == 403
    client.force_login(ManagerFactory())
    with django_assert_max_num_queries(8):
        page = client.get("/en/review/links/").content.decode()
    assert 'href="https://wells.example/home"' in page
    assert 'href="https://ministry.example/report.pdf"' in page


def test_publishing_a_reviewed_revision_counts_as_confirmed(owner: Any, old: Solution) -> None:
    now = timezone.now()
    for days in (0, 31, 95):
        take_step(old.pk, now + timedelta(days=days))
    Solution.objects.get(pk=old.pk).latest_revision.publish(skip_permission_checks=True)
    row = ProfileConfirmation.objects.get()
    assert (row.asked_at, row.unlisted_at) == (None, None)
    assert run(timezone.now() + timedelta(days=364)) == []
    assert run(timezone.now() + timedelta(days=366)) == ["asked"]
