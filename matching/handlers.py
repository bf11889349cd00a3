"""What matching does when solutions or needs change: keeps the index and the suggestions fresh."""

from marketplace.health import add_check
from marketplace.outbox.delivery import subscribe
from offices.signals import TOPIC as NEED_CHANGED
from solutions.signals import TOPIC as SOLUTION_CHANGED

from .embedding import embedders
from .engines import get_engine
from .engines.embedded import EmbeddedEngine
from .indexing import StoredSource, index_need, index_solution
from .suggestions import refresh_need
from .vector_cache import DatabaseCache


def register() -> None:
    """Called once, when Django is ready."""
    subscribe(SOLUTION_CHANGED, index_solution)
    subscribe(NEED_CHANGED, index_need)
    subscribe(NEED_CHANGED, refresh_need)
    for embedder in embedders():
        embedder.cache = DatabaseCache()
    EmbeddedEngine.default_source = StoredSource()
    add_check("engine", lambda: get_engine().ping())
