"""The lexicon: capabilities and fields of work with the words for them, as a catalogue and as people say them, in six languages."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from .text import canonical_language, is_han, tokens

DIRECTORY = Path(__file__).parent / "knowledge" / "concepts"
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")


@dataclass(frozen=True)
class Concept:
    """`phrases`: language -> phrases; `catalogue`: English as product descriptions say it."""

    code: str
    label: str
    sdgs: tuple[int, ...] = ()
    sectors: tuple[str, ...] = ()
    catalogue: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    kind: str = "capability"  # or domain, technology; "setting" and "population" are circumstances of a need, not its subject


def _concept(raw: dict[str, Any]) -> Concept:
    return Concept(
        code=raw["code"],
        label=raw["label"],
        sdgs=tuple(raw.get("sdgs", ())),
        sectors=tuple(raw.get("sectors", ())),
        catalogue=tuple(raw.get("catalogue", ())),
        phrases={language: tuple(raw.get(language, ())) for language in LANGUAGES},
        related=tuple(raw.get("related", ())),
        kind=raw.get("kind", "capability"),
    )


def _list(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part for raw in text.split(separator) if (part := raw.strip()))


def parse(text: str) -> list[Concept]:
    """Blocks of eight lines, a blank line between: head, catalogue phrases, then each language of LANGUAGES.

    Head: code | label | goals | sectors | related codes. Raises ValueError with the head of a block that is not so.
    """
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.strip().split("\n")
        head = [part.strip() for part in lines[0].split("|")]
        if len(head) != 5 or len(lines) != 2 + len(LANGUAGES):
            raise ValueError(f"not a concept's block of {2 + len(LANGUAGES)} lines: {lines[0]}")
        code, label, goals, sectors, related = head
        found.append(
            Concept(
                code=code,
                label=label,
                sdgs=tuple(int(number) for number in _list(goals, ",")),
                sectors=_list(sectors, ","),
                catalogue=_list(lines[1], ";"),
                phrases={language: _list(line, ";") for language, line in zip(LANGUAGES, lines[2:], strict=True)},
                related=_list(related, ","),
            )
        )
    return found


def _merged(first: Concept, second: Concept) -> Concept:
    """Two files' words for one concept; the first one's label, goals and sectors."""
    return replace(
        first,
        catalogue=tuple(dict.fromkeys((*first.catalogue, *second.catalogue))),
        phrases={language: tuple(dict.fromkeys((*first.phrases[language], *second.phrases[language]))) for language in LANGUAGES},
        related=tuple(dict.fromkeys((*first.related, *second.related))),
    )


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by its code; several files may speak of one."""
    found: dict[str, Concept] = {}
    read = [_concept(raw) for path in sorted(DIRECTORY.glob("*.json")) for raw in json.loads(path.read_text(encoding="utf-8"))]
    read += [concept for path in sorted(DIRECTORY.glob("*.txt")) for concept in parse(path.read_text(encoding="utf-8"))]
    for concept in read:
        found[concept.code] = _merged(found[concept.code], concept) if concept.code in found else concept
    return found


# English words that a profile mostly uses in another sense than the lexicon's.
AMBIGUOUS = frozenset({"address", "index", "period", "tailor", "target", "text", "well"})


def _lexical_key(phrase: str, language: str) -> tuple[str, ...]:
    """Stems, but a single English word as it stands: "allow" is no "allowance", "aid" no "AIDS", "custom" no "customs"."""
    found = tokens(phrase, language)
    if len(found) == 1 and language == "en":
        return () if found[0][0] in AMBIGUOUS else (f"={found[0][0]}",)
    return tuple(stemmed for _word, stemmed in found)


def _singular(word: str) -> str:
    """Of a regular English plural; another word stays as it is."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@cache
def _index(language: str) -> tuple[dict[tuple[str, ...], tuple[tuple[str, float], ...]], int]:
    """Stemmed phrase -> (concept, weight)s for one language, and the longest phrase's length in words.

    English catalogue phrases belong to every index: product words travel untranslated. A phrase of several concepts is worth less to each.
    """
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for concept in concepts().values():
        for phrase in (*concept.phrases.get("zh" if language == "zh-hans" else language, ()), concept.label if language == "en" else ""):
            if phrase and (key := _lexical_key(phrase, language)):
                owners[key].add(concept.code)
        for phrase in concept.catalogue:
            if key := _lexical_key(phrase, "en"):
                owners[key].add(concept.code)
    index = {}
    for key, codes in owners.items():
        # Longer phrases say more; shared ones say less.
        weight = (1.0 + 0.35 * (len(key) - 1)) / len(codes) ** 0.7
        index[key] = tuple((code, weight) for code in sorted(codes))
    return index, max((len(key) for key in index), default=0)


def matches(text: str, language: str) -> dict[str, float]:
    """Concept -> evidence in the text: each different phrase counts once, its repetitions little."""
    language = canonical_language(language)
    index, longest = _index(language)
    found_tokens = tokens(text, language)
    stems = [stemmed for _word, stemmed in found_tokens]
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    position = 0
    while position < len(stems):
        for length in range(min(longest, len(stems) - position), 0, -1):
            key = tuple(stems[position : position + length])
            if length == 1 and key not in index:
                word = found_tokens[position][0]
                key = next((k for k in ((f"={word}",), (f"={_singular(word)}",)) if k in index), key)
            if key in index:
                counts[key] += 1
                # Inside a Chinese run bigrams overlap, so only word languages may jump.
                position += 0 if is_han(key[0]) else length - 1
                break
        position += 1
    found: dict[str, float] = defaultdict(float)
    for key, count in counts.items():
        for code, weight in index[key]:
            found[code] += weight * (1.0 + 0.2 * min(3, count - 1))
    return dict(found)


def detect(weighted: Iterable[tuple[str, float]], language: str) -> dict[str, float]:
    """Concepts of a text given in parts with weights (title 1.5, ask 1.3, background 0.6, …); saturating, 0 to about 2."""
    total: dict[str, float] = defaultdict(float)
    for text, weight in weighted:
        for code, value in matches(text, language).items():
            total[code] += weight * value
    return {code: value / (value + 1.5) * 2.5 for code, value in total.items() if value >= 0.3}


def expansion(found: Mapping[str, float], limit: int = 12) -> list[tuple[str, float]]:
    """English catalogue phrases for the strongest concepts, with weights: the need as a catalogue would say it."""
    known = concepts()
    best = sorted((pair for pair in found.items() if pair[0] in known), key=lambda pair: -pair[1])[:limit]
    return [(phrase, value) for code, value in best for phrase in known[code].catalogue[:6]]


def label(code: str, language: str = "en") -> str:
    """A concept's name for people: its label in English, in other languages the first phrase they use for it."""
    concept = concepts().get(code)
    if concept is None:
        return code
    phrases = concept.phrases.get("zh" if language == "zh-hans" else language, ())
    return concept.label if language == "en" or not phrases else phrases[0]
