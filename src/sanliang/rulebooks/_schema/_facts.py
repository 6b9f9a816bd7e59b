"""Facts in the schema, and where they come from."""

from __future__ import annotations

from sanliang.rulebooks._schema._entries import entry
from sanliang.rulebooks._schema._forms import (
    EDGES,
    KIND,
    TWO_SIDES,
    Form,
    any_of,
    at_most_one,
    edges,
    filled,
    goes_with,
    has,
    is_,
    named,
    none_of,
    one_of,
    one_or_more,
    ref,
    said,
    table,
    when,
)

_FACT: dict[str, Form] = {
    "type": said(one_of("number", "yes", "word"), "数、是或否、词", "A number, a yes or no, a word."),
    "words": said(
        filled(ref("word"), once=True),
        "可以是哪些词；不写则任何词都可以",
        "The words that it may be; left out, it may be any.",
    ),
    "records": said(
        {"type": "string", "pattern": KIND},
        "记录种类；几条就是几",
        "The kind of the records that are counted, such as meeting.absent.",
    ),
    "where": said(
        named(one_or_more(ref("answer"))),
        "只取字段为这些值的记录",
        "By field of the record, the values that are taken.",
    ),
    "sum": said(ref("code"), "改为累加此字段", "The field that is added up instead."),
    "window": said(
        ref("length"), '至周期末日为止的时长，如 "18 months"', "A length that ends with the cycle's last day."
    ),
    "roster": said(ref("code"), "名册中的字段", "A field of the roster."),
    "raters": said(
        {"anyOf": [filled(ref("code"), once=True), named(ref("positive"))]},
        "评议主体及权重；列表则权重相等",
        "Sources of marks with their weights, or a list of equal ones.",
    ),
    "absent": said(
        one_of("share"), "缺席者的权重分给其他主体", "A missing source's weight goes to the others."
    ),
    "ballots": said(
        named(ref("value")), "各等次一票折合多少；取平均", "By grade, what one ballot is worth; their mean."
    ),
    "pledges": said(
        one_of("kept", "broken", "share", "all_kept"), "承诺兑现情况", "What came of the subject's pledges."
    ),
    "ratings": said(
        table(
            {
                "book": said(ref("code"), "另一本办法的 id", "The id of another book."),
                "what": said(one_of("score", "tier"), "取分数或等次", "The score, or the tier."),
                "take": said(
                    one_of("mean", "sum", "highest", "lowest"),
                    "下级各对象的合并方式；不写则取本对象自己的",
                    "Of those below the subject; left out, the subject's own.",
                ),
            },
            required=["book"],
        ),
        "另一本办法的评定结果",
        "What another book gave.",
    ),
    **edges("value"),
    "missing": said(
        {"anyOf": [ref("value"), ref("word"), {"type": "boolean"}]},
        "不知道时按什么算；不写则为不知道，绝不是 0",
        "What holds where it is not known; left out, it is not known, and never 0.",
    ),
}
_ORIGINS = ("records", "roster", "raters", "ballots", "pledges", "ratings")
_UNTYPED = none_of(["type"])
_YES: Form = {"anyOf": [is_(type="yes"), {"allOf": [_UNTYPED, is_(pledges="all_kept")]}]}
_TIER_OF: Form = {"required": ["ratings"], "properties": {"ratings": is_(what="tier")}}
_WORD: Form = {"anyOf": [is_(type="word"), {"allOf": [_UNTYPED, _TIER_OF]}]}


_TOLD = ("ballots", "pledges", "ratings")
"""Origins that tell themselves between what a number lies."""


def _missing(form: Form) -> Form:
    return {"properties": {"missing": form}}


def fact() -> Form:
    return entry(
        _FACT,
        at_most_one(*_ORIGINS),
        TWO_SIDES,
        when(any_of(EDGES), {"not": {"anyOf": [any_of(_TOLD), is_(type="yes"), is_(type="word")]}}),
        when(has("words"), _WORD),
        goes_with(where="records", sum="records", window="records", absent="raters"),
        when(_YES, _missing({"type": "boolean"}), when(_WORD, _missing(ref("word")), _missing(ref("value")))),
    )
