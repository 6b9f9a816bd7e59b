"""陂西镇: who is responsible where, what villagers raised at talks, and what was settled."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import Any

import attrs

from sanliang import concerns, posts, records
from sanliang.concerns import Category, Charge, Given, Raised, Refusal, Result, Sorting, Urgency
from sanliang.ext.cli._office import BEIJING
from sanliang.ext.cli._tours._tour import Count, Stage
from sanliang.kernel.events import Log
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor
from sanliang.kernel.privacy import Private
from sanliang.orgs import Role
from sanliang.posts import Area
from sanliang.records import Book, Record

TALKS = "talks"
"""The id of the book in which talks are recorded."""


@attrs.frozen(kw_only=True)
class AreaRow:
    """An area, a team or a centre, and who answers for it; its kind is a duty of the town."""

    area: str
    kind: str
    unit: str
    place: str
    member: str


@attrs.frozen(kw_only=True)
class TalkRow:
    """A talk at somebody's house."""

    talk: str
    on: date
    unit: str
    by: str


@attrs.frozen(kw_only=True)
class ConcernRow:
    """What was raised at a talk, and the days of what became of it; an empty day has not come."""

    concern: str
    talk: str
    by: str
    name: str
    category: Category
    urgency: Urgency
    gist: str
    worker: str
    sorted: date
    until: date
    finished: date | None = None
    confirmed: date | None = None
    refused: date | None = None


def play(stage: Stage) -> dict[str, Count]:
    """The first half of the year: areas, talks, concerns."""
    talks = {row.talk: row for row in stage.rows("talks.csv", TalkRow)}
    for row in stage.rows("concerns.csv", ConcernRow):
        _raise(stage, row, talks[row.talk])
    return {**_areas(stage), **_talks(stage, talks.values()), **_concerns(stage)}


def _areas(stage: Stage) -> dict[str, Count]:
    """Which areas have one who answers for them, by the duties that the town knows."""
    on, counts = stage.day("last"), Counter[str]()
    listed = stage.rows("areas.csv", AreaRow)
    for kind in {row.kind for row in listed if row.kind in stage.town.duties}:
        areas = [_area(row, stage) for row in listed if row.kind == kind]
        counts[kind] = len(posts.coverage(areas, on=on).covered)
    teams = [one for one in stage.roster.members for post in one.posts if post.role in TEAM]
    leaders = {row.member for row in listed if row.kind == "area_leader"}
    return {**counts, "team_members": len(teams), "leaders": len(leaders)}


TEAM = frozenset((str(Role.FIRST_SECRETARY), "work_team"))


def _area(row: AreaRow, stage: Stage) -> Area:
    return Area(
        id=row.area,
        unit=row.unit,
        kind=row.kind,
        place=row.place,
        task=stage.town.duties[row.kind].zh,
        charges=(posts.Charge(member=row.member),),
    )


def _talks(stage: Stage, talks: Any) -> dict[str, Count]:
    """The book of the talks: each is a record of the kind that the town keeps."""
    events = records.record_all(Book.begin(TALKS), [_talk(row) for row in talks])
    log = Log.begin(TALKS)
    for event in events:
        entry = event.record
        log = log.append(event, by=entry.recorder, at=entry.recorded)
    book = records.replay(log)
    stage.keep(log, same=book == records.replay(events))
    return {"talks": len(book.records)}


def _talk(row: TalkRow) -> Record:
    recorded = datetime.combine(row.on, time(18), BEIJING)
    return Record(id=row.talk, subject=row.by, kind="talk", on=row.on, recorder=row.by, recorded=recorded)


def _raise(stage: Stage, row: ConcernRow, talk: TalkRow) -> None:
    """What was raised, and everything that became of it."""
    office, id = stage.office, row.concern
    secretary = office.actor(f"m-{talk.unit}", talk.on)
    raised = Raised(
        says=_private(row.gist, id),
        by=_private(row.by, id),
        name=_private(row.name, id),
        channel="talk",
        unit=talk.unit,
        at=talk.talk,
    )
    office.open("concern", id, "collect", secretary, talk.on, Given(raised=raised))
    sorting = Sorting(category=row.category, urgency=row.urgency, gist=row.gist)
    office.move("concern", id, "sort", secretary, row.sorted, Given(sorting=sorting))
    if row.refused is not None:
        refusal = Refusal(ground="not_ours", says=_private(row.gist, id))
        office.move("concern", id, "refuse", secretary, row.refused, Given(refusal=refusal))
        return
    charge = Charge(unit=talk.unit, member=row.worker, until=row.until)
    office.move("concern", id, "assign", secretary, row.sorted, Given(charge=charge))
    if row.finished is not None:
        result = Result(deed=row.gist, evidence=[f"photo-{id}"])
        office.move("concern", id, "finish", row.worker, row.finished, Given(result=result))
    if row.confirmed is not None:
        office.move(
            "concern", id, "confirm", Actor(id=row.by, roles=frozenset(), unit=talk.unit), row.confirmed
        )


def _private(value: str, id: str) -> Private[str]:
    """A private text, with the same salt each time: nobody here exists, and a tour is played again."""
    return Private(value, salt=id.ljust(16, "-").encode())


def _concerns(stage: Stage) -> dict[str, Count]:
    """The tally of the half-year, counted of the logs; and what hangs on the board of it."""
    on = stage.day("last")
    half = concerns.tally(stage.office.logs, on=on, roster=stage.roster)
    total, things = half.total, stage.office.all(concerns.Concern)
    kinds = [(Category(category).text, count) for category, count in half.categories.items()]
    return {
        "collected": total.collected,
        "done": total.done,
        "refused": total.refused,
        "open": total.open,
        "overdue": total.overdue,
        "villages": len({one.raised.unit for one in things if one.raised is not None}),
        "board": len(concerns.board(things, audience="village")),
        "categories": Text(
            "、".join(f"{kind.zh} {count.done}/{count.collected}" for kind, count in kinds),
            ", ".join(f"{kind.get('en')} {count.done}/{count.collected}" for kind, count in kinds),
        ),
    }
