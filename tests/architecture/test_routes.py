"""Every route of ours says who may use it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OURS = ("marketplace.", "solutions.", "offices.", "matching.", "cms.")
MACHINES = {"healthz", "readyz"}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback


def test_every_route_declares_its_access() -> None:
    undeclared = []
    for name, callback in patterns(get_resolver()):
        view = getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback
        if not view.__module__.startswith(OURS) or name in MACHINES:
            continue
        if getattr(view, "access", None) not in {"public", "members"}:
            undeclared.append(name)
    assert undeclared == []
