"""The office of a played campaign: it decides, writes into the logs, and knows what each has come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, TypeVar

from sanliang import campaigns, concerns, notices, pledges, supervision
from sanliang.calendars import NotKnown, WorkDays
from sanliang.ext.cli._files import found
from sanliang.kernel import lifecycles
from sanliang.kernel.events import Log, MemoryStore, verify
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.kernel.verdicts import Refused, Verdict
from sanliang.notices import Filed, Posted, Posting
from sanliang.orgs import Role, Roster

T = TypeVar("T")

BEIJING = timezone(timedelta(hours=8))

BASES: Mapping[str, Lifecycle[Any]] = {
    base.kind.name: base
    for base in (
        campaigns.CAMPAIGN_BASE,
        campaigns.COURSE_BASE,
        concerns.BASE,
        notices.BASE,
        pledges.PLAQUE_BASE,
        pledges.BASE,
        supervision.INSPECTION_BASE,
        supervision.OBJECTION_BASE,
    )
}
"""The lifecycle of each word that is played or drawn."""


class Office:
    """Where the logs are kept while the days pass: what stands in them stays, and more is added."""

    def __init__(self, roster: Roster, courses: Mapping[str, Lifecycle[Any]] = BASES) -> None:
        """An office with nothing in it, which moves things by the courses of a town."""
        self.roster = roster
        self.courses = courses
        self.store = MemoryStore()
        self.things: dict[str, Any] = {}
        self.words: dict[str, str] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        self._actors: dict[tuple[str, date], Actor] = {}

    def actor(self, id: str | Actor, on: date) -> Actor:
        """Who acts, as the roster has it on that day; somebody who is in no roster is known already."""
        if isinstance(id, Actor):
            return id
        if (id, on) not in self._actors:
            self._actors[id, on] = self.roster.actor(id, on=on)
        return self._actors[id, on]

    def secretary(self, on: date) -> str:
        """The secretary of the township's committee on that day."""
        role = str(Role.TOWNSHIP_SECRETARY)
        posts = ((post, one.id) for one in self.roster.members for post in one.posts if post.role == role)
        holders = (id for post, id in posts if (post.since or on) <= on <= (post.until or on))
        return next(holders, role)

    def all(self, kind: type[T]) -> tuple[T, ...]:
        """All things of a class, in the order in which they were opened."""
        return tuple(one for one in self.things.values() if isinstance(one, kind))

    def thing(self, id: str) -> Any:
        """
        A thing as it stands.

        Raises:
            NotFound: Nothing has been opened under this id.
        """
        return found(self.things, id, "course.csv")

    def log(self, id: str) -> Log:
        """The log of a thing."""
        return self.store.read(id)

    @property
    def logs(self) -> list[Log]:
        """All logs, in the order of their ids."""
        return [self.log(stream) for stream in self.store.streams()]

    def proved(self) -> bool:
        """Whether every log verifies against its head, and replays to what its thing has come to."""
        return all(
            verify(log, head=log.head).ok
            and self.courses[self.words[log.stream]].kind.replay(log) == self.things[log.stream]
            for log in self.logs
        )

    def open(self, word: str, id: str, move: str, by: str | Actor, on: date, given: Any) -> None:
        """Decide the move that opens a thing, and write it."""
        actor = self.actor(by, on)
        self.write(word, lifecycles.begin(id, move, by=actor, on=on, under=self.courses[word], given=given))

    def move(self, word: str, id: str, move: str, by: str | Actor, on: date, given: Any = None) -> None:
        """Decide a move of a thing, and write it."""
        actor, thing, course = self.actor(by, on), self.thing(id), self.courses[word]
        self.write(word, lifecycles.decide(thing, move, by=actor, on=on, under=course, given=given))

    def post(self, id: str, posting: Posting, by: str | Actor, on: date) -> Posted:
        """Post a notice, and what it certifies."""
        self.open("notice", id, "post", by, on, notices.Given(posting=posting))
        return notices.posted(self.thing(id))

    def file(self, id: str, by: str | Actor, on: date, workdays: WorkDays) -> Filed:
        """
        File a notice that has run out, and what it certifies.

        Raises:
            Refused: It is not known whether it has: the working days are not published.
        """
        clock = notices.clock(self.thing(id), on=on, workdays=workdays)
        if isinstance(clock, NotKnown):
            raise Refused(Verdict.against([clock.reason]))
        self.move("notice", id, "file", by, on, notices.Given(clock=clock))
        return notices.filed(self.thing(id))

    def write(self, word: str, event: Any) -> None:
        """Append an event to its log, against the head that it was decided on."""
        at = datetime.combine(event.on, time(9), tzinfo=BEIJING)
        head = self.log(event.thing).head
        self.store.append(event.thing, event, by=event.by, at=at, expected=head)
        self.words[event.thing] = word
        self.things[event.thing] = self.courses[word].kind.apply(self.things.get(event.thing), event)
        if word not in {"campaign", "course"}:
            self.counts[word, getattr(event, "move", "correct")] += 1

    def counted(self) -> tuple[tuple[Text, Text, int], ...]:
        """What people did since the last time that this was asked: the word, the move, how often."""
        done = tuple(
            (self.courses[word].kind.label, self.courses[word].label(move), count)
            for (word, move), count in self.counts.items()
        )
        self.counts.clear()
        return done
