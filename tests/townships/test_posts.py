"""The posts of a town are data of it: set by each unit from one catalogue, held, and pledged by."""

from datetime import date, timedelta

import pytest
from tests.townships.folders import SWEEP, change, folder

from sanliang import Actor, InvalidInput, Source, Text, posts
from sanliang.kernel.overlays import add
from sanliang.townships import (
    Layer,
    Stated,
    TownDuty,
    TownPost,
    base,
    check,
    describe,
    get,
    load,
    overlay,
    post_plan,
)
from sanliang.townships._own import IDS

LAW = Source(title="办法")
DAY = date(2026, 1, 5)
CLERK = Actor(id="m-1", roles={"branch_secretary"}, unit="b-1")
CLEANER = """{ title = { zh = "环境卫生岗", en = "cleaner" }, kind = "duty", places = 2, where = "东岭村",
  duties = [{ id = "lanes", says = { zh = "清扫巷道", en = "sweeping the lanes" }, model = "look_keeper",
              measure = "次", quantity = 12 }, { id = "green", says = "管护花木", model = "greenery" }] }"""


def town(post, key="cleaner"):
    """The base with one post."""
    stated = (Stated(part="posts", change=add(key, post, source=LAW)),)
    return overlay(base(), Layer(id="qingshan", name=Text("青山镇"), changes=stated))


def faults(make):
    """What is wrong: the paths and codes."""
    with pytest.raises(InvalidInput) as caught:
        make()
    return {(fault.path.partition(": ")[2] or fault.path, fault.code) for fault in caught.value.faults}


def test_the_base_has_no_posts():
    """Where nothing is said, each unit sets posts of its own."""
    assert {} == base().posts


def test_a_unit_sets_a_post_of_its_towns_catalogue(tmp_path):
    """A plan has what the catalogue says, and what the unit says in its place; the change is its source."""
    greenery = change("duties", "add", "greenery", '"管护绿地"')
    one = load(folder(tmp_path, greenery, change("posts", "add", "cleaner", CLEANER.replace("\n", " "))))
    cleaner = one.posts["cleaner"]
    plan = post_plan(cleaner, unit="b-1")
    more = post_plan(
        cleaner, unit="b-1", places=3, where="全村", choose_until=DAY, report_by=DAY + timedelta(days=1)
    )

    assert ("环境卫生岗", "b-1", "duty", 2, "东岭村", "青山镇三亮办法") == (
        plan.title,
        plan.unit,
        plan.kind,
        plan.places,
        plan.where,
        plan.source.title,
    )
    assert (
        posts.Duty(id="lanes", says="清扫巷道", model="look_keeper", measure="次", quantity=12),
        posts.Duty(id="green", says="管护花木", model="greenery"),
    ) == plan.duties
    assert (3, "全村", DAY) == (more.places, more.where, more.choose_until)
    assert posts.replay([posts.announce("p-1", plan, by=CLERK, on=DAY)]).vacancies == 2
    assert check(one).ok
    assert "cleaner (2 places): sweeping the lanes (12 次); 管护花木" in describe(one).text("en")
    assert "环境卫生岗（2 人）：清扫巷道（12次）；管护花木" in describe(one).text("zh")


@pytest.mark.parametrize("id", [id for id in IDS if get(id).posts])
def test_members_pledge_by_the_posts_of_the_articles(id):
    """Every post of a seed can be set, held, and pledged by: an item for each of its duties."""
    for post in get(id).posts.values():
        plan = post_plan(post, unit="b-1")
        held = posts.DutyPost(
            id="p-1",
            state="held",
            version=5,
            on=DAY,
            plan=plan,
            tenures=(posts.Tenure(member="m-3", since=DAY),),
        )
        items = posts.pledge_items(held, member="m-3", deadline=date(2026, 12, 31))

        assert [(f"p-1.{duty.id}", duty.says.zh, duty.model) for duty in post.duties] == [
            (item.id, item.deed, item.duty) for item in items
        ]
        assert all(duty.says.en for duty in post.duties)
        assert post.source.seen


def test_the_posts_are_those_of_the_articles():
    """What each article tells of posts is there, and what it leaves open is marked."""
    assert {
        "huaxing": ["green_area", "inspector", "lecturer"],
        "pingshan": ["council_head", "group_head", "group_member", "vanguard"],
        "poxi": ["area_leader", "centre_head", "work_team"],
        "xingshisi": [],
        "xingxian": ["checkpoint", "grid_attendant", "hub_head", "vanguard"],
    } == {id: [*get(id).posts] for id in IDS}
    assert all(any(one.part == "posts" for one in get(id).open) for id in IDS if get(id).posts)
    assert ["个", "次", "次", "个", "个"] == [duty.measure for duty in get("poxi").posts["work_team"].duties]


@pytest.mark.parametrize(
    ("value", "path", "code"),
    [
        ('{ title = "岗" }', "posts[0].value.duties", "book.missing"),
        ('{ title = "岗", duties = [] }', "posts[0].value.duties", "duty_post.no_duties"),
        ('{ title = "岗", duties = [{ id = "a" }] }', "posts[0].value.duties[0].says", "book.missing"),
        (
            '{ title = "岗", duties = [{ id = "A", says = "做" }] }',
            "posts[0].value.duties[0].id",
            "code.shape",
        ),
        (
            '{ title = "岗", duties = [{ id = "a", says = "做" }, { id = "a", says = "又做" }] }',
            "posts[0].value.duties[1].id",
            "list.doubled",
        ),
        (
            '{ title = "岗", places = 0, duties = [{ id = "a", says = "做" }] }',
            "posts[0].value.places",
            "book.whole",
        ),
        (
            '{ title = "岗", kind = "Post", duties = [{ id = "a", says = "做" }] }',
            "posts[0].value.kind",
            "code.shape",
        ),
        (
            '{ title = "岗", unit = "b-1", duties = [{ id = "a", says = "做" }] }',
            "posts[0].value.unit",
            "book.unknown_key",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_place(tmp_path, value, path, code):
    """A post without duties, a duty without words, a duty twice: each is a fault with a path."""
    assert {(path, code)} == faults(lambda: load(folder(tmp_path, change("posts", "add", "cleaner", value))))


def test_python_says_what_a_file_says_or_is_refused():
    """A post stands under its own code, and is one."""
    cleaner = TownPost(id="cleaner", title=Text("环境卫生岗"), duties=[SWEEP])

    assert {("posts.sweeper", "overlay.name")} == faults(lambda: town(cleaner, "sweeper"))
    assert {("posts.cleaner", "value.kind")} == faults(lambda: town("cleaner"))
    assert {("post", "value.kind")} == faults(lambda: post_plan("cleaner", unit="b-1"))
    assert LAW == town(cleaner).posts["cleaner"].source
    assert 1 == post_plan(cleaner, unit="b-1").places


def test_a_duty_of_a_model_that_nobody_has_is_found():
    """What a duty stands for is one of the five models, or one of the town's own duties."""
    strange = TownDuty(id="lamps", says=Text("修路灯"), model="lamp_keeper")
    one = check(town(TownPost(id="cleaner", title=Text("路灯岗"), duties=[SWEEP, strange])))

    assert [("posts.cleaner.lamps", "township.post_model")] == [(why.path, why.code) for why in one.reasons]
    assert not one.ok
