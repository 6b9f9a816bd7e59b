"""What rulebooks read of posts as records: who took one up, reported on it, was appraised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sanliang.kernel.events import Log
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.lifecycles import Moved
from sanliang.pledges import Grade
from sanliang.posts._duties import PostKind
from sanliang.posts._post import DutyPost, Given, Move
from sanliang.posts._rules import KIND
from sanliang.records import Query, Record
from sanliang.records._told import told_of

HELD, REPORTED, APPRAISED = "post.held", "post.reported", "post.appraised"

FACTS: FrozenMap[str, Query] = FrozenMap(
    {
        "posts_taken_up": Query(kind=HELD),
        "vanguard_posts_taken_up": Query(kind=HELD, where={"post": [PostKind.VANGUARD.value]}),
        "posts_reported": Query(kind=REPORTED),
        "posts_appraised_good": Query(kind=APPRAISED, where={"grade": [Grade.GOOD.value]}),
        "posts_appraised_poor": Query(kind=APPRAISED, where={"grade": [Grade.POOR.value]}),
        "post_points": Query(kind=APPRAISED, sum="points"),
    }
)
"""The facts that a township may choose from, by name; each is a question to the records of a cycle."""


def as_records(logs: Iterable[Log]) -> tuple[Record, ...]:
    """
    What posts give to rulebooks, of their logs: records about the members, by day, kind and id.

    | kind | when | fields |
    |---|---|---|
    | `post.held` | a member is installed | `post`: the kind of the post |
    | `post.reported` | a holder has reported | `post` |
    | `post.appraised` | a holder was appraised | `post`, `grade`, and `points` where there are any |

    A record's activity is the post, its recorder and its moment are those of the entry that counts: where an
    event was corrected, those of the correction. What was struck out gives none.

    Raises:
        InvalidInput: An event whose day lies after the moment at which it was written down.

    Example:
        >>> as_records([])
        ()
    """
    return told_of(logs, KIND, _told)


def _told(post: DutyPost, _: DutyPost, event: Moved[Given]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    given, fields = event.given or Given(), {"post": post.plan.kind}
    if event.move == Move.INSTALL:
        yield from ((one, HELD, fields) for one in post.proposed)
    elif event.move == Move.REPORT and given.report is not None:
        yield given.report.holder, REPORTED, fields
    elif event.move == Move.APPRAISE:
        for one in given.appraisals or ():
            points = {} if one.points is None else {"points": one.points}
            yield one.holder, APPRAISED, {**fields, "grade": one.grade.value, **points}
