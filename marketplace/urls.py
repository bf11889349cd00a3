"""The routes: machine addresses at the root, pages under their language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import health

urlpatterns = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("language/", set_language, name="set_language"),
    path("api/", include("marketplace.api")),
    path("manage/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
urlpatterns += i18n_patterns(
    path("", include("cms.urls")),
    path("account/", include("marketplace.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("inbox/", include("marketplace.notifications.urls")),
    path("", include("matching.shortlists.urls")),
    path("", include("matching.urls")),
    path("", include("solutions.urls")),
    path("", include("solutions.review.urls")),
    path("", include("offices.urls")),
    path("pages/", include(wagtail_urls)),
)
