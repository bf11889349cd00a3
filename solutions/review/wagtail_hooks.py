"""Calls and rubrics under /manage/."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Call, Rubric
from .roles import is_manager


class CallViewSet(SnippetViewSet):
    model = Call
    icon = "date"
    list_display = ["title", "published", "opens_at", "closes_at", "cohort"]
    list_filter = ["published", "blind"]
    search_fields = ["title", "cohort"]


class RubricViewSet(SnippetViewSet):
    model = Rubric
    icon = "list-ol"
    list_display = ["name"]


class ReviewGroup(SnippetViewSetGroup):
    items = (CallViewSet, RubricViewSet)
    menu_label = _("Calls")
    menu_icon = "date"
    menu_order = 200


register_snippet(ReviewGroup)


class QueueItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_manager(request.user)


@hooks.register("register_admin_menu_item")
def queue_item() -> Any:
    return QueueItem(_("Submissions to review"), reverse_lazy("review:queue"), icon_name="list-ul", order=210)
