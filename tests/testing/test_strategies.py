"""Strategies give what is valid, for every public value, and small examples when something fails."""

import subprocess
import sys
from copy import deepcopy
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import sanliang
from sanliang import (
    InvalidInput,
    NotFound,
    Source,
    Text,
    notices,
    orgs,
    pairing,
    pledges,
    points,
    records,
    rulebooks,
    serial,
    testing,
    townships,
)
from sanliang.calendars import MonthDay
from sanliang.kernel.events import verify
from sanliang.kernel.lifecycles import Actor, Moved, begin
from sanliang.kernel.overlays import add, replace
from sanliang.orgs import read_roster
from sanliang.ratings import rate
from sanliang.records import Record
from sanliang.testing import strategies
from sanliang.testing.strategies import _points, _ways
from sanliang.testing.strategies._ways import lifecycle_of

pytestmark = pytest.mark.once("the laws of what is stored draw from each strategy on each version")

testing.register()

FEW = settings(max_examples=min(3, settings.default.max_examples))
ONCE = settings(max_examples=1)
SMALL = settings(settings.default, max_examples=20, suppress_health_check=[*HealthCheck])
WORDS = (
    "campaign",
    "concern",
    "consent",
    "course",
    "duty_post",
    "inspection",
    "mobilisation",
    "notice",
    "objection",
    "plaque",
    "pledge",
    "session",
)
TOWNS = ("base", "huaxing", "pingshan", "poxi", "xingshisi", "xingxian")
CODE = "holds code, which a town hands over"
OF_THE_STORE = "is how the registry itself is made, or read from a log's lines"
WITHOUT = {
    "Dated": "is what changes by day: a value of it is made of the values in it",
    **dict.fromkeys(("rulebooks.EffectWord", "rulebooks.ScaleWord", "rulebooks.TariffWord"), CODE),
    **dict.fromkeys(("rulebooks.OwnEffect", "rulebooks.OwnScale", "rulebooks.OwnTariff"), CODE),
    **dict.fromkeys(("rulebooks.Key", "rulebooks.Words"), CODE),
    **dict.fromkeys(("serial.Form", "serial.Registry", "serial.Upgrade"), OF_THE_STORE),
    **dict.fromkeys(("serial.Link", "serial.ReadLog"), OF_THE_STORE),
}
"""The public values without a strategy, each with the reason."""


def public_values():
    """Every frozen class that the face or a word shows, by its name."""
    for name in sanliang.__all__:
        one = getattr(sanliang, name)
        shown = [(name, one)] if isinstance(one, type) else []
        shown += [(f"{name}.{inner}", getattr(one, inner)) for inner in getattr(one, "__all__", ())]
        yield from ((where, kind) for where, kind in shown if isinstance(kind, type) and attrs.has(kind))


KINDS = dict(public_values())
each_word = pytest.mark.parametrize("word", WORDS)


@pytest.mark.parametrize("name", sorted(KINDS.keys() - WITHOUT.keys()))
def test_every_public_value_has_a_strategy(name):
    """Whatever class a word shows, `from_type` gives values of it once it is told."""

    @ONCE
    @given(st.from_type(KINDS[name]))
    def holds(value):
        assert type(value) is KINDS[name]

    holds()


def test_the_exceptions_are_public_values():
    """The list of those without a strategy names nothing that is not there, and gives each a reason."""
    assert set() == WITHOUT.keys() - KINDS.keys()
    assert all(WITHOUT.values())
    for name in WITHOUT:
        with pytest.raises(NotFound):
            strategies.values(KINDS[name])


@each_word
@FEW
@given(data=st.data())
def test_a_thing_has_come_about(word, data):
    """A log is one of moves that were decided; it verifies, and comes back from its lines as it is."""
    log = data.draw(strategies.logs(word))

    assert all(isinstance(event, Moved) for event in log.events)
    assert verify(log, head=log.head).ok
    lines = serial.write_log(log, audience="ledger")
    assert log == serial.read_log(lines).log
    thing = lifecycle_of(word, None).kind.replay(log)
    assert log.events[-1].enters == thing.state


def ends_in(word, state):
    """Logs of a word can be asked for by their last state."""

    @settings(max_examples=1, suppress_health_check=[*HealthCheck], phases=[Phase.generate])
    @given(strategies.logs(word, state=state))
    def holds(log):
        assert state == log.events[-1].enters

    holds()


@pytest.mark.untraced("eighty walks, some of them long")
@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a walk that Hypothesis gives up
@pytest.mark.parametrize(
    ("word", "state"),
    [(word, state) for word in WORDS for state in lifecycle_of(word, None).node],
)
def test_a_thing_comes_to_any_state(word, state):
    """Each state of each word can be named, and each log ends in it, also one that needs time to pass."""
    ends_in(word, state)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("inspection", "settled"),
        pytest.param("session", "inquorate", marks=pytest.mark.untraced("it is the longest way")),
        ("duty_post", "ended"),
    ],
)
def test_a_thing_comes_to_a_state_that_is_far(word, state):
    """It goes round, waits, and does something else first, where that is the way."""
    ends_in(word, state)


def test_a_thing_begins_in_its_first_state(monkeypatch):
    """It comes there when no step at all may be made."""
    monkeypatch.setattr(_ways, "FARTHEST", 0)
    ends_in("pledge", "drafted")


@pytest.mark.traced("it takes a branch that no other test takes")
@FEW
@given(st.from_type(pairing.Repaired))
def test_a_repair_is_one_of_a_pairing(repaired):
    """What comes and what goes is told of pairs."""
    assert all(isinstance(pair, pairing.Pair) for pair in (*repaired.came, *repaired.left))


@FEW
@given(st.sampled_from(TOWNS[1:]).map(townships.get).flatmap(lambda town: strategies.pledges(town=town)))
def test_a_town_has_its_own_lifecycle(pledge):
    """Pledges of a town are in states of its own lifecycle."""
    assert pledge.state in {code for id in TOWNS[1:] for code in townships.get(id).pledging.node}


@pytest.mark.traced("it takes a branch that no other test takes")
@given(strategies.rulebooks())
def test_rulebooks_lint_clean(book):
    """A random rulebook has nothing that the linter calls an error."""
    assert [] == [found for found in rulebooks.lint_book(book) if found.severity == "error"]


@pytest.mark.traced("it takes a branch that no other test takes")
@given(strategies.ratings())
def test_facts_are_rated(rating):
    """Whatever is known of somebody, a rulebook gives one of three answers."""
    assert type(rating).__name__ in {"Rated", "Exempt", "NotRatable"}


@pytest.mark.parametrize("book", ["branch-stars", "member-stars"])
@pytest.mark.parametrize("town", TOWNS[1:])
def test_facts_fit_the_book_of_any_town(town, book):
    """Facts that are complete are taken by the town's rulebook, and none of them is refused."""
    under = townships.get(town).rulebooks[book]

    @FEW
    @given(strategies.facts(under))
    def holds(facts):
        rating = rate(facts, under, on=date(2026, 12, 31), past=())
        assert not getattr(rating, "faults", ())

    holds()


def test_facts_of_every_word_fit():
    """So do facts of each origin that the language has: records, roster, pledges, raters, ballots."""
    from sanliang.testing.strategies._townships import EVERY_WORD

    under = rulebooks.loads(EVERY_WORD)

    @FEW
    @given(strategies.facts(under))
    def holds(facts):
        assert {fact.id for fact in under.facts} == facts.keys()
        rate(facts, under, on=date(2026, 12, 31), past=())

    holds()


@FEW
@given(strategies.values(orgs.RosterText))
def test_texts_of_a_roster_are_read(texts):
    """The three texts of a roster are one."""
    assert 2 == len(read_roster(**attrs.asdict(texts)).units)


def town_of(folder, texts):
    """A town read from its files."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return townships.load(folder)


def moved_by(asked):
    """A thing that makes a move; what is against it is raised as the faults that it is."""
    thing, move, *others = asked["thing"], asked["move"], "by", "on", "under"
    return pledges.decide(thing, move, **{name: asked[name] for name in others})


def folder_of(texts):
    """A town read from its files, in a folder of its own."""
    with TemporaryDirectory() as home:
        return town_of(Path(home), texts)


REFUSED_BY = {
    "invalid_documents": serial.from_dict,
    "invalid_items": lambda value: pledges.Item(**value),
    "invalid_moves": moved_by,
    "invalid_problems": lambda value: sanliang.pairing.Problem(**value),
    "invalid_records": lambda value: sanliang.records.Record(**value),
    "invalid_rosters": lambda value: read_roster(**value),
    "invalid_rulebooks": rulebooks.loads,
    "invalid_townships": folder_of,
    "invalid_wishes": lambda value: sanliang.pairing.Wishes(**value),
}


@pytest.mark.parametrize("name", [name for name in strategies.__all__ if name.startswith("invalid_")])
def test_what_is_broken_is_refused_for_what_it_says(name):
    """Of an invalid value one thing is wrong: the one fault has the code and the path that it names."""

    @given(getattr(strategies, name)())
    def holds(broken):
        with pytest.raises(sanliang.SanliangError) as caught:
            REFUSED_BY[name](broken.value)
        faults = getattr(caught.value, "faults", ())
        assert [(broken.breaks, broken.path)] == [(one.code, one.path) for one in faults]

    holds()


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize(
    ("strategy", "wanted", "small"),
    [
        (strategies.values(orgs.Belonging), bool, orgs.Belonging(unit="m-1")),
        (strategies.days(on_or_after=date(2026, 7, 1)), bool, date(2026, 7, 1)),
        (strategies.plaques(max_moves=1).map(lambda one: one.state), bool, "due"),
        (
            strategies.logs("notice", max_moves=1).map(lambda log: [one.move for one in log.events]),
            bool,
            ["post"],
        ),
    ],
    ids=["belonging", "day", "plaque", "log"],
)
def test_what_fails_is_small(strategy, wanted, small):
    """A failure shrinks to what a person can read: the first id, the first day, the first move."""
    assert small == find(strategy, wanted, settings=SMALL)


@FEW
@given(strategies.records(on_or_after=date(2026, 7, 1), kind="visit"), strategies.records())
def test_records_keep_to_what_is_asked(asked, free):
    """A record has the kind and the first day that are asked for; any, where nothing is."""
    assert ("visit", True) == (asked.kind, asked.on >= date(2026, 7, 1))
    assert free.kind != "visit"


@FEW
@given(strategies.record_books(on_or_after=date(2026, 7, 1)))
def test_books_of_records_begin_where_they_are_asked_to(book):
    """Every record of a book is of the first day that is asked for, or later."""
    assert all(record.on >= date(2026, 7, 1) for record in book.records)


LAW = Source(title="本镇办法")
LONG = townships.overlay(
    townships.base(),
    townships.Layer(
        id="long",
        name=Text("多镇"),
        changes=tuple(
            townships.Stated(part="pledge", change=replace(f"settings.{name}", number, source=LAW))
            for name, number in [
                *((f"least_{kind}", 4) for kind in pledges.PledgerKind),
                ("most_items", 4),
                ("plaque_first", 0),
            ]
        ),
    ),
)


@pytest.mark.traced("it takes a branch that no other test takes")
@settings(FEW, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.letters(on_or_after=date(2026, 7, 1), town=LONG), strategies.letters(town=LONG))
def test_letters_are_such_as_a_town_takes(asked, free):
    """A letter has as many items as the town asks for, with deadlines from the day on: it can be drafted."""
    assert (4, 4) == (len(asked.items), len(free.items))
    by = Actor(
        id="m-999", roles=frozenset({"branch_secretary", "township_secretary"}), unit=asked.pledger.unit
    )
    given = pledges.Given(letter=asked)
    drafted = begin("p-1", "draft", by=by, on=date(2026, 7, 1), under=LONG.pledging, given=given)
    assert "drafted" == drafted.enters


TRADING = townships.overlay(
    townships.base(),
    townships.Layer(
        id="trading",
        name=Text("商镇"),
        changes=tuple(
            townships.Stated(part="points", change=add(key, value, source=LAW))
            for key, value in {
                "rules.help": points.Rule(
                    id="help",
                    says=Text("帮工"),
                    kind="visit",
                    points=9,
                    per="hours",
                    where={"place": ["village"]},
                ),
                "catalogue.oil": points.Item(id="oil", name=Text("食用油"), price=5),
                "exchange.monthly": MonthDay(day=15),
            }.items()
        ),
    ),
)


def test_an_exchange_is_by_the_terms_of_a_town():
    """An office gives the points of the town's rules and its goods, on a day of exchange."""
    asks = [(_points._award, "h-1"), (_points._order, "h-1")]
    found = _points._answered(asks, TRADING.points(on=_points.DAY))

    assert ["Opened", "Opened", "Supplied", "Issued", "Redeemed"] == [type(event).__name__ for event in found]
    assert {date(2026, 1, 15)} == {event.on for event in found}
    assert (9, "oil") == (found[3].points, found[4].lines[0].item)


@FEW
@given(strategies.exchanges(town=TRADING))
def test_an_exchange_of_a_town_begins_with_its_wallets_and_its_goods(events):
    """Whatever is asked, wallets are opened and goods come in first."""
    assert ["Opened", "Opened", "Supplied"] == [type(event).__name__ for event in events[:3]]


@FEW
@given(strategies.offices(town=townships.base(), max_size=2))
def test_an_office_of_a_town_without_rules_gives_no_points(office):
    """Where no rule gives points there is nothing to order for, and wallets stay empty."""
    assert [0, 0] == [wallet.issued for wallet in office.wallets]


@pytest.mark.traced("it takes a branch that no other test takes")
@FEW
@given(strategies.rulebooks(town=townships.get("pingshan")))
def test_rulebooks_may_be_those_of_a_town(book):
    """Each is one of the books by which the town rates."""
    assert book == townships.get("pingshan").rulebooks[book.id]


@FEW
@given(strategies.members(min_size=9), strategies.members(), strategies.items(), strategies.spans())
def test_options_may_be_left_out(several, one, item, span):
    """Where no size is named there is one, and else so many people; where no day is, any will do."""
    assert [orgs.Member] * 9 == [type(each) for each in several]
    assert 9 == len({each.id for each in several})
    assert (orgs.Member, pledges.Item) == (type(one), type(item))
    assert span.start <= span.end


OF_SOMETHING = {
    "changes": lambda: strategies.problems().flatmap(strategies.changes),
    "facts": lambda: strategies.facts(townships.get("pingshan").rulebooks["member-stars"]),
    "stored": lambda: strategies.stored("pledge.item/1"),
    "values": lambda: strategies.values(orgs.Belonging),
}
"""The strategies that are of something else; all others are drawn without being told anything."""
VALID = [name for name in strategies.__all__ if name != "Broken" and not name.startswith("invalid_")]
STORED = {getattr(form.of, "__origin__", form.of) for form in serial.BASE.forms}
UNSTORED = (pairing.Wishes, records.Book, points.Office, dict, date)


def sound(value):
    """Whether a value is what it is after being written and read, and nothing speaks against it."""
    match value:
        case tuple() | list():
            return all(map(sound, value))
        case str():
            return sound(rulebooks.loads(value))
        case sanliang.Log():
            return value == serial.read_log(serial.write_log(value, audience="ledger")).log
        case rulebooks.Rulebook():
            return not [found for found in rulebooks.lint_book(value) if found.severity == "error"]
        case townships.Township():
            return townships.check(value).ok
        case sanliang.Lifecycle():  # holds code: made again of its own parts, every check of it passes
            return value == attrs.evolve(value)
        case one if type(one) in STORED:
            return one == serial.loads(serial.dumps(one, audience="ledger"), type(one))
        case _:
            return isinstance(value, UNSTORED) and value == deepcopy(value)


@pytest.mark.parametrize("name", VALID)
def test_whatever_a_strategy_gives_is_sound(name):
    """It is read as it was written, and passes the linter or the check that there is."""

    @FEW
    @given(OF_SOMETHING.get(name, getattr(strategies, name))())
    def holds(value):
        assert sound(value)

    holds()


@settings(max_examples=5, suppress_health_check=[*HealthCheck])
@given(strategies.logs("plaque", max_moves=30))
def test_a_way_stops_where_nothing_is_open(log):
    """Where a thing has come to its end, no further move is made."""
    assert log.length <= 31


def test_the_last_record_may_be_taken_back():
    """A book of records has what was written into it; what was taken back is gone from it."""
    from sanliang.testing.strategies._records import _book

    entry = Record(
        id="r-1",
        subject="m-1",
        kind="volunteer",
        on=date(2026, 7, 1),
        recorder="m-2",
        recorded=datetime(2026, 7, 1, tzinfo=UTC),
    )

    assert () == _book([], True).records
    assert () == _book([entry], True).records
    assert (entry,) == _book([entry], False).records


def test_facts_keep_within_edges_of_any_day_and_word():
    """An edge that changes by day or by word is kept whatever holds: the narrowest one counts."""
    from sanliang.testing.strategies._books import HEAD
    from sanliang.testing.strategies._rulebooks import _edges

    edges = "at_least = { 2020-01-01 = 2, 2026-05-01 = 3 }, below = { by = 'w1', a = 7, else = 9 }"
    items = "[item.i0]\nfact = 'n1'\neach = 1\n"
    book = rulebooks.loads(f"{HEAD}[fact]\nn1 = {{ {edges} }}\nw1 = {{ type = 'word' }}\n{items}")

    assert (3, 6) == _edges(next(fact for fact in book.facts if fact.id == "n1"))


def test_requests_that_are_refused_leave_no_trace():
    """An exchange has only what was answered: an order without points is not among it."""
    asked = [(_points._order, "h-1"), (_points._award, "h-1"), (_points._undo, "h-1")]

    assert ["Opened", "Opened", "Supplied", "Issued", "Reversed"] == [
        type(event).__name__ for event in _points._answered(asked, _points.TERMS)
    ]


def test_what_nobody_has_is_said():
    """A class, a kind, a word and a state that are not there are refused at once."""
    with pytest.raises(NotFound, match="no strategy"):
        strategies.values(int)
    with pytest.raises(NotFound):
        strategies.stored("door/1")
    with pytest.raises(InvalidInput):
        strategies.logs("door")
    with pytest.raises(InvalidInput, match="no state"):
        strategies.notices(state="lost")
    assert st.from_type(notices.Notice) is not None


def test_registering_twice_is_as_good_as_once():
    """A second call changes nothing."""
    testing.register()
    testing.register()

    assert st.from_type(orgs.Belonging) is not None


def test_nothing_is_registered_on_import():
    """Whoever imports the strategies finds Hypothesis as it was."""
    code = (
        "from hypothesis.strategies._internal.types import _global_type_lookup as known; before = set(known);"
        "from sanliang.testing import strategies; print(set(known) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "set()\n" == done.stdout


@pytest.mark.parametrize(("name", "package"), [("strategies", "hypothesis"), ("StoreCases", "pytest")])
def test_a_missing_extra_is_named(monkeypatch, name, package):
    """Without a package of the extra, what needs it says which extra to install."""
    monkeypatch.delitem(vars(testing), name, raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(sanliang.MissingExtra, match="testing"):
        getattr(testing, name)


def test_the_face_of_the_kit_is_closed():
    """Every name of it is there, and no other."""
    assert {"StoreCases", "register", "strategies"} <= {*dir(testing)}
    assert all(getattr(testing, name) for name in testing.__all__)
    assert import_module("sanliang.testing.strategies") is testing.strategies
    with pytest.raises(AttributeError):
        testing.nothing  # noqa: B018
