"""The test suite: fast passwords, no demonstration, nothing leaves the process."""

from .base import *  # noqa: F403

SECRET_KEY = "tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SEARCH_INDEX_PREFIX = "marketplace-test"
# A busy machine makes a cold index slow; tests of a server that hangs set their own.
SEARCH_SECONDS = 60.0
