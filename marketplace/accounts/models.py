"""People, who sign in with their e-mail address, and invitations to the groups they belong to."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Somebody whom an administrator vouches for: the address counts as verified. Sign-up goes through allauth instead."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        addresses = apps.get_model("account", "EmailAddress")
        addresses.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person. `public_id` is the only id that leaves the house."""

    username = None  # type: ignore[assignment]
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    by_mail = models.BooleanField(_("send me what is new by e-mail too"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


def _in_two_weeks() -> datetime:
    return timezone.now() + timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(state=Invitation.State.WAITING, expires_at__gt=timezone.now())

    def for_person(self, user: User) -> "InvitationQuerySet":
        """Open ones to an address that the person has verified."""
        addresses = apps.get_model("account", "EmailAddress").objects.filter(user=user, verified=True)
        return self.open().filter(email__in=[address.lower() for address in addresses.values_list("email", flat=True)])


class Invitation(models.Model):
    """To a team or an office, for one address. `kind` and `group` name it as marketplace.accounts.groups does."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        REVOKED = "revoked"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    kind = models.CharField(max_length=20)
    group = models.PositiveBigIntegerField()
    role = models.CharField(_("role"), max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=_in_two_weeks)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="invited_in_lower_case"),
            models.UniqueConstraint(fields=["kind", "group", "email"], condition=models.Q(state="waiting"), name="one_open_invitation"),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.kind} {self.group}"
