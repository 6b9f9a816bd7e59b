"""What a tour looks like: in a terminal, and as data; and which tours there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.markup import escape

from sanliang import townships
from sanliang.ext.cli._ratings import both
from sanliang.ext.cli._show import BROKEN, LOGS, SOUND
from sanliang.ext.cli._tours._tour import Told, Tour
from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source

RULES = Text(
    "按 {id} 的规则，与基础不同之处 {count} 条（sanliang township describe {id}）",
    "by the rules of {id}, which differ from the base in {count} ways (sanliang township describe {id})",
)
ARTICLE = Text("  报道：{number}", "  the article: {number}")
LEAST = Text("{number} 以上", "{number} or more")
MARKS: dict[bool | None, str] = {True: "[green]✓[/]", False: "[red]✗[/]", None: " "}
OTHERS = Text("其他镇的导览：", "The tours of the other towns:")


def on(console: Console, tour: Tour, lang: Lang) -> None:
    """Print the chapters, each figure beside the article's, and what the logs prove."""
    console.rule(f"[bold]{escape(tour.title.get(lang))}")
    for source in _sources(tour):
        console.print(escape(source.text(lang)), style="dim", soft_wrap=True)
    differences = len(townships.describe(tour.town).differences)
    console.print(escape(RULES.get(lang).format(id=tour.town.id, count=differences)), soft_wrap=True)
    for title, told in tour.chapters:
        console.print(f"[bold]{escape(title.get(lang))}")
        for one in told:
            line = f"  {MARKS[one.holds]} {escape(one.says.get(lang))}[dim]{_article(one, lang)}[/]"
            console.print(line, soft_wrap=True)
    sound = (SOUND if tour.verified else BROKEN).get(lang)
    logs = LOGS.get(lang).format(logs=tour.logs, events=tour.events, sound=sound, board=tour.board[:16])
    console.print(logs, soft_wrap=True)


def _article(one: Told, lang: Lang) -> str:
    if one.holds is None:
        return ""
    number = str(one.figure.article)
    return ARTICLE.get(lang).format(
        number=LEAST.get(lang).format(number=number) if one.figure.least else number
    )


def _sources(tour: Tour) -> Iterable[Source]:
    """The sources of what the town says, each once."""
    changed = (one.change.source for one in tour.town.changes)
    return dict.fromkeys((*changed, *(one.source for one in tour.town.open)))


def others(console: Console, ids: Iterable[str], lang: Lang) -> None:
    """Name the other tours, each with its command."""
    console.print(f"[bold]{OTHERS.get(lang)}")
    for id in ids:
        name = townships.get(id).name.get(lang)
        console.print(f"  sanliang demo --town {id}  {escape(name)}", soft_wrap=True)


def as_data(tour: Tour) -> dict[str, Any]:
    """The same as plain data: what `--json` prints."""
    return {
        "town": tour.town.id,
        "name": both(tour.town.name),
        "title": both(tour.title),
        "sources": [{"title": one.title, "seen": one.seen} for one in _sources(tour)],
        "chapters": [
            {"title": both(title), "figures": [_figure(one) for one in told]} for title, told in tour.chapters
        ],
        "logs": {
            "count": tour.logs,
            "events": tour.events,
            "board": tour.board,
            "sound": tour.verified,
        },
        "sound": tour.sound,
    }


def _figure(one: Told) -> dict[str, Any]:
    return {
        "code": one.figure.code,
        "count": both(one.count) if isinstance(one.count, Text) else one.count,
        "article": one.figure.article,
        "least": one.figure.least,
        "holds": one.holds,
        "message": both(one.says),
    }
