"""Items in the schema, and their tariffs."""

from __future__ import annotations

from collections.abc import Mapping

from sanliang.rulebooks._schema._entries import entry
from sanliang.rulebooks._schema._forms import (
    EDGES,
    TWO_SIDES,
    Form,
    any_of,
    at_most_one,
    edges,
    filled,
    goes_with,
    has,
    none_of,
    one_of,
    ref,
    said,
    table,
    when,
    whole,
)

WINDOWS = {
    "activity": said(ref("value"), "每次活动", "For one activity."),
    "month": said(ref("value"), "每月", "For a month."),
    "quarter": said(ref("value"), "每季度", "For a quarter."),
    "year": said(ref("value"), "每年", "For a year."),
    "cycle": said(ref("value"), "每个评定周期", "For the cycle."),
    "ever": said(ref("value"), "历年合计", "For all cycles together."),
}
_STEP = table(
    {"points": said(ref("value"), "本档分值", "Its points."), **edges("value")},
    TWO_SIDES,
    any_of(EDGES),
    required=["points"],
)
LAP = {
    "gap": said(one_of("lower"), "两档之间的数归下一档", "What lies between two goes to the lower one."),
    "overlap": said(
        one_of("higher", "lower"), "同属两档的数归哪一档", "To which of two bands a number in both goes."
    ),
}
_ITEM: dict[str, Form] = {
    "part_of": said(ref("code"), "是哪个项目的分项；不写则为 score", "The item that it is a part of; score."),
    "fact": said(
        {"anyOf": [ref("code"), ref("fact")]},
        "读取的事实：名称，或就地定义",
        "The fact that it reads: by name, or defined here.",
    ),
    "for_each": said(ref("code"), "逐条计算此事实的记录", "The records of this fact are taken one by one."),
    "field": said(ref("code"), "每条记录读取的字段", "Of each record, the field that is read."),
    "points": said(ref("value"), "基础分", "What it starts with."),
    "each": said(ref("value"), "每个多少分", "So much for each."),
    "per": said(ref("positive"), "每多少算一个", "So many make one."),
    "whole": said({"type": "boolean"}, "不足一个的不计", "Parts of one count for nothing."),
    "above": said(ref("value"), "只计超过此数的部分", "A line: what lies above it counts."),
    "below": said(ref("value"), "只计低于此数的部分", "A line: what is missing below it counts."),
    "steps": said(filled(_STEP), "分档计分", "Bands with points."),
    **LAP,
    "given": said(ref("band"), "在此幅度内打分，并说明理由", "A mark that somebody chooses within edges."),
    "decision": said(
        {"type": "boolean"}, "须写明由谁、何时决定", "The mark needs a decision: by whom, and when."
    ),
    "when": said(ref("condition"), "只问事实；不成立则为 0", "A question to facts; where it is no, 0."),
    "take": said(
        one_of("sum", "highest", "lowest", "mean"),
        "各分项怎样合并",
        "How its parts come together; their sum.",
    ),
    "floor": said(ref("limits"), "最低不低于", "No less than this."),
    "ceiling": said(
        {"anyOf": [ref("limits"), {"const": "none"}]},
        '封顶；原文说不封顶的写 "none"',
        'No more than this; `"none"` where the source says that there is no ceiling.',
    ),
    "weight": said(ref("value"), "权重：最后乘以", "What it is multiplied with at the end."),
    "decimals": said(whole(0, 4), "保留几位小数，四舍五入", "To how many decimals it is rounded."),
    "open": said({"type": "boolean"}, "继承者可以增加分项", "Whoever extends the book may add parts here."),
}


_TAKES: Form = {**has("take"), "properties": {"take": one_of("highest", "lowest", "mean")}}


def item(own: Mapping[str, Form]) -> Form:
    return entry(
        {**_ITEM, **own},
        at_most_one("each", "steps", "given", *own),
        at_most_one("fact", "for_each"),
        at_most_one("above", "below"),
        goes_with(per="each", whole="each", above="each", below="each", gap="steps", overlap="steps"),
        goes_with(decision="given", field="for_each"),
        # Whether an item has parts hangs on the others; but one that reads a fact has none to take of.
        when(_TAKES, none_of(["fact", "for_each", "each", "steps", "given", *own])),
    )
