"""The machine of a whole town: pledges with their notices, points, pairs and ratings, over several cycles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from hypothesis import settings, target
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.strategies import DataObject, SearchStrategy

from sanliang import notices, pledges, serial
from sanliang.kernel.errors import Lang
from sanliang.kernel.events import Log
from sanliang.kernel.lifecycles import Actor, Row
from sanliang.kernel.privacy import Audience
from sanliang.kernel.verdicts import Refused
from sanliang.pledges import Given
from sanliang.testing._bench import AT, DAY, Draw, Walk, opening_by, outcome, pick, silent
from sanliang.testing._benches.notices import CLERK, VILLAGER
from sanliang.testing._benches.pledges import GROUP, MEMBER, ROAD, SWEPT, letter
from sanliang.testing._laws.lifecycles import lifecycle_of, words
from sanliang.testing._laws.stored import CANARY, planted
from sanliang.testing._machines.hall import KNOWN, Numbers
from sanliang.testing._machines.pairs import Pairs
from sanliang.testing._machines.plain import first_day, still_open
from sanliang.testing._machines.rated import Rated
from sanliang.testing._machines.reached import RARE, Reached, Tally
from sanliang.testing._machines.running import run
from sanliang.testing._machines.shop import Shop
from sanliang.testing._machines.things import Pair, Things, rare_of, ticking
from sanliang.testing._told import broken_unless, of_town, telling
from sanliang.townships import Township

STEPS = 80
"""So many steps an example takes."""

OTHERWISE = 5
"""The day of the month of exchanges, where theme Party days fall on a day of the week."""

LINKED = ("pledge", "plaque", "notice")
"""The words that go by the days of the town; things of the others have days of their own."""


class Town:
    """All that goes on in a town in one example, with one day for all of it."""

    def __init__(self, town: Township, tally: Tally) -> None:
        self.town, self.tally, self.on = town, tally, DAY
        count = rare_of(tally)

        def met(pair: Pair, row: Row, by: Actor, given: Any) -> None:
            count(pair, row, by, given)
            self.met(pair, row)

        fields: dict[str, dict[str, Any]] = {"pledge": {"posted": self.posting, "filed": self.filing}}
        self.things = {
            word: Things(
                ticking(lifecycle_of(town, word), **fields.get(word, {})),
                tally,
                prefix=word[0],
                met=met,
                calm=8,
            )
            for word in words(town)
        }
        self.things["pledge"].waits, self.things["pledge"].drafts = self.waits, self.drafts
        theme = town.calendar.theme
        self.shop = Shop(min(getattr(theme, "day", OTHERWISE), 28), tally)
        self.pairs, self.rated = Pairs(town, tally), Rated(town)
        self.last: Any = self.shop

    # --- pledges and their notices --------------------------------------------------------------------

    def drafts(self, on: date) -> Mapping[str, SearchStrategy[Any]]:
        """Letters that are good on a day."""
        under = self.town.lifecycles["pledge"]
        made = st.builds(
            lambda days, pledger, road: Given(letter=letter(under, pledger, on + timedelta(days=days), road)),
            st.sampled_from([0, 1, 30, 400]),
            st.sampled_from([MEMBER, MEMBER, GROUP]),
            st.sampled_from([ROAD, SWEPT]),
        )
        return opening_by(under, made)

    def posting(self, _draw: Draw, pledge: Any, _by: Actor, on: date) -> Any:
        """A notice of the pledge is posted, and goes its own way from then on."""
        what = pledges.posting(pledge, place="村务公开栏", period=self.town.notices["pledge"])
        kept = self.things["notice"]
        id = f"n-{len(kept.all) + 1}"
        event = notices.post(id, what, by=CLERK, on=on, under=self.town.lifecycles["notice"])
        log = Log.begin(id).append(event, by=CLERK.id, at=AT)
        walk = Walk(kept.bench, self.things["pledge"].all[0].walk.data, log, notices.apply(None, event), on)
        kept.take(walk)
        return notices.posted(walk.thing)

    def filing(self, _draw: Draw, pledge: Any, _by: Actor, _on: date) -> Any:
        """The notice of the letter that is to be in force, which is filed."""
        found = self.notice((pledge.amendment or pledge).notice)
        return notices.filed(found.walk.thing)

    def notice(self, id: str) -> Pair:
        """A notice by its id."""
        return next(one for one in self.things["notice"].all if one.walk.thing.id == id)

    def waits(self, pair: Pair, row: Row) -> bool:
        """Whether a pledge waits for its notice, which certifies nothing before it is filed."""
        paper = _paper(pair)
        if "filed" not in row.needs or not paper["notice"]:
            return "filed" in row.needs
        found = self.notice(paper["notice"])
        if found.plain.state == "filed":
            return False
        made = outcome(partial(notices.filed, found.walk.thing))
        broken_unless(
            isinstance(made, Refused),
            "{thing} 证明已归档，而没有归档",
            "{thing} certifies that it is filed, and is not",
            thing=found.walk.thing.id,
        )
        return True

    def tend(self, data: DataObject) -> None:
        """Somebody objects to a notice that a pledge waits for, or is answered; or it is filed in time."""
        kept = self.things["notice"]
        pledged = self.things["pledge"].moving()
        papers = [_paper(one)["notice"] for one in pledged]
        some = [one for one in kept.moving() if one.walk.thing.id in papers]
        if not some:
            return
        pair = pick(data, some, label="notice")
        pair.walk.data, kept.last, self.last = data, pair, kept
        amends = pair.walk.thing.id in [_paper(one)["notice"] for one in pledged if one.plain.has["new"]]
        waiting = len(still_open(pair.plain.has))
        objects = data.draw(st.integers(0, 3), label="objects")
        if waiting < 2 and (objects == 3 or (objects < 2 and amends and not pair.plain.has["said"])):
            self.make(pair, "object", VILLAGER, self.on)
        elif waiting:
            self.make(pair, "answer", CLERK, self.on)
        else:
            ready = first_day(pair.plain.has)
            for on in (ready - timedelta(days=1), max(ready, self.on)):
                self.make(pair, "file", CLERK, on)

    def make(self, notice: Pair, move: str, by: Actor, on: date) -> None:
        """Make a move of a notice, where it is open; it is that day then."""
        kept = self.things["notice"]
        if on >= max(self.on, notice.plain.on) and move in kept.ways(notice, by, on):
            self.to(on)
            kept.make(notice, kept.table(notice.plain.state)[move], by, on)

    def met(self, pair: Pair, row: Row) -> None:
        """Count what is rare of a pledge and its notice together."""
        if pair.plain.word == "notice" and row.move == "object":
            id = pair.walk.thing.id
            papers = [one.plain.has["new"] for one in self.things["pledge"].all]
            self.tally.rare["amended_under_objection"] += any(one and one["notice"] == id for one in papers)

    # --- what happens ---------------------------------------------------------------------------------

    def walk(self, data: DataObject, word: str) -> None:
        """A move of a thing of this word."""
        if word == "pledge" and data.draw(st.integers(0, 3), label="waits") == 3:
            self.tend(data)
            return
        self.last = self.things[word]
        if word in LINKED:
            self.to(self.things[word].step(data, self.on))
        else:
            self.things[word].step(data)

    def to(self, on: date) -> None:
        """It is this day."""
        self.tally.rare["next_cycle"] += on.year > self.on.year
        self.on = on

    def agrees(self) -> None:
        """Everything is as the model has it."""
        self.last.agrees(self.on) if isinstance(self.last, Shop) else self.last.agrees()

    def close(self) -> None:
        """Every log verifies, the points add up, and nothing private is shown to the village or the web."""
        for things in self.things.values():
            self.last = things
            things.close()
            for pair in things.all:
                hidden(pair.walk.thing)
        self.last = self.shop
        self.shop.close(self.on)


def _paper(pledge: Pair) -> dict[str, Any]:
    """The letter of a pledge that is to be in force."""
    found: dict[str, Any] = pledge.plain.has["new"] or pledge.plain.has["paper"]
    return found


def hidden(thing: Any) -> None:
    """What a board shows of a thing, whatever is private in it."""
    for audience in (Audience.VILLAGE, Audience.WEB):
        shown = serial.dumps(planted(thing), audience=audience)
        broken_unless(
            CANARY not in shown,
            "{thing}：写给“{audience}”的露出了隐私内容",
            "{thing}: what the {audience} reads shows what is private",
            thing=thing.id,
            audience=audience.text,
        )


class TownMachine(RuleBasedStateMachine):
    """A whole town, held against the plain model after each step."""

    town: ClassVar[Township]
    tally: ClassVar[Tally]

    def __init__(self) -> None:
        super().__init__()
        self.all = Town(self.town, self.tally)
        self.tally.examples += 1

    def _story(self, lang: Lang = "en") -> str:
        told: str = self.all.last.story(lang)
        return told

    def _telling(self) -> Any:
        return telling(of_town(self.town, str(self.all.on)), self._story)

    @contextmanager
    def _step(self, last: Any = None) -> Iterator[Town]:
        self.tally.steps += 1
        self.all.last = self.all.last if last is None else last
        with self._telling():
            yield self.all

    @initialize(data=st.data(), keeps=st.sampled_from([1, 1, 0, 2]), said=st.sampled_from(KNOWN))
    def opens(self, data: DataObject, keeps: int, said: Numbers) -> None:
        """The office opens, a book of stars is read, and the first pledge is drafted."""
        with self._step() as town:
            town.shop.open(town.on, keeps)
            town.rated.hall.said = said
            town.things["pledge"].open(silent(data), town.on)

    @rule(data=st.data(), moves=st.integers(6, 20))
    def pledges_go_on(self, data: DataObject, moves: int) -> None:
        """Several moves of pledges, or of the notices that they wait for."""
        self._go_on(data, "pledge", moves)

    @rule(data=st.data(), word=st.sampled_from(["notice", "plaque"]), moves=st.integers(1, 4))
    def others_go_on(self, data: DataObject, word: str, moves: int) -> None:
        """Several moves of notices or plaques."""
        self._go_on(data, word, moves)

    def _go_on(self, data: DataObject, word: str, moves: int) -> None:
        for _ in range(moves):
            with self._step() as town:
                town.walk(silent(data), word)
                town.agrees()

    @rule(data=st.data(), moves=st.integers(1, 6))
    def all_else_goes_on(self, data: DataObject, moves: int) -> None:
        """Several moves of anything else that has a lifecycle, one word after the other."""
        made = {word: one.tried.total() for word, one in self.all.things.items() if word not in LINKED}
        least = min(made.values())
        word = pick(data, [word for word, many in made.items() if many == least], label="word")
        self._go_on(data, word, moves)

    @rule(days=st.sampled_from([1, 2, 7]))
    def days_pass(self, days: int) -> None:
        """Some days pass."""
        with self._step() as town:
            town.to(town.on + timedelta(days=days))

    @rule(data=st.data(), days=st.lists(st.sampled_from([0, 0, 1]), min_size=1, max_size=3))
    def exchange_comes(self, data: DataObject, days: list[int]) -> None:
        """One exchange after the other, on its day or a day late: some buy, and some earn for the next."""
        for after in days:
            with self._step(self.all.shop) as town:
                town.to(town.shop.next_exchange(town.on + timedelta(days=1)) + timedelta(days=after))
                town.shop.market(silent(data), town.on)
                town.agrees()

    @rule(data=st.data())
    def shops(self, data: DataObject) -> None:
        """Points are issued and spent."""
        for _ in range(data.draw(st.integers(1, 5), label="requests")):
            with self._step(self.all.shop) as town:
                town.shop.step(silent(data), town.on)
                town.agrees()

    @rule(data=st.data())
    def pairs(self, data: DataObject) -> None:
        """Households are paired, or paired again."""
        with self._step(self.all.pairs) as town:
            town.pairs.step(silent(data))

    @rule(data=st.data())
    def rates(self, data: DataObject) -> None:
        """Something is recorded, and rated."""
        with self._step(self.all.rated) as town:
            town.rated.step(silent(data), town.on)

    @invariant()
    def agrees(self) -> None:
        """What was touched last is as the model has it."""
        with self._telling():
            self.all.agrees()

    def teardown(self) -> None:
        """What holds of all at the end; the more rows were made, the better the example."""
        with self._telling():
            self.all.close()
        tried = (count for one in self.all.things.values() for count in one.tried.values())
        target(float(sum(1 for count in tried if count)), label="rows made")


def town_machine(town: Township, tally: Tally | None = None) -> type[TownMachine]:
    """The machine of a whole town."""
    return type("TownMachine", (TownMachine,), {"town": town, "tally": tally or Tally()})


def drive_town(town: Township, under: settings) -> Reached:
    """Run the machine of a whole town."""
    tally = Tally()
    run(town_machine(town, tally), under, STEPS)
    return tally.reached({word: lifecycle_of(town, word) for word in words(town)}, tuple(RARE))
