"""Due diligence flags: managers read them, and they are found nowhere else."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import ModelLogEntry

from marketplace.notifications.models import Notice
from solutions.review import actions, setup
from solutions.review.models import Event, Flag
from tests.factories import ManagerFactory, ReviewerFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "zanzibar-laundering"


@pytest.fixture
def flag(scene: Any) -> Flag:
    return actions.raise_flag(scene.solution.pk, scene.manager, "red", "financial", SECRET)


def test_raised_and_resolved_on_the_case(client: Client, scene: Any) -> None:
    client.force_login(scene.manager)
    empty = client.post(scene.case(), {"act": "flag", "level": "yellow", "category": "sanctions", "note": ""}).content.decode()
    assert "This field is required" in empty
    client.post(scene.case(), {"act": "flag", "level": "yellow", "category": "sanctions", "note": SECRET})
    flag = Flag.objects.get()
    assert (flag.raised_by, flag.level) == (scene.manager, "yellow")
    assert SECRET in client.get(scene.case()).content.decode()
    client.post(scene.case(), {"act": "resolve", "flag": flag.public_id, f"flag-{flag.pk}-resolution": "Looked into it"})
    flag.refresh_from_db()
    assert flag.resolved_by == scene.manager
    assert "Looked into it" in client.get(scene.case()).content.decode()
    with pytest.raises(ValidationError):
        actions.resolve_flag(flag.pk, scene.manager, "Again")


def test_only_those_with_the_right_raise_and_resolve(scene: Any, flag: Flag) -> None:
    for person in (UserFactory(), scene.owner, ReviewerFactory()):
        with pytest.raises(PermissionDenied):
            actions.raise_flag(scene.solution.pk, person, "red", "financial", "Mine")
        with pytest.raises(PermissionDenied):
            actions.resolve_flag(flag.pk, person, "Mine")
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.create(solution=scene.solution, level="purple", category="financial", note="x")


def test_the_right_is_django_s_own_and_managers_have_it() -> None:
    assert ManagerFactory().has_perm("review.view_flag")
    assert UserFactory(is_superuser=True).has_perm("review.view_flag")
    assert not ReviewerFactory().has_perm("review.view_flag")
    assert not UserFactory().has_perm("review.view_flag")


def test_a_manager_without_the_right_sees_none(client: Client, scene: Any, flag: Flag) -> None:
    scene.manager.groups.get().permissions.remove(Permission.objects.get(codename="view_flag"))
    setup.prepare(None)
    client.force_login(scene.manager)
    page = client.get(scene.case()).content.decode()
    assert SECRET not in page
    assert "Due diligence" not in page
    resolve = {"act": "resolve", "flag": flag.public_id, f"flag-{flag.pk}-resolution": "Hidden"}
    assert client.post(scene.case(), resolve).status_code == 404


def test_nobody_else_finds_it_anywhere(client: Client, scene: Any, flag: Flag) -> None:
    review = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    pages = [
        "/en/", f"/en/solutions/{scene.solution.slug}/", f"/en/solutions/?q={SECRET}", f"/en/teams/{scene.solution.team.slug}/",
        f"/en/calls/{scene.call.slug}/", "/en/submissions/", f"/en/submissions/{scene.submission.public_id}/", "/en/review/mine/",
        f"/en/review/mine/{review.public_id}/", "/api/v1/solutions/", f"/api/v1/solutions/{scene.solution.public_id}/", "/api/v1/submissions/",
        f"/api/v1/submissions/{scene.submission.public_id}/", "/api/v1/reviews/", f"/api/v1/reviews/{review.public_id}/", "/api/v1/calls/",
        scene.case(), "/en/review/", f"{scene.case()}revisions/",
    ]  # fmt: skip
    seen = 0
    for person in (None, UserFactory(), scene.owner, review.reviewer):
        client.logout()
        if person:
            client.force_login(person)
        for url in pages:
            answer = client.get(url)
            seen += answer.status_code == 200
            body = answer.content.decode().replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", "")
            assert SECRET not in body, (person, url)
            assert "red" not in {each.strip() for each in body.split('"')}, (person, url)
    assert seen > 30


def test_managers_get_it_neither_by_api_nor_by_lists_nor_in_a_log(client: Client, scene: Any, flag: Flag) -> None:
    client.force_login(scene.manager)
    for url in ("/api/v1/submissions/", f"/api/v1/submissions/{scene.submission.public_id}/", "/en/review/", f"{scene.case()}revisions/"):
        answer = client.get(url)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
    assert not Event.objects.filter(note__contains=SECRET).exists()
    assert not ModelLogEntry.objects.filter(data__icontains=SECRET).exists()
    assert not any(SECRET in str(notice.params) for notice in Notice.objects.all())
    assert SECRET not in str(flag)
