"""
Errors are values: fields, a stable code, texts in Chinese and English, and a way out.

Every error of the library is a `SanliangError` and a fitting builtin besides. None of them holds the
input that was wrong: a fault names the *place* and what is expected there, so that no private value
travels in an error text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, NoReturn

import attrs

__all__ = [
    "NEAREST",
    "SHOWN",
    "Conflict",
    "Fault",
    "Faults",
    "InvalidInput",
    "Lang",
    "MissingExtra",
    "NotFound",
    "NotInForce",
    "SanliangError",
    "few",
    "nearest",
]

Lang = Literal["zh", "en"]

SHOWN = 100
"""How many faults of one input are kept and shown; the others are counted."""

NEAREST = 8
"""How many known words are named where none is near to the one that was written, or where all are listed."""


@attrs.frozen(kw_only=True)
class Fault:
    """
    One thing that is wrong with an input: where, what, and the way out.

    Example:
        >>> print(Fault(code="text.empty", path="items[0].deed", zh="不能为空", en="must not be empty"))
        items[0].deed: must not be empty
    """

    code: str
    path: str = ""
    zh: str
    en: str

    def text(self, lang: Lang = "en") -> str:
        """The fault in one language, without its path."""
        return self.zh if lang == "zh" else self.en

    def under(self, prefix: str) -> Fault:
        """The same fault seen from one level further out."""
        path = f"{prefix}{'' if self.path[0] == '[' else '.'}{self.path}" if self.path else prefix
        if type(self) is Fault:  # nearly each of them is, and it takes a third of the time
            return Fault(code=self.code, path=path, zh=self.zh, en=self.en)
        return attrs.evolve(self, path=path)

    def __str__(self) -> str:
        return f"{self.path}: {self.en}" if self.path else self.en


class SanliangError(Exception):
    """
    The root of every error that the library raises.

    Attributes:
        faults: The faults, in the order of the input; at most `SHOWN` of them.
        count: How many faults there were, kept or not.
    """

    faults: tuple[Fault, ...]
    count: int

    def __init__(self, *faults: Fault, count: int | None = None) -> None:
        super().__init__(*faults[:SHOWN])
        self.faults = faults[:SHOWN]
        self.count = len(faults) if count is None else count

    @property
    def code(self) -> str:
        """The stable code of the first fault; empty where there is none."""
        return self.faults[0].code if self.faults else ""

    @property
    def path(self) -> str:
        """The place of the first fault; empty where the whole value is meant."""
        return self.faults[0].path if self.faults else ""

    def text(self, lang: Lang = "en") -> str:
        """All faults that were kept, one a line, and how many more there are."""
        if self.count == len(self.faults) == 1:
            one = self.faults[0]
            return f"{one.path}: {one.text(lang)}" if one.path else one.text(lang)
        head = f"{self.count} 处错误" if lang == "zh" else f"{self.count} faults"
        lines = [
            f"  {one.path}  {one.text(lang)}" if one.path else f"  {one.text(lang)}" for one in self.faults
        ]
        if more := self.count - len(self.faults):
            lines.append(f"  另有 {more} 处" if lang == "zh" else f"  and {more} more")
        return "\n".join([head, *lines])

    def __str__(self) -> str:
        return self.text("en")

    def __reduce__(self) -> tuple[Any, ...]:
        return _remake, (type(self), self.faults, self.count)


def _remake(kind: Callable[..., SanliangError], faults: tuple[Fault, ...], count: int) -> SanliangError:
    return kind(*faults, count=count)


class InvalidInput(SanliangError, ValueError):
    """What was given is not of the shape, the range or the order that is asked for."""


class NotFound(SanliangError, LookupError):
    """An id or a name that nothing here has."""


class NotInForce(SanliangError, LookupError):
    """A day before the first day from which a value counts."""


class Conflict(SanliangError, RuntimeError):
    """
    Somebody else was faster, or the same key came with another content.

    The way out is to read again, decide again on what was read, and append that.
    """


class StoreFailed(SanliangError, RuntimeError):
    """
    A store could not do what it was asked: its database failed, or what lies in it is not what was written.

    Nothing is half done. The way out is to ask again with the same key, which has one effect; of rows that
    do not fit, `verify` names the first.
    """


class MissingExtra(SanliangError, ImportError):  # type: ignore[misc]  # ImportError has a path of its own
    """
    An edge module needs a package that is not installed.

    Example:
        >>> print(MissingExtra(extra="cli", package="rich"))
        the package 'rich' is not installed; it comes with: pip install "sanliang[cli]"
    """

    def __init__(self, *, extra: str, package: str) -> None:
        way_out = f'pip install "sanliang[{extra}]"'
        super().__init__(
            Fault(
                code="extra.missing",
                zh=f"未安装软件包 {package}，请运行：{way_out}",
                en=f"the package {package!r} is not installed; it comes with: {way_out}",
            )
        )
        self.extra = extra
        self.package = package

    def __reduce__(self) -> tuple[Any, ...]:
        return _remake_missing, (self.extra, self.package)


def _remake_missing(extra: str, package: str) -> MissingExtra:
    return MissingExtra(extra=extra, package=package)


class Faults:
    """
    Collects what is wrong with one input, to the end, and raises it all at once.

    At most `SHOWN` faults are kept; the rest are counted, so that ten thousand bad rows cost no memory.

    Example:
        >>> faults = Faults()
        >>> faults.add(Fault(code="text.empty", path="name", zh="不能为空", en="must not be empty"))
        >>> bool(faults), faults.count
        (True, 1)
    """

    __slots__ = ("count", "kept")

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.count = 0

    def add(self, fault: Fault) -> None:
        """Count a fault, and keep it while there is room."""
        self.count += 1
        if len(self.kept) < SHOWN:
            self.kept.append(fault)

    def extend(self, error: SanliangError, under: str = "") -> None:
        """Take over all faults of an error, its paths prefixed."""
        for fault in error.faults:
            self.add(fault.under(under) if under else fault)
        self.count += error.count - len(error.faults)

    def __bool__(self) -> bool:
        return self.count > 0

    def check(self, kind: type[SanliangError] = InvalidInput) -> None:
        """Raise what was collected, if anything was."""
        if self.count:
            self.throw(kind)

    def throw(self, kind: type[SanliangError] = InvalidInput) -> NoReturn:
        """Raise what was collected."""
        raise self.error(kind)

    def error(self, kind: type[SanliangError] = InvalidInput) -> SanliangError:
        """What was collected, for whoever raises it."""
        return kind(*self.kept, count=self.count)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a mistyped one most likely meant, or an empty text."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only a mistake pays for it

    return next(iter(get_close_matches(word, [*known], n=1, cutoff=0.6)), "")


def few(words: tuple[str, ...], most: int = NEAREST) -> tuple[str, ...]:
    """The first words, and "…" where there are more."""
    return words if len(words) <= most else (*words[:most], "…")
