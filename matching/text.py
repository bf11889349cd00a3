"""Words and sentences of the six languages: one analysis for the lexicon, the embedded engine and the snippets."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

_ALGORITHMS = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic", "ru": "russian", "pt": "portuguese"}
_HAN = r"㐀-䶿一-鿿豈-﫿"
_WORD = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)?")
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ـ": None})
_SENTENCE = re.compile(r"(?<=[.!?؟;؛])[\s»”\"]+|(?<=[。！？；])|[\r\n]+|\s[•·–—-]\s")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)

STOPWORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "a about after all also am an and any are as at be because been before being both but by can cannot could did do does doing down each "
        "few for from further get had has have having he her here his how i if in into is it its just like may me more most must my need needs no nor "
        "not now of off on once one only or other our out over own per please same she should so some such than that the their them then there "
        "these they this those through to too under until up us use used using very want was way we were what when where which while who whom why "
        "will with would you your able make made still us every new etc".split()
    ),
    "fr": frozenset(
        "a ai au aucun aussi autre aux avec avoir c ca ce cela ces cet cette ceux chaque comme comment d dans de depuis des dont du elle elles en encore "
        "entre est et etait ete etre eu eux fait faut il ils j je jusqu l la le les leur leurs lors lui m ma mais me meme mes moins mon n ne ni nos notre nous "
        "on ont ou par parce pas pendant peu peut peuvent plus pour pourrait pr qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses "
        "si soit son sont sous sur svp t ta te tes ton tous tout toute toutes tres tu un une vers voudrait voudrions vos votre vous y besoin afin ainsi".split()
    ),
    "es": frozenset(
        "a al algo algun alguna ante antes asi aun aunque bien cada como con contra cual cuando de del desde donde dos e el ella ellas ellos en entre era "
        "es esa ese eso esta estan estar este esto estos fue ha han hasta hay la las le les lo los mas me mi mientras mismo muy nada ni no nos "
        "nosotros nuestra nuestro o otra otro para pero poco por porque pues que quien se sea ser si sin sobre son su sus tambien tan tanto "
        "te tiene tienen toda todas todo todos tras tu un una uno unos y ya yo necesitamos necesidad queremos favor puede pueden".split()
    ),
    "ar": frozenset(
        "في من على الي عن مع هذا هذه ذلك تلك التي الذي الذين ان او ثم لا لم لن ما هو هي هم كل كان كانت يكون قد بعد قبل بين حتي اذا كما لكن و ايضا "
        "غير عند لدي له لها لهم نحن نريد نحتاج بها به فيها فيه منها منه حيث دون كي بل اي بعض يجب يمكن".split()
    ),
    "ru": frozenset(
        "а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее если есть еще же за здесь и из "
        "или им их к как ко когда кто ли либо мне может можно мы на над надо наш не него нее нет ни них но ну нужно нужен нужна о об однако он она они оно от "
        "очень по под после потом потому при про с сам свой себя со так также такой там те тем то того тоже той только том тот ту ты у уже хотим "
        "хотя чего чей чем что чтобы эта эти это этого этой этот я который которые которая которых".split()
    ),
    "zh-hans": frozenset(
        "的 了 在 是 我 我们 和 有 也 不 就 都 而 及 与 或 把 被 让 给 对 从 到 上 下 中 这 那 个 一个 没有 需要 希望 可以 能够 他们 以及 并 且".split()
    ),
}


@lru_cache(maxsize=8)
def _stemmer(language: str) -> "Stemmer.Stemmer | None":
    algorithm = _ALGORITHMS.get(language)
    return Stemmer.Stemmer(algorithm) if algorithm else None


def normalise(text: str) -> str:
    """Compatibility forms folded, lower case, without Latin accents and Arabic vowel marks; й and ё keep their letters' shape for the stemmer."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_ARABIC_LETTERS).replace("ё", "е").replace("’", "'")
    if text.isascii():
        return text
    out = []
    base = ""
    for character in unicodedata.normalize("NFD", text):
        if unicodedata.combining(character):
            if base and unicodedata.name(base, "").startswith(("LATIN", "ARABIC")):
                continue
        else:
            base = character
        out.append(character)
    return unicodedata.normalize("NFC", "".join(out))


def is_han(word: str) -> bool:
    return bool(word) and ("㐀" <= word[0] <= "鿿" or "豈" <= word[0] <= "﫿")


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text with their places in it, as they stand; a run of Chinese is one word."""
    for match in _WORD.finditer(text):
        yield match.group(), match.start(), match.end()


def _script_language(word: str, language: str) -> str:
    """Latin words in a Russian, Arabic or Chinese text are mostly English."""
    if language in {"ru", "ar", "zh-hans"} and word.isascii():
        return "en"
    if "Ѐ" <= word[0] <= "ӿ":
        return "ru"
    if "؀" <= word[0] <= "ۿ":
        return "ar"
    return language


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of one normalised word, by its script where that says more than the text's language."""
    language = _script_language(word, language)
    if language == "ar":
        word = word.replace("ة", "ه")
        if word.startswith(("وال", "بال", "كال", "فال")) and len(word) > 5:
            word = word[1:]
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    # The stemmers of French and Spanish look at accents only in endings that folding leaves recognisable.
    return str(stemmer.stemWord(word))


def tokens(text: str, language: str) -> list[tuple[str, str]]:
    """(word, stem) of all words in order, stop words included; Chinese runs become overlapping bigrams."""
    found: list[tuple[str, str]] = []
    for word, _start, _end in spans(normalise(text)):
        if is_han(word):
            found += [(part, part) for part in ([word] if len(word) == 1 else [word[i : i + 2] for i in range(len(word) - 1)])]
        else:
            plain = _ELIDED.sub("", word).replace("'s", "").replace("'", "")
            found.append((plain, stem(plain, language)))
    return [(word, stemmed) for word, stemmed in found if stemmed]


def words(text: str, language: str) -> list[str]:
    """The stems of `tokens`."""
    return [stemmed for _word, stemmed in tokens(text, language)]


@lru_cache(maxsize=8)
def _stop_stems(language: str) -> frozenset[str]:
    return frozenset(w for word in STOPWORDS.get(language, ()) for w in (word, stem(normalise(word), language)))


def terms(text: str, language: str) -> list[str]:
    """`words` without stop words: what is indexed and searched."""
    stop = _stop_stems(language)
    return [word for word in words(text, language) if word not in stop]


def sentences(text: str) -> list[str]:
    """Sentences and list items, in order, without empty ones."""
    found = (part.strip(" \t•·*-–—") for part in _SENTENCE.split(text))
    return [part for part in found if len(part) > 1]


def detect_language(text: str) -> str:
    """The most likely of the six languages: script first, then common small words."""
    sample = text[:4000]
    counts = {
        "zh-hans": sum(is_han(c) for c in sample) * 3,
        "ar": sum("؀" <= c <= "ۿ" for c in sample),
        "ru": sum("Ѐ" <= c <= "ӿ" for c in sample),
        "latin": sum(c.isalpha() and c < "ʰ" for c in sample),
    }
    script = max(counts, key=lambda name: counts[name])
    if script != "latin":
        return script if counts[script] else "en"
    found = [word for word, _s, _e in spans(normalise(sample))]
    score = {language: sum(word in STOPWORDS[language] for word in found) for language in ("en", "fr", "es")}
    return max(score, key=lambda language: score[language])


def canonical_language(code: str) -> str:
    """'zh', 'zh-CN' and 'zh-Hans' are 'zh-hans' here; others lose their region."""
    plain = code.lower().replace("_", "-")
    return "zh-hans" if plain.startswith("zh") else plain.split("-")[0]
