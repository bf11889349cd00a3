"""Several at once: whoever comes second finds the row as the first left it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from wagtail.models import WorkflowState

from marketplace.notifications.models import Notice
from solutions.review import actions
from solutions.review.actions.scores import Given
from solutions.review.models import Review, Submission
from tests.factories import ManagerFactory, ReviewerFactory, SolutionFactory, TeamMembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each act on a thread and a connection of its own; its result, or the ValidationError it met."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            while True:
                try:
                    results[number] = act()
                    break
                except ValidationError as error:
                    results[number] = error
                    break
                except OperationalError as error:
                    # The tests' SQLite lives in memory, where a second writer is told to come back instead of waiting.
                    if "locked" not in str(error):
                        raise
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return results


def test_two_managers_decide_at_once(scene: Any) -> None:
    other = ManagerFactory()
    results = at_once(
        lambda: actions.decide(scene.submission.pk, scene.manager, "accept", "Yes."),
        lambda: actions.decide(scene.submission.pk, other, "decline", "No."),
    )
    assert sorted(isinstance(result, ValidationError) for result in results) == [False, True]
    decided = Submission.objects.get()
    assert (decided.status, decided.reason) in {("accepted", "Yes."), ("declined", "No.")}
    assert decided.events.filter(act__in=["accept", "decline"]).count() == 1
    assert Notice.objects.filter(user=scene.owner, kind__in=["submission-accepted", "submission-declined"]).count() == 1


def test_a_profile_is_decided_at_once_and_published_or_not(scene: Any) -> None:
    owner = TeamMembershipFactory().user
    solution = SolutionFactory(team=owner.teams.get(), live=False)
    solution.save_revision(user=owner)
    solution.get_workflow().start(solution, owner)
    rolling = Submission.objects.get(solution=solution)
    other = ManagerFactory()
    results = at_once(
        lambda: actions.decide(rolling.pk, scene.manager, "decline", "No."),
        lambda: actions.decide(rolling.pk, other, "accept", "Yes."),
    )
    assert sorted(isinstance(result, ValidationError) for result in results) == [False, True]
    rolling.refresh_from_db()
    solution.refresh_from_db()
    assert solution.live is (rolling.status == "accepted")
    assert WorkflowState.objects.get().status == ("approved" if solution.live else "needs_changes")


def test_two_reviewers_submit_and_a_manager_decides_at_once(scene: Any) -> None:
    reviews = [actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager) for _ in range(2)]
    given = {criterion.pk: Given(3) for criterion in scene.submission.rubric.criteria.all()}
    results = at_once(
        lambda: actions.submit_review(reviews[0].pk, reviews[0].reviewer, given, "", "accept"),
        lambda: actions.submit_review(reviews[1].pk, reviews[1].reviewer, given, "", "accept"),
        lambda: actions.decide(scene.submission.pk, scene.manager, "accept", "Now.", early=True),
    )
    refused = sum(isinstance(result, ValidationError) for result in results)
    done = Review.objects.filter(state="submitted")
    assert done.count() == 2 - refused
    decided = Submission.objects.get()
    assert decided.status == "accepted"
    assert all(review.submitted_at <= decided.decided_at for review in done)


def test_two_reviewers_submit_at_once_and_managers_are_told_once(scene: Any) -> None:
    reviews = [actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager) for _ in range(2)]
    given = {criterion.pk: Given(3) for criterion in scene.submission.rubric.criteria.all()}
    at_once(
        lambda: actions.submit_review(reviews[0].pk, reviews[0].reviewer, given, "", "accept"),
        lambda: actions.submit_review(reviews[1].pk, reviews[1].reviewer, given, "", "accept"),
    )
    assert Review.objects.filter(state="submitted").count() == 2
    assert Notice.objects.filter(user=scene.manager, kind="reviews-complete").count() == 1


def test_assignments_at_once_stay_balanced(scene: Any) -> None:
    ReviewerFactory.create_batch(4)
    other = scene.another()
    at_once(
        lambda: actions.assign_balanced(scene.submission.pk, scene.manager),
        lambda: actions.assign_balanced(other.pk, scene.manager),
    )
    assert Review.objects.active().count() == 4
    assert Review.objects.values("reviewer").distinct().count() == 4


def test_a_draft_is_submitted_once(scene: Any) -> None:
    membership = TeamMembershipFactory()
    solution = SolutionFactory(team=membership.team)
    first, second = at_once(
        lambda: actions.start(scene.call.pk, solution.pk, membership.user),
        lambda: actions.start(scene.call.pk, solution.pk, membership.user),
    )
    assert first == second
    actions.save_answers(first.pk, membership.user, {question.pk: "Yes" for question in scene.call.questions.all()})
    results = at_once(*[lambda: actions.submit(first.pk, membership.user)] * 2)
    assert sorted(isinstance(result, ValidationError) for result in results) == [False, True]
    assert first.events.filter(act="submit").count() == 1
