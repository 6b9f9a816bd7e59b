"""Cases in the schema."""

from __future__ import annotations

from sanliang.rulebooks._schema._entries import entry
from sanliang.rulebooks._schema._forms import KIND, Form, at_most_one, has, named, ref, said, when

KNOWN: Form = {
    "anyOf": [
        {"type": "boolean"},
        {"type": "string", "pattern": r"\S"},
        {"type": "number", "exclusiveMinimum": -(10**9), "exclusiveMaximum": 10**9},
        {"type": "array", "items": ref("known")},
        named(ref("known"), "id", least=0),
    ]
}


def case() -> Form:
    known = named(ref("known"))
    span = {"type": "array", "items": ref("day"), "minItems": 2, "maxItems": 2}
    past: Form = {"type": "array", "items": ref("tier")}
    whose = when(
        has("people"),
        {"properties": {"expect": named(known, "id")}},
        {"properties": {"expect": known, "past": {"type": "array"}}, "anyOf": [has("facts"), has("records")]},
    )
    return entry(
        {
            "name": said(ref("words"), "例子的名称", "Its name."),
            "cycle": said(span, "周期的首日和末日", "The first and the last day of the cycle."),
            "facts": said(named(ref("known"), least=0), "一个对象的事实", "What is known of one subject."),
            "people": said(named(named(ref("known"), least=0), "id"), "一组人的事实", "Of a group, by id."),
            "records": said(
                {"type": "array", "items": ref("record")},
                "做过的事；facts 中已列的，以 facts 为准",
                "What was done; facts that are listed count before it.",
            ),
            "past": said(
                {"anyOf": [past, named(past, "id")]},
                "以往等次，由早到晚；一组人的也可按编号分写",
                "Past tiers, the oldest first; of a group also by id.",
            ),
            "expect": said({"type": "object"}, "应得的结果", "What has to come out."),
        },
        at_most_one("facts", "people"),
        whose,
        required=("name", "cycle", "expect"),
        name="name",
    )


def record() -> Form:
    """Something that was done, in a case; what else is said of it are fields of the record."""
    about = {
        "kind": said({"type": "string", "pattern": KIND}, "记录的种类", "The kind of the record."),
        "on": said(ref("day"), "哪天；不写则为周期末日", "Its day; the last of the cycle, if left out."),
        "activity": said(ref("words"), "哪次活动", "The activity that it belongs to."),
        "subject": said(ref("words"), "谁的记录", "Whose it is, of the people of the case."),
    }
    field: Form = {"anyOf": [KNOWN["anyOf"][place] for place in range(3)]}
    return {
        "type": "object",
        "properties": about,
        "additionalProperties": field,
        "propertyNames": ref("code"),
        "required": ["kind"],
    }
