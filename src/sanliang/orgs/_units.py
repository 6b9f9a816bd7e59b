"""Units in two lines, their kinds, and the table of which kind may stand under which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from sanliang.kernel import fields
from sanliang.kernel.errors import Faults, InvalidInput, NotFound
from sanliang.kernel.fields import (
    as_name_set,
    as_names,
    checked,
    code_set,
    identifier,
    instance,
    instances,
    names,
    optional,
)
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.orgs._terms import ordered

DIVISION = Phrase("unit.code", "区划代码应为 6、9、12 或 15 位数字", "must be 6, 9, 12 or 15 digits")
DOUBLED_RULE = Phrase("nesting.doubled", "该类组织已有规则", "has a rule for this kind already")
UNKNOWN_RULE = Phrase(
    "nesting.unknown",
    "上级类别在表中没有规则，可用：{known}",
    "names a kind that has no rule in this table; there are: {known}",
)
MIXED_RULE = Phrase(
    "nesting.line", "上级与本级不在同一条线上", "names a kind of the other line; lines do not mix"
)
NO_KIND = Phrase(
    "kind.not_found",
    "表中没有这类组织，可用：{known}",
    "no kind of unit in this table has that code; there are: {known}",
)
NO_CEASING = Phrase(
    "unit.merged_open",
    "已并入他处的组织须注明截止日",
    "a unit that was merged needs the last day on which it stood",
)
NO_BEGINNING = Phrase(
    "unit.split_open",
    "由他处分设的组织须注明起始日",
    "a unit that was split from another needs the first day on which it stood",
)

_DIVISION = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,3}")


class Line(Labelled):
    """The two trees that a roster holds side by side."""

    PARTY = "party", "党组织", "Party line"
    PLACE = "place", "区域", "place line"


class UnitKind(Labelled):
    """The kinds of units that every township knows; a town's own kinds are rows of its `Nesting`."""

    TOWNSHIP_COMMITTEE = "township_committee", "乡镇党委", "township Party committee"
    WORKING_COMMITTEE = "working_committee", "党工委", "Party working committee"
    GENERAL_BRANCH = "general_branch", "党总支", "general Party branch"
    BRANCH = "branch", "党支部", "Party branch"
    JOINT_BRANCH = "joint_branch", "联合党支部", "joint Party branch"
    TEMPORARY_BRANCH = "temporary_branch", "临时党支部", "temporary Party branch"
    PARTY_GROUP = "party_group", "党小组", "Party group"
    TOWNSHIP = "township", "乡镇", "township"
    VILLAGE = "village", "村（社区）", "village or community"
    VILLAGER_GROUP = "villager_group", "村民小组", "villager group"
    LARGE_GRID = "large_grid", "大网格", "large grid"
    SMALL_GRID = "small_grid", "小网格", "small grid"
    MICRO_GRID = "micro_grid", "微网格", "micro grid"
    HUB_HOUSEHOLD = "hub_household", "党员中心户", "Party-member hub household"


def _line(value: str) -> Line:
    return Line.of(value, "line")


@attrs.frozen(kw_only=True)
class UnitRule:
    """
    One row of the table: what a kind of unit is, and under which kinds it may stand.

    Args:
        kind: The code of the kind.
        line: The tree that it belongs to.
        under: Codes of the kinds that it may stand directly under; none for a kind that is always on top.
        name: What the kind is called.
        branch: Whether it is a branch: the unit that vets its members' pledges.
        guests: Whether its members keep their own branch and are counted there, as those of a temporary
            branch do.

    Example:
        >>> UnitRule(kind="area", line=Line.PLACE, under=["township"], name=Text("片区", "area")).under
        frozenset({'township'})
    """

    kind: str = attrs.field(validator=checked(fields.code))
    line: Line = attrs.field(converter=_line)
    under: frozenset[str] = attrs.field(
        default=frozenset(), converter=as_name_set, validator=checked(code_set)
    )
    name: Text = attrs.field(validator=checked(instance(Text)))
    branch: bool = attrs.field(default=False, validator=checked(instance(bool)))
    guests: bool = attrs.field(default=False, validator=checked(instance(bool)))


def _rules(value: Iterable[UnitRule]) -> tuple[UnitRule, ...]:
    rules = fields.instances(UnitRule)(value, "rules")
    lines, faults = {rule.kind: rule.line for rule in rules}, Faults()
    known, seen = ", ".join(sorted(lines)), set[str]()
    for place, rule in enumerate(rules):
        if rule.kind in seen:
            faults.add(DOUBLED_RULE.fault(f"rules[{place}].kind"))
        seen.add(rule.kind)
        if not rule.under <= lines.keys():
            faults.add(UNKNOWN_RULE.fault(f"rules[{place}].under", known=known))
        elif any(lines[above] != rule.line for above in rule.under):
            faults.add(MIXED_RULE.fault(f"rules[{place}].under"))
    faults.check()
    return tuple(sorted(rules, key=_kind_of))


def _kind_of(rule: UnitRule) -> str:
    return rule.kind


@attrs.frozen(kw_only=True)
class Nesting:
    """
    The table of kinds: every kind that a roster may hold, and what each may stand under.

    Any kind may also stand on top, since a roster may begin at a village or at a branch.

    Example:
        >>> area = UnitRule(kind="area", line=Line.PLACE, under=["township"], name=Text("片区", "area"))
        >>> NESTING.with_rules(area).rule("area").name.get("zh")
        '片区'
    """

    rules: tuple[UnitRule, ...] = attrs.field(converter=_rules)

    def rule(self, kind: str) -> UnitRule:
        """
        The row of one kind.

        Raises:
            NotFound: The table has no such kind.
        """
        for rule in self.rules:
            if rule.kind == kind:
                return rule
        raise NotFound(NO_KIND.fault("kind", known=", ".join(rule.kind for rule in self.rules)))

    def with_rules(self, *rules: UnitRule) -> Nesting:
        """The table with these rows; each takes the place of the row of its kind, if there is one."""
        new = {rule.kind for rule in instances(UnitRule)(rules, "rules")}
        return Nesting(rules=(*(rule for rule in self.rules if rule.kind not in new), *rules))


def division_code(value: Any, path: str = "") -> str:
    """A division code: opaque, of 6, 9, 12 or 15 digits."""
    text = fields.clean_text(value, path)
    if not _DIVISION.fullmatch(text):
        raise InvalidInput(DIVISION.fault(path))
    return text


@attrs.frozen(kw_only=True)
class Unit:
    """
    A unit of either line: a branch, a village, a grid ...

    Args:
        id: Unique among the units of a roster.
        kind: The code of a kind, as a rule one of `UnitKind`.
        name: What it is called.
        parent: The id of the unit that it stands under, in the same line; none on top.
        since: Its first day; open where it was always there.
        until: Its last day; open where it still stands.
        code: Its division code: 6, 9, 12 or 15 digits, otherwise opaque.
        place: Of a Party unit, the id of the place that it sits in.
        covers: Of a joint branch, the names of the units that it covers.
        merged_into: The id of the unit that took over everybody after the last day.
        split_from: The id of the unit that it was a part of before its first day.

    Example:
        >>> Unit(id="b-east", kind=UnitKind.BRANCH, name="东岭村党支部", place="v-east").kind
        'branch'
    """

    id: str = attrs.field(validator=checked(identifier))
    kind: str = attrs.field(validator=checked(fields.code))
    name: str = attrs.field(validator=checked(identifier))
    parent: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    since: date | None = attrs.field(default=None, validator=checked(optional(fields.day)))
    until: date | None = attrs.field(default=None, validator=checked(optional(fields.day)))
    code: str | None = attrs.field(default=None, validator=checked(optional(division_code)))
    place: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    covers: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))
    merged_into: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    split_from: str | None = attrs.field(default=None, validator=checked(optional(identifier)))

    def __attrs_post_init__(self) -> None:
        ordered(self)
        if self.merged_into is not None and self.until is None:
            raise InvalidInput(NO_CEASING.fault("until"))
        if self.split_from is not None and self.since is None:
            raise InvalidInput(NO_BEGINNING.fault("since"))


_TOPS = ("township_committee", "working_committee")
_AREAS = ("township", "village")


def _row(kind: UnitKind, line: Line, *under: str, branch: bool = False, guests: bool = False) -> UnitRule:
    name = Text(kind.zh, kind.en)
    return UnitRule(kind=kind, line=line, under=frozenset(under), name=name, branch=branch, guests=guests)


NESTING = Nesting(
    rules=(
        _row(UnitKind.TOWNSHIP_COMMITTEE, Line.PARTY),
        _row(UnitKind.WORKING_COMMITTEE, Line.PARTY),
        _row(UnitKind.GENERAL_BRANCH, Line.PARTY, *_TOPS),
        _row(UnitKind.BRANCH, Line.PARTY, *_TOPS, "general_branch", branch=True),
        _row(UnitKind.JOINT_BRANCH, Line.PARTY, *_TOPS, "general_branch", branch=True),
        _row(UnitKind.TEMPORARY_BRANCH, Line.PARTY, *_TOPS, "general_branch", branch=True, guests=True),
        _row(UnitKind.PARTY_GROUP, Line.PARTY, "branch", "joint_branch", "temporary_branch"),
        _row(UnitKind.TOWNSHIP, Line.PLACE),
        _row(UnitKind.VILLAGE, Line.PLACE, "township"),
        _row(UnitKind.VILLAGER_GROUP, Line.PLACE, "village", "large_grid"),
        _row(UnitKind.LARGE_GRID, Line.PLACE, *_AREAS),
        _row(UnitKind.SMALL_GRID, Line.PLACE, *_AREAS, "villager_group", "large_grid"),
        _row(UnitKind.MICRO_GRID, Line.PLACE, *_AREAS, "villager_group", "large_grid", "small_grid"),
        _row(
            UnitKind.HUB_HOUSEHOLD, Line.PLACE,
            "village", "villager_group", "large_grid", "small_grid", "micro_grid",
        ),
    )
)  # fmt: skip
"""The table that holds where a town has said nothing else."""
