"""Long walks of pledges beside the plain table (`plain.py`): each step is asked of both."""

from collections import Counter
from datetime import timedelta
from functools import cache
from random import Random

import attrs
from tests.pledges import plain
from tests.pledges.town import BRANCH, BRIDGE, DAY, EVERYBODY, GROUP, LAMP, MEMBER, ROAD, letter

from sanliang import InvalidInput, Refused, pledges
from sanliang.calendars import Period
from sanliang.notices import Filed, Posted
from sanliang.pledges import BASE, Given, Grade, Outcome, Progress, Result

ACTORS = {one.id + ("*" if one.id == "m-3" and len(one.roles) > 1 else ""): one for one in EVERYBODY}
PLEDGERS = (MEMBER, GROUP, BRANCH)
PEOPLE = [*ACTORS]
AHEAD = (*[0] * 18, 1, 1, 1, 6, 6, 40, -1)
FIVE = Period(days=5)
DETOURS = {"amend", "withdraw", "lapse", "correct", "return", "decline", "reopen", "consolidate"}
"""What leads away from the end, or to one too early: not made as often as the rest."""


@cache
def written(pledger, days, more):
    """A letter for so many days after the first, as the library and as the clerk have it."""
    until = DAY + timedelta(days=days)
    items = [attrs.evolve(LAMP, deadline=until, responsible="m-2" if more == 3 else None)]
    items += [attrs.evolve(one, deadline=until) for one in (ROAD, BRIDGE)[: min(more, 2)]]
    plainly = {
        "pledger": pledger.id,
        "kind": pledger.kind.value,
        "signers": pledger.signatories,
        "items": [(one.id, one.deadline, one.responsible) for one in items],
    }
    return letter(*items, pledger=pledger), plainly


@cache
def posted(number, thing, on, concerns):
    """A notice that has been posted."""
    notice = f"n-{number}"
    value = Posted(
        notice=notice, word="pledge", thing=thing, place="村务公开栏", period=FIVE, concerns=concerns, on=on
    )
    return value, {"notice": notice, "thing": thing, "on": on, "concerns": concerns}


@cache
def filed(notice, thing, on):
    """A notice that has been filed."""
    value = Filed(notice=notice, word="pledge", thing=thing, posted=on, on=on)
    return value, {"notice": notice, "thing": thing, "on": on}


@cache
def shown(item, on):
    """Evidence of an item."""
    return Progress(item=item, on=on, says="已办"), {"item": item, "on": on}


@cache
def found(items, results):
    """What was found of some items."""
    pairs = [*zip(items, results, strict=False)]
    return tuple(Outcome(item=item, result=result, says="查看属实") for item, result in pairs), pairs


class Walk:
    """Pledges one after the other, as the library and as the clerk have them."""

    def __init__(self, number, random=None, id="p-1"):
        self.number, self.random = number, random or Random(number)
        self.steps, self.met, self.events, self.told = 0, Counter(), [], []
        self.opens(id, DAY)

    def opens(self, id, on):
        """The next pledge, which is drafted on a day."""
        pick = self.random.choice
        self.id, self.pledger, self.day = id, pick(PLEDGERS), on
        value, letter = written(self.pledger, (on - DAY).days + pick((3, 40, 400)), pick((1, 2, 3)))
        event = pledges.draft(
            id, pledger=self.pledger, kind="annual", items=value.items, by=EVERYBODY[0], on=on
        )
        self.pledge, self.events, self.told = pledges.apply(None, event), [event], []
        self.clerk = plain.drafted(id, letter, on)

    def ends(self):
        """Whether the pledge is at its end, and its log makes the same pledge."""
        if self.clerk["state"] not in plain.ENDS or self.random.random() >= 0.3:
            return False
        self.says_the_same()
        return True

    def says_the_same(self):
        """The log makes the same pledge."""
        assert self.pledge == pledges.replay(self.events), self.story()

    def goes_on(self, steps):
        """So many steps, each asked of both."""
        for _ in range(steps):
            self.step()
            if self.ends():
                self.opens("p-1", DAY)
        return self

    def step(self):
        """Ask for something, open or not, by somebody on some day, and see that both answer the same."""
        chance, clerk = self.random.random, self.clerk
        on = self.day + timedelta(days=self.random.choice(AHEAD))
        move = self.random.choice(plain.MOVES if chance() < 0.05 else plain.OPEN[clerk["state"]])
        for _ in range(3):
            if move in DETOURS and chance() < 0.8:
                move = self.random.choice(plain.OPEN[clerk["state"]])
        actor = self.random.choice(PEOPLE) if chance() < 0.25 else "m-20"
        needs = plain.TABLE.get((clerk["state"], move), ("", (), (), ""))[2]
        given = {need: self.gives(need, on) for need in needs if chance() < 0.97}
        plainly = {need: pair[1] for need, pair in given.items() if pair is not None}
        told = Given(**{need: pair[0] for need, pair in given.items() if pair is not None}) if given else None
        state, expected = clerk["state"], plain.against(clerk, move, actor, on, plainly)
        self.told.append((move, actor, on, plainly, expected))
        got, event = self.asks(move, actor, on, told)
        self.steps += 1
        assert expected == got, self.story()
        if event is not None:
            self.takes(event, move, on, plainly)
            self.day = max(self.day, on)
        self.met[state, move, *got] += 1

    def asks(self, move, actor, on, given):
        """What the library answers: the codes of what speaks against it, or the event."""
        try:
            event = pledges.decide(self.pledge, move, by=ACTORS[actor], on=on, under=BASE, given=given)
        except Refused as error:
            return [one.code for one in error.verdict.reasons], None
        except InvalidInput as error:
            return [one.code for one in error.faults], None
        return [], event

    def takes(self, event, move, on, given):
        """Both take a move over, and have the same then."""
        plain.moved(self.clerk, move, on, given)
        self.pledge = pledges.apply(self.pledge, event)
        self.events.append(event)
        one, clerk = self.pledge, self.clerk
        assert (one.state, one.version, one.on) == (clerk["state"], clerk["version"], clerk["on"]), (
            self.story()
        )
        assert self.papers(one) == [
            *self.paper(clerk), clerk["started"], clerk["shown"], clerk["found"], clerk["grade"],
            clerk["until"], clerk["new"] and [*self.paper(clerk["new"]), clerk["new"]["accepted"]],
        ], self.story()  # fmt: skip

    @staticmethod
    def paper(one):
        """A paper as the clerk has it."""
        return [one["letter"]["items"], one["signed"], one["signed_on"], one["notice"]]

    @staticmethod
    def papers(one):
        """What the library has, in the clerk's words."""
        new = one.amendment
        papers = [
            [[(item.id, item.deadline, item.responsible) for item in each.letter.items],
             [*each.signed], each.signed_on, each.notice]
            for each in ((one,) if new is None else (one, new))
        ]  # fmt: skip
        return [
            *papers[0],
            one.started,
            [each.item for each in one.progress],
            [(each.item, each.result) for each in one.outcomes],
            one.grade,
            one.rectify_until,
            new and [*papers[1], new.accepted],
        ]

    def gives(self, need, on):
        """Something that may be given: good for the most part, and a little wrong at times."""
        pick, good = self.random.choice, self.random.random() < 0.9
        clerk, paper = self.clerk, plain.hand(self.clerk)
        items = [item for item, _, _ in clerk["letter"]["items"]]
        thing = self.id if good or pick((True, False)) else "p-0"
        match need:
            case "letter":
                pledger = self.pledger if good else pick(PLEDGERS)
                days = (on - DAY).days + pick((0, 30)) if good else 3
                value, plainly = written(pledger, days, pick((1, 2, 3)) * good)
                return attrs.evolve(
                    value
                ), plainly  # the very letter in force would be asked about as a draft
            case "reasons":
                return "有因", "有因"
            case "signatory":
                left = [who for who in paper["letter"]["signers"] if who not in paper["signed"]]
                who = pick(left) if good and left else pick(("m-3", "m-4", "v-9"))
                return who, who
            case "posted" if good:
                return self.posts(paper, on)
            case "posted":
                number = clerk["notice"].removeprefix("n-") or "0"
                return posted(number, thing, on + timedelta(days=pick((-9, 0, 1))), ("m-4",))
            case "filed" if good:
                return self.files(paper, on)
            case "filed":
                return filed("n-0", thing, on + timedelta(days=1))
            case "progress":
                bare = [item for item in items if item not in clerk["shown"]] or items
                away = 0 if good else pick((-30, 0, 1))
                return shown(pick(bare) if good else pick(("lamp", "well")), on + timedelta(days=away))
            case "outcomes":
                results = tuple(pick((Result.FULFILLED, Result.FULFILLED, *Result)) for _ in items)
                return found(tuple(items if good else items[1:]), results)
            case "grade":
                grade = pick([*Grade])
                return grade, grade
            case _:
                until = on + timedelta(days=pick((0, 30)) if good else -1)
                return until, until

    def posts(self, paper, on):
        """A notice of a paper."""
        return posted(str(self.clerk["version"]), self.id, on, paper["letter"]["signers"])

    def files(self, paper, on):
        """The certificate of its notice."""
        return filed(paper["notice"] or "n-0", self.id, on)

    def story(self):
        """Which walk it is, and what was asked of this pledge."""
        return "\n".join([f"Walk({self.number}), step {self.steps}:", *(f"  {one}" for one in self.told)])
