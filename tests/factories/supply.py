import factory

from solutions.models import Deployment, Goal, Membership, Solution, Team

from .people import UserFactory


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")
    slug = factory.Sequence(lambda n: f"team-{n}")


class TeamMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    team = factory.SubFactory(TeamFactory)
    role = "owner"


class SolutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Solution

    name = factory.Sequence(lambda n: f"Solution {n}")
    slug = factory.Sequence(lambda n: f"solution-{n}")
    team = factory.SubFactory(TeamFactory)
    live = True
    types = ["software"]
    licences = ["MIT"]


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal

    solution = factory.SubFactory(SolutionFactory)
    number = 3


class DeploymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deployment

    solution = factory.SubFactory(SolutionFactory)
    country = "MW"
