from datetime import timedelta

import factory
from django.contrib.auth.models import Group
from django.utils import timezone

from solutions.review.models import Call, Criterion, Question, Rubric
from solutions.review.roles import MANAGERS, REVIEWERS

from .people import UserFactory


class ManagerFactory(UserFactory):
    @factory.post_generation
    def group(self, create, extracted, **kwargs):
        self.groups.add(Group.objects.get_or_create(name=MANAGERS)[0])


class ReviewerFactory(UserFactory):
    @factory.post_generation
    def group(self, create, extracted, **kwargs):
        self.groups.add(Group.objects.get_or_create(name=REVIEWERS)[0])


class RubricFactory(factory.django.DjangoModelFactory):
    """Two criteria, 60 and 40."""

    class Meta:
        model = Rubric
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Rubric {n}")

    @factory.post_generation
    def criteria(self, create, extracted, **kwargs):
        for position, (title, weight) in enumerate(extracted or [("Fit", 60), ("Proof", 40)]):
            Criterion.objects.create(rubric=self, title=title, weight=weight, sort_order=position)


class CallFactory(factory.django.DjangoModelFactory):
    """Open now, with one required question that starts with the solution's summary and one that may stay empty."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Call {n}")
    slug = factory.Sequence(lambda n: f"call-{n}")
    published = True
    text = "What we look for."
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    rubric = factory.SubFactory(RubricFactory)

    @factory.post_generation
    def questions(self, create, extracted, **kwargs):
        Question.objects.create(call=self, text="What is it?", prefill="solution.summary", sort_order=0)
        Question.objects.create(call=self, text="What else?", required=False, sort_order=1)
