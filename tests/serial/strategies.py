"""A strategy for every kind of the registry: most by the types of its fields, the strict ones by hand."""

import types
import typing
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from fractions import Fraction

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from tests.pairing import papers

from sanliang import (
    activities,
    calendars,
    campaigns,
    concerns,
    notices,
    orgs,
    pairing,
    pledges,
    points,
    posts,
    ratings,
    records,
    reports,
    rulebooks,
    supervision,
)
from sanliang.kernel.errors import Fault
from sanliang.kernel.events import Head
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Corrected, Moved
from sanliang.kernel.privacy import Private
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Cycle, Dated, Span
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.serial import BASE

# A law of every kind is tried on two hundred: each has a third of the examples, and a fifth of many.
_ALL = settings.default.max_examples
EACH_KIND = settings(max_examples=_ALL // 5 if _ALL > 100 else max(3, _ALL // 3))

# --- by the type of a field ---------------------------------------------------------------------------------

ids = st.sampled_from(["m-1", "m-2", "h-7", "b-东岭", "p 17", '"', "𠮷"])
codes = st.sampled_from(["helper", "first", "visit", "x_1", "a-b"])
words = st.sampled_from(["修路灯", "六盏", "a\\b", "é", "🙂", "null", "3", "-0.50"])
texts = st.one_of(ids, codes, words)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
zones = st.sampled_from([-720, -1, 0, 330, 480]).map(lambda least: timezone(timedelta(minutes=least)))
moments = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=zones)
numbers = st.fractions(-1000, 1000, max_denominator=97) | st.integers(-(10**12), 10**12).map(Fraction)
decimals = st.integers(-(10**7), 10**7).map(lambda scaled: Fraction(scaled, 10_000))
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
salts = st.binary(min_size=16, max_size=64)
privates = st.one_of(
    st.builds(lambda value, salt: Private(value, salt=salt), texts, salts),
    digests.map(Private.erased),
)
some = {
    str: texts,
    int: st.integers(0, 10**15),
    bool: st.booleans(),
    date: days,
    datetime: moments,
    Fraction: numbers,
    types.NoneType: st.none(),
}


def of_type(kind):
    """Values of a type, as a field names it."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if kind in some:
        return some[kind]
    if origin in {typing.Union, types.UnionType}:
        return st.one_of(*map(of_type, args))
    if origin is Private:
        return privates
    if origin in {FrozenMap, Mapping}:
        return st.dictionaries(*map(of_type, args), max_size=2).map(FrozenMap)
    if origin is tuple and args[-1] is not ...:
        return st.tuples(*map(of_type, args))
    if origin in {tuple, frozenset}:
        return st.lists(of_type(args[0]), max_size=2, unique=origin is frozenset).map(origin)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from([*kind])
    return st.deferred(lambda: CLASSES[kind])


def made(kind, /, **given):
    """Values of a class: the fields that are given by these strategies, the others by their types."""
    fields = {
        field.alias: given[field.alias] if field.alias in given else of_type(field.type)
        for field in attrs.fields(attrs.resolve_types(kind))
        if field.init
    }
    return st.builds(kind, **fields)


def listed(values, **bounds):
    """Tuples of values, each once."""
    return st.lists(values, max_size=3, unique=True, **bounds).map(tuple)


def by(key, values, **bounds):
    """Tuples of values that differ in what the key says."""
    return st.lists(values, max_size=3, unique_by=key, **bounds).map(tuple)


names, code_lists = listed(ids), listed(codes)


@st.composite
def terms(draw, fields=("since", "until")):
    """A first and a last day, either or both left out, in their order."""
    found = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    return {name: draw(st.none() | st.just(one)) for name, one in zip(fields, found, strict=True)}


def with_term(kind, /, **given):
    """Values of a class that hold from a day to a day."""
    rest = [f.alias for f in attrs.fields(attrs.resolve_types(kind)) if f.alias not in {"since", "until"}]
    fields = {
        name: given[name] if name in given else of_type(getattr(attrs.fields(kind), name).type)
        for name in rest
    }
    return st.builds(lambda term, **more: kind(**more, **term), terms(), **fields)


# --- by hand -----------------------------------------------------------------------------------------------


spans = st.tuples(days, days).map(lambda both: Span(min(both), max(both)))
cycles = made(Cycle, count=st.integers(1, 1200), starts=days)
labels = st.sampled_from([orgs.Role.BRANCH_SECRETARY, pledges.Grade.POOR])
params = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), texts, days, numbers, made(Text), labels),
    lambda inner: st.lists(inner, max_size=2).map(tuple) | st.frozensets(texts | labels, max_size=2),
    max_leaves=4,
)


def reasons(deepest=2):
    """Reasons, with reasons below them."""
    below = st.lists(reasons(deepest - 1), max_size=2).map(tuple) if deepest else st.just(())
    maps = st.dictionaries(codes, params, max_size=3).map(FrozenMap)
    return made(Reason, params=maps, because=below)


@st.composite
def members(draw):
    """Members whose status only rises, and not before they were admitted."""
    two = sorted(draw(st.lists(days, min_size=2, max_size=2, unique=True)))
    status = draw(
        st.sampled_from(["full", "probationary", Dated([(two[0], "probationary"), (two[1], "full")])]).map(
            _status
        )
    )
    since = status.steps[0][0]
    admitted = draw(st.none() | st.just(two[0] if since == two[0] else two[1]))
    fields = {
        "skills": code_lists,
        "tags": code_lists.map(frozenset),
        "id": ids,
        "name": ids,
        "household": ids,
    }
    rest = st.fixed_dictionaries(
        {
            name: fields[name] if name in fields else of_type(getattr(attrs.fields(orgs.Member), name).type)
            for name in _MEMBER
        }
    )
    return orgs.Member(status=status, admitted=admitted, **draw(rest))


def _status(value):
    if isinstance(value, str):
        return Dated([(date.min, orgs.MemberStatus(value))])
    return Dated([(on, orgs.MemberStatus(one)) for on, one in value.steps])


_MEMBER = [
    field.name
    for field in attrs.fields(attrs.resolve_types(orgs.Member))
    if field.name not in {"status", "admitted"}
]


@st.composite
def rosters(draw):
    """Rosters of one branch, whose rows fit together."""
    units = (
        orgs.Unit(id="b-1", kind="branch", name="东岭村党支部"),
        orgs.Unit(id="v-1", kind="village", name="东岭村"),
    )
    people = draw(st.lists(members(), max_size=3, unique_by=lambda one: one.id))
    homes = draw(st.lists(CLASSES[orgs.Household], max_size=3, unique_by=lambda one: one.id))
    known = [home.id for home in homes]
    return orgs.Roster(
        units=units,
        members=[
            attrs.evolve(
                one,
                belongs=(orgs.Belonging(unit="b-1"),),
                posts=(),
                exemption=None,
                household=one.household if one.household in known else None,
            )
            for one in people
        ],
        households=[attrs.evolve(home, belongs=(orgs.Belonging(unit="v-1"),)) for home in homes],
    )


@st.composite
def nestings(draw):
    """Nestings of kinds of one line, each under those before it."""
    kinds = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    line = draw(st.sampled_from([*orgs.Line]))
    return orgs.Nesting(
        rules=[
            orgs.UnitRule(
                kind=kind,
                line=line,
                under=draw(st.sets(st.sampled_from(kinds[:place]))) if place else frozenset(),
                name=draw(made(Text)),
                branch=draw(st.booleans()),
            )
            for place, kind in enumerate(kinds)
        ]
    )


@st.composite
def lists_of_days(draw):
    """Holidays and made-up days within a span, none of them both."""
    span = draw(
        st.builds(lambda start, more: Span(start, start + timedelta(days=more)), days, st.integers(0, 60))
    )
    inside = draw(st.lists(st.sampled_from([*span]), max_size=6, unique=True))
    cut = draw(st.integers(0, len(inside)))
    return calendars.ListedDays(
        span=span, holidays=inside[:cut], extra_workdays=inside[cut:], source=draw(st.none() | made(Source))
    )


kinds_of_record = st.sampled_from(["volunteer", "meeting.absent"])
field_values = st.one_of(st.booleans(), decimals, st.sampled_from(["county", "三等"]))


@st.composite
def written_down(draw, kind, /, **given):
    """Records and contacts: written down on the day of it or later."""
    recorded = draw(moments)
    on = recorded.date() - timedelta(days=draw(st.integers(0, 400)))
    fields = {
        field.alias: given[field.alias] if field.alias in given else of_type(field.type)
        for field in attrs.fields(attrs.resolve_types(kind))
        if field.alias not in {"on", "recorded", "evidence"}
    }
    return kind(on=on, recorded=recorded, evidence=draw(names), **draw(st.fixed_dictionaries(fields)))


@st.composite
def pledgers(draw):
    """Pledgers of whom somebody signs, and nobody who is excused."""
    who = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    cut = draw(st.integers(1, len(who)))
    kind = draw(st.sampled_from([*pledges.PledgerKind]))
    return pledges.Pledger(kind=kind, id=draw(ids), unit=draw(ids), signatories=who[:cut], excused=who[cut:])


@st.composite
def letters(draw):
    """Letters whose deadlines lie in their cycle."""
    items = draw(by(lambda item: item.id, CLASSES[pledges.Item], min_size=1))
    ends = [item.deadline for item in items]
    return pledges.Letter(
        pledger=draw(pledgers()),
        kind=draw(st.sampled_from([*pledges.PledgeKind])),
        items=items,
        cycle=draw(st.none() | st.just(Span(min(ends), max(ends)))),
        renews=draw(st.none() | ids),
    )


@st.composite
def holders(draw):
    """Holders, some of whose members are excused."""
    who = draw(names)
    return pledges.Holder(
        household=draw(ids), unit=draw(ids), full_members=who, excused=who[: draw(st.integers(0, len(who)))]
    )


@st.composite
def coverages(draw):
    """Coverages whose totals are no less than what is counted directly."""
    missing = draw(names)
    done, exempt, direct = (draw(st.integers(0, 9)) for _ in range(3))
    tally = campaigns.Tally
    return campaigns.Coverage(
        stage=draw(st.sampled_from([*campaigns.Stage])),
        on=draw(days),
        unit=draw(ids),
        direct=tally(done=min(direct, done), open=draw(st.integers(0, len(missing)))),
        total=tally(done=done, open=len(missing), exempt=exempt),
        missing=missing,
    )


@st.composite
def plans(draw):
    """Plans whose days stand in order."""
    steps = sorted(draw(st.lists(days, min_size=8, max_size=8)))
    units = draw(listed(ids, min_size=1))
    cut = draw(st.integers(0, len(units)))
    late = {unit: steps[3] for unit in units[cut:] if draw(st.booleans())}
    until = {
        stage: end for stage, end in zip(campaigns.Stage, steps[4:], strict=False) if draw(st.booleans())
    }
    return campaigns.Plan(
        title=draw(made(Text)),
        unit=draw(ids),
        units=units,
        pilots=units[:cut],
        pilot_on=steps[0] if cut else None,
        meeting_on=steps[1],
        rollout_on=steps[2],
        rollouts=late,
        until=until,
        source=draw(st.none() | made(Source)),
    )


few = st.integers(1, 99)
limits = st.dictionaries(st.sampled_from([*records.Window]), st.integers(0, 99), max_size=2)
prices = few | st.builds(lambda on, price: Dated([(on, price)]), days, few)
made_items = made(
    points.Item,
    name=made(Text),
    price=prices,
    cost=st.none() | st.integers(0, 9999),
    privilege=st.none() | st.just("a-b"),
)
made_rules = made(
    points.Rule,
    id=codes,
    kind=kinds_of_record,
    where=st.dictionaries(codes, st.lists(field_values, min_size=1, max_size=2), max_size=1),
    points=few,
    per=st.none() | codes,
    ceilings=limits,
)


@st.composite
def made_terms(draw):
    """Terms that have the privilege that an item may be kept for."""
    keeps = draw(st.sampled_from([*points.Keeps]))
    privileges = draw(by(lambda one: one.code, made(points.Privilege, code=codes, least=few)))
    right = points.Privilege(code="a-b", says=Text("优先"), least=9)
    return points.Terms(
        rules=draw(by(lambda one: one.id, made_rules)),
        catalogue=draw(by(lambda one: one.id, made_items)),
        cycle=draw(cycles),
        keeps=keeps,
        months=draw(few) if keeps == "expire" else None,
        caps={name: most for name, most in draw(limits).items() if name != "activity"},
        denominations=draw(listed(few)),
        privileges=[*(one for one in privileges if one.code != "a-b"), right],
        exchange=draw(st.none() | listed(days)),
        source=draw(st.none() | made(Source)),
    )


@st.composite
def issues(draw):
    """Issues whose rules add up."""
    rules = draw(
        st.lists(made(points.Earned, rule=codes, points=few, counted=few), min_size=1, max_size=2).map(tuple)
    )
    fields = {"thing", "id", "wallet", "record", "earned", "activity", "last", "by", "on"}
    rest = {name: of_type(getattr(attrs.fields(points.Issued), name).type) for name in fields}
    total = sum(one.counted for one in rules)
    return points.Issued(points=total, rules=rules, **draw(st.fixed_dictionaries(rest)))


@st.composite
def redemptions(draw):
    """Redemptions that come to the same sum in points and in items."""
    lines = draw(st.lists(made(points.Line, count=few, price=few), min_size=1, max_size=2).map(tuple))
    total = sum(one.count * one.price for one in lines)
    cut = draw(st.integers(1, total))
    parts = [points.Part(lot=draw(ids), points=much) for much in (cut, total - cut) if much]
    fields = {"thing", "id", "wallet", "collector", "by", "on"}
    rest = {name: of_type(getattr(attrs.fields(points.Redeemed), name).type) for name in fields}
    return points.Redeemed(parts=parts, lines=lines, **draw(st.fixed_dictionaries(rest)))


sums = st.fixed_dictionaries(dict.fromkeys(("held", "redeemed", "expired", "reversed"), few))
balances = st.builds(lambda on, each: points.Balance(on=on, issued=sum(each.values()), **each), days, sums)
lots = st.builds(
    lambda left, spent, **rest: points.Lot(points=left + spent, left=left, **rest),
    left=st.integers(0, 9),
    spent=few,
    id=ids,
    on=days,
    last=st.none() | days,
)


@st.composite
def wallets(draw):
    """Wallets that add up."""
    has, redeemed, reversed = draw(st.lists(lots, max_size=2).map(tuple)), draw(few), draw(few)
    return points.Wallet(
        id=draw(ids),
        holder=draw(st.sampled_from([*points.Holder])),
        unit=draw(ids),
        lots=has,
        issued=sum(one.left for one in has) + redeemed + reversed,
        redeemed=redeemed,
        reversed=reversed,
    )


@st.composite
def transactions(draw):
    """Transactions that add up to nothing."""
    much, wallet = draw(few), draw(ids)
    out, into = draw(st.permutations([*points.Account]))[:2]
    return points.Transaction(
        version=draw(few),
        id=draw(ids),
        on=draw(days),
        entries=(
            points.Entry(account=out, wallet=wallet, points=-much),
            points.Entry(account=into, wallet=wallet, points=much),
        ),
    )


@st.composite
def proposals(draw):
    """Proposals whose helper does not speak for the household."""
    who = draw(listed(ids, min_size=1))
    return pairing.Proposal(
        household=draw(ids),
        helper=who[0],
        unit=draw(ids),
        role=draw(codes),
        until=draw(st.none() | days),
        speakers=who[1:],
    )


@st.composite
def apart(draw, kind, first, second):
    """Values with one person and others, or two lists of others."""
    who = draw(listed(ids, min_size=1))
    cut = draw(st.integers(0, len(who)))
    if kind is campaigns.LeadingGroup:
        return kind(head=who[0], members=who[1:])
    return kind(says=draw(texts), **{first: who[:cut], second: who[cut:]})


@st.composite
def bounded(draw, kind, /, **given):
    """Values with a first day that is known and a last one that may be."""
    term = draw(terms())
    since = term["since"] or term["until"] or draw(days)
    fields = {
        field.alias: given[field.alias] if field.alias in given else of_type(field.type)
        for field in attrs.fields(attrs.resolve_types(kind))
        if field.alias not in {"since", "until", "cycle", "months_apart", "days_apart", "least"}
    }
    return kind(
        since=since, until=term["until"], **draw(st.fixed_dictionaries(fields)), **draw(_measure(kind))
    )


def _measure(kind):
    if kind is not pairing.Schedule:
        return st.just({})
    return st.one_of(
        st.fixed_dictionaries({"cycle": cycles, "least": st.integers(1, 3660)}),
        st.fixed_dictionaries({"months_apart": st.integers(1, 3660)}),
        st.fixed_dictionaries({"days_apart": st.integers(1, 3660)}),
    )


@st.composite
def counted(draw):
    """Counts that are no more together than the whole."""
    counts = draw(st.dictionaries(texts, st.integers(0, 99), max_size=3))
    return reports.Counted(whole=sum(counts.values()) + draw(st.integers(0, 9)), counts=counts)


@st.composite
def parts(draw):
    """Parts of a sentence that name each category."""
    count = draw(counted())
    names = [reports.Category(code=code, label=draw(made(Text))) for code in count.counts]
    return reports.Part(counted=count, noun=draw(made(Text)), measure=draw(texts), categories=names)


@st.composite
def tables(draw):
    """Tables of a unit and those under it, whose sums are the sums of their parts."""
    first, *others = draw(listed(ids, min_size=1))
    direct = {unit: draw(counted()) for unit in (first, *others)}
    rows = [reports.Row(unit=one, parent=first, direct=direct[one], total=direct[one]) for one in others]
    total = sum((direct[one] for one in others), direct[first])
    return reports.Table(
        on=draw(days),
        whose=draw(st.sampled_from([*reports.Whose])),
        rows=[reports.Row(unit=first, direct=direct[first], total=total), *rows],
        apart=draw(counted()),
    )


@st.composite
def appraisals(draw):
    """Appraisals whose holder is not among the raters."""
    who = draw(listed(ids, min_size=1))
    points = draw(st.none() | decimals)
    says = draw(st.none() | texts)
    grade = draw(st.sampled_from([*pledges.Grade]))
    return posts.Appraisal(holder=who[0], grade=grade, points=points, says=says, raters=who[1:])


@st.composite
def post_plans(draw):
    """Plans of posts whose days stand in order."""
    first, last = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    return posts.PostPlan(
        title=draw(texts),
        unit=draw(ids),
        kind=draw(codes),
        duties=draw(by(lambda one: one.id, CLASSES[posts.Duty], min_size=1)),
        places=draw(st.integers(1, 1000)),
        where=draw(st.none() | texts),
        choose_until=draw(st.none() | st.just(first)),
        report_by=draw(st.none() | st.just(last)),
        source=draw(st.none() | made(Source)),
    )


@st.composite
def counts(draw):
    """Counts of concerns, of which no more are overdue than stand open."""
    done, refused, standing = (draw(st.integers(0, 3)) for _ in range(3))
    overdue = draw(st.integers(0, standing))
    return concerns.Count(done=done, refused=refused, open=standing, overdue=overdue)


@st.composite
def tallies(draw):
    """Tallies whose parts add up."""
    units = draw(st.dictionaries(ids, counts(), max_size=2))
    total = sum(units.values(), concerns.Count())
    left = tuple(f"c-{place}" for place in range(total.open))
    return concerns.Tally(
        on=draw(days),
        since=draw(st.none() | days),
        complaints=draw(st.booleans()),
        units=units,
        rolled=draw(st.dictionaries(ids, counts(), max_size=2)),
        categories={draw(codes): total},
        open=left,
        overdue=left[: total.overdue],
    )


@st.composite
def attendances(draw):
    """Attendances in which nobody stands in both lists."""
    who = draw(names)
    cut = draw(st.integers(0, len(who)))
    guests = draw(st.integers(0, 10**6))
    return activities.Attendance(present=who[:cut], excused=who[cut:], guests=guests)


@st.composite
def mobilisation_calls(draw):
    """Calls whose numbers are of the units that are called."""
    units = draw(listed(ids, min_size=1))
    expected = draw(st.dictionaries(st.sampled_from(units), st.integers(0, 10**6), max_size=2))
    return activities.Call(
        title=draw(texts),
        unit=draw(ids),
        units=units,
        at=draw(moments),
        within=draw(st.integers(1, 8784)),
        expected=FrozenMap(expected),
        source=draw(st.none() | made(Source)),
    )


@st.composite
def temporary_branches(draw):
    """Temporary branches with a head of their own, some of them dissolved."""
    who, ends = draw(listed(ids, min_size=1)), sorted(draw(st.lists(days, min_size=3, max_size=3)))
    return activities.TemporaryBranch(
        id=draw(ids),
        name=draw(texts),
        head=draw(st.sampled_from(who)),
        members=who,
        since=ends[0],
        until=ends[1],
        dissolved=draw(st.none() | st.just(ends[2])),
    )


@st.composite
def stationed(draw):
    """Who stood where from when to when."""
    first, last = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    until = draw(st.none() | st.just(last))
    return activities.Stationed(person=draw(ids), checkpoint=draw(ids), since=first, until=until)


def a_thing(kind, /, **given):
    """What goes through a lifecycle."""
    return made(kind, id=ids, state=codes, version=st.integers(1, 10**6), **given)


CLASSES = {
    Actor: made(Actor, roles=code_lists.map(frozenset), scope=names.map(frozenset)),
    Cycle: cycles,
    Fault: made(Fault),
    Head: made(Head, stream=ids, digest=digests),
    Reason: reasons(),
    Source: made(Source),
    Span: spans,
    Text: made(Text),
    Verdict: made(Verdict, reasons=st.lists(reasons(1), max_size=2).map(tuple)),
    # orgs
    orgs.Belonging: with_term(orgs.Belonging),
    orgs.Count: made(orgs.Count),
    orgs.Exemption: with_term(orgs.Exemption, reason=codes),
    orgs.Household: made(orgs.Household, needs=code_lists),
    orgs.Member: members(),
    orgs.Nesting: nestings(),
    orgs.Post: with_term(orgs.Post, role=codes),
    orgs.Roster: rosters(),
    orgs.Standing: with_term(orgs.Standing),
    orgs.Unit: with_term(
        orgs.Unit,
        kind=codes,
        code=st.none(),
        covers=names,
        merged_into=st.none(),
        split_from=st.none(),
    ),
    orgs.UnitCount: made(orgs.UnitCount),
    orgs.UnitRule: made(orgs.UnitRule, kind=codes, under=code_lists.map(frozenset)),
    # calendars
    calendars.Calendar: made(
        calendars.Calendar, fixed=by(lambda one: one.code, st.deferred(lambda: CLASSES[calendars.YearDay]))
    ),
    calendars.Due: made(calendars.Due, kind=codes),
    calendars.ListedDays: lists_of_days(),
    calendars.MonthDay: made(calendars.MonthDay, day=st.integers(1, 31)),
    calendars.NotHeld: made(calendars.NotHeld),
    calendars.NotKnown: made(calendars.NotKnown),
    calendars.NthWeekday: made(calendars.NthWeekday, nth=st.sampled_from([-1, 1, 4])),
    calendars.Period: made(calendars.Period, days=st.integers(1, 3660)),
    calendars.Review: made(calendars.Review, code=codes),
    calendars.Shift: made(calendars.Shift, within=st.integers(1, 31)),
    calendars.YearDay: made(calendars.YearDay, code=codes, month=st.integers(1, 12), day=st.integers(1, 28)),
    # notices
    notices.Answer: made(notices.Answer),
    notices.Clock: made(notices.Clock),
    notices.Filed: made(notices.Filed),
    notices.Given: made(notices.Given),
    notices.Notice: a_thing(notices.Notice),
    notices.Objection: made(notices.Objection),
    notices.Posted: made(notices.Posted),
    notices.Posting: made(notices.Posting, word=codes, concerns=names),
    # records
    records.Credit: made(records.Credit),
    records.Folded: made(records.Folded),
    records.Length: made(records.Length, count=st.integers(1, 100)),
    records.Limited: made(records.Limited),
    records.Record: written_down(
        records.Record,
        kind=kinds_of_record,
        fields=st.dictionaries(codes, field_values, max_size=3).map(FrozenMap),
    ),
    records.Recorded: made(records.Recorded),
    records.Reversed: made(records.Reversed),
    records.Row: made(records.Row),
    # pledges
    pledges.Amendment: made(pledges.Amendment),
    pledges.Given: made(pledges.Given),
    pledges.Holder: holders(),
    pledges.Item: made(pledges.Item, quantity=st.none() | st.integers(1, 10**6), duty=st.none() | codes),
    pledges.Letter: letters(),
    pledges.Outcome: made(pledges.Outcome),
    pledges.Plaque: a_thing(pledges.Plaque, place=st.just("") | texts, stars=st.none() | st.integers(0, 10)),
    pledges.PlaqueGiven: made(pledges.PlaqueGiven, stars=st.none() | st.integers(0, 10)),
    pledges.Pledge: a_thing(pledges.Pledge),
    pledges.Pledger: pledgers(),
    pledges.Progress: made(pledges.Progress, quantity=st.none() | st.integers(1, 10**6), evidence=names),
    # ratings
    ratings.Decision: made(ratings.Decision),
    ratings.Exempt: made(ratings.Exempt),
    ratings.GroupRating: made(ratings.GroupRating),
    ratings.History: made(ratings.History),
    ratings.Line: made(ratings.Line),
    ratings.NotRatable: made(ratings.NotRatable),
    ratings.Override: made(ratings.Override),
    ratings.QuotaResult: made(ratings.QuotaResult),
    ratings.Rated: made(
        ratings.Rated, lines=st.lists(st.deferred(lambda: CLASSES[ratings.Line]), max_size=2).map(tuple)
    ),
    ratings.Reading: made(ratings.Reading),
    ratings.Weighed: made(ratings.Weighed),
    # pairing
    pairing.Assignment: bounded(pairing.Assignment, role=codes),
    pairing.Consent: a_thing(pairing.Consent),
    pairing.ConsentGiven: made(pairing.ConsentGiven),
    pairing.Contact: written_down(pairing.Contact, kind=codes),
    pairing.Contacted: made(pairing.Contacted),
    pairing.ContactReversed: made(pairing.ContactReversed),
    pairing.Contacts: made(pairing.Contacts),
    pairing.Proposal: proposals(),
    pairing.Refusals: made(pairing.Refusals),
    pairing.Said: made(pairing.Said),
    pairing.Schedule: bounded(pairing.Schedule, id=codes, kinds=code_lists, role=st.none() | codes),
    # points
    points.Award: made(points.Award),
    points.Balance: balances,
    points.Earned: made(points.Earned, rule=codes),
    points.Entry: made(points.Entry, points=st.integers(-99, 99)),
    points.Issued: issues(),
    points.Item: made_items,
    points.Line: made(points.Line, count=few, price=few),
    points.Lot: lots,
    points.Opened: made(points.Opened),
    points.Opening: made(points.Opening),
    points.Order: made(
        points.Order, items=st.dictionaries(ids, few, min_size=1, max_size=2), collector=st.none() | privates
    ),
    points.Part: made(points.Part, points=few),
    points.Privilege: made(points.Privilege, code=codes, least=few),
    points.Redeemed: redemptions(),
    points.Reversal: made(points.Reversal),
    points.Reversed: made(points.Reversed),
    points.Rule: made_rules,
    points.Supplied: made(points.Supplied, count=few | few.map(lambda count: -count)),
    points.Supply: made(points.Supply, count=few | few.map(lambda count: -count)),
    points.Terms: made_terms(),
    points.Transaction: transactions(),
    points.Wallet: wallets(),
    # posts
    posts.Appraisal: appraisals(),
    posts.Area: with_term(
        posts.Area, kind=codes, charges=st.lists(st.deferred(lambda: CLASSES[posts.Charge]), max_size=2)
    ),
    posts.Candidate: made(posts.Candidate),
    posts.Charge: with_term(posts.Charge),
    posts.Coverage: made(posts.Coverage),
    posts.Duty: made(posts.Duty, model=st.none() | codes, quantity=st.none() | st.integers(1, 10**6)),
    posts.DutyPost: a_thing(posts.DutyPost),
    posts.Given: made(posts.Given, holders=st.none() | names),
    posts.Link: made(posts.Link),
    posts.PostPlan: post_plans(),
    posts.Report: made(posts.Report, evidence=names),
    posts.Tenure: made(posts.Tenure),
    # activities
    activities.Attendance: attendances(),
    activities.Birthday: made(activities.Birthday, years=st.integers(1, 90)),
    activities.Birthdays: made(activities.Birthdays),
    activities.Call: mobilisation_calls(),
    activities.CatchUp: made(activities.CatchUp),
    activities.Checkpoint: made(activities.Checkpoint, places=st.integers(1, 99)),
    activities.Gathered: made(activities.Gathered),
    activities.Mobilisation: a_thing(activities.Mobilisation),
    activities.MobilisationGiven: made(activities.MobilisationGiven),
    activities.Programme: made(activities.Programme, kind=codes, target=st.integers(1, 10**6)),
    activities.Progress: made(activities.Progress),
    activities.Quorum: made(activities.Quorum, part=st.integers(0, 2), of=st.integers(2, 1000)),
    activities.Reported: made(activities.Reported),
    activities.Roll: made(activities.Roll, members=names, exempt=names),
    activities.Session: a_thing(activities.Session),
    activities.SessionGiven: made(activities.SessionGiven),
    activities.SessionPlan: made(
        activities.SessionPlan, kind=codes, catch_up_days=st.none() | st.integers(0, 366)
    ),
    activities.Stationed: stationed(),
    activities.TemporaryBranch: temporary_branches(),
    activities.Turnout: made(activities.Turnout),
    activities.UnitTurnout: made(activities.UnitTurnout),
    # campaigns
    campaigns.Agenda: made(campaigns.Agenda),
    campaigns.Campaign: a_thing(campaigns.Campaign),
    campaigns.CampaignGiven: made(campaigns.CampaignGiven, ended=st.none() | names),
    campaigns.Case: made(campaigns.Case),
    campaigns.Course: a_thing(campaigns.Course),
    campaigns.CourseGiven: made(campaigns.CourseGiven),
    campaigns.Coverage: coverages(),
    campaigns.Decision: made(campaigns.Decision, over=names),
    campaigns.Entry: made(campaigns.Entry),
    campaigns.LeadingGroup: apart(campaigns.LeadingGroup, "head", "members"),
    campaigns.Plan: plans(),
    campaigns.Review: apart(campaigns.Review, "commended", "rectifying"),
    campaigns.Tally: made(campaigns.Tally),
    # reports
    reports.Category: made(reports.Category),
    reports.Counted: counted(),
    reports.Part: parts(),
    reports.Row: made(reports.Row),
    reports.Table: tables(),
    # concerns
    concerns.Above: made(concerns.Above),
    concerns.Answer: made(concerns.Answer),
    concerns.BoardRow: made(concerns.BoardRow),
    concerns.Charge: made(concerns.Charge),
    concerns.Complaint: made(
        concerns.Complaint, persons=st.lists(privates, min_size=1, max_size=2).map(tuple)
    ),
    concerns.Concern: a_thing(concerns.Concern),
    concerns.Count: counts(),
    concerns.Given: made(concerns.Given),
    concerns.Passing: made(concerns.Passing),
    concerns.Raised: made(concerns.Raised),
    concerns.Refusal: made(concerns.Refusal),
    concerns.Result: made(concerns.Result, evidence=names),
    concerns.Sorting: made(concerns.Sorting, category=codes),
    concerns.Tally: tallies(),
    # supervision
    supervision.Claim: made(supervision.Claim),
    supervision.Finding: made(supervision.Finding, concerns=names),
    supervision.Inspection: a_thing(supervision.Inspection),
    supervision.InspectionGiven: made(supervision.InspectionGiven),
    supervision.Issue: made(supervision.Issue),
    supervision.Objection: a_thing(supervision.Objection),
    supervision.ObjectionGiven: made(supervision.ObjectionGiven),
    supervision.Plan: made(supervision.Plan),
    supervision.Remedy: made(supervision.Remedy, evidence=names),
    supervision.Ruling: made(supervision.Ruling),
    supervision.Target: made(supervision.Target, word=codes, concerns=names),
    supervision.Team: made(supervision.Team, units=names, members=listed(ids, min_size=1)),
    supervision.Word: made(supervision.Word),
    rulebooks.Finding: made(rulebooks.Finding),
}

# --- events and documents of their own ------------------------------------------------------------------


def moved(kind):
    """The moves of a word."""
    given = st.none() | CLASSES[kind.given]
    fields = {"thing": ids, "move": codes, "leaves": st.just("") | codes, "enters": codes, "by": ids}
    return st.builds(Moved, word=st.just(kind.name), on=days, given=given, **fields)


def corrected(kind):
    """The corrections of a word."""
    fields = {"thing": ids, "version": st.integers(1, 99), "why": texts, "by": ids, "on": days}
    instead, restored = st.none() | moved(kind), CLASSES[kind.thing]
    return st.builds(Corrected, word=st.just(kind.name), instead=instead, restored=restored, **fields)


KINDS = (
    notices.KIND,
    pledges.KIND,
    pledges.PLAQUE_KIND,
    pairing.CONSENT_KIND,
    posts.KIND,
    activities.SESSION_KIND,
    activities.MOBILISATION_KIND,
    campaigns.CAMPAIGN_KIND,
    campaigns.COURSE_KIND,
    concerns.KIND,
    supervision.INSPECTION_KIND,
    supervision.OBJECTION_KIND,
)


BY_TAG = {
    **{form.tag: CLASSES[form.of] for form in BASE.forms if form.of in CLASSES},
    **{f"{kind.name}.moved/1": moved(kind) for kind in KINDS},
    **{f"{kind.name}.corrected/1": corrected(kind) for kind in KINDS},
    "pairing.change/1": papers.problems().flatmap(papers.changes),
    "pairing.problem/1": papers.problems(),
    "pairing.result/1": papers.pairings(),
}
