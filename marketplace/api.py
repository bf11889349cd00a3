"""The API's address space; each app brings its own part."""

from typing import Any

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView


def only_our_api(endpoints: list[Any]) -> list[Any]:
    """Keeps Wagtail's own admin API out of the published schema."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
    path("v1/", include("solutions.api_urls")),
    path("v1/", include("solutions.review.api_urls")),
    path("v1/", include("offices.api_urls")),
    path("v1/", include("matching.api_urls")),
]
