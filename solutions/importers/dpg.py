"""Writing registry products into the catalogue: idempotent, and never over what a team has edited since."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from ..models import Deployment, Goal, Organisation, OrganisationRole, Repository, Solution
from .dpg_records import Product, Reader

PLAIN = ("name", "aliases", "description", "website", "types", "licences", "sectors", "unmapped_sectors", "standards", "privacy")
SOURCE = "Digital Public Goods registry"
SUMMARY_LENGTH = 300


@dataclass
class Report:
    created: list[str] = field(default_factory=list)
    updated: dict[str, list[str]] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=dict)  # slug -> fields a team edited, left alone
    unchanged: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)


def fingerprint(value: Any) -> str:
    """A short hash of a field's value, the same before and after the database."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=list, ensure_ascii=False).encode()).hexdigest()[:16]


def _values(product: Product) -> dict[str, Any]:
    values = {name: getattr(product, name) for name in PLAIN}
    first = product.description.split(". ")[0]
    values["summary"] = (first if len(first) <= SUMMARY_LENGTH else first[: SUMMARY_LENGTH - 1] + "…").strip()
    values["registry_stage"] = product.stage[:20]
    values["development_countries"] = product.development
    return values


def _parts(product: Product) -> dict[str, Any]:
    return {
        "goals": sorted([number, *texts] for number, texts in product.goals.items()),
        "repositories": sorted([url, name] for url, name in product.repositories.items()),
        "roles": sorted([name, role] for name, _website, role in product.organisations),
        "deployments": sorted(product.deployments),
    }


def _current_parts(solution: Solution) -> dict[str, Any]:
    return {
        "goals": sorted([g.number, g.evidence, g.evidence_source] for g in solution.goals.all()),
        "repositories": sorted([r.url, r.name] for r in solution.repositories.all()),
        "roles": sorted([r.organisation.name, r.role] for r in solution.roles.all()),
        "deployments": sorted(d.country for d in solution.deployments.all()),
    }


def _organisation(name: str, website: str) -> Organisation:
    slug = slugify(name)[:120] or hashlib.sha256(name.encode()).hexdigest()[:16]
    organisation, created = Organisation.objects.get_or_create(slug=slug, defaults={"name": name, "website": website})
    if not created and website and not organisation.website:
        organisation.website = website
        organisation.save()
    return organisation


def _write_part(solution: Solution, part: str, product: Product) -> None:
    if part == "goals":
        solution.goals.all().delete()
        for number, (evidence, source) in product.goals.items():
            Goal.objects.create(solution=solution, number=number, evidence=evidence, evidence_source=source)
    elif part == "repositories":
        solution.repositories.all().delete()
        for url, name in product.repositories.items():
            Repository.objects.create(solution=solution, url=url, name=name)
    elif part == "roles":
        solution.roles.all().delete()
        for name, website, role in product.organisations:
            OrganisationRole.objects.get_or_create(solution=solution, organisation=_organisation(name, website), role=role)
    else:
        gone = solution.deployments.exclude(country__in=product.deployments)
        gone.delete()
        known = set(solution.deployments.values_list("country", flat=True))
        for code in product.deployments:
            if code not in known:
                Deployment.objects.create(solution=solution, country=code, source=SOURCE)


@transaction.atomic
def import_product(product: Product, report: Report) -> None:
    """Create or update one solution. A field that differs from what an import last wrote was edited, and stays."""
    solution = (
        Solution.objects.select_for_update().filter(registry_slug=product.slug).first()
        or Solution.objects.select_for_update().filter(slug=product.slug, registry_slug=None).first()
    )
    report.unmapped.update(product.unmapped_sectors)
    values, parts = _values(product), _parts(product)
    created = solution is None
    if solution is None:
        solution = Solution(slug=product.slug, registry_slug=product.slug, language="en", live=True)
    changed, kept = [], []
    current = {name: getattr(solution, name) for name in values} | ({} if created else _current_parts(solution))
    marks = dict(solution.imported)
    for name, value in (values | parts).items():
        upstream = fingerprint(value)
        if not created and fingerprint(current[name]) == upstream:
            marks[name] = upstream
        elif created or marks.get(name) == fingerprint(current[name]):
            changed.append(name)
            marks[name] = upstream
        elif marks.get(name) != upstream:
            kept.append(name)
    for name in changed:
        if name in values:
            setattr(solution, name, values[name])
    if created or changed or marks != solution.imported or solution.registry_slug is None:
        solution.imported, solution.registry_slug = marks, product.slug
        solution.save()
    for name in changed:
        if name in parts:
            _write_part(solution, name, product)
    if created:
        report.created.append(product.slug)
    elif changed:
        report.updated[product.slug] = changed
    else:
        report.unchanged += 1
    if kept:
        report.kept[product.slug] = kept


def import_registry(reader: Reader, progress: Callable[[int, int], None] = lambda done, total: None) -> Report:
    """Write every product of a read checkout; one that fails is reported and does not stop the others."""
    report = Report()
    products = list(reader.products.values())
    for number, product in enumerate(products, 1):
        try:
            import_product(product, report)
        except Exception as error:  # one record must not stop the import, whatever is wrong with it
            reader.reject(product.files[0], "", f"{type(error).__name__}: {error}", fatal=True)
        progress(number, len(products))
    return report
