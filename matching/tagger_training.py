"""What the tagger learns from and how: our own passages, and the registry's evidence with goals that we judged again.

Only this module needs scikit-learn. Texts of one product, and texts joined from others, stay in one fold.
"""

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import tagging
from .embedding import embedders
from .tagging import Floats, Tagger, centred, signals
from .tagging_features import GOALS, KNOWLEDGE, SECTORS, Evidence, read, unit
from .text import canonical_language

FOLDERS = ("nominees", "archive")
FOLDS = 5
HELD_OUT = 0
MAX_EVIDENCE = 420  # characters of a registry text: what was judged
# Joined texts for each fold and language.
JOINED = {"en": 110, "fr": 14, "es": 14, "ru": 14, "ar": 14, "zh": 14}
FIRST_STEP_STRENGTH = 1.0
# A goal far from the text is a twentieth as instructive as one that a reader might confuse with it.
FAR_GOAL_WEIGHT = 0.05
Reports = Callable[[str], object]


@dataclass(frozen=True)
class Example:
    """`near`: goals that it seems to be about and is not. `sectors` is None where nobody judged them."""

    text: str
    language: str
    goals: frozenset[int]
    near: frozenset[int]
    sectors: frozenset[str] | None
    group: str
    source: str

    @property
    def fold(self) -> int:
        return int(hashlib.sha256(self.group.encode()).hexdigest()[:8], 16) % FOLDS


def own_examples() -> Iterator[Example]:
    for path in sorted(KNOWLEDGE.glob("passages-*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            goals, near = frozenset(row["sdgs"]), frozenset(row.get("not", ()))
            yield Example(row["text"], row["language"], goals, near, frozenset(row["sectors"]), row["text"], path.stem)


def registry_examples(root: Path) -> Iterator[Example]:
    """The evidence texts that were judged; a claimed goal that the text does not bear out is a near one."""
    judged = {row["hash"]: row for row in json.loads((KNOWLEDGE / "registry-labels.json").read_text(encoding="utf-8"))}
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.json")):
            for claim in json.loads(path.read_text(encoding="utf-8")).get("SDGs") or ():
                text = " ".join(str(claim.get("evidenceText") or "").split())
                row = judged.pop(hashlib.sha256(text.encode()).hexdigest()[:16], None)
                if row:
                    goals = frozenset(row["sdgs"])
                    yield Example(shorten(text), "en", goals, frozenset({row["claimed"]}) - goals, None, row["product"], "registry")


def shorten(text: str) -> str:
    """At most MAX_EVIDENCE characters, whole sentences if there are any."""
    if len(text) <= MAX_EVIDENCE:
        return text
    ends = [match.end() for match in re.finditer(r"[.!?]\s", text[:MAX_EVIDENCE])]
    return text[: ends[-1]].strip() if ends and ends[-1] > 80 else text[:MAX_EVIDENCE].rsplit(" ", 1)[0]


def joined_examples(examples: Sequence[Example]) -> list[Example]:
    """Longer texts made of short ones of the same fold: on one theme, on two, or beside the point. The same ones each time."""
    chance = random.Random(7)  # noqa: S311 - not a secret
    found = []
    for language, count in JOINED.items():
        for fold in range(FOLDS):
            rows = [e for e in examples if e.language == language and e.fold == fold and e.sectors is not None]
            rows = [e for e in rows if (10 if language == "zh" else 30) < len(e.text) < 300]
            about, idle = [e for e in rows if e.goals], [e for e in rows if not e.goals]
            for _ in range(count):
                first = chance.choice(about)
                akin = [e for e in about if e is not first and e.goals & first.goals]
                others = chance.choice(
                    [
                        akin and [chance.choice(akin)],
                        idle and [chance.choice(idle)],
                        [chance.choice(about)],
                        chance.sample(akin, min(2, len(akin))),
                    ]
                )
                parts = [first, *(others or [])]
                if len(parts) > 1:
                    chance.shuffle(parts)
                    found.append(_join(parts, "" if language == "zh" else " "))
    return found


def _join(parts: Sequence[Example], space: str) -> Example:
    goals = frozenset().union(*(e.goals for e in parts))
    near = frozenset().union(*(e.near for e in parts)) - goals
    sectors: frozenset[str] = frozenset().union(*(e.sectors or () for e in parts))
    # Its parts share a fold, so the first one's group keeps it there.
    return Example(space.join(e.text for e in parts), parts[0].language, goals, near, sectors, parts[0].group, "joined")


def goal_names() -> dict[str, list[str]]:
    """Language -> the seventeen names."""
    return {canonical_language(code): names for code, names in json.loads((KNOWLEDGE / "goals.json").read_text(encoding="utf-8")).items()}


@dataclass(frozen=True)
class Corpus:
    """Examples with what was read from them; row i of each array is example i."""

    examples: list[Example]
    evidence: list[Evidence]
    present: Floats  # (n, 17) 0 or 1
    near: Floats  # (n, 17) 0 or 1: written down as near, or of all absent ones the nearest to the goals' names
    cosine: Floats  # (n, 17) to the goals' names in the text's language
    folds: np.ndarray

    def __getitem__(self, chosen: np.ndarray) -> "Corpus":
        rows = np.flatnonzero(chosen)
        kept = ([self.examples[i] for i in rows], [self.evidence[i] for i in rows])
        return Corpus(*kept, self.present[rows], self.near[rows], self.cosine[rows], self.folds[rows])


def gather(examples: Sequence[Example], report: Callable[[int, int], object] = lambda done, total: None) -> Corpus:
    evidence: list[Evidence] = []
    for start in range(0, len(examples), 100):
        part = examples[start : start + 100]
        evidence += read([e.text for e in part], [e.language for e in part])
        report(len(evidence), len(examples))
    present = np.array([[goal in e.goals for goal in range(1, GOALS + 1)] for e in examples], float)
    written = np.array([[goal in e.near for goal in range(1, GOALS + 1)] for e in examples], float)
    names = {language: unit(embedders()[0].encode(texts, "query")) for language, texts in goal_names().items()}
    cosine = np.stack([names.get(seen.language, names["en"]) @ seen.whole for seen in evidence]).astype(float)
    nearest = np.where(present > 0, -np.inf, cosine).argmax(axis=1)
    near = np.maximum(written, np.eye(GOALS)[nearest]) * (1 - present)
    return Corpus(list(examples), evidence, present, near, cosine, np.array([e.fold for e in examples]))


def train(corpus: Corpus, report: Reports = lambda line: None) -> Tagger:
    """Step two learns from what step one says of texts that it has not seen."""
    languages = tuple(sorted({seen.language for seen in corpus.evidence}))
    first, second = _language_means(corpus, languages)
    means = [languages.index(seen.language) for seen in corpus.evidence]
    vectors = [centred(seen, first[row], second[row]) for seen, row in zip(corpus.evidence, means, strict=True)]
    both = np.stack([np.concatenate(pair[:2]) for pair in vectors])
    part_rows = np.stack([pair[0] for pair in vectors])
    everything = np.ones(len(vectors), bool)

    about_none = 1 - corpus.present.max(axis=1, keepdims=True)

    unseen = np.zeros((len(vectors), GOALS, 10))
    for fold in sorted(set(corpus.folds)):
        report(f"fold {fold}")
        learning = corpus.folds != fold
        whole, whole_bias = _linear(both, corpus.present, learning)
        part, part_bias = _linear(part_rows, corpus.present, learning)
        idle, idle_bias = _linear(both, about_none, learning)
        for row in np.flatnonzero(~learning):
            best = (vectors[row][2] @ part.T + part_bias).max(axis=0)
            none = float((idle @ both[row] + idle_bias)[0])
            unseen[row] = signals(whole @ both[row] + whole_bias, best, none, corpus.evidence[row])
    shared, goal_bias = _second_step(unseen, corpus)
    report("all folds")
    whole, whole_bias = _linear(both, corpus.present, everything)
    part, part_bias = _linear(part_rows, corpus.present, everything)
    idle, idle_bias = _linear(both, about_none, everything)
    sector, sector_bias = _sectors(both, corpus)
    weights = (whole, whole_bias, part, part_bias, idle, idle_bias, shared, goal_bias, sector, sector_bias)
    return Tagger(tagging.model_names(), languages, first, second, *weights)


def _language_means(corpus: Corpus, languages: Sequence[str]) -> tuple[Floats, Floats]:
    """Means over our own short texts, which are on the same subjects in each language; last the mean of the means."""
    found = []
    for name in ("whole", "second"):
        rows = [
            np.mean(
                [
                    getattr(s, name)
                    for s, e in zip(corpus.evidence, corpus.examples, strict=True)
                    if s.language == language and e.source.startswith("passages")
                ],
                axis=0,
            )
            for language in languages
        ]
        found.append(np.stack([*rows, np.mean(rows, axis=0)]).astype(float))
    return found[0], found[1]


def _linear(rows: Floats, labels: Floats, chosen: np.ndarray) -> tuple[Floats, Floats]:
    """(labels, features) and (labels,): one regularised logistic regression a column."""
    from sklearn.linear_model import LogisticRegression

    weights, bias = np.zeros((labels.shape[1], rows.shape[1])), np.full(labels.shape[1], -6.0)
    for column in range(labels.shape[1]):
        if 0 < labels[chosen, column].sum() < chosen.sum():
            model = LogisticRegression(C=FIRST_STEP_STRENGTH, max_iter=600).fit(rows[chosen], labels[chosen, column])
            weights[column], bias[column] = model.coef_[0], model.intercept_[0]
    return weights, bias


def _second_step(rows: Floats, corpus: Corpus) -> tuple[Floats, Floats]:
    """(10,) and (17,). Pairs with and without the goal weigh the same in sum, so that even odds are where accuracy is balanced."""
    from sklearn.linear_model import LogisticRegression

    present = corpus.present.ravel()
    weight = np.where(present > 0, 1.0, np.where(corpus.near.ravel() > 0, 1.0, FAR_GOAL_WEIGHT))
    for side in (0, 1):
        weight[present == side] *= len(present) / 4 / weight[present == side].sum()
    # Half a unit: a goal's own bias is drawn to the common one.
    goals = np.tile(np.eye(GOALS) * 0.5, (len(rows), 1))
    model = LogisticRegression(C=1.0, max_iter=2000).fit(np.hstack([rows.reshape(-1, rows.shape[2]), goals]), present, sample_weight=weight)
    coefficients = model.coef_[0]
    return coefficients[: rows.shape[2]], model.intercept_[0] + 0.5 * coefficients[rows.shape[2] :]


def _sectors(both: Floats, corpus: Corpus) -> tuple[Floats, Floats]:
    """Bias shifted so that even odds are where F1 over unseen texts is best."""
    judged = np.array([e.sectors is not None for e in corpus.examples])
    labels = np.array([[s in (e.sectors or ()) for s in SECTORS] for e in corpus.examples], float)
    rows = np.hstack([both, 2 * np.stack([seen.sector_votes for seen in corpus.evidence])])
    unseen = np.zeros_like(labels)
    for fold in sorted(set(corpus.folds)):
        weights, bias = _linear(rows, labels, judged & (corpus.folds != fold))
        unseen[corpus.folds == fold] = rows[corpus.folds == fold] @ weights.T + bias
    weights, bias = _linear(rows, labels, judged)
    cuts = np.linspace(-2.0, 0.5, 26)
    for column in range(len(SECTORS)):
        truth, logits = labels[judged, column] > 0, unseen[judged, column]
        scores = [2 * (truth & (logits > cut)).sum() / max(1, truth.sum() + (logits > cut).sum()) for cut in cuts]
        # The middle of the near-best stretch: its edge is chance.
        bias[column] -= cuts[np.array(scores) >= max(scores) - 0.01].mean()
    return weights, bias
