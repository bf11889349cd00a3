"""One contract, run on every engine: order, facets and floors, not equal numbers."""

import os
import uuid
from collections.abc import Iterator

import numpy as np
import pytest

from matching.engines.elasticsearch import ElasticsearchEngine
from matching.engines.embedded import EmbeddedEngine
from matching.engines.interface import CandidateRequest, Engine, EngineUnavailable, LexicalQuery, Record, SearchRequest, VectorQuery

MODEL = "toy-1"


def server() -> str:
    url = os.environ.get("SEARCH_TEST_URL") or os.environ.get("SEARCH_URL", "")
    if not url and os.environ.get("CI"):
        pytest.fail("CI runs the contract on Elasticsearch too: set SEARCH_TEST_URL")
    return url


@pytest.fixture(params=["embedded", "elasticsearch"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "embedded":
        yield EmbeddedEngine()
        return
    url = server()
    if not url:
        pytest.skip("no SEARCH_TEST_URL: a laptop may do without the server")
    made = ElasticsearchEngine(url, f"contract-{uuid.uuid4().hex[:8]}")
    yield made
    for index in made.client.indices.get(index=f"{made.alias}*"):
        made.client.indices.delete(index=index)


def unit(*values: float) -> np.ndarray:
    vector = np.array([values], np.float32)
    return vector / np.linalg.norm(vector)


def record(identifier: str, title: str, version: int = 1, **more: object) -> Record:
    fields: dict[str, object] = {
        "kind": "solution",
        "language": "en",
        "codes": {"sector": ("health",), "audience": ("public",)},
        "sort_keys": {"name": title, "updated": 1.0},
        "vectors": {MODEL: unit(1, 0, 0)},
    }
    return Record(id=identifier, version=version, title=title, **(fields | more))  # type: ignore[arg-type]


def filled(engine: Engine, *records: Record) -> Engine:
    engine.write(records)
    engine.refresh()
    return engine


def ids(engine: Engine, **request: object) -> list[str]:
    return [hit.id for hit in engine.search(SearchRequest(kind="solution", **request)).hits]  # type: ignore[arg-type]


def test_words_find_and_titles_come_first(engine: Engine) -> None:
    filled(engine, record("a", "Water points", body="pumps"), record("b", "Schools", body="water in schools"), record("c", "Maps"))
    assert ids(engine, text="water") == ["a", "b"]


def test_words_are_stemmed_in_their_language(engine: Engine) -> None:
    filled(engine, record("fr", "Vaccinations des enfants", language="fr"), record("en", "Farming"))
    assert ids(engine, text="vaccination enfant", language="fr") == ["fr"]


@pytest.mark.parametrize(
    ("language", "title", "query"),
    [("ru", "Учёт прививок", "прививка"), ("ar", "تسجيل المواليد", "المواليد"), ("zh-hans", "疫苗登记系统", "疫苗")],
)
def test_scripts(engine: Engine, language: str, title: str, query: str) -> None:
    filled(engine, record("x", title, language=language), record("y", "Other"))
    assert ids(engine, text=query, language=language) == ["x"]


def test_the_last_word_may_be_unfinished(engine: Engine) -> None:
    filled(engine, record("a", "Registration of births"), record("b", "Farming"))
    assert ids(engine, text="regist") == ["a"]


def test_near_spelling_is_forgiven(engine: Engine) -> None:
    filled(engine, record("a", "Laboratory samples"), record("b", "Farming"))
    assert ids(engine, text="labratory") == ["a"]


def test_facets_hold_together_and_do_not_narrow_themselves(engine: Engine) -> None:
    filled(
        engine,
        record("a", "A", codes={"sector": ("health",), "country": ("MW",), "audience": ("public",)}),
        record("b", "B", codes={"sector": ("education",), "country": ("MW",), "audience": ("public",)}),
        record("c", "C", codes={"sector": ("education",), "country": ("KE",), "audience": ("public",)}),
    )
    request = SearchRequest(kind="solution", filters={"sector": ("education",)}, facets=("sector", "country"), sort="name")
    result = engine.search(request)
    assert [hit.id for hit in result.hits] == ["b", "c"]
    assert result.facets == {"sector": {"health": 1, "education": 2}, "country": {"MW": 1, "KE": 1}}
    both = SearchRequest(kind="solution", filters={"sector": ("education", "health"), "country": ("MW",)}, sort="name")
    assert [hit.id for hit in engine.search(both).hits] == ["a", "b"]


def test_nothing_outside_the_audience_is_found_or_counted(engine: Engine) -> None:
    filled(engine, record("a", "Open"), record("b", "Private", codes={"sector": ("health",), "audience": ("office:1",)}))
    result = engine.search(SearchRequest(kind="solution", facets=("sector",)))
    assert result.total == 1
    assert result.facets["sector"] == {"health": 1}
    assert set(ids(engine, audience=("public", "office:1"))) == {"a", "b"}
    channels = engine.candidates(CandidateRequest(kind="solution", vectors=(VectorQuery("v", MODEL, unit(1, 0, 0)),))).scores
    assert set(channels["v"]) == {"a"}


def test_kinds_do_not_mix(engine: Engine) -> None:
    filled(engine, record("a", "Same"), record("n", "Same", kind="need"))
    assert ids(engine, text="same") == ["a"]


def test_order_and_pages(engine: Engine) -> None:
    filled(engine, *(record(f"r{n}", f"Title {n}", sort_keys={"name": f"Title {n}", "updated": float(n)}) for n in range(5)))
    assert ids(engine, sort="updated", limit=2) == ["r4", "r3"]
    assert ids(engine, sort="name", offset=3, limit=2) == ["r3", "r4"]


def test_channels(engine: Engine) -> None:
    filled(
        engine,
        record("near", "One", vectors={MODEL: np.vstack([unit(0, 1, 0), unit(1, 0.1, 0)])}, concepts={"vaccines": 1.0}),
        record("far", "Two", vectors={MODEL: unit(0, 0, 1)}, concepts={"maps": 1.0}),
    )
    request = CandidateRequest(
        kind="solution",
        lexical=(LexicalQuery("words", "two", "en"),),
        vectors=(VectorQuery("meaning", MODEL, unit(1, 0, 0)),),
        concepts={"vaccines": 1.0},
    )
    scores = engine.candidates(request).scores
    assert set(scores["words"]) == {"far"}
    assert scores["meaning"]["near"] > scores["meaning"]["far"]
    assert set(scores["concepts"]) == {"near"}


def test_a_late_write_changes_nothing(engine: Engine) -> None:
    filled(engine, record("a", "Second", version=2))
    filled(engine, record("a", "First", version=1))
    assert ids(engine, text="second") == ["a"]
    assert engine.versions("solution") == {"a": 2}


def test_the_same_write_twice_is_one_record(engine: Engine) -> None:
    filled(engine, record("a", "Once"))
    filled(engine, record("a", "Once"))
    assert ids(engine, text="once") == ["a"]


def test_what_was_deleted_stays_deleted(engine: Engine) -> None:
    filled(engine, record("a", "Gone", version=1))
    engine.delete([("a", 2)])
    engine.write([record("a", "Gone", version=1)])
    engine.refresh()
    assert ids(engine, text="gone") == []


def test_rebuild_replaces_everything(engine: Engine) -> None:
    filled(engine, record("old", "Old"))
    assert engine.rebuild([record("new", "New")]) == 1
    assert ids(engine) == ["new"]


@pytest.mark.parametrize("text", ["\x00", '"', "a:b", "(", "AND OR NOT", "*", "?" * 300, "\\", "🙂", "x" * 300, "__proto__"])
def test_no_text_breaks_a_search(engine: Engine, text: str) -> None:
    filled(engine, record("a", "Safe"))
    assert engine.search(SearchRequest(kind="solution", text=text)).total >= 0


def test_a_server_that_is_away_is_one_error() -> None:
    away = ElasticsearchEngine("http://127.0.0.1:9", "away")
    with pytest.raises(EngineUnavailable):
        away.search(SearchRequest(kind="solution"))
    assert not away.ping()
