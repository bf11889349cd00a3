"""What the end of a workflow does. Wagtail imports this while its own models load: it can import no model."""

from typing import Any

from wagtail.workflows import publish_workflow_state


def finish(workflow_state: Any, user: Any = None) -> None:
    """A profile: publish the revision that was reviewed, not a later draft; who may was asked when it was decided. A page: as Wagtail does."""
    if workflow_state.base_content_type.app_label == "solutions":
        workflow_state.current_task_state.revision.publish(user=user, skip_permission_checks=True)
    else:
        publish_workflow_state(workflow_state, user=user)
