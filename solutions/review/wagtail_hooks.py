"""Calls and rubrics under /manage/."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Call, Rubric


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
