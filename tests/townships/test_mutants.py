"""One rule of a town is changed at a time, and a case notices it, or none does."""

import pickle
import re
from datetime import date
from pathlib import Path

import attrs
import pytest
from tests.townships.folders import HEAD, change, folder
from tests.townships.test_mutants_of_books import NOTICED as OF_BOOKS

from sanliang import InvalidInput, NotFound, Text, rulebooks
from sanliang.townships import (
    Business,
    CalendarCase,
    CourseCase,
    Layer,
    NoticeCase,
    Owed,
    PairingCase,
    PointsCase,
    PostsCase,
    ShownCase,
    Step,
    WrittenCase,
    base,
    check,
    get,
    load,
    mutants,
    overlay,
    run_cases,
    tried,
)
from sanliang.townships._one_change import changes
from sanliang.townships._own import IDS

pytestmark = pytest.mark.once("which changes are tried, and which cases notice them, is ours to say")

LETTER = (
    'letter = { kind = "annual", pledger = { kind = "member", id = "m-1", unit = "b-1" },'
    ' items = [{ id = "lamp", deed = "修路灯", deadline = 2026-12-31 }] }'
)
DRAFT = f'{{ move = "draft", by = "m-1", unit = "b-1", on = 2026-01-05, given = {{ {LETTER} }} }}'
TWO = change("pledge", "replace", "settings.least_member", "2")
SENT = change("pledge", "replace", "rows.submit", '{ guards = [], roles = ["member"] }')
SENT_CASE = f'steps = [{DRAFT}, {{ move = "submit", by = "m-1", unit = "b-1", on = 2026-01-06 }}]'
AWAY_CASE = f'steps = [{DRAFT}, {{ move = "submit", by = "m-9", unit = "b-9", on = 2026-01-06 }}]'
JULY = change("calendar", "add", "founding-day", '{ month = 7, day = 1, says = "七一" }')
WEEK = change("notices", "replace", "rating", "{ days = 7 }")
NEEDS = change("pledge", "replace", "rows.submit", '{ guards = [], needs = ["reasons"] }')
WITHIN = change("pledge", "replace", "rows.submit", '{ guards = ["within"] }')
HEARD = change("concern", "replace", "settings.complaint_handlers", '"supervisor township_secretary"')
RAISED = (
    'raised = { says = "乱收费", by = "v-1", channel = "talk", unit = "b-1",'
    ' complaint = { persons = ["m-2"], units = ["b-2"] } }'
)
HEARD_CASE = f"""word = "concern"
steps = [
    {{ move = "collect", by = "v-1", unit = "b-1", on = 2026-01-05, given = {{ {RAISED} }} }},
    {{ move = "sort", by = "m-1", roles = ["township_secretary"], unit = "b-1", on = 2026-01-06,
      given = {{ sorting = {{ category = "conduct", urgency = "urgent", gist = "收费" }} }} }},
]
"""
ROOMS = change("pairing", "replace", "ranks", "[{ room = { helper = 2 } }]")
CLOSE = change("pairing", "replace", "near", '[{ kind = "village", cost = 3 }]')
CHOICE = change("pairing", "replace", "policy", '"two-way"') + change(
    "pairing", "replace", "seats", "[{ must = false }]"
)
COVER = change("pairing", "replace", "policy", '"cover"')
DAY = date(2026, 1, 5)
STEP = Step(move="draft", by="m-1", unit="b-1", on=DAY)
MADE = {
    Step: STEP,
    CourseCase: CourseCase(name="算例", word="pledge", steps=[STEP], expect="drafted"),
    CalendarCase: CalendarCase(name="算例", month=DAY, held={"theme": DAY}),
    NoticeCase: NoticeCase(name="算例", notice="rating", posted=DAY, until=DAY),
    PairingCase: PairingCase(name="算例", on=DAY, units="", members="", households="", pairs={}),
    WrittenCase: WrittenCase(data={}, place=0),
    ShownCase: ShownCase(name="算例", shown="pledge", to=["web"]),
    Owed: Owed(model="friend"),
    PostsCase: PostsCase(name="算例", holds=["lamps"], pledges={}),
    Business: Business(on=DAY, record="deed", points=1),
    PointsCase: PointsCase(name="算例", points=[Business(on=DAY, record="deed", points=1)]),
    Layer: Layer(id="qingshan", name=Text("青山镇")),
}
POST = change(
    "posts",
    "add",
    "lamps",
    "{ title = '岗', places = 2, where = '东岭村', duties = ["
    "{ id = 'a', says = '修', model = 'friend', quantity = 3 }, { id = 'b', says = '看' }] }",
)
POST_CASE = """holds = ["lamps"]
pledges = { lamps = { a = { model = "friend", quantity = 3 }, b = {} } }
places = { lamps = 2 }
where = { lamps = "东岭村" }
"""
GOODS = (
    change("records", "add", "deed", '"实事"')
    + change(
        "points", "add", "rules.deed", "{ says = '事', kind = 'deed', points = 5, ceilings = { month = 6 } }"
    )
    + change(
        "points",
        "add",
        "catalogue.soap",
        "{ name = '皂', price = { 2026-01-01 = 3, 2026-04-01 = 6 }, cost = 450 }",
    )
    + change("points", "replace", "keeps", '"expire"')
    + change("points", "add", "months", "2")
    + change("points", "add", "exchange.monthly", "{ day = 15 }")
)
GOODS_CASE = """points = [
    { on = 2026-03-01, record = "deed", points = 5 },
    { on = 2026-03-02, record = "deed", points = 1 },
    { on = 2026-03-03, record = "deed", refused = ["points.nothing"] },
    { on = 2026-03-14, order = { soap = 1 }, refused = ["points.closed"] },
    { on = 2026-03-15, order = { soap = 1 }, points = 3 },
]
on = 2026-05-02
balance = { expired = 2, held = 1 }
costs = { soap = 450 }
"""
SHOP = (
    change("records", "add", "deed", '"实事"')
    + change("points", "add", "rules.deed", "{ says = '事', kind = 'deed', points = 5 }")
    + change("points", "add", "privileges.first", "{ says = '优先', least = 10 }")
    + change("points", "add", "catalogue.soap", "{ name = '皂', price = 5, privilege = 'first' }")
    + change("points", "replace", "caps", "{ month = 10 }")
    + change("points", "replace", "denominations", "[2, 5]")
)
SHOP_CASE = """points = [
    { on = 2026-03-01, record = "deed", points = 5 },
    { on = 2026-03-02, order = { soap = 1 }, refused = ["points.kept"] },
    { on = 2026-03-03, record = "deed", points = 5 },
    { on = 2026-03-04, record = "deed", refused = ["points.capped"] },
    { on = 2026-03-05, order = { soap = 1 }, points = 5 },
]
"""
HOURS = (
    change("records", "add", "deed", '"实事"')
    + change("points", "replace", "cycle", "{ every = 'month', starts = 2026-01-15 }")
    + change("points", "replace", "keeps", '"reset"')
    + change(
        "points",
        "add",
        "rules.deed",
        """{ says = '事', kind = 'deed', points = 2, per = 'hours',
        where = { place = ['village'] } }""".replace("\n", ""),
    )
)
HOURS_CASE = """points = [
    { on = 2026-02-10, record = "deed", fields = { hours = 3, place = "village" }, points = 6 },
    { on = 2026-02-10, record = "deed", fields = { hours = 3 }, refused = ["points.no_rule"] },
]
on = 2026-02-15
balance = { expired = 6 }
"""
SEEN_CASE = 'shown = "member_photo"\nto = ["ledger"]'
SEEN = change("shown", "replace", "member_photo", '"village"')


def paired(*, pairs, rest=""):
    """The lines of a case of one member and two households of a village."""
    return f"""on = 2026-07-01
units = '''
id,kind,name,parent,place
v,village,东岭村,,
b,branch,东岭村党支部,,v
'''
members = '''
id,name,status,belongs
m-1,李禾,full,b
'''
households = '''
id,belongs,statuses
h-1,v,registered_poor
h-2,v,registered_poor
'''
pairs = {pairs}
{rest}"""


def case(text):
    """A case of a town, by the lines that tell it."""
    return f'\n[[case]]\nname = "算例"\n{text}\n'


NOTICED = [
    (
        TWO,
        f'word = "pledge"\nsteps = [{DRAFT}]\nrefused = ["pledge.too_few_items"]',
        "settings.least_member",
    ),
    (SENT, f'word = "pledge"\n{SENT_CASE}\nrefused = ["move.role"]', "rows.submit.roles"),
    (
        JULY,
        "month = 2026-07-01\nheld = { theme = 2026-07-06, founding-day = 2026-07-01 }",
        "founding-day.day",
    ),
    (WEEK, 'notice = "rating"\nposted = 2026-07-01\nuntil = 2026-07-08', "rating.days"),
    (
        NEEDS,
        f'word = "pledge"\n{SENT_CASE}\nrefused = ["move.needs"]',
        "rows.submit.needs[0]",
    ),
    (
        WITHIN,
        f'word = "pledge"\n{AWAY_CASE}\nrefused = ["actor.scope"]',
        "rows.submit.guards[0]",
    ),
    (HEARD, f'{HEARD_CASE}expect = "sorted"', "settings.complaint_handlers[1]"),
    (ROOMS, paired(pairs='{ h-1 = ["m-1"], h-2 = ["m-1"] }'), "ranks[0].room.helper"),
    (
        CLOSE,
        paired(
            pairs='{ h-1 = [], h-2 = ["m-1"] }',
            rest='short = ["h-1"]\ncosts = { h-1 = { m-1 = 3 } }',
        ),
        "near[0].cost",
    ),
    (CHOICE, paired(pairs="{ h-1 = [], h-2 = [] }"), "policy"),
    (
        COVER,
        paired(
            pairs='{ h-1 = [], h-2 = ["m-1"] }',
            rest='short = ["h-1"]\nwishes = { m-1 = ["h-1"] }\nasks = { h-1 = ["m-1"] }',
        ),
        "policy",
    ),
    (SEEN, 'shown = "member_photo"\nto = ["ledger", "village"]', "member_photo"),
    (POST, POST_CASE, "lamps.places"),
    (POST, POST_CASE, "lamps.kind"),
    (POST, POST_CASE, "lamps.where"),
    (GOODS, GOODS_CASE, "rules.deed.points"),
    (GOODS, GOODS_CASE, "rules.deed.ceilings"),
    (GOODS, GOODS_CASE, "catalogue.soap.price.2026-01-01"),
    (GOODS, GOODS_CASE, "catalogue.soap.cost"),
    (GOODS, GOODS_CASE, "months"),
    (GOODS, GOODS_CASE, "exchange.monthly.day"),
    (GOODS, GOODS_CASE, "exchange.monthly"),
    (SHOP, SHOP_CASE, "caps.month"),
    (SHOP, SHOP_CASE, "privileges.first.least"),
    (SHOP, SHOP_CASE, "catalogue.soap.privilege"),
    (SHOP, SHOP_CASE, "denominations[1]"),
    (HOURS, HOURS_CASE, "cycle.every"),
    (HOURS, HOURS_CASE, "cycle.starts"),
    (HOURS, HOURS_CASE, "rules.deed.per"),
    (HOURS, HOURS_CASE, "rules.deed.where"),
    (HOURS, HOURS_CASE, "keeps"),
    (POST, POST_CASE, "lamps.duties[1]"),
    (POST, POST_CASE, "lamps.duties[0].quantity"),
    (POST, POST_CASE, "lamps.duties[0].model"),
]
"""Kinds of changes, as the reference has them: what a town changes, a case, the path of a change of it."""


UNTRACED = [pytest.mark.untraced("other tests take its branches")]
ALONE = {
    "cycle.every",
    "policy",
    "privileges.first.least",
    "rows.submit.needs[0]",
    "settings.complaint_handlers[1]",
}
"""Those that take branches that no other test takes."""


@pytest.mark.parametrize(
    ("changed", "told", "path"),
    [pytest.param(*one, marks=[] if one[-1] in ALONE else UNTRACED) for one in NOTICED],
)
def test_a_case_notices_what_nothing_noticed_before(tmp_path, changed, told, path):
    """The same change of a rule survives without a case, and is noticed with one."""
    bare = load(folder(tmp_path / "bare", changed))
    town = load(folder(tmp_path / "told", changed, case(told)))

    assert () == run_cases(town)[0].differences
    assert check(town).ok
    assert path in {one.mutant.path for one in tried(bare) if not one.by}
    assert "case" in {one.by for one in tried(town) if one.mutant.path == path}


def test_the_reference_lists_each_kind_of_change_that_is_held_here():
    """The table of `sanliang mutate` has an example of each kind, and every example is one of those above."""
    page = Path("docs/reference/cli.md").read_text(encoding="utf-8")
    _, _, table = page.partition("| part | one change at a time |")
    rows = [line.split("|") for line in table.partition("\n\n")[0].splitlines()[2:]]
    listed = [path for row in rows for path in re.findall(r"`([^`]+)`", row[3])]

    held = {path for _, _, path in NOTICED} | {f"deeds.{path}" for path, _, _ in OF_BOOKS}
    assert sorted(held) == sorted(listed)


def test_a_ceiling_is_told_by_what_it_is(tmp_path):
    """What is dropped, and what a case has to come to, is the ceiling itself."""
    found = mutants(load(folder(tmp_path, GOODS)), part="points")
    told = next(one for one in found if one.path == "rules.deed.ceilings")

    assert "rules.deed.ceilings：去掉 month = 6" == told.says.zh
    assert "上限 month = 6" in told.hint.zh


def test_a_household_that_wants_nobody_has_no_pair(tmp_path):
    """A case that gives it a helper comes out otherwise."""
    told = paired(pairs='{ h-1 = [], h-2 = ["m-1"], h-3 = ["m-1"] }').replace("h-1,v", "h-3,v,\nh-1,v")
    town = load(folder(tmp_path, ROOMS, case(told)))

    assert "pairs.h-3" in [one.what for one in run_cases(town)[0].differences]


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("id", IDS)
def test_cases_notice_what_a_town_changes(id):
    """No change of a rule of our towns goes unnoticed, and every mutant differs from its town."""
    town = get(id)
    found = [*tried(town)]

    assert [one.mutant.path for one in found] == [one.path for one in mutants(town)]
    assert [] == [one.mutant.path for one in found if not one.by]
    for one in found:
        assert one.mutant.town is None or one.mutant.town.part(one.mutant.part) != town.part(one.mutant.part)


def test_the_base_changes_nothing_of_its_own():
    """Without changes there is nothing to try, unless all rules are asked for."""
    assert [] == [*mutants(base())]
    assert [*mutants(base(), part="notices", whole=True)]
    with pytest.raises(NotFound):
        mutants(base(), part="pledgse")


@pytest.mark.parametrize(
    "told",
    [
        "",
        f'word = "pledgse"\nsteps = [{DRAFT}]\nexpect = "drafted"',
        'word = "pledge"\nsteps = []\nexpect = "drafted"',
        'notice = "rating"\nposted = 7\nuntil = 2026-07-08',
    ],
)
def test_a_case_that_cannot_be_read_is_refused(tmp_path, told):
    """
    A case is one of some kinds, and every key of it is known.

    The town can be used all the same; whoever looks at its cases is told the file, the line and the path.
    """
    town = load(folder(tmp_path / "town", case(told), case('shown = "pledge"\nto = ["web"]')))

    for look in (lambda: town.cases, lambda: run_cases(town)):
        with pytest.raises(InvalidInput, match=r"township\.toml:\d+: case\[0\]"):
            look()
    assert all(one.path.startswith("township.toml:1") for one in check(town).reasons)
    assert {"case[0]", "case[1]"} == {one.path.split(": ")[1][:7] for one in check(town).reasons}
    assert not check(town).ok


def test_a_case_is_read_when_somebody_looks_at_it(tmp_path):
    """A town is one value, and one pickle, whether its cases were read or not; they are in it as written."""
    town, same = (load(folder(tmp_path / name, case(SEEN_CASE))) for name in ("a", "b"))

    assert [WrittenCase(data={"name": "算例", "shown": "member_photo", "to": ["ledger"]}, place=0)] == [
        *town.layer.cases
    ]
    assert (ShownCase(name="算例", shown="member_photo", to=["ledger"]),) == town.cases
    assert (town, hash(town)) == (same, hash(same))
    assert pickle.loads(pickle.dumps(town)).cases == same.cases
    assert ["算例", "8"] == [WrittenCase(data=one, place=7).name for one in ({"name": "算例"}, {"name": 5})]


def test_a_course_of_no_word_is_refused_by_the_town():
    """A case that a program makes may name any word: the town knows which have a lifecycle."""
    layer = attrs.evolve(MADE[Layer], cases=[attrs.evolve(MADE[CourseCase], word="pledgse")])

    with pytest.raises(InvalidInput, match=r"cases\[0\]\.word.*pledge"):
        overlay(base(), layer)


@pytest.mark.parametrize(
    ("kind", "wrong", "path"),
    [
        (Step, {"move": "Draft!"}, "move"),
        (Step, {"roles": ["x", 7]}, "roles[0]"),
        (Step, {"on": "2026-01-05"}, "on"),
        (CourseCase, {"steps": ["draft"]}, "steps[0]"),
        (CourseCase, {"refused": 7}, "refused"),
        (CalendarCase, {"held": {"theme": "2026-01-05"}}, "held.theme"),
        (CalendarCase, {"holidays": ["2026-01-05"]}, "holidays[0]"),
        (NoticeCase, {"until": 7}, "until"),
        (PairingCase, {"units": 7}, "units"),
        (PairingCase, {"pairs": {"h-1": "m-1"}}, "pairs.h-1"),
        (PairingCase, {"costs": {"h-1": {"m-1": -1}}}, "costs.h-1.m-1"),
        (ShownCase, {"to": ["nobody"]}, "to[0]"),
        (Layer, {"cases": ["case"]}, "cases[0]"),
        (Owed, {"quantity": 0}, "quantity"),
        (PostsCase, {"pledges": {"lamps": {"a": 5}}}, "pledges.lamps.a"),
        (PostsCase, {"places": {"lamps": 0}}, "places.lamps"),
        (PostsCase, {"where": {"lamps": 5}}, "where.lamps"),
        (Business, {"order": {"soap": 1}}, ""),
        (Business, {"refused": ["points.short"]}, ""),
        (Business, {"points": None}, ""),
        (Business, {"fields": {"hours": 1.5}}, "fields.hours"),
        (PointsCase, {"balance": {"hold": 1}}, "balance.hold"),
        (PointsCase, {"points": []}, "points"),
        (PointsCase, {"points": [], "on": DAY}, "points"),
        (PointsCase, {"points": [], "costs": {"soap": 450}}, "points"),
        (PointsCase, {"costs": {"soap": -1}}, "costs.soap"),
        (WrittenCase, {"place": -1}, "place"),
    ],
)
def test_a_case_refuses_what_its_fields_are_not(kind, wrong, path):
    """Each field of a case that a program makes is checked, and the fault names it."""
    with pytest.raises(InvalidInput) as caught:
        attrs.evolve(MADE[kind], **wrong)
    assert [path] == [one.path for one in caught.value.faults]


def test_cases_are_a_list(tmp_path):
    """One table is no list of cases, and nothing else is either."""
    with pytest.raises(InvalidInput, match="case"):
        load(folder(tmp_path, head=f"case = 7\n{HEAD}"))


def test_a_case_writes_private_values_in_the_clear(tmp_path):
    """Whoever is in a case is invented: the same file is the same town, and what is no text is refused."""
    one = case(f'{HEARD_CASE}expect = "sorted"')
    wrong = one.replace('says = "乱收费"', "says = 7")

    assert load(folder(tmp_path, one)).cases == load(folder(tmp_path, one)).cases
    with pytest.raises(InvalidInput, match=r"raised\.says"):
        load(folder(tmp_path, wrong)).cases  # noqa: B018


@pytest.mark.parametrize(
    ("told", "differences"),
    [
        (
            'notice = "rating"\nposted = 2026-07-01\nuntil = 2026-07-02',
            [("until", "2026-07-02", "2026-07-08")],
        ),
        ('notice = "news"\nposted = 2026-07-01\nuntil = 2026-07-02', [("until", "2026-07-02", "-")]),
        (f'word = "pledge"\nsteps = [{DRAFT}]\nexpect = "approved"', [("expect", "approved", "drafted")]),
        (
            f'word = "pledge"\nsteps = [{DRAFT}]\nrefused = ["move.role"]',
            [("refused", "move.role", "-")],
        ),
        (
            f'word = "pledge"\n{AWAY_CASE.removesuffix("]")}, {DRAFT}]\nexpect = "approved"',
            [("steps[1]", "-", "pledge.not_own")],
        ),
        (
            f'word = "pledge"\nsteps = [{DRAFT.replace("draft", "drift")}]\nexpect = "drafted"',
            [("refused", "-", "move.unknown")],
        ),
        (
            "month = 2026-07-01\nheld = { theme = 2026-07-07 }",
            [("theme", "2026-07-07", "2026-07-06")],
        ),
        ('shown = "member_photo"\nto = ["village"]', [("to", "village", "ledger")]),
        (paired(pairs="{ h-1 = [] }").replace("full,b", "fully,b"), [("refused", "-", "cell.word")]),
    ],
)
def test_a_case_that_comes_out_otherwise_fails_the_check(tmp_path, told, differences):
    """What was expected and what came out are told."""
    town = load(folder(tmp_path / "town", case(told)))

    assert differences == [(one.what, one.expected, one.got) for one in run_cases(town)[0].differences]
    found = [one for one in check(town).reasons if one.code == "township.own_case"]
    assert [f"case[0].{what}" for what, _, _ in differences] == [one.path.split(": ")[1] for one in found]
    assert all(one.path.startswith("township.toml:") for one in check(town).reasons)


def test_the_check_notices_a_notice_that_is_too_short(tmp_path):
    """A mutant that the check finds wrong needs no case."""
    least = change("notice", "replace", "settings.least_days", "5")
    week = change("notices", "replace", "rating", "{ days = 5 }")
    found = [one for one in tried(load(folder(tmp_path, least, week)), part="notices") if one.by]

    assert [("rating.days", "check", None)] == [(one.mutant.path, one.by, one.case) for one in found]


@pytest.mark.parametrize("name", ["nitun", "mouzhen", "huaning"])
def test_a_changed_book_differs_in_one_rule(name):
    """Every change of a book is another book, in the same order each time."""
    book = rulebooks.load(f"examples/rulebooks/{name}.toml", open_gaps=True)
    found = [*changes(book)]

    assert found == [*changes(book)]
    assert all(one.value != book for one in found)
