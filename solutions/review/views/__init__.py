from .calls import CallDetail, CallList, apply_to_call
from .case import Case, Revisions, SideBySide
from .keeping import Links, confirm
from .queue import Queue
from .reviewing import MyReviews, ReviewPage
from .team import AnswersEdit, SubmissionDetail, SubmissionList

__all__ = [
    "AnswersEdit", "CallDetail", "CallList", "Case", "Links", "MyReviews", "Queue", "ReviewPage", "Revisions", "SideBySide",
    "SubmissionDetail", "SubmissionList", "apply_to_call", "confirm",
]  # fmt: skip
