"""Long walks of notices beside the plain clerk (`plain.py`): each step is asked of both."""

from collections import Counter
from datetime import timedelta

from tests.notices import plain
from tests.pledges.town import EVERYBODY
from tests.pledges.walks import ACTORS, PEOPLE

from sanliang import InvalidInput, Refused, notices
from sanliang.notices import BASE, Answer, Given, Objection


class Walk:
    """A notice, as the library and as the clerk have it."""

    def __init__(self, random, id, posting, concerns, on):
        self.random, self.met, self.told = random, Counter(), []
        self.events = [notices.post(id, posting, by=EVERYBODY[3], on=on)]
        self.notice = notices.replay(self.events)
        self.clerk = plain.posted(id, posting.thing, concerns, posting.period.days, on)

    def step(self, today, *, hastens):
        """Ask for something, open or not, by somebody; gives the day on which it was done, or today."""
        chance, pick, clerk = self.random.random, self.random.choice, self.clerk
        on = today + timedelta(days=pick((0, 0, 0, 0, 0, 0, 0, 1, -1)))
        state, move = clerk["state"], pick(plain.MOVES if chance() < 0.1 else plain.OPEN[clerk["state"]])
        if hastens and chance() < 0.8:
            move = {"posted": "file", "contested": "answer"}.get(state, move)
        actor = pick(PEOPLE) if chance() < 0.3 else "m-20"
        told, plainly = self.gives(move, on) if chance() < 0.97 else (None, None)
        expected = plain.against(clerk, move, actor, on, plainly)
        self.told.append((move, actor, on, plainly, expected))
        try:
            event = notices.decide(self.notice, move, by=ACTORS[actor], on=on, under=BASE, given=told)
            got = []
        except Refused as error:
            got = [one.code for one in error.verdict.reasons]
        except InvalidInput as error:
            got = [one.code for one in error.faults]
        assert expected == got, self.story()
        self.met[state, move, *got] += 1
        if got:
            return today
        plain.moved(clerk, move, on, plainly)
        self.notice = notices.apply(self.notice, event)
        self.events.append(event)
        self.agrees()
        return max(today, on)

    def gives(self, move, on):
        """Something that may be given: good for the most part, and a little wrong at times."""
        pick, good, said = self.random.choice, self.random.random() < 0.9, self.clerk["said"]
        match move:
            case "object":
                id = f"o-{len(said) + 1}" if good or not said else pick([*said])
                return Given(objection=Objection(id=id, says="数量不实")), id
            case "answer":
                left = plain.unanswered(self.clerk)
                id, upheld = pick(left) if good and left else "o-0", self.random.random() < 0.05
                return Given(answer=Answer(objection=id, says="已复核", upheld=upheld)), (id, upheld)
            case "file":
                day = on if good else on + timedelta(days=1)
                clock = notices.clock(self.notice, on=day)
                return Given(clock=clock), (self.clerk["version"], day)
            case "withdraw":
                return Given(reasons="张贴有误"), "张贴有误"
            case _:
                return None, None

    def agrees(self):
        """Both have the same."""
        one, clerk = self.notice, self.clerk
        said = {each.id: (each.on, each.answered) for each in one.objections}
        ours = [clerk[name] for name in ("state", "version", "on", "posted", "said")]
        assert ours == [one.state, one.version, one.on, one.posted, said], self.story()

    def says_the_same(self):
        """The log makes the same notice."""
        assert self.notice == notices.replay(self.events), self.story()

    def story(self):
        """What was asked of it."""
        return "\n".join([f"{self.clerk['id']}:", *(f"  {one}" for one in self.told)])
