"""What a case expects and what came, as differences in words."""

from __future__ import annotations

from sanliang.ratings import Difference


def differs(what: str, expected: object, got: object) -> Difference:
    """What is not as expected; a dash stands for nothing."""
    return Difference(what=what, expected=_shown(expected), got=_shown(got))


def _shown(value: object) -> str:
    if isinstance(value, tuple | frozenset):
        return ", ".join(sorted(map(str, value))) or "-"
    return "-" if value is None else str(value)
