"""Demand: offices, their people, and the needs they post in their own words."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.vocabularies import lists
from marketplace.vocabularies.fields import CodesField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from marketplace.accounts.models import User


class Office(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=255)
    bureau = models.CharField(_("bureau"), max_length=5, blank=True)
    unit = models.CharField(_("kind of unit"), max_length=30, choices=list(lists.OFFICE_UNITS.items()))
    countries = CodesField(_("countries"))
    languages = CodesField(_("languages"))
    about = models.TextField(_("about"), blank=True)
    priorities = CodesField(_("priorities"))
    approval_required = models.BooleanField(_("a focal point approves needs before they are posted"), default=False)
    members: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="offices"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("offices:office", args=[self.slug])


class Membership(models.Model):
    class Role(models.TextChoices):
        FOCAL_POINT = "focal_point", _("Focal point")
        MEMBER = "member", _("Member")
        VIEWER = "viewer", _("Viewer")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="office_memberships")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=15, choices=Role, default=Role.VIEWER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "office"], name="one_membership_an_office")]

    def __str__(self) -> str:
        return f"{self.user} @ {self.office}"

    @property
    def may_post(self) -> bool:
        return self.role != self.Role.VIEWER


class NeedQuerySet(models.QuerySet["Need"]):
    def posted(self) -> "NeedQuerySet":
        return self.filter(status__in=Need.POSTED)

    def open(self) -> "NeedQuerySet":
        return self.filter(status=Need.Status.OPEN)

    def public(self) -> "NeedQuerySet":
        return self.posted().filter(visibility=Need.Visibility.PUBLIC)

    def visible_to(self, user: "User | AnonymousUser | None") -> "NeedQuerySet":
        """Public needs for everybody, those for all offices to office members, everything of one's own office."""
        if user is None or not user.is_authenticated:
            return self.public()
        if user.is_superuser:
            return self
        mine = user.offices.all()
        seen = models.Q(visibility=Need.Visibility.PUBLIC)
        if mine.exists():
            seen |= models.Q(visibility=Need.Visibility.OFFICES)
        return self.filter((seen & models.Q(status__in=Need.POSTED)) | models.Q(office__in=mine))

    def with_details(self) -> "NeedQuerySet":
        return self.select_related("office").prefetch_related("constraints")


class Need(models.Model):
    """What an office asks for, in its own words and language."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        OFFICES = "offices", _("All offices")
        OFFICE = "office", _("Our office only")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AWAITING = "awaiting", _("Waiting for approval")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    # What others than the office may see; the rest never leaves it.
    POSTED = (Status.OPEN, Status.CLOSED)

    class Urgency(models.TextChoices):
        LOW = "low", _("Within a year or more")
        MEDIUM = "medium", _("Within six months")
        HIGH = "high", _("Within three months")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="needs")
    language = models.CharField(_("written in"), max_length=10)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    countries = CodesField(_("countries"))
    sdgs = CodesField(_("goals"))
    sectors = CodesField(_("sectors"))
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    urgency = models.CharField(_("when it is needed"), max_length=10, choices=Urgency, default=Urgency.MEDIUM)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "-pk"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=["draft", "awaiting", "open", "closed"]), name="need_status"),
            models.CheckConstraint(condition=models.Q(visibility__in=["public", "offices", "office"]), name="need_visibility"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("offices:need", args=[self.slug])


class NeedEvent(models.Model):
    """A step that a need took, and who took it. Seen inside the office."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="events")
    step = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.need}: {self.step}"


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: "User | AnonymousUser | None", need: Need) -> "QuestionQuerySet":
        """All of them inside the office; answered and public ones for whoever sees the need; one's own always."""
        rows = self.filter(need=need)
        seen = models.Q(public=True, answered_at__isnull=False)
        if user is None or not user.is_authenticated:
            return rows.filter(seen)
        if user.is_superuser or need.office.memberships.filter(user=user).exists():
            return rows
        return rows.filter(seen | models.Q(asker=user))


class Question(models.Model):
    """What a team wants to know before it comes forward, and the office's answer."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="questions")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="questions")
    text = models.TextField(_("question"), max_length=2000)
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    public = models.BooleanField(_("show question and answer to all who may see the need"), default=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Constraint(models.Model):
    class Kind(models.TextChoices):
        OPEN_LICENCE = "open_licence", _("Open licence")
        WORKS_OFFLINE = "works_offline", _("Works offline")
        BASIC_PHONES = "basic_phones", _("Works on basic phones")
        LANGUAGE = "language", _("In a language")
        DATA_IN_COUNTRY = "data_in_country", _("Data hosted in the country")
        READY_BY = "ready_by", _("Ready by")
        BUDGET = "budget", _("Budget")

    class Level(models.TextChoices):
        MUST = "must", _("Must")
        NICE = "nice", _("Nice to have")

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="constraints")
    kind = models.CharField(max_length=20, choices=Kind)
    level = models.CharField(max_length=5, choices=Level)
    # A language code, an ISO date or a price band; empty for kinds that need none.
    value = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["level", "kind", "value"]
        constraints = [models.UniqueConstraint(fields=["need", "kind", "value"], name="one_row_a_constraint")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value} ({self.level})"
