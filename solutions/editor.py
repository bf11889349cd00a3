"""A team writes and revises its profiles."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from marketplace.access import can, members
from marketplace.accounts.models import User

from . import profiles
from .forms import ProfileForm
from .models import Solution, Team


@members
class ProfileCreate(FormView[ProfileForm]):
    template_name = "solutions/profile_form.html"
    form_class = ProfileForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.team = get_object_or_404(Team, slug=kwargs["slug"])
        if not can(request.user, "solution.edit", self.team):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """What the team told about itself is not asked again."""
        return {"language": get_language(), "website": self.team.website, "types": ["software"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(team=self.team, **kwargs)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        solution = profiles.create_profile(self.team.pk, cast(User, self.request.user), form.fields_of_profile())
        messages.success(self.request, _("The draft is kept."))
        return redirect("solutions:edit", solution.slug)


@members
class ProfileEdit(FormView[ProfileForm]):
    """The latest draft of a profile; what is published stays as it is until a review has approved the draft."""

    template_name = "solutions/profile_form.html"
    form_class = ProfileForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.solution = get_object_or_404(Solution.objects.visible_to(request.user).with_details(), slug=kwargs["slug"])
        if self.solution.team is None or not can(request.user, "solution.edit", self.solution.team):
            raise PermissionDenied
        self.draft = profiles.draft_of(self.solution)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"profile": self.draft}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = self.solution.workflow_states.order_by("-created_at").prefetch_related("task_states")[:5]
        return super().get_context_data(
            solution=self.solution,
            team=self.solution.team,
            reviewed=self.solution.workflow_in_progress,
            reviews=states,
            revision=kwargs.pop("revision", self.solution.latest_revision_id or ""),
            **kwargs,
        )

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        seen = self.request.POST.get("revision", "")
        actor = cast(User, self.request.user)
        try:
            profiles.save_draft(self.solution.pk, actor, form.fields_of_profile(), int(seen) if seen.isdecimal() else None)
            if self.request.POST.get("save") == "submit":
                profiles.submit(self.solution.pk, actor)
        except profiles.Stale as stale:
            return self._both(form, stale.theirs)
        except ValidationError as error:
            form.add_error(None, error)
            self.solution.refresh_from_db()
            return self.form_invalid(form)
        said = _("It is with the reviewers.") if self.request.POST.get("save") == "submit" else _("The draft is kept.")
        messages.success(self.request, said)
        return redirect("solutions:edit", self.solution.slug)

    def _both(self, form: ProfileForm, theirs: Solution) -> HttpResponse:
        """What was typed stays in the form; beside it stands what somebody else saved. Saving again is then a choice."""
        other = ProfileForm(profile=theirs)
        different = [
            (field.label, other.initial.get(field.name))
            for field in form.plain_fields()
            if (other.initial.get(field.name) or "") != (field.value() or "")
        ]
        self.solution.refresh_from_db()
        context = self.get_context_data(form=form, theirs=different, revision=self.solution.latest_revision_id)
        return self.render_to_response(context, status=409)


@members
@require_POST
def profile_step(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a profile back from its review."""
    solution = get_object_or_404(Solution.objects.visible_to(request.user), slug=slug)
    try:
        profiles.withdraw(solution.pk, cast(User, request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("solutions:edit", solution.slug)
