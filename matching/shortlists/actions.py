"""What changes a shortlist; those who may post needs for an office keep its shortlists."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.access import can
from marketplace.accounts.models import User
from offices.models import Office
from solutions.models import Solution

from .models import Entry, Shortlist

LONGEST = 100


def _kept(pk: int, actor: User) -> Shortlist:
    shortlist = Shortlist.objects.select_for_update().select_related("office").get(pk=pk)
    if not can(actor, "shortlist.edit", shortlist.office):
        raise PermissionDenied
    return shortlist


@transaction.atomic
def start(office_pk: int, actor: User, name: str) -> Shortlist:
    """The office's shortlist of that name, new or not."""
    office = Office.objects.select_for_update().get(pk=office_pk)
    if not can(actor, "shortlist.edit", office):
        raise PermissionDenied
    if not name.strip():
        raise ValidationError(_("Give it a name."))
    shortlist, _fresh = Shortlist.objects.get_or_create(office=office, name=name.strip()[:120])
    return shortlist


@transaction.atomic
def add(pk: int, actor: User, solution_id: Any) -> Entry:
    shortlist = _kept(pk, actor)
    solution = Solution.objects.published().get(public_id=solution_id)
    if shortlist.entries.count() >= LONGEST:
        raise ValidationError(_("This shortlist is full."))
    entry, _fresh = Entry.objects.get_or_create(shortlist=shortlist, solution=solution, defaults={"added_by": actor})
    return entry


@transaction.atomic
def note(pk: int, actor: User, entry_pk: int, text: str) -> None:
    _kept(pk, actor).entries.filter(pk=entry_pk).update(note=text.strip()[:2000])


@transaction.atomic
def remove(pk: int, actor: User, entry_pk: int) -> None:
    _kept(pk, actor).entries.filter(pk=entry_pk).delete()


@transaction.atomic
def discard(pk: int, actor: User) -> None:
    _kept(pk, actor).delete()
