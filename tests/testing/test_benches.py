"""The benches bring to life what a town changes: other roles, further needs, fewer guards; any book."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption
from tests.pledges.town import HOUSEHOLD
from tests.testing.planted import traced

from sanliang import NotFound, Refused, Source, Text, rulebooks
from sanliang.kernel.labels import Phrase
from sanliang.kernel.overlays import add, drop, replace
from sanliang.notices import Objection
from sanliang.pairing import CONSENT_BASE
from sanliang.ratings import NotRatable, rate
from sanliang.testing import _bench, laws
from sanliang.testing._bench import moved, opened
from sanliang.testing._benches import MAKERS, bench
from sanliang.testing._benches.pledges import hung
from sanliang.testing._check import Broken
from sanliang.testing._facts import facts_of, last_day
from sanliang.testing._giving import GIVES, NEITHER, TAKES, direction
from sanliang.testing._laws.notices import NOTICES
from sanliang.testing._laws.rulebooks import RULEBOOKS
from sanliang.testing._told import telling
from sanliang.townships import Layer, Stated, base, overlay

pytestmark = pytest.mark.once("benches of our own tables; the suite and the plug-in run on each version")

ROOT = Path(__file__).parents[2]
LAW = Source(title="某镇办法")
TAKEN = Objection(id="o-0", says="不实", on=date(2020, 1, 1))
LIFECYCLES = [*base().lifecycles.values(), CONSENT_BASE]


def changed(word, name, **fields):
    """The base with one row of a word changed."""
    row = next(one for one in base().lifecycles[word].rows if one.name == name)
    change = replace(f"rows.{name}", attrs.evolve(row, **fields), source=LAW)
    return Stated(part=word, change=change)


ODD = overlay(
    base(),
    Layer(
        id="odd",
        name=Text("奇镇"),
        changes=(
            changed("pledge", "draft", needs=("letter", "reasons")),
            changed("pledge", "submit", needs=("plaque",), roles=frozenset({"village_doctor"})),
            changed("pledge", "approve", guards=()),
            changed("pledge", "resume", guards=(), leaves=("amending", "in_progress")),
            changed("pledge", "commend", guards=(), needs=("signatory",)),
            changed("campaign", "meet", needs=("says", "decision")),
            changed("campaign", "roll_out", needs=("ended",)),
            changed("course", "review", needs=("review", "coverage", "decision")),
            changed("plaque", "remove", needs=("stars", "reasons")),
            changed("inspection", "check", needs=("plan",)),
            changed("mobilisation", "stand_down", guards=(), needs=("station", "person")),
            changed("notice", "withdraw", needs=("posting", "reasons")),
            changed("concern", "finish", needs=("result", "raised")),
        ),
    ),
)


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda lifecycle: lifecycle.kind.name)
def test_a_bench_has_a_value_for_each_need(lifecycle):
    """Whatever a kind may need, its bench can give."""
    assert {*lifecycle.kind.needs} == {*bench(lifecycle).fields}


def test_a_plaque_hangs_at_the_door_of_the_pledger():
    """Where a town asks for a plaque with a move, it is that of the household that pledges."""
    plaque = hung(SimpleNamespace(letter=SimpleNamespace(pledger=HOUSEHOLD)))
    holder = plaque.holder
    assert ("hung", "h-3", ("f-3", "m-3")) == (
        plaque.state,
        holder.household,
        tuple(sorted(holder.full_members)),
    )


def test_there_is_a_bench_for_each_word():
    """Each word with a lifecycle has one."""
    assert {one.kind.name for one in LIFECYCLES} == {*MAKERS}


@pytest.mark.parametrize("law", laws.of("pledge"), ids=lambda law: law.code)
def test_a_town_that_changes_much_keeps_the_laws(law):
    """Other roles, further needs and fewer guards are walked as the base is."""
    wanted = next(one for one in laws.LAWS if one.code == law.code)
    if law.code != "lifecycle.moves":
        laws.hold(wanted, ODD, max_examples=8)


def test_whoever_has_the_role_of_a_town_may():
    """A role that only this town has is held by somebody of the bench."""
    actors = bench(ODD.pledging).actors

    assert any("village_doctor" in one.roles for one in actors)
    assert not bench(ODD.pledging).sure
    assert bench(base().pledging).sure


@given(st.data())
def test_a_curious_walk_makes_what_it_made_least(data):
    """A curious walk makes no move a second time while another one is open that it never made."""
    walk = opened(bench(base().lifecycles["plaque"]), data)
    for _ in range(6):
        moved(walk, curious=True)

    assert len(walk.log) == walk.thing.version


def test_a_bench_that_is_sure_and_wrong_says_so():
    """What is given and refused is an error of the bench, where it says that it is sure."""
    usual = bench(base().lifecycles["notice"])
    stale = attrs.evolve(usual, fields={**usual.fields, "objection": lambda *_: TAKEN})

    @settings(max_examples=50, phases=(Phase.generate,), database=None)
    @given(st.data())
    def walk_on(data):
        walk = opened(stale, data)
        for _ in range(9):
            moved(walk, curious=True)

    with pytest.raises(Refused):
        walk_on()


def test_what_is_open_and_refused_whatever_is_given_is_told(monkeypatch):
    """Where no given value is to blame, the table is wrong, also in a town that drops guards."""
    loose = attrs.evolve(bench(base().lifecycles["notice"]), sure=False)

    def nothing(*_, **__):
        raise NotFound(Phrase("thing.gone", "没有", "is gone").fault("thing"))

    @settings(max_examples=2, phases=(Phase.generate,), database=None)
    @given(st.data())
    def walk_on(data):
        walk = opened(loose, data)
        for _ in range(9):
            moved(walk)

    monkeypatch.setattr(_bench, "decide", nothing)
    with pytest.raises(AssertionError, match="is open, and is refused"):
        walk_on()


def test_an_assumption_is_no_break():
    """What Hypothesis throws to leave an example out goes through."""
    with pytest.raises(UnsatisfiedAssumption), telling(Text("某处")):
        raise UnsatisfiedAssumption


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (AssertionError("m-3 may not"), "某处：m-3 may not", "somewhere: m-3 may not"),
        (ValueError("no"), "某处：ValueError: no", "somewhere: ValueError: no"),
        (
            NotFound(Phrase("x", "没有", "is not there").fault("word")),
            "某处：NotFound: word: 没有",
            "somewhere: NotFound: word: is not there",
        ),
    ],
    ids=["assertion", "other", "ours"],
)
def test_a_break_is_told_in_both_languages(error, zh, en):
    """Whatever is raised is told with the place, and what is ours in each language."""
    with pytest.raises(Broken) as caught, telling(Text("某处", "somewhere")):
        raise error
    assert Text(zh, en) == caught.value.story


def test_a_town_with_long_notices():
    """A town whose rules ask for several days refuses a day less."""
    longer = Stated(part="notice", change=replace("settings.least_days", 3, source=LAW))
    town = overlay(base(), Layer(id="long", name=Text("久镇"), changes=(longer,)))
    for law in NOTICES:
        laws.hold(law, town, max_examples=4)


@pytest.mark.untraced("other tests take its branches")
def test_a_book_that_exempts_some():
    """Whoever is exempt is so whatever the order of the facts."""
    book = rulebooks.load(ROOT / "examples/rulebooks/mouzhen.toml")
    town = overlay(
        base(),
        Layer(
            id="m",
            name=Text("某镇"),
            changes=(Stated(part="rulebooks", change=add(book.id, book, source=LAW)),),
        ),
    )
    for law in laws.of("rating"):
        laws.hold(law, town, part=book.id, max_examples=10)


BOOK = rulebooks.loads("""
schema = 1
id     = "rich"
rates  = "member"
title  = { zh = "评星" }
source = { title = "某镇办法" }
cycle  = { every = "year", starts = 2026-01-01 }
[fact.class]
type = "word"
words = ["a", "b"]
[fact.marks]
raters = { x = 1, y = 2 }
at_least = 0
at_most = 100
[fact.votes]
ballots = { good = 100, poor = 0 }
[fact.kept]
pledges = "share"
[fact.broken]
pledges = "broken"
[fact.chosen]
[fact.given]
[fact.notes]
records = "note"
[fact.narrow]
above = 0
below = 1
[fact.stepped]
[fact.rising]
[fact.late]
[fact.turned]
[fact.plain]
[fact.both]
[fact.half]
records = "half"
where = { kind = ["x"] }
sum = "hours"
[item.class]
points = { by = "class", a = 1, b = 2 }
[item.marks]
[item.votes]
[item.kept]
[item.broken]
each = -1
[item.chosen]
given = { at_least = 1, at_most = 3 }
decision = true
[item.given]
given = { at_least = -1, at_most = 1 }
[item.notes]
for_each = "notes"
field = "pages"
each = { by = "kind", essay = 0.5, else = 1 }
[item.narrow]
[item.half]
[item.stepped]
steps = [{ at_least = 5, points = 4 }, { at_least = 2, points = 1 }]
[item.rising]
steps = [{ at_least = 5, points = 1 }, { at_least = 2, points = 4 }]
[item.late]
each = 1
below = 5
[item.turned]
each = -1
below = 5
[item.plain]
each = 0
[item.both]
each = 1
weight = -1
[scale]
stars = 5
[[clause]]
when = { item = "marks", at_least = 50 }
then = { at_most = 3 }
""")


@given(facts_of(BOOK))
def test_facts_of_a_book_can_be_taken(facts):
    """What is drawn for a book is nothing that it could not take."""
    found = rate(facts, BOOK, on=last_day(BOOK).end, records=(), past=())

    assert not isinstance(found, NotRatable) or () == found.wrong


def test_what_gives_and_what_takes():
    """A tariff that rises gives, one that falls takes; what hangs on a word or turns is neither."""
    found = {fact.id: direction(BOOK, fact) for fact in BOOK.facts}

    assert {"given", "narrow", "stepped", "turned", "half"} == {
        name for name, way in found.items() if way == GIVES
    }
    assert ["late"] == [name for name, way in found.items() if way == TAKES]
    assert {"class", "notes", "marks", "votes", "chosen", "kept", "broken", "rising", "plain", "both"} == {
        name for name, way in found.items() if way == NEITHER
    }


RICH = overlay(
    base(),
    Layer(
        id="rich",
        name=Text("富镇"),
        changes=(Stated(part="rulebooks", change=add("rich", BOOK, source=LAW)),),
    ),
)


@pytest.mark.parametrize("law", traced([*laws.of("rating"), *RULEBOOKS], "rating.adds_up", "rating.gives"))
def test_a_rich_book_keeps_the_laws(law):
    """A book with marks, ballots and steps keeps the laws."""
    laws.hold(law, RICH, part="rich", max_examples=10)


def test_a_rich_book_is_exempt_where_its_tiers_hang_on_more():
    """The reason names the fact."""
    assert "marks" in laws.exempted(RULEBOOKS[0], RICH)["rich"].en


@pytest.mark.parametrize("word", ["consent", "duty_post", "session"])
def test_walks_that_try_what_is_new_make_every_move(word):
    """The bench of a word has what each of its moves needs; here are the words with the rarest needs."""
    [law] = (one for one in laws.of(word) if one.code == "lifecycle.moves")
    laws.hold(law, base(), part=word)


@given(st.data())
def test_a_pledge_is_given_the_plaque_of_its_own_door(data):
    """Where a town asks for the plaque with a letter, it is the one that hangs at the pledger's door."""
    walk = opened(bench(ODD.pledging), data)
    plaque = walk.bench.fields["plaque"](data.draw, walk.thing, walk.bench.actors[0], walk.on)

    assert (walk.thing.letter.pledger.id, "hung") == (plaque.holder.household, plaque.state)


def test_a_walk_ends_where_no_move_is_left():
    """Where nobody corrects a notice, what is filed stays as it is, and the other walks go on."""
    dropped = Stated(part="notice", change=drop("rows.correct", source=LAW))
    town = overlay(base(), Layer(id="strict", name=Text("严镇"), changes=(dropped,)))
    [law] = (one for one in laws.of("notice") if one.code == "lifecycle.moves")

    laws.hold(law, town, part="notice")
