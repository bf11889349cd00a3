"""Rows for tests; one line makes one that is whole."""

from .demand import NeedFactory, OfficeFactory, OfficeMembershipFactory
from .people import UserFactory
from .supply import DeploymentFactory, GoalFactory, SolutionFactory, TeamFactory, TeamMembershipFactory

__all__ = [
    "DeploymentFactory",
    "GoalFactory",
    "NeedFactory",
    "OfficeFactory",
    "OfficeMembershipFactory",
    "SolutionFactory",
    "TeamFactory",
    "TeamMembershipFactory",
    "UserFactory",
]
