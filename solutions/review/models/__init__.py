"""Calls, what teams submit to them, and how it is judged."""

from .calls import Call, Question
from .diligence import Flag
from .freshness import ProfileConfirmation
from .reviews import Conflict, Review, Score
from .rubrics import Criterion, Rubric
from .submissions import Answer, Clarification, Event, Submission
from .tasks import ScoredReviewTask

__all__ = [
    "Answer",
    "Call",
    "Clarification",
    "Conflict",
    "Criterion",
    "Event",
    "Flag",
    "ProfileConfirmation",
    "Question",
    "Review",
    "Rubric",
    "Score",
    "ScoredReviewTask",
    "Submission",
]
