"""How often a law is tried on each of two hundred kinds: a fifth of the examples."""

from hypothesis import settings

EACH_KIND = settings(max_examples=max(1, settings.default.max_examples // 5))
