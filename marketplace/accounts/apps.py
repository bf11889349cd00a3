from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"

    def ready(self) -> None:
        from marketplace.outbox.delivery import subscribe

        from .actions import INVITED
        from .mails import send_invitation

        subscribe(INVITED, send_invitation)
