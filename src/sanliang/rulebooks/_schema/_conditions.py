"""Conditions in the schema: one question, and what its answer depends on."""

from __future__ import annotations

from sanliang.rulebooks._schema._forms import (
    EDGES,
    TWO_SIDES,
    Form,
    any_of,
    at_most_one,
    edges,
    exactly_one,
    filled,
    has,
    none_of,
    one_of,
    ref,
    said,
    when,
    whole,
)

TESTS: Form = {"oneOf": [any_of(EDGES), has("is"), has("in")]}
"""That a question says in one way what the answer depends on."""


QUESTIONS = ("all", "any", "not", "fact", "item", "tier", "place")
_ANSWER = {
    **edges("edge"),
    "is": said(ref("answer"), "等于", "Exactly this."),
    "in": said(filled(ref("answer")), "其中之一", "One of these."),
}
TIMES = {
    "run": said(whole(1, 100), "连续多少次", "So many cycles in a row."),
    "within": said(whole(1, 100), "多少次之内有过", "Once in so many cycles."),
}
CONDITION: dict[str, Form] = {
    "fact": said(ref("code"), "问一个事实", "Asks a fact."),
    "item": said(ref("code"), "问一个项目的分值", "Asks for the points of an item."),
    "tier": said(one_of("this", "last"), "问本次或上次的等次", "Asks for the tier, this one or the last."),
    "place": said(ref("code"), "问在同组中的名次，1 最好", "Asks for the place in a group; 1 is the best."),
    "all": said(filled(ref("condition")), "同时成立", "Every one of these."),
    "any": said(filled(ref("condition")), "至少一项成立", "At least one of these."),
    "not": said(ref("condition"), "不成立", "Not this."),
    **_ANSWER,
    **TIMES,
}
_NUMBERS: Form = {"properties": {edge: ref("value") for edge in EDGES}}
_TIERS: Form = {
    "properties": {
        **{edge: ref("tier") for edge in EDGES},
        "is": ref("tier"),
        "in": filled(ref("tier"), once=True),
    }
}
OF_NUMBERS: Form = {"allOf": [_NUMBERS, TESTS, TWO_SIDES, none_of(TIMES)]}
_OF_TIERS: Form = {"allOf": [_TIERS, TESTS, TWO_SIDES, at_most_one("run", "within")]}
_JOINED = ("all", "any", "not")
ASKS: Form = {
    "allOf": [
        exactly_one(*QUESTIONS),
        when(
            any_of(_JOINED),
            none_of([*_ANSWER, *TIMES]),
            when(has("tier"), _OF_TIERS, OF_NUMBERS),
        ),
    ]
}
"""One question, and what its answer depends on."""
