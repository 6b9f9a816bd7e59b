"""What the linter found in books, and what came of their cases: lines for people, data for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape

from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.ratings import CaseResult
from sanliang.rulebooks import Finding

T = TypeVar("T")

FAILED = Text("不符", "FAILED")
EXPECTED = Text("{what}：应为 {expected}，得 {got}", "{what}: expected {expected}, got {got}")
ALL_PASSED = Text("{count} 个算例全部通过", "all {count} cases passed")
SOME_FAILED = Text("{count} 个算例中 {failed} 个不符", "{failed} of {count} cases failed")
NO_CASES = Text("没有算例", "has no cases")


def finding(one: Finding, file: Path, *, named: bool) -> dict[str, Any]:
    """A finding as plain data; with the name of its file where there are several."""
    data = {
        "code": one.code,
        "severity": one.severity.value,
        "path": one.path,
        "line": one.line,
        "message": {"zh": one.says.zh, "en": one.says.get("en")},
    }
    return {"file": file.name, **data} if named else data


def case(one: CaseResult, file: Path, *, named: bool) -> dict[str, Any]:
    """What came of a case, as plain data."""
    data = {
        "name": one.name,
        "passed": not one.differences,
        "differences": [
            ({} if differs.who is None else {"who": differs.who})
            | {"what": differs.what, "expected": differs.expected, "got": differs.got}
            for differs in one.differences
        ],
    }
    return {"file": file.name, **data} if named else data


def tell_cases(console: Console, file: Path, results: tuple[CaseResult, ...], lang: Lang) -> None:
    """Print each case that failed with what was expected, and how many passed."""
    failed = [one for one in results if one.differences]
    for one in failed:
        console.print(f"[red]{FAILED.get(lang)}[/] {file.name}: {escape(one.name)}", soft_wrap=True)
        for differs in one.differences:
            what = differs.what if differs.who is None else f"{differs.who} {differs.what}"
            text = EXPECTED.get(lang).format(what=what, expected=differs.expected, got=differs.got)
            console.print(f"     {escape(text)}", soft_wrap=True)
    says = NO_CASES if not results else SOME_FAILED if failed else ALL_PASSED
    text = says.get(lang).format(count=len(results), failed=len(failed))
    console.print(f"{file.name}: {text}", style="red" if failed else "", markup=False, soft_wrap=True)
