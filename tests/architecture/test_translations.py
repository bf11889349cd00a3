"""Every string in every language: none missing, none fuzzy, the same placeholders."""

import re
from pathlib import Path

import polib
import pytest

CATALOGUES = sorted((Path(__file__).parents[2] / "locale").glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_is_whole(path: Path) -> None:
    wrong = []
    for entry in polib.pofile(str(path)):
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        found = [set(PLACEHOLDER.findall(text)) for text in texts]
        # One of something may leave the number unsaid.
        right = all(each <= wanted for each in found) if entry.msgid_plural else found == [wanted]
        if entry.fuzzy or not all(texts) or not right:
            wrong.append(entry.msgid)
    assert wrong == []


def test_all_five_are_there() -> None:
    assert [path.parts[-3] for path in CATALOGUES] == ["ar", "es", "fr", "ru", "zh_Hans"]
