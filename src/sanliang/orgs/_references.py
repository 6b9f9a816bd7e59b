"""All that the rows of a roster say about each other, checked in one go, in linear time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, TypeVar

import attrs

from sanliang.kernel.errors import SHOWN, Faults
from sanliang.kernel.labels import Phrase, Text
from sanliang.orgs._households import Household
from sanliang.orgs._index import meant, near
from sanliang.orgs._people import Belonging, Member
from sanliang.orgs._terms import Term, first, holds, last
from sanliang.orgs._units import Line, Nesting, Unit, UnitRule

DOUBLED = Phrase("id.doubled", "编号重复，首次见于 {where}", "has an id that {where} has already")
NO_UNIT = Phrase("unit.unknown", "名册中没有该组织{hint}", "names no unit of this roster{hint}")
NO_HOUSEHOLD = Phrase("household.unknown", "名册中没有该户{hint}", "names no household of this roster{hint}")
NO_KIND = Phrase("unit.kind", "没有这类组织{hint}", "is no kind of unit in the nesting table{hint}")
WRONG_LINE = Phrase(
    "unit.line", "须为{line}的组织，而所指属{other}", "must name a unit of the {line}, not of the {other}"
)
WRONG_NEST = Phrase(
    "unit.nesting",
    "{kind}不能直接设在{above}之下，可设在：{allowed}",
    "a {kind} may not stand directly under a {above}; it may stand under: {allowed}",
)
CIRCLE = Phrase(
    "unit.cycle",
    "上级或合并关系绕成了圈",
    "stands under itself: its chain of parents and mergers goes in a circle",
)
OUTSIDE = Phrase(
    "term.outside",
    "超出所指组织的存续期（{since} 至 {until}）",
    "reaches beyond the days on which that unit stands ({since} to {until})",
)
NO_HEIR = Phrase(
    "unit.merged_gap",
    "所并入的组织在次日（{on}）不存在",
    "names a unit that does not stand on the day after, {on}",
)
NO_ORIGIN = Phrase(
    "unit.split_gap",
    "分设前一日（{on}）原组织不存在",
    "names a unit that does not stand on the day before, {on}",
)
PLACED = Phrase("unit.placed", "只有党组织才设在某个区域", "only a unit of the Party line sits in a place")
OVERLAP = Phrase(
    "belongs.overlap",
    "与另一段归属在同一天重叠；一人一户在同一条线上同时只属一个组织",
    "shares a day with another belonging of the same line; it is one unit at a time",
)

BEGINNING = Text("最初", "the beginning")
TODAY = Text("今", "today")

Table = Literal["units", "members", "households"]
Where = Callable[[Table, int], str]
R = TypeVar("R", Unit, Member, Household)

_DAY = timedelta(days=1)


def numbered(table: Table, place: int) -> str:
    """The path of a row of a list: `members[17]`."""
    return f"{table}[{place}]"


def references(
    units: Sequence[Unit],
    members: Sequence[Member],
    households: Sequence[Household],
    nesting: Nesting,
    *,
    where: Where = numbered,
    spared: Iterable[str] = (),
) -> Faults:
    """All that is wrong among the rows; ids of *spared* are not called unknown: their rows were refused."""
    check = _Check(where, frozenset(spared), {rule.kind: rule for rule in nesting.rules})
    check.known = check.distinct(units, "units")
    check.ends = _ends(check.known)
    check.ids = sorted(check.known)
    check.homes = frozenset(check.distinct(households, "households"))
    check.home_ids = sorted(check.homes)
    check.distinct(members, "members")
    circle = _circle(check.known)
    for place, unit in enumerate(units):
        check.unit(unit, where("units", place), unit.id in circle)
    for place, household in enumerate(households):
        check.belongs(household.belongs, where("households", place), only=Line.PLACE)
    for place, member in enumerate(members):
        check.member(member, where("members", place))
    return check.faults


def _ends(units: dict[str, Unit]) -> dict[str, date]:
    """The last day of each unit, or of the last of those that it was merged into."""
    ends: dict[str, date] = {}
    for unit in units.values():
        walked = [unit]
        while (into := walked[-1].merged_into) in units and into not in ends and len(walked) <= len(units):
            walked.append(units[str(into)])
        # Where a merger leads nowhere or in a circle, that is the fault, and not what follows from it.
        end = last(walked[-1]) if into is None else ends.get(into, date.max)
        ends.update((one.id, end) for one in walked)
    return ends


def _circle(units: dict[str, Unit]) -> set[str]:
    """The units whose chain of parents and mergers comes back to themselves."""
    up: dict[str, set[str]] = {id: set() for id in units}
    down: dict[str, set[str]] = {id: set() for id in units}
    for unit in units.values():
        for above in (unit.parent, unit.merged_into):
            if above is not None and above in units:
                up[unit.id].add(above)
                down[above].add(unit.id)
    return _peeled(_peeled(set(units), up, down), down, up)


def _peeled(left: set[str], ahead: dict[str, set[str]], behind: dict[str, set[str]]) -> set[str]:
    """What is left when those that lead nowhere are taken away, again and again."""
    ways = {id: len(ahead[id] & left) for id in left}
    ready = [id for id, count in ways.items() if count == 0]
    for id in ready:
        for before in behind[id] & left:
            ways[before] -= 1
            if ways[before] == 0:
                ready.append(before)
    return left.difference(ready)


def _shown(unit: Unit) -> dict[str, object]:
    return {"since": unit.since or BEGINNING, "until": unit.until or TODAY}


@attrs.define
class _Check:
    """The state of one run: what is known, and what has been found."""

    where: Where
    spared: frozenset[str]
    rules: dict[str, UnitRule]
    faults: Faults = attrs.field(factory=Faults)
    known: dict[str, Unit] = attrs.field(factory=dict)
    ends: dict[str, date] = attrs.field(factory=dict)
    ids: list[str] = attrs.field(factory=list)
    homes: frozenset[str] = frozenset()
    home_ids: list[str] = attrs.field(factory=list)

    def distinct(self, rows: Sequence[R], table: Table) -> dict[str, R]:
        """The rows by id; of doubled ones the first."""
        found: dict[str, R] = {}
        places: dict[str, int] = {}
        for place, row in enumerate(rows):
            if row.id in found:
                first_at = self.where(table, places[row.id])
                self.faults.add(DOUBLED.fault(f"{self.where(table, place)}.id", where=first_at))
            else:
                found[row.id], places[row.id] = row, place
        return found

    def unknown(self, phrase: Phrase, path: str, word: str, ids: Sequence[str]) -> None:
        """Count a reference that leads nowhere; what it may have meant is asked while faults are kept."""
        if word in self.spared:
            return
        guess = near(word, ids) if len(self.faults.kept) < SHOWN else ""
        self.faults.add(phrase.fault(path, hint=meant(guess)))

    def find(self, id: str, path: str, line: Line | None) -> Unit | None:
        """The unit that a reference names, if it is there and of the line that is asked for."""
        unit = self.known.get(id)
        if unit is None:
            self.unknown(NO_UNIT, path, id, self.ids)
            return None
        rule = self.rules.get(unit.kind)
        if rule is None:
            return None
        if line is not None and rule.line is not line:
            self.faults.add(WRONG_LINE.fault(path, line=line, other=rule.line))
            return None
        return unit

    def unit(self, unit: Unit, path: str, circles: bool) -> None:
        """What a unit says about others."""
        rule = self.rules.get(unit.kind)
        if circles:
            self.faults.add(CIRCLE.fault(f"{path}.parent"))
        if rule is None:
            self.unknown(NO_KIND, f"{path}.kind", unit.kind, sorted(self.rules))
            return
        if unit.parent is not None:
            self.parent(unit, rule, unit.parent, f"{path}.parent")
        if unit.place is not None and rule.line is Line.PLACE:
            self.faults.add(PLACED.fault(f"{path}.place"))
        elif unit.place is not None:
            self.find(unit.place, f"{path}.place", Line.PLACE)
        if unit.merged_into is not None and unit.until is not None and unit.until < date.max:
            self.stands(unit.merged_into, f"{path}.merged_into", rule.line, unit.until + _DAY, NO_HEIR)
        if unit.split_from is not None and unit.since is not None and unit.since > date.min:
            self.stands(unit.split_from, f"{path}.split_from", rule.line, unit.since - _DAY, NO_ORIGIN)

    def stands(self, id: str, path: str, line: Line, on: date, otherwise: Phrase) -> None:
        """That a unit stands on a day."""
        other = self.find(id, path, line)
        if other is not None and not holds(other, on):
            self.faults.add(otherwise.fault(path, on=on))

    def parent(self, unit: Unit, rule: UnitRule, above: str, path: str) -> None:
        """That a unit may stand where it does, and on the days on which it does."""
        parent = self.find(above, path, rule.line)
        if parent is None:
            return
        if parent.kind not in rule.under:
            allowed = tuple(self.rules[kind].name for kind in sorted(rule.under))
            name = self.rules[parent.kind].name
            self.faults.add(WRONG_NEST.fault(path, kind=rule.name, above=name, allowed=allowed))
        self.within(unit, parent, path, end=self.ends[parent.id])

    def within(self, term: Term, unit: Unit, path: str, *, end: date) -> None:
        """That a term keeps to the days of a unit, which end with *end*."""
        too_early = date.min < first(term) < first(unit) or last(term) < first(unit)
        if too_early or first(term) > last(unit) or last(term) > end:
            self.faults.add(OUTSIDE.fault(path, **_shown(unit)))

    def belongs(self, belongings: tuple[Belonging, ...], path: str, *, only: Line | None = None) -> None:
        """That belongings name units that stand, and one unit at a time."""
        free: dict[tuple[Line, bool], date] = {}
        for place, one in enumerate(belongings):
            where = f"{path}.belongs[{place}]"
            unit = self.find(one.unit, f"{where}.unit", only)
            if unit is None:
                continue
            rule = self.rules[unit.kind]
            self.within(one, unit, f"{where}.unit", end=self.ends[unit.id])
            kind = (rule.line, rule.guests)
            if kind in free and first(one) <= free[kind]:
                self.faults.add(OVERLAP.fault(where))
            free[kind] = max(free.get(kind, date.min), min(last(one), self.ends[unit.id]))

    def member(self, member: Member, path: str) -> None:
        """What a member says about units and a household."""
        self.belongs(member.belongs, path)
        if member.household is not None and member.household not in self.homes:
            self.unknown(NO_HOUSEHOLD, f"{path}.household", member.household, self.home_ids)
        for place, post in enumerate(member.posts):
            unit = self.find(post.unit, f"{path}.posts[{place}].unit", None)
            if unit is not None:
                end = date.max if post.until is None else last(unit)
                self.within(post, unit, f"{path}.posts[{place}].unit", end=end)
