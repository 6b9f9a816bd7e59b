"""Whatever a caller puts in the place of an argument, only our own errors come out of a public door."""

from functools import partial

import attrs
import pytest
from tests.doors import AT, ON, WORDS, arguments, asked, functions, methods, methods_of, pool, values
from tests.points.village import events_of, opening

from sanliang.kernel.errors import SanliangError
from sanliang.kernel.events import Log, MemoryStore, head_of, verify
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.kernel.privacy import Private
from sanliang.kernel.timeline import Cycle, Dated, Span
from sanliang.notices import Notice
from sanliang.pledges import Pledge

OF_POINTS = events_of(opening())
LOG_OF_POINTS = Log.begin(OF_POINTS[0].thing).append(*OF_POINTS, by="m-1", at=AT)
WRONG = (
    None, "字", b"x", 3, 1.5, object(), int, ON, {}, {"x": 3}, {3: None}, [], [3], [[]], [{}], ["x"],
    pool()[Log], [pool()[Log]], pool()[Pledge], pool()[Notice], [pool()[Pledge]],
    LOG_OF_POINTS, [LOG_OF_POINTS], OF_POINTS,
)  # fmt: skip
"""What no argument is, or few."""

THINGS = {thing for kind, thing in (key for key in pool() if isinstance(key, tuple)) if kind is Lifecycle}

SLOW = {"openapi", "schemas"}
"""Their one argument is a registry, and they answer with every schema of it."""

INNER = {
    "Registry.texts": "serial asks it for an audience that it has checked",
    "Registry.using": "serial asks it for a form that it has found",
    "Registry.with_": "what a town's own kinds are is checked by `tests/serial/test_registry.py`",
    "Registry.writers": "serial asks it for an audience that it has checked",
}
"""Methods that are not doors, and why."""


def outcome(door, given):
    """The error of ours that comes out of a door, if one does."""
    try:
        asked(door, given)
    except SanliangError as error:
        return error
    return None


def escaped(door, names, given, wrong):
    """What comes out of a door that is not ours, by the argument that is wrong."""
    found = {}
    for name in names:
        for one in wrong:
            try:
                outcome(door, {**given, name: one})
            except Exception as error:
                found.setdefault(name, repr(error))
    return found


def escaped_of(doors):
    """The same of many doors, each of which begins from what fits: by the name of the door."""
    found = {}
    for name, door in doors.items():
        given = arguments(door)
        found[name] = escaped(door, given, given, WRONG)
    return {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize("word", WORDS)
def test_every_function_refuses_a_wrong_argument(word):
    """A function of a word answers, or raises an error of ours, whatever stands for one of its arguments."""
    assert {} == escaped_of(functions(word))


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("word", WORDS)
def test_every_function_takes_a_fitting_argument(word):
    """What the law above begins from is of the right kind, so that each argument is looked at in its turn."""
    doors = {name: door for name, door in functions(word).items() if name not in SLOW}
    errors = {name: outcome(door, arguments(door)) for name, door in doors.items()}

    assert [] == [name for name, error in errors.items() if error is not None and error.code == "value.kind"]


def test_every_method_refuses_a_wrong_argument():
    """A method of a public class answers, or raises an error of ours, whatever stands for an argument."""
    doors = methods()

    assert {*INNER} <= {*doors}
    assert {} == escaped_of({name: door for name, door in doors.items() if name not in INNER})


def test_what_the_face_shows_of_the_kernel_refuses_a_wrong_argument():
    """A log, a store, a lifecycle, a span and the other values of the face do as the words do."""
    store, log = MemoryStore(), pool()[Log]
    store.append(log.stream, *log.events, by="m-1", at=AT)
    shown = (
        log,
        store,
        pool()[Lifecycle, Pledge],
        pool()[Span],
        Cycle(starts=ON),
        Dated([(ON, 1)]),
        Private("x"),
    )
    doors = {f"{type(one).__name__}.{name}": door for one in shown for name, door in methods_of(one).items()}

    assert {} == escaped_of(doors | {"head_of": head_of, "verify": verify})


@pytest.mark.untraced("fifteen thousand values")
@pytest.mark.once("it says nothing of versions")
def test_every_value_refuses_a_wrong_field():
    """A public value is made of whatever stands for one of its fields, or an error of ours comes out."""
    found = {}
    for name, value in values().items():
        fields = [field.alias for field in attrs.fields(type(value)) if field.init]
        found[name] = escaped(partial(attrs.evolve, value), fields, {}, WRONG[::2])

    assert {} == {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize("word", WORDS)
def test_a_log_in_the_place_of_a_thing_is_to_be_replayed(word):
    """Where a thing is asked about and a log is given, the error says that it has to be replayed first."""
    for door in functions(word).values():
        given = arguments(door)
        first = next(iter(given), "")
        if type(given.get(first)) in THINGS:
            with pytest.raises(SanliangError) as caught:
                asked(door, {**given, first: pool()[Log]})
            assert ("value.log", True) == (caught.value.code, "replay it first" in caught.value.text())
