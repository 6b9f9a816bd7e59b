"""The machines that drive a town: what they reach, and the faults that they find."""

from datetime import date, timedelta
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.testing.planted import town as folder
from tests.testing.test_benches import ODD

from sanliang import NotFound, notices, pledges, serial
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.lifecycles import Kind
from sanliang.kernel.privacy import Audience
from sanliang.points import Wallet
from sanliang.points._office import Purse
from sanliang.testing import machines
from sanliang.testing._benches.notices import CLERK
from sanliang.testing._effort import MANY, Effort
from sanliang.testing._laws.lifecycles import words as laws_words
from sanliang.testing._machine import Machine
from sanliang.testing._machines import hall, pairs, rated, shop, things, town, words
from sanliang.testing._machines.plain import Plain
from sanliang.testing._machines.reached import Reached, Tally
from sanliang.townships import base, load

LONG = pytest.mark.untraced("the machines take as long as the gate can spare")
ONCE = pytest.mark.once("it says nothing of versions")
LONGER = pytest.mark.skipif(settings().max_examples <= MANY, reason="the gate plants its like already")
GENERATE = settings(Effort().settings(), phases=(Phase.generate,), max_examples=10)


def kind_with(part, name, value):
    """The kind of pledges or notices with one piece of its code replaced."""
    kind = notices.BASE.kind if name in {"answered", "object"} else pledges.BASE.kind
    return attrs.evolve(kind, **{part: {**getattr(kind, part), name: value}})


def with_kind(kind):
    """The base table of a kind."""
    of = {"pledge": pledges.BASE, "notice": notices.BASE}[kind.name]
    return attrs.evolve(of, kind=kind)


def broken(drive, *args, of=None):
    """What a machine is broken by."""
    with pytest.raises(AssertionError) as caught:
        drive(of or base(), *args, GENERATE)
    return str(caught.value)


def broken_table(monkeypatch, lifecycle):
    """What the machine of one word is broken by under a table with a fault."""
    monkeypatch.setattr(words, "lifecycle_of", lambda _town, _word: lifecycle)
    return broken(words.drive_word, lifecycle.kind.name)


# --- what they reach --------------------------------------------------------------------------------------


DEFAULT = 100
"""So many examples Hypothesis gives by itself."""
SHARE = {one.code: DEFAULT // one.share for one in machines.MACHINES}
"""So many of them each machine has."""


@LONG
@ONCE
@pytest.mark.parametrize("word", machines.KNOWN)
def test_every_state_and_every_move_is_reached(word):
    """The machine of a word comes to each state and each move within its share of the examples that are the
    default; and to what is rare as a rule, and for certain within four times as many."""
    found = machines.drive(base(), word, max_examples=SHARE["thing"])
    assert [] == [path for path in found.missing if not path.startswith("rare.")]
    if found.missing:
        assert () == machines.drive(base(), word, max_examples=4 * SHARE["thing"]).missing


OTHERS = sorted({*laws_words(base())} - {*machines.KNOWN})


@LONG
@ONCE
@pytest.mark.parametrize("word", OTHERS)
def test_every_other_word_is_gone_through(word):
    """The machines of all other words come to each state and each move, too: within their share as a rule,
    and for certain within four times as many examples."""
    left = {"unknown"}
    for times in (1, 2, 4):
        if left:
            left = {*machines.drive(base(), word, max_examples=times * SHARE["flow"]).missing}
    assert set() == left


@LONG
@ONCE
def test_a_whole_town_comes_to_what_is_rare():
    """The machine of a town comes to each state and move of pledges and notices, and to all that is rare:
    within its share as a rule, and for certain within the default."""
    wanted = {"rare", "pledge", "notice", "plaque"}
    left = {"unknown"}
    for examples in (SHARE["town"], 2 * SHARE["town"], 4 * SHARE["town"], DEFAULT):
        if left:
            found = machines.drive(base(), max_examples=examples)
            left = {path for path in found.missing if path.split(".")[0] in wanted}
    assert set() == left


@LONG
@ONCE
def test_a_town_that_changes_much_is_driven():
    """Other roles, further needs and fewer guards are driven as the base is."""
    assert words.drive_word(ODD, "pledge", settings(GENERATE, max_examples=2)).steps > 0


@pytest.mark.parametrize("keeps", [0, 1, 2])
def test_points_last_as_long_as_the_terms_say(keeps):
    """Points last without end, to the same day of the next month or its last, or to the end of the year."""
    office = shop.Shop(5, Tally(), keeps)
    days = [None, date(2027, 2, 28), date(2027, 12, 31)]
    assert days[keeps] == office.last_day(date(2027, 1, 31))


SMALL = settings(GENERATE, max_examples=3)


@ONCE
def test_a_town_goes_on_rule_by_rule():
    """Each rule of a town's machine can be called by itself, and its story tells what it touched last."""

    @SMALL
    @given(data=st.data())
    def rules(data):
        machine = machines.machine(base())()
        machine.opens(data=data, keeps=1, said=hall.KNOWN[1])
        machine.pledges_go_on(data=data, moves=8)
        machine.others_go_on(data=data, word="plaque", moves=2)
        machine.all_else_goes_on(data=data, moves=2)
        machine.days_pass(days=7)
        machine.exchange_comes(data=data, days=[0, 0, 1, 0, 1])
        machine.shops(data=data)
        assert "village" in machine._story() or "Award" in machine._story() or "Order" in machine._story()
        machine.pairs(data=data)
        machine.pairs(data=data)
        assert "paired" in machine._story()
        machine.rates(data=data)
        machine.agrees()
        machine.teardown()

    rules()


DRAFTED = ("submit", "approve", "sign", "sign", "publish", "start")
WAY = (*DRAFTED, "progress", "amend", "accept", "sign", "sign", "republish", "resume")


@ONCE
def test_a_notice_that_a_pledge_waits_for_is_tended():
    """It is filed when its days are over, or contested and answered; the pledge goes on then."""

    @SMALL
    @given(data=st.data())
    def tending(data):
        own, draws = town.Town(base(), Tally()), town.silent(data)
        own.shop.open(own.on, 0)
        own.tend(draws)
        kept = own.things["pledge"]
        one = kept.open(draws, own.on)
        for move in WAY:
            for _ in range(9 if move in {"start", "resume"} else 0):
                own.tend(draws)
            rows, by = kept.table(one.plain.state), kept.bench.actors[0]
            if move in kept.ways(one, by, own.on) and not own.waits(one, rows[move]):
                kept.make(one, rows[move], by, own.on)
                own.last = kept
                own.agrees()
        notice, version = own.things["notice"].all[0], own.things["notice"].all[0].plain.version
        own.make(notice, "file", CLERK, date(2026, 6, 1))
        assert version == notice.plain.version
        own.close()

    tending()


@ONCE
def test_an_office_is_asked_for_this_and_that():
    """Awards, goods, orders and reversals come to what the purses say."""

    @SMALL
    @given(data=st.data())
    def asking(data):
        office, draws, on = shop.Shop(5, Tally()), town.silent(data), date(2026, 7, 1)
        office.open(on, 1)
        office.take_back(draws, on)
        for _ in range(4):
            on = office.next_exchange(on + timedelta(days=1))
            for _ in range(3):
                office.market(draws, on)
                office.step(draws, on)
                office.agrees(on)
            office.take_back(draws, on)
            office.order(draws, on + timedelta(days=1))
            on += timedelta(days=1)
        office.close(on)
        assert "done" in office.story()

    asking()


@ONCE
def test_a_pairing_is_repaired():
    """Helpers leave one after the other, and who is left is paired as far as it can be."""

    @SMALL
    @given(data=st.data())
    def leaving(data):
        some, draws = pairs.Pairs(base(), Tally()), town.silent(data)
        for _ in range(6):
            some.step(draws)
            some.agrees()

    leaving()


@ONCE
def test_records_are_rated_one_by_one(tmp_path):
    """A record is written down at a time, up to a few, and each rating is the same in any order."""
    of = load(folder(tmp_path))

    @settings(GENERATE, max_examples=2)
    @given(data=st.data())
    def rating(data):
        own, draws = rated.Rated(of), town.silent(data)
        for _ in range(4):
            own.step(draws, date(2026, 7, 1))
        own.by_book(draws)
        own.agrees()
        own.records["deeds"] = []
        for _ in range(rated.MOST + 1):
            own.record(draws, of.rulebooks["deeds"])
        assert (rated.MOST, True) == (len(own.records["deeds"]), "records" in own.story())

    rating()


@ONCE
@pytest.mark.parametrize("said", hall.KNOWN, ids=["plain", "few", "halves"])
def test_stars_are_what_the_plain_arithmetic_says(said):
    """Over three years each member has the points and the stars that are counted by hand, and each year's
    stars bear on the next."""

    @SMALL
    @given(data=st.data())
    def rating(data):
        own, draws = hall.Hall(said), town.silent(data)
        for year in (2026, 2027, 2028):
            for month in (2, 7):
                own.step(draws, date(year, month, 28))
            own.write("m-1", "deed", date(year, 7, 1), 9, today=date(year, 7, 28))
            own.members = [*hall.MEMBERS[: 2 + year % 4]]
        own.take_back(next(iter(own.kept)), date(2028, 8, 1))
        own.rate(date(2028, 8, 1))
        assert [2, 2] == [len(own.past["m-1"]), own.year - 2026 + (not own.story())]

    rating()


DEEDS = [("m-1", "deed", date(2026, 7, 1), 5), ("m-1", "deed", date(2026, 7, 9), 2)]


@pytest.mark.parametrize(
    ("more", "points"),
    [
        ([], 69),
        ([("m-1", "deed", date(2026, 8, 1), 3)], 74),
        ([("m-1", "fault", date(2026, 8, 1), 0)] * 3, 48),
        ([("m-1", "fault", date(2026, 8, 1), 0)] * 4, 44),
        ([("m-1", "deed", date(2026, month, 1), 9) for month in (1, 2, 3, 4)], 96),
    ],
    ids=["a-month", "halves", "faults", "all-faults", "a-year"],
)
def test_the_model_counts_points(more, points):
    """Seven hours at 1.5 are 9 points of a month at most, three hours 4.5 more; a fault costs 7, all of them
    25; a year has 36 at most."""
    assert points == hall.score([*DEEDS, *more], hall.Numbers())


def test_the_model_counts_stars():
    """Two of five have three stars; who ties for the last seat has none, or all have one."""
    scores = {"m-1": 90, "m-2": 85, "m-3": 85, "m-4": 99, "m-5": 75}
    last = dict.fromkeys(scores, 2)
    some = [hall.stars(scores, {"m-4"}, last, hall.Numbers(widen=widen)) for widen in (False, True)]
    assert [[3, 2, 2, 0, 2], [3, 3, 3, 0, 2]] == [[*one.values()] for one in some]
    few = hall.Numbers(least=1)
    assert [1, 3] == [hall.stars({"m-1": 99}, set(), one, few)["m-1"] for one in ({"m-1": 0}, {})]


@ONCE
@pytest.mark.parametrize("word", ["pledge", "plaque", "notice"])
def test_a_word_goes_on_rule_by_rule(word):
    """Each rule of a word's machine can be called by itself; before the first thing nothing is told."""

    @SMALL
    @given(data=st.data())
    def rules(data):
        machine = machines.machine(base(), word)()
        machine.agrees()
        assert "" == machine.things.story()
        machine.opens(data=data)
        for _ in range(4):
            machine.goes_on(data=data)
            machine.refuses(data=data)
        machine.moves(data=data)
        machine.agrees()
        assert machine.things.story()
        machine.teardown()

    rules()


def test_nobody_moves_a_thing_that_waits():
    """Where every move waits for something else, nothing is made, and the day stays."""

    @SMALL
    @given(data=st.data())
    def waiting(data):
        own = things.Things(things.ticking(base().lifecycles["notice"]), Tally(), waits=lambda *_: True)
        one = own.open(data)
        own.step(data)
        assert 1 == one.plain.version

    waiting()


@ONCE
def test_a_deep_run_has_examples_of_its_own():
    """Where nothing asks for the same examples each time, a machine is given no number."""
    found = words.drive_word(base(), "plaque", settings(GENERATE, max_examples=1, derandomize=False))
    assert found.steps > 0


@pytest.mark.untraced("other tests take its branches")
def test_each_run_reaches_the_same():
    """The same machine of the same town reaches the same, whatever ran before."""
    first, again = (machines.drive(base(), "plaque", max_examples=1) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("word", "moves"),
    [
        ("pledge", ("revise", "sign", "publish", "republish", "progress", "amend", "resume", "decline")),
        ("pledge", ("accept", "verify", "evaluate", "rectify", "act_again")),
        ("notice", ("object", "answer")),
        ("plaque", ("hang", "star", "withhold", "remove", "restore")),
    ],
)
def test_what_nobody_gave_changes_nothing_of_the_model(word, moves):
    """A move that a town lets come with nothing changes the day of a thing, and nothing else."""
    pledge = {"new": None, "accepted": False, "shown": [], "found": [], "until": None, "grade": None}
    plaque = {"place": "", "stars": None, "why": "", "living": ["m-3"]}
    paper = {"notice": "", "signed": []}
    has = {**pledge, **plaque, "paper": paper, "ordered": 0, "said": [{"id": 1}]}
    one = Plain(word, "here", 1, date(2026, 7, 1), "b-1", has)
    before = repr(has)
    for move in moves:
        one.moved(move, "here", None, date(2026, 7, 2))
    one.has["ordered"] -= "rectify" in moves
    assert (before, 1 + len(moves)) == (repr(one.has), one.version)


@pytest.mark.parametrize(("grade", "may"), [(None, True), ("good", True), ("poor", False)])
def test_the_model_knows_what_is_commended(grade, may):
    """Of a pledge without a grade nothing speaks against it; else the settings say which grades are."""
    one = Plain("pledge", "evaluated", 1, date(2026, 7, 1), "b-1", {"grade": grade})
    row = attrs.evolve(pledges.BASE.table["evaluated"]["commend"], guards=("commendable",))
    by = things.ticking(pledges.BASE).actors[0]
    assert may is one.may(row, by, date(2026, 7, 1), pledges.BASE.kind.settings)


def test_a_notice_that_is_contested_is_not_refused_for_its_days():
    """Filing is refused on the day before only where nothing but the day is against it."""
    own = things.Things(things.ticking(notices.BASE), Tally())
    said = [{"id": "o-1", "from": date(2026, 7, 2), "to": None}]
    plain = Plain("notice", "contested", 2, date(2026, 7, 2), "b-1", {"said": said})
    own._early(plain, notices.BASE.table["posted"]["file"], date(2026, 7, 3))
    assert not own.tally.rare


def test_nothing_is_paired_before_somebody_is():
    """Before the first pairing there is nothing to look at."""
    found = pairs.Pairs(base(), Tally())
    found.agrees()
    assert "" == found.story()


def test_a_machine_may_list_nothing():
    """A machine of somebody's own need not say what it could reach."""
    own = attrs.evolve(machines.MACHINES[0], rules=Machine.__attrs_attrs__.rules.default)
    assert () == own.rules(base(), "pledge")


def test_a_machine_is_a_test_of_its_own():
    """What a developer runs is a state machine of Hypothesis under the name of its word."""
    some = [machines.machine(base(), *word).__name__ for word in ((), ("duty_post",))]
    assert ["TownMachine", "DutyPostMachine"] == some
    assert hasattr(machines.machine(base(), "pledge"), "TestCase")


def test_an_unknown_word_has_no_machine():
    """A word without a lifecycle is not found, and the nearest one is named."""
    with pytest.raises(NotFound, match="pledge"):
        machines.drive(base(), "pledg")


def test_what_is_reached_is_told_in_both_languages():
    """The report has a line for each word with what it lacks, and one for each rare situation."""
    found = Reached(
        examples=1,
        steps=9,
        states=FrozenMap({"pledge": FrozenMap({"drafted": 1, "lapsed": 0}), "plaque": FrozenMap({"due": 1})}),
        moves=FrozenMap({"pledge": FrozenMap({"draft": 1}), "plaque": FrozenMap({"owe": 1})}),
        rare=FrozenMap({"uncovered": 0, "repaired": 2}),
    )
    assert ("pledge.nodes.lapsed", "rare.uncovered") == found.missing
    assert [
        "1 examples, 9 steps",
        "plaque: states 1/1, moves 1/1, made 1 times",
        "pledge: states 1/2, moves 1/1, made 1 times",
        "  never reached: pledge.nodes.lapsed",
        "rare situations:",
        "  a pairing repaired after somebody left: 2",
        "  a household that cannot be covered: 0",
    ] == found.text("en").splitlines()
    assert "  没有到过：pledge.nodes.lapsed" in found.text("zh")


def test_a_report_of_a_word_without_rare_situations_is_short():
    """Where nothing is rare, nothing is told of it."""
    found = Tally().reached({}, ())
    assert "0 个例子，0 步" == found.text("zh")


@pytest.mark.parametrize("one", machines.MACHINES, ids=lambda one: one.code)
def test_what_a_machine_reaches_is_among_what_it_could(one):
    """Each path that the suite is told of is one of those that it lists."""
    part = one.over(base())[-1]
    reached = {*one.drives(base(), part, settings(GENERATE, max_examples=1))}
    assert reached <= {*one.rules(base(), part)}


# --- the faults that they find ----------------------------------------------------------------------------


@LONG
@ONCE
def test_a_state_that_replay_forgets_is_found(monkeypatch):
    """A log that replays to another thing than the moves made is found."""
    replay = Kind.replay

    def forgets(kind, log):
        thing = replay(kind, log)
        return attrs.evolve(thing, notice="") if kind.name == "pledge" else thing

    monkeypatch.setattr(Kind, "replay", forgets)
    assert "its log replays to another state" in broken(words.drive_word, "pledge")


@LONG
@ONCE
def test_an_amendment_that_keeps_its_old_notice_is_found(monkeypatch):
    """An amendment stands on a notice of its own; one that takes the old one over is found."""
    amend = pledges.BASE.kind.folds["amend"]

    def keeps(pledge, event):
        changed = amend(pledge, event)
        return {"amendment": attrs.evolve(changed["amendment"], notice=pledge.notice)}

    told = broken_table(monkeypatch, with_kind(kind_with("folds", "amend", keeps)))
    assert "the rules and the log do not say the same: {amendment" in told


@LONG
@ONCE
@pytest.mark.parametrize(
    ("part", "name", "value", "told"),
    [
        ("guards", "not_own", lambda *_: None, "is open, and by the rules it is not"),
        ("guards", "overdue", lambda *_: None, "is open, and by the rules it is not"),
        ("guards", "has_evidence", lambda *_: None, "is open, and by the rules it is not"),
        ("forks", "outcome", lambda *_: "kept", "leads to 'verified', and not to 'unfulfilled'"),
        ("folds", "rectify", lambda *_: {}, "the rules and the log do not say the same"),
    ],
    ids=["own", "overdue", "evidence", "outcome", "rectify"],
)
def test_a_fault_of_pledges_is_found(monkeypatch, part, name, value, told):
    """Whoever vets his own pledge, what is overdue too early, what is kept and is not: each is found."""
    assert told in broken_table(monkeypatch, with_kind(kind_with(part, name, value)))


@LONG
@ONCE
def test_a_notice_that_is_filed_a_day_early_is_found(monkeypatch):
    """A clock that counts the day on which it is read is found."""
    clock = notices.clock

    def early(one, *, on, workdays):
        return attrs.evolve(clock(one, on=on + timedelta(days=1), workdays=workdays), on=on)

    monkeypatch.setattr(notices, "clock", early)
    assert "is made, and by the rules it is too early" in broken(words.drive_word, "notice")


@LONG
@ONCE
def test_an_objection_that_is_forgotten_is_found(monkeypatch):
    """An answer that settles all objections at once is found."""
    told = broken_table(monkeypatch, with_kind(kind_with("forks", "answered", lambda *_: "none")))
    assert "'answer' of notice" in told


@LONG
@ONCE
def test_a_lost_point_is_found(monkeypatch):
    """A wallet that tells a point less than was earned is found."""
    balance = Wallet.balance

    def loses(wallet, *, on):
        was = balance(wallet, on=on)
        lost = min(was.held, 1)
        return attrs.evolve(was, held=was.held - lost, redeemed=was.redeemed + lost)

    monkeypatch.setattr(Wallet, "balance", loses)
    assert "by the rules, and" in broken(town.drive_town)


@LONG
@ONCE
@LONGER
def test_points_that_never_expire_are_found(monkeypatch):
    """A purse that spends points after their last day is found."""
    monkeypatch.setattr(Purse, "live", lambda purse, _on: [*purse.left.items()])
    assert "Order" in broken(town.drive_town)


@LONG
@ONCE
def test_a_household_that_is_paired_twice_is_found(monkeypatch):
    """A pairing that gives one household the same helper twice is found."""
    paired_by = pairs.paired_by

    def twice(of, problem):
        made = paired_by(of, problem)
        return SimpleNamespace(keys=(*made.keys, *made.keys[:1]))

    monkeypatch.setattr(pairs, "paired_by", twice)
    assert "paired twice in a role" in broken(town.drive_town)


@LONG
@ONCE
@LONGER
def test_a_pair_that_outlives_its_helper_is_found(monkeypatch):
    """A repair that leaves the pairs of whoever has left is found."""
    monkeypatch.setattr(pairs, "repair", lambda problem, pairing, _change: pairs_stay(problem, pairing))
    assert "has left, and of his pairs some stand" in broken(town.drive_town)


def pairs_stay(problem, pairing):
    """A repair that changes nothing."""
    return SimpleNamespace(problem=problem, pairing=pairing, left=(), came=())


@LONG
@ONCE
def test_a_rating_that_depends_on_the_order_of_records_is_found(monkeypatch, tmp_path):
    """A rating that takes no record that comes after a later one is found."""
    rate = rated.rate

    def forgets(facts, book, *, records, **rest):
        kept = [one for place, one in enumerate(records) if all(one.id >= was.id for was in records[:place])]
        return rate(facts, book, records=kept, **rest)

    of = load(folder(tmp_path))

    @settings(GENERATE, max_examples=20)
    @given(data=st.data())
    def rating(data):
        own, draws = rated.Rated(of), town.silent(data)
        for _ in range(8):
            own.by_book(draws)

    monkeypatch.setattr(rated, "rate", forgets)
    with pytest.raises(AssertionError, match="in this order are rated in another way"):
        rating()


@LONG
@ONCE
@pytest.mark.parametrize(
    "change",
    [
        lambda book, of: (attrs.evolve(book, clauses=book.clauses[1:]), of),
        lambda book, of: (attrs.evolve(book, quotas=()), of),
        lambda book, of: (book, [attrs.evolve(one, past=()) for one in of]),
        lambda book, of: (book, [attrs.evolve(one, records=[*one.records][1:]) for one in of]),
    ],
    ids=["veto", "quota", "past", "record"],
)
def test_points_and_stars_that_are_lost_are_found(monkeypatch, change):
    """A rating that leaves out a record, the stars of the years before, a veto or the seats is found."""
    rate_group = hall.rate_group

    def forgets(subjects, book, *, on):
        book, subjects = change(book, subjects)
        return rate_group(subjects, book, on=on)

    @settings(GENERATE, max_examples=20)
    @given(data=st.data(), said=st.sampled_from(hall.KNOWN))
    def rating(data, said):
        own, draws = hall.Hall(said), town.silent(data)
        for months in range(0, 36, 3):
            own.step(draws, date(2026 + months // 12, months % 12 + 1, 28))

    monkeypatch.setattr(hall, "rate_group", forgets)
    with pytest.raises(AssertionError, match="by the rules"):
        rating()


@LONG
@ONCE
def test_a_point_that_is_lost_in_a_rating_is_found(monkeypatch):
    """The machine of a town finds a rating that leaves out a record."""
    rate_group = hall.rate_group

    def forgets(subjects, book, *, on):
        return rate_group([attrs.evolve(of, records=[*of.records][1:]) for of in subjects], book, on=on)

    monkeypatch.setattr(hall, "rate_group", forgets)
    assert "by the rules " in broken(town.drive_town)


@LONG
@ONCE
def test_what_is_private_on_a_board_is_found(monkeypatch):
    """What is written for the village as it is for the ledger is found."""
    dumps = serial.dumps
    monkeypatch.setattr(serial, "dumps", lambda value, audience: dumps(value, audience=Audience.LEDGER))
    assert "shows what is private" in broken(town.drive_town)
