"""Every public door of the words, and something fitting for each of its parameters, by type."""

import collections.abc
import importlib
import inspect
import types
import typing
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path

import attrs
from tests.campaigns.town import AT, ROSTER, TOWN
from tests.campaigns.town import DAY as ON
from tests.concerns.town import collected
from tests.pledges.town import notice_of, story
from tests.points.village import rich
from tests.ratings.books import book, rated

import sanliang
from sanliang import orgs, pairing, pledges, ratings, records, rulebooks, serial, townships
from sanliang.calendars import UNPUBLISHED, WorkDays
from sanliang.kernel.events import Log
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Kind, Lifecycle, Moved

WORDS = {
    name: importlib.import_module(f"sanliang.{name}")
    for name in sanliang.__all__
    if isinstance(getattr(sanliang, name), types.ModuleType)
}
FITTING = {
    "unit": "b-1",
    "member": "m-1",
    "household": "h-1",
    "move": "submit",
    "lang": "zh",
    "audience": "web",
}
"""By the name of a parameter, the text that fits it."""
PLAIN = {date: ON, datetime: AT, int: 1, bool: False, Fraction: Fraction(1), typing.Any: None, object: None}
PLACES = {
    "Converter": object,
    "Event": object,
    "Pledge": pledges.Pledge,
    "Roster": orgs.Roster,
    "sanliang": sanliang,
}
"""What an annotation names that its module imports for type checkers alone."""

_BY_PLACE = {
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
}


def public():
    """What is public of each word, as word, name, value."""
    return [(word, name, getattr(module, name)) for word, module in WORDS.items() for name in module.__all__]


def functions(word):
    """The functions of a word, by name; what several words have is of the first one."""
    first = {}
    for home, name, value in public():
        if inspect.isfunction(value):
            first.setdefault(value, (home, name))
    return {name: value for value, (home, name) in first.items() if home == word}


def methods():
    """The methods of the public classes of which there is a value to ask, by name; each bound to it."""
    kinds = {value for _, _, value in public() if isinstance(value, type)}
    return {
        f"{kind.__name__}.{name}": door
        for kind in kinds & pool().keys()
        for name, door in methods_of(pool()[kind]).items()
    }


def methods_of(value):
    """The public methods of a value, by name; each bound to it."""
    return {
        name: getattr(value, name)
        for name, found in inspect.getmembers(type(value), inspect.isroutine)
        if not name.startswith("_") and str(found.__module__).startswith("sanliang.")
    }


def values():
    """A value of each public class that is made of fields, by name."""
    kinds = {value for _, _, value in public() if attrs.has(value)}
    return {
        f"{kind.__module__}.{kind.__name__}": pool()[kind]
        for kind in kinds & pool().keys()
        if type(pool()[kind]) is kind
    }


def arguments(door):
    """Something fitting for each parameter of a door, by name."""
    hints = typing.get_type_hints(door, localns=PLACES)
    return {name: fitting(hints[name], name) for name in inspect.signature(door).parameters if name in hints}


def asked(door, given):
    """What a door answers, read to its end."""
    listed = [name for name, one in inspect.signature(door).parameters.items() if one.kind in _BY_PLACE]
    named = {name: value for name, value in given.items() if name not in listed}
    answer = door(*(given[name] for name in listed if name in given), **named)
    return [*answer] if isinstance(answer, collections.abc.Iterator) else answer


@cache
def pool():
    """By class, a value: what a release has written, the tables, and what takes more to make."""
    found = {type: pledges.Pledge, collections.abc.Callable: len, WorkDays: UNPUBLISHED}
    for file in sorted((Path(serial.__file__).parent / "fixtures").glob("*.json")):
        value = serial.loads(file.read_bytes())
        found.setdefault((Moved, type(value.given)) if type(value) is Moved else type(value), value)
    for _, _, value in public():
        if isinstance(value, Lifecycle):
            found |= {(Lifecycle, value.kind.thing): value, Kind: value.kind}
    draft = found[Moved, pledges.Given]
    found |= {
        Log: Log.begin(draft.thing).append(draft, by="m-1", at=AT),
        serial.Form: serial.BASE.by_tag["pledge/1"],
        townships.Layer: townships.Layer(id="x-1", name=Text("一镇")),
    }
    return found | {type(one): one for one in _made()}


def _made():
    pledge, rules = story().pledge, book()
    problem = pairing.Problem(
        helpers=[pairing.Helper(id="m-1")], households=[pairing.Household(id="h-1", wishes=["m-1"])]
    )
    result = pairing.cover(problem)
    yield from (pledge, notice_of(pledge), collected(), TOWN, ROSTER, townships.base())
    yield townships.get("pingshan").posts["group_head"]
    yield from (*townships.get("pingshan").cases, *townships.get("huaxing").cases)
    yield townships.NoticeCase(name="算例", notice="rating", posted=ON, until=ON)
    yield from (townships.Owed(), townships.Business(on=ON, record="deed", points=1))
    yield townships.WrittenCase(data={}, place=0)
    yield townships.Step(move="draft", by="m-1", unit="b-1", on=ON)
    yield from (problem, result, result.certificate, pairing.Change(), pairing.Wishes(), pairing.Rules())
    yield from (rules, rated({"hours": 1}, rules), ratings.Subject(id="m-1", facts={"hours": 1}))
    yield from (records.Book.begin("book"), records.Query(kind="x"), rich(), rulebooks.Words(), serial.BASE)


def fitting(kind, name=""):
    """A value of a type; *name* is the parameter's."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if kind is str:
        return FITTING.get(name, "x-1")
    if origin in {typing.Union, types.UnionType}:
        return fitting(args[-1] if args[0] is Log else args[0], name)
    if origin is typing.Literal:
        return args[0]
    if origin in {Lifecycle, Moved}:
        return pool()[origin, _thing(args[0])]
    if (origin or kind) in pool() or isinstance(kind, typing.TypeVar):
        return pool()[_thing(origin or kind)]
    if origin is None:
        return next(iter(kind)) if issubclass(kind, Enum) else kind
    if issubclass(origin, collections.abc.Mapping):
        return {fitting(args[0]): fitting(args[1])}
    return (fitting(args[0], name),)


def _thing(kind):
    """A pledge stands for any thing that goes through a lifecycle."""
    return pledges.Pledge if isinstance(kind, typing.TypeVar) else kind
