"""Offices and the needs they post."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView

from marketplace.access import can, is_manager, members, public
from marketplace.accounts.models import User
from marketplace.vocabularies.geography import BUREAUX
from marketplace.workflow import Transition, step

from . import questions
from .actions import edit_need, found_office, post_need
from .forms import NeedForm, OfficeForm
from .lifecycle import CLOSING, NEED
from .models import Need, Office, Question


@public
class OfficeList(ListView[Office]):
    template_name = "offices/office_list.html"
    context_object_name = "offices"

    def get_queryset(self) -> QuerySet[Office]:
        seen = Need.objects.visible_to(self.request.user).open()
        offices = Office.objects.annotate(open_needs=Count("needs", filter=Q(needs__in=seen.values("pk"))))
        bureau = self.request.GET.get("bureau", "")
        return offices.filter(bureau=bureau) if bureau in BUREAUX else offices

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("bureau", "")
        bureaux = [{"code": code, "name": name, "chosen": code == chosen} for code, (name, _regions) in BUREAUX.items()]
        return super().get_context_data(bureaux=bureaux, manages=is_manager(self.request.user), **kwargs)


@members
class OfficeCreate(FormView[OfficeForm]):
    """For programme managers."""

    template_name = "offices/office_form.html"
    form_class = OfficeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not is_manager(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: OfficeForm) -> HttpResponse:
        fields = dict(form.cleaned_data)
        return redirect(found_office(cast(User, self.request.user), fields, fields.pop("focal_point")))


@public
class OfficeDetail(DetailView[Office]):
    template_name = "offices/office_detail.html"
    context_object_name = "office"
    queryset = Office.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        needs = Need.objects.visible_to(self.request.user).filter(office=self.object).with_details()
        belongs = self.object.memberships.filter(user=self.request.user.pk).exists()
        return super().get_context_data(needs=needs, may_post=can(self.request.user, "need.post", self.object), belongs=belongs, **kwargs)


@public
class NeedDetail(DetailView[Need]):
    template_name = "offices/need_detail.html"
    context_object_name = "need"

    def get_queryset(self) -> QuerySet[Need]:
        return Need.objects.visible_to(self.request.user).with_details()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, need = self.request.user, self.object
        inside = user.is_authenticated and (user.is_superuser or need.office.memberships.filter(user=user).exists())
        return super().get_context_data(
            may_edit=can(user, "need.edit", need.office),
            steps=self._steps(),
            events=self._events() if inside else (),
            questions=Question.objects.visible_to(user, need).select_related("asker"),
            may_ask=questions.may_ask(need, user),  # type: ignore[arg-type]
            **kwargs,
        )

    def _steps(self) -> list[Transition]:
        """A focal point posts a draft; only where the office wants approval do others ask for it."""
        found = NEED.open_to(self.object, self.request.user)
        names = {transition.name for transition in found}
        return [t for t in found if not (t.name == "submit" and "post" in names)]

    def _events(self) -> list[dict[str, Any]]:
        labels = {transition.name: transition.label for transition in NEED.transitions}
        rows = self.object.events.select_related("actor")
        return [{"label": labels.get(row.step, row.step), "reason": CLOSING.get(row.reason, ""), "row": row} for row in rows]


@members
class NeedCreate(FormView[NeedForm]):
    template_name = "offices/need_form.html"
    form_class = NeedForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not NeedForm(user=request.user).fields["office"].queryset.exists():  # type: ignore[arg-type, attr-defined]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"language": get_language(), "title": self.request.GET.get("title", "")[:200]}
        office = Office.objects.filter(slug=self.request.GET.get("office", "")).first()
        office = office or Office.objects.filter(memberships__user=self.request.user.pk).first()
        return initial | ({"office": office, "countries": office.countries} if office else {})

    def form_valid(self, form: NeedForm) -> HttpResponse:
        office: Office = form.cleaned_data["office"]
        draft = self.request.POST.get("save") == "draft"
        need = post_need(office.pk, self.request.user, form.fields_of_need(), form.constraint_values(), draft)  # type: ignore[arg-type]
        return redirect(need)


@members
@require_POST
def need_step(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a need one step further: approve it, close it, open it again."""
    need = get_object_or_404(Need.objects.visible_to(request.user), slug=slug)
    try:
        step(NEED, need.pk, request.POST.get("step", ""), request.user, request.POST.get("reason", ""), request.POST.get("note", "")[:2000])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(need)


@members
class NeedEdit(FormView[NeedForm]):
    template_name = "offices/need_form.html"
    form_class = NeedForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.need = get_object_or_404(Need.objects.visible_to(request.user).with_details(), slug=kwargs["slug"])
        if not can(request.user, "need.edit", self.need.office):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "need": self.need}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(need=self.need, **kwargs)

    def form_valid(self, form: NeedForm) -> HttpResponse:
        return redirect(edit_need(self.need.pk, self.request.user, form.fields_of_need(), form.constraint_values()))  # type: ignore[arg-type]


@members
@require_POST
def need_question(request: HttpRequest, slug: str) -> HttpResponse:
    """A team asks, or the office answers the question that it names."""
    need = get_object_or_404(Need.objects.visible_to(request.user).select_related("office"), slug=slug)
    text, number = request.POST.get("text", ""), request.POST.get("question", "")
    try:
        if number:
            rows = Question.objects.visible_to(request.user, need)
            question = get_object_or_404(rows, pk=int(number) if number.isdecimal() else 0)
            questions.answer(question.pk, request.user, text, request.POST.get("public") == "on")  # type: ignore[arg-type]
        else:
            questions.ask(need.pk, request.user, text)  # type: ignore[arg-type]
            messages.success(request, _("Your question is with the office."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{need.get_absolute_url()}#questions")
