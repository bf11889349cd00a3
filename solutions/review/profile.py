"""A profile as reviewers and managers read it; in a blind call, without what tells who stands behind it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import diff_text

from marketplace.templatetags.names import name_of
from marketplace.vocabularies import lists
from marketplace.vocabularies.geography import country_name
from solutions.models import Solution
from solutions.profiles import draft_of

from .models import Submission

HIDDEN = "▒▒▒"
LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.IGNORECASE)
# Field -> (label, the vocabulary of its codes). What identifies comes first.
FIELDS: dict[str, tuple[str | Promise, str]] = {
    "name": (_("Name"), ""),
    "aliases": (_("Also known as"), ""),
    "website": (_("Website"), ""),
    "summary": (_("In one sentence"), ""),
    "description": (_("What it does"), ""),
    "problem": (_("The problem it answers"), ""),
    "types": (_("Type"), "type"),
    "licences": (_("Licence"), ""),
    "sectors": (_("Sectors"), "sector"),
    "building_blocks": (_("Building blocks"), "block"),
    "scale_stage": (_("Scale stage"), "stage"),
    "works_offline": (_("Works offline"), "fact"),
    "basic_phones": (_("Works on basic phones"), "fact"),
    "self_hosted": (_("Can be hosted in the country"), "fact"),
    "languages": (_("Interface languages"), "language"),
    "standards": (_("Standards"), ""),
    "privacy": (_("Privacy"), ""),
    "development_countries": (_("Developed in"), "country"),
}
IDENTITY = frozenset({"name", "aliases", "website", "development_countries"})
YES_NO = {True: _("Yes"), False: _("No"), None: _("Not known")}


@dataclass(frozen=True)
class Fact:
    name: str
    label: str | Promise
    text: str


def _text(value: object, vocabulary: str) -> str:
    if vocabulary == "fact":
        return str(YES_NO[value])  # type: ignore[index]
    if isinstance(value, list):
        return ", ".join(_text(each, vocabulary) for each in value)
    if value in (None, ""):
        return ""
    return name_of(value, vocabulary) if vocabulary else str(value)


def facts(solution: Solution) -> list[Fact]:
    return [Fact(name, label, _text(getattr(solution, name), vocabulary)) for name, (label, vocabulary) in FIELDS.items()]


def evidence(solution: Solution) -> list[Fact]:
    """The parts of a profile: goals and where it runs, as the latest draft has them."""
    parts = draft_of(solution).parts
    goals = [f"{row['number']}. {lists.SDGS[int(row['number'])]}\n{row['evidence']}".strip() for row in parts.get("goals", ())]
    runs = [
        " · ".join(filter(None, [country_name(row["country"]), str(row["since"] or ""), row["scale"]])) for row in parts.get("places", ())
    ]
    offers = [f"{lists.OFFERING_KINDS.get(o.kind, o.kind)}: {o.summary}" for o in solution.offerings.all()]
    rows = [
        ("goals", _("Goals it serves, and why"), goals),
        ("deployments", _("Where it runs"), runs),
        ("offerings", _("Offerings"), offers),
    ]
    return [Fact(name, label, "\n".join(lines)) for name, label, lines in rows]


class Blind:
    """Takes names, links and addresses out of what reviewers read."""

    def __init__(self, submission: Submission) -> None:
        shown, stored = submission.as_submitted(), submission.solution
        team = stored.team
        names = {shown.name, stored.name, *shown.aliases, *stored.aliases}
        names |= {role.organisation.name for role in stored.roles.select_related("organisation")}
        websites = [shown.website, stored.website]
        if team:
            names.add(team.name)
            names |= {part for member in team.members.all() for part in (member.get_full_name(), member.email)}
            websites.append(team.website)
        names |= {urlsplit(website).netloc.removeprefix("www.") for website in websites}
        found = sorted((re.escape(name) for name in names if len(name) > 1), key=len, reverse=True)
        self.names = re.compile("|".join(rf"(?<!\w){name}(?!\w)" for name in found), re.IGNORECASE) if found else None

    def __call__(self, text: str) -> str:
        text = LINK.sub(HIDDEN, text)
        return self.names.sub(HIDDEN, text) if self.names else text

    def facts(self, rows: Iterable[Fact]) -> list[Fact]:
        return [Fact(row.name, row.label, self(row.text)) for row in rows if row.name not in IDENTITY]


@dataclass(frozen=True)
class Difference:
    label: str | Promise
    before: str
    after: str
    marked: str
    changed: bool


def differences(before: Solution, after: Solution) -> list[Difference]:
    """Field by field, the changed ones with their changed words marked."""
    found = []
    for old, new in zip(facts(before), facts(after), strict=True):
        marked = format_html("{}", diff_text(old.text, new.text).to_html(tag="span")) if old.text != new.text else new.text
        found.append(Difference(old.label, old.text, new.text, marked, old.text != new.text))
    return found
