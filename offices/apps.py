from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    name = "offices"
    verbose_name = _("Offices")

    def ready(self) -> None:
        from marketplace.accounts import groups, privacy
        from marketplace.notifications import kinds

        from . import lifecycle, questions, signals  # noqa: F401  (signals connect themselves)
        from .models import Membership, Need, Office

        kinds.register(*lifecycle.KINDS, *questions.KINDS)
        groups.register(groups.GroupKind("office", _("Office"), Office, Membership, "office", Membership.Role.FOCAL_POINT))
        privacy.add_guard(lambda group: isinstance(group, Office) and group.needs.open().exists())
        privacy.add_part("questions", lambda user: list(user.questions.values("text", "asked_at", "answer")))
        privacy.add_part("needs_posted", lambda user: list(Need.objects.filter(created_by=user).values("title", "slug", "status")))
