"""What a text is about beyond its words: the lexicon's concepts by nearness in meaning.

Words alone miss "needles for the baby". Here each text's vectors are compared with the lexicon's own phrases in the text's language, and
put through a linear map learned from them (matching.meaning_training); both are joined with the concepts found by words. A need and a
profile then meet as two vectors over concepts, whatever language either was written in.

Scores are in standard deviations over all concepts; weights kept are what exceeds `FLOOR`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import concepts
from .embedding import Vector, embedders
from .text import canonical_language

ARTEFACT = Path(__file__).parent / "knowledge" / "meaning.npz"
WIDTH = 768  # of the vector over concepts; room for so many concepts
CATALOGUE = "catalogue"  # the lexicon's product words, beside its six languages
WORDS_WEIGHT = 4.0  # a concept found by words, in standard deviations for each unit of its weight
FLOOR = 0.75
KEPT_OF_PROFILE, KEPT_OF_NEED, SAID = 40, 12, 8
SHARPNESS = 1.3  # exponent of a need's weights: what it means most is most of what it asks
BEST_PASSAGES = 4  # of a profile, averaged: one passage alone can be about something else
# Where and for whom says less of what is asked for than what.
CIRCUMSTANCES, CIRCUMSTANCE = {"setting", "population"}, 0.6
PART_WEIGHTS = (1.0, 1.5, 1.0)  # nearness by each model, the learned map


@dataclass(frozen=True)
class Model:
    """`features` are the models' centred unit vectors side by side (512 + 384).

    `weights`: (features, concepts). `texts`: language -> (concepts, features), each concept's phrases. `query_means` and `text_means`: language ->
    (features,), what the models say of any text of that language.
    """

    name: str
    codes: tuple[str, ...]
    weights: Vector
    texts: Mapping[str, Vector]
    query_means: Mapping[str, Vector]
    text_means: Mapping[str, Vector]


@cache
def model() -> Model | None:
    """The trained artefact, or None before the first training; channels that need it are then silent."""
    if not ARTEFACT.exists():
        return None
    with np.load(ARTEFACT) as stored:
        data = {key: stored[key] for key in stored.files}
    languages = [str(language) for language in data["languages"]]

    def per_language(key: str) -> dict[str, Vector]:
        return {language: data[f"{key}.{language}"].astype(np.float32) for language in languages if f"{key}.{language}" in data}

    return Model(
        name=str(data["name"]),
        codes=tuple(str(code) for code in data["codes"]),
        weights=data["weights"].astype(np.float32),
        texts=per_language("texts"),
        query_means=per_language("query_means"),
        text_means=per_language("text_means"),
    )


def unit(rows: NDArray[np.floating]) -> Vector:
    """Rows of length one; empty rows stay empty."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return (rows / np.where(length > 0, length, 1.0)).astype(np.float32)


def _standard(values: Vector) -> Vector:
    return (values - values.mean(axis=-1, keepdims=True)) / (values.std(axis=-1, keepdims=True) + 1e-9)


def joined(vectors: Mapping[str, Vector], mean: Vector) -> Vector:
    """Each model's rows, centred by the language's mean and of length one, side by side: (rows, features)."""
    parts, at = [], 0
    for embedder in embedders():
        parts.append(unit(vectors[embedder.name] - mean[at : at + embedder.dimensions]))
        at += embedder.dimensions
    return np.hstack(parts)


def centred(vectors: Mapping[str, Vector], language: str) -> dict[str, Vector]:
    """A query's vectors without what is common to all queries of its language."""
    trained = model()
    mean = trained.query_means.get(_language(language)) if trained else None
    if mean is None:
        return dict(vectors)
    found, at = {}, 0
    for embedder in embedders():
        found[embedder.name] = unit(vectors[embedder.name] - mean[at : at + embedder.dimensions])
        at += embedder.dimensions
    return found


def _language(language: str) -> str:
    code = canonical_language(language)
    return "zh" if code == "zh-hans" else code


def _join(scores: Sequence[Vector], words: Mapping[str, float], trained: Model, keep: int) -> dict[str, float]:
    """Standard scores of the parts and the words' evidence, averaged; the `keep` strongest above the floor."""
    place = {code: at for at, code in enumerate(trained.codes)}
    said = np.zeros(len(trained.codes), np.float32)
    for code, weight in words.items():
        if code in place:
            said[place[code]] = weight
    parts = sum(weight * _standard(score) for weight, score in zip(PART_WEIGHTS, scores, strict=True))
    values = (parts + WORDS_WEIGHT * said) / sum(PART_WEIGHTS) - FLOOR
    best = [at for at in np.argsort(-values, kind="stable")[:keep].tolist() if values[at] > 0]
    return {trained.codes[at]: round(float(values[at]), 4) for at in best}


def _parts(features: Vector, trained: Model, language: str) -> list[Vector]:
    """(rows, concepts) for each model's nearness to the concepts' phrases and for the learned map."""
    texts = trained.texts[language]
    found, at = [], 0
    for embedder in embedders():
        columns = slice(at, at + embedder.dimensions)
        found.append(features[:, columns] @ texts[:, columns].T)
        at += embedder.dimensions
    return [*found, features @ trained.weights]


def of_need(vectors: Mapping[str, Vector], shares: Sequence[float], words: Mapping[str, float], language: str) -> dict[str, float]:
    """Concept -> weight for a need's texts.

    `vectors`: model name -> (texts, dimensions), encoded as queries; `shares`: how much each text counts; `words`: concepts found by words.
    """
    trained, language = model(), _language(language)
    if trained is None:
        return {}
    if language not in trained.query_means:
        language = "en"
    features = joined(vectors, trained.query_means[language])
    share = np.asarray(shares, np.float32) / (sum(shares) or 1.0)
    found = _join([np.asarray(share @ part, np.float32) for part in _parts(features, trained, language)], words, trained, KEPT_OF_NEED)
    return {code: round(weight**SHARPNESS, 4) for code, weight in found.items()}


def of_profile(vectors: Mapping[str, Vector], words: Mapping[str, float], language: str = "en") -> dict[str, float]:
    """Concept -> weight for a profile: each concept by the profile's best passages. `vectors`: model name -> (passages, dimensions)."""
    trained, language = model(), _language(language)
    if trained is None or not len(next(iter(vectors.values()))):
        return {}
    if language not in trained.text_means or language == "en":
        language = CATALOGUE
    features = joined(vectors, trained.text_means[language])
    best = [np.sort(part, axis=0)[-BEST_PASSAGES:].mean(axis=0) for part in _parts(features, trained, language)]
    return _join(best, words, trained, KEPT_OF_PROFILE)


def as_vector(found: Mapping[str, float]) -> Vector:
    """(1, WIDTH): concept weights as one unit vector, whose dot product with another's is what they share."""
    out = np.zeros((1, WIDTH), np.float32)
    trained, known = model(), concepts.concepts()
    if trained is not None:
        for at, code in enumerate(trained.codes[:WIDTH]):
            circumstance = code in known and known[code].kind in CIRCUMSTANCES
            out[0, at] = found.get(code, 0.0) * (CIRCUMSTANCE if circumstance else 1.0)
    return unit(out)


def as_catalogue_words(found: Mapping[str, float]) -> dict[str, Vector]:
    """Model name -> (1, dimensions): where in the model's space a profile of the strongest concepts would stand."""
    trained = model()
    best = sorted(found.items(), key=lambda pair: -pair[1])[:SAID]
    if trained is None or not best:
        return {}
    place = {code: at for at, code in enumerate(trained.codes)}
    rows = [place[code] for code, _weight in best]
    weights = np.asarray([weight for _code, weight in best], np.float32)
    out, at = {}, 0
    for embedder in embedders():
        texts = unit(trained.texts[CATALOGUE][rows, at : at + embedder.dimensions])
        out[embedder.name] = unit(weights[None, :] @ texts)
        at += embedder.dimensions
    return out
