"""The part of a text that shows why it was found, with the matched words marked; safe to put into a page."""

from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .text import is_han, normalise, sentences, spans, stem, terms

LENGTH = 220


def _hit(word: str, language: str, wanted: Collection[str]) -> bool:
    plain = normalise(word)
    if is_han(plain):
        return any(part in wanted for part in ([plain] if len(plain) == 1 else [plain[i : i + 2] for i in range(len(plain) - 1)]))
    found = stem(plain, language)
    return found in wanted or any(len(term) > 2 and not is_han(term) and found.startswith(term) for term in wanted)


def mark(text: str, language: str, wanted: Collection[str]) -> SafeString:
    """The text, escaped, with <mark> around words whose stem is wanted."""
    out, position = [], 0
    for word, start, end in spans(text):
        if wanted and _hit(word, language, wanted):
            out += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
            position = end
    out.append(escape(text[position:]))
    return mark_safe("".join(out))  # every part was escaped above


def snippet(texts: Collection[str], language: str, query: str, query_language: str) -> SafeString:
    """The sentence of `texts` with most matched words, cut to a line or two."""
    wanted = set(terms(query, query_language))
    candidates = [part for text in texts for part in sentences(text)]
    if not candidates:
        return mark_safe("")
    best = max(candidates, key=lambda part: len(wanted & set(terms(part, language)))) if wanted else candidates[0]
    if len(best) > LENGTH:
        best = best[:LENGTH].rsplit(" ", 1)[0] + " …"
    return mark(best, language, wanted)
