"""From the score to a tier in the schema: scales, clauses, quotas, consequences."""

from __future__ import annotations

from collections.abc import Mapping

from sanliang.rulebooks._schema._conditions import ASKS, CONDITION, OF_NUMBERS, QUESTIONS, TESTS, TIMES
from sanliang.rulebooks._schema._entries import ID, SAID, entry
from sanliang.rulebooks._schema._forms import (
    TWO_SIDES,
    Form,
    any_of,
    edges,
    exactly_one,
    filled,
    goes_with,
    has,
    is_,
    none_of,
    one_of,
    one_or_more,
    ref,
    said,
    table,
    when,
    whole,
)
from sanliang.rulebooks._schema._items import LAP


def tier() -> Form:
    on_score = {"allOf": [OF_NUMBERS, none_of(TIMES)]}
    asks = when(any_of(CONDITION), when(any_of(QUESTIONS), ASKS, on_score))
    name = {"name": said(ref("tier"), "等次名称：数字或代码", "Its name: a number, or a code.")}
    return table({**name, **CONDITION, **SAID}, asks, required=["name"])


def scale(own: Mapping[str, Form]) -> Form:
    return entry(
        {
            "tiers": said(
                filled(ref("tier_of_scale")), "各等次，由高到低", "The tiers, from the highest down."
            ),
            "stars": said(
                {"anyOf": [whole(1, 100), filled(ref("tier_of_scale"))]},
                "逐项得星的列表；或每一整分一颗星的上限",
                "Stars won one by one; or how many at most, one for each whole point.",
            ),
            **LAP,
            **own,
        },
        exactly_one("tiers", "stars", *own),
        goes_with(gap="tiers", overlap="tiers"),
    )


_RUNGS = {
    "rise_at_most": said(whole(0, 100), "比上次最多升几级", "So many rungs up from the last rating."),
    "fall_at_most": said(whole(0, 100), "比上次最多降几级", "So many rungs down from the last rating."),
}


def then(own: Mapping[str, Form]) -> Form:
    tiers = table(
        {
            **edges("tier"),
            "is": said(ref("tier"), "只剩这一等次", "Only this tier remains."),
            "in": said(filled(ref("tier"), once=True), "只剩这些等次", "Only these tiers remain."),
            **_RUNGS,
            "from": said(ref("tier"), "没有上次等次的，视为此等次", "What whoever has no last rating had."),
            **own,
        },
        {"oneOf": [*TESTS["oneOf"], any_of(_RUNGS), *(has(tag) for tag in own)]},
        when(has("from"), any_of(_RUNGS)),
        TWO_SIDES,
    )
    word = said(
        one_of("exempt", "withheld"),
        "不参加评定；或评定而不展示",
        "Not rated at all; or rated, and not displayed.",
    )
    return {"anyOf": [word, tiers]}


_WHEN = {"when": said(ref("condition"), "条件；不写则总是成立", "When it holds; always, if left out.")}


def clause() -> Form:
    then = {"then": said(ref("then"), "只剩哪些等次", "Which tiers remain.")}
    return entry({**ID, **_WHEN, **then}, required=("then",))


def consequence() -> Form:
    then = {"then": said(one_or_more(ref("code")), "后果的名称，一个或几个", "The names of the actions.")}
    return entry({**ID, **_WHEN, **then}, required=("then",))


def quota() -> Form:
    ties = when({"allOf": [has("at_most"), {"not": is_(binding=False)}]}, has("ties"))
    return entry(
        {
            **ID,
            "tier": said(one_or_more(ref("tier")), "等次；可几个合并计算", "The tier, or several together."),
            "at_most": said(ref("people"), "至多多少人，或多大份额", "So many people, or a share of them."),
            "at_least": said(ref("people"), "目标；只对照，不强制", "A target: compared, never enforced."),
            "of": said(ref("code"), "在哪个同类组中计算", "The peer group: branch, track, town ..."),
            "rank": said(one_or_more(ref("code")), "按哪些项目排名", "Items by which the group is ranked."),
            "round": said(one_of("down", "up", "half_up"), "人数如何取整", "How a share is rounded; down."),
            "least": said(whole(0, 10**6), "至少保证几名", "So many are guaranteed."),
            "ties": said(
                one_of("narrow", "widen", "vote"),
                "同分：不取、都取、表决",
                "A tie: none, all, a vote.",
            ),
            "among": said(one_of("rated", "listed"), "份额的基数", "Whom a share counts: the rated, or all."),
            "spare": said(one_of("up"), "多出者上升一档", "Of a low tier, the spare ones rise."),
            "binding": said({"type": "boolean"}, "false 为原则上：只对照", "false: compared only."),
        },
        exactly_one("at_most", "at_least"),
        ties,
        required=("tier", "of"),
    )
