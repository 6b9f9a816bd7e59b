"""A small project of Django, in memory: one model with a column of each sort."""

import django
from django.conf import settings


def set_up():
    """Tell Django of it, once in a process; with `configure` it sets neither a time zone nor a log."""
    if not settings.configured:
        settings.configure(
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            INSTALLED_APPS=["tests.ext.django_town"],
            LANGUAGE_CODE="en",
            LOGGING_CONFIG=None,
            SANLIANG_REGISTRY="tests.ext.django_town.kinds.TOWN",
            USE_TZ=True,
        )
        django.setup()
