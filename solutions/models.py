"""Supply: teams, their solutions, what they offer, and the evidence of where a solution runs."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from marketplace.vocabularies import lists
from marketplace.vocabularies.fields import CodesField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from marketplace.accounts.models import User


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(max_length=120, unique=True)
    website = models.URLField(_("website"), max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """The people behind solutions: a company, a foundation, three persons in Nairobi."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=255)
    country = models.CharField(_("country"), max_length=2, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    about = models.TextField(_("about the team"), blank=True)
    size = models.PositiveIntegerField(_("people"), null=True, blank=True)
    languages = CodesField(_("working languages"))
    members: models.ManyToManyField[Any, Any] = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="teams")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("solutions:team", args=[self.slug])


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        EDITOR = "editor", _("Editor")
        VIEWER = "viewer", _("Viewer")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.VIEWER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="one_membership_a_team")]

    def __str__(self) -> str:
        return f"{self.user} @ {self.team}"


class SolutionQuerySet(models.QuerySet["Solution"]):
    def published(self) -> "SolutionQuerySet":
        return self.filter(live=True)

    def visible_to(self, user: "User | AnonymousUser | None") -> "SolutionQuerySet":
        """Published profiles for everybody; drafts for their team's members and for superusers."""
        if user is None or not user.is_authenticated:
            return self.published()
        if user.is_superuser:
            return self
        return self.filter(models.Q(live=True) | models.Q(team__in=user.teams.all()))

    def with_facts(self) -> "SolutionQuerySet":
        """With what a ranking looks at."""
        return self.select_related("team").prefetch_related("goals", "deployments", "offerings")

    def with_details(self) -> "SolutionQuerySet":
        return self.select_related("team").prefetch_related("goals", "deployments", "repositories", "roles__organisation", "offerings")


class Solution(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A profile. `live` is publication; `version` orders the writes to the index."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="solutions")
    language = models.CharField(_("written in"), max_length=10, default="en")
    name = models.CharField(_("name"), max_length=255)
    aliases = models.JSONField(_("also known as"), default=list, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    description = models.TextField(_("what it does"), blank=True)
    problem = models.TextField(_("the problem it answers"), blank=True)
    types = CodesField(_("type"))
    website = models.URLField(_("website"), max_length=500, blank=True)
    licences = CodesField(_("licences (SPDX)"))
    sectors = CodesField(_("sectors"))
    unmapped_sectors = models.JSONField(default=list, blank=True)
    building_blocks = CodesField(_("building blocks"))
    scale_stage = models.PositiveSmallIntegerField(_("scale stage"), null=True, blank=True, choices=list(lists.SCALE_STAGES.items()))
    works_offline = models.BooleanField(_("works offline"), null=True, blank=True)
    basic_phones = models.BooleanField(_("works on basic phones"), null=True, blank=True)
    self_hosted = models.BooleanField(_("can be hosted in the country"), null=True, blank=True)
    languages = CodesField(_("interface languages"))
    standards = models.JSONField(_("standards"), default=list, blank=True)
    privacy = models.JSONField(_("privacy rules it follows"), default=list, blank=True)
    development_countries = CodesField(_("developed in"))
    registry_slug = models.SlugField(max_length=120, null=True, blank=True, unique=True)
    registry_stage = models.CharField(max_length=20, blank=True)
    # Field name -> fingerprint of the value an import wrote; a differing value was edited since.
    imported = models.JSONField(default=dict, blank=True, editable=False)
    # Goals, places and repository as a draft has them; they become rows when the draft is published (solutions.profiles).
    parts = models.JSONField(default=dict, blank=True, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # What is true of the row and not of a draft of it.
    OF_THE_ROW = ("public_id", "slug", "team_id", "version", "imported", "registry_slug", "registry_stage", "created_at")

    objects = SolutionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scale_stage__isnull=True) | models.Q(scale_stage__range=(1, 6)), name="scale_stage_idia"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("solutions:detail", args=[self.slug])

    def with_content_json(self, content: Any) -> "Solution":
        """A draft's words on the row as it is now: an old revision must not bring back an old version number."""
        made: Solution = super().with_content_json(content)
        for name in self.OF_THE_ROW:
            setattr(made, name, getattr(self, name))
        return made

    @property
    def licence_kinds(self) -> list[str]:
        return sorted({lists.licence_kind(code) for code in self.licences} or {"unknown"})

    @property
    def countries(self) -> list[str]:
        """Where it runs; uses the prefetched deployments."""
        return list(dict.fromkeys(deployment.country for deployment in self.deployments.all()))


class Goal(models.Model):
    """A Sustainable Development Goal that a solution serves, with the evidence for it."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="goals")
    number = models.PositiveSmallIntegerField(choices=list(lists.SDGS.items()))
    evidence = models.TextField(blank=True)
    evidence_source = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["solution", "number"], name="one_row_a_goal"),
            models.CheckConstraint(condition=models.Q(number__range=(1, 17)), name="seventeen_goals"),
        ]

    def __str__(self) -> str:
        return f"SDG {self.number}"


class OrganisationRole(models.Model):
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=list(lists.ORGANISATION_ROLES.items()))

    class Meta:
        ordering = ["role", "organisation__name"]
        constraints = [models.UniqueConstraint(fields=["solution", "organisation", "role"], name="one_row_a_role")]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.role})"


class Repository(models.Model):
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="repositories")
    name = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500)

    class Meta:
        verbose_name_plural = "repositories"
        constraints = [models.UniqueConstraint(fields=["solution", "url"], name="one_row_a_repository")]

    def __str__(self) -> str:
        return self.url


class Deployment(models.Model):
    """Evidence: the solution runs in a country, since when, how large, says who, checked when."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="deployments")
    country = models.CharField(_("country"), max_length=2)
    since = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    scale = models.CharField(_("scale"), max_length=255, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        ordering = ["country"]
        constraints = [models.UniqueConstraint(fields=["solution", "country"], name="one_row_a_country")]

    def __str__(self) -> str:
        return f"{self.solution} in {self.country}"


class Offering(models.Model):
    """What a team can do for an office."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="offerings")
    solution = models.ForeignKey(Solution, null=True, blank=True, on_delete=models.CASCADE, related_name="offerings")
    kind = models.CharField(_("kind"), max_length=20, choices=list(lists.OFFERING_KINDS.items()))
    summary = models.CharField(_("summary"), max_length=300)
    countries = CodesField(_("countries"))
    languages = CodesField(_("languages"))
    capacity = models.PositiveSmallIntegerField(_("engagements possible now"), default=0)
    price_band = models.CharField(_("price band"), max_length=10, blank=True, choices=list(lists.PRICE_BANDS.items()))

    def __str__(self) -> str:
        return self.summary
