"""A laptop: SQLite, the embedded engine, readable errors. Never for a server."""

from .base import *  # noqa: F403
from .base import BASE_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="local-only-not-a-secret")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEMONSTRATION = env.bool("DEMONSTRATION", default=True)
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
(BASE_DIR / "var").mkdir(exist_ok=True)
