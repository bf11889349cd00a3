"""A notice by e-mail, in the reader's language, to those who want it."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Notice


def send_notice(public_id: str) -> None:
    """Outbox handler. A server that is down raises, and the outbox tries again later; a letter that went out is not sent again."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().select_related("user").filter(public_id=public_id, mailed_at=None).first()
        if notice is None or not notice.user.is_active or not notice.user.by_mail:
            return
        with override(notice.user.language):
            footer = _("You can turn these letters off under “My account”.")
            link = f"{settings.WAGTAILADMIN_BASE_URL}/{notice.user.language}{notice.url}" if notice.url else ""
            message = EmailMessage(notice.subject, "\n\n".join(filter(None, [notice.text, link, footer])), to=[notice.user.email])
        # If the process dies between the sending and the commit, the second letter carries the same id.
        message.extra_headers["Message-ID"] = f"<notice-{notice.public_id}@marketplace>"
        message.send()
        notice.mailed_at = timezone.now()
        notice.save(update_fields=["mailed_at"])
