"""The manager's queue: filters, assignment, due dates, questions, comparison, decision."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from marketplace.notifications.models import Notice
from solutions.review import actions
from solutions.review.models import Conflict, Review, Submission
from tests.factories import CallFactory, ManagerFactory, ReviewerFactory, SolutionFactory, TeamMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_only_managers_enter(client: Client, scene: Any) -> None:
    urls = ["/en/review/", scene.case(), f"{scene.case()}revisions/", "/en/review/links/"]
    pair = {"a": scene.submission.public_id, "b": scene.another().public_id}
    for url in [*urls, "/en/review/compare/"]:
        assert client.get(url, pair).status_code == 302
    for person, status in ((scene.owner, 403), (UserFactory(), 403), (ReviewerFactory(), 403), (scene.manager, 200)):
        client.force_login(person)
        for url in [*urls, "/en/review/compare/"]:
            assert client.get(url, pair).status_code == status, url
    for act in ("assign", "balance", "ask", "decide", "flag"):
        client.force_login(ReviewerFactory())
        assert client.post(scene.case(), {"act": act}).status_code == 403


def test_a_manager_of_the_same_team_stays_out(client: Client, scene: Any) -> None:
    TeamMembershipFactory(user=scene.manager, team=scene.solution.team, role="viewer")
    client.force_login(scene.manager)
    assert client.get(scene.case()).status_code == 403
    assert "Well Book" not in client.get("/en/review/").content.decode()
    with pytest.raises(PermissionDenied):
        actions.raise_flag(scene.solution.pk, scene.manager, "red", "financial", "Ours")
    with pytest.raises(PermissionDenied):
        actions.decide(scene.submission.pk, scene.manager, "accept", "Ours.")


def test_drafts_are_not_in_the_queue(client: Client, scene: Any) -> None:
    draft = actions.start(CallFactory().pk, scene.solution.pk, scene.owner)
    client.force_login(scene.manager)
    assert str(draft.public_id) not in client.get("/en/review/").content.decode()
    assert client.get(f"/en/review/submissions/{draft.public_id}/").status_code == 404


def test_filters(client: Client, scene: Any) -> None:
    road = scene.another(name="Road Map", sectors=["infrastructure"])
    client.force_login(scene.manager)
    reviewer = ReviewerFactory()
    review = actions.assign(road.pk, reviewer.pk, scene.manager)

    def shown(**query: Any) -> set[str]:
        page = client.get("/en/review/", query)
        assert page.status_code == 200
        return {row["submission"].solution.name for row in page.context["rows"]}

    assert shown() == {"Well Book", "Road Map"}
    assert shown(q="rift valley") == {"Well Book"}
    assert shown(sector="infrastructure") == {"Road Map"}
    assert shown(status="in_review") == {"Road Map"}
    assert shown(call=scene.call.pk) == {"Well Book", "Road Map"}
    assert shown(call="null") == set()
    assert shown(reviewer=reviewer.pk) == {"Road Map"}
    assert shown(waiting="nobody") == {"Well Book"}
    assert shown(waiting="late") == set()
    Review.objects.filter(pk=review.pk).update(due_at=timezone.now() - timedelta(days=1))
    assert shown(waiting="late") == {"Road Map"}
    assert shown(waiting="ready") == set()
    scene.score(Review.objects.get(), 5, 5)
    assert shown(waiting="ready") == {"Road Map"}


def test_the_queue_asks_little(client: Client, scene: Any, django_assert_max_num_queries: Any) -> None:
    ReviewerFactory.create_batch(3)
    for _ in range(6):
        actions.assign_balanced(scene.another().pk, scene.manager)
    client.force_login(scene.manager)
    with django_assert_max_num_queries(14):
        page = client.get("/en/review/")
    assert len(page.context["rows"]) == 7


def test_balanced_takes_those_with_fewest_open_and_is_deterministic(scene: Any) -> None:
    first, second, third = ReviewerFactory.create_batch(3)
    given = [[review.reviewer for review in actions.assign_balanced(scene.submission.pk, scene.manager).assigned]]
    given += [[review.reviewer for review in actions.assign_balanced(scene.another().pk, scene.manager).assigned] for _ in range(2)]
    assert given == [[first, second], [third, first], [second, third]]


def test_members_of_the_team_and_conflicts_are_never_assigned(client: Client, scene: Any) -> None:
    insider, honest, free = ReviewerFactory.create_batch(3)
    TeamMembershipFactory(user=insider, team=scene.solution.team, role="viewer")
    review = actions.assign(scene.submission.pk, honest.pk, scene.manager)
    client.force_login(honest)
    page = client.post(f"/en/review/mine/{review.public_id}/", {"conflict": "1", "conflict-reason": " "}).content.decode()
    assert "This field is required" in page
    client.post(f"/en/review/mine/{review.public_id}/", {"conflict": "1", "conflict-reason": "My sister leads it"})
    assert Conflict.objects.get().reviewer == honest
    assert Notice.objects.filter(user=scene.manager, kind="review-conflict").exists()
    assert client.get(f"/en/review/mine/{review.public_id}/").status_code == 404
    for person in (insider, honest, UserFactory()):
        with pytest.raises(ValidationError):
            actions.assign(scene.submission.pk, person.pk, scene.manager)
    result = actions.assign_balanced(scene.submission.pk, scene.manager)
    assert [each.reviewer for each in result.assigned] == [free]
    assert result.missing == 1
    sister = SolutionFactory(team=scene.solution.team)
    other = actions.start(CallFactory().pk, sister.pk, scene.owner)
    actions.save_answers(other.pk, scene.owner, {other.call.questions.first().pk: "Yes"})
    actions.submit(other.pk, scene.owner)
    with pytest.raises(ValidationError):
        actions.assign(other.pk, honest.pk, scene.manager)


def test_assigning_by_hand_taking_off_and_again(client: Client, scene: Any) -> None:
    reviewer = ReviewerFactory()
    client.force_login(scene.manager)
    client.post(scene.case(), {"act": "assign", "reviewer": reviewer.pk})
    review = Review.objects.get()
    assert Submission.objects.get().status == "in_review"
    assert "is not one of" in client.post(scene.case(), {"act": "assign", "reviewer": reviewer.pk}).content.decode()
    client.post(scene.case(), {"act": "unassign", "review": review.public_id})
    review.refresh_from_db()
    assert review.state == "removed"
    client.post(scene.case(), {"act": "assign", "reviewer": reviewer.pk})
    review.refresh_from_db()
    assert review.state == "assigned"
    assert Notice.objects.filter(user=reviewer, kind="review-assigned").count() == 2
    acts = list(scene.submission.events.values_list("act", flat=True))
    assert acts == ["begin", "submit", "assign", "begin_review", "unassign", "assign"]


def test_due_dates_and_escalation_once_a_step(client: Client, scene: Any) -> None:
    reviewer = ReviewerFactory()
    review = actions.assign(scene.submission.pk, reviewer.pk, scene.manager)
    assert (review.due_at - timezone.now()).days in (13, 14)

    def run(due_in: timedelta) -> list[str]:
        before = set(Notice.objects.values_list("pk", flat=True))
        Review.objects.filter(pk=review.pk).update(due_at=timezone.now() + due_in)
        call_command("escalate_reviews")
        call_command("escalate_reviews")
        return list(Notice.objects.exclude(pk__in=before).values_list("kind", flat=True))

    assert run(timedelta(days=5)) == []
    assert run(timedelta(days=1)) == ["review-soon"]
    assert run(timedelta(days=-1)) == ["review-late"]
    assert run(timedelta(days=-4)) == ["review-escalated"]
    assert run(timedelta(days=-9)) == []
    client.force_login(scene.manager)
    late = {"act": "due", "review": review.public_id, f"due-{review.pk}-due": "2020-01-01"}
    assert "has to lie ahead" in client.post(scene.case(), late).content.decode()
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    client.post(scene.case(), late | {f"due-{review.pk}-due": tomorrow})
    call_command("escalate_reviews")
    assert Notice.objects.filter(kind="review-soon").count() == 2
    assert scene.submission.events.filter(act__in=["escalate", "due"]).count() == 2


def test_a_submitted_or_decided_review_has_no_clock(scene: Any) -> None:
    one, two = ReviewerFactory.create_batch(2)
    done = actions.assign(scene.submission.pk, one.pk, scene.manager)
    actions.assign(scene.submission.pk, two.pk, scene.manager)
    scene.score(done, 4, 4)
    Review.objects.update(due_at=timezone.now() - timedelta(days=1))
    actions.decide(scene.submission.pk, scene.manager, "decline", "Enough.", early=True)
    call_command("escalate_reviews")
    assert not Notice.objects.filter(kind="review-late").exists()


def test_clarification_there_and_back_and_published(client: Client, scene: Any) -> None:
    client.force_login(scene.manager)
    assert "This field is required" in client.post(scene.case(), {"act": "ask", "question": ""}).content.decode()
    client.post(scene.case(), {"act": "ask", "question": "Who hosts it?"})
    assert Submission.objects.get().status == "clarification"
    asked = scene.submission.clarifications.get()
    assert "Who hosts it?" in Notice.objects.get(user=scene.owner, kind="clarification-asked").text
    client.force_login(scene.owner)
    page = f"/en/submissions/{scene.submission.public_id}/"
    assert "Who hosts it?" in client.get(page).content.decode()
    reply = {"clarification": asked.public_id, f"{asked.pk}-answer": "The ministry."}
    client.force_login(TeamMembershipFactory(team=scene.solution.team, role="viewer").user)
    assert client.post(page, reply).status_code == 403
    client.force_login(scene.owner)
    client.post(page, reply)
    assert Submission.objects.get().status == "in_review"
    with pytest.raises(ValidationError):
        actions.answer_clarification(asked.pk, scene.owner, "Again")
    public = f"/en/calls/{scene.call.slug}/"
    assert "The ministry." not in Client().get(public).content.decode()
    client.force_login(scene.manager)
    client.post(scene.case(), {"act": "publish", "clarification": asked.public_id, "published": "yes"})
    assert "The ministry." in Client().get(public).content.decode()
    client.post(scene.case(), {"act": "publish", "clarification": asked.public_id, "published": "no"})
    assert "The ministry." not in Client().get(public).content.decode()


def test_deciding_waits_for_reviews_unless_told_otherwise(client: Client, scene: Any) -> None:
    actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    client.force_login(scene.manager)
    decision = {"act": "decide", "outcome": "accept", "reason": "Strong evidence."}
    page = client.post(scene.case(), decision).content.decode()
    assert "Reviews are still to be done" in page
    assert "Strong evidence." in page
    assert client.post(scene.case(), decision | {"early": "on"}).status_code == 302
    submission = Submission.objects.get()
    assert (submission.status, submission.decided_by, submission.reason) == ("accepted", scene.manager, "Strong evidence.")
    client.force_login(scene.owner)
    team = client.get(f"/en/submissions/{submission.public_id}/").content.decode()
    assert "Strong evidence." in team
    assert "Reviewer assigned" not in team
    with pytest.raises(ValidationError):
        actions.decide(submission.pk, scene.manager, "decline", "No.", early=True)


def test_a_decision_needs_its_reason_and_a_manager(scene: Any) -> None:
    with pytest.raises(ValidationError):
        actions.decide(scene.submission.pk, scene.manager, "accept", "  ")
    for person in (scene.owner, UserFactory(), ReviewerFactory()):
        with pytest.raises(PermissionDenied):
            actions.decide(scene.submission.pk, person, "accept", "Mine.")


def test_bulk(client: Client, scene: Any) -> None:
    ReviewerFactory.create_batch(2)
    other = scene.another()
    rows = [scene.submission.public_id, other.public_id]
    client.force_login(scene.manager)
    assert "Choose at least one" in client.post("/en/review/", {"act": "assign"}).content.decode()
    assert "Done for 2 submissions." in client.post("/en/review/", {"act": "assign", "rows": rows}, follow=True).content.decode()
    assert Review.objects.active().count() == 4
    assert "Choose two" in client.post("/en/review/", {"act": "compare", "rows": rows[:1]}).content.decode()
    assert "side by side" in client.post("/en/review/", {"act": "compare", "rows": rows}, follow=True).content.decode()
    client.post("/en/review/", {"act": "due", "rows": rows, "due": "2040-05-06"})
    assert {review.due_at.date().isoformat() for review in Review.objects.all()} == {"2040-05-06"}
    page = client.post("/en/review/", {"act": "decline", "rows": rows, "reason": ""}).content.decode()
    assert "the team receives it" in page
    assert page.count("checked") == 2
    said = client.post("/en/review/", {"act": "decline", "rows": rows, "reason": "Thank you."}, follow=True).content.decode()
    assert "Reviews are still to be done" in said
    Review.objects.update(state="removed")
    client.post("/en/review/", {"act": "decline", "rows": rows, "reason": "Thank you."})
    assert set(Submission.objects.values_list("status", "reason")) == {("declined", "Thank you.")}


def test_two_versions_side_by_side(client: Client, scene: Any) -> None:
    scene.solution.summary = "A ledger of wells"
    revision = scene.solution.save_revision(user=scene.owner)
    client.force_login(scene.manager)
    query = {"a": scene.submission.revision_id, "b": revision.pk}
    page = client.get(f"{scene.case()}revisions/", query).content.decode()
    assert '<span class="deletion">register</span><span class="addition">ledger</span>' in page
    foreign = SolutionFactory(summary="Not yours").save_revision()
    assert "Not yours" not in client.get(f"{scene.case()}revisions/", {"a": foreign.pk, "b": foreign.pk}).content.decode()


def test_two_submissions_side_by_side_and_what_came_before(client: Client, scene: Any) -> None:
    past = scene.another(name="Well Ledger", summary="A register of wells and pumps", sectors=["health"])
    actions.decide(past.pk, scene.manager, "decline", "It was an idea only.")
    client.force_login(scene.manager)
    page = client.get(scene.case()).content.decode()
    assert "Well Ledger" in page
    assert "It was an idea only." in page
    both = client.get("/en/review/compare/", {"a": scene.submission.public_id, "b": past.public_id}).content.decode()
    assert "A register of wells and pumps" in both
    assert "Our answer" in both
    assert client.get("/en/review/compare/", {"a": "x", "b": "y"}).status_code == 404
    assert client.post(scene.case(), {"act": "unassign", "review": "x"}).status_code == 404
    assert client.post(scene.case(), {"act": "dispatch"}).status_code == 404


def test_superusers_count_as_managers(client: Client, scene: Any) -> None:
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(scene.case()).status_code == 200


def test_reviewers_are_told_by_number(scene: Any) -> None:
    reviewer = ReviewerFactory()
    actions.assign(scene.submission.pk, reviewer.pk, scene.manager)
    notice = Notice.objects.get(user=reviewer)
    assert scene.submission.number in notice.text
    assert "Well Book" not in str(notice.params)
    assert ManagerFactory().notices.count() == 0
