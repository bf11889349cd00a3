"""What changes calls' submissions and their reviews. Locks are taken in one order: call, submission, review."""

from .assigning import assign, assign_balanced, change_due, declare_conflict, unassign
from .clarifying import answer_clarification, ask_clarification, publish_clarification
from .deciding import decide, follow_task
from .diligence import raise_flag, resolve_flag
from .freshness import confirm_profile, renew_confirmation
from .scores import save_review, submit_review
from .submitting import receive, save_answers, start, submit, withdraw

__all__ = [
    "answer_clarification",
    "ask_clarification",
    "assign",
    "assign_balanced",
    "change_due",
    "confirm_profile",
    "decide",
    "declare_conflict",
    "follow_task",
    "publish_clarification",
    "raise_flag",
    "receive",
    "renew_confirmation",
    "resolve_flag",
    "save_answers",
    "save_review",
    "start",
    "submit",
    "submit_review",
    "unassign",
    "withdraw",
]
