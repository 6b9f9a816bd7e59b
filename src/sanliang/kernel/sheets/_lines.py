"""On which line of a document a path is written, so that whoever reads a fault can find it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from sanliang.kernel.sheets._sheet import shown

# Strings and comments whole, words, and the signs that count, as in the scan before the parser.
_TOKEN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|\#[^\n]*+"
    r"|[\w+-]++"
    r"|[\[\]{}.=\n,]",
    re.DOTALL | re.ASCII,
)


def lines(text: str, paths: Iterable[str]) -> dict[str, int]:
    """
    The lines, from 1, on which paths of a valid TOML document are written.

    A path that is not written itself, such as a key that is missing, stands where the table or the list
    around it begins; where even that is not written, on line 1.

    Example:
        >>> lines("id = 'x'\\n[[quota]]\\ntier = 5", ["quota[0].tier", "quota[0].of"])
        {'quota[0].tier': 3, 'quota[0].of': 2}
    """
    wanted = {path: [*_outwards(path)] for path in paths}
    scan = _Scan({one for outwards in wanted.values() for one in outwards}, {*wanted})
    for token in _TOKEN.finditer(text.removeprefix("\ufeff")):
        if not scan.left:
            break
        scan.take(token.group())
    return {
        path: next((scan.found[one] for one in outwards if one in scan.found), 1)
        for path, outwards in wanted.items()
    }


def _outwards(path: str) -> Iterable[str]:
    """A path, and what is around it."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


class _Scan:
    """A document while it is gone through, token by token."""

    def __init__(self, wanted: set[str], left: set[str]) -> None:
        self.wanted = wanted
        self.left = left  # the paths themselves that are not found yet: the ones around them serve no more
        self.found: dict[str, int] = {}
        self.line = 1
        self.table = ""  # where the keys of a line belong: the table whose header was read last
        self.counts: dict[str, int] = {}  # how many tables each [[list]] has so far, less one
        self.open: list[tuple[str, int]] = []  # lists and tables around, with the place in a list, else -1
        self.parts: list[str] = []  # what was read of a key
        self.value = ""  # the path of the value that is being read; none while a key is
        self.brackets = 0  # how many of them open a header

    def take(self, token: str) -> None:
        """Go on by one token."""
        if token in _SIGNS:
            _SIGNS[token](self)
        elif token[0] != "#":
            self._word(token)
        self.line += token.count("\n")

    def _word(self, token: str) -> None:
        if self.value:
            self._note(self.value)
        else:
            self.parts.append(shown(token.strip("\"'")))

    def _note(self, path: str) -> None:
        if path in self.wanted:
            self.found.setdefault(path, self.line)
            self.left.discard(path)

    def end_line(self) -> None:
        """Where nothing is open, the next line begins with a key."""
        if not self.open:
            self.parts, self.value, self.brackets = [], "", 0

    def equals(self) -> None:
        """A key is complete."""
        around = self.open[-1][0] if self.open else self.table
        self.value = ".".join([*filter(None, [around]), *self.parts])
        self.parts = []
        self._note(self.value)

    def comma(self) -> None:
        """The next member of a list, or the next key of a table."""
        if self.open:
            path, place = self.open.pop()
            self._enter(path, place + 1 if place >= 0 else place)

    def _enter(self, path: str, place: int) -> None:
        self.open.append((path, place))
        self.value = f"{path}[{place}]" if place >= 0 else ""

    def bracket(self) -> None:
        """A list begins, or a header."""
        if self.value:
            self._note(self.value)
            self._enter(self.value, 0)
        else:
            self.brackets += 1

    def brace(self) -> None:
        """A table within the line begins."""
        self._note(self.value)
        self._enter(self.value, -1)

    def close(self) -> None:
        """A list or a table ends, or a header."""
        if self.open:
            self.value = self.open.pop()[0]
        elif self.parts:
            self._header()

    def _header(self) -> None:
        path = ""
        for place, part in enumerate(self.parts, 1):
            path = f"{path}.{part}" if path else part
            if self.brackets == 2 and place == len(self.parts):
                self._note(path)  # the list itself stands where its first table does
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = f"{path}[{self.counts[path]}]"
        self.table, self.parts = path, []
        self._note(path)


_SIGNS: Mapping[str, Callable[[_Scan], None]] = {
    "\n": _Scan.end_line,
    "=": _Scan.equals,
    ",": _Scan.comma,
    "[": _Scan.bracket,
    "{": _Scan.brace,
    "]": _Scan.close,
    "}": _Scan.close,
    ".": lambda scan: None,
}
