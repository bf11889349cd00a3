"""The letter that carries an invitation, in the reader's language where we know it."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import groups
from .models import Invitation, User


def send_invitation(public_id: str) -> None:
    """Outbox handler; an invitation that was answered or revoked in the meantime sends nothing."""
    invitation = Invitation.objects.open().filter(public_id=public_id).select_related("invited_by").first()
    if invitation is None:
        return
    kind = groups.kind(invitation.kind)
    group = kind.group._default_manager.filter(pk=invitation.group).first()
    if group is None:
        return
    reader = User.objects.filter(email__iexact=invitation.email).first() or invitation.invited_by
    with override(reader.language if reader else settings.LANGUAGE_CODE):
        values = {"group": str(group), "person": str(invitation.invited_by or ""), "site": settings.WAGTAIL_SITE_NAME}
        link = settings.WAGTAILADMIN_BASE_URL + reverse("accounts:invitation", args=[invitation.public_id])
        subject = _("You are invited to %(group)s") % values
        if invitation.invited_by:
            opening = _("%(person)s invites you to work with %(group)s on %(site)s.") % values
        else:
            opening = _("You are invited to work with %(group)s on %(site)s.") % values
        closing = _("Open this address and sign in or sign up with the e-mail address that this letter came to. It is good for two weeks.")
    message = EmailMessage(subject, f"{opening}\n\n{closing}\n\n{link}\n", to=[invitation.email])
    # The same letter sent again after a crash is recognised by the reader's program.
    message.extra_headers["Message-ID"] = f"<invitation-{invitation.public_id}-{int(invitation.expires_at.timestamp())}@marketplace>"
    message.send()
