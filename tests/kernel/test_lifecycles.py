"""The engine: what a table must be, what a decision says, how a town changes a table."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import attrs
import pytest
from tests.laws.benches import DOOR, DOOR_KIND, LAMP, TOWN_DOOR, Door, Given, Nothing, node, row
from tests.laws.forms import by_place, hidden, left_out

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.events import Log
from sanliang.kernel.labels import Labelled, Text
from sanliang.kernel.lifecycles import (
    Actor,
    Fork,
    Kind,
    Lifecycle,
    Node,
    Row,
    available,
    begin,
    changed,
    correct,
    decide,
    decide_all,
    diagram,
    effective,
    effective_entries,
    explain,
    machine,
)
from sanliang.kernel.lifecycles._table import A_NUMBER, A_TEXT
from sanliang.kernel.overlays import add, drop, replace
from sanliang.kernel.privacy import Private
from sanliang.kernel.sources import Source
from sanliang.kernel.verdicts import Reason, Refused

DAY = date(2026, 7, 1)
NEXT = date(2026, 7, 2)
AT = datetime(2026, 7, 1, tzinfo=UTC)
LAW = Source(title="细则")
SMITH = Actor(id="m-1", roles={"locksmith"}, unit="house-1")
GUEST = Actor(id="m-2", roles={"guest"}, unit="house-1")
STRANGER = Actor(id="m-3", roles={"guest"}, unit="house-2")
HUNG = Given(unit="house-1", key="k-1")
REKEY = next(row for row in DOOR.rows if row.name == "rekey")


def door(*moves, id="d-1"):
    """A door after some moves; a move may come with what was given."""
    return DOOR_KIND.replay(door_log(*moves, id=id))


def door_log(*moves, id="d-1"):
    """The log of a door after some moves."""
    log = Log.begin(id).append(begin(id, "hang", by=SMITH, on=DAY, under=DOOR, given=HUNG), by="m-1", at=AT)
    for move in moves:
        name, given = move if isinstance(move, tuple) else (move, None)
        event = decide(DOOR_KIND.replay(log), name, by=SMITH, on=DAY, under=DOOR, given=given)
        log = log.append(event, by="m-1", at=AT)
    return log


def faults_of(make, error=InvalidInput):
    """The faults of what a call raises: path and code of each."""
    with pytest.raises(error) as caught:
        make()
    assert not isinstance(caught.value, Refused) or not caught.value.verdict.ok
    return [(fault.path, fault.code) for fault in caught.value.faults]


# --- what rows are made of -----------------------------------------------------------------------------


def test_an_actor_is_a_value():
    """An actor has roles and a scope; the scope is the person's own unit where nothing is said."""
    assert GUEST.scope == {"house-1"}
    assert Actor(id="m", roles=["b", "a"], unit="u", scope=["x"]) == Actor(
        id="m", roles={"a", "b"}, unit="u", scope={"x"}
    )
    assert len({GUEST, SMITH}) == 2


@pytest.mark.parametrize(
    ("make", "faults"),
    [
        (lambda: Actor(id="", roles=(), unit="u"), [("id", "text.empty")]),
        (lambda: Actor(id="m", roles="clerk", unit="u"), [("roles", "list.type")]),
        (lambda: Actor(id="m", roles=None, unit="u"), [("roles", "list.type")]),
        (
            lambda: Actor(id="m", roles={"A", 1}, unit="u"),
            [("roles[0]", "text.type"), ("roles[1]", "code.shape")],
        ),
        (lambda: Actor(id="m", roles=(), unit="u", scope="u"), [("scope", "list.type")]),
        (lambda: Actor(id="m", roles=(), unit="u", scope=[1]), [("scope[0]", "text.type")]),
        (lambda: Node(code="Open", label=Text("开")), [("code", "code.shape")]),
        (lambda: Node(code="open", label="开"), [("label", "value.kind")]),
        (lambda: Node(code="open", label=Text("开"), stage="x"), [("stage", "value.kind")]),
        (lambda: Node(code="open", label=Text("开"), final=1), [("final", "value.kind")]),
        (lambda: Fork(by="x", to={}), [("to", "fork.cases")]),
        (lambda: Fork(by="x", to=[]), [("to", "fork.cases")]),
        (lambda: Fork(by="x", to={"a": "B"}), [("to.a", "code.shape")]),
        (lambda: Fork(by="x", to={"A": "b"}), [("to", "code.shape")]),
        (lambda: row("open", "shut", "open"), [("leaves", "list.type")]),
        (lambda: row("open", None, "open"), [("leaves", "list.type")]),
        (lambda: row("open", ("shut", "shut"), "open"), [("leaves[1]", "list.doubled")]),
        (lambda: row("open", ("shut",), "*"), [("enters", "code.shape")]),
        (lambda: row("open", ("shut",), None), [("enters", "text.type")]),
        (lambda: row("open", ("shut",), "open", name=""), [("name", "text.empty")]),
        (lambda: row("open", ("shut",), "open", source="x"), [("source", "value.kind")]),
    ],
)
def test_rows_are_checked(make, faults):
    """A wrong part of a table is refused at once, with its place."""
    assert faults_of(make) == faults


def test_rows_know_where_they_lead():
    """A row leads to one state, to the same, or to those of its fork."""
    kick = next(row for row in DOOR.rows if row.move == "kick")

    assert kick.targets == ("worn-out", "open", "end")
    assert row("correct", "*", "=").targets == ("=",)
    assert row("correct", ["*"], "=").leaves == row("correct", ("*",), "=").leaves == ("*",)


# --- what a table must be ------------------------------------------------------------------------------


def lamp(**more):
    """The lamp's table with some of it changed."""
    return attrs.evolve(LAMP, **more)


OFF, ON = LAMP.nodes


def plus(*rows):
    """The lamp's table with more rows."""
    return lamp(rows=(*LAMP.rows, *rows))


UNKNOWN = row("x", ("of",), "onn", guards=("g",), needs=("n",))
BROKEN = node("broken", "坏")
WRONG_TABLES = {
    "a state more": (
        lambda: lamp(nodes=(OFF, ON, BROKEN)),
        [("nodes[2]", "lifecycle.unreachable"), ("nodes[2]", "lifecycle.stuck")],
    ),
    "an end more": (
        lambda: lamp(nodes=(OFF, ON, attrs.evolve(BROKEN, final=True))),
        [("nodes[2]", "lifecycle.unreachable")],
    ),
    "no end": (
        lambda: lamp(nodes=(OFF, attrs.evolve(ON, final=True))),
        [("nodes[1]", "lifecycle.not_final")],
    ),
    "no way out": (lambda: lamp(rows=LAMP.rows[:3]), [("nodes[1]", "lifecycle.stuck")]),
    "a doubled state": (lambda: lamp(nodes=(OFF, ON, OFF)), [("nodes[2]", "list.doubled")]),
    "a doubled row": (lambda: plus(row("switch-on", ("on",), "on")), [("rows[4]", "list.doubled")]),
    "two ways": (
        lambda: plus(row("switch-on", "*", "=", name="again")),
        [("rows[4]", "lifecycle.ambiguous")],
    ),
    "unknown names": (
        lambda: plus(UNKNOWN),
        [
            ("rows[4].guards", "lifecycle.name"),
            ("rows[4].needs", "lifecycle.name"),
            ("rows[4].leaves", "lifecycle.state"),
            ("rows[4].enters", "lifecycle.state"),
        ],
    ),
    "an unknown fork": (
        lambda: plus(row("x", ("off",), Fork(by="f", to={"a": "on"}))),
        [("rows[4].enters.by", "lifecycle.name")],
    ),
    "no opening": (
        lambda: lamp(rows=LAMP.rows[2:]),
        [
            ("rows", "lifecycle.opening"),
            ("nodes[0]", "lifecycle.unreachable"),
            ("nodes[1]", "lifecycle.unreachable"),
        ],
    ),
    "an opening that stays": (lambda: plus(row("x", (), "=")), [("rows[4].enters", "lifecycle.state")]),
    "an unknown setting": (lambda: lamp(settings={"size": 1}), [("settings.size", "lifecycle.name")]),
    "settings in a list": (lambda: lamp(settings=[]), [("settings", "value.kind")]),
    "a word for a number": (
        lambda: attrs.evolve(DOOR, settings={"openings": "many"}),
        [("settings.openings", "lifecycle.setting_kind")],
    ),
    "a number for a word": (
        lambda: attrs.evolve(DOOR, settings={"keeper": 3}),
        [("settings.keeper", "lifecycle.setting_kind")],
    ),
    "a number below zero": (
        lambda: attrs.evolve(DOOR, settings={"openings": -1}),
        [("settings.openings", "number.small")],
    ),
    "no kind": (lambda: lamp(kind="lamp"), [("kind", "value.kind")]),
    "no states": (lambda: lamp(nodes=("on",)), [("nodes[0]", "value.kind")]),
    "no code": (lambda: lamp(id="Lamp"), [("id", "code.shape")]),
}


@pytest.mark.promise("S3")
@pytest.mark.parametrize(("make", "faults"), WRONG_TABLES.values(), ids=WRONG_TABLES.keys())
def test_a_table_is_checked_whole(make, faults):
    """A table whose states cannot be reached or left, or that names what is not there, is refused whole."""
    assert faults_of(make) == faults


def test_faults_of_a_table_name_the_way_out():
    """A fault of a table says what there is, or what is nearest."""
    with pytest.raises(InvalidInput) as caught:
        lamp(rows=(*LAMP.rows, row("x", ("onn",), "on", guards=("g",), needs=("n",))))

    assert [fault.en for fault in caught.value.faults] == [
        "is not in the table of the kind; there are none",
        "is not in the table of the kind; there are: why",
        "is no state of this lifecycle; the nearest is: on",
    ]


def test_a_mistyped_name_is_told_with_the_nearest():
    """Of the names that a kind has, the one that was meant most likely is told alone."""
    with pytest.raises(InvalidInput) as caught:
        lamp(settings={"opening": 3}, kind=DOOR_KIND)
    assert "settings.opening  is not in the table of the kind; the nearest is: openings" in str(caught.value)
    assert "settings.opening  没有该名称；相近的有：openings" in caught.value.text("zh")
    with pytest.raises(NotFound, match="there is no such setting; the nearest is: openings"):
        DOOR.setting("opening")


def test_a_setting_says_of_which_sort_it_is():
    """A word where a number is read, and the other way round, is told which of them it has to be."""
    for settings, sort in (({"openings": "many"}, A_NUMBER), ({"keeper": 3}, A_TEXT)):
        with pytest.raises(InvalidInput) as caught:
            attrs.evolve(DOOR, settings=settings)
        assert sort.en in caught.value.text("en")
        assert sort.zh in caught.value.text("zh")
    assert ("a text", "a whole number") == (A_TEXT.en, A_NUMBER.en)


def test_a_table_shows_itself_in_a_line():
    """The text of a table for programmers says which it is and how large, and not all that it holds."""
    assert repr(LAMP) == "Lifecycle(id='lamp', kind=lamp, nodes=<2>, rows=<4>, settings=<0>, changes=<0>)"


def test_a_table_knows_its_names():
    """Moves stand in the order of the rows; labels and settings are read by name."""
    assert LAMP.moves == ("hang", "hang-lit", "switch-on", "switch-off")
    assert DOOR.label("rekey") == Text("rekey（门）", "rekey")
    assert [row.label for row in DOOR.rows] == [DOOR.label(row.move) for row in DOOR.rows]
    assert (DOOR.number("openings"), TOWN_DOOR.number("openings"), DOOR.setting("keeper")) == (3, 1, "nobody")
    assert faults_of(lambda: DOOR.label("paint"), NotFound) == [("move", "move.unknown")]
    assert faults_of(lambda: DOOR.setting("height"), NotFound) == [("name", "lifecycle.setting")]
    assert faults_of(lambda: DOOR.number("keeper")) == [("settings.keeper", "number.type")]
    assert list(DOOR.node) == ["shut", "open", "worn-out", "end"]
    assert list(DOOR.table["shut"]) == ["open", "rekey", "kick", "correct"]


# --- kinds ---------------------------------------------------------------------------------------------


def test_a_town_brings_its_own_guards():
    """A town's guards stand beside the kind's own; a name that is taken is refused."""
    assert faults_of(lambda: DOOR_KIND.extended(guards={"sound": None, "within": None, "new": None})) == [
        ("guards.sound", "kind.taken"),
        ("guards.within", "kind.taken"),
    ]


@attrs.define(slots=False)
class Loose:
    """A thing without slots."""

    id: str
    state: str
    version: int
    on: date


def test_a_thing_may_be_of_any_attrs_class():
    """A thing without slots goes through a lifecycle as one with slots does."""
    under = attrs.evolve(LAMP, kind=attrs.evolve(LAMP.kind, thing=Loose))
    opening = begin("l-1", "hang", by=SMITH, on=DAY, under=under, given=Nothing())
    thing = under.kind.replay([opening])
    event = decide(thing, "switch-on", by=SMITH, on=NEXT, under=under)

    assert under.kind.replay([opening, event]) == Loose("l-1", "on", 2, NEXT)


def test_the_first_event_opens():
    """A log whose first event opens nothing makes no thing; of an empty one, nothing is there."""
    opening, event = door_log("open").events
    assert [("log", "log.not_begun")] == faults_of(lambda: DOOR_KIND.replay([]), NotFound)
    for wrong in ([event], [attrs.evolve(opening, given=None)], [attrs.evolve(opening, given=Given())]):
        assert faults_of(lambda wrong=wrong: DOOR_KIND.replay(wrong)) == [("", "event.not_opened")]
    for word in ("bell", "lamp"):
        other = attrs.evolve(opening, word=word)
        assert [("events[0]", "event.other_word")] == faults_of(lambda other=other: DOOR_KIND.replay([other]))
    with pytest.raises(InvalidInput, match=r"^events\[2\]: "):
        DOOR_KIND.replay([opening, event, other])


def test_what_is_no_event_is_named_by_its_place():
    """Whoever reads a log and finds something else in it says at which place it stands."""
    events = door_log("open", "shut").events
    for place in range(4):
        wrong = [*events[:place], "x", *events[place:]]
        for read in (DOOR_KIND.replay, lambda log: [*effective(log)]):
            assert [(f"events[{place}]", "event.kind")] == faults_of(lambda read=read: read(wrong))  # noqa: B023


def test_a_kind_is_itself_alone():
    """A kind is its code: another with the same code in it is not equal. An event has no room to spare."""
    assert attrs.evolve(DOOR_KIND) != DOOR_KIND
    assert not hasattr(door_log().events[0], "__weakref__")


# --- deciding ------------------------------------------------------------------------------------------


def test_a_thing_of_a_class_below_moves_as_its_own():
    """Nobody has to derive from a thing; whoever has done so is not refused."""

    class Gate(Door):
        """A door of its own class."""

    gate = Gate(**attrs.asdict(door(), recurse=False))

    assert decide(gate, "open", by=SMITH, on=NEXT, under=DOOR).enters == "open"


def test_an_event_moves_a_thing_of_its_kind():
    """A thing of another class, its log, or its id alone is told from it, and a class below is taken."""
    event = decide(door(), "open", by=SMITH, on=DAY, under=DOOR)
    lamp = LAMP.kind.replay([begin("l-1", "hang", by=SMITH, on=DAY, under=LAMP, given=Nothing())])

    for thing, code in ((lamp, "value.kind"), ("d-1", "value.kind"), (door_log(), "value.log")):
        assert [("thing", code)] == faults_of(lambda thing=thing: DOOR_KIND.apply(thing, event))
    assert "open" == DOOR_KIND.apply(door(), event).state


def test_a_decision_is_an_event():
    """A decision changes nothing: it is the event of the move, under its tag."""
    shut = door()
    event = decide(shut, "kick", by=GUEST, on=NEXT, under=DOOR, given=Given(how="hard"))

    assert shut == door()
    assert (event.word, event.thing, event.move, event.by, event.on) == ("door", "d-1", "kick", "m-2", NEXT)
    assert (event.leaves, event.enters, event.given, event.tag) == (
        "shut", "worn-out", Given(how="hard"), "door.moved/1",
    )  # fmt: skip
    after = DOOR_KIND.apply(shut, event)
    assert (after.state, after.version, after.on, after.key) == ("worn-out", 2, NEXT, "k-1")


def refused(make):
    """The English text of a refusal."""
    with pytest.raises(Refused) as caught:
        make()
    assert not caught.value.verdict.ok
    return caught.value.verdict.text("en")


def test_a_refusal_says_why():
    """A refusal names the state, the open moves, the role, the day, the guard and the rule."""
    ask = {"on": DAY, "under": DOOR}
    assert refused(lambda: decide(door(), "shut", by=SMITH, **ask)) == (
        "door 'd-1' is shut, where 'shut' is no move; moves from here: open, rekey, kick, correct"
    )
    assert refused(lambda: decide(door(), "rekey", by=GUEST, on=date(2026, 6, 1), under=DOOR)) == (
        "the move 'rekey' is for: locksmith (看门办法, article 3)\n"
        "2026-06-01 lies before 2026-07-01, the day of the last move"
    )
    assert refused(lambda: decide(door(), "open", by=STRANGER, **ask)) == (
        "m-3 has no say over unit 'house-1' (看门办法, article 3)"
    )
    worn = door(*["open", "shut"] * 3)
    assert refused(lambda: decide(worn, "open", by=STRANGER, **ask)) == (
        "m-3 has no say over unit 'house-1' (看门办法, article 3)\n"
        "it was opened 3 times and is worn out (看门办法, article 3)"
    )
    same = Given(key="k-1")
    assert refused(lambda: decide(door(), "rekey", by=SMITH, given=same, **ask)) == (
        "is the key that it has already (看门办法, article 3)"
    )
    gone = attrs.evolve(door(), state="melted")
    assert refused(lambda: decide(gone, "open", by=SMITH, **ask)) == (
        "door 'd-1' is melted, where 'open' is no move; moves from here: none"
    )


class Post(Labelled):
    """Who may, with names."""

    SMITH = "locksmith", "锁匠", "the locksmith"


def test_a_refusal_says_the_names_of_roles():
    """Roles that are members of an enum are shown by their names, others by their codes; both act alike."""
    keyed = changed(
        DOOR,
        id="keyed",
        rows=[replace("rekey", attrs.evolve(REKEY, roles={Post.SMITH, "mayor"}), source=LAW)],
    )
    verdict = explain(door(), "rekey", by=GUEST, on=DAY, under=keyed, given=Given(key="k-2"))

    assert verdict.text("zh").startswith("“rekey（门）”须由以下人员办理：锁匠、mayor")
    assert verdict.text("en").startswith("the move 'rekey' is for: the locksmith, mayor")
    assert explain(door(), "rekey", by=SMITH, on=DAY, under=keyed, given=Given(key="k-2")).ok
    assert attrs.evolve(REKEY, roles={"locksmith"}) == attrs.evolve(REKEY, roles={Post.SMITH})


def test_an_unknown_move_names_the_nearest_or_all():
    """A mistyped move is answered with the nearest one, any other with all there are."""
    for move, hint in (("opne", "the nearest is: open"), ("zzz", "there are: hang, open, shut")):
        with pytest.raises(NotFound) as caught:
            DOOR.label(move)
        assert hint in caught.value.text("en")


def test_who_acts_is_an_actor():
    """An id alone does not act: what asks and what decides says so."""
    ask = {"by": "m-1", "on": DAY, "under": DOOR}
    for make in (
        lambda: decide(door(), "open", **ask),
        lambda: explain(door(), "open", **ask),
        lambda: available(door(), **ask),
        lambda: begin("d-1", "hang", given=HUNG, **ask),
    ):
        assert [("by", "value.kind")] == faults_of(make)


def test_what_is_moved_together_is_of_one_kind():
    """Among many things, what is none of them is named by its place; a log is no list of things."""
    ask = {"by": SMITH, "on": DAY, "under": DOOR}
    for things, faults in (
        ([door(), "d-2", None], [("things[1]", "value.kind"), ("things[2]", "value.kind")]),
        (7, [("things", "list.type")]),
        (door_log(), [("things", "value.log")]),
    ):
        assert faults == faults_of(lambda things=things: decide_all(things, "open", **ask))
    assert ["d-1", "d-2"] == [one.thing for one in decide_all([door(id="d-2"), door()], "open", **ask)]


def test_a_guard_may_name_its_own_clause():
    """A reason that names its clause keeps it; others rest on the row's source."""
    own = Source(title="另一办法")

    def strict(_thing, _ask):
        return Reason(code="x", says=Text("不行", "no"), clause=own)

    kind = attrs.evolve(DOOR_KIND, guards={**DOOR_KIND.guards, "sound": strict})
    under = attrs.evolve(DOOR, kind=kind)
    assert refused(lambda: decide(door(), "open", by=SMITH, on=DAY, under=under)) == "no (另一办法)"


def test_what_is_needed_is_asked_for():
    """What a move needs and was not given is invalid input, at its place; wrong kinds of it, too."""
    for given in (None, Given(), Given(how="softly")):
        assert faults_of(
            lambda given=given: decide(door(), "rekey", by=SMITH, on=DAY, under=DOOR, given=given)
        ) == [("given.key", "move.needs")]
    for ask in (decide, explain):
        assert faults_of(
            lambda ask=ask: ask(door(), "rekey", by=SMITH, on=DAY, under=DOOR, given=Nothing())
        ) == [("given", "value.kind")]
        assert faults_of(lambda ask=ask: ask(door(), "open", by=SMITH, on=AT, under=DOOR)) == [
            ("on", "day.type")
        ]
        assert faults_of(lambda ask=ask: ask(door(), "opne", by=SMITH, on=DAY, under=DOOR), NotFound) == [
            ("move", "move.unknown")
        ]


def test_a_fork_knows_its_cases():
    """What leads nowhere is refused, by `decide` and by `explain`, and the cases are named."""
    ask = {"by": SMITH, "on": DAY, "under": DOOR, "given": Given(how="gently")}
    text = "the move 'kick' has no way for what was given; there are: hard, softly, very-hard"

    assert refused(lambda: decide(door(), "kick", **ask)) == text
    assert explain(door(), "kick", **ask).text("en") == text


def test_explaining_lists_everything():
    """`explain` lists what speaks against a move, what is missing among it; yes is yes."""
    verdict = explain(door(), "rekey", by=GUEST, on=date(2026, 6, 1), under=DOOR)

    assert verdict.codes == ("move.role", "move.day", "move.needs")
    assert explain(door(), "open", by=GUEST, on=DAY, under=DOOR).ok
    assert explain(door("open"), "open", by=GUEST, on=DAY, under=DOOR).codes == ("move.not_from_here",)


def test_available_moves_stand_in_the_order_of_the_table():
    """The moves of an actor are those that nothing but what is given stands against."""
    assert available(door(), by=SMITH, on=DAY, under=DOOR) == ("open", "rekey", "kick", "correct")
    assert available(door(), by=STRANGER, on=DAY, under=DOOR) == ("kick",)
    assert available(attrs.evolve(door(), state="melted"), by=SMITH, on=DAY, under=DOOR) == ()


# --- opening -------------------------------------------------------------------------------------------


def test_opening_is_decided_too():
    """A thing is opened by an event that guards and checks see as the thing would be."""
    fussy = attrs.evolve(
        DOOR, rows=(row("hang", (), "shut", needs=("unit",), guards=("within",)), *DOOR.rows[1:])
    )
    ask = {"on": DAY, "given": HUNG}

    assert begin("d-1", "hang", by=SMITH, under=fussy, **ask).enters == "shut"
    assert refused(lambda: begin("d-1", "hang", by=STRANGER, under=fussy, **ask)) == (
        "m-3 has no say over unit 'house-1'"
    )
    assert refused(lambda: begin("d-1", "open", by=SMITH, under=DOOR, **ask)) == (
        "door '-' is not begun, where 'open' is no move; moves from here: hang"
    )


@pytest.mark.parametrize(
    ("changes", "faults", "error"),
    [
        ({"given": Given(key="k-1")}, [("given.unit", "move.needs")], InvalidInput),
        ({"given": None}, [("given.unit", "move.needs")], InvalidInput),
        ({"given": Nothing()}, [("given", "value.kind")], InvalidInput),
        ({"given": Given(unit="house-1")}, [("", "event.not_opened")], InvalidInput),
        ({"id": ""}, [("id", "text.empty")], InvalidInput),
        ({"on": AT}, [("on", "day.type")], InvalidInput),
        ({"move": "hnag"}, [("move", "move.unknown")], NotFound),
        ({"move": 3}, [("move", "text.type")], InvalidInput),
    ],
)
def test_a_wrong_opening_is_refused(changes, faults, error):
    """What is wrong with an opening is said with its place."""
    ask = {"id": "d-1", "move": "hang", "on": DAY, "given": HUNG, **changes}
    assert (
        faults_of(lambda: begin(ask.pop("id"), ask.pop("move"), by=SMITH, under=DOOR, **ask), error) == faults
    )


def test_an_opening_may_fork():
    """Where a thing begins may depend on what is given."""
    fork = row("hang", (), Fork(by="how", to={"softly": "open", "hard": "shut"}), needs=("unit", "how"))
    under = attrs.evolve(DOOR, rows=(fork, *DOOR.rows[1:]))
    ask = {"by": SMITH, "on": DAY, "under": under}

    assert begin("d-1", "hang", given=attrs.evolve(HUNG, how="softly"), **ask).enters == "open"
    assert refused(lambda: begin("d-1", "hang", given=attrs.evolve(HUNG, how="x"), **ask)) == (
        "the move 'hang' has no way for what was given; there are: hard, softly"
    )
    assert machine(under).initial == "shut"


# --- many at once --------------------------------------------------------------------------------------


def test_many_are_decided_all_or_none():
    """The same move of many things: all events in the order of their ids, or every refusal."""
    doors = [door(id=name) for name in ("d-3", "d-1", "d-2")]
    ask = {"by": SMITH, "on": DAY, "under": DOOR}

    assert [event.thing for event in decide_all(doors, "open", **ask)] == ["d-1", "d-2", "d-3"]
    given = {"d-1": Given(key="k-2"), "d-2": Given(key="k-1")}
    with pytest.raises(Refused) as caught:
        decide_all([*doors, door("open", ("kick", Given(how="hard")), id="d-0")], "rekey", given=given, **ask)
    assert [(reason.path, reason.code) for reason in caught.value.verdict.reasons] == [
        ("d-0", "move.not_from_here"),
        ("d-2.given.key", "door.same_key"),
        ("d-3.given.key", "move.needs"),
    ]
    assert decide_all([], "open", **ask) == ()
    assert faults_of(lambda: decide_all([doors[0], doors[0]], "open", **ask)) == [
        ("things.d-3", "list.doubled")
    ]


# --- correcting ----------------------------------------------------------------------------------------


def test_a_correction_counts_instead():
    """A wrong event stays where it is, and what should have stood there counts."""
    log = door_log("open", ("rekey", Given(key="k-2")))
    event = correct(log, 3, by=SMITH, on=NEXT, under=DOOR, why="记错了钥匙", given=Given(key="k-3"))
    log = log.append(event, by="m-1", at=AT)

    assert (event.tag, event.version, event.why, event.by) == ("door.corrected/1", 3, "记错了钥匙", "m-1")
    thing = DOOR_KIND.replay(log)
    assert (thing.key, thing.version, thing.on, thing.state) == ("k-3", 4, NEXT, "open")
    assert [(version, one.given) for version, one in effective(log)] == [
        (1, HUNG), (2, None), (3, Given(key="k-3")),
    ]  # fmt: skip
    struck = correct(log, 3, by=SMITH, on=NEXT, under=DOOR, why="没换过")
    log = log.append(struck, by="m-1", at=AT)
    assert DOOR_KIND.replay(log).key == "k-1"
    assert [version for version, _ in effective(log)] == [1, 2]


def test_what_counts_is_known_with_the_entry_that_says_so():
    """A move counts by its own entry, or by that of its last correction; what was struck out does not."""
    log = door_log("open", ("rekey", Given(key="k-2")), "shut")
    ask = {"by": SMITH, "on": DAY, "under": DOOR, "why": "错"}
    for key in ("k-3", "k-4"):
        log = log.append(correct(log, 3, given=Given(key=key), **ask), by="m-9", at=AT)
    log = log.append(correct(log, 4, **ask), by="m-8", at=AT)

    assert [(1, "m-1", "hang"), (2, "m-1", "open"), (6, "m-9", "rekey")] == [
        (entry.version, entry.by, event.move) for entry, event in effective_entries(log)
    ]
    assert "k-4" == [event for _, event in effective_entries(log)][-1].given.key


def test_the_opening_can_be_corrected():
    """What a thing was opened with can be put right, and the rest follows; it cannot be struck out."""
    log = door_log("open")
    note = Private("secret")
    event = correct(
        log, 1, by=SMITH, on=DAY, under=DOOR, why="错", given=Given(unit="house-1", key="k-9", note=note)
    )

    assert (event.restored.key, event.restored.state, event.restored.note) == ("k-9", "open", note)
    assert faults_of(lambda: correct(log, 1, by=SMITH, on=DAY, under=DOOR, why="错")) == [
        ("version", "correct.version")
    ]


def test_a_check_knows_whether_the_thing_is_being_opened():
    """What is given is looked at as when it came: with the opening, or with a later move; corrected, too."""
    seen = []
    kind = attrs.evolve(
        DOOR_KIND,
        needs={
            **DOOR_KIND.needs,
            **dict.fromkeys(("unit", "key"), lambda *asked: seen.append(asked[1].opens)),
        },
    )
    ask = {"by": SMITH, "on": DAY, "under": attrs.evolve(DOOR, kind=kind)}
    log = Log.begin("d-1").append(begin("d-1", "hang", given=HUNG, **ask), by="m-1", at=AT)
    rekeyed = decide(kind.replay(log), "rekey", given=Given(key="k-2"), **ask)
    log = log.append(rekeyed, by="m-1", at=AT)

    assert [True, False] == seen
    for version, given, opens in ((1, HUNG, True), (2, Given(key="k-3"), False)):
        seen.clear()
        correct(log, version, why="错", given=given, **ask)
        assert opens == seen[0]


def test_what_was_struck_out_may_come_back():
    """The last correction of a version counts: an event that was struck out comes back with what is given."""
    log = door_log(("rekey", Given(key="k-2")))
    ask = {"by": SMITH, "on": DAY, "under": DOOR, "why": "错"}
    log = log.append(correct(log, 2, **ask), by="m-1", at=AT)
    assert faults_of(lambda: correct(log, 2, **ask)) == [("version", "correct.version")]
    log = log.append(correct(log, 2, given=Given(key="k-3"), **ask), by="m-1", at=AT)

    assert DOOR_KIND.replay(log).key == "k-3"
    assert [(version, one.given.key) for version, one in effective(log)] == [(1, "k-1"), (2, "k-3")]


def test_later_moves_of_older_tables_stay():
    """A later move that the table in force does not have any more, or asks more of, rests on nothing."""
    log = door_log("open", ("rekey", Given(key="k-2")), ("kick", Given(how="softly")))
    ask = {"by": SMITH, "on": DAY, "why": "错", "given": attrs.evolve(HUNG, key="k-9")}
    stricter = changed(
        DOOR, id="x", rows=[replace("kick", attrs.evolve(DOOR.rows[4], needs=("how", "key")), source=LAW)]
    )

    for under in (TOWN_DOOR, stricter):
        assert correct(log, 1, under=under, **ask).restored.key == "k-2"


@pytest.mark.parametrize(
    ("version", "more", "code"),
    [
        (0, {}, "correct.version"),
        (4, {}, "correct.version"),
        (True, {}, "number.type"),
        (3, {"why": ""}, "text.empty"),
        (3, {"given": Given(how="softly")}, "move.needs"),
        (3, {"given": Nothing()}, "value.kind"),
        (3, {"given": Given(key="k-1")}, "door.same_key"),
        (3, {"by": GUEST}, "move.role"),
        (3, {"on": date(2026, 6, 1)}, "move.day"),
        (2, {}, "correct.rests_on_it"),
    ],
)
def test_a_wrong_correction_is_refused(version, more, code):
    """What cannot be corrected, by whom, or without what, is said."""
    log = door_log("open", ("rekey", Given(key="k-2")), "shut")
    if code == "correct.version" and version:
        version = 9
    with pytest.raises((InvalidInput, Refused)) as caught:
        correct(log, version, **{"by": SMITH, "on": DAY, "under": DOOR, "why": "错", **more})
    assert caught.value.code == code
    assert not isinstance(caught.value, Refused) or not caught.value.verdict.ok


@pytest.mark.parametrize(("was", "now"), [("k-1", "k-2"), ("k-2", "k-1")])
def test_a_move_that_would_have_led_elsewhere_rests_on_what_is_corrected(was, now):
    """Where a later fork reads what is corrected, it may not lead elsewhere, whichever way."""
    kind = attrs.evolve(DOOR_KIND, forks={**DOOR_KIND.forks, "by_key": lambda door, _: door.key})
    turn = row("turn", ("shut",), Fork(by="by_key", to={"k-1": "open", "k-2": "worn-out", "k-3": "open"}))
    under = changed(DOOR, id="x", kind=kind, rows=[add("turn", turn, source=LAW)])
    ask = {"by": SMITH, "on": DAY, "under": under}
    hung = begin("d-1", "hang", given=attrs.evolve(HUNG, key=was), **ask)
    log = Log.begin("d-1").append(hung, by="m-1", at=AT)
    log = log.append(decide(kind.replay(log), "turn", **ask), by="m-1", at=AT)

    with pytest.raises(Refused) as caught:
        correct(log, 1, why="错", given=attrs.evolve(HUNG, key=now), **ask)
    assert "correct.rests_on_it" == caught.value.code
    if was == "k-1":
        assert "open" == correct(log, 1, why="错", given=attrs.evolve(HUNG, key="k-3"), **ask).restored.state


def test_a_move_that_a_town_no_longer_has_cannot_be_given_again():
    """An event whose move the table in force does not have can be struck out, and not given again."""
    log = door_log(("rekey", Given(key="k-2")))
    ask = {"by": SMITH, "on": DAY, "under": TOWN_DOOR, "why": "错"}

    assert faults_of(lambda: correct(log, 2, given=Given(key="k-3"), **ask)) == [
        ("version", "correct.version")
    ]
    assert correct(log, 2, **ask).restored.key == "k-1"
    assert faults_of(lambda: correct(Log.begin("d-1"), 1, **ask), NotFound) == [("log", "log.not_begun")]
    lamp_log = Log.begin("l-1").append(
        begin("l-1", "hang", by=SMITH, on=DAY, under=LAMP, given=Nothing()), by="m-1", at=AT
    )
    assert faults_of(lambda: correct(lamp_log, 1, **{**ask, "under": LAMP}), NotFound) == [
        ("move", "move.unknown")
    ]


# --- a town's table ------------------------------------------------------------------------------------


def test_a_town_changes_a_table():
    """A town adds, replaces and drops rows, states and settings; each change keeps its source."""
    assert "rekey" not in TOWN_DOOR.moves
    assert list(TOWN_DOOR.table["painted"]) == ["correct", "dry"]
    assert [change.op.value for change in TOWN_DOOR.changes] == [
        "add",
        "add",
        "add",
        "drop",
        "add",
        "replace",
    ]
    assert {change.source.title for change in TOWN_DOOR.changes} == {"本镇看门细则"}
    stricter = changed(TOWN_DOOR, id="village-door", settings=[drop("openings", source=LAW)])
    assert (stricter.number("openings"), len(stricter.changes)) == (3, 7)
    assert TOWN_DOOR.number("openings") == 1
    thing = attrs.evolve(door(), opened=1)
    assert refused(lambda: decide(thing, "open", by=SMITH, on=DAY, under=TOWN_DOOR)) == (
        "it was opened 1 times and is worn out (看门办法, article 3)"
    )


def test_every_wrong_change_is_reported():
    """All changes that do not fit are reported at once, by the list in which they stand."""
    assert faults_of(
        lambda: changed(
            DOOR,
            id="x",
            nodes=[drop("opne", source=LAW)],
            rows=[add("open", DOOR.rows[1], source=LAW), replace("shut", DOOR.rows[1], source=LAW)],
            settings=[add("openings", 1, source=LAW)],
        )
    ) == [
        ("nodes.changes[0].opne", "overlay.unknown"),
        ("rows.changes[0].open", "overlay.known"),
        ("rows.changes[1].shut", "overlay.name"),
        ("settings.changes[0].openings", "overlay.known"),
    ]
    assert faults_of(lambda: changed(DOOR, id="x", settings=[add("height", 1, source=LAW)])) == [
        ("settings.height", "lifecycle.name")
    ]
    assert faults_of(lambda: changed(LAMP, id="x", rows=[drop("switch-on", source=LAW)])) == [
        ("nodes[0]", "lifecycle.stuck")
    ]


# --- the bridge and the picture ------------------------------------------------------------------------


def test_the_bridge_takes_models():
    """Programs that use transitions themselves take the same table: rows, forks, moves that stay."""
    bridge, thing = machine(DOOR), SimpleNamespace()
    bridge.add_model(thing)

    assert thing.state == "shut"
    assert not thing.kick(case="gently")
    assert thing.kick(case="softly")
    assert thing.state == "open"
    assert thing.correct()
    assert thing.state == "open"
    assert bridge.get_transitions("open", "shut", "open")[0].row is DOOR.rows[1]


def test_the_diagram_in_chinese():
    """The picture has stages, names and ways, in Chinese."""
    assert diagram(DOOR).splitlines() == [
        "stateDiagram-v2",
        "    direction LR",
        '    state "在用" as stage_shut {',
        '        state "关" as shut',
        '        state "开" as open',
        "    }",
        '    state "坏" as worn_out',
        '    state "拆" as end_',
        "    [*] --> shut : hang（门）",
        "    shut --> open : open（门）",
        "    open --> shut : shut（门）",
        "    shut --> shut : rekey（门）",
        "    open --> open : rekey（门）",
        *(
            f"    {leaves} --> {enters} : kick（门）"
            for leaves in ("shut", "open", "worn_out")
            for enters in ("worn_out", "open", "end_")
        ),
        "    end_ --> [*]",
    ]


def test_the_diagram_in_english():
    """The picture of a lamp, in English."""
    assert diagram(LAMP, lang="en").splitlines() == [
        "stateDiagram-v2",
        "    direction LR",
        '    state "off" as off',
        '    state "on" as on',
        "    [*] --> off : hang",
        "    [*] --> on : hang-lit",
        "    off --> on : switch-on",
        "    on --> off : switch-off",
    ]


def test_a_move_from_everywhere_is_drawn_where_it_leads_elsewhere():
    """A move that may be made in every state is a line from each other one, and none where it would stay."""
    ways = diagram(plus(row("burn", "*", "on"), row("cool", "*", "off"), row("look", "*", "=")), lang="en")

    assert ["    off --> on : burn", "    on --> off : cool"] == ways.splitlines()[-2:]


def test_labels_cannot_break_the_diagram():
    """A label with quotes, colons, semicolons or line ends is still one label."""
    bad = Text('a "b": c;\nd #1')
    broken = lamp(nodes=(attrs.evolve(OFF, label=bad, stage=bad), ON))
    lines = diagram(broken).splitlines()

    assert '    state "a #quot;b#quot;#colon; c#59; d #35;1" as stage_off {' in lines
    assert len(lines) == len(diagram(LAMP).splitlines()) + 2


def test_names_are_public():
    """The names of the engine are those that it lists."""
    import sanliang.kernel.lifecycles as engine

    assert sorted(engine.__all__, key=str) == engine.__all__
    assert isinstance(DOOR, Lifecycle)
    assert isinstance(DOOR.kind, Kind)
    assert isinstance(DOOR.rows[0], Row)


def test_what_is_given_is_named():
    """Values take what they hold by name, and no argument has to be without one."""
    assert "" == by_place("kernel.lifecycles")


def test_what_holds_where_nothing_is_said():
    """The numbers, and yes or no, that are left out are the ones that everybody has relied on."""
    assert "Node.final=False node.final=False" == left_out("kernel.lifecycles")


def test_what_is_neither_shown_nor_compared():
    """All of a value shows itself and tells it from another, but for what would only be long."""
    assert "Lifecycle.changes:eq" == hidden("kernel.lifecycles")
