"""Load the demonstration catalogue into an empty database, index it, suggest, and print the sign-ins."""

from typing import Any

from django.core.management.base import BaseCommand
from django.test.utils import override_settings

from cms import demonstration_loader
from marketplace.accounts.demonstration import DOMAIN, PASSWORD
from marketplace.accounts.models import User
from marketplace.outbox.models import Entry
from marketplace.progress import Progress
from matching.engines import get_engine
from matching.indexing import rebuild_records, stored_records
from matching.suggestions import refresh_need
from offices.models import Need
from solutions.models import Solution


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if Solution.objects.exists():
            self.stdout.write("The catalogue is not empty; nothing was loaded.")
        else:
            self.fill()
        people = User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk")
        if people:
            self.stdout.write(f"\nSign in at http://localhost:8000 (password for all: {PASSWORD})")
            for user in people:
                places = [*user.offices.all(), *user.teams.all()]
                role = ", ".join(str(place) for place in places) or "programme manager; also /manage/"
                self.stdout.write(f"  {user.email:24s} {user.get_full_name()}, {role}")

    def fill(self) -> None:
        # One pass over everything below does what the outbox would do row by row.
        with override_settings(OUTBOX_INLINE=False):
            demonstration_loader.load()
        Entry.objects.filter(state=Entry.State.WAITING).update(state=Entry.State.DONE)
        with Progress(self.stderr, "reading the catalogue") as progress:
            rebuild_records(progress)
        get_engine().rebuild(stored_records())
        needs = list(Need.objects.open().values_list("public_id", flat=True))
        with Progress(self.stderr, "matching") as progress:
            for number, public_id in enumerate(needs, 1):
                refresh_need(str(public_id))
                progress(number, len(needs))
        self.stdout.write(f"{Solution.objects.count()} solutions, {len(needs)} open needs")
