"""Questions of teams about a need, and the office's answers."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.access import can
from marketplace.accounts.models import User
from marketplace.notifications.kinds import Kind
from marketplace.notifications.sending import notify

from .models import Membership, Need, Question

OPEN_AT_ONCE = 5  # unanswered questions of one person about one need

KINDS = (
    Kind(
        "question.asked",
        _("A team asks about a need of my office"),
        _("A question about: %(title)s"),
        _("A solution team asks about “%(title)s”: %(question)s"),
    ),
    Kind(
        "question.answered",
        _("An office answered my question"),
        _("Your question was answered: %(title)s"),
        _("The office answered your question about “%(title)s”: %(answer)s"),
    ),
)


def may_ask(need: Need, actor: User) -> bool:
    """Members of a team ask about open needs that they may see; an office does not ask itself."""
    if not actor.is_authenticated or need.status != Need.Status.OPEN:
        return False
    return actor.teams.exists() and not need.office.memberships.filter(user=actor).exists()


def _address(need: Need) -> str:
    return "/" + reverse("offices:need", args=[need.slug]).split("/", 2)[2]


@transaction.atomic
def ask(need_pk: int, actor: User, text: str) -> Question:
    need = Need.objects.select_for_update().get(pk=need_pk)
    if not Need.objects.visible_to(actor).filter(pk=need.pk).exists() or not may_ask(need, actor):
        raise PermissionDenied
    if not text.strip():
        raise ValidationError(_("Write your question."))
    if need.questions.filter(asker=actor, answered_at=None).count() >= OPEN_AT_ONCE:
        raise ValidationError(_("Wait for an answer to the questions that you have asked."))
    question = Question.objects.create(need=need, asker=actor, text=text.strip()[:2000])
    readers = User.objects.filter(
        office_memberships__office=need.office, office_memberships__role__in=[Membership.Role.FOCAL_POINT, Membership.Role.MEMBER]
    )
    params = {"title": need.title, "question": question.text}
    notify("question.asked", readers, f"question/{question.pk}", params, _address(need))
    return question


@transaction.atomic
def answer(question_pk: int, actor: User, text: str, public: bool) -> Question:
    """Answer once; a second answer replaces the first and is told again."""
    question = Question.objects.select_for_update(of=("self",)).select_related("need__office", "asker").get(pk=question_pk)
    if not can(actor, "need.edit", question.need.office):
        raise PermissionDenied
    if not text.strip():
        raise ValidationError(_("Write an answer."))
    question.answer, question.public = text.strip()[:5000], public
    question.answered_by, question.answered_at = actor, timezone.now()
    question.save()
    if question.asker:
        key = f"answer/{question.pk}/{question.answered_at.timestamp()}"
        params = {"title": question.need.title, "answer": question.answer}
        notify("question.answered", [question.asker], key, params, _address(question.need))
    return question
