"""A profile enters Wagtail's workflow, is scored and decided there, and the submission follows every way out of it."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry, WorkflowState

from marketplace.notifications.models import Notice
from solutions.models import Solution
from solutions.review import actions
from solutions.review.models import ScoredReviewTask, Submission
from tests.factories import CallFactory, ManagerFactory, SolutionFactory, TeamMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Any:
    return TeamMembershipFactory().user


@pytest.fixture
def solution(owner: Any) -> Solution:
    made = SolutionFactory(team=owner.teams.get(), live=False, name="Old name", sectors=["health"])
    made.name = "New name"
    made.save_revision(user=owner)
    return made


def begin(solution: Solution, owner: Any) -> Submission:
    solution.get_workflow().start(solution, owner)
    return Submission.objects.get(solution=solution, status="submitted")


def test_the_workflow_is_there() -> None:
    workflow = Solution.get_default_workflow()
    assert workflow.name == "Solution review"
    assert isinstance(workflow.tasks.get().specific, ScoredReviewTask)
    ScoredReviewTask.objects.get().rubric.check_whole()


def test_approving_publishes_what_was_reviewed(solution: Solution, owner: Any) -> None:
    submission = begin(solution, owner)
    assert submission.call is None
    assert submission.events.get().actor == owner
    solution.name = "A later draft"
    solution.save_revision(user=owner)
    manager = ManagerFactory()
    actions.decide(submission.pk, manager, "accept", "It works.")
    solution.refresh_from_db()
    assert (solution.live, solution.name, solution.has_unpublished_changes) == (True, "New name", True)
    assert WorkflowState.objects.get().status == "approved"
    assert Notice.objects.get(user=owner).text == "“Old name” was accepted. The reason: It works."
    assert ModelLogEntry.objects.filter(action="wagtail.publish", user=manager).exists()
    assert mail.outbox == []


def test_publishing_never_sends_the_index_back(solution: Solution, owner: Any) -> None:
    submission = begin(solution, owner)
    for _ in range(3):
        Solution.objects.get(pk=solution.pk).save()
    before = Solution.objects.get(pk=solution.pk).version
    actions.decide(submission.pk, ManagerFactory(), "accept", "It works.")
    assert Solution.objects.get(pk=solution.pk).version > before


def test_rejecting_gives_it_back_with_the_reason(solution: Solution, owner: Any) -> None:
    submission = begin(solution, owner)
    actions.decide(submission.pk, ManagerFactory(), "decline", "Say where it runs.")
    solution.refresh_from_db()
    state = WorkflowState.objects.get()
    assert mail.outbox == []  # the notice is what tells the team, and nothing besides
    assert not solution.live
    assert state.status == "needs_changes"
    assert state.current_task_state.comment == "Say where it runs."
    assert Notice.objects.get(user=owner).kind == "submission-declined"
    state.resume(owner)
    assert Submission.objects.filter(solution=solution).order_by("pk").last().status == "submitted"
    assert Submission.objects.filter(solution=solution).count() == 2


def test_wagtails_own_way_of_deciding_is_followed(solution: Solution, owner: Any) -> None:
    submission = begin(solution, owner)
    state = submission.task_state
    task, manager = state.task.specific, ManagerFactory()
    assert [name for name, _label, _form in task.get_actions(solution, manager)] == ["reject", "approve"]
    assert task.get_actions(solution, owner) == []
    with pytest.raises(PermissionDenied):
        task.on_action(state, UserFactory(), "approve", comment="Mine")
    state.refresh_from_db()
    task.on_action(state, manager, "approve", comment="Good.")
    submission.refresh_from_db()
    assert (submission.status, submission.reason, submission.decided_by) == ("accepted", "Good.", manager)
    assert Notice.objects.filter(user=owner, kind="submission-accepted").count() == 1


def test_a_cancelled_workflow_withdraws_and_a_withdrawal_cancels(solution: Solution, owner: Any) -> None:
    submission = begin(solution, owner)
    WorkflowState.objects.get().cancel(user=owner)
    submission.refresh_from_db()
    assert submission.status == "withdrawn"
    again = begin(solution, owner)
    actions.withdraw(again.pk, owner)
    assert set(WorkflowState.objects.values_list("status", flat=True)) == {"cancelled"}


def test_an_accepted_application_publishes_its_profile(solution: Solution, owner: Any) -> None:
    submission = actions.start(CallFactory().pk, solution.pk, owner)
    question = submission.call.questions.first()
    actions.save_answers(submission.pk, owner, {question.pk: "Yes"})
    actions.submit(submission.pk, owner)
    assert submission.solution.current_workflow_state is None
    actions.decide(submission.pk, ManagerFactory(), "accept", "Welcome.")
    solution.refresh_from_db()
    assert (solution.live, solution.name) == (True, "New name")


def test_an_accepted_application_settles_the_profile_s_own_review(solution: Solution, owner: Any) -> None:
    rolling = begin(solution, owner)
    submission = actions.start(CallFactory().pk, solution.pk, owner)
    actions.save_answers(submission.pk, owner, {submission.call.questions.first().pk: "Yes"})
    actions.submit(submission.pk, owner)
    actions.decide(submission.pk, ManagerFactory(), "accept", "Welcome.")
    rolling.refresh_from_db()
    assert rolling.status == "accepted"
    assert WorkflowState.objects.get().status == "approved"


def test_a_profile_that_is_up_stays_up_when_its_revision_is_declined(solution: Solution, owner: Any) -> None:
    Solution.objects.filter(pk=solution.pk).update(live=True)
    submission = begin(Solution.objects.get(pk=solution.pk), owner)
    actions.decide(submission.pk, ManagerFactory(), "decline", "Not yet.")
    solution.refresh_from_db()
    assert (solution.live, solution.name) == (True, "Old name")
