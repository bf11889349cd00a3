"""Solutions side by side: the same facts of each, with those marked in which they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.vocabularies import lists
from marketplace.vocabularies.geography import country_name, language_name
from solutions.models import Solution

MOST = 5
Label = str | Promise


@dataclass(frozen=True)
class Row:
    """One fact of every solution, in the solutions' order."""

    label: Label
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def _yes_no(value: bool | None) -> str:
    return _("Not known") if value is None else _("Yes") if value else _("No")


def _facts(solution: Solution) -> list[tuple[Label, str]]:
    """From a row loaded `with_details()`."""
    countries = sorted(country_name(code) for code in solution.countries)
    return [
        (gettext_lazy("In one sentence"), solution.summary),
        (gettext_lazy("Team"), solution.team.name if solution.team else _("Not claimed yet")),
        (gettext_lazy("Sectors"), ", ".join(str(lists.SECTORS.get(code, code)) for code in solution.sectors)),
        (gettext_lazy("Goals"), ", ".join(str(goal.number) for goal in solution.goals.all())),
        (gettext_lazy("Where it runs"), ", ".join(countries) or _("Not known")),
        (gettext_lazy("Scale stage"), str(lists.SCALE_STAGES.get(solution.scale_stage or 0, _("Not known")))),
        (gettext_lazy("Licence"), ", ".join(solution.licences) or _("Not known")),
        (gettext_lazy("Works offline"), _yes_no(solution.works_offline)),
        (gettext_lazy("Works on basic phones"), _yes_no(solution.basic_phones)),
        (gettext_lazy("Data hosted in the country"), _yes_no(solution.self_hosted)),
        (gettext_lazy("Interface languages"), ", ".join(language_name(code) for code in solution.languages) or _("Not known")),
        (gettext_lazy("Standards"), ", ".join(map(str, solution.standards)) or _("Not known")),
        (gettext_lazy("What is offered"), "; ".join(str(lists.OFFERING_KINDS[o.kind]) for o in solution.offerings.all()) or _("Not known")),
        (gettext_lazy("Website"), solution.website),
    ]


def compare(solutions: Sequence[Solution]) -> list[Row]:
    """In the language that is active; facts that nobody states are left out."""
    if not solutions:
        return []
    columns = [_facts(solution) for solution in solutions]
    rows = [Row(facts[0][0], tuple(value for _label, value in facts)) for facts in zip(*columns, strict=True)]
    return [row for row in rows if any(row.values)]
