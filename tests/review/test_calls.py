"""Calls: made in Wagtail's admin in a named time zone, applied to by teams, closed to the second."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from marketplace.notifications.models import Notice
from solutions.review import actions
from solutions.review.actions import submitting
from solutions.review.call_forms import to_instant
from solutions.review.models import Call, Rubric, Submission
from tests.factories import (
    CallFactory,
    ManagerFactory,
    ReviewerFactory,
    RubricFactory,
    SolutionFactory,
    TeamMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Any:
    """A team's owner, and a solution of it."""
    membership = TeamMembershipFactory()
    return membership.user, SolutionFactory(team=membership.team, summary="A register of wells", name="Well Book")


def inline(prefix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{key}": value for key, value in ({"ORDER": number + 1} | row).items()}
    return data


def call_data(**changed: Any) -> dict[str, Any]:
    rubric = RubricFactory()
    data = {
        "title": "Water", "slug": "water", "published": "on", "text": "Wells.", "time_zone": "Africa/Nairobi", "rubric": rubric.pk,
        "opens_at": "2030-01-01T09:00", "closes_at": "2030-02-01T17:00", "reviewers_wanted": 3, "review_days": 10, "themes": ["health"],
        "cohort": "2030",
    } | inline("questions", [{"text": "Why you?", "required": "on"}])  # fmt: skip
    return data | changed


def test_a_manager_makes_a_call_in_a_named_time_zone(client: Client) -> None:
    client.force_login(ManagerFactory())
    assert "Nairobi" in client.get("/manage/snippets/review/call/add/").content.decode()
    answer = client.post("/manage/snippets/review/call/add/", call_data())
    assert answer.status_code == 302, answer.context["form"].errors
    call = Call.objects.get()
    assert call.opens_at == datetime(2030, 1, 1, 6, tzinfo=UTC)
    assert call.themes == ["health"]
    assert call.questions.get().required
    page = client.get(f"/manage/snippets/review/call/edit/{call.pk}/").content.decode()
    assert 'value="2030-01-01T09:00"' in page


def test_times_that_the_clocks_skip_are_refused(client: Client) -> None:
    client.force_login(ManagerFactory())
    data = call_data(time_zone="Europe/Berlin", opens_at="2030-03-31T02:30", closes_at="2030-05-01T00:00")
    assert "skip that time" in client.post("/manage/snippets/review/call/add/", data).content.decode()
    assert not Call.objects.exists()
    assert to_instant(datetime(2030, 10, 27, 2, 30), ZoneInfo("Europe/Berlin")) == datetime(2030, 10, 27, 0, 30, tzinfo=UTC)


def test_a_call_closes_after_it_opens(client: Client) -> None:
    client.force_login(ManagerFactory())
    answer = client.post("/manage/snippets/review/call/add/", call_data(closes_at="2030-01-01T08:00"))
    assert "closes after it opens" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        CallFactory(opens_at=timezone.now(), closes_at=timezone.now() - timedelta(days=1))


@pytest.mark.parametrize(("weights", "made"), [((60, 40), True), ((60, 30), False), ((100, 1), False)])
def test_weights_sum_to_a_hundred(client: Client, weights: tuple[int, int], made: bool) -> None:
    client.force_login(ManagerFactory())
    data = {"name": "Ours"} | inline("criteria", [{"title": f"C{w}", "weight": w} for w in weights])
    answer = client.post("/manage/snippets/review/rubric/add/", data)
    assert Rubric.objects.filter(name="Ours").exists() is made
    assert made or "must sum to 100" in answer.content.decode()


def test_a_call_needs_a_whole_rubric(client: Client) -> None:
    client.force_login(ManagerFactory())
    data = call_data(rubric=RubricFactory(criteria=[("Fit", 50)]).pk)
    assert "must sum to 100" in client.post("/manage/snippets/review/call/add/", data).content.decode()


@pytest.mark.parametrize("make", [UserFactory, ReviewerFactory])
def test_only_managers_make_calls(client: Client, make: Any) -> None:
    client.force_login(make())
    assert client.get("/manage/snippets/review/call/add/").status_code in (302, 403)


def test_pages_of_calls(client: Client, django_assert_max_num_queries: Any) -> None:
    shown, hidden = CallFactory(title="Shown"), CallFactory(title="Hidden", published=False)
    CallFactory.create_batch(5)
    with django_assert_max_num_queries(4):
        page = client.get("/en/calls/").content.decode()
    assert "Shown" in page
    assert "Hidden" not in page
    assert "What is it?" in client.get(f"/en/calls/{shown.slug}/").content.decode()
    assert client.get(f"/en/calls/{hidden.slug}/").status_code == 404
    client.force_login(ManagerFactory())
    assert client.get(f"/en/calls/{hidden.slug}/").status_code == 200


def test_a_team_applies_and_its_answers_start_filled_in(client: Client, team: Any) -> None:
    owner, solution = team
    manager = ManagerFactory()
    call = CallFactory()
    client.force_login(owner)
    answer = client.post(f"/en/calls/{call.slug}/apply/", {"solution": solution.public_id}, follow=True)
    assert "A register of wells" in answer.content.decode()
    submission = Submission.objects.get()
    first, second = call.questions.all()
    url = f"/en/submissions/{submission.public_id}/answers/"
    client.post(url, {f"question-{first.pk}": "", f"question-{second.pk}": "Half a thought"})
    assert submission.answers.get(question=second).text == "Half a thought"
    page = client.post(url, {f"question-{first.pk}": " ", f"question-{second.pk}": "Kept", "submit": "1"}).content.decode()
    assert "needs an answer" in page
    assert "Kept" in page
    assert client.post(url, {f"question-{first.pk}": "Wells", "submit": "1"}).status_code == 302
    submission.refresh_from_db()
    assert submission.status == "submitted"
    assert submission.submitted_by == owner
    assert submission.as_submitted().name == "Well Book"
    assert [event.act for event in submission.events.all()] == ["begin", "submit"]
    assert Notice.objects.filter(user=manager, kind="submission-received").count() == 1
    assert Notice.objects.get(user=owner).subject == f"Received: Well Book for {call.title}"


def test_applying_twice_continues_the_same(team: Any) -> None:
    owner, solution = team
    call = CallFactory()
    assert actions.start(call.pk, solution.pk, owner) == actions.start(call.pk, solution.pk, owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(call=call, solution=solution)


def test_who_may_apply(client: Client, team: Any) -> None:
    owner, solution = team
    call = CallFactory()
    viewer = TeamMembershipFactory(team=solution.team, role="viewer").user
    editor = TeamMembershipFactory(team=solution.team, role="editor").user
    for person in (viewer, UserFactory(), ManagerFactory(), ReviewerFactory()):
        with pytest.raises(PermissionDenied):
            actions.start(call.pk, solution.pk, person)
    submission = actions.start(call.pk, solution.pk, editor)
    url = f"/en/submissions/{submission.public_id}/"
    assert client.get(url).status_code == 302
    for person, page, answers in ((viewer, 200, 403), (owner, 200, 200), (UserFactory(), 404, 404), (ReviewerFactory(), 404, 404)):
        client.force_login(person)
        assert client.get(url).status_code == page
        assert client.get(f"{url}answers/").status_code == answers
    client.force_login(owner)
    assert client.post(f"/en/calls/{call.slug}/apply/", {"solution": "nonsense"}).status_code == 404
    assert client.get(f"/en/calls/{call.slug}/apply/").status_code == 405


def test_a_deadline_passes_while_a_team_writes(client: Client, team: Any, monkeypatch: Any) -> None:
    owner, solution = team
    call = CallFactory(time_zone="Asia/Tokyo")
    submission = actions.start(call.pk, solution.pk, owner)
    question = call.questions.first()
    client.force_login(owner)
    url = f"/en/submissions/{submission.public_id}/answers/"
    monkeypatch.setattr(submitting, "now", lambda: call.closes_at)
    page = client.post(url, {f"question-{question.pk}": "Written in the last minute", "submit": "1"}).content.decode()
    assert "This call closed on" in page
    assert "Asia/Tokyo" in page
    assert "Written in the last minute" in page
    submission.refresh_from_db()
    assert submission.status == "draft"
    assert submission.answers.get(question=question).text == "Written in the last minute"
    monkeypatch.setattr(submitting, "now", lambda: call.closes_at - timedelta(microseconds=1))
    assert actions.submit(submission.pk, owner).status == "submitted"


def test_no_draft_is_begun_outside_the_open_time(client: Client, team: Any) -> None:
    owner, solution = team
    past = CallFactory(opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() - timedelta(days=1))
    coming = CallFactory(opens_at=timezone.now() + timedelta(days=1), closes_at=timezone.now() + timedelta(days=9))
    for call in (past, coming):
        with pytest.raises(ValidationError):
            actions.start(call.pk, solution.pk, owner)
    client.force_login(owner)
    said = client.post(f"/en/calls/{coming.slug}/apply/", {"solution": solution.public_id}, follow=True).content.decode()
    assert "not open yet" in said


def test_withdrawn_once_and_applied_again(client: Client, team: Any) -> None:
    owner, solution = team
    call = CallFactory()
    submission = actions.start(call.pk, solution.pk, owner)
    client.force_login(owner)
    client.post(f"/en/submissions/{submission.public_id}/", {"withdraw": "1"})
    submission.refresh_from_db()
    assert submission.status == "withdrawn"
    with pytest.raises(ValidationError):
        actions.withdraw(submission.pk, owner)
    assert actions.start(call.pk, solution.pk, owner) != submission


def test_a_submitted_one_is_not_changed_any_more(team: Any) -> None:
    owner, solution = team
    submission = actions.start(CallFactory().pk, solution.pk, owner)
    actions.submit(submission.pk, owner)
    with pytest.raises(ValidationError):
        actions.save_answers(submission.pk, owner, {})
    with pytest.raises(ValidationError):
        actions.submit(submission.pk, owner)


def test_list_of_submissions_asks_little(client: Client, team: Any, django_assert_max_num_queries: Any) -> None:
    owner, solution = team
    for _ in range(6):
        actions.start(CallFactory().pk, solution.pk, owner)
    client.force_login(owner)
    with django_assert_max_num_queries(5):
        page = client.get("/en/submissions/").content.decode()
    assert page.count("Well Book") == 6
