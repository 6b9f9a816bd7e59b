"""The words of a roster file: its headers and what may stand in a cell, in Chinese and in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeVar

from sanliang.kernel.errors import Faults, InvalidInput, nearest
from sanliang.kernel.fields import code
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.timeline import Dated
from sanliang.orgs._households import HouseholdStatus, Standing
from sanliang.orgs._index import meant
from sanliang.orgs._people import Belonging, Excuse, MemberStatus, Post, Tag
from sanliang.orgs._roles import Role
from sanliang.orgs._units import UnitKind

BAD_DAY = Phrase("cell.day", "日期应写作 2026-07-01", "must be a day written as 2026-07-01")
BAD_WORD = Phrase(
    "cell.word", "不是可用的词；可用：{known}{hint}", "is none of the words for this column: {known}{hint}"
)
NO_CODE = Phrase(
    "cell.code",
    "不是已知的词，也不是代码；已知：{known}；本地用语由 own_words 给出",
    "is no known word and no code; known are: {known}; own_words brings words of the town's own",
)
BAD_YES = Phrase("cell.yes", "应为“是”或“否”", "must be yes or no")
BAD_POST = Phrase(
    "cell.post",
    "应写作“职务@组织编号”，可加任期，如 branch_secretary@b-east 2024-01-01..",
    "must be written as post@unit, with its days if need be: branch_secretary@b-east 2024-01-01..",
)

HEADERS: dict[str, dict[str, tuple[str, ...]]] = {
    "units": {
        "id": ("编号", "组织编号"),
        "kind": ("类别", "组织类别"),
        "name": ("名称", "组织名称"),
        "parent": ("上级", "上级编号", "上级组织"),
        "since": ("起始日", "成立日期"),
        "until": ("截止日", "撤销日期"),
        "code": ("区划代码",),
        "place": ("所在区域", "所在村"),
        "covers": ("覆盖单位",),
        "merged_into": ("并入",),
        "split_from": ("分设自",),
    },
    "members": {
        "id": ("编号", "党员编号"),
        "name": ("姓名",),
        "status": ("党员类别", "类别", "党员身份"),
        "belongs": ("所属组织", "所在党支部", "所属"),
        "place": ("所在村组", "所在网格"),
        "household": ("户编号", "户号"),
        "posts": ("职务", "党内职务"),
        "skills": ("特长", "技能"),
        "tags": ("标记", "标签"),
        "floating": ("流动党员", "是否流动党员"),
        "out_of_contact": ("失联党员", "是否失联"),
        "admitted": ("入党日期", "入党时间"),
        "born": ("出生日期", "出生年月"),
        "phone": ("电话", "手机号", "联系电话"),
        "id_number": ("身份证号", "公民身份号码"),
        "exempt_reason": ("免除原因", "豁免原因"),
        "exempt_decision": ("免除决定", "豁免决定"),
        "exempt_by": ("决定机构",),
        "exempt_decided": ("决定日期",),
        "exempt_since": ("免除起始日", "豁免起始日"),
        "exempt_until": ("免除截止日", "豁免截止日"),
    },
    "households": {
        "id": ("编号", "户编号", "户号"),
        "head": ("户主", "户主姓名"),
        "belongs": ("所在村组", "所属", "所在网格"),
        "statuses": ("户类别", "类别", "户情况"),
        "needs": ("需求", "帮扶需求"),
    },
}
"""The columns of each file, and the Chinese words that a header may have for them."""

REQUIRED = {"units": ("id", "kind", "name"), "members": ("id", "name", "status"), "households": ("id",)}

_MORE: dict[str, tuple[str, ...]] = {
    "full": ("正式", "党员", "中共党员"),
    "probationary": ("预备", "中共预备党员"),
    "village": ("村", "社区", "行政村"),
    "villager_group": ("组", "社"),
    "hub_household": ("中心户",),
    "branch": ("支部",),
    "floating": ("流动",),
    "out_of_contact": ("失联",),
    "elderly": ("高龄",),
    "infirm": ("年老体弱", "因病"),
    "branch_secretary": ("书记", "支部书记"),
    "deputy_secretary": ("副书记", "支部副书记"),
    "branch_committee": ("委员",),
    "group_leader": ("小组长", "党小组组长"),
    "registered_poor": ("建档立卡", "贫困户"),
    "subsistence": ("低保",),
    "extreme_hardship": ("特困",),
}
_YES = {"是": True, "有": True, "yes": True, "true": True, "1": True,
        "否": False, "无": False, "no": False, "false": False, "0": False, "": False}  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTS = re.compile(r"[;；]")
_TERM = re.compile(r"(?P<what>.*?)(?:\s+(?P<since>[0-9-]*)\.\.(?P<until>[0-9-]*))?", re.DOTALL)
_STEP = re.compile(r"(?P<what>.*?)(?:\s+(?P<since>[0-9][0-9-]*))?", re.DOTALL)

T = TypeVar("T")


def words(kind: type[Labelled]) -> dict[str, str]:
    """Every word that a cell may have for a code of this kind, in lower case."""
    found = {}
    for one in kind:
        for word in (str(one), one.zh, one.en, *_MORE.get(one, ())):
            found[word.lower()] = str(one)
    return found


KINDS, STATUSES, TAGS = words(UnitKind), words(MemberStatus), words(Tag)
ROLES, STANDINGS, EXCUSES = words(Role), words(HouseholdStatus), words(Excuse)


def columns(table: str) -> dict[str, str]:
    """Every word that a header may have for a column of a file, in lower case."""
    return {word.lower(): name for name, more in HEADERS[table].items() for word in (name, *more)}


def a_day(cell: str, path: str) -> date:
    """A day, written as 2026-07-01 and in no other way."""
    if _DAY.fullmatch(cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            pass
    raise InvalidInput(BAD_DAY.fault(path))


def yes(cell: str, path: str) -> bool:
    """Yes or no; an empty cell is no."""
    if cell.lower() not in _YES:
        raise InvalidInput(BAD_YES.fault(path))
    return _YES[cell.lower()]


def a_word(known: dict[str, str], cell: str, path: str) -> str:
    """The code of one of a closed set of words."""
    if cell.lower() not in known:
        hint = meant(nearest(cell.lower(), known))
        raise InvalidInput(BAD_WORD.fault(path, known=_shown(known), hint=hint))
    return known[cell.lower()]


def open_word(known: Mapping[str, str], cell: str, path: str) -> str:
    """The code of a word that is known; any other is taken for a code of the town's own."""
    try:
        return code(known.get(cell.lower(), cell), path)
    except InvalidInput:
        raise InvalidInput(NO_CODE.fault(path, known=_shown(known))) from None


def _shown(known: Mapping[str, str]) -> Text:
    """The words that are known, the first of each code: names in Chinese, and codes."""
    names = dict[str, str]()
    for word, one in known.items():
        if word != one:
            names.setdefault(one, word)
    return Text("、".join(names.values()) or "无", ", ".join(names) or "none")


def parts(cell: str) -> list[str]:
    """What a cell lists, separated by `;` or `；`."""
    return [part for part in (one.strip() for one in _PARTS.split(cell)) if part]


def each(cell: str, path: str, read: Callable[[str, str], T]) -> tuple[T, ...]:
    """Every part of a cell, read; every fault at once."""
    found, faults = [], Faults()
    for place, part in enumerate(parts(cell)):
        try:
            found.append(read(part, f"{path}[{place}]"))
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return tuple(found)


def term(part: str, path: str) -> tuple[str, dict[str, Any]]:
    """What stands before a term such as ` 2024-01-01..2026-12-31`, and its days; either may be open."""
    match = _TERM.fullmatch(part)
    assert match is not None
    days = {
        name: a_day(match[name], f"{path}.{name}") if match[name] else None for name in ("since", "until")
    }
    return match["what"], days


def made(path: str, kind: Callable[..., T], **fields: Any) -> T:
    """A value, its faults put where it was written."""
    try:
        return kind(**fields)
    except InvalidInput as error:
        faults = Faults()
        faults.extend(error, under=path)
        faults.throw()


def a_belonging(part: str, path: str) -> Belonging:
    """A unit, with the days if need be: `b-east 2019-01-01..`."""
    unit, days = term(part, path)
    return made(path, Belonging, unit=unit, **days)


def a_post(known: Mapping[str, str], part: str, path: str) -> Post:
    """A post and a unit, with the days if need be."""
    what, days = term(part, path)
    role, at, unit = what.partition("@")
    if not at:
        raise InvalidInput(BAD_POST.fault(path))
    return made(path, Post, role=open_word(known, role.strip(), f"{path}.role"), unit=unit.strip(), **days)


def a_standing(part: str, path: str) -> Standing:
    """A status of a household, with the days if need be."""
    what, days = term(part, path)
    return made(path, Standing, status=HouseholdStatus(a_word(STANDINGS, what, path)), **days)


def a_status(cell: str, path: str) -> Dated[MemberStatus]:
    """One status, or several with the day from which each counts: `预备 2025-07-01；正式 2026-07-01`."""
    return made(path, partial(Dated[MemberStatus], each(cell, path, _step)))


def _step(part: str, path: str) -> tuple[date, MemberStatus]:
    match = _STEP.fullmatch(part)
    assert match is not None
    since = a_day(match["since"], path) if match["since"] else date.min
    return since, MemberStatus(a_word(STATUSES, match["what"], path))


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what would look like one."""
    start = unicodedata.normalize("NFKC", cell).lstrip()[:1]
    return f"'{cell}" if cell.startswith("'") or (start and start in "=+-@") else cell


def plain(cell: str) -> str:
    """A cell without spaces around it, and without the apostrophe that guards it."""
    return cell.strip().removeprefix("'")
