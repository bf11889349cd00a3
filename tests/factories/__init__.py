"""Rows for tests; one line makes one that is whole."""

from .demand import NeedFactory, OfficeFactory, OfficeMembershipFactory
from .people import UserFactory
from .review import CallFactory, ManagerFactory, ReviewerFactory, RubricFactory
from .supply import DeploymentFactory, GoalFactory, SolutionFactory, TeamFactory, TeamMembershipFactory

__all__ = [
    "CallFactory",
    "DeploymentFactory",
    "GoalFactory",
    "ManagerFactory",
    "NeedFactory",
    "OfficeFactory",
    "OfficeMembershipFactory",
    "ReviewerFactory",
    "RubricFactory",
    "SolutionFactory",
    "TeamFactory",
    "TeamMembershipFactory",
    "UserFactory",
]
