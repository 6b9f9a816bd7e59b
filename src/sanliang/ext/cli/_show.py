"""What a played campaign looks like: in a terminal, and as data."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sanliang.campaigns import Coverage, Stage
from sanliang.ext.cli._helping import Helping
from sanliang.ext.cli._play import Played
from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Labelled, Text

COVERAGE = Text("{on} 各村覆盖（已完成/应完成，免除）", "Coverage on {on} (done/due, exempt)")
VILLAGE = Text("单位", "unit")
TOWN = Text("全镇", "the town")
OPEN = Text("截至 {on} 未完成的", "Open on {on}")
NOBODY = Text("没有", "nobody")
DUE = Text("待办期限", "Due")
LOGS = Text(
    "{logs} 条日志、{events} 个事件，核对{sound}；公示栏摘要 {board}",
    "{logs} logs, {events} events, {sound}; the board's digest is {board}",
)
SOUND = Text("无误", "verified")
BROKEN = Text("有误", "NOT verified")


def on(console: Console, played: Played, lang: Lang) -> None:
    """Print the story, the coverage, what is open, and what the logs prove."""
    plan = played.town.plan
    console.rule(f"[bold]{escape(plan.title.get(lang))}")
    if plan.source is not None:
        console.print(escape(plan.source.text(lang)), style="dim")
    for line in played.story:
        console.print(f"[cyan]{line.on}[/]  {escape(line.says.get(lang))}", soft_wrap=True)
    names = {unit.id: escape(unit.name) for unit in played.town.roster.units}
    for day in dict.fromkeys(one.on for one in played.coverage):
        console.print(_table(played, day, names, lang))
    console.print(f"[bold]{OPEN.get(lang).format(on=played.last)}")
    if not played.open:
        console.print(NOBODY.get(lang))
    for case in played.open:
        why = "" if case.why is None else escape(case.why.says.get(lang))
        console.print(f"  {escape(case.subject)}  {names[case.unit]}  {why}", soft_wrap=True)
    console.print(f"[bold]{DUE.get(lang)}")
    for (day, says), count in Counter((one.on, one.says.get(lang)) for one in played.dues).items():
        console.print(f"  [cyan]{day}[/]  {escape(says)} × {count}", soft_wrap=True)
    sound = (SOUND if played.verified else BROKEN).get(lang)
    console.print(
        LOGS.get(lang).format(logs=played.logs, events=played.events, sound=sound, board=played.board[:16])
    )


def _table(played: Played, day: Any, names: dict[str, str], lang: Lang) -> Table:
    table = Table(title=COVERAGE.get(lang).format(on=day))
    table.add_column(VILLAGE.get(lang))
    for stage in Stage:
        table.add_column(stage.label(lang), justify="right")
    rows: dict[str, list[str]] = {}
    for one in played.coverage:
        if one.on == day:
            rows.setdefault(one.unit, []).append(_cell(one))
    for unit, cells in rows.items():
        town = unit == played.town.plan.unit
        table.add_row(TOWN.get(lang) if town else names[unit], *cells, style="bold" if town else "")
    return table


def _cell(coverage: Coverage) -> str:
    """Done and due, the exempt in brackets; a share is shown where it is neither nothing nor everything."""
    total = coverage.total
    exempt = f" ({total.exempt})" if total.exempt else ""
    return f"{total.done}/{total.due}{_percent(total.share)}{exempt}"


def _percent(share: Fraction | None) -> str:
    """A share in whole hundredths, rounded down."""
    return "" if share is None or share in {0, 1} else f" {share * 100 // 1}%"


def as_data(played: Played) -> dict[str, Any]:
    """The same as plain data: what `--json` prints."""
    plan = played.town.plan
    return {
        "campaign": played.town.id,
        "title": _both(plan.title),
        "source": None if plan.source is None else {"title": plan.source.title, "seen": plan.source.seen},
        "timeline": [{"on": one.on.isoformat(), "says": _both(one.says)} for one in played.story],
        "coverage": [_coverage(one) for one in played.coverage],
        "open": [
            {
                "stage": one.stage.value,
                "subject": one.subject,
                "unit": one.unit,
                "why": None if one.why is None else _both(one.why.says),
            }
            for one in played.open
        ],
        "due": [
            {"on": one.on.isoformat(), "kind": one.kind, "thing": one.thing, "step": one.step, "who": one.who}
            for one in played.dues
        ],
        "pairing": _helping(played.helping),
        "logs": {
            "count": played.logs,
            "events": played.events,
            "board": played.board,
            "sound": played.verified,
        },
    }


def _helping(one: Helping) -> dict[str, Any]:
    return {
        "on": one.on.isoformat(),
        "households": one.households,
        "covered": one.covered,
        "helpers": one.helpers,
        "chosen": one.chosen,
        "placed": one.placed,
        "audited": one.audited.ok,
        "problem": one.problem.digest,
    }


def _both(text: Text | Labelled) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en or text.zh}


def _coverage(one: Coverage) -> dict[str, Any]:
    total = one.total
    return {
        "on": one.on.isoformat(),
        "stage": one.stage.value,
        "unit": one.unit,
        "due": total.due,
        "done": total.done,
        "open": total.open,
        "exempt": total.exempt,
        "share": None if total.share is None else str(total.share),
    }
