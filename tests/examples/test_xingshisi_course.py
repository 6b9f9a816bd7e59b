"""The example campaign, played through the engine: every move of it is one that the lifecycles accept."""

import importlib
from collections import Counter
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter

import attrs

from sanliang import notices, orgs, pledges
from sanliang.calendars import FOUNDING_DAY, NEW_YEAR_DAY, Calendar, MonthDay, Period, Shift, reviews
from sanliang.ext.workdays import published
from sanliang.kernel.events import Log
from sanliang.kernel.lifecycles import correct, effective
from sanliang.kernel.timeline import Span
from sanliang.notices import Answer, Objection, Posting
from sanliang.pledges import Item, Outcome, PlaqueGiven, Pledger, Progress


def together_key(numbered):
    """What puts rows together: those that verify one pledge are one move, any other row is one by itself."""
    place, row = numbered
    return (row["thing"], row["on"]) if row["move"] == "verify" else place


class Play:
    """The example, played day by day: what regularly happens, and before it what course.csv says."""

    def __init__(self, example):
        self.example = example
        self.town, self.workdays = example.roster, published()
        self.plaques, self.logs, self.notices = {}, {}, {}
        self.entries = {entry["id"]: entry for menu in example.menus.values() for entry in menu}
        self.letters = {row["pledge"]: row for row in example.table("letters")}
        self.items = {
            id: tuple(map(self.item, rows))
            for id, rows in groupby(example.table("choices"), key=itemgetter("pledge"))
        }
        self.boards = {one["code"]: one["board"]["zh"] for one in example.campaign["village"]}

    def item(self, row):
        """A choice as an item of a letter."""
        entry = self.entries[row["menu"]]
        return Item(
            id=row["item"], deed=entry["deed"]["zh"], deadline=row["deadline"], witness=row["witness"],
            measure=entry["measure"]["zh"], quantity=row["quantity"], duty=entry["duty"], menu=entry["id"],
        )  # fmt: skip

    def actor(self, id, on):
        """Somebody on a day."""
        return self.town.actor(id, on=on)

    def pledge(self, id):
        """A pledge as it stands."""
        return pledges.replay(self.logs[id])

    def move(self, id, move, by, on, **given):
        """One move of a pledge, accepted by the engine."""
        value = pledges.Given(**given) if given else None
        self.logs[id].append(
            pledges.decide(
                self.pledge(id), move, by=self.actor(by, on), on=on, under=pledges.BASE, given=value
            )
        )

    def hang(self, row):
        """A plaque is owed, and hung or withheld on the same day."""
        on, by = row["owed"], self.actor(row["by"], row["owed"])
        full = tuple(
            one.id for one in orgs.residents(self.town, row["household"], on=on) if one.is_full(on=on)
        )
        holder = pledges.Holder(household=row["household"], unit=row["unit"], full_members=full)
        plaque = pledges.apply_plaque(None, pledges.owe(row["plaque"], holder, by=by, on=on))
        given = PlaqueGiven(place=row["place"]) if row["place"] else PlaqueGiven(reasons=row["zh"])
        self.plaques[row["plaque"]] = self.decided(
            plaque, "hang" if row["place"] else "withhold", by, on, given
        )

    @staticmethod
    def decided(plaque, move, by, on, given):
        """A plaque after a move."""
        event = pledges.decide(plaque, move, by=by, on=on, under=pledges.PLAQUE_BASE, given=given)
        return pledges.apply_plaque(plaque, event)

    def draft(self, row):
        """A letter is drafted and handed in."""
        on, signatories = row["drafted"], tuple(row["signatories"].split(";"))
        pledger = Pledger(
            kind=row["pledger_kind"], id=row["pledger"], unit=row["unit"], signatories=signatories
        )
        plaque = self.plaques.get(row["pledger"].replace("h", "q", 1))
        event = pledges.draft(
            row["pledge"], pledger=pledger, kind=row["kind"], items=self.items[row["pledge"]],
            by=self.actor(row["by"], on), on=on, plaque=plaque, cycle=Span(**self.cycle()),
        )  # fmt: skip
        self.logs[row["pledge"]] = [event]
        self.move(row["pledge"], "submit", row["by"], on)

    def cycle(self):
        """The ends of the cycle."""
        cycle = self.example.campaign["cycle"]
        return {"start": cycle["first"], "end": cycle["last"]}

    def sign(self, row):
        """Everybody signs."""
        for one in row["signatories"].split(";"):
            self.move(row["pledge"], "sign", row["by"], row["signed"], signatory=one)

    def post(self, notice, pledge, by, on):
        """A letter is put on the board."""
        row = self.letters[pledge]
        period = Period(**self.example.campaign["notice"])
        posting = Posting(
            word="pledge", thing=pledge, unit=row["unit"], place=self.boards[row["unit"].split("-")[1]],
            period=period, concerns=tuple(row["signatories"].split(";")),
        )  # fmt: skip
        self.notices[notice] = notices.apply(
            None, notices.post(notice, posting, by=self.actor(by, on), on=on)
        )

    def notice(self, id, move, by, on, **given):
        """One move of a notice."""
        event = notices.decide(
            self.notices[id],
            move,
            by=self.actor(by, on),
            on=on,
            under=notices.BASE,
            given=notices.Given(**given),
        )
        self.notices[id] = notices.apply(self.notices[id], event)

    def file(self, id, by, on):
        """A notice that has run out is filed."""
        self.notice(id, "file", by, on, clock=notices.clock(self.notices[id], on=on, workdays=self.workdays))

    def publish(self, row):
        """A letter is posted and so published."""
        notice = row["pledge"].replace("p", "n", 1)
        self.post(notice, row["pledge"], row["vetter"], row["posted"])
        given = notices.posted(self.notices[notice])
        self.move(row["pledge"], "publish", row["vetter"], row["posted"], posted=given)

    def start(self, row):
        """The notice is filed, and action begins."""
        notice = row["pledge"].replace("p", "n", 1)
        self.file(notice, row["vetter"], row["started"])
        given = notices.filed(self.notices[notice])
        self.move(row["pledge"], "start", row["vetter"], row["started"], filed=given)

    def changed(self, row):
        """The letter with one item changed."""
        letter = self.pledge(row["thing"]).letter
        change = {"quantity": row["quantity"]} | ({"deadline": row["until"]} if row["until"] else {})
        items = [attrs.evolve(item, **change) if item.id == row["item"] else item for item in letter.items]
        return attrs.evolve(letter, items=items)

    def row(self, rows):
        """One row of course.csv, or several that verify one pledge."""
        row = rows[0]
        on, thing, move, by = row["on"], row["thing"], row["move"], row["by"]
        match thing[0], move:
            case "q", _:
                plaque = self.plaques[thing]
                given = PlaqueGiven(reasons=row["zh"])
                self.plaques[thing] = self.decided(plaque, move, self.actor(by, on), on, given)
            case "n", "post":
                self.post(thing, row["ref"], by, on)
            case "n", "file":
                self.file(thing, by, on)
            case "n", "object":
                self.notice(thing, move, by, on, objection=Objection(id=row["ref"], says=row["zh"]))
            case "n", "answer":
                upheld = row["value"] == "upheld"
                answer = Answer(objection=row["ref"], says=row["zh"], upheld=upheld)
                self.notice(thing, move, by, on, answer=answer)
            case _, "correct":
                self.correct(row)
            case _:
                self.move(thing, move, by, on, **self.given(rows))

    def given(self, rows):
        """What comes with a move of a pledge."""
        row = rows[0]
        match row["move"]:
            case "revise":
                return {"letter": self.changed(row)}
            case "amend":
                return {"letter": self.changed(row), "reasons": row["zh"]}
            case "return" | "reopen" | "withdraw":
                return {"reasons": row["zh"]}
            case "sign":
                return {"signatory": row["ref"]}
            case "republish":
                return {"posted": notices.posted(self.notices[row["ref"]])}
            case "resume":
                return {"filed": notices.filed(self.notices[row["ref"]])}
            case "progress":
                return {"progress": self.progress(row)}
            case "verify":
                return {"outcomes": self.outcomes(rows)}
            case "evaluate":
                return {"grade": row["value"]}
            case "rectify":
                return {"reasons": row["zh"], "until": row["until"]}
            case _:
                return {}

    @staticmethod
    def progress(row):
        """A piece of evidence."""
        says = row["zh"] or "已完成"
        return Progress(item=row["item"], on=row["on"], says=says, quantity=row["quantity"])

    def outcomes(self, rows):
        """An outcome for each item."""
        says = self.example.campaign["texts"]["fulfilled"]["zh"]
        if not rows[0]["item"]:
            items = self.pledge(rows[0]["thing"]).letter.items
            return tuple(Outcome(item=one.id, result=rows[0]["value"], says=says) for one in items)
        return tuple(Outcome(item=row["item"], result=row["value"], says=row["zh"] or says) for row in rows)

    def correct(self, row):
        """A wrong piece of evidence is corrected."""
        log = self.logs[row["thing"]]
        version = next(
            version
            for version, event in effective(log)
            if (event.move, event.on) == ("progress", row["ref"]) and event.given.progress.item == row["item"]
        )
        wrong = log[version - 1].given.progress
        progress = attrs.evolve(wrong, quantity=row["quantity"])
        event = correct(
            as_log(row["thing"], log), version, by=self.actor(row["by"], row["on"]), on=row["on"],
            under=pledges.BASE, why=row["zh"], given=pledges.Given(progress=progress),
        )  # fmt: skip
        log.append(event)

    def until(self, end):
        """Every day up to *end*: first the rows of course.csv, then what regularly happens."""
        together = groupby(enumerate(self.example.table("course")), key=together_key)
        course = [[row for _, row in rows] for _, rows in together]
        regular = [(row["owed"], 0, self.hang, row) for row in self.example.table("plaques")]
        for row in self.example.table("letters"):
            steps = {"drafted": self.draft, "approved": self.approve, "signed": self.sign,
                     "posted": self.publish, "started": self.start}  # fmt: skip
            regular += [(row[name], place, step, row) for place, (name, step) in enumerate(steps.items(), 1)]
        order = [
            (rows[0]["on"], 0, (place,), self.row, rows)
            for place, rows in enumerate(course)
            if rows[0]["on"] <= end
        ]
        order += [
            (on, 1, (step, place), call, row)
            for place, (on, step, call, row) in enumerate(regular)
            if on <= end
        ]
        for _, _, _, call, value in sorted(order, key=itemgetter(0, 1, 2)):
            call(value)
        return self

    def approve(self, row):
        """The branch vets a letter."""
        self.move(row["pledge"], "approve", row["vetter"], row["approved"])

    def consolidate(self, on):
        """What has been evaluated well enough is consolidated."""
        for id, row in self.letters.items():
            if self.pledge(id).state in {"evaluated", "commended"}:
                self.move(id, "consolidate", row["vetter"], on)

    def states(self):
        """How many pledges stand where."""
        return dict(sorted(Counter(self.pledge(id).state for id in self.logs).items()))


def as_log(stream, events):
    """Events as a log."""
    log = Log.begin(stream)
    for event in events:
        at = datetime(event.on.year, event.on.month, event.on.day, tzinfo=UTC)
        log = log.append(event, by=event.by, at=at)
    return log


def test_on_the_day_of_the_article_all_hangs_and_all_is_signed(xingshisi):
    """应挂尽挂，应签尽签: on 14 August 2020 each plaque hangs or is withheld, and each pledge is posted."""
    play = Play(xingshisi).until(xingshisi.seen)

    assert Counter(one.state for one in play.plaques.values()) == {"hung": 261, "withheld": 25}
    assert play.states() == {"in_progress": 36, "published": 210}
    assert {id for id in play.logs if play.pledge(id).state == "in_progress"} == {
        row["pledge"] for row in xingshisi.table("letters") if row["started"] <= date(2020, 8, 5)
    }


def test_the_engine_accepts_the_whole_course(xingshisi):
    """Every row is a move that the base lifecycles accept; two pledges are left, to be put right."""
    play = Play(xingshisi).until(date(2021, 7, 1))
    assert play.states() == {"commended": 24, "evaluated": 221, "rectifying": 2, "withdrawn": 1}

    play.consolidate(xingshisi.campaign["until"]["consolidation"])
    assert play.states() == {"consolidated": 245, "rectifying": 2, "withdrawn": 1}
    assert Counter(one.state for one in play.plaques.values()) == {"hung": 262, "withheld": 26}
    assert all(one.state == "filed" for one in play.notices.values())


def test_a_decision_closes_over_what_is_left(xingshisi):
    """The branches where a pledge is still to be put right have decided to close all the same."""
    play = Play(xingshisi).until(xingshisi.end)
    left = {play.pledge(id).unit for id in play.logs if play.pledge(id).state == "rectifying"}

    assert sorted(one["branch"] for one in xingshisi.campaign["decision"]) == sorted(
        xingshisi.roster.unit(unit).parent for unit in left
    )


def test_what_the_course_shows(xingshisi):
    """Each of the things that a town has to cope with happens."""
    rows = xingshisi.table("course")
    moves = Counter(row["move"] for row in rows)
    results = Counter(row["value"] for row in rows if row["move"] == "verify")
    grades = Counter(row["value"] for row in rows if row["move"] == "evaluate")
    seldom = {move: count for move, count in moves.items() if count < 24}

    assert seldom == {
        "return": 3, "revise": 3, "submit": 3,
        "object": 1, "answer": 1, "correct": 1, "reopen": 2,
        "amend": 1, "accept": 1, "sign": 5, "post": 1, "republish": 1, "file": 1, "resume": 1,
        "withdraw": 1, "withhold": 1,
        "rectify": 5, "act_again": 3,
    }  # fmt: skip
    assert moves["commend"] == 3 * 8
    assert grades == {"good": 158, "fairly_good": 69, "fair": 18, "poor": 5}
    assert results == {"fulfilled": 253, "objective": 14, "unfulfilled": 9}


def test_reviews_fall_on_theme_party_days_and_fixed_days(xingshisi, monkeypatch):
    """Verification falls on theme Party days or the last day, evaluation on 1 January and 1 July."""
    plan = xingshisi.campaign
    monkeypatch.syspath_prepend(xingshisi.home)
    theme = MonthDay(day=plan["theme"]["day"], shift=Shift(within=plan["theme"]["within"]))
    found = reviews(
        Calendar(theme=theme, fixed=[FOUNDING_DAY, NEW_YEAR_DAY]),
        Span(date(2020, 9, 1), xingshisi.end),
        workdays=published(),
    )
    held = tuple(one.on for one in found if one.code == "theme")
    rows = xingshisi.table("course")

    assert held == importlib.import_module("making.course").THEME_DAYS
    assert {row["on"] for row in rows if row["move"] == "verify"} <= {*held, plan["cycle"]["last"]}
    assert {row["on"] for row in rows if row["move"] in {"evaluate", "commend", "rectify"}} == {
        one.on for one in found if one.code != "theme"
    }


def test_some_miss_a_deadline(xingshisi):
    """On theme Party days in the autumn something is late, and it is named."""
    late = {}
    for on in (date(2020, 10, 9), date(2020, 11, 5), date(2020, 12, 7), date(2021, 1, 5)):
        play = Play(xingshisi).until(on)
        late[on.month] = len(pledges.due([play.pledge(id) for id in play.logs], before=on))

    assert late == {10: 2, 11: 3, 12: 5, 1: 7}
