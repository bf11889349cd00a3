"""What I was told."""

from typing import Any, cast

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from marketplace.access import members
from marketplace.accounts.models import User

from .models import Notice


@members
class Inbox(ListView[Notice]):
    template_name = "notifications/inbox.html"
    context_object_name = "notices"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Notice]:
        """Unread ones first."""
        mine = Notice.objects.filter(user=cast(User, self.request.user))
        return mine.order_by(F("read_at").asc(nulls_first=True), "-created_at", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(prefix=f"/{self.request.LANGUAGE_CODE}", **kwargs)  # type: ignore[attr-defined]


@members
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """One notice, or all of mine when none is named."""
    rows = Notice.objects.filter(user=cast(User, request.user)).unread()
    if number := request.POST.get("notice", ""):
        rows = rows.filter(pk=int(number)) if number.isdecimal() else rows.none()
    rows.update(read_at=timezone.now())
    return redirect("notifications:inbox")
