"""Documents of a newer release: known by their kind, and refused with the release that is too old."""

from __future__ import annotations

import re
import sys
from typing import Any

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase

NEWER = Phrase(
    "document.newer",
    "由更新的版本写成：sanliang {release} 最多读到 {kind}，须安装其后的版本",
    "was written by a newer version; sanliang {release} reads up to {kind}: install a release after it",
)

_VERSION = re.compile(r"([a-z0-9_.]{1,80})/([1-9][0-9]{0,8})")


def newer(found: Any, known: str, path: str = "kind") -> Fault | None:
    """
    What is wrong with a kind that is a later version of the one that we know; nothing where it is none.

    A later release cannot be named before there is one: the text says which release reads no further.

    Example:
        >>> newer("span/2", "span/1").code, newer("spam/2", "span/1"), newer("span/1", "span/1")
        ('document.newer', None, None)
    """
    theirs, ours = _parts(found), _parts(known)
    if theirs is None or ours is None or theirs[0] != ours[0] or theirs[1] <= ours[1]:
        return None
    return NEWER.fault(path, kind=known, release=_release())


def _parts(kind: Any) -> tuple[str, int] | None:
    """A kind's name and its version."""
    parts = _VERSION.fullmatch(kind) if type(kind) is str else None
    return (parts[1], int(parts[2])) if parts else None


def _release() -> str:
    """Our own release. It stands on the face, which no module imports; it is there before any of them is."""
    release: str = sys.modules[__name__.partition(".")[0]].__version__
    return release
