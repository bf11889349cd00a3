"""The engine that SEARCH_URL names; nothing else asks which one runs."""

from functools import cache
from importlib import import_module

from django.conf import settings

from .interface import Engine

_CLASSES = {"": "embedded.EmbeddedEngine", "http": "elasticsearch.ElasticsearchEngine", "https": "elasticsearch.ElasticsearchEngine"}


@cache
def engine_for(url: str) -> Engine:
    """One engine a process and address; '' is the embedded one."""
    module, name = _CLASSES[url.split("://")[0] if "://" in url else ""].split(".")
    cls = getattr(import_module(f"matching.engines.{module}"), name)
    return cls(url, settings.SEARCH_INDEX_PREFIX, settings.SEARCH_SECONDS)


def get_engine() -> Engine:
    return engine_for(settings.SEARCH_URL)
