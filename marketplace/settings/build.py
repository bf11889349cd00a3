"""Building an image: production's storages without production's secrets."""

from .base import *  # noqa: F403

SECRET_KEY = "build"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
