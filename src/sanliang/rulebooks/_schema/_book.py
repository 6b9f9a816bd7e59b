"""A whole book in the schema: its keys, and the parts that they hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sanliang.rulebooks._schema._cases import KNOWN, case, record
from sanliang.rulebooks._schema._conditions import ASKS, CONDITION
from sanliang.rulebooks._schema._facts import fact
from sanliang.rulebooks._schema._forms import (
    START,
    Form,
    has,
    named,
    none_of,
    one_of,
    ref,
    said,
    table,
    whole,
)
from sanliang.rulebooks._schema._items import WINDOWS, item
from sanliang.rulebooks._schema._own import own
from sanliang.rulebooks._schema._tiers import clause, consequence, quota, scale, then, tier
from sanliang.rulebooks._words import EffectWord, ScaleWord, TariffWord


def parts(
    tariffs: Iterable[TariffWord], scales: Iterable[ScaleWord], effects: Iterable[EffectWord]
) -> dict[str, Form]:
    """What `$defs` has of a book's parts, by name."""
    limits = {**table(WINDOWS), "minProperties": 1}
    return {
        "fact": fact(),
        "edge": {"anyOf": [ref("value"), ref("tier")]},
        "condition": table(CONDITION, ASKS),
        "item": item(own(tariffs)),
        "limits": {"anyOf": [ref("value"), limits]},
        "tier_of_scale": tier(),
        "scale": scale(own(scales)),
        "then": then(own(effects)),
        "clause": clause(),
        "quota": quota(),
        "consequence": consequence(),
        "known": KNOWN,
        "record": record(),
        "case": case(),
    }


def head() -> dict[str, Any]:
    """The keys of a book."""
    top = {"score": {"allOf": [ref("item"), none_of(["part_of"])]}}
    every = {"anyOf": [one_of("month", "quarter", "year"), ref("length")]}
    cycle = {
        "every": said(every, "多久一次", 'month, quarter, year, or a length such as "2 years".'),
        "starts": said({"type": "string", "pattern": START, "format": "date"}, "从哪天起", "Counted from."),
    }
    return {
        "schema": said({"const": 1}, "格式的版本", "The version of this format."),
        "extends": said(ref("code"), "继承哪一本", "The id of the book that this one changes."),
        "id": said(ref("code"), "名称", "Its name."),
        "rates": said(ref("code"), "评定谁", "What is rated: member, household, branch ..."),
        "title": said(ref("text"), "标题", "Its title."),
        "source": said(ref("source"), "依据", "The document that it rests on."),
        "cycle": said(table(cycle, required=["every", "starts"]), "评定周期", "The periods that are rated."),
        "decimals": said(whole(0, 4), "保留几位小数", "To how many decimals items are rounded; 2."),
        "fact": said(named(ref("fact"), least=0), "事实", "What is known, by name."),
        "item": said({**named(ref("item"), least=0), "properties": top}, "项目", "The pieces of the score."),
        "scale": said(ref("scale"), "等次", "From the score to a tier."),
        "clause": said({"type": "array", "items": ref("clause")}, "条款", "Which tiers remain, in order."),
        "quota": said({"type": "array", "items": ref("quota")}, "名额", "How many may hold a tier."),
        "consequence": said(
            {"type": "array", "items": ref("consequence")}, "后果", "Actions that follow from the final tier."
        ),
        "case": said({"type": "array", "items": ref("case")}, "例子", "Examples that the book must rate so."),
    }


def alone() -> Form:
    """What a book needs and cannot say that extends no other."""
    return {**has("rates", "title", "source", "cycle"), "properties": {"scale": none_of(["change"])}}
