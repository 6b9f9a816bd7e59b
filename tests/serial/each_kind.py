"""How often a law is tried on each of two hundred kinds: a third of the examples, and a fifth of many."""

from hypothesis import settings

_ALL = settings.default.max_examples
EACH_KIND = settings(max_examples=_ALL // 5 if _ALL > 100 else max(3, _ALL // 3))
