"""What the linter found in books, and what came of their cases: lines for people, data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
from rich.console import Console
from rich.text import Text as Line

from sanliang.ext.cli import _ratings, _reasons
from sanliang.ext.cli._ratings import both, joined, remarks
from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.ratings import CaseResult, Coverage, Difference, GroupRating, NotRatable, Rating, explain
from sanliang.rulebooks import Finding, Rulebook
from sanliang.townships import TownCaseResult

FAILED = Text("不符", "FAILED")
EXPECTED = Text("{what}：应为 {expected}，得 {got}", "{what}: expected {expected}, got {got}")
SAID = Text("{who}：{said}", "{who}: {said}")
ALL_PASSED = Text("{count} 个算例全部通过", "all cases passed: {count}")
SOME_FAILED = Text("{count} 个算例中 {failed} 个不符", "{failed} of {count} cases failed")
NO_CASES = Text("没有算例", "has no cases")
REACHED = Text("{all} 条规则都有算例涉及", "cases reach all {all} rules")
MISSED = Text(
    "{all} 条规则中 {count} 条没有算例涉及：{paths}", "no case reaches {count} of {all} rules: {paths}"
)


@attrs.frozen
class Tested:
    """What came of the cases of one file by its book, and which of its rules they reach."""

    file: str
    book: Rulebook
    cases: tuple[CaseResult, ...]
    coverage: Coverage

    @property
    def failed(self) -> list[CaseResult]:
        """The cases that do not come out as they say."""
        return [one for one in self.cases if one.differences]


# --- for programs --------------------------------------------------------------------------------------


def finding(one: Finding, file: Path, *, named: bool) -> dict[str, Any]:
    """A finding as plain data; with the name of its file where there are several."""
    data = {
        "code": one.code,
        "severity": one.severity.value,
        "path": one.path,
        "line": one.line,
        "message": both(one.says),
    }
    return {"file": file.name, **data} if named else data


def tested(some: Iterable[Tested], *, named: bool) -> dict[str, Any]:
    """What came of the cases of all files, as plain data."""
    files = [(one, {"file": one.file} if named else {}) for one in some]
    return {
        "cases": [file | _case(case, one.book) for one, file in files for case in one.cases],
        "coverage": [file | _coverage(one.coverage) for one, file in files],
    }


def _case(one: CaseResult, book: Rulebook) -> dict[str, Any]:
    differences = [attrs.asdict(differs) for differs in one.differences]
    ratings = [
        _ratings.as_data(who, rating)
        | {"reasons": [_reasons.as_data(reason) for reason in explain(rating, book).reasons]}
        for who, rating in _otherwise(one)
    ]
    return {"name": one.name, "passed": not differences, "differences": differences, "ratings": ratings}


def _otherwise(one: CaseResult) -> Iterator[tuple[str | None, Rating]]:
    """Who came out otherwise than expected, and how."""
    for who in dict.fromkeys(differs.who for differs in one.differences):
        if not isinstance(one.rating, GroupRating):
            yield who, one.rating
        elif who is not None:  # a wrong cycle is nobody's
            yield who, one.rating.ratings[who]


def _coverage(one: Coverage) -> dict[str, Any]:
    return {"rules": len(one.rules), "reached": one.reached, "missed": one.missed}


# --- for people ----------------------------------------------------------------------------------------


def tell_finding(one: Finding, file: Path, lang: Lang) -> None:
    """Print a finding as a line."""
    says, where = one.says.get(lang), f"{file.name}:{one.line}" if one.line else file.name
    print(f"{where}: {one.severity.label(lang)} {one.code} {one.path}: {says}")


def tell(one: Tested, lang: Lang) -> None:
    """Print each case that failed with what was expected, how many passed, and which rules none reaches."""
    for case in one.failed:
        tell_failed(case, one.file, lang)
        for why in _why(case, lang):
            _printed(f"     {why}")
    tell_passed(one.cases, one.file, lang)
    _printed(f"{one.file}: {_reached(one.coverage, lang)}")


def tell_failed(case: CaseResult | TownCaseResult, whose: str, lang: Lang) -> None:
    """Print a case that failed, with what was expected and what came out."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(Line.assemble((FAILED.get(lang), "red"), f" {whose}: {case.name}"))
    for differs in case.differences:
        _printed(f"     {_differs(differs, lang)}")


def tell_passed(cases: Sequence[CaseResult | TownCaseResult], whose: str, lang: Lang) -> None:
    """Print how many cases came out as they say."""
    failed = sum(bool(one.differences) for one in cases)
    says = NO_CASES if not cases else SOME_FAILED if failed else ALL_PASSED
    _printed(f"{whose}: {says.get(lang).format(count=len(cases), failed=failed)}", "red" if failed else "")


def _printed(line: str, style: str = "") -> None:
    Console(highlight=False, soft_wrap=True).print(Line(line, style))


def _differs(one: Difference, lang: Lang) -> str:
    what = one.what if one.who is None else f"{one.who}.{one.what}"
    return EXPECTED.get(lang).format(what=what, expected=one.expected, got=one.got)


def _why(one: CaseResult, lang: Lang) -> Iterator[str]:
    """Of each who came out otherwise and is not ratable, what is missing and what was wrong."""
    for who, found in _otherwise(one):
        if isinstance(found, NotRatable):
            said = joined(remarks(found, lang), lang)
            yield said if who is None else SAID.get(lang).format(who=who, said=said)


def _reached(one: Coverage, lang: Lang) -> str:
    says = MISSED if one.missed else REACHED
    paths = ", ".join(one.missed)
    return says.get(lang).format(all=len(one.rules), count=len(one.missed), paths=paths)
