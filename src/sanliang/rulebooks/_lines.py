"""On which line of a document a path is written, so that whoever reads a fault can find it."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^[ \t]*(\[\[?)([^\[\]\n#]+)\]\]?", re.MULTILINE)
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY = re.compile(rf"(?:^|[{{,])[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*=")
_MULTI = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'', re.DOTALL)


def lines(text: str) -> dict[str, int]:
    """
    The lines, from 1, of the tables and keys of a TOML document, by path.

    Keys in inline tables that span several lines are found under their table's path.

    Example:
        >>> lines("id = 'x'\\n[item.hours]\\neach = 2\\n[[quota]]\\ntier = 5")["quota[0].tier"]
        5
    """
    plain = _MULTI.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = ""
    for place, line in enumerate(plain.split("\n"), 1):
        header = _HEADER.match(line)
        if header:
            name = ".".join(part.strip().strip("\"'") for part in header[2].split("."))
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                name = f"{name}[{counts[name]}]"
            prefix = name
            found.setdefault(prefix, place)
            continue
        for key in _KEY.finditer(line):
            name = ".".join(part.strip().strip("\"'") for part in key[1].split("."))
            found.setdefault(f"{prefix}.{name}" if prefix else name, place)
    return found


def line_of(path: str, known: dict[str, int]) -> int:
    """The line of a path, or of the nearest table around it; 0 where nothing is known."""
    while path:
        if path in known:
            return known[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return 0
