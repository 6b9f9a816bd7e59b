"""What rulebooks read of supervision: records of findings and of objections upheld, and named facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanliang.kernel.events import Entry, Log
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.lifecycles import Moved
from sanliang.records import Query, Record
from sanliang.records._told import told_by
from sanliang.supervision._inspection import Inspection, InspectionGiven, Issue
from sanliang.supervision._inspection_rules import INSPECTION_KIND
from sanliang.supervision._objection import OBJECTION_KIND
from sanliang.supervision._words import ObjectionState

FINDING, UPHELD = "inspection.finding", "objection.upheld"

FACTS: FrozenMap[str, Query] = FrozenMap(
    {
        "findings": Query(kind=FINDING),
        "findings_open": Query(kind=FINDING, where={"closed": [False]}),
        "findings_late": Query(kind=FINDING, where={"in_time": [False]}),
        "objections_upheld": Query(kind=UPHELD),
    }
)
"""The facts that a township may choose from, by name; each is a question to the records of a cycle."""


def finding_records(logs: Iterable[Log]) -> tuple[Record, ...]:
    """
    The findings of inspections as records, so that a rulebook can count them.

    `inspection.finding` is about each person whom a finding concerns, or about the unit where it concerns
    nobody. Its fields are `closed` (whether the team has closed it), `returned` (how many times a correction
    was not enough) and, once a correction is reported, `in_time` (whether by its deadline).

    Returns:
        The records by day, by kind, by id.

    Raises:
        InvalidInput: A log that opens no inspection, or an event that counts after the day of its entry.
    """
    return told_by(logs, _findings)


def _findings(log: Log) -> Iterator[Record]:
    inspection = INSPECTION_KIND.replay(log)
    entries = dict(_found_in(log))
    for issue in inspection.issues:
        # What a correction brought in is as old as the correction.
        entry = entries.get(issue.finding.id, log.entries[-1])
        for subject in issue.finding.concerns or (inspection.unit,):
            yield _finding(inspection, issue, subject, entry)


def _found_in(log: Log) -> Iterator[tuple[str, Entry]]:
    """The entry in which each finding was written down."""
    for entry in log:
        given = entry.event.given if isinstance(entry.event, Moved) else None
        if isinstance(given, InspectionGiven) and given.finding is not None:
            yield given.finding.id, entry


def _finding(inspection: Inspection, issue: Issue, subject: str, entry: Entry) -> Record:
    fields = {"closed": issue.closed is not None, "returned": issue.returned}
    if issue.remedied is not None:
        fields["in_time"] = issue.remedied <= issue.until
    return Record(
        id=f"{inspection.id}:{issue.finding.id}:{subject}",
        subject=subject,
        kind=FINDING,
        on=issue.found,
        fields=FrozenMap(fields),
        evidence=() if issue.remedy is None else issue.remedy.evidence,
        recorder=entry.by,
        recorded=entry.at,
    )


def objection_records(logs: Iterable[Log]) -> tuple[Record, ...]:
    """
    The objections that were upheld as records: `objection.upheld` is about each person whom what was objected
    to concerns, or about the unit where it concerns nobody; its field `word` is the kind of the thing.

    Returns:
        The records by day, by kind, by id.

    Raises:
        InvalidInput: A log that opens no objection, or an event that counts after the day of its entry.
    """
    return told_by(logs, _upheld)


def _upheld(log: Log) -> Iterator[Record]:
    objection, last = OBJECTION_KIND.replay(log), log.entries[-1]
    target = objection.claim.target
    if objection.state != ObjectionState.UPHELD:
        return
    for subject in target.concerns or (target.unit,):
        yield Record(
            id=f"{objection.id}:{subject}",
            subject=subject,
            kind=UPHELD,
            on=objection.closed or objection.on,
            fields=FrozenMap({"word": target.word}),
            recorder=last.by,
            recorded=last.at,
        )
