"""What every entry of a book has: its sentence, its source, and what becomes of it where it is changed."""

from __future__ import annotations

from sanliang.rulebooks._schema._forms import Form, has, is_, one_of, ref, said, table, when

SAID = {
    "says": said(ref("text"), "这条规则说什么", "What the rule says, in a sentence."),
    "source": said(ref("article"), "依据；不写则为整本的依据", "Its source; the book's, if left out."),
}
_CHANGE = {
    "change": said(
        one_of("replace", "drop"),
        "对所继承的同名条目：替换或删去",
        "What becomes of the entry of this name in the book that is extended.",
    )
}
ID = {"id": said(ref("code"), "名称，供继承者修改", "A name, by which another book changes it.")}


def entry(
    properties: dict[str, Form], *rules: Form, required: tuple[str, ...] = (), name: str = "id"
) -> Form:
    """An entry that a book which extends may replace or drop; one that is dropped says nothing of its own."""
    dropped = {"propertyNames": {"enum": ["change", name, "says", "source"]}}
    kept: Form = {"allOf": [*rules, has(*required)]} if rules else has(*required)
    return table({**properties, **SAID, **_CHANGE}, when(is_(change="drop"), dropped, kept))
