"""Keeping stored records and the engine's index in step with the database; every function may be called twice."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from typing import cast

from django.db import transaction

from offices.models import Need
from solutions.models import Solution

from .documents import need_record, pack, solution_record, unpack
from .engines import get_engine
from .engines.interface import Kind, Record
from .models import StoredRecord

_PLAIN = ("language", "title", "aliases", "summary", "body", "evidence", "codes", "sort_keys", "concepts")


def _store(record: Record) -> None:
    payload = {name: value for name, value in asdict(record).items() if name in _PLAIN}
    payload["shapes"] = {name: list(matrix.shape) for name, matrix in record.vectors.items()}
    with transaction.atomic():
        row, _created = StoredRecord.objects.select_for_update().get_or_create(
            reference=record.id, defaults={"kind": record.kind, "version": record.version}
        )
        if row.version <= record.version:
            row.version, row.removed, row.payload, row.vectors = record.version, False, payload, pack(dict(record.vectors))
            row.save()


def load_record(row: StoredRecord) -> Record:
    payload = dict(row.payload)
    shapes = {name: (shape[0], shape[1]) for name, shape in payload.pop("shapes").items()}
    payload["codes"] = {facet: tuple(codes) for facet, codes in payload["codes"].items()}
    return Record(
        id=str(row.reference),
        kind=cast(Kind, row.kind),
        version=row.version,
        vectors=unpack(bytes(row.vectors), shapes),
        **payload,
    )


def _remove(kind: Kind, reference: str) -> None:
    row = StoredRecord.objects.filter(reference=reference).first()
    if row is None:
        return
    row.removed, row.version, row.payload, row.vectors = True, row.version + 1, {}, b""
    row.save()
    get_engine().delete([(reference, row.version)])


def index_solution(reference: str) -> None:
    """Re-read one solution and bring its index entry up to date; an unpublished or deleted one leaves the index."""
    solution = Solution.objects.published().with_details().filter(public_id=reference).first()
    if solution is None:
        return _remove("solution", reference)
    _index(solution_record(solution))


def index_need(reference: str) -> None:
    need = Need.objects.with_details().filter(public_id=reference).first()
    if need is None:
        return _remove("need", reference)
    _index(need_record(need))


def _index(record: Record) -> None:
    _store(record)
    get_engine().write([record])


def stored_records(kind: Kind | None = None) -> Iterator[Record]:
    rows = StoredRecord.objects.filter(removed=False)
    for row in (rows.filter(kind=kind) if kind else rows).order_by("pk").iterator(chunk_size=200):
        yield load_record(row)


def rebuild_records(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make every stored record anew from the database (after a change of model, lexicon or code)."""
    solutions, needs = Solution.objects.published().with_details(), Need.objects.with_details()
    total, done = solutions.count() + needs.count(), 0
    made = chain(
        map(solution_record, solutions.order_by("pk").iterator(chunk_size=100)),
        map(need_record, needs.order_by("pk").iterator(chunk_size=100)),
    )
    for done, record in enumerate(made, 1):
        _store(record)
        progress(done, total)
    known = {*map(str, solutions.values_list("public_id", flat=True)), *map(str, needs.values_list("public_id", flat=True))}
    for row in StoredRecord.objects.filter(removed=False):
        if str(row.reference) not in known:
            _remove(cast(Kind, row.kind), str(row.reference))
    return done


class StoredSource:
    """What the embedded engine catches up from: rows changed since it last looked."""

    # Transactions commit out of order; each look goes back this far.
    MARGIN_ROWS = 500

    def changes(self, known: Mapping[str, int]) -> tuple[Iterable[Record], list[tuple[str, int]]]:
        rows = StoredRecord.objects.order_by("-changed_at")
        versions = rows.values_list("reference", "version", "removed")
        looked = list(versions if not known else versions[: self.MARGIN_ROWS])
        stale = {str(r): (v, gone) for r, v, gone in looked if known.get(str(r), -1) < v}
        if known and len(stale) > self.MARGIN_ROWS // 2:
            stale = {str(r): (v, gone) for r, v, gone in versions if known.get(str(r), -1) < v}
        removed = [(reference, version) for reference, (version, gone) in stale.items() if gone]
        return self._records([reference for reference, (_version, gone) in stale.items() if not gone]), removed

    def _records(self, references: list[str]) -> Iterator[Record]:
        """A few at a time: all of a large catalogue's vectors at once would be most of a process's memory."""
        for start in range(0, len(references), 200):
            for row in StoredRecord.objects.filter(reference__in=references[start : start + 200], removed=False):
                yield load_record(row)
