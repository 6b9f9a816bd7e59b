"""The command: its verbs, and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from sanliang import activities, posts
from sanliang.kernel.errors import MissingExtra
from sanliang.kernel.lifecycles import diagram as drawn

try:
    from cyclopts import App, CycloptsError
    from rich.console import Console
except ImportError as error:
    raise MissingExtra(extra="cli", package=error.name or "cyclopts") from None

from sanliang.ext.cli import (
    _checks,
    _documents,
    _grades,
    _log,
    _mutate,
    _new_township,
    _pairing,
    _schemas,
    _show,
    _townships,
)
from sanliang.ext.cli._files import reader, shipped, town_of
from sanliang.ext.cli._office import BASES
from sanliang.ext.cli._output import document, told
from sanliang.ext.cli._play import play
from sanliang.ext.cli._tours import PLAYS, _shown, tour, whose

Lang = Literal["zh", "en"]
Word = Literal[
    "campaign",
    "concern",
    "course",
    "inspection",
    "mobilisation",
    "notice",
    "objection",
    "plaque",
    "pledge",
    "post",
    "session",
]

DRAWN = {
    **BASES,
    "mobilisation": activities.MOBILISATION_BASE,
    "post": posts.BASE,
    "session": activities.SESSION_BASE,
}
"""The lifecycle of each word that can be drawn."""

app = App(name="sanliang", help="The three displays (三亮): plaques, pledges and what came of them.")


@app.command
@told
def demo(
    folder: Path | None = None, *, town: str | None = None, lang: Lang = "zh", json: bool = False
) -> int:
    """
    Play a town: the campaign of 兴十四镇, from the plaques to the consolidation, or the tour of another.

    Parameters
    ----------
    folder
        Another campaign's files instead, or another tour's, of the same names and columns.
    town
        The id of the town whose tour is played.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    rules = whose(town, folder=folder is not None)
    console = Console(highlight=False)
    if town in PLAYS:
        toured = tour(rules, reader(folder or shipped(rules.id)))
        document(_shown.as_data(toured)) if json else _shown.on(console, toured, lang)
        return 0 if toured.sound else 1
    played = play(town_of(reader(folder or shipped())), rules.lifecycles)
    document(_show.as_data(played)) if json else _show.on(console, played, lang)
    if town is None and folder is None and not json:
        _shown.others(console, PLAYS, lang)
    return 0 if played.sound else 1


@app.command
@told
def diagram(word: Word, *, town: str | None = None, lang: Lang = "zh") -> int:
    """
    Print a lifecycle as a Mermaid state diagram.

    Parameters
    ----------
    word
        Whose lifecycle.
    town
        The id of a town, or the folder of one, whose course is drawn; the base's, if left out.
    lang
        The language of its states and moves.
    """
    base = DRAWN[word]
    rules = _townships.maybe(town)
    lifecycle = base if rules is None else rules.lifecycles[base.kind.name]
    print(drawn(lifecycle, lang=lang))
    return 0


app.command(_checks.lint)
app.command(_checks.cases, name="test")
app.command(_grades.rate)
app.command(_grades.explain)
app.command(_grades.compare)
app.command(_pairing.pair)
app.command(_pairing.audit)
app.command(_pairing.repair)
app.command(_documents.check)
app.command(_documents.upgrade)
app.command(_log.app)
app.command(_schemas.schema)
app.command(_townships.townships)
app.command(_townships.township)
app.command(_mutate.mutate)
app.command(_new_township.new_township)


def run(words: Sequence[str]) -> int:
    """Run the command, and answer its exit code."""
    try:
        code: int = app(words, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        print(error, file=sys.stderr)
        return 2
    return code or 0
