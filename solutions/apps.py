from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SolutionsConfig(AppConfig):
    name = "solutions"
    verbose_name = _("Solutions")

    def ready(self) -> None:
        from marketplace.accounts import groups, privacy

        from . import signals  # noqa: F401  (connects itself)
        from .models import Membership, Team

        groups.register(groups.GroupKind("team", _("Team"), Team, Membership, "team", Membership.Role.OWNER))
        privacy.add_guard(lambda group: isinstance(group, Team) and group.solutions.published().exists())
