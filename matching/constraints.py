"""Constraints as people phrase them ("works offline for 10 days then syncs") to the kinds that profiles can answer."""

import re
from collections.abc import Iterable

import pycountry

from .facts import Wish

_KINDS = (
    ("open_licence", r"open[- ]?(licen[cs]e|source)|no (paid|per-user|licen[cs]e)|licen[cs]e[- ]free|free software|no .{0,12}licen[cs]e|owns? the code"),
    ("works_offline", r"offline|no (network|internet|connection|signal)|without (a )?(network|internet|connection)|(weak|poor|bad|intermittent) (connect|network|internet)"),
    ("basic_phones", r"basic .{0,8}phone|feature phone|2g|no smartphone|ussd|\bsms\b|simple phone"),
    ("data_in_country", r"(hosted|stays?|kept|stored|servers?) .{0,20}(in[- ]country|in the country|nationally|ministry|national|locally|on premises)|"
     r"data (in|inside|within) the country|in-country"),
)  # fmt: skip
# A tool that fails these wishes cannot do the work; for the others an adaptation is thinkable.
_NICE = re.compile(r"\b(ideally|preferabl[ey]|nice|if possible|better if|welcome|optional)\b")
_LANGUAGE_CODES = {
    language.name.split(" (")[0].lower(): language.alpha_2 for language in pycountry.languages if hasattr(language, "alpha_2")
} | {"chichewa": "ny", "kiswahili": "sw", "haitian creole": "ht", "mandarin": "zh-hans", "chinese": "zh-hans", "farsi": "fa", "dari": "fa"}
_LANGUAGE = re.compile(r"\b(" + "|".join(map(re.escape, sorted(_LANGUAGE_CODES, key=len, reverse=True))) + r")\b")


def parse(phrases: Iterable[str]) -> list[Wish]:
    """Known kinds only; a phrase that says something else is part of the need's text and no wish."""
    found: dict[tuple[str, str], Wish] = {}
    for phrase in phrases:
        low = phrase.lower()
        must = not _NICE.search(low)
        for kind, pattern in _KINDS:
            if re.search(pattern, low):
                found.setdefault((kind, ""), Wish(kind, must))
        for name in _LANGUAGE.findall(low):
            code = _LANGUAGE_CODES[name]
            found.setdefault(("language", code), Wish("language", must, code))
    return list(found.values())
