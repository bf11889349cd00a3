"""The index follows the database, and says so."""

from io import StringIO

import pytest
from django.core.management import call_command

from marketplace.outbox.delivery import deliver, put
from marketplace.outbox.models import Entry
from matching.engines import get_engine
from matching.engines.interface import SearchRequest
from tests.factories import NeedFactory, SolutionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def found() -> list[str]:
    engine = get_engine()
    engine.refresh()
    return [hit.id for hit in engine.search(SearchRequest(kind="solution", sort="name")).hits]


def verified() -> str:
    out = StringIO()
    call_command("verify_index", stdout=out)
    return out.getvalue()


def test_published_unpublished_deleted() -> None:
    solution = SolutionFactory()
    assert found() == [str(solution.public_id)]
    solution.live = False
    solution.save()
    assert found() == []
    solution.live = True
    solution.save()
    assert found() == [str(solution.public_id)]
    solution.delete()
    assert found() == []


def test_verify_finds_and_repairs_what_was_missed() -> None:
    solution, need = SolutionFactory(), NeedFactory()
    assert verified().strip() == "0 differ"
    get_engine().delete([(str(solution.public_id), solution.version)])
    get_engine().refresh()
    assert f"solution {solution.public_id}" in verified()
    assert verified().strip() == "0 differ"
    need.delete()
    assert verified().strip() == "0 differ"


def test_reindex_makes_the_same_index() -> None:
    solution = SolutionFactory()
    call_command("reindex", stdout=StringIO(), stderr=StringIO())
    assert found() == [str(solution.public_id)]


def test_news_is_written_only_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        put("solution.changed", "x")


def test_a_delivered_entry_is_not_delivered_again() -> None:
    SolutionFactory()
    entry = Entry.objects.first()
    assert entry is not None
    assert entry.state == Entry.State.DONE
    assert deliver(entry.pk)
    entry.refresh_from_db()
    assert entry.attempts == 0
