"""What a reviewer may read of a submission, and of the other reviewers: page and API ask here."""

from dataclasses import dataclass
from decimal import Decimal

from .models import Review
from .profile import Blind, Fact, evidence, facts
from .scoring import total_of


@dataclass(frozen=True)
class Other:
    name: str
    total: Decimal | None
    advice: str
    comment: str


@dataclass(frozen=True)
class Reading:
    title: str
    team: str
    blind: bool
    facts: list[Fact]
    answers: list[tuple[str, str]]
    clarifications: list[tuple[str, str]]
    others: list[Other]
    total: Decimal | None


def _others(review: Review, blind: bool) -> list[Other]:
    """Nobody reads another's scores before giving their own; in a blind call, before all have given theirs."""
    active = list(review.submission.reviews.active().select_related("reviewer").prefetch_related("scores__criterion"))
    done = [each for each in active if each.state == Review.State.SUBMITTED]
    if review.state != Review.State.SUBMITTED or (blind and len(done) < len(active)):
        return []
    return [
        Other(str(each.reviewer), total_of(each), each.get_advice_display(), each.comment)
        for each in done
        if each.pk != review.pk
    ]  # fmt: skip


def reading_for(review: Review) -> Reading:
    submission = review.submission
    blind = submission.terms.blind
    shown = submission.as_submitted()
    rows = [*facts(shown), *evidence(submission.solution)]
    answers = [(answer.question.text, answer.text) for answer in submission.answers.select_related("question")]
    asked = [(each.question, each.answer) for each in submission.clarifications.all()]
    title, team = shown.name, submission.solution.team.name if submission.solution.team else ""
    if blind:
        hide = Blind(submission)
        rows = hide.facts(rows)
        answers = [(question, hide(text)) for question, text in answers]
        asked = [(hide(question), hide(text)) for question, text in asked]
        title, team = submission.number, ""
    return Reading(title, team, blind, [row for row in rows if row.text], answers, asked, _others(review, blind), total_of(review))
