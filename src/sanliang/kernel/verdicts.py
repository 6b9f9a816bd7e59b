"""
One answer type for all engines: may I, why not, why three stars, why was this household not paired.

A `Verdict` is a tree of `Reason`s: data first (code, parameters, clause), text second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from sanliang.kernel.errors import SHOWN, Fault, Lang, SanliangError
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sources import Source

__all__ = ["Reason", "Refused", "Verdict"]


@attrs.frozen(kw_only=True)
class Reason:
    """
    One finding: a stable code, what it is about, the clause it rests on, a sentence in both languages.

    Args:
        code: Stable, dotted, ASCII.
        says: The sentence.
        params: What the sentence was filled with, for programs.
        path: Where in a table or a file it was found; empty where that says nothing.
        clause: The rule behind it.
        because: Reasons below this one.

    Example:
        >>> few = Phrase("items.too_few", "至少 {least} 项", "at least {least} items are needed")
        >>> Reason.of(few, least=2).text("zh")
        '至少 2 项'
    """

    code: str
    says: Text
    params: FrozenMap[str, Any] = FrozenMap()
    path: str = ""
    clause: Source | None = None
    because: tuple[Reason, ...] = ()

    @classmethod
    def of(
        cls,
        phrase: Phrase,
        *,
        path: str = "",
        clause: Source | None = None,
        because: Iterable[Reason] = (),
        **params: Any,
    ) -> Reason:
        """Make a reason of a phrase and what fills it."""
        return cls(
            code=phrase.code,
            says=phrase.fill(**params),
            params=FrozenMap(params),
            path=path,
            clause=clause,
            because=tuple(because),
        )

    def text(self, lang: Lang = "en") -> str:
        """The sentence, and below it, indented, the sentences it rests on."""
        return "\n".join(self._lines(lang, 0))

    def _lines(self, lang: Lang, depth: int) -> Iterator[str]:
        clause = ""
        if self.clause is not None:
            clause = f"（{self.clause.text(lang)}）" if lang == "zh" else f" ({self.clause.text(lang)})"
        yield "  " * depth + self.says.get(lang) + clause
        for reason in self.because:
            yield from reason._lines(lang, depth + 1)


@attrs.frozen(kw_only=True)
class Verdict:
    """
    An answer with its reasons. It is true where the answer is yes.

    Example:
        >>> bool(Verdict(ok=True)), Verdict(ok=True).text("zh")
        (True, '可以')
    """

    ok: bool
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def against(cls, reasons: Iterable[Reason]) -> Verdict:
        """Yes where nothing speaks against it, and no with every reason that does."""
        found = tuple(reasons)
        return cls(ok=not found, reasons=found)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the topmost reasons, in their order."""
        return tuple(reason.code for reason in self.reasons)

    def text(self, lang: Lang = "en") -> str:
        """All reasons, a line each."""
        if not self.reasons:
            return ("可以" if lang == "zh" else "yes") if self.ok else ("不可以" if lang == "zh" else "no")
        return "\n".join(reason.text(lang) for reason in self.reasons)

    def __bool__(self) -> bool:
        return self.ok


class Refused(SanliangError, RuntimeError):
    """
    The rules do not allow it. Nothing has changed; `verdict` holds every reason.

    Its faults are the topmost reasons, so that a program that only knows faults can show them.
    """

    verdict: Verdict

    def __init__(self, verdict: Verdict) -> None:
        kept = verdict.reasons[:SHOWN]
        faults = (Fault(code=one.code, path=one.path, zh=one.text("zh"), en=one.text("en")) for one in kept)
        super().__init__(*faults, count=len(verdict.reasons))
        self.verdict = verdict

    def __reduce__(self) -> tuple[type[Refused], tuple[Verdict]]:
        return Refused, (self.verdict,)
