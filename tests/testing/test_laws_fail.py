"""Each law can fail: a fault for each, in a town's rules or planted in the engine, and what it is told."""

import re
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import Phase, settings

from sanliang import Source, Text, notices, pairing, points, rulebooks, serial
from sanliang.kernel import lifecycles
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Fork
from sanliang.kernel.overlays import add, replace
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.pairing import Policy
from sanliang.points import _office as office
from sanliang.ratings import Exempt, Rated
from sanliang.testing import _tables, _walks, laws
from sanliang.testing._check import Broken
from sanliang.testing._laws import pairing as of_pairing
from sanliang.testing._laws import points as of_points
from sanliang.testing._laws import ratings as of_ratings
from sanliang.testing._laws import rulebooks as of_books
from sanliang.testing._laws import stored
from sanliang.townships import Layer, Stated, base, overlay

pytestmark = pytest.mark.once("laws of our own; the suite and the plug-in run on each version")

LAW = Source(title="某镇办法", article="3")
NEVER = Phrase("town.never", "任何时候都不行", "is never allowed")
BY_CODE = {law.code: law for law in laws.LAWS}


def a_town(*changes, guards=None):
    """The base with changes by part."""
    stated = tuple(Stated(part=part, change=change) for part, change in changes)
    return overlay(base(), Layer(id="faulty", name=Text("错镇"), changes=stated, guards=guards or {}))


def row(word, name):
    """A row of the base."""
    return next(one for one in base().lifecycles[word].rows if one.name == name)


def guarded(guard, name="approve"):
    """A town with a guard of its own on a move of pledges."""
    bare = row("pledge", name)
    changed = attrs.evolve(bare, guards=(*bare.guards, "own"), source=LAW)
    return a_town(("pledge", replace(f"rows.{name}", changed, source=LAW)), guards={"pledge": {"own": guard}})


def never(_thing, _ask):
    """A guard that nobody passes."""
    return Reason.of(NEVER)


def broken(_thing, _ask):
    """A guard with a fault of its own."""
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def unshrunk():
    """A story need not be the shortest one here."""
    before = settings.get_current_profile_name()
    settings.register_profile("unshrunk", settings(), phases=(Phase.generate,))
    settings.load_profile("unshrunk")
    yield
    settings.load_profile(before)


def told(code, town, part=None, times=20):
    """The story of a law that is broken."""
    with pytest.raises(AssertionError) as caught:
        laws.hold(BY_CODE[code], town, part=part, max_examples=times)
    happened = caught.value.__cause__.story
    assert [] == [line for line in happened.zh.splitlines() if line in in_words(happened.en)]
    return str(caught.value)


def in_words(story):
    """The lines of a story but for those that a value alone makes."""
    return [line for line in story.splitlines() if re.search("[a-z] [a-z]+ [a-z]", line)]


# --- faults in a town's own rules ------------------------------------------------------------------------


@pytest.mark.untraced("other tests take its branches")
def test_a_guard_that_nobody_passes():
    """The law says which move nobody makes, and what whoever is nearest is told, with the clause."""
    story = told("lifecycle.moves", guarded(never), "pledge")

    assert "nobody ever made 'approve'" in story
    assert "is never allowed" in story
    assert "某镇办法" in story


def test_an_opening_that_nobody_passes():
    """Where nobody may open a thing, the law says so, and does not hang."""
    assert "can open it by" in told("lifecycle.moves", guarded(never, "draft"), "pledge")
    assert "can open it by" in told("lifecycle.replay", guarded(never, "draft"), "pledge")


def test_a_story_is_told_in_the_language_that_is_asked_for():
    """A law that is tried by hand says in English or in Chinese what should hold, and what happened."""
    law, town = BY_CODE["lifecycle.unknown"], guarded(never, "draft")
    said = {}
    for lang in ("zh", "en"):
        with pytest.raises(AssertionError) as caught:
            laws.hold(law, town, part="pledge", max_examples=1, lang=lang)
        head, story = str(caught.value).split("\n", 1)
        assert f"{law.code}: {law.says.get(lang)}" == head
        said[lang] = story
    assert ("个办理人都不能以" in said["zh"], "can open it by" in said["en"]) == (True, True)


def test_a_guard_that_raises():
    """A guard with a fault breaks the law, and the error is named."""
    assert "ZeroDivisionError" in told("lifecycle.available", guarded(broken, "submit"), "pledge")


def test_a_state_that_no_walk_comes_to():
    """Where a guard keeps everybody out of a state, the moves from there are told with it."""
    bare = row("notice", "object")
    change = replace("rows.object", attrs.evolve(bare, guards=("own",)), source=LAW)
    town = a_town(("notice", change), guards={"notice": {"own": never}})

    assert "no walk came to 'contested'" in told("lifecycle.moves", town, "notice")


def test_what_stands_first_is_told_first():
    """Of moves that nobody makes the one nearest to the opening is told first, in Chinese too."""
    change = replace("rows.object", attrs.evolve(row("notice", "object"), guards=("own",)), source=LAW)
    town = a_town(("notice", change), guards={"notice": {"own": never}})
    with pytest.raises(Broken) as caught:
        BY_CODE["lifecycle.moves"].holds(town, "notice", None)

    first, why, *rest = caught.value.story.zh.splitlines()
    assert first.startswith("错镇 (faulty), 公示：没有人办成过“提出异议”（object）：")
    assert NEVER.zh == why
    assert ["没有走到过“有异议”（contested）"] == sorted({line.partition("：")[2] for line in rest})


@pytest.mark.untraced("other tests take its branches")
def test_a_fork_without_a_way():
    """Where a town's fork has no way for a case, what is open is refused."""
    fork = Fork(by="answered", to={"others": "contested", "upheld": "upheld"})
    less = attrs.evolve(row("notice", "answer"), enters=fork)
    town = a_town(("notice", replace("rows.answer", less, source=LAW)))

    assert "is open, and is refused" in told("lifecycle.available", town, "notice", 200)


def test_a_notice_that_is_too_short():
    """A period below the least of the town's own rules cannot be posted."""
    town = a_town(("notice", replace("settings.least_days", 7, source=LAW)))

    assert "may not post it" in told("notice.least", town, "pledge")


def test_objections_that_do_not_stop_the_notice():
    """Where an objection is filed over, the law says since when it is open."""
    to_file = attrs.evolve(row("notice", "file"), leaves=("posted", "contested"), needs=())
    town = a_town(("notice", replace("rows.file", to_file, source=LAW)))

    assert "an objection is open since 2026-07-01" in told("notice.objection", town, "pledge")
    assert "days of 5 are over" in told("notice.hangs", town, "pledge")


TIERS = """
schema = 1
id     = "stars"
rates  = "member"
title  = { zh = "评星" }
source = { title = "某镇办法" }
cycle  = { every = "year", starts = 2026-01-01 }
[fact.hours]
at_least = 0
at_most = 100
[item.hours]
each   = 1
%s
[scale]
tiers  = [ { name = 2, at_least = %s }, { name = 1, at_least = 10 } ]
"""


def with_book(text):
    """A town with a book of its own."""
    book = rulebooks.loads(text)
    return a_town(("rulebooks", add(book.id, book, source=LAW)))


@pytest.mark.untraced("other tests take its branches")
def test_a_tier_that_nobody_reaches(monkeypatch):
    """A tier above what the facts can come to is named where the linter is silent."""
    monkeypatch.setattr(of_books, "lint_book", lambda book: ())
    story = told("rulebook.reached", with_book(TIERS % ("", 120)), "stars")

    assert "nobody comes to 2" in story


# --- faults planted in the engine ------------------------------------------------------------------------


def wrong_verdict(*args, **asked):
    """An explanation that always says yes."""
    return Verdict(ok=True)


def another_answer(work, change):
    """A function whose answers differ from one call to the next."""
    calls = []

    def wrong(*args, **asked):
        calls.append(1)
        found = work(*args, **asked)
        return change(found) if len(calls) % 2 == 0 else found

    return wrong


def moved_on(event):
    """An event of another actor."""
    return attrs.evolve(event, by="m-99")


def scored(change):
    """Ratings whose score was changed."""

    def wrong(facts, *args, **asked):
        found = of_ratings_rate(facts, *args, **asked)
        return change(facts, found)

    return wrong


of_ratings_rate = of_ratings.rate


def upside_down(facts, found):
    """The more, the less."""
    return attrs.evolve(found, score=-found.score) if isinstance(found, Rated) and found.score else found


def beyond_limits(_facts, found):
    """Rows that are far below every floor."""
    if isinstance(found, Exempt):
        return found
    return attrs.evolve(found, lines=tuple(attrs.evolve(line, limited=-(10**6)) for line in found.lines))


LIMITED = TIERS % ("floor = 0", 90)
QUOTA = (
    LIMITED
    + """
[[quota]]
tier    = 2
at_most = 1
of      = "branch"
ties    = "narrow"
"""
)
TAKING = TIERS.replace("each   = 1", "points = 100\neach   = -1") % ("", 90)


def too_many_seats(found):
    """A group with two more holders than there are seats."""
    return attrs.evolve(
        found, quotas=tuple(attrs.evolve(one, seats=0, holders=("s-0", "s-1")) for one in found.quotas)
    )


def twice(problem, *_args, **_asked):
    """A pairing that leaves everybody out."""
    return pairing.both(attrs.evolve(problem, helpers=problem.helpers[:1]))


def wrong_balance(office, **asked):
    """A balance in which a point is missing."""
    found = real_balance(office, **asked)
    return attrs.evolve(found, held=found.held - 1)


real_balance = points.Office.balance


FAULTS = {
    "lifecycle.reached": (_tables, "targets", lambda _row, leaves: {leaves}, "no way leads to"),
    "lifecycle.machine": (_tables, "fired", lambda *_: "nowhere", "by the machine"),
    "lifecycle.diagram": (_tables, "diagram", lambda *_, **__: "graph TD", "Mermaid"),
    "lifecycle.refused": (_walks, "explain", wrong_verdict, "do not say the same"),
    "lifecycle.unknown": (_walks, "decide", lambda *_, **__: None, "no row has"),
    "lifecycle.replay": (
        _walks, "verify", lambda *_, **__: Verdict(ok=False), "does not verify",
    ),
    "lifecycle.days": (_walks, "available", lambda *_, **__: ("approve",), "may still act"),
    "lifecycle.determined": (
        _walks, "decide", another_answer(lifecycles.decide, moved_on), "is decided in two ways",
    ),
    "lifecycle.corrected": (_walks, "correct", lambda *_, **__: None, "is answered with None"),
    "serial.read": (
        stored.serial, "loads", lambda *_, **__: None, "is read as another one",
    ),
    "serial.audiences": (stored.serial, "dumps", lambda *_, **__: '{"kind": "x"}', "it is written as 'x'"),
    "privacy.canary": (
        stored.serial, "dumps", lambda *_, **__: stored.CANARY, "gives a private value away",
    ),
    "pairing.audited": (of_pairing, "audit", lambda *_: Verdict(ok=False), "the audit says no"),
    "points.conserved": (points.Office, "balance", wrong_balance, "points"),
    "points.not_below_zero": (
        points.Wallet, "balance", lambda *_, **__: SimpleNamespace(held=-1), "holds -1 points",
    ),
    "points.expired": (
        office.Purse, "live", lambda self, _on: iter(self.left.items()), "spends points that expired",
    ),
    "points.replay": (of_points, "replay", lambda _: None, "another office"),
    "points.once": (
        of_points.Course, "ask", None, "two effects",
    ),
}  # fmt: skip


def ask_anew(course, request, on):
    """A desk that does not know that a request was there before."""
    again = points.Supply(id=f"again-{len(course.events)}", item="soap", count=1, why="进货")
    event = points.decide(course.office, again, by="m-1", on=on, under=course.under)
    course.office = points.apply(course.office, event)
    course.events.append(event)
    return event


@pytest.mark.parametrize("code", [code for code in FAULTS if code != "points.once"])
def test_a_planted_fault_breaks_the_law(code, monkeypatch):
    """A fault in the engine breaks the law that is about it; the story names the law and the town."""
    module, name, fault, says = FAULTS[code]
    monkeypatch.setattr(module, name, fault)
    part = "concern" if code.partition(".")[0] in {"lifecycle", "serial", "privacy"} else None
    story = told(code, base(), part)

    assert story.startswith(code)
    assert says in story
    assert "(base)" in story


def test_a_request_with_two_effects(monkeypatch):
    """A desk that answers a request twice breaks the law of one effect."""
    seen = []
    first = of_points.Course.ask

    def ask(course, request, on):
        if request.id in course.office and not seen:
            return ask_anew(course, request, on)
        return first(course, request, on)

    monkeypatch.setattr(of_points.Course, "ask", ask)
    assert "two effects" in told("points.once", base())


@pytest.mark.parametrize(
    ("code", "book", "change", "says"),
    [
        ("rating.outcome", LIMITED, lambda facts, found: None, "is answered with None"),
        ("rating.adds_up", LIMITED, beyond_limits, ""),
        ("rating.limits", LIMITED, beyond_limits, "past its floor"),
        ("rating.gives", LIMITED, upside_down, "the score goes from"),
        ("rating.takes", TAKING, upside_down, "the score goes from"),
    ],
)
def test_a_wrong_rating_breaks_the_law(code, book, change, says, monkeypatch):
    """A rating that is worked out wrongly breaks the law that is about it."""
    if code == "rating.adds_up":
        monkeypatch.setattr(of_ratings, "points", lambda item: item.params["points"] + 1)
        says = "is explained as"
    else:
        monkeypatch.setattr(of_ratings, "rate", scored(change))
    story = told(code, with_book(book), "stars")

    assert says in story
    assert "某镇办法" in story


def test_ratings_that_differ(monkeypatch):
    """A rating that comes out in two ways breaks the law of equal facts, and so does a copy of a book."""
    change = another_answer(of_ratings_rate, lambda found: None)
    monkeypatch.setattr(of_ratings, "rate", change)
    monkeypatch.setattr(of_books, "rate", change)

    assert "asked twice" in told("rating.determined", with_book(LIMITED), "stars")
    assert "its copy rates" in told("rulebook.value", with_book(LIMITED), "stars")


@pytest.mark.untraced("other tests take its branches")
def test_groups_that_are_wrong(monkeypatch):
    """Holders beyond the seats break the law of quotas; another order that matters, that of peers."""
    real = of_ratings.rate_group
    monkeypatch.setattr(of_ratings, "rate_group", lambda *args, **asked: too_many_seats(real(*args, **asked)))
    assert "has 0 seats" in told("rating.quotas", with_book(QUOTA), "stars")

    def turned(people, book, **asked):
        some = list(people)
        found = real(some, book, **asked).ratings
        first = found[some[0].id]
        return SimpleNamespace(ratings={**found, some[0].id: attrs.evolve(first, withheld=True)})

    monkeypatch.setattr(of_ratings, "rate_group", turned)
    assert "come out in another way" in told("rating.peers", with_book(QUOTA), "stars", 100)


def pairs_of(change):
    """A policy whose pairing was changed."""
    return lambda town, problem: change(problem, pairing.both(problem))


def uncovered(_problem, made):
    """Nobody is paired, and nothing is proven."""
    return attrs.evolve(made, pairs=(), certificate=attrs.evolve(made.certificate, shortages=()))


def doubled(problem, made):
    """What a pairing would be that has a pair two times."""
    return SimpleNamespace(keys=(*made.keys, *made.keys), certificate=made.certificate)


@pytest.mark.parametrize(
    ("code", "change", "says"),
    [
        ("pairing.covered", uncovered, "no shortage is proven"),
        ("pairing.once", doubled, "paired twice"),
        ("pairing.determined", lambda _problem, made: [made], "solved in two ways"),
    ],
)
def test_a_wrong_pairing_breaks_the_law(code, change, says, monkeypatch):
    """A pairing that leaves somebody out, doubles a pair or hangs on the order breaks the law."""
    wrong = pairs_of(change)
    if code == "pairing.determined":
        calls = []
        wrong = lambda town, problem: calls.append(1) or SimpleNamespace(keys=(), number=len(calls))  # noqa: E731
    monkeypatch.setattr(of_pairing, "paired_by", wrong)
    story = told(code, base())

    assert says in story
    assert "paired on 2026-07-01 by 'both'" in story


def test_every_law_has_failed_here():
    """Each law stands in one of the tests above."""
    with open(__file__, encoding="utf-8") as page:
        text = page.read()
    assert [] == [law.code for law in laws.LAWS if f'"{law.code}"' not in text]


def test_each_policy_pairs():
    """A town by choice alone, or by the organisation alone, is paired so."""
    for policy in Policy:
        town = a_town(("pairing", replace("policy", policy, source=LAW)))
        for law in of_pairing.PAIRING:
            laws.hold(law, town, max_examples=3)
    assert serial is stored.serial
    assert notices.BASE is base().lifecycles["notice"]
