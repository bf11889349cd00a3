"""The engine on an Elasticsearch server, through elasticsearch.dsl."""

import functools
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ParamSpec, TypeVar

import numpy as np
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.dsl import A, Index, Q, Search
from elasticsearch.helpers import bulk, scan

from .interface import CandidateRequest, CandidateResult, EngineUnavailable, Hit, Kind, Record, SearchRequest, SearchResult, Vector

FIELDS = {"title": 3.0, "aliases": 2.5, "summary": 1.6, "body": 1.0, "evidence": 0.7}
ANALYSERS = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic", "ru": "russian", "zh-hans": "cjk"}
CONCEPT_LEVELS = 3  # a concept's weight, 0 to 1, as so many equal keyword terms
WRITE_SECONDS = 300.0
KNN_MARGIN = 2  # candidates a shard looks at for each one wanted
MEANING_SIMILARITY = 0.45
P = ParamSpec("P")
T = TypeVar("T")


def _answers(function: Callable[P, T]) -> Callable[P, T]:
    """A server that is away, hangs or has no index is one error to callers."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except (TransportError, ApiError) as error:
            raise EngineUnavailable(str(error)) from error

    return wrapped


def _properties() -> dict[str, Any]:
    texts = {
        name: {
            "type": "text",
            "index": False,
            "fields": {code.replace("-", "_"): {"type": "text", "analyzer": analyser} for code, analyser in ANALYSERS.items()},
        }
        for name in FIELDS
    }
    return {
        **texts,
        "kind": {"type": "keyword"},
        "version": {"type": "long"},
        "language": {"type": "keyword"},
        "concepts": {"type": "keyword"},
        "name": {"type": "keyword"},
        "updated": {"type": "double"},
        "stage": {"type": "double"},
        "evidence_count": {"type": "double"},
        "codes": {"type": "object", "dynamic": True},
    }


def _field(model: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in model)


def _suffix(language: str) -> str:
    return (language if language in ANALYSERS else "en").replace("-", "_")


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(self, url: str, prefix: str, seconds: float = 2.0) -> None:
        """`seconds`: how long a page waits for an answer."""
        self.alias = f"{prefix}-records"
        self.client = Elasticsearch(url, request_timeout=seconds, max_retries=0, retry_on_timeout=False)
        self.slow = self.client.options(request_timeout=WRITE_SECONDS)
        self._mapped: set[str] = set()

    # Writing

    def _create(self, name: str) -> None:
        index = Index(name, using=self.slow)
        index.settings(number_of_shards=1, number_of_replicas=0, **{"index.gc_deletes": "1h"})
        body = index.to_dict()
        keywords = {"codes": {"path_match": "codes.*", "mapping": {"type": "keyword"}}}
        mappings = {"dynamic": "strict", "dynamic_templates": [keywords], "properties": _properties()}
        self.slow.indices.create(index=name, settings=body["settings"], mappings=mappings)

    def _ensure(self) -> None:
        if not self.client.indices.exists_alias(name=self.alias):
            name = f"{self.alias}-{uuid.uuid4().hex[:12]}"
            self._create(name)
            self.slow.indices.put_alias(index=name, name=self.alias)

    def _map_vectors(self, index: str, record: Record) -> None:
        """A model's vectors get their field when they first appear: their length is the model's."""
        fresh = {model: matrix for model, matrix in record.vectors.items() if f"{index}/{model}" not in self._mapped}
        if not fresh:
            return
        properties: dict[str, Any] = {}
        for model, matrix in fresh.items():
            vector = {"type": "dense_vector", "dims": matrix.shape[1], "similarity": "dot_product", "index_options": {"type": "int8_hnsw"}}
            properties[f"passages_{_field(model)}"] = {"type": "nested", "properties": {"vector": vector}}
        self.slow.indices.put_mapping(index=index, properties=properties)
        self._mapped |= {f"{index}/{model}" for model in fresh}

    def _actions(self, index: str, records: Iterable[Record]) -> Iterator[dict[str, Any]]:
        for record in records:
            self._map_vectors(index, record)
            yield {
                "_op_type": "index",
                "_index": index,
                "_id": record.id,
                "version": record.version,
                "version_type": "external_gte",
                "_source": _source(record),
            }

    def _bulk(self, actions: Iterable[dict[str, Any]]) -> int:
        done, errors = bulk(self.slow, actions, chunk_size=100, raise_on_error=False)
        failed = [error for error in errors if next(iter(error.values())).get("status") not in {404, 409}]  # type: ignore[union-attr]
        if failed:
            raise EngineUnavailable(f"{len(failed)} writes failed: {str(failed[0])[:300]}")
        return done

    @_answers
    def write(self, records: Iterable[Record]) -> int:
        self._ensure()
        return self._bulk(self._actions(self.alias, records))

    @_answers
    def delete(self, references: Iterable[tuple[str, int]]) -> None:
        self._ensure()
        self._bulk(
            {"_op_type": "delete", "_index": self.alias, "_id": identifier, "version": version, "version_type": "external_gte"}
            for identifier, version in references
        )

    @_answers
    def rebuild(self, records: Iterable[Record]) -> int:
        name = f"{self.alias}-{uuid.uuid4().hex[:12]}"
        self._create(name)
        done = self._bulk(self._actions(name, records))
        self.slow.indices.refresh(index=name)
        old = list(self.client.indices.get_alias(name=self.alias)) if self.client.indices.exists_alias(name=self.alias) else []
        moves: list[dict[str, Any]] = [{"add": {"index": name, "alias": self.alias}}]
        moves += [{"remove_index": {"index": index}} for index in old]
        self.slow.indices.update_aliases(actions=moves)
        return done

    @_answers
    def versions(self, kind: Kind) -> dict[str, int]:
        self._ensure()
        hits = scan(self.slow, index=self.alias, query={"query": {"term": {"kind": kind}}, "_source": ["version"]})
        return {hit["_id"]: hit["_source"]["version"] for hit in hits}

    @_answers
    def refresh(self) -> None:
        self._ensure()
        self.slow.indices.refresh(index=self.alias)

    def ping(self) -> bool:
        return bool(self.client.ping())

    # Reading

    def _filters(self, kind: Kind, audience: tuple[str, ...]) -> list[Any]:
        return [Q("term", kind=kind), Q("terms", **{"codes.audience": list(audience)})]

    def _search(self) -> Search:
        return Search(index=self.alias).source(False)

    def _vector_search(self, field: str, row: Vector, filters: list[Any], limit: int, similarity: float | None = None) -> Search:
        more = {} if similarity is None else {"similarity": similarity}
        return (
            self._search()
            .knn(
                field=field,
                k=limit,
                num_candidates=min(10_000, KNN_MARGIN * limit),
                query_vector=row.tolist(),
                filter=Q("bool", filter=filters),
                **more,  # type: ignore[arg-type]
            )
            .extra(size=limit)
        )

    def searches(self, request: CandidateRequest) -> list[tuple[str, Search]]:
        """(channel, search) for each channel that asks anything; a channel may have several."""
        filters = self._filters(request.kind, request.audience)
        filters += [Q("terms", **{f"codes.{facet}": list(codes)}) for facet, codes in request.filters.items()]
        asked: list[tuple[str, Search]] = []
        for query in request.lexical:
            if query.text.strip():
                text = Q("multi_match", query=query.text[:8000], fields=_fields(query.language), type="best_fields", tie_breaker=0.4)
                search = self._search().query(Q("bool", must=[text], filter=filters)).extra(size=request.limit)
                asked.append((query.name, search))
        for vector in request.vectors:
            field = f"passages_{_field(vector.model)}.vector"
            asked += [(vector.name, self._vector_search(field, row, filters, request.limit)) for row in vector.matrix if row.any()]
        if request.concepts:
            asked.append(("concepts", self._search().query(_concepts(request.concepts, filters)).extra(size=request.limit)))
        return asked

    @_answers
    def candidates(self, request: CandidateRequest) -> CandidateResult:
        """Every channel is one search of a single multi-search."""
        names = [*(query.name for query in request.lexical), *(query.name for query in request.vectors)]
        scores: dict[str, dict[str, float]] = {name: {} for name in names}
        asked = self.searches(request)
        if not asked:
            return CandidateResult(scores)
        lines = [line for _name, search in asked for line in ({"index": self.alias}, search.to_dict())]
        # Ids and scores of some thousand hits: the plain answer, since an object for each would cost more than the search.
        answer = self.client.msearch(
            searches=lines, filter_path="responses.status,responses.error,responses.hits.hits._id,responses.hits.hits._score"
        )
        for (name, _search), response in zip(asked, answer["responses"], strict=True):
            if "error" in response:
                raise EngineUnavailable(str(response["error"])[:300])
            found = scores.setdefault(name, {})
            for hit in response.get("hits", {}).get("hits", ()):
                found[hit["_id"]] = max(found.get(hit["_id"], 0.0), float(hit["_score"]))
        return CandidateResult(scores)

    @_answers
    def search(self, request: SearchRequest) -> SearchResult:
        result = self._run(request, _words(request))
        if not result.total and len(request.text.split()) > 1 and not request.filters:
            loose = Q("multi_match", query=request.text, fields=_fields(request.language), type="best_fields", tie_breaker=0.4)
            result = self._run(request, loose)
        if result.total < 5 and request.vectors and request.offset == 0 and request.sort == "relevance":
            result = self._add_near(request, result)
        return result

    def _run(self, request: SearchRequest, query: Any) -> SearchResult:
        chosen = {facet: Q("terms", **{f"codes.{facet}": list(codes)}) for facet, codes in request.filters.items() if codes}
        search = self._search().using(self.client).query(Q("bool", must=[query], filter=self._filters(request.kind, request.audience)))
        search = search.post_filter(Q("bool", filter=list(chosen.values()))) if chosen else search
        for facet in request.facets:
            others = [clause for name, clause in chosen.items() if name != facet]
            counted = A("filter", filter=Q("bool", filter=others))
            counted.bucket("codes", "terms", field=f"codes.{facet}", size=300)
            search.aggs.bucket(facet, counted)
        order = {"name": ["name"], "updated": ["-updated"], "stage": ["-stage", "name"], "evidence": ["-evidence_count", "name"]}
        search = search.sort(*order.get(request.sort, ["_score", "name"]))
        search = search.extra(track_total_hits=True, track_scores=True)[request.offset : request.offset + request.limit]
        response = search.execute()
        facets = {
            facet: {bucket.key: bucket.doc_count for bucket in response.aggregations[facet].codes.buckets} for facet in request.facets
        }
        hits = tuple(Hit(hit.meta.id, float(hit.meta.score or 0.0)) for hit in response)
        total = int(response.hits.total.value)  # type: ignore[attr-defined]
        return SearchResult(hits, total, facets)

    def _add_near(self, request: SearchRequest, result: SearchResult) -> SearchResult:
        filters = self._filters(request.kind, request.audience)
        filters += [Q("terms", **{f"codes.{facet}": list(codes)}) for facet, codes in request.filters.items() if codes]
        known = {hit.id for hit in result.hits}
        more: list[Hit] = []
        for model, matrix in request.vectors.items():
            search = self._vector_search(f"passages_{_field(model)}.vector", matrix[0], filters, 10, MEANING_SIMILARITY)
            more += [Hit(hit.meta.id, float(hit.meta.score)) for hit in search.using(self.client).execute() if hit.meta.id not in known]
        return SearchResult((*result.hits, *more), result.total + len(more), result.facets)


def _source(record: Record) -> dict[str, Any]:
    levels = [
        f"{code}#{level}"
        for code, weight in record.concepts.items()
        for level in range(1, 1 + max(1, round(CONCEPT_LEVELS * min(1.0, weight))))
    ]
    source: dict[str, Any] = {
        **{name: getattr(record, name) for name in FIELDS},
        "kind": record.kind,
        "version": record.version,
        "language": record.language,
        "concepts": levels,
        "name": str(record.sort_keys.get("name", "")).casefold()[:200],
        "updated": record.sort_keys.get("updated", 0.0),
        "stage": record.sort_keys.get("stage", 0.0),
        "evidence_count": record.sort_keys.get("evidence", 0.0),
        "codes": {facet: list(codes) for facet, codes in record.codes.items()},
    }
    for model, matrix in record.vectors.items():
        rows = [row for row in matrix if row.any()]
        if rows:
            source[f"passages_{_field(model)}"] = [{"vector": _unit(row)} for row in rows]
    return source


def _unit(row: Vector) -> list[float]:
    """Exactly of length one: sixteen bits rounded it, and the server insists."""
    return list((row / np.linalg.norm(row)).astype(float).tolist())


def _fields(language: str) -> list[str]:
    return [f"{name}.{_suffix(language)}^{weight}" for name, weight in FIELDS.items()]


def _concepts(concepts: Mapping[str, float], filters: list[Any]) -> Any:
    strongest = sorted(concepts.items(), key=lambda pair: -pair[1])[:60]
    clauses = [
        Q("term", concepts={"value": f"{code}#{n}", "boost": weight}) for code, weight in strongest for n in range(1, CONCEPT_LEVELS + 1)
    ]
    return Q("bool", should=clauses, minimum_should_match=1, filter=filters)


def _words(request: SearchRequest) -> Any:
    """All words, the last one as it is being typed, near spellings at a discount, or most of the text's concepts."""
    if not request.text.strip():
        return Q("match_all")
    fields, text = _fields(request.language), request.text
    options = [
        Q("multi_match", query=text, fields=fields, type="cross_fields", operator="and"),
        Q("multi_match", query=text, fields=fields, type="bool_prefix", operator="and", boost=0.8),
        Q("multi_match", query=text, fields=fields, type="best_fields", operator="and", fuzziness="AUTO:4,7", prefix_length=1, boost=0.3),
    ]
    if request.concepts:
        asked = [
            Q("constant_score", filter=Q("term", concepts=f"{code}#2"), boost=2.0 * weight) for code, weight in request.concepts.items()
        ]
        options.append(Q("bool", should=asked, minimum_should_match=max(1, len(asked) // 2)))
    return Q("bool", should=options, minimum_should_match=1)
