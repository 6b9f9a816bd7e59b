"""Canaries: what is private is put where it belongs, and looked for in everything that the town shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import attrs

from sanliang import concerns, notices, supervision
from sanliang.calendars import Period
from sanliang.kernel import lifecycles
from sanliang.kernel.errors import SanliangError
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.kernel.privacy import Audience, Private
from sanliang.orgs import Belonging, Household, Member, Roster, Unit, write_roster
from sanliang.testing._canaries import shown_in
from sanliang.testing._check import Broken, Check, Note
from sanliang.testing._effort import Effort
from sanliang.townships import Township, describe

CANARIES = ("欧阳麒麟", "13911872246", "110105199002274519", "Liü <a@b.cn> & 'Söhne'")
DAY = date(2026, 7, 1)

OUTPUTS = Text(
    "说明和打印的内容里没有身份证号，也没有手机号",
    "what describes the town shows no number of an identity card and no mobile number",
)
ANSWERS = Text("办理时的答复和理由不露出隐私内容", "answers and reasons show nothing of what is private")
BOARDS = Text(
    "名册和事项写给公开栏和互联网时不露出隐私内容",
    "what is written for the village board and the web shows nothing of what is private",
)
SHOWN = Text("{where} 露出了隐私内容", "{where} shows what is private")
NUMBER = Text("{where} 中有像证件号或手机号的数字", "{where} has digits that look like a person's number")

_LINK = re.compile(r"\b(?:https?|file)://\S+")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}\d{3}[\dXx](?!\d)")


def hiding(town: Township) -> Iterator[Check]:
    """The checks of what a town shows of itself, answers, and writes for others than the ledger."""
    yield Check(id="private:describe", says=OUTPUTS, run=partial(_described, town))
    for word, make in THINGS.items():
        run = partial(_answered, town.lifecycles[word], make)
        yield Check(id=f"private:answers:{word}", says=ANSWERS, run=run)
    yield Check(id="private:boards", says=BOARDS, run=partial(_boards, town))


def hidden(where: str, outputs: Iterable[str], canary: str) -> None:
    """
    No output shows the canary.

    Raises:
        Broken: One does; only the place is told.
    """
    if shown_in(canary, "\n".join(outputs)):
        raise Broken(Text(SHOWN.zh.format(where=where), SHOWN.en.format(where=where)))


# --- what describes a town ------------------------------------------------------------------------------


def _pages(town: Township) -> Iterator[tuple[str, str]]:
    """What describes the town, part by part, so that the part can be told in which something is found."""
    whole = describe(town)
    bare = attrs.evolve(whole, differences=(), open=())
    parts = {"describe": bare}
    parts |= {f"{one.part}.{one.key}": attrs.evolve(bare, differences=(one,)) for one in whole.differences}
    parts |= {f"open {one.part}.{one.key}": attrs.evolve(bare, open=((one, on),)) for one, on in whole.open}
    yield from ((where, f"{page.text('zh')}\n{page.text('en')}") for where, page in parts.items())
    yield from ((f"rulebooks.{id}", repr(book)) for id, book in town.rulebooks.items())
    yield "repr", repr(town)


def _described(town: Township, _effort: Effort) -> Iterable[Note]:
    for where, output in _pages(town):
        text = _LINK.sub("", output)
        if _MOBILE.search(text) or _IDENTITY.search(text):
            raise Broken(Text(NUMBER.zh.format(where=where), NUMBER.en.format(where=where)))
    return ()


# --- what is answered about a thing ---------------------------------------------------------------------


def _private(canary: str) -> Private[str]:
    return Private(canary, salt=bytes(16))


def _notice(canary: str) -> tuple[Any, Any]:
    posting = notices.Posting(
        word="pledge", thing="p-1", unit="b-1", place="村务公开栏", period=Period(days=7), concerns=("m-2",)
    )
    objection = notices.Objection(id="o-1", says="与事实不符", by=_private(canary), on=DAY)
    notice = notices.Notice(
        id="n-1", state="contested", version=2, on=DAY, posting=posting, posted=DAY, objections=(objection,)
    )
    answer = notices.Answer(objection="o-1", says="已核实", upheld=False)
    return notice, notices.Given(objection=objection, answer=answer, posting=posting)


def _concern(canary: str) -> tuple[Any, Any]:
    private = _private(canary)
    about = concerns.Complaint(persons=(private,), units=(private,))
    raised = concerns.Raised(
        says=private, by=private, name=private, channel="talk", unit="b-1", complaint=about
    )
    concern = concerns.Concern(
        id="c-1", state="collected", version=1, on=DAY, raised=raised, collected=DAY, unit="b-1"
    )
    return concern, concerns.Given(raised=raised, reason=private)


def _objection(canary: str) -> tuple[Any, Any]:
    private = _private(canary)
    star = supervision.Target(word="rating", thing="2026:m-1", unit="b-1", concerns=["m-1"], on=DAY)
    claim = supervision.Claim(target=star, says=private, by=private)
    objection = supervision.Objection(id="o-2", state="open", version=1, on=DAY, claim=claim, raised=DAY)
    return objection, supervision.ObjectionGiven(claim=claim, reason=private)


THINGS: Mapping[str, Callable[[str], tuple[Any, Any]]] = {
    "notice": _notice,
    "concern": _concern,
    "objection": _objection,
}
"""By word, a thing with a canary in each of its private fields, and what may come with a move."""


def _answered(
    course: Lifecycle[Any], make: Callable[[str], tuple[Any, Any]], _effort: Effort
) -> Iterable[Note]:
    """Whatever is asked of a thing in any state, by somebody who may and somebody who may not."""
    able = Actor(id="m-1", roles=frozenset(role for row in course.rows for role in row.roles), unit="b-1")
    for canary in CANARIES:
        thing, given = make(canary)
        for node in course.nodes:
            there = attrs.evolve(thing, state=node.code)
            for move in course.moves:
                for by in (able, Actor(id="m-2", roles=frozenset({"member"}), unit="b-9")):
                    for with_it in (given, None):
                        asked = partial(
                            lifecycles.explain, there, move, by=by, on=DAY, under=course, given=with_it
                        )
                        hidden(f"{course.kind.name}.{node.code}.{move}", _said(asked), canary)
    return ()


def _said(ask: Callable[[], Any]) -> tuple[str, ...]:
    """What an answer, or a refusal to give one, says in each language and to a program."""
    try:
        answer = ask()
    except SanliangError as error:
        answer = error
    return answer.text("zh"), answer.text("en"), repr(answer)


# --- what is written for others -------------------------------------------------------------------------


def _boards(town: Township, _effort: Effort) -> Iterable[Note]:
    for canary in CANARIES:
        private = _private(canary)
        roster = Roster(
            units=[Unit(id="b-1", kind="branch", name="东岭村党支部")],
            members=[
                Member(
                    id="m-1", name="李禾", status="full", belongs=[Belonging(unit="b-1")], household="h-1",
                    born=private, phone=private, id_number=private,
                )
            ],
            households=[Household(id="h-1", head=private, needs=["labour"])],
        )  # fmt: skip
        things = [make(canary)[0] for make in THINGS.values()]
        for audience in (Audience.VILLAGE, Audience.WEB):
            hidden(f"roster ({audience})", attrs.astuple(write_roster(roster, audience=audience)), canary)
            hidden(f"repr ({audience})", map(repr, (roster, *things)), canary)
    return ()
