"""Members who are rated together over several cycles, and the plain arithmetic of their stars."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from sanliang import records
from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.ratings import Subject, rate_group
from sanliang.records import Book, Record
from sanliang.rulebooks import Rulebook, loads
from sanliang.testing._bench import pick
from sanliang.testing._told import broken_unless

MEMBERS = ("m-1", "m-2", "m-3", "m-4", "m-5")
KINDS = ("deed", "deed", "deed", "fault", "veto")


@attrs.frozen(kw_only=True)
class Numbers:
    """
    What a small book of stars says, as numbers: the book is written from them, and the model counts by them.

    Args:
        base: What everybody begins with.
        half: Half points for each hour of a deed; *month* and *year* are the most points of one of them.
        fault: What a fault costs; all faults of a year together cost *faults* at most.
        lines: The least score of one star, of two and of three.
        rise: So many stars more than at the last rating at most.
        seats: How many of a hundred may have three stars; *least* are guaranteed.
        up: Whether a part of a seat is one.
        widen: Whether all who tie for the last seat have three stars, or none of them.
    """

    base: int = 60
    half: int = 3
    month: int = 9
    year: int = 36
    fault: int = 7
    faults: int = 25
    lines: tuple[int, int, int] = (60, 70, 80)
    rise: int = 1
    seats: int = 40
    least: int = 0
    up: bool = False
    widen: bool = False


KNOWN = (
    Numbers(),
    Numbers(base=75, half=5, month=5, year=11, rise=3, seats=15, least=1),
    Numbers(base=64, half=1, lines=(55, 64, 68), fault=2, faults=5, seats=25, up=True, widen=True),
)
"""The books that are tried: each with another edge in it."""

BOOK = """
schema   = 1
id       = "hall"
rates    = "member"
title    = {{ zh = "党员评星" }}
source   = {{ title = "某镇党委文件" }}
cycle    = {{ every = "year", starts = 2026-01-01 }}
decimals = 0

[fact]
deeds  = {{ records = "deed" }}
faults = {{ records = "fault" }}
vetoes = {{ records = "veto" }}

[item.base]
points = {base}

[item.good]
for_each = "deeds"
field    = "hours"
each     = {each}
ceiling  = {{ month = {month}, cycle = {year} }}

[item.bad]
fact  = "faults"
each  = -{fault}
floor = -{faults}

[scale]
tiers = [
  {{ name = 3, at_least = {three} }},
  {{ name = 2, at_least = {two} }},
  {{ name = 1, at_least = {one} }},
]

[[clause]]
when = {{ fact = "vetoes", at_least = 1 }}
then = {{ is = "none" }}

[[clause]]
then = {{ rise_at_most = {rise} }}

[[quota]]
tier    = 3
of      = "hall"
at_most = "{seats}%"
least   = {least}
round   = "{round}"
ties    = "{ties}"
"""


@lru_cache
def book_of(said: Numbers) -> Rulebook:
    """The book that says these numbers."""
    one, two, three = said.lines
    more = {
        "each": said.half / 2,
        "one": one,
        "two": two,
        "three": three,
        "round": "up" if said.up else "down",
        "ties": "widen" if said.widen else "narrow",
    }
    return loads(BOOK.format(**attrs.asdict(said), **more))


# --- the model --------------------------------------------------------------------------------------------

Kept = tuple[str, str, date, int]
"""What was recorded: of whom, what, on which day, how many hours."""


def score(kept: list[Kept], said: Numbers) -> int:
    """The points of somebody by what was recorded of a year, a half point counting as one."""
    months = Counter[int]()
    for _, kind, on, hours in kept:
        months[on.month] += said.half * hours * (kind == "deed")
    halves = min(2 * said.year, sum(min(2 * said.month, one) for one in months.values()))
    bad = sum(kind == "fault" for _, kind, _, _ in kept)
    return said.base + (halves + 1) // 2 - min(said.faults, said.fault * bad)


def stars(scores: dict[str, int], struck: set[str], last: dict[str, int], said: Numbers) -> dict[str, int]:
    """
    The stars of everybody: by their points, by what strikes them out, by their last stars, by the seats.

    Args:
        scores: The points of everybody.
        struck: Who has done what costs all stars.
        last: The stars of whoever was rated before.
    """
    won = dict[str, int]()
    for who, points in scores.items():
        reached = sum(line <= points for line in said.lines)
        won[who] = 0 if who in struck else min(reached, last.get(who, 3) + said.rise)
    seats = max(said.least, (said.seats * len(won) + 99 * said.up) // 100)
    best = {who: scores[who] for who, many in won.items() if many == 3}
    for who, mine in best.items() if len(best) > seats else ():
        above = sum(mine < one for one in best.values())
        beside = sum(mine <= one for one in best.values())
        won[who] = 3 if (above < seats if said.widen else beside <= seats) else 2
    return won


# --- the members ------------------------------------------------------------------------------------------


@attrs.define
class Hall:
    """
    The records and the stars of some members, year by year.

    Args:
        said: The numbers of their book.
        members: Who is rated.
        year: The year that is going on.
        kept: By id, what was recorded and counts.
        last: The stars of the last rating that was final; *past* are those of all years, by the ratings.
    """

    said: Numbers = KNOWN[0]
    members: list[str] = attrs.field(factory=lambda: [*MEMBERS])
    year: int = 2026
    book: Book = attrs.field(factory=lambda: Book.begin("hall"), repr=False)
    kept: dict[str, Kept] = attrs.field(factory=dict)
    last: dict[str, int] = attrs.field(factory=dict)
    past: dict[str, list[str | None]] = attrs.field(factory=dict, repr=False)
    written: list[Text] = attrs.field(factory=list)

    def step(self, data: DataObject, on: date) -> None:
        """Some things are written down or taken back, and everybody is rated."""
        self.turn(on)
        for _ in range(data.draw(st.integers(1, 6), label="records")):
            if self.kept and data.draw(st.integers(0, 7), label="takes back") == 0:
                self.take_back(pick(data, sorted(self.kept), label="record"), on)
            else:
                day = date(on.year, data.draw(st.integers(1, on.month), label="month"), 1)
                hours = data.draw(st.integers(0, 9), label="hours")
                who, kind, done = pick(data, self.members), pick(data, KINDS), pick(data, (on, day))
                self.write(who, kind, done, hours, today=on)
        self.rate(on)

    def turn(self, on: date) -> None:
        """The years before that of a day are over; their stars are final."""
        while self.year < on.year:
            rated = self.rate(date(self.year, 12, 31))
            for who in {*self.past, *rated}:
                of = self.past.setdefault(who, [])
                of.extend([None] * (self.year - 2026 - len(of)))
                of.append(None if who not in rated else str(rated[who] or "none"))
            self.last.update(rated)
            self.year, self.kept = self.year + 1, {}

    def write(self, who: str, kind: str, on: date, hours: int, *, today: date) -> None:
        """Write something down that was done on a day of this year."""
        id = f"r-{self.book.version}"
        entry = Record(
            id=id,
            subject=who,
            kind=kind,
            on=on,
            fields={"hours": hours},
            recorder="m-2",
            recorded=datetime(today.year, today.month, today.day, tzinfo=UTC),
        )
        self.book = records.apply(self.book, records.record(self.book, entry))
        self.kept[id] = (who, kind, on, hours)
        self.written.append(
            Text(f"  {on} {id}：{who}，{kind}，{hours} 小时", f"  {on} {id}: {who}, {kind}, {hours} hours")
        )

    def take_back(self, id: str, on: date) -> None:
        """Take back what was written down."""
        event = records.reverse(self.book, id, why="登记有误", by="m-2", on=on)
        self.book = records.apply(self.book, event)
        del self.kept[id]
        self.written.append(Text(f"  {on} 冲正 {id}", f"  {on} {id} is taken back"))

    def rate(self, on: date) -> dict[str, int]:
        """Rate everybody; each has the points and the stars that the model says. Gives the stars."""
        mine = {who: [one for one in self.kept.values() if one[0] == who] for who in self.members}
        scores = {who: score(some, self.said) for who, some in mine.items()}
        struck = {who for who, some in mine.items() if any(kind == "veto" for _, kind, _, _ in some)}
        won = stars(scores, struck, self.last, self.said)
        subjects = [
            Subject(id=who, records=self.book.of(who), past=self.past.get(who, ())) for who in self.members
        ]
        found = rate_group(subjects, book_of(self.said), on=on)
        for who in self.members:
            of: Any = found.ratings[who]
            ours = (scores[who], str(won[who] or "none"))
            theirs = (getattr(of, "score", None), getattr(of, "tier", None))
            broken_unless(
                ours == theirs,
                "{who}，{on}：按规则为 {ours}，评为 {theirs}；{said}",
                "{who} on {on}: by the rules {ours}, and rated {theirs}; {said}",
                who=who,
                on=on,
                ours=ours,
                theirs=theirs,
                said=repr(self.said),
            )
        return won

    def story(self, lang: Lang = "en") -> str:
        """What was written down."""
        return "\n".join(one.get(lang) for one in self.written[-12:])
