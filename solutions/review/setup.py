"""What an installation needs to run reviews, made once after migrate: groups, their rights, one workflow. What managers change later stays."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from solutions.models import Solution

from .models import ScoredReviewTask
from .models.rubrics import Criterion, Rubric
from .roles import MANAGERS, REVIEWERS

WORKFLOW = "Solution review"
CRITERIA = [
    ("Relevance", "0: no office would ask for it. 5: it answers needs that many offices have.", 30),
    ("Evidence", "0: nothing shows that it works. 5: it runs in several countries, and others say so.", 30),
    ("Readiness", "0: an idea. 5: an office can start with it now, with help, documents and a price.", 20),
    ("Openness and safeguards", "0: closed, or careless with people's data. 5: open licence, and privacy and harm thought through.", 20),
]
RIGHTS = [f"{act}_{model}" for model in ("call", "rubric") for act in ("add", "change", "delete", "view")]
# To change rubric, number of reviewers and days of the review outside any call.
FLOW = ["add_task", "change_task", "add_workflow", "change_workflow"]
RIGHTS += ["view_flag", "add_flag", "change_flag"]


def prepare(sender: Any, apps: Any = installed, **kwargs: Any) -> None:
    try:
        apps.get_model("review", "ScoredReviewTask")
    except LookupError:  # migrated back to before reviews
        return
    if ScoredReviewTask.objects.exists():
        return
    # Their own turn comes later in the same migrate; asking twice does no harm.
    for label in ("review", "wagtailadmin", "wagtailcore"):
        create_permissions(installed.get_app_config(label), verbosity=0)
    rights = Permission.objects.filter(content_type__app_label="review", codename__in=RIGHTS)
    entry = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    managers, _created = Group.objects.get_or_create(name=MANAGERS)
    flow = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=FLOW)
    managers.permissions.add(*rights, *entry, *flow)
    Group.objects.get_or_create(name=REVIEWERS)
    _prepare_workflow()


def _prepare_workflow() -> None:
    rubric, created = Rubric.objects.get_or_create(name=WORKFLOW)
    if created:
        for position, (title, guidance, weight) in enumerate(CRITERIA):
            Criterion.objects.create(rubric=rubric, title=title, guidance=guidance, weight=weight, sort_order=position)
    task = ScoredReviewTask.objects.create(name=WORKFLOW, rubric=rubric)
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.get_or_create(content_type=ContentType.objects.get_for_model(Solution), defaults={"workflow": workflow})
