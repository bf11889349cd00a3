"""Business states declared as data, and the one function that changes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .access import can


@dataclass(frozen=True)
class Transition:
    """`permission` is asked of what owns the row. `asks`: choices of which one must be given as the reason, or none."""

    name: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    permission: str
    asks: Mapping[str, str | Promise] | None = None
    note: bool = False  # a comment is required


@dataclass(frozen=True)
class Workflow:
    """Of one model with a `status`. `owner`: whose people hold the permissions; `record` writes the history row and tells who must know."""

    model: type[models.Model]
    transitions: tuple[Transition, ...]
    owner: Callable[[Any], Any]
    record: Callable[[Any, Transition, Any, str, str], None]

    def find(self, name: str) -> Transition:
        """Raises ValidationError for a name that nobody declared."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise ValidationError(_("There is no such step."))

    def open_to(self, row: Any, actor: Any) -> list[Transition]:
        """What this person may do with the row as it stands."""
        return [t for t in self.transitions if row.status in t.sources and can(actor, t.permission, self.owner(row))]


def step(workflow: Workflow, pk: int, name: str, actor: Any, reason: str = "", note: str = "") -> Any:
    """Take a row one step further, under its lock; returns it.

    Raises PermissionDenied for who may not, ValidationError when the row is elsewhere by now or an answer is missing.
    """
    transition = workflow.find(name)
    with transaction.atomic():
        row: Any = workflow.model._default_manager.select_for_update().get(pk=pk)
        if not can(actor, transition.permission, workflow.owner(row)):
            raise PermissionDenied
        if row.status not in transition.sources:
            raise ValidationError(_("Somebody was faster: it is no longer in the state in which you saw it."))
        if transition.asks is not None and reason not in transition.asks:
            raise ValidationError(_("Say why."))
        if transition.note and not note.strip():
            raise ValidationError(_("Add a comment that says why."))
        row.status = transition.target
        row.save()
        workflow.record(row, transition, actor, reason, note.strip())
        return row
