"""A post of an invented village, on its way through the five steps."""

from datetime import UTC, datetime

from sanliang import Log, notices, posts
from sanliang.calendars import Period
from sanliang.posts import Appraisal, Candidate, Given, Report
from sanliang.testing._benches.posts import CLERK, DEPUTY, PLAN, later

AT = datetime(2026, 12, 31, 8, tzinfo=UTC)
WHY = Given(reasons="村民代表会议讨论")


class Way:
    """A post and its log: each call is one move."""

    def __init__(self, plan=PLAN, under=posts.BASE):
        """A post that is open for choosing."""
        self.under = under
        self.log = Log.begin("p-1")
        self.write(posts.announce("p-1", plan, by=CLERK, on=later(0), under=under))

    def write(self, event):
        """Take an event over."""
        self.log = self.log.append(event, by=event.by, at=AT)
        self.post = posts.replay(self.log)
        return self

    def move(self, name, given=None, *, by=CLERK, day=0):
        """Make a move."""
        ask = {"by": by, "on": later(day), "under": self.under, "given": given}
        return self.write(posts.decide(self.post, name, **ask))

    def why_not(self, name, given=None, *, by=CLERK, day=0):
        """The codes of what speaks against a move."""
        ask = {"by": by, "on": later(day), "under": self.under, "given": given}
        return posts.explain(self.post, name, **ask).codes

    def choose(self, *members, day=0):
        """These choose it."""
        for one in members:
            self.move("choose", Given(candidate=Candidate(member=one, unit="b-1", on=later(day))), day=day)
        return self

    def assign(self, *members, day=1):
        """These are assigned."""
        return self.move("assign", Given(holders=members), day=day)

    def notice(self, id="n-1", day=1):
        """A notice of the assignment, posted."""
        posting = posts.posting(self.post, place="村务公开栏", period=Period(days=5))
        return notices.replay([notices.post(id, posting, by=CLERK, on=later(day))])

    def install(self, id="n-1", day=1):
        """Published for five days, and installed when the notice is filed."""
        notice = self.notice(id, day)
        self.move("publish", Given(posted=notices.posted(notice)), day=day)
        over = later(day + 6)
        given = notices.Given(clock=notices.clock(notice, on=over))
        done = notices.decide(notice, "file", by=DEPUTY, on=over, under=notices.BASE, given=given)
        return self.move("install", Given(filed=notices.filed(notices.apply(notice, done))), day=day + 6)

    def held(self, *members):
        """Held by these."""
        return self.choose(*members).assign(*members).install()

    def report(self, *members, day=100):
        """These report."""
        for one in members:
            self.move(
                "report", Given(report=Report(holder=one, says="清扫十二次", evidence=["f-1"])), day=day
            )
        return self

    def appraise(self, *graded, day=110):
        """Each is graded so."""
        raters = ["m-1", "m-7"]
        rows = [Appraisal(holder=who, grade=grade, raters=raters) for who, grade in graded]
        return self.move("appraise", Given(appraisals=rows), day=day)
