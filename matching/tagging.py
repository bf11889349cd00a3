"""Goals and sectors of any text in six languages; only those it would claim.

Two steps. The first is linear in a text's vectors and concept votes, once for the whole text and once for its best sentence.
The second weighs these with the keywords of the goal and with how the other goals did; its weights are shared by all goals, so
that a few thousand labelled texts are enough. `train_tagger` learns both, `evaluate_tagging` measures them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .embedding import embedders
from .tagging_features import GOALS, SECTORS, Evidence, read
from .text import detect_language

ARTEFACT = Path(__file__).parent / "knowledge" / "tagger.npz"
# Learned without a fifth of the texts: what `evaluate_tagging` measures.
HELD_OUT_ARTEFACT = ARTEFACT.with_name("tagger-held-out.npz")
MAX_SECTORS = 3
Floats = NDArray[np.float64]
Code = TypeVar("Code", int, str)


@dataclass(frozen=True)
class Tags:
    """(code, confidence 0.5…1) pairs, surest first."""

    sdgs: tuple[tuple[int, float], ...] = ()
    sectors: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Tagger:
    """Weights. Vectors are taken relative to their language's mean, since both models know a text's language too well.

    first_means (languages, 512), second_means (languages, 384): the last row is for any other language.
    whole (17, 512 + 384), part (17, 512), idle (1, 512 + 384): step one; idle is for "about no goal at all". shared (10,),
    goal_bias (17,): step two, even odds at 0.
    sector (13, 512 + 384 + 13), sector_bias (13,).
    """

    models: tuple[str, ...]
    languages: tuple[str, ...]
    first_means: Floats
    second_means: Floats
    whole: Floats
    whole_bias: Floats
    part: Floats
    part_bias: Floats
    idle: Floats
    idle_bias: Floats
    shared: Floats
    goal_bias: Floats
    sector: Floats
    sector_bias: Floats

    def goals(self, evidence: Evidence) -> Floats:
        """(17,) logits."""
        vectors = centred(evidence, *self._means(evidence.language))
        row = np.concatenate(vectors[:2])
        part = (vectors[2] @ self.part.T + self.part_bias).max(axis=0)
        idle = float((self.idle @ row + self.idle_bias)[0])
        return np.asarray(signals(self.whole @ row + self.whole_bias, part, idle, evidence) @ self.shared + self.goal_bias)

    def sectors(self, evidence: Evidence) -> Floats:
        """(13,) logits."""
        vectors = centred(evidence, *self._means(evidence.language))
        return np.asarray(self.sector @ np.concatenate([vectors[0], vectors[1], 2 * evidence.sector_votes]) + self.sector_bias)

    def _means(self, language: str) -> tuple[Floats, Floats]:
        row = self.languages.index(language) if language in self.languages else -1
        return self.first_means[row], self.second_means[row]

    def save(self, path: Path) -> None:
        arrays = {name: np.asarray(value, np.float32) for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        np.savez_compressed(path, models=np.array(self.models), languages=np.array(self.languages), **arrays)  # type: ignore[arg-type]


def centred(evidence: Evidence, first_mean: Floats, second_mean: Floats) -> tuple[Floats, Floats, Floats]:
    """(512,), (384,), (sentences, 512). The factors even out how much the two models' vectors spread."""
    return (
        np.asarray((evidence.whole - first_mean) * 2.0),
        np.asarray((evidence.second - second_mean) * 4.0),
        np.asarray((evidence.parts - first_mean) * 2.0),
    )


def signals(whole: Floats, part: Floats, idle: float, evidence: Evidence) -> Floats:
    """(17, 10): for each goal what step two weighs, from step one's logits (17,), (17,) and one, and the keywords."""
    ranked = np.sort(whole)[::-1]
    best_other = np.where(whole >= ranked[0], ranked[1], ranked[0])
    found = evidence.keywords
    said, shared = found / (found + 3), found / (found.sum() + 1)
    # In a text about no goal a keyword is a figure of speech: "hungry for success".
    idle = min(4.0, max(-6.0, idle))
    columns = [
        # Cut off, so that one very sure signal cannot drown the others.
        np.clip(whole, -6, 4),
        np.clip(part, -6, 4),
        said,
        shared,
        found / (found.max() + 1),
        evidence.goal_votes,
        whole - best_other,
        np.full(len(whole), idle),
        idle * said,
        idle * shared,
    ]
    return np.stack(columns, axis=1)


@cache
def tagger(path: Path = ARTEFACT) -> Tagger:
    """Raises RuntimeError if the embedding models are not those that the weights were learned with."""
    with np.load(path, allow_pickle=False) as stored:
        texts = {name: tuple(str(value) for value in stored[name]) for name in ("models", "languages")}
        arrays = {name: stored[name].astype(np.float64) for name in stored.files if name not in texts}
    if texts["models"] != model_names():
        raise RuntimeError(f"{path.name} was learned with {texts['models']}, in use are {model_names()}: run train_tagger")
    return Tagger(models=texts["models"], languages=texts["languages"], **arrays)


def model_names() -> tuple[str, ...]:
    return tuple(embedder.name for embedder in embedders())


def detect(text: str, language: str | None = None) -> Tags:
    """Goals and sectors that the text is about. An empty text has none."""
    return detect_many([text], [language])[0]


def detect_many(texts: Sequence[str], languages: Sequence[str | None], model: Tagger | None = None) -> list[Tags]:
    """`detect` for several texts, which the models read in one go."""
    weights = model or tagger()
    rows = [row for row, text in enumerate(texts) if any(character.isalpha() for character in text)]
    evidence = read([texts[row] for row in rows], [languages[row] or detect_language(texts[row]) for row in rows]) if rows else []
    found = [Tags()] * len(texts)
    for row, seen in zip(rows, evidence, strict=True):
        goals = _claimed(range(1, GOALS + 1), weights.goals(seen))
        found[row] = Tags(goals, _claimed(SECTORS, weights.sectors(seen))[:MAX_SECTORS])
    return found


def _claimed(codes: Sequence[Code], logits: Floats) -> tuple[tuple[Code, float], ...]:
    """Those with more than even odds."""
    pairs = [(code, round(float(1 / (1 + np.exp(-logit))), 2)) for code, logit in zip(codes, logits, strict=True) if logit > 0]
    return tuple(sorted(pairs, key=lambda pair: -pair[1]))
