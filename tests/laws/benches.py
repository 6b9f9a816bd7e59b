"""The tables that are held to the laws. Three small ones are here: a door, a town's door, a lamp."""

from datetime import date

import attrs
from hypothesis import strategies as st

from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Actor, Fork, Kind, Lifecycle, Node, Row, changed, within
from sanliang.kernel.overlays import add, drop, replace
from sanliang.kernel.privacy import Private
from sanliang.kernel.sources import Source
from sanliang.kernel.verdicts import Reason
from sanliang.pairing import CONSENT_BASE
from sanliang.testing._bench import Bench, one_of
from sanliang.testing._benches import bench, walking
from sanliang.townships import base

LAW = Source(title="看门办法", article="3")
WORN = Phrase("door.worn", "已开 {opened} 次，不能再开", "it was opened {opened} times and is worn out")
STRANGER = Phrase("door.stranger", "不是锁匠", "is no locksmith")
SAME_KEY = Phrase("door.same_key", "钥匙未换", "is the key that it has already")


# --- a door: guards, roles, needs, checks, a fork, a setting, private words, an end -------------------


@attrs.frozen(kw_only=True)
class Door:
    """It is opened and shut, gets another key, and one day it is gone."""

    id: str
    state: str
    version: int
    on: date
    unit: str
    key: str
    note: Private[str] | None = None
    opened: int = 0


@attrs.frozen(kw_only=True)
class Given:
    """What comes with a move of a door."""

    unit: str | None = None
    key: str | None = None
    how: str | None = None
    note: Private[str] | None = None


def sound(door, ask):
    """A door opens only so often."""
    most = ask.under.number("openings")
    return Reason.of(WORN, opened=door.opened) if door.opened >= most else None


def another_key(door, _ask, key):
    """Another key is another one."""
    return Reason.of(SAME_KEY, path="given.key") if key == door.key else None


DOOR_KIND = Kind(
    name="door",
    label=Text("门", "door"),
    thing=Door,
    given=Given,
    opens=lambda event: {
        "unit": event.given.unit,
        "key": event.given.key,
        **({"note": event.given.note} if event.given.note else {}),
    },
    folds={
        "open": lambda door, _: {"opened": door.opened + 1},
        "rekey": lambda _, event: {"key": event.given.key, "note": event.given.note},
    },
    guards={"within": within, "sound": sound},
    needs={"unit": None, "key": another_key, "how": None},
    forks={"how": lambda _, ask: ask.given.how},
    settings={"openings": 3, "keeper": "nobody"},
)


def node(code, zh, **more):
    """A state with a name."""
    return Node(code=code, label=Text(zh, code), **more)


def row(move, leaves, enters, **more):
    """A move with a name."""
    return Row(move=move, leaves=leaves, enters=enters, label=Text(f"{move}（门）", move), **more)


DOOR = Lifecycle(
    id="door",
    kind=DOOR_KIND,
    nodes=(
        node("shut", "关", stage=Text("在用", "in use")),
        node("open", "开", stage=Text("在用", "in use")),
        node("worn-out", "坏"),
        node("end", "拆", final=True),
    ),
    rows=(
        row("hang", (), "shut", needs=("unit",)),
        row("open", ("shut",), "open", guards=("within", "sound"), source=LAW),
        row("shut", ("open",), "shut"),
        row("rekey", ("shut", "open"), "=", needs=("key",), roles=frozenset({"locksmith"}), source=LAW),
        row(
            "kick",
            ("shut", "open", "worn-out"),
            Fork(by="how", to={"softly": "open", "hard": "worn-out", "very-hard": "end"}),
            needs=("how",),
        ),
        row("correct", "*", "=", roles=frozenset({"locksmith"})),
    ),
)


# A locksmith and a guest of one house, and a guest of another.
ACTORS = (
    Actor(id="m-1", roles={"locksmith", "guest"}, unit="house-1"),
    Actor(id="m-2", roles={"guest"}, unit="house-1"),
    Actor(id="m-3", roles={"guest"}, unit="house-2", scope={"house-2", "house-3"}),
)


words = st.text("修门换锁ab", min_size=1, max_size=8)
private_words = st.builds(Private, words, salt=st.binary(min_size=16, max_size=16))
hung = st.builds(
    Given, unit=st.just("house-1"), key=st.sampled_from(["k-1", "k-2"]), note=st.none() | private_words
)
DOOR_GIVEN = {
    "rekey": lambda draw, door, *_: Given(
        key=one_of(draw, sorted({"k-1", "k-2", "k-3"} - {door.key})), note=draw(private_words)
    ),
    "kick": lambda draw, *_: Given(how=one_of(draw, ["softly", "hard", "very-hard"])),
}


# --- a town's door: a guard of its own, a state more, a move less ---------------------------------------


def by_hand(_door, ask):
    """Only a locksmith paints."""
    return None if "locksmith" in ask.by.roles else Reason.of(STRANGER)


TOWN = Source(title="本镇看门细则")
TOWN_DOOR = changed(
    DOOR,
    id="town-door",
    kind=DOOR_KIND.extended(guards={"by_hand": by_hand}),
    nodes=[add("painted", node("painted", "漆"), source=TOWN)],
    rows=[
        add("paint", row("paint", ("shut",), "painted", guards=("by_hand",)), source=TOWN),
        add("dry", row("dry", ("painted",), "shut"), source=TOWN),
        add("touch-up", row("paint", ("open",), "=", name="touch-up"), source=TOWN),
        drop("rekey", source=TOWN),
    ],
    settings=[replace("openings", 1, source=TOWN)],
)


# --- a lamp: no guards, no roles, no end, two ways to begin --------------------------------------------


@attrs.frozen(kw_only=True)
class Lamp:
    """It is on or off."""

    id: str
    state: str
    version: int
    on: date


@attrs.frozen(kw_only=True)
class Nothing:
    """What comes with a move of a lamp."""

    why: str | None = None


LAMP = Lifecycle(
    id="lamp",
    kind=Kind(
        name="lamp",
        label=Text("灯", "lamp"),
        thing=Lamp,
        given=Nothing,
        opens=lambda _: {},
        folds={},
        otherwise=lambda *_: {},
        needs={"why": None},
    ),
    nodes=(node("off", "灭"), node("on", "亮")),
    rows=(
        row("hang", (), "off"),
        row("hang-lit", (), "on"),
        row("switch-on", ("off",), "on"),
        row("switch-off", ("on",), "off", needs=("why",)),
    ),
)

# One entry for each table: the lifecycle and how to bring it to life; those of the library are the kit's.
OWN = [
    Bench(name="door", lifecycle=DOOR, openings={"hang": hung}, given=DOOR_GIVEN, actors=ACTORS),
    Bench(name="town-door", lifecycle=TOWN_DOOR, openings={"hang": hung}, given=DOOR_GIVEN, actors=ACTORS),
    Bench(
        name="lamp",
        lifecycle=LAMP,
        openings={"hang": st.just(Nothing()), "hang-lit": st.just(Nothing())},
        given={"switch-off": lambda draw, *_: Nothing(why=draw(words))},
        blank=st.none() | st.just(Nothing()),
        actors=ACTORS,
    ),
]
TABLES = [*OWN, *map(bench, base().lifecycles.values()), bench(CONSENT_BASE)]
BENCHES = [*OWN, *map(walking, base().lifecycles.values()), bench(CONSENT_BASE)]
