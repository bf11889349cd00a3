"""What a form names by its public id."""

from uuid import UUID

from django.http import Http404, HttpRequest


def posted_id(request: HttpRequest, name: str) -> UUID:
    """404 for what is no id."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
