"""Codes to names in the reader's language, for templates."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.urls import translate_url

from ..vocabularies import geography, lists

register = template.Library()
_NAMES: dict[str, dict[Any, Any]] = {
    "sector": lists.SECTORS,
    "stage": lists.SCALE_STAGES,
    "type": lists.TYPES,
    "licence": lists.LICENCE_KINDS,
    "block": lists.BUILDING_BLOCKS,
    "unit": lists.OFFICE_UNITS,
    "role": lists.ORGANISATION_ROLES,
    "offering": lists.OFFERING_KINDS,
    "price": lists.PRICE_BANDS,
}


@register.filter
def name_of(code: Any, vocabulary: str) -> str:
    """`{{ "health"|name_of:"sector" }}`; country, language, sdg and bureau have lists of their own."""
    if vocabulary == "country":
        return geography.country_name(str(code))
    if vocabulary == "language":
        return geography.language_name(str(code))
    if vocabulary == "sdg":
        return str(lists.SDGS.get(int(code), code))
    if vocabulary == "bureau":
        return str(geography.BUREAUX[code][0]) if code in geography.BUREAUX else ""
    return str(_NAMES[vocabulary].get(code, code))


@register.filter
def names_of(codes: Iterable[Any], vocabulary: str) -> list[str]:
    return sorted(name_of(code, vocabulary) for code in codes)


@register.filter
def html_language(code: str) -> str:
    """A language code as HTML wants it: 'zh-hans' is 'zh-Hans'."""
    return "zh-Hans" if code == "zh-hans" else code


@register.simple_tag(takes_context=True)
def same_page_in(context: template.Context, language: str) -> str:
    """The address of this page in another language."""
    return str(translate_url(context["request"].get_full_path(), language)) if "request" in context else f"/{language}/"


@register.simple_tag
def site_languages() -> list[tuple[str, str]]:
    """Languages with their own names."""
    own = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية", "ru": "Русский", "zh-hans": "中文"}
    return [(code, own[code]) for code, _name in settings.LANGUAGES]
