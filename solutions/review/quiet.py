"""Wagtail mails on its own when a workflow moves: at once, in one language, with a link into the editor. Of a profile our notices tell instead."""

from collections.abc import Callable
from typing import Any

from wagtail.admin.signal_handlers import (
    workflow_approval_email_notifier,
    workflow_rejection_email_notifier,
    workflow_submission_email_notifier,
)
from wagtail.models import WorkflowState


def _except_profiles(can_handle: Callable[..., bool]) -> Callable[..., bool]:
    def handles(instance: Any, **kwargs: Any) -> bool:
        ours = isinstance(instance, WorkflowState) and instance.base_content_type.app_label == "solutions"
        return not ours and can_handle(instance, **kwargs)

    return handles


def silence() -> None:
    """There is no setting for it; pages keep their mail."""
    for notifier in (workflow_submission_email_notifier, workflow_approval_email_notifier, workflow_rejection_email_notifier):
        notifier.can_handle = _except_profiles(notifier.can_handle)
