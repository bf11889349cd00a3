"""The engine's server is away: pages still answer from the database, and nothing posted is lost."""

from typing import Any

import pytest
from django.test import Client

from marketplace.outbox.delivery import drain
from marketplace.outbox.models import Entry
from matching.engines import engine_for
from offices.models import Need
from tests.factories import NeedFactory, OfficeMembershipFactory, SolutionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def away(settings: Any) -> Any:
    before = settings.SEARCH_URL
    settings.SEARCH_URL = "http://127.0.0.1:9"
    engine_for.cache_clear()
    yield settings
    settings.SEARCH_URL = before
    engine_for.cache_clear()


def test_search_falls_back_and_says_so(client: Client, away: Any) -> None:
    SolutionFactory(name="Jab Book", slug="jab-book", sectors=["health"])
    SolutionFactory(name="Road Map", sectors=["infrastructure"])
    page = client.get("/en/solutions/", {"q": "jab", "sector": "health"}).content.decode()
    assert "/en/solutions/jab-book/" in page
    assert "Road Map" not in page
    assert "simpler than usual" in page
    assert client.get("/readyz").status_code == 503


def test_private_needs_stay_private_in_the_fallback(client: Client, away: Any) -> None:
    NeedFactory(title="Secret matter", slug="secret", visibility="office")
    NeedFactory(title="Open matter", slug="open")
    page = client.get("/en/needs/", {"q": "matter"}).content.decode()
    assert "/en/needs/open/" in page
    assert "/en/needs/secret/" not in page


def test_posting_works_and_the_outbox_drains_when_it_is_back(client: Client, away: Any) -> None:
    SolutionFactory(name="Jab Book", description="Vaccination of children.")
    membership = OfficeMembershipFactory()
    client.force_login(membership.user)
    data = {"office": membership.office.pk, "language": "en", "title": "Vaccination of children", "urgency": "low", "visibility": "public"}
    assert client.post("/en/needs/new/", data, follow=True).status_code == 200
    need = Need.objects.get()
    assert not need.suggestions.exists()
    assert Entry.objects.filter(state=Entry.State.WAITING).exists()
    away.SEARCH_URL = ""
    engine_for.cache_clear()
    Entry.objects.filter(state=Entry.State.WAITING).update(next_at=need.created_at)
    drain()
    assert not Entry.objects.filter(state=Entry.State.WAITING).exists()
    assert need.suggestions.exists()
