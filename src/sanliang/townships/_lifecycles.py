"""The course of a word as a part of a town: states, moves and settings, changed one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import attrs

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import NOT_LIST, FrozenMap, clean_text
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.lifecycles import Fork, Kind, Lifecycle, Node, Row
from sanliang.kernel.sheets import Sheet, a_list, source, text, words, yes
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import Role
from sanliang.townships._at_odds import at_odds
from sanliang.townships._part import Making, Part, Reading, under

LISTS = ("settings", "nodes", "rows")
ADOPT = "adopt_revision"
"""The move by which a thing comes under the next revision; no row of a table has it."""

BAD_KEY = Phrase(
    "township.lifecycle_key",
    "应以 settings.、nodes. 或 rows. 开头，后接名称",
    "must be settings., nodes. or rows. and a name",
)
RESERVED = Phrase(
    "township.reserved",
    "这一步的名称用于改用新的一版，流程中不能用",
    "is the move to the next revision of a town, and no move of a lifecycle",
)
BAD_SETTING = Phrase("township.setting", "应为整数或文字", "must be a whole number or a text")
NO_SUCH_ROLE = Phrase(
    "township.role",
    "“{row}”由“{role}”办理，通用职务中没有；本镇须有人任此职；{near}",
    "row {row!r} is for the role {role!r}, which not every town knows: somebody has to hold it; of"
    " those that every town knows, {near}",
)
UNPROTECTED = Phrase(
    "township.unprotected",
    "“{row}”去掉了条件“{guard}”：可能有人办理关于自己的事项；出处如未这样写，请补上",
    "row {row!r} does without the condition {guard!r}: somebody may decide what is about themselves; unless"
    " the source says so, put it back",
)
A_ROW = Phrase(
    "township.row",
    "{label}：{leaves} → {enters}；办理：{roles}；条件：{guards}；须附：{needs}",
    "{label}: {leaves} → {enters}; by: {roles}; conditions: {guards}; needs: {needs}",
)
A_STATE = Phrase("township.state", "状态：{label}", "state: {label}")

ANYBODY, NOTHING, START, SAME = (
    Text("不限", "anybody"),
    Text("无", "none"),
    Text("（开启）", "(opens)"),
    Text("原状态", "the same state"),
)

ANYWHERE = "任一状态"

PROTECTING = ("not_concerned", "not_own", "not_own_work", "outside")
"""The guards that keep people from deciding what is about themselves."""

_ROLES = frozenset(Role)
_PLACE = re.compile(r"(nodes|rows)\[(\d+)\]\.?(.*)", re.DOTALL)


def lifecycle(base: Lifecycle[Any]) -> Part:
    """The part of a town that changes this lifecycle; it is called what the word is called."""
    return Part(
        name=base.kind.name,
        says=base.kind.label,
        base=lambda: base,
        entries=_entries,
        make=partial(_make, base),
        read=_read,
        tell=partial(_tell, base.kind),
        check=partial(_check, base),
    )


def _entries(value: Lifecycle[Any]) -> dict[str, Any]:
    settings = {**value.kind.settings, **value.settings}
    return {
        **{f"settings.{name}": settings[name] for name in sorted(settings)},
        **{f"nodes.{node.code}": node for node in value.nodes},
        **{f"rows.{row.name}": row for row in value.rows},
    }


def _make(base: Lifecycle[Any], making: Making) -> Lifecycle[Any]:
    found: dict[str, dict[str, Any]] = {name: {} for name in LISTS}
    for key, entry in making.entries.items():
        head, _, name = key.partition(".")
        if head not in LISTS:
            raise InvalidInput(BAD_KEY.fault(key))
        if isinstance(entry, Row) and entry.move == ADOPT:
            raise InvalidInput(RESERVED.fault(f"{key}.move"))
        found[head][name] = entry
    nodes, rows = (*found["nodes"].values(),), (*found["rows"].values(),)
    kind = base.kind.extended(guards=making.guards) if making.guards else base.kind
    changes = (attrs.evolve(one, key=one.key.partition(".")[2]) for one in making.changes)
    try:
        return Lifecycle(
            id=making.id,
            kind=kind,
            nodes=nodes,
            rows=rows,
            settings=FrozenMap(found["settings"]),
            changes=(*base.changes, *changes),
        )
    except InvalidInput as error:
        faults = (_placed(fault, nodes, rows) for fault in error.faults)
        raise InvalidInput(*faults, count=error.count) from None


def _placed(fault: Fault, nodes: tuple[Node, ...], rows: tuple[Row, ...]) -> Fault:
    """The fault at the name of a state or a row, which a change says, and not at its place in the table."""
    match = _PLACE.fullmatch(fault.path)
    if match is None:
        return fault
    place = int(match[2])
    name = nodes[place].code if match[1] == "nodes" else rows[place].name
    return attrs.evolve(fault, path=".".join(filter(None, (match[1], name, match[3]))))


# --- reading -------------------------------------------------------------------------------------------


def _read(reading: Reading) -> Any:
    head, _, name = reading.key.partition(".")
    if head not in LISTS or not name:
        raise InvalidInput(BAD_KEY.fault(reading.path))
    if head == "settings":
        return _setting(reading.value, reading.path)
    sheet = Sheet(reading.value, reading.path)
    given = _node(sheet, reading) if head == "nodes" else _row(sheet, reading)
    sheet.close()
    given = {field: one for field, one in given.items() if field in sheet}
    if reading.was is not None:
        return under(reading.path, partial(attrs.evolve, reading.was, **given))
    return under(reading.path, partial(_new, head, name, given))


def _new(head: str, name: str, given: Mapping[str, Any]) -> Node | Row:
    if head == "nodes":
        return Node(code=name, **given)
    return Row(**{"move": name, "leaves": (), **given}, name=name)


def _setting(value: Any, path: str) -> int | str:
    if type(value) not in (int, str):
        raise InvalidInput(BAD_SETTING.fault(path))
    return clean_text(value, path) if type(value) is str else int(value)


def _node(sheet: Sheet, reading: Reading) -> dict[str, Any]:
    need = sheet.need if reading.was is None else sheet.read
    return {
        "label": need("label", text),
        "stage": sheet.read("stage", text),
        "final": sheet.read("final", yes),
    }


def _row(sheet: Sheet, reading: Reading) -> dict[str, Any]:
    """The fields of a row; of one that the base has, those that are left out stay as they are."""
    need = sheet.need if reading.was is None else sheet.read
    return {
        "label": need("label", text),
        "enters": need("enters", _enters),
        "move": sheet.read("move", words),
        "leaves": sheet.read("leaves", _leaves),
        "roles": sheet.read("roles", _roles),
        "guards": sheet.read("guards", _many),
        "needs": sheet.read("needs", _many),
        "source": sheet.read("source", source(None)),
    }


def _many(value: Any, path: str) -> tuple[str, ...]:
    return tuple(words(one, f"{path}[{place}]") for place, one in enumerate(a_list(value, path)))


def _roles(value: Any, path: str) -> frozenset[str]:
    """Roles; those that every town knows stay members of their enum, so that a refusal can name them."""
    return frozenset(map(_role, _many(value, path)))


def _leaves(value: Any, path: str) -> tuple[str, ...]:
    if type(value) is not list:
        raise InvalidInput(NOT_LIST.fault(path))
    return _many(value, path)


def _enters(value: Any, path: str) -> str | Fork:
    if type(value) is str:
        return words(value, path)
    sheet = Sheet(value, path)
    by, to = sheet.need("by", words), sheet.need("to", _cases)
    sheet.close()
    fork: Fork = under(path, partial(Fork, by=by, to=to))
    return fork


def _cases(value: Any, path: str) -> dict[str, str]:
    sheet = Sheet(value, path)
    found = {case: sheet.need(case, words) for case in sheet.data}
    sheet.close()
    return found


# --- telling and checking ------------------------------------------------------------------------------


def _tell(kind: Kind[Any, Any], _key: str, entry: Any, town: Any) -> Text:
    match entry:
        case Node():
            return A_STATE.fill(label=entry.label)
        case Row():
            return A_ROW.fill(
                label=entry.label,
                leaves=_states(kind, entry.leaves, town) or START,
                enters=SAME if entry.enters == "=" else _states(kind, entry.targets, town),
                roles=tuple(map(_role, sorted(entry.roles))) or ANYBODY,
                guards=tuple(map(kind.called, entry.guards)) or NOTHING,
                needs=tuple(map(kind.called, entry.needs)) or NOTHING,
            )
        case _:
            return Text(str(entry), str(entry))


def _states(kind: Kind[Any, Any], codes: Iterable[str], town: Any) -> tuple[Text, ...]:
    """States by their labels, each once, in Chinese; by their codes in English."""
    node = town.part(kind.name).node
    return tuple(
        Text(node[code].label.zh if code in node else ANYWHERE, code) for code in dict.fromkeys(codes)
    )


def _role(role: str) -> str | Role:
    return Role.of(role) if role in {*Role} else role


def _check(base: Lifecycle[Any], value: Lifecycle[Any], _town: Any) -> Iterator[Reason]:
    yield from at_odds(value)
    yield from _strange_roles(value)
    yield from _unprotected(value, base)


def _strange_roles(value: Lifecycle[Any]) -> Iterator[Reason]:
    """Roles that no town is bound to have: a row that is for them alone may wait for ever."""
    for row in value.rows:
        for role in sorted(row.roles - _ROLES):
            path, near = (
                f"{value.kind.name}.rows.{row.name}.roles",
                nearest_of(role, sorted(one.value for one in Role)),
            )
            yield Reason.of(NO_SUCH_ROLE, path=path, row=row.name, role=role, near=near)


def _unprotected(value: Lifecycle[Any], base: Lifecycle[Any]) -> Iterator[Reason]:
    """Rows without a guard that, in the base, stands before every row of the same move."""
    rows = () if value is base else value.rows
    for row in rows:
        before = [{*one.guards} for one in base.rows if one.move == row.move]
        for guard in PROTECTING if before else ():
            if all(guard in guards for guards in before) and guard not in row.guards:
                path = f"{value.kind.name}.rows.{row.name}.guards"
                yield Reason.of(UNPROTECTED, path=path, row=row.name, guard=guard)
