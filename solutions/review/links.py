"""The addresses that a profile gives."""

import re
from collections.abc import Iterator

from solutions.models import Solution

URL = re.compile(r"https?://[^\s<>\"')]+")


def links_of(solution: Solution) -> Iterator[str]:
    """Website, repositories, sources of deployments; each once. Uses what was prefetched."""
    seen = set()
    texts = [solution.website, *(row.url for row in solution.repositories.all()), *(row.source for row in solution.deployments.all())]
    for text in texts:
        for url in URL.findall(text or ""):
            if url not in seen:
                seen.add(url)
                yield url
