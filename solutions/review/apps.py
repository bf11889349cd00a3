from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "solutions.review"
    label = "review"
    verbose_name = _("Review")

    def ready(self) -> None:
        from . import notices, quiet, setup, signals  # noqa: F401  (signals connects itself)

        notices.register()
        quiet.silence()
        post_migrate.connect(setup.prepare, sender=self, dispatch_uid="review.prepare")
