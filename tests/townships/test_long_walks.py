"""
Ten thousand steps of whole towns against plain models, at each commit; a million in a deep run.

A town has pledges and the notices that they wait for, records and stars, a points office that pays for the
records, and pairs of households and members; members leave and join. Each answer of each part is held against
a clerk of its own; whole offices and logs are looked at now and then. A town has a number, by which it is the
same again: `Town(number).goes_on(STEPS)`.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random

import attrs
import pytest
from hypothesis import settings
from tests.notices import plain as on_paper
from tests.notices.walks import Walk as NoticeWalk
from tests.pairing.walks import Pairs
from tests.pledges import plain
from tests.pledges.town import DAY
from tests.pledges.walks import FIVE
from tests.pledges.walks import Walk as PledgeWalk
from tests.points.exchange import CEILINGS, Exchange

from sanliang import Refused, notices, pledges
from sanliang.testing._effort import MANY
from sanliang.testing._machines.hall import KINDS, KNOWN, Hall

STEPS = 2_000
TOWNS = 500 if settings().max_examples > MANY else 5
PARTS = {"pledge": 40, "notice": 26, "points": 16, "record": 8, "pair": 3, "member": 1, "days": 6}
EACH = 100
"""So often all logs are read again."""


class Pledge(PledgeWalk):
    """A pledge that is published by notices of its town."""

    def __init__(self, town, id):
        self.town = town
        super().__init__(town.number, town.random, id)

    def posts(self, paper, on):
        """A notice goes up, and its own way from then on."""
        kept, concerns = self.town.notices, paper["letter"]["signers"]
        id = f"n-{len(kept) + 1}"
        what = pledges.posting(self.pledge, place="村务公开栏", period=FIVE)
        kept[id] = NoticeWalk(self.random, id, what, concerns, on)
        plainly = {"notice": id, "thing": self.id, "on": on, "concerns": concerns}
        return notices.posted(kept[id].notice), plainly

    def files(self, paper, on):
        """The certificate of the notice, if it is filed; else there is none."""
        found = self.town.notices.get(paper["notice"])
        if found is None:
            return None
        if found.clerk["state"] != "filed":
            with pytest.raises(Refused):
                notices.filed(found.notice)
            return None
        plainly = {"notice": paper["notice"], "thing": self.id, "on": found.clerk["on"]}
        return notices.filed(found.notice), plainly


class Town:
    """A whole town, with one day for all of it."""

    def __init__(self, number):
        self.number, self.random, self.day, self.steps = number, Random(number), DAY, 0
        self.notices, self.drafted, self.joined, self.made = {}, 3, 0, Counter()
        self.pledges = [Pledge(self, f"p-{place}") for place in (1, 2, 3)]
        self.hall = Hall(KNOWN[number % len(KNOWN)], [f"m-{place}" for place in range(11, 16)])
        keeps, ceilings = (self.random.choice(some) for some in (("carry", "reset", "expire"), CEILINGS))
        self.office = Exchange()
        self.office.begin(keeps, ceilings, None, (), DAY, self.hall.members, "deed")
        self.pairs = Pairs(self.random, self.hall.members)

    def goes_on(self, steps):
        """So many steps; what breaks one tells which it was."""
        for _ in range(steps):
            (part,) = self.random.choices([*PARTS], [*PARTS.values()])
            self.steps += 1
            self.made[part] += 1
            try:
                getattr(self, part)()
                if self.steps % EACH == 0 or self.steps == steps:
                    self.says_the_same()
            except AssertionError as error:
                error.add_note(f"Town({self.number}), step {self.steps}, {part}, {self.day}")
                raise
        return self

    def to(self, on):
        """It is this day, or a later one."""
        self.day = self.office.day = max(self.day, on)

    def pledge(self):
        """Something is asked of a pledge; of one that is at its end, the next takes the place."""
        one = self.random.choice(self.pledges)
        if one.ends():
            self.drafted += 1
            one.opens(f"p-{self.drafted}", self.day)
        one.day = self.day
        one.step()
        self.to(one.day)

    def notice(self):
        """Something is asked of a notice, most of the time of one that a pledge waits for."""
        waited = {plain.hand(one.clerk)["notice"] for one in self.pledges}
        ids = [id for id, one in self.notices.items() if one.clerk["state"] not in on_paper.ENDS]
        some = [id for id in ids if id in waited and self.random.random() < 0.8] or ids or [*self.notices]
        if some:
            id = self.random.choice(some if self.random.random() < 0.95 else [*self.notices])
            self.to(self.notices[id].step(self.day, hastens=id in waited))

    def points(self):
        """Points are earned and spent, goods come and go, requests arrive again or are taken back."""
        pick, office = self.random.choice, self.office
        who = pick([*self.hall.members, *self.office.village.boxes, "m-0"])
        match pick(("award", "award", "buy", "buy", "buy", "bring", "back", "again")):
            case "award":
                office.award(
                    who, pick(range(10)), pick((0, 0, 1, 30, -1)), pick((None, "a-1")), pick((0, 0, 1))
                )
            case "buy":
                office.buy(who, pick((0, 1, 2)), pick((0, 1, 2)), pick((0, 0, 0, 1)))
            case "bring":
                office.bring(pick(("soap", "salt", "car")), pick((-2, 1, 3)))
            case "back":
                office.take_back(pick(["nothing", *(one.id for one in office.asked[-6:])]))
            case _:
                office.ask_again(pick(office.asked), pick((0, 40)))
        if self.random.random() < 0.2:
            office.the_office_is_the_village()

    def record(self):
        """Something is written down, and a deed is paid for; or something is taken back. Some are rated."""
        pick, hall, on = self.random.choice, self.hall, self.day
        hall.turn(on)
        if hall.kept and self.random.random() < 0.15:
            hall.take_back(pick([*hall.kept]), on)
        else:
            done = max(on - timedelta(days=pick((0, 0, 20))), date(on.year, 1, 1))
            hours = pick(range(10))
            hall.write(pick(hall.members), pick(KINDS), done, hours, today=on)
            entry = hall.book.get([*hall.kept][-1])
            if entry.kind == "deed":
                self.office.pay(entry, hours, f"i-{entry.id}")
        if self.random.random() < 0.5:
            hall.rate(on)

    def pair(self):
        """Households and helpers are paired anew where something has changed."""
        self.pairs.step()

    def member(self):
        """A member leaves, with the wallet closed and the pairs ended; or another one joins."""
        members = self.hall.members
        if len(members) > 3 and self.random.random() < 0.5:
            who = self.random.choice(members)
            members.remove(who)
            self.pairs.leaves(who)
            self.office.close(who, self.random.choice((None, members[0])))
        elif len(members) < 7:
            self.joined += 1
            who = f"m-{100 + self.joined}"
            members.append(who)
            self.pairs.joins(who)
            self.office.open(who)

    def days(self):
        """Some days pass."""
        self.to(self.day + timedelta(days=self.random.choice((1, 2, 7))))

    def says_the_same(self):
        """All logs make what there is, the journal adds up, and the audit agrees."""
        for one in (*self.pledges, *self.notices.values()):
            one.says_the_same()
        self.office.the_office_is_the_village()
        self.office.the_office_is_its_log()
        self.office.the_journal_adds_up()
        self.pairs.audited()


@pytest.mark.untraced("it is long; each branch is taken by other tests")
@pytest.mark.once("it says nothing of versions")
def test_long_walks_of_whole_towns_keep_to_the_plain_models():
    """Whatever is done in a town, by whom and when, each clerk has what the library has, with the reasons of
    whatever is refused; every log makes what there is. Pledges come to each state and by each move, notices
    by each row, and each town into the third year at least."""
    of_pledges, of_notices, made = Counter(), Counter(), Counter()
    for number in range(TOWNS):
        town = Town(number).goes_on(STEPS)
        assert town.hall.year >= DAY.year + 2
        made += town.made
        for of, kept in ((of_pledges, town.pledges), (of_notices, town.notices.values())):
            for one in kept:
                of.update(one.met)
    print(f"{made.total():,} steps of {TOWNS} towns: {dict(made)}")
    assert made.total() >= 10_000
    assert {*PARTS} == {*made}
    assert plain.STATES == {key[0] for key in of_pledges}
    assert {*plain.MOVES} == {key[1] for key in of_pledges if len(key) == 2}
    assert {*on_paper.TABLE} == {key for key in of_notices if len(key) == 2}
    assert on_paper.CODES == {code for key in of_notices for code in key[2:]}


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.once("it says nothing of versions")
def test_what_breaks_a_town_tells_which_one_it_was(monkeypatch):
    """A clock that counts the day on which it is read is found, and the step is told by which to find it."""
    clock = notices.clock

    def early(one, *, on):
        return attrs.evolve(clock(one, on=on + timedelta(days=1)), on=on)

    monkeypatch.setattr(notices, "clock", early)
    with pytest.raises(AssertionError) as caught:
        Town(0).goes_on(STEPS)
    (told,) = caught.value.__notes__
    assert told.startswith("Town(0), step ")
    assert "notice" in told
