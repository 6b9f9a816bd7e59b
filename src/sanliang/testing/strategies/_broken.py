"""What is wrong in one thing only, and says in which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, get_origin

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang.pairing import Household
from sanliang.serial import BASE, Form, to_dict
from sanliang.testing._benches import bench
from sanliang.testing.strategies._orgs import roster_texts
from sanliang.testing.strategies._problems import problems
from sanliang.testing.strategies._register import stored
from sanliang.testing.strategies._rulebooks import book_texts
from sanliang.testing.strategies._ways import lifecycle_of, ways
from sanliang.townships import Township


@attrs.frozen(kw_only=True, eq=False)
class Broken:
    """
    Something that is refused, and for what.

    Attributes:
        value: What is given to the library: a document, a text, or the arguments of a class by name.
        breaks: The code of the fault.
        path: Where the fault is.

    Example:
        >>> Broken(value={"id": ""}, breaks="text.empty", path="id").breaks
        'text.empty'
    """

    value: Any
    breaks: str
    path: str


def _one_of(sound: Mapping[str, Any], *broken: tuple[str, Any, str, str]) -> SearchStrategy[Broken]:
    """The same arguments with one of them wrong: its name, what it is, the code and the path."""
    return st.sampled_from(broken).map(
        lambda one: Broken(value={**sound, one[0]: one[1]}, breaks=one[2], path=one[3])
    )


def invalid_items() -> SearchStrategy[Broken]:
    """
    The arguments of a `pledges.Item`, one of which it refuses.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(invalid_items())
        ... def test(broken):
        ...     assert broken.path in broken.value
        >>> test()
    """
    return _one_of(
        {"id": "lamp", "deed": "修路灯", "deadline": date(2026, 12, 31)},
        ("id", "", "text.empty", "id"),
        ("deed", "", "text.empty", "deed"),
        ("deed", "修\u202e路", "text.character", "deed"),
        ("deed", None, "text.type", "deed"),
        ("deadline", "2026-12-31", "day.type", "deadline"),
        ("quantity", 0, "number.small", "quantity"),
        ("quantity", 1.5, "number.type", "quantity"),
        ("duty", "Look Keeper", "code.shape", "duty"),
    )


def invalid_wishes() -> SearchStrategy[Broken]:
    """
    The arguments of `pairing.Wishes`, one of which it refuses.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(invalid_wishes())
        ... def test(broken):
        ...     assert broken.breaks
        >>> test()
    """
    return _one_of(
        {"members": {"m-1": ["h-1", "h-2"]}, "households": {"h-1": ["m-1"]}},
        ("members", {"m-1": ["h-1", "h-1"]}, "list.doubled", "members.m-1[1]"),
        ("members", {"m-1": [["h-1", "h-2"], "h-2"]}, "list.doubled", "members.m-1[1]"),
        ("members", {"m-1": "h-1"}, "list.type", "members.m-1"),
        ("members_refuse", {"m-1": ["h-2"]}, "wishes.refused", "members.m-1[1]"),
        ("households_refuse", {"h-1": ["m-1"]}, "wishes.refused", "households.h-1[0]"),
        ("households", {"": []}, "text.empty", "households.(key)"),
        ("kin", [("m-1",)], "wishes.kin", "kin[0]"),
    )


def invalid_records() -> SearchStrategy[Broken]:
    """
    The arguments of a `records.Record`, one of which it refuses.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(invalid_records())
        ... def test(broken):
        ...     assert broken.breaks
        >>> test()
    """
    recorded = datetime(2026, 7, 1, 9, tzinfo=UTC)
    return _one_of(
        {
            "id": "r-1",
            "subject": "m-1",
            "kind": "volunteer",
            "on": date(2026, 7, 1),
            "recorder": "m-2",
            "recorded": recorded,
        },
        ("id", "", "text.empty", "id"),
        ("subject", "\n", "text.empty", "subject"),
        ("kind", "Volunteer", "record.kind", "kind"),
        ("on", date(2026, 7, 2), "record.future", "on"),
        ("on", None, "day.type", "on"),
        ("recorded", recorded.replace(tzinfo=None), "moment.type", "recorded"),
    )


@st.composite
def invalid_problems(draw: DrawFn) -> Broken:
    """
    The arguments of a `pairing.Problem`, which it refuses for one of them.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(invalid_problems())
        ... def test(broken):
        ...     assert broken.breaks
        >>> test()
    """
    one = draw(problems())
    sound: dict[str, Any] = {
        "helpers": one.helpers,
        "households": one.households,
        "costs": one.costs,
        "roles": one.roles,
        "salt": one.salt,
    }
    people, homes = len(one.helpers), len(one.households)
    same = Household(id=one.helpers[0].id, helpers={one.roles[0]: 1})
    return draw(
        _one_of(
            sound,
            ("helpers", (*one.helpers, one.helpers[0]), "list.doubled", f"helpers[{people}].id"),
            ("households", (*one.households, one.households[0]), "list.doubled", f"households[{homes}].id"),
            ("households", (*one.households, same), "problem.both_sides", f"households[{homes}].id"),
            ("costs", [("h-9", "m-1", 1)], "problem.unknown_household", "costs[0][0]"),
            ("costs", [("h-1", "m-9", 1)], "problem.unknown_helper", "costs[0][1]"),
            ("costs", [("h-1", "m-1", -1)], "number.small", "costs[0][2]"),
        )
    )


def invalid_rosters() -> SearchStrategy[Broken]:
    """
    Rosters as three texts of CSV, by name, which `orgs.read_roster` refuses for one row or header.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(invalid_rosters())
        ... def test(broken):
        ...     assert broken.breaks
        >>> test()
    """
    return roster_texts().flatmap(lambda texts: _rows(attrs.asdict(texts)))


def _rows(texts: dict[str, str]) -> SearchStrategy[Broken]:
    people, homes, units = (texts[name] for name in ("members", "households", "units"))
    person, home, unit = (f"{text.count(chr(10)) + 1}" for text in (people, homes, units))
    return _one_of(
        texts,
        ("members", f"{people}m-9,李禾,half,b-1\n", "cell.word", f"members.csv:{person}.status[0]"),
        ("members", f"{people}m-9,李禾,full,b-9\n", "unit.unknown", f"members.csv:{person}.belongs[0].unit"),
        ("households", f"{homes}h-9,b-1\n", "unit.line", f"households.csv:{home}.belongs[0].unit"),
        ("members", f"{people},李禾,full,b-1\n", "text.empty", f"members.csv:{person}.id"),
        ("households", f"{homes}h-9,v-9\n", "unit.unknown", f"households.csv:{home}.belongs[0].unit"),
        ("households", f"{homes}h-9\n", "csv.width", f"households.csv:{home}"),
        ("units", f"{units}x-1,twig,东岭\n", "unit.kind", f"units.csv:{unit}.kind"),
        ("units", f"{units}b-1,branch,东岭\n", "id.doubled", f"units.csv:{unit}.id"),
    )


def invalid_rulebooks() -> SearchStrategy[Broken]:
    """
    Rulebooks in TOML that `rulebooks.loads` refuses for one line.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(invalid_rulebooks())
        ... def test(broken):
        ...     assert broken.breaks
        >>> test()
    """
    return book_texts().flatmap(_lines)


def _lines(text: str) -> SearchStrategy[Broken]:
    end, clauses = text.count("\n"), text.count("[[clause]]")
    item = f"{text}[item.odd]\n"
    changed = [
        (_without(text, "id "), "book.missing", "1: id"),
        (_without(text, "rates "), "book.missing", "1: rates"),
        (_without(text, "title "), "book.missing", "1: title"),
        (_without(text, "source "), "book.missing", "1: source"),
        (_without(text, "cycle "), "book.missing", "1: cycle"),
        (text.replace("schema = 1", "schema = 99", 1), "book.schema", "2: schema"),
        (text.replace("schema = 1", "colour = 1\nschema = 1", 1), "book.unknown_key", "2: colour"),
        (text.replace('"stars"', '"Stars!"', 1), "code.shape", "3: id"),
        (f'{item}fact = "nobody"\neach = 1\n', "name.fact", f"{end + 2}: item.odd.fact"),
        (f'{item}fact = "n1"\neach = 1\npart_of = "nothing"\n', "name.item", f"{end + 4}: item.odd.part_of"),
        (f'{item}fact = "n1"\neach = nan\n', "wire.float", "item.odd.each"),
        (f'{text}[[clause]]\nthen = "fly"\n', "clause.effects", f"{end + 2}: clause[{clauses}].then"),
        (f"{text}[item\n", "toml.syntax", ""),
    ]
    return st.sampled_from(changed).map(lambda one: Broken(value=one[0], breaks=one[1], path=one[2]))


def _without(text: str, key: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(key))


TOWN = 'schema = 1\nid = "qingshan"\nname = { zh = "青山镇", en = "Qingshan" }\n'


SHEET = "township.toml"
BROKEN_TOWNS = tuple(
    Broken(value={SHEET: text}, breaks=code, path=f"{SHEET}{path}")
    for text, code, path in (
        (_without(TOWN, "id "), "book.missing", ":1: id"),
        (_without(TOWN, "name "), "book.missing", ":1: name"),
        (TOWN.replace("schema = 1", "schema = 99"), "township.schema", ":1: schema"),
        (TOWN.replace('"qingshan"', '"Qing Shan"'), "code.shape", ":2: id"),
        (f"{TOWN}colour = 1\n", "book.unknown_key", ":4: colour"),
        (f"{TOWN}[", "toml.syntax", ""),
    )
)


def invalid_townships() -> SearchStrategy[Broken]:
    """
    Folders of towns, each file's text by its name, which `townships.load` refuses for one line.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(invalid_townships())
        ... def test(broken):
        ...     assert broken.breaks
        >>> test()
    """
    return st.sampled_from(BROKEN_TOWNS)


@st.composite
def invalid_moves(draw: DrawFn, word: str = "pledge", *, town: Township | None = None) -> Broken:
    """
    What `kernel.lifecycles.decide` is asked, by name, and refuses: a move that no row has from there.

    Args:
        word: The kind of thing, as for `logs`.
        town: Whose lifecycle; the base's, if left out.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(invalid_moves())
        ... def test(broken):
        ...     assert broken.breaks
        >>> test()
    """
    under = lifecycle_of(word, town)
    _, thing = draw(ways(word, town=town, state=None, max_moves=4))
    move = draw(st.sampled_from([move for move in under.moves if move not in under.table[thing.state]]))
    asked = {"thing": thing, "move": move, "by": bench(under).actors[0], "on": thing.on, "under": under}
    return Broken(value=asked, breaks="move.not_from_here", path="")


@st.composite
def invalid_documents(draw: DrawFn, tag: str | None = None) -> Broken:
    """
    Stored values as plain data, which `serial.from_dict` refuses for one key.

    Args:
        tag: The name and the version of the kind; any whose data are its fields, if left out.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(invalid_documents("pledge.item/1"))
        ... def test(broken):
        ...     assert broken.breaks
        >>> test()
    """
    forms = {form.tag: form for form in BASE.forms if form.text is None}
    chosen = draw(st.sampled_from([*forms])) if tag is None else tag
    data = to_dict(draw(stored(chosen)), audience="ledger")
    return draw(st.sampled_from([*_keys(data, forms[chosen])]))


def _keys(data: dict[str, Any], form: Form[Any]) -> list[Broken]:
    """A document with one key wrong, in every way."""
    word, _, version = form.tag.partition("/")
    found = [
        ({**data, "kind": "no-such.kind/1"}, "tag.unknown", "kind"),
        ({**data, "kind": f"{word}/{int(version) + 90}"}, "document.newer", "kind"),
        ({**data, "kind": 1}, "wire.type", "kind"),
        ({name: one for name, one in data.items() if name != "kind"}, "wire.missing", "kind"),
        ({**data, "no_such_key": 1}, "wire.unknown", "no_such_key"),
    ]
    for field in attrs.fields(get_origin(form.shape) or form.shape):
        if field.alias not in data or not field.init:
            continue
        if field.default is attrs.NOTHING:
            rest = {name: one for name, one in data.items() if name != field.alias}
            found.append((rest, "wire.missing", field.alias))
        if field.type is str:
            found.append(({**data, field.alias: 5}, "wire.type", field.alias))
    return [Broken(value=value, breaks=code, path=path) for value, code, path in found]
