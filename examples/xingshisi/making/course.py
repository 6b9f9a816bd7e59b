"""What comes of it: the rows of course.csv."""

from datetime import date, timedelta

from making.draw import Draw
from making.people import EXCUSES, VILLAGES

NEW_YEAR, FOUNDING = date(2021, 1, 1), date(2021, 7, 1)
LAST = date(2021, 6, 30)
# The theme Party days by the rule of campaign.toml, on the working days as they were published.
THEME_DAYS = tuple(
    date(*day)
    for day in (
        (2020, 9, 7), (2020, 10, 9), (2020, 11, 5), (2020, 12, 7), (2021, 1, 5), (2021, 2, 5),
        (2021, 3, 5), (2021, 4, 6), (2021, 5, 6), (2021, 6, 7), (2021, 7, 5),
    )
)  # fmt: skip

HINDRANCES = (
    ("疫情防控期间不便聚集，只完成一部分", "gatherings were limited by the epidemic, and a part was done"),
    ("因公务外派数月，只完成一部分", "sent elsewhere on duty for months, and a part was done"),
    ("本人住院，只完成一部分", "in hospital, and a part was done"),
    ("所需物资未能按时到货", "what was needed did not arrive in time"),
)
RETURNS = (
    ("数量偏低，与自家条件不符，请写实", "too little for what the household can do: write what is real"),
    ("数量偏低，请与同组户看齐", "too little beside the others of the group"),
    ("数量不够具体，请重新核定", "not concrete enough: settle the quantity anew"),
)


def theme_day(since):
    """The first theme Party day from a day on, or the last day of the cycle."""
    return min((day for day in (*THEME_DAYS, LAST) if day >= since), default=LAST)


class Course:
    """The rows of course.csv: what happens to notices and plaques out of turn, and to pledges in action."""

    def __init__(self, town):
        self.town, self.rows, self.grades, self.taken = town, [], {}, set()
        order = Draw("order")
        self.letters = order.some(town.letters, len(town.letters))
        self.irregular()
        fates = {id(one): fate for fate, count, suits in FATES for one in self.take(count, suits)}
        for letter in town.letters:
            if id(letter) not in self.taken or id(letter) in fates:
                getattr(self, fates.get(id(letter), "kept"))(letter, Draw(f"course {letter.id}"))
        self.commend()
        self.rows.sort(key=lambda row: row["on"])

    def take(self, count, suits):
        """So many letters that suit and are still free, of different villages as long as it goes."""
        found = []
        for again in (False, True):
            for one in self.letters:
                fresh = again or all(one.home.village is not other.home.village for other in found)
                if len(found) < count and id(one) not in self.taken and fresh and suits(one):
                    found.append(one)
                    self.taken.add(id(one))
        return found

    def add(self, on, thing, move, by, **more):
        """One row."""
        self.rows.append({"on": on, "thing": thing, "move": move, "by": by.id, **more})

    def checker(self, letter):
        """Whoever verifies: one of the committee, not of this household, as a rule not the vetter."""
        able = [one for one in self.town.officers(letter.home.village) if one.home is not letter.home]
        return able[1:][int(letter.id[2:]) % (len(able) - 1)] if len(able) > 1 else able[0]

    def progress(self, letter, item, draw, *, of=None, until=None, since=None):
        """The evidence for an item, in up to three steps; answers the day of the last."""
        total = item.quantity if of is None else of
        end = (until or item.deadline) - timedelta(days=4)
        start = since or max(letter.started + timedelta(days=3), end - timedelta(days=150))
        steps = draw.between(1, min(3, total))
        for step in range(1, steps + 1):
            day = start + (end - start) * step // steps - timedelta(days=draw.below(4))
            day = max(day, start)
            quantity = total * step // steps - total * (step - 1) // steps
            self.add(day, letter.id, "progress", letter.by, item=item.id, quantity=quantity)
        return day

    def report(self, letter, day, draw):
        """The report that all is done; answers the day on which it is verified."""
        day += timedelta(days=draw.between(1, 3))
        self.add(day, letter.id, "report", letter.by)
        return theme_day(day)

    def verify(self, letter, day, results=None):
        """The outcome: one row where all is fulfilled, or else one for each item."""
        if not results:
            self.add(day, letter.id, "verify", self.checker(letter), value="fulfilled")
        for item in letter.items if results else ():
            value, zh, en = results.get(item.id, ("fulfilled", "", ""))
            more = {"item": item.id, "value": value, "zh": zh, "en": en}
            self.add(day, letter.id, "verify", self.checker(letter), **more)
        return NEW_YEAR if day <= NEW_YEAR else FOUNDING

    def evaluate(self, letter, day, grade):
        """The grade, on New Year's Day or on 1 July."""
        self.add(day, letter.id, "evaluate", letter.vetter, value=grade)
        self.grades.setdefault((letter.home.village.code, day, grade), []).append(letter)

    def finish(self, letter, day, draw, grades=("good",) * 18 + ("fairly_good",) * 6 + ("fair",)):
        """Report, verify and evaluate a pledge that is fulfilled."""
        self.evaluate(letter, self.verify(letter, self.report(letter, day, draw)), draw.one(grades))

    def kept(self, letter, draw):
        """As promised."""
        self.finish(letter, max(self.progress(letter, item, draw) for item in letter.items), draw)

    def late(self, letter, draw):
        """As promised, but after the deadline."""
        days = [self.progress(letter, item, draw) for item in letter.items[1:]]
        item, over = letter.items[0], draw.between(6, 18)
        days.append(self.progress(letter, item, draw, until=item.deadline + timedelta(days=over + 4)))
        verified = self.report(letter, max(days), draw)
        late = (days[-1] - item.deadline).days
        note = ("fulfilled", f"逾期 {late} 天完成", f"done, {late} days late")
        day = self.verify(letter, verified, {item.id: note})
        self.evaluate(letter, day, draw.one(("fairly_good", "fair")))

    def hindered(self, letter, draw):
        """Reported with less than was promised, for an objective reason."""
        item = letter.items[0]
        days = [self.progress(letter, one, draw) for one in letter.items[1:]]
        days.append(self.progress(letter, item, draw, of=max(1, item.quantity // 2)))
        zh, en = draw.one(HINDRANCES)
        day = self.verify(letter, self.report(letter, max(days), draw), {item.id: ("objective", zh, en)})
        self.evaluate(letter, day, "fairly_good")

    def prevented(self, letter, draw):
        """Not reported; the deadline passes, and the branch finds an objective reason."""
        results = {}
        for item in letter.items:
            self.progress(letter, item, draw, of=max(1, item.quantity // 3))
            results[item.id] = ("objective", *draw.one(HINDRANCES))
        day = self.verify(letter, theme_day(letter.deadline + timedelta(days=1)), results)
        self.evaluate(letter, day, "fair")

    def broken(self, letter, draw, grade="fair", still="没有行动，也说不出客观原因"):
        """One item is left undone without an objective reason."""
        for item in letter.items[1:]:
            self.progress(letter, item, draw)
        result = ("unfulfilled", still, "nothing was done, and no objective reason was given")
        day = self.verify(
            letter, theme_day(letter.deadline + timedelta(days=1)), {letter.items[0].id: result}
        )
        self.evaluate(letter, day, grade)
        return day

    def rectified(self, letter, draw):
        """Left undone, graded poor, put right within the time that was set."""
        day = self.broken(letter, draw, grade="poor")
        self.rectify(letter, day, date(2021, 3, 31))
        again = date(2021, 1, 5)
        self.add(again, letter.id, "act_again", letter.by)
        since, until = again + timedelta(days=10), date(2021, 3, 30)
        done = self.progress(letter, letter.items[0], draw, since=since, until=until)
        self.finish(letter, done, draw, grades=("fairly_good",))

    def rectifying(self, letter, draw):
        """Left undone, graded poor, and to be put right after the end of the cycle."""
        self.rectify(letter, self.broken(letter, draw, grade="poor"), date(2021, 8, 31))

    def rectify(self, letter, day, until):
        """The order to put it right."""
        zh, en = (
            "党员大会评议：承诺事项未开展，限期整改",
            "the general meeting: not begun; to be put right in time",
        )
        self.add(day, letter.id, "rectify", letter.vetter, until=until, zh=zh, en=en)

    def reopened(self, letter, draw):
        """Reported, sent back for lack of evidence, reported again."""
        checked = self.report(letter, max(self.progress(letter, one, draw) for one in letter.items), draw)
        zh, en = "记录不全，请补照片和受益户签字", "the record has gaps: add photographs and a signature"
        self.add(checked, letter.id, "reopen", self.checker(letter), zh=zh, en=en)
        more = checked + timedelta(days=3)
        zh, en = "补交照片和签字", "photographs and the signature were added"
        self.add(more, letter.id, "progress", letter.by, item=letter.items[0].id, zh=zh, en=en)
        self.finish(letter, more, draw)

    def irregular(self):
        """What happens once or a few times: before the start, and out of turn."""
        for place, letter in enumerate(self.take(3, lambda one: one.items[0].quantity >= 4)):
            self.returned(letter, *RETURNS[place])
        for letter in self.take(1, lambda one: one.posted == date(2020, 8, 13)):
            self.objection(letter)
        for letter in self.take(1, suits_amendment):
            self.amendment(letter, Draw("amendment"))
        for letter in self.take(1, lambda one: len(one.items) == 1 and one.items[0].quantity >= 12):
            self.correction(letter, Draw("correction"))
        for letter in self.take(1, suits_withdrawal):
            self.withdrawal(letter)

    def returned(self, letter, zh, en):
        """The branch sends a letter back once; it is revised and then vetted."""
        item, day = letter.items[0], letter.approved
        promised, item.quantity = item.quantity, max(1, item.quantity // 3)
        self.add(day, letter.id, "return", letter.vetter, zh=zh, en=en)
        self.add(day, letter.id, "revise", letter.by, item=item.id, quantity=promised)
        self.add(day, letter.id, "submit", letter.by)
        self.kept(letter, Draw(f"course {letter.id}"))
        for row in self.rows:
            if row["thing"] == letter.id and row["move"] == "progress" and row["item"] == item.id:
                row["quantity"] = 0
        done = [row for row in self.rows if row["thing"] == letter.id and row.get("quantity") == 0]
        for step, row in enumerate(done, 1):
            row["quantity"] = promised * step // len(done) - promised * (step - 1) // len(done)

    def objection(self, letter):
        """A villager objects to a notice; the answer explains, and the clock goes on."""
        leader, vetter = self.town.leader(letter.home), letter.vetter
        asked = "有村民提出：承诺数量与本户劳力不符，担心做不到"
        says = "a villager doubts that the household has the hands for so much"
        self.add(date(2020, 8, 17), letter.notice, "object", leader, ref="o-1", zh=asked, en=says)
        told = "已入户核对，家中有两名劳力，可以完成；异议不成立"
        says = "checked at the household: two of them can work, and it can be done; not upheld"
        more = {"ref": "o-1", "value": "dismissed", "zh": told, "en": says}
        self.add(date(2020, 8, 19), letter.notice, "answer", vetter, **more)
        letter.started = date(2020, 8, 26)
        self.kept(letter, Draw(f"course {letter.id}"))

    def amendment(self, letter, draw):
        """A published pledge is amended: vetted, signed and posted again, while the old letter holds."""
        item, on, notice = letter.items[0], date(2021, 2, 5), f"{letter.notice}-2"
        zh = "家中一名劳力外出，请求减少数量并延长期限"
        en = "one of the household has left for work: fewer, and later"
        item.new = max(1, item.quantity * 2 // 3)
        early = max(1, item.new // 3)
        self.add(date(2020, 11, 20), letter.id, "progress", letter.by, item=item.id, quantity=early)
        more = {"item": item.id, "quantity": item.new, "until": LAST, "zh": zh, "en": en}
        self.add(on, letter.id, "amend", letter.by, **more)
        self.add(on, letter.id, "accept", letter.vetter)
        for one in letter.signatories:
            self.add(on, letter.id, "sign", letter.by, ref=one)
        self.add(on, notice, "post", letter.vetter, ref=letter.id)
        self.add(on, letter.id, "republish", letter.vetter, ref=notice)
        self.add(date(2021, 2, 19), notice, "file", letter.vetter)
        self.add(date(2021, 2, 19), letter.id, "resume", letter.vetter, ref=notice)
        since = date(2021, 3, 20)
        rest = item.new - early
        done = self.progress(letter, item, draw, of=rest, since=since, until=LAST - timedelta(days=8))
        self.finish(letter, done, draw, grades=("good",))

    def correction(self, letter, draw):
        """A slip of the pen in the record is put right by an event of its own."""
        item = letter.items[0]
        first, day = max(2, item.quantity // 4), letter.started + timedelta(days=12)
        zh, en = "进展数量误记为十倍，予以更正", "ten times too many were written down"
        self.add(day, letter.id, "progress", letter.by, item=item.id, quantity=first * 10)
        more = {"item": item.id, "quantity": first, "ref": day, "zh": zh, "en": en}
        self.add(day + timedelta(days=3), letter.id, "correct", letter.vetter, **more)
        since = day + timedelta(days=10)
        done = self.progress(letter, item, draw, of=item.quantity - first, since=since)
        self.finish(letter, done, draw, grades=("good",))

    def withdrawal(self, letter):
        """A household moves away; its pledge ends, its plaque comes down, its member is excused."""
        on, member = date(2020, 11, 5), letter.by
        zh, en = "举家外出务工，承诺无法继续", "the whole household has left for work elsewhere"
        self.add(on, letter.id, "withdraw", letter.vetter, zh=zh, en=en)
        plaque = letter.home.id.replace("h", "q", 1)
        self.add(on, plaque, "withhold", self.town.officers(letter.home.village)[0], zh=zh, en=en)
        member.excused = (*EXCUSES["away"], on)

    def commend(self):
        """In each village one pledge is commended on New Year's Day, and two on 1 July."""
        for village in VILLAGES:
            for day, count in ((NEW_YEAR, 1), (FOUNDING, 2)):
                good = self.grades.get((village.code, day, "good"), [])
                for letter in sorted(good, key=lambda one: (-len(one.items), one.id))[:count]:
                    self.add(day, letter.id, "commend", letter.vetter)


def suits_amendment(letter):
    """One item with a deadline in spring, and enough of it to be fewer."""
    item = letter.items[0]
    return len(letter.items) == 1 and item.deadline > date(2021, 4, 30) and item.quantity >= 6


def suits_withdrawal(letter):
    """A household of one member whose deadlines lie ahead, and to which the law gives no post."""
    late = min(item.deadline for item in letter.items) > date(2020, 12, 31)
    return letter.kind == "household" and len(letter.home.members) == 1 and late and not letter.by.posts


def _single(letter, first, last):
    return len(letter.items) == 1 and first <= letter.deadline <= last


FATES = (
    ("rectified", 3, lambda one: _single(one, date(2020, 9, 30), date(2020, 11, 30))),
    ("rectifying", 2, lambda one: _single(one, date(2021, 2, 15), date(2021, 6, 15))),
    ("reopened", 2, lambda one: one.deadline < date(2021, 4, 1)),
    ("late", 11, lambda one: one.items[0].deadline < date(2021, 5, 16)),
    ("hindered", 7, lambda one: one.items[0].quantity >= 2),
    ("prevented", 5, lambda one: one.deadline < date(2021, 6, 20)),
    ("broken", 4, lambda one: len(one.items) > 1 and one.deadline < date(2021, 6, 20)),
)
