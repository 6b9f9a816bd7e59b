"""The code behind a word, and its two events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

import attrs

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.events import Log
from sanliang.kernel.fields import FrozenMap, called, each, listed, maker, not_kind
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles._rows import NOT_YET, WITHIN, Ask, Check, Guard, Thing, within

NOT_OPENED = Phrase("event.not_opened", "第一个事件没有开启该事项", "the first event does not open the thing")
OTHER_WORD = Phrase(
    "event.other_word", "该事件属于“{word}”，不属于“{kind}”", "is an event of {word!r}, and not of {kind!r}"
)
NOT_EVENT = Phrase("event.kind", "应为事件（Moved 或 Corrected）", "must be an event: a Moved or a Corrected")
NOT_BEGUN = Phrase(
    "log.not_begun",
    "日志是空的：还没有事件开启该事项",
    "has no event yet, so nothing was opened; append the event that opens it first",
)
A_LOG = Phrase(
    "value.log",
    "应为 {thing}，这里是日志：请先重放（replay），再传入所得的值",
    "must be {thing} and is a log: replay it first, and give what comes out",
)
TAKEN = Phrase("kind.taken", "该名称已被占用", "is a name that the kind has already")

T = TypeVar("T", bound=Thing)
G = TypeVar("G")
V = TypeVar("V")


def thing_of(kind: type[V], thing: Any, path: str) -> V:
    """
    The thing, if it is one of this class.

    Raises:
        InvalidInput: It is something else; of a log, the text says that it has to be replayed first.
    """
    if isinstance(thing, kind):
        return thing
    if isinstance(thing, Log):
        raise InvalidInput(A_LOG.fault(path, thing=called(kind.__name__)))
    raise InvalidInput(not_kind(path, kind.__name__))


def things_of(kind: type[V], things: Any, path: str) -> tuple[V, ...]:
    """
    The things of a list, in the order given, if each is one of this class.

    Raises:
        InvalidInput: It is no list, or something else is in it: as `thing_of`, each with its place.
    """
    if isinstance(things, Log):
        thing_of(kind, things, path)
    kept = tuple(listed(things, path))
    return kept if {*map(type, kept)} <= {kind} else each(partial(thing_of, kind))(kept, path)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Moved(Generic[G]):
    """
    The event of a move: what `decide` gives and `apply` folds.

    Attributes:
        word: The word it belongs to, such as `"pledge"`.
        thing: The id of the thing, which is the id of its log.
        move: The code of the move.
        leaves: The state before; empty where the move opened the thing.
        enters: The state after.
        by: The id of the actor.
        on: The day.
        given: What came with the move.
    """

    word: str
    thing: str
    move: str
    leaves: str
    enters: str
    by: str
    on: date
    given: G | None = None

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return f"{self.word}.moved/1"


moved = maker(Moved)
"""A `Moved` of its fields' values in their order, for `decide`: a third of the time of its `__init__`."""


@attrs.frozen(kw_only=True)
class Corrected(Generic[G]):
    """
    The event that puts an earlier one right: the wrong one stays where it is, and this one outweighs it.

    Attributes:
        version: The place in the log of the event that was wrong.
        instead: The event that should have stood there; nothing where it should not have been.
        restored: The thing as it would have become.
        why: The reason, in words.
    """

    word: str
    thing: str
    version: int
    instead: Moved[G] | None
    restored: Any
    why: str
    by: str
    on: date

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return f"{self.word}.corrected/1"


_EVENTS = {Moved, Corrected}


def _nothing(_thing: Any, _event: Any) -> dict[str, Any]:
    return {}


@attrs.frozen(kw_only=True, eq=False)
class Kind(Generic[T, G]):
    """
    The code behind a word: what data can name, and how an event becomes part of a thing.

    Args:
        name: The word's code, such as `"pledge"`.
        label: The word in both languages.
        thing: The class that goes through the lifecycle: a `Thing`, frozen, slotted, without a weakref slot.
        given: The class of what comes with a move; each field may be `None`.
        opens: What the opening event's given says of a new thing: its fields but the four, none `None`.
        folds: By move, what the event changes of the thing.
        otherwise: What any other event changes, such as a town's own: nothing, where nothing is said.
        guards: By name.
        needs: By name of a field of *given*; the check of its value, or nothing to check.
        names: By name of a guard or of such a field, what it is called in Chinese; in English, and of a guard
            of a town's own, the name itself is shown.
        forks: By name, the case that a fork takes.
        rests: By move, what it vouches for of the thing, such as the letter that is signed: a correction that
            would put something else under the move is refused.
        settings: The numbers and words that guards read, with what holds where a lifecycle says nothing.
    """

    name: str
    label: Text
    thing: type[T]
    given: type[G]
    opens: Callable[[Any], dict[str, Any]]
    folds: Mapping[str, Callable[[T, Any], dict[str, Any]]]
    otherwise: Callable[[T, Any], dict[str, Any]] = _nothing
    guards: Mapping[str, Guard] = FrozenMap()
    needs: Mapping[str, Check | None] = FrozenMap()
    names: Mapping[str, str] = FrozenMap()
    forks: Mapping[str, Callable[[Any, Ask], str]] = FrozenMap()
    rests: Mapping[str, Callable[[Any], Any]] = FrozenMap()
    settings: Mapping[str, int | str] = FrozenMap()

    def __attrs_post_init__(self) -> None:
        for table in ("folds", "guards", "needs", "names", "forks", "rests"):
            # Plain strings as keys: the moves in events are such, and comparing them costs less.
            object.__setattr__(self, table, {str(name): code for name, code in getattr(self, table).items()})

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        return tuple(field.name for field in attrs.fields(cast("Any", self.thing)))

    @cached_property
    def _make(self) -> Callable[..., T]:
        return maker(self.thing)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self._fields)}

    @cached_property
    def _read(self) -> Callable[[Any], tuple[Any, ...]]:
        return attrgetter(*self._fields)

    def called(self, name: str) -> Text:
        """What a guard or a need is called by the kind; `within`, by every kind that has it."""
        own = WITHIN if self.guards.get(name) is within else name
        return Text(self.names.get(name, own), name)

    def extended(self, *, guards: Mapping[str, Guard]) -> Kind[T, G]:
        """The kind with a town's own guards beside its own; a name that is taken is refused."""
        if taken := sorted(set(guards) & set(self.guards)):
            raise InvalidInput(*(TAKEN.fault(f"guards.{name}") for name in taken))
        return attrs.evolve(self, guards={**self.guards, **guards})

    def own(self, event: Any, place: int) -> Moved[G] | Corrected[G]:
        """
        The event that stands at this place of a log, if it is one of this kind.

        Raises:
            InvalidInput: It is no event, or one of another word.
        """
        if type(event) not in _EVENTS:
            raise InvalidInput(NOT_EVENT.fault(f"events[{place}]"))
        if event.word != self.name:
            raise InvalidInput(OTHER_WORD.fault(f"events[{place}]", word=event.word, kind=self.name))
        return cast("Moved[G] | Corrected[G]", event)

    def apply(self, thing: T | None, event: Moved[G] | Corrected[G]) -> T:
        """
        The thing after the event. It never refuses: what was decided has happened.

        Raises:
            InvalidInput: Either of them is of another kind.
        """
        if thing is not None and type(thing) is not self.thing:
            thing_of(self.thing, thing, "thing")
        if type(event) is not Moved or event.word != self.name:
            restored: T = cast(
                "Corrected[G]", self.own(event, 0 if thing is None else thing.version)
            ).restored
            return restored
        if thing is None:
            return self._opened(event)
        values = [*self._read(thing)]
        places = self._places
        for name, value in self.folds.get(event.move, self.otherwise)(thing, event).items():
            values[places[name]] = value
        values[places["state"]] = event.enters
        values[places["version"]] += 1
        values[places["on"]] = event.on
        return self._make(*values)

    def _opened(self, event: Moved[G]) -> T:
        fields = None if event.given is None else self.opens(event)
        if event.leaves != NOT_YET or fields is None or None in fields.values():
            raise InvalidInput(NOT_OPENED.fault())
        make = cast("Callable[..., T]", self.thing)
        return make(id=event.thing, state=event.enters, version=1, on=event.on, **fields)

    def replay(self, log: Log | Iterable[Moved[G] | Corrected[G]]) -> T:
        """
        The thing that the events of a log make.

        Raises:
            NotFound: The log is empty: nothing was opened.
            InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
        """
        thing: T | None = None
        apply = self.apply
        for event in events_of(log):
            thing = apply(thing, event)
        if thing is None:
            raise NotFound(NOT_BEGUN.fault("log"))
        return thing


def events_of(log: Log | Iterable[Any]) -> Iterator[Any]:
    return (entry.event for entry in log) if isinstance(log, Log) else iter(listed(log, "log"))
