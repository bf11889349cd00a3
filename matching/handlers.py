"""What matching does when solutions or needs change: keeps the index and the suggestions fresh."""

from django.conf import settings

from marketplace.health import add_check
from marketplace.outbox.delivery import subscribe
from offices.signals import TOPIC as NEED_CHANGED
from solutions.signals import TOPIC as SOLUTION_CHANGED

from .engines import get_engine
from .indexing import index_need, index_solution


def register() -> None:
    """Called once, when Django is ready."""
    subscribe(SOLUTION_CHANGED, index_solution)
    subscribe(NEED_CHANGED, index_need)
    add_check("engine", lambda: get_engine().ping())
