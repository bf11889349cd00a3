from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "marketplace.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from marketplace.accounts import privacy
        from marketplace.outbox.delivery import subscribe

        from .mails import send_notice
        from .models import Notice
        from .sending import TOPIC

        subscribe(TOPIC, send_notice)
        privacy.add_part("notices", lambda user: list(Notice.objects.filter(user=user).values("kind", "params", "created_at", "read_at")))
