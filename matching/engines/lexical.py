"""BM25 over fields of stems, by tantivy, in memory. Texts arrive analysed by matching.text, so that one analysis serves all."""

from collections.abc import Mapping, Sequence

import numpy as np
import tantivy
from numpy.typing import NDArray

FIELDS = {"title": 3.0, "aliases": 2.5, "summary": 1.6, "body": 1.0, "evidence": 0.7}
_WRITER_BYTES = 15_000_000


class LexicalIndex:
    """Documents are row numbers; a changed record gets a new row, and the caller knows which rows are alive."""

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("row", stored=True, indexed=True, fast=True)
        for name in FIELDS:
            builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="position")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)

    def add(self, documents: Sequence[tuple[int, Mapping[str, Sequence[str]]]], removed: Sequence[int] = ()) -> None:
        """`documents`: (row, field -> terms); `removed`: rows that no longer count."""
        writer = self.index.writer(_WRITER_BYTES, 1)
        for row in removed:
            writer.delete_documents_by_term("row", row)
        for row, fields in documents:
            document = tantivy.Document()
            document.add_integer("row", row)
            for name, terms in fields.items():
                if terms:
                    document.add_text(name, " ".join(terms))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def _term(self, term: str, boost: float, fuzzy: bool = False) -> "tantivy.Query":
        parts = []
        for name, weight in FIELDS.items():
            if fuzzy:
                query = tantivy.Query.fuzzy_term_query(self.schema, name, term, distance=1 if len(term) < 7 else 2)
            else:
                query = tantivy.Query.term_query(self.schema, name, term, "freq")
            parts.append(tantivy.Query.boost_query(query, weight * boost))
        return tantivy.Query.disjunction_max_query(parts, tie_breaker=0.4)

    def known(self, term: str) -> bool:
        searcher = self.index.searcher()
        return any(searcher.doc_freq(name, term) for name in FIELDS)

    def completions(self, prefix: str, limit: int = 12) -> list[str]:
        """Indexed stems that begin with `prefix`, for search as one types."""
        searcher = self.index.searcher()
        found: dict[str, None] = {}
        for name in ("title", "aliases", "summary", "body"):
            for entry in searcher.terms_with_prefix(name, prefix, limit=limit):
                found[entry if isinstance(entry, str) else entry[0]] = None
        return list(found)[:limit]

    def scores(
        self, terms: Mapping[str, float], limit: int, required: Sequence[Sequence[str]] = (), fuzzy: Sequence[str] = ()
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and BM25 scores of the `limit` best. `required`: each group needs one of its terms; `fuzzy`: terms to spell loosely."""
        searcher = self.index.searcher()
        clauses = [(tantivy.Occur.Should, self._term(term, weight)) for term, weight in terms.items() if term]
        for group in required:
            options = [(tantivy.Occur.Should, self._term(term, 1.0, fuzzy=term in fuzzy)) for term in group if term]
            if options:
                clauses.append((tantivy.Occur.Must, tantivy.Query.boolean_query(options)))
        if not clauses:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        hits = searcher.search(tantivy.Query.boolean_query(clauses), limit=max(1, limit), count=False).hits
        rows = searcher.fast_field_values("row", [address for _score, address in hits]) if hits else []
        return np.asarray(rows, np.int64).reshape(-1), np.asarray([score for score, _address in hits], np.float32)
