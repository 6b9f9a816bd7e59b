"""What rulebooks read of pledges: who was commended, for which pledge, with which grade."""

from datetime import UTC, datetime

import attrs
import pytest
from tests.pledges.town import PLEDGERS, TOWNSHIP, at

from sanliang import InvalidInput, Log, pledges

LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)


def written(*events, at=LATER):
    """A log of these events."""
    return Log.begin("p-1").append(*events, by="m-20", at=at)


@pytest.mark.parametrize("pledger", PLEDGERS, ids=lambda one: one.kind.value)
def test_a_commendation_is_a_record_about_the_pledger(pledger):
    """Of all that happens to a pledge the commendation alone is counted, with the grade that it was for."""
    one = at("consolidated", pledger)
    [found] = pledges.as_records([written(*one.log.events)])

    assert (pledger.id, "pledge.commended", one.day) == (found.subject, found.kind, found.on)
    assert {"pledger": pledger.kind.value, "pledge": "annual", "grade": "good"} == {**found.fields}
    assert ("p-1", "m-20", LATER) == (found.activity, found.recorder, found.recorded)
    assert pledges.FACTS["pledges_commended"].kind == found.kind


def test_a_town_may_commend_without_a_grade():
    """A pledge that was never evaluated is commended without one."""
    draft = at("drafted").log.events[0]
    praise = attrs.evolve(draft, move="commend", leaves="drafted", enters="commended", given=None)
    [found] = pledges.as_records([written(draft, praise)])

    assert {"pledger": "member", "pledge": "annual"} == {**found.fields}


def test_a_commendation_that_was_struck_out_is_no_record():
    """Whoever was commended by mistake has no record of it."""
    one = at("commended")
    log = written(*one.log.events)
    struck = pledges.correct(log, len(log), by=TOWNSHIP, on=one.day, under=pledges.BASE, why="评错")

    assert 1 == len(pledges.as_records([log]))
    assert () == pledges.as_records([log.append(struck, by="m-20", at=LATER)])


def test_a_commendation_is_not_written_before_its_day():
    """A log whose moments lie before its days gives no records: somebody has to look at it."""
    with pytest.raises(InvalidInput):
        pledges.as_records([written(*at("commended").log.events, at=datetime(2026, 7, 1, tzinfo=UTC))])
