import pytest

from matching.text import canonical_language, detect_language, normalise, sentences, terms, words


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "vaccinations of children", "vaccination child"),
        ("fr", "les écoles rurales", "ecole rurale"),
        ("es", "campesinos y cosechas", "campesino cosecha"),
        ("ru", "регистрация рождений", "регистрации рождение"),
        ("ar", "المواليد", "مواليد"),
    ],
)
def test_inflected_forms_share_stems(language: str, one: str, other: str) -> None:
    assert set(terms(one, language)) & set(terms(other, language))


def test_chinese_is_cut_into_overlapping_pairs() -> None:
    assert words("疫苗登记", "zh-hans") == ["疫苗", "苗登", "登记"]


def test_product_names_survive_in_any_language() -> None:
    assert "dhis2" in words("система DHIS2 работает", "ru")
    assert "dhis2" in words("使用DHIS2系统", "zh-hans")


def test_marks_are_folded() -> None:
    assert normalise("État CIVIL") == "etat civil"
    assert normalise("تَطْعِيم") == "تطعيم"
    assert normalise("учёт") == "учет"


def test_sentences_of_every_script() -> None:
    assert sentences("One. Two? 三。四！") == ["One.", "Two?", "三。", "四！"]
    assert sentences("") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We need a tool for the farmers of the region", "en"),
        ("Nous cherchons un outil pour les paysans", "fr"),
        ("Necesitamos una herramienta para los campesinos", "es"),
        ("نحتاج إلى أداة", "ar"),
        ("Нам нужна система", "ru"),
        ("我们需要一个系统", "zh-hans"),
    ],
)
def test_language_is_detected(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_codes_are_canonical() -> None:
    assert [canonical_language(code) for code in ("zh", "zh-CN", "fr-SN", "AR")] == ["zh-hans", "zh-hans", "fr", "ar"]
