"""Cases in the schema."""

from __future__ import annotations

from sanliang.rulebooks._schema._entries import SAID
from sanliang.rulebooks._schema._forms import Form, at_most_one, has, named, ref, said, table, when


def case() -> Form:
    known = named(ref("known"))
    span = {"type": "array", "items": ref("day"), "minItems": 2, "maxItems": 2}
    whose = when(
        has("people"),
        {"properties": {"expect": named(known, "id")}},
        {"properties": {"expect": known}, "required": ["facts"]},
    )
    return table(
        {
            "name": said(ref("words"), "例子的名称", "Its name."),
            "cycle": said(span, "周期的首日和末日", "The first and the last day of the cycle."),
            "facts": said(named(ref("known"), least=0), "一个对象的事实", "What is known of one subject."),
            "people": said(named(named(ref("known"), least=0), "id"), "一组人的事实", "Of a group, by id."),
            "past": said(
                {"type": "array", "items": ref("tier")}, "以往等次，由早到晚", "Past tiers, the oldest first."
            ),
            "expect": said({"type": "object"}, "应得的结果", "What has to come out."),
            **SAID,
        },
        at_most_one("facts", "people"),
        whose,
        required=["name", "cycle", "expect"],
    )


KNOWN: Form = {
    "anyOf": [
        {"type": "boolean"},
        {"type": "string", "pattern": r"\S"},
        {"type": "number", "exclusiveMinimum": -(10**9), "exclusiveMaximum": 10**9},
        {"type": "array", "items": ref("known")},
        named(ref("known"), "id", least=0),
    ]
}
