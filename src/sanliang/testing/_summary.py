"""What is told of towns when all has run: which rules were reached, what is exempt, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.testing._check import DOUBT, EXEMPT, REACHED, RULES, Note

TITLE = Text("三亮：{town}", "sanliang: {town}")
HEADS = {
    DOUBT: Text("请人看一看：", "doubts, for people to look at:"),
    EXEMPT: Text("没有试的，及其理由：", "not tried, and why:"),
}
TABLE = Text("规则涉及表：", "which rules were reached:")
BY = {
    "cases": Text("算例 {count}", "cases {count}"),
    "drawn": Text("随机 {count}", "drawn {count}"),
    "laws": Text("定律 {count}", "laws {count}"),
    "machines": Text("状态机 {count}", "machines {count}"),
}
ROW = Text("{about}：共 {all} 条；{by}", "{about}: {all} rules; {by}")
NOBODY = Text("没有涉及：{paths}", "reached by none: {paths}")
NO_CASE = Text("没有算例涉及：{paths}", "reached by no case: {paths}")


def summary(terminal: Any, carried: Iterable[list[str]], lang: Lang) -> None:
    """Write a section for each town."""
    notes: dict[str, dict[Note, None]] = {}
    for town, *note in carried:
        notes.setdefault(town, {})[Note(*note)] = None
    for town, told in notes.items():
        lines = [*lines_of(told, lang)]
        if lines:
            terminal.section(TITLE.get(lang).format(town=town))
            for line in lines:
                terminal.write_line(line)


def lines_of(notes: Iterable[Note], lang: Lang) -> Iterator[str]:
    """What one town's notes say: the table first, then what was not tried, then doubts."""
    told = [*notes]
    table = [*_table(told, lang)]
    if table:
        yield TABLE.get(lang)
        yield from (f"  {line}" for line in table)
    for kind in (EXEMPT, DOUBT):
        found = [note for note in told if note.kind == kind]
        if found:
            yield HEADS[kind].get(lang)
            yield from (f"  {one.about}: {Text(one.zh, one.en).get(lang)}" for one in found)


def _table(notes: list[Note], lang: Lang) -> Iterator[str]:
    """For each book how many rules it has, who reached how many, and those that no case or nobody reached."""
    for rules in (note for note in notes if note.kind == RULES):
        every = rules.zh.split("\n")
        reached: dict[str, set[str]] = {}
        for note in notes:
            about, _, who = note.about.rpartition(":")
            if note.kind == REACHED and about == rules.about:
                reached.setdefault(who, set()).update({*every} & {*note.zh.split("\n")})
        by = ", ".join(BY[who].get(lang).format(count=len(paths)) for who, paths in reached.items())
        yield ROW.get(lang).format(about=rules.about, all=len(every), by=by)
        none = [path for path in every if not any(path in paths for paths in reached.values())]
        by_case = reached.get("cases", {*every})  # what has no cases lacks none
        rest = [path for path in every if path not in by_case and path not in none]
        for says, paths in ((NO_CASE, rest), (NOBODY, none)):
            if paths:
                yield f"  {says.get(lang).format(paths=', '.join(paths))}"
