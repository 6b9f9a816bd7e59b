"""Things as they stood on a day, read off their logs; and the events of a log that count."""

from datetime import timedelta

import pytest
from tests.kernel.test_lifecycles import AT, DAY, DOOR, DOOR_KIND, HUNG, NEXT, SMITH, faults_of

from sanliang.kernel.events import Log
from sanliang.kernel.lifecycles import as_of, begin, decide, effective

BEFORE, AFTER = DAY - timedelta(1), NEXT + timedelta(1)


def log_of(id, hung, opened):
    """The log of a door that was hung on a day and opened on another."""
    log = Log.begin(id).append(begin(id, "hang", by=SMITH, on=hung, under=DOOR, given=HUNG), by="m-1", at=AT)
    event = decide(DOOR_KIND.replay(log), "open", by=SMITH, on=opened, under=DOOR)
    return log.append(event, by="m-1", at=AT)


@pytest.mark.parametrize(
    ("on", "states"),
    [
        (BEFORE, {}),
        (DAY, {"d-2": "shut"}),
        (NEXT, {"d-2": "open", "d-1": "shut"}),
        (AFTER, {"d-2": "open", "d-1": "open"}),
    ],
)
@pytest.mark.parametrize("as_events", [False, True])
def test_what_was_written_for_a_later_day_does_not_count(on, states, as_events):
    """Each thing stands as it did at the end of the day, in the order of the logs, if it was there at all."""
    logs = [log_of("d-2", DAY, NEXT), log_of("d-1", NEXT, AFTER)]
    found = as_of([log.events if as_events else log for log in logs], DOOR_KIND, on=on)

    assert list(states.items()) == [(one.id, one.state) for one in found]


def test_bad_logs_are_named_with_their_place():
    """What is no list of logs, a log that is none, an event that is none, and a thing that comes twice."""
    good, other = log_of("d-1", DAY, NEXT), log_of("d-2", DAY, NEXT)
    for logs, faults in (
        (good, [("logs", "list.type")]),
        ("d-1", [("logs", "list.type")]),
        (1, [("logs", "list.type")]),
        ([good, 1], [("logs[1]", "list.type")]),
        ([good, other, good], [("logs[2]", "list.doubled")]),
        ([good, [*other.events, 1]], [("logs[1].events[2]", "event.kind")]),
    ):
        assert faults == faults_of(lambda logs=logs: as_of(logs, DOOR_KIND, on=NEXT))


def test_the_events_that_count_are_events():
    """What is neither a move nor a correction is named with its place."""
    events = log_of("d-1", DAY, NEXT).events

    assert [(1, "hang"), (2, "open")] == [(version, event.move) for version, event in effective(events)]
    assert [("events[2]", "event.kind")] == faults_of(lambda: effective([*events, 1]))
    assert [("events[0]", "event.kind")] == faults_of(lambda: effective([1, *events]))
