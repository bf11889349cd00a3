import numpy as np
import pytest

from matching.engines import passages
from matching.engines.passages import Passages

SIZE, WIDE = 400, 32


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> tuple[Passages, np.ndarray]:
    """A store of 400 records of three passages around twenty subjects, too large for exact search."""
    monkeypatch.setattr(passages, "EXACT", 300)
    monkeypatch.setattr(passages, "PROBED", 12)
    generator = np.random.default_rng(3)
    subjects = generator.normal(size=(20, WIDE))
    rows = subjects[np.arange(SIZE) % 20][:, None, :] + 0.3 * generator.normal(size=(SIZE, 3, WIDE))
    rows = (rows / np.linalg.norm(rows, axis=2, keepdims=True)).astype(np.float32)
    store = Passages(WIDE)
    for number in range(SIZE):
        store.add(number, rows[number])
    return store, rows


def exact(rows: np.ndarray, query: np.ndarray) -> np.ndarray:
    return (rows.astype(np.float16).astype(np.float32) @ query).max(axis=1)


def test_cells_find_the_best(filled: tuple[Passages, np.ndarray]) -> None:
    store, rows = filled
    for number in range(0, SIZE, 37):
        query = rows[number].mean(axis=0)
        found = store.best(query[None, :], SIZE)[0]
        best = np.argsort(-exact(rows, query))[:10]
        assert len(set(np.argsort(-found)[:10]) & set(best)) >= 9
        assert found[best[0]] == pytest.approx(exact(rows, query)[best[0]], abs=1e-3)


def test_cells_look_at_a_part_only(filled: tuple[Passages, np.ndarray]) -> None:
    store, rows = filled
    found = store.best(rows[0][:1], SIZE)[0]
    assert 0 < (found == -1).sum() < SIZE


def test_what_is_added_later_is_found_at_once(filled: tuple[Passages, np.ndarray]) -> None:
    store, rows = filled
    store.best(rows[0][:1], SIZE)
    odd = np.zeros((1, WIDE), np.float32)
    odd[0, 0] = 1.0
    store.add(SIZE, odd)
    assert store.best(odd, SIZE + 1)[0].argmax() == SIZE


def test_a_narrow_filter_is_answered_exactly(filled: tuple[Passages, np.ndarray]) -> None:
    store, rows = filled
    allowed = np.zeros(SIZE, bool)
    allowed[[3, 77, 201]] = True
    found = store.best(rows[5][:1], SIZE, allowed)[0]
    assert found[allowed] == pytest.approx(exact(rows, rows[5][0])[allowed], abs=1e-3)


def test_rows_without_passages_are_nowhere() -> None:
    store = Passages(4)
    assert (store.best(np.ones((2, 4), np.float32), 3) == -1).all()
    store.add(1, np.eye(4, dtype=np.float32)[:2])
    assert store.best(np.eye(4, dtype=np.float32)[:1], 3)[0].tolist() == [-1.0, 1.0, -1.0]
