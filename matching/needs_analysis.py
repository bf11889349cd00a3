"""What a need asks for: the sentences that carry the ask, apart from the story around them, and its concepts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import concepts
from .text import canonical_language, normalise, sentences

# How people of the six languages begin to say what they want.
_CUES = {
    "en": r"\b(we (want|need|would like|are looking|wish|seek)|need(s|ed)? (to|a|an|is)|looking for|what is missing|should|must|must be able|"
    r"would like|wish(es)? to|required?|a way to|a tool|a system|a platform|an app|something that|please)\b",
    "fr": r"\b(nous (voulons|voudrions|cherchons|souhaitons|avons besoin|aimerions)|il (nous )?(faut|faudrait)|besoin d|on (voudrait|veut|cherche|aimerait)|"
    r"cherch\w+|souhait\w+|un outil|une plateforme|une application|un systeme|ce qui manque|svp|doit|devrait|un endroit|un moyen)",
    "es": r"\b(necesit\w+|queremos|quisieramos|buscamos|nos gustaria|hace falta|se requiere|requerimos|una herramienta|una plataforma|un sistema|una aplicacion|"
    r"lo que falta|debe|deberia|por favor|alguna forma|algo que|un lugar)",
    "ar": r"(نريد|نحتاج|نود|نرغب|نبحث|المطلوب|مطلوب|بحاجه|يحتاج|تطبيق|منصه|نظام|اداه|ما ينقص|يجب|نامل|حاجه|طريقه)",
    "ru": r"(нуж[недa]\w*|нужн\w+|хотим|хотели бы|ищем|требуется|необходим\w+|просим|не хватает|систем\w+|платформ\w+|приложени\w+|инструмент\w*|должн\w+|способ)",
    "zh-hans": r"(需要|希望|想要|我们想|寻找|寻求|急需|平台|系统|工具|应用|能够|请|求|想找|最好)",
}
_CUE = {language: re.compile(pattern) for language, pattern in _CUES.items()}
MAX_ASKS = 5  # embedded one by one
SHORT = 3  # sentences; up to here a need is all ask


@dataclass(frozen=True)
class NeedQuery:
    """`asks`: the ask's sentences, best first; `background`: the rest; `concepts`: code -> weight (0 to about 2)."""

    language: str
    title: str
    asks: tuple[str, ...]
    background: tuple[str, ...]
    concepts: dict[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join([self.title, *self.asks, *self.background])

    @property
    def contexts(self) -> list[tuple[str, float]]:
        """The texts to embed, with shares: the title, the whole in its order of weight, and each ask under the title.

        A sentence by itself misleads ("the council meets on Tuesdays"); under its title it says what it is about.
        """
        found = [(self.title, 1.0), (". ".join([self.title, *self.asks, *self.background]), 2.0)]
        found += [(f"{self.title}. {ask}", 1.0) for ask in self.asks[:MAX_ASKS]]
        return [(text, share) for text, share in found if text.strip(" .")]


def _strength(sentence: str, position: int, count: int, language: str) -> float:
    cue = _CUE.get(language)
    hits = len(cue.findall(normalise(sentence))) if cue else 0
    strength = min(2, hits) * 1.0
    if position == count - 1:
        strength += 1.0
    elif position >= count - 3:
        strength += 0.4
    return strength


def analyse(title: str, description: str, language: str, constraints: Sequence[str] = ()) -> NeedQuery:
    """`constraints`: free phrases that belong to the need at a low weight."""
    language = canonical_language(language)
    parts = sentences(description)
    if len(parts) <= SHORT:
        asks, background = parts, []
    else:
        ranked = sorted(range(len(parts)), key=lambda i: (-_strength(parts[i], i, len(parts), language), -i))
        strong = [i for i in ranked if _strength(parts[i], i, len(parts), language) >= 1.0][: max(3, len(parts) // 3)]
        asks = [parts[i] for i in strong]
        background = [part for i, part in enumerate(parts) if i not in set(strong)]
    weighted = [(title, 1.5), (" \n".join(asks), 1.2), (" \n".join(background), 0.6)]
    found = concepts.detect(weighted, language)
    if constraints:
        for code, value in concepts.detect([(" \n".join(constraints), 0.5)], "en").items():
            found[code] = max(found.get(code, 0.0), value)
    return NeedQuery(language, title, tuple(asks), tuple(background), found)
