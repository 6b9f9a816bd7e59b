"""What a tour of a town is: chapters of figures that were counted, beside those of the article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import attrs

from sanliang.activities import Roll, roll
from sanliang.ext.cli._files import found, rows, tables
from sanliang.ext.cli._office import Office
from sanliang.ext.workdays import published
from sanliang.kernel.events import Log, head_of, verify
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.wire import decode, read_toml
from sanliang.townships import Township

Count = int | Text
Read = Callable[[str], str]
PLACE = "{count}"

SHEET = "tour.toml"


@attrs.frozen(kw_only=True)
class Figure:
    """
    A figure of the file: what it is called, and what the article says of it.

    Attributes:
        code: As the play counts it.
        says: A sentence with `{count}` in it.
        article: The article's figure; nothing where it has none.
        least: Whether the article says so many or more.
    """

    code: str
    says: Text
    article: int | None = None
    least: bool = False


@attrs.frozen(kw_only=True)
class Chapter:
    """A chapter of the file: its title, and its figures."""

    title: Text
    figure: tuple[Figure, ...]


@attrs.frozen(kw_only=True)
class Sheet:
    """
    The file `tour.toml`.

    Attributes:
        days: The days of the play, by code.
    """

    title: Text
    days: FrozenMap[str, date] = FrozenMap()
    chapter: tuple[Chapter, ...]


@attrs.frozen(kw_only=True)
class Told:
    """A figure as it was counted, in a sentence, beside the article's."""

    figure: Figure
    count: Count

    @property
    def says(self) -> Text:
        """The sentence. It comes from a file: what stands in it is replaced, and not formatted."""
        count = self.count if isinstance(self.count, Text) else Text(str(self.count))
        says = self.figure.says
        return Text(says.zh.replace(PLACE, count.zh), says.get("en").replace(PLACE, count.get("en")))

    @property
    def holds(self) -> bool | None:
        """Whether it is what the article says; nothing where that says nothing."""
        article = self.figure.article
        if article is None or isinstance(self.count, Text):
            return None
        return self.count >= article if self.figure.least else self.count == article


@attrs.frozen(kw_only=True)
class Tour:
    """
    A tour as it was played.

    Attributes:
        town: By whose rules.
        chapters: Their titles, each with what is told.
        logs, events: How many there are; *board* is the one digest of all.
        verified: Whether every log verifies against its head, and replays to what was played.
    """

    town: Township
    title: Text
    chapters: tuple[tuple[Text, tuple[Told, ...]], ...]
    logs: int
    events: int
    board: str
    verified: bool

    @property
    def sound(self) -> bool:
        """Whether the logs prove it, and every figure of the article holds."""
        return self.verified and all(one.holds is not False for _, told in self.chapters for one in told)


class Stage:
    """
    Where a tour is played: the files, the town's rules, an office, and the logs of other words.

    Attributes:
        roster: The one that is acted by.
    """

    def __init__(self, town: Township, read: Read) -> None:
        """The stage of a town, with what its files say."""
        self.town, self.read = town, read
        self.sheet = decode(read_toml(read(SHEET), path=SHEET), Sheet, path=SHEET)
        self.roster = tables(read)
        self.office = Office(self.roster, town.lifecycles)
        self.workdays = published()
        self._rolls: dict[tuple[str, date], Roll] = {}
        self.others: list[tuple[Log, bool]] = []

    def rows(self, name: str, kind: type[Any], *numbers: str) -> tuple[Any, ...]:
        """The rows of a table."""
        return rows(self.read, name, kind, *numbers)

    def day(self, code: str) -> date:
        """
        A day of the play.

        Raises:
            NotFound: The file does not say it.
        """
        return found(self.sheet.days, code, f"{SHEET}.days.{code}")

    def roll(self, unit: str, on: date) -> Roll:
        """Who is due at a session of a unit on a day."""
        if (unit, on) not in self._rolls:
            self._rolls[unit, on] = roll(self.roster, unit, on=on)
        return self._rolls[unit, on]

    def keep(self, log: Log, *, same: bool) -> None:
        """Keep the log of another word; *same* says whether it replays to what was played."""
        self.others.append((log, same))


def told(stage: Stage, counts: Mapping[str, Count]) -> Tour:
    """
    The tour that the counts of a play make.

    Raises:
        NotFound: The file asks for a figure that the play does not count.
    """
    logs = [*stage.office.logs, *(log for log, _ in stage.others)]
    whole = all(same and verify(log, head=log.head).ok for log, same in stage.others)
    return Tour(
        town=stage.town,
        title=stage.sheet.title,
        chapters=tuple((one.title, tuple(_told(one, counts))) for one in stage.sheet.chapter),
        logs=len(logs),
        events=sum(len(log) for log in logs),
        board=head_of(logs),
        verified=whole and stage.office.proved(),
    )


def _told(chapter: Chapter, counts: Mapping[str, Count]) -> list[Told]:
    return [Told(figure=one, count=found(counts, one.code, f"{SHEET}.{one.code}")) for one in chapter.figure]
