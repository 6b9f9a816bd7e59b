"""What a record earns: by which rules, and how much of it the ceilings and the caps of the village leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.kernel.verdicts import Reason
from sanliang.points._events import Earned, Issued
from sanliang.points._office import Office, Purse
from sanliang.points._requests import Award
from sanliang.points._terms import Rule, Terms
from sanliang.records import Record, Window, window_of

NOT_YET = Phrase(
    "points.early", "记录日 {done} 晚于发放日 {on}", "what was done on {done} earns nothing on {on}"
)
OWN = Phrase(
    "points.own",
    "{by} 不得为自己发放积分",
    "{by} cannot issue points to a wallet or for a deed of {by}'s own",
)
PAID = Phrase(
    "points.paid",
    "该记录已由业务“{issue}”发放过积分",
    "the record has been paid by {issue!r}; a record is paid once, also where that issue was reversed since",
)
NO_RULE = Phrase(
    "points.no_rule", "没有规则给“{kind}”记录计分", "no rule gives points for a record of {kind}"
)
LACKING = Phrase(
    "points.lacking",
    "规则“{rule}”按“{field}”计分，记录中没有该数",
    "rule {rule} counts {field}, and the record does not say how much that was",
)
NOTHING = Phrase(
    "points.nothing",
    "规则“{rule}”计 {earned} 分，上限（{cut}）内已无余额",
    "rule {rule} earns {earned}, of which nothing is left; ceilings that are full: {cut}",
)
CAPPED = Phrase(
    "points.capped",
    "本村{window}发放上限 {cap} 分，已发 {issued} 分，不能再发 {points} 分",
    "the village issues {cap} points at most ({window}); {issued} are issued, and {points} more are too many",
)


def earned(purse: Purse, record: Record, terms: Terms) -> tuple[Earned, ...]:
    """What the record earns by each rule that it matches, by id, and what counts of it."""
    return tuple(
        _earned(purse, record, rule, points, terms)
        for rule in terms.rules
        if rule.matches(record) and (points := rule.earns(record)) is not None
    )


def _earned(purse: Purse, record: Record, rule: Rule, points: int, terms: Terms) -> Earned:
    counted, cut = points, list[Window]()
    for window in Window:
        if window in rule.ceilings:
            room = max(0, rule.ceilings[window] - _used(purse, record, rule.id, window, terms))
            if room < counted:
                counted = room
                cut.append(window)
    return Earned(rule=rule.id, points=points, counted=counted, cut=cut)


def _used(purse: Purse, record: Record, rule: str, window: Window, terms: Terms) -> int:
    """What the rule has issued to the wallet already within the window that holds the record."""
    return sum(
        one.counted
        for issue in _within(purse, record, window, terms)
        for one in issue.rules
        if one.rule == rule
    )


def _within(purse: Purse, record: Record, window: Window, terms: Terms) -> Iterator[Issued]:
    issues = purse.issues.values()
    if window is Window.ACTIVITY:
        # A record without an activity is an activity by itself.
        alike = () if record.activity is None else issues
        return (one for one in alike if one.activity == record.activity)
    if window is Window.EVER:
        return iter(issues)
    span = span_of(record.on, window, terms)
    return (one for one in issues if span.start <= one.earned <= span.end)


def span_of(on: date, window: Window, terms: Terms) -> Span:
    """The days of the window that holds a day; months, quarters and years are counted in the day's cycle."""
    return window_of(on, window, cycle=terms.cycle.span(on))


def against_award(office: Office, award: Award, by: str, on: date, terms: Terms) -> Iterator[Reason]:
    """What speaks against paying a record, where the wallet is there."""
    record, purse = award.record, office._purses.get(award.wallet)
    if record.on > on:
        yield Reason.of(NOT_YET, path="record.on", done=record.on, on=on)
    if by in {award.wallet, record.subject}:
        yield Reason.of(OWN, by=by)
    if issue := office._paid.get(record.id):
        yield Reason.of(PAID, path="record.id", issue=issue)
    rules = [rule for rule in terms.rules if rule.matches(record)]
    if not rules:
        yield Reason.of(NO_RULE, path="record.kind", clause=terms.source, kind=record.kind)
    for rule in rules:
        if rule.earns(record) is None:
            yield Reason.of(LACKING, path="record.fields", clause=rule.source, rule=rule.says, field=rule.per)
    if purse is not None:
        yield from _against_amount(office, earned(purse, record, terms), on, terms)


def _against_amount(office: Office, rows: tuple[Earned, ...], on: date, terms: Terms) -> Iterator[Reason]:
    """What speaks against the sum: that nothing is left of it, or that the village has issued too much."""
    points = sum(one.counted for one in rows)
    if rows and not points:
        rules = {rule.id: rule for rule in terms.rules}
        for one in rows:
            rule = rules[one.rule]
            yield Reason.of(NOTHING, clause=rule.source, rule=rule.says, earned=one.points, cut=one.cut)
    for window in Window:
        if window in terms.caps:
            issued = office.issued(span_of(on, window, terms))
            if points and issued + points > terms.caps[window]:
                yield Reason.of(
                    CAPPED,
                    clause=terms.source,
                    window=window,
                    cap=terms.caps[window],
                    issued=issued,
                    points=points,
                )
