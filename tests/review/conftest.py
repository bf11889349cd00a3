from dataclasses import dataclass
from typing import Any

import pytest

from marketplace.accounts.models import User
from solutions.models import Solution
from solutions.review import actions
from solutions.review.actions.scores import Given
from solutions.review.models import Call, Review, Submission
from tests.factories import CallFactory, ManagerFactory, SolutionFactory, TeamMembershipFactory


@dataclass
class Scene:
    """A call, a team's owner, a manager, and one submission to it."""

    call: Call
    owner: User
    manager: User
    solution: Solution
    submission: Submission

    def case(self) -> str:
        return f"/en/review/submissions/{self.submission.public_id}/"

    def another(self, **fields: Any) -> Submission:
        membership = TeamMembershipFactory()
        return submitted(self.call, SolutionFactory(team=membership.team, **fields), membership.user)

    def score(self, review: Review, *values: int, comment: str = "") -> Review:
        criteria = self.submission.rubric.criteria.all()
        given = {criterion.pk: Given(value) for criterion, value in zip(criteria, values, strict=True)}
        return actions.submit_review(review.pk, review.reviewer, given, comment, "accept")


def submitted(call: Call, solution: Solution, owner: User) -> Submission:
    submission = actions.start(call.pk, solution.pk, owner)
    actions.save_answers(submission.pk, owner, {question.pk: "Our answer" for question in call.questions.all()})
    return actions.submit(submission.pk, owner)


@pytest.fixture
def make_scene() -> Any:
    def make(**call: Any) -> Scene:
        membership = TeamMembershipFactory(team__name="Rift Valley Coders")
        made = CallFactory(**call)
        solution = SolutionFactory(team=membership.team, name="Well Book", summary="A register of wells", sectors=["health"])
        return Scene(made, membership.user, ManagerFactory(), solution, submitted(made, solution, membership.user))

    return make


@pytest.fixture
def scene(make_scene: Any) -> Scene:
    made: Scene = make_scene()
    return made
