"""The laws of things on their way over a table."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import attrs
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput, NotFound, SanliangError
from sanliang.kernel.events import verify
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import (
    Corrected,
    Moved,
    available,
    correct,
    decide,
    decide_all,
    effective,
    explain,
)
from sanliang.kernel.verdicts import Refused
from sanliang.testing._bench import AT, DAY, Walk, asked, of_given, outcome, pick
from sanliang.testing._tables import targets
from sanliang.testing._told import Move, State, broken_unless, unchanged

WHO = Text("{by} 于 {on}，{word}处于{state}：", "{by} on {on}, {word} in {state}: ")
ASKED = Text("{by} 于 {on}，{move}：", "{by} on {on}, {move}: ")
CORRECTS = Text("{by} 于 {on} 更正第 {version} 步", "{by} corrects version {version} on {on}")

BESIDE, BOOLEANS = st.integers(-2, 2), st.booleans()


def available_is_what_decide_accepts(walk: Walk) -> None:
    """`available` is exactly what `decide` accepts once the move's needs are given."""
    lifecycle, thing = walk.bench.lifecycle, walk.thing
    by, on, moves = asked(walk)
    who: dict[str, Any] = {"by": by.id, "on": on, "word": lifecycle.kind.label}
    who["state"] = State(lifecycle, thing.state)
    for move in lifecycle.moves:
        given = walk.bench.good(walk.draw, thing, move, by, on) if move in moves else None
        event = outcome(partial(decide, thing, move, by=by, on=on, under=lifecycle, given=given))
        if move not in moves:
            broken_unless(
                isinstance(event, Refused),
                f"{WHO.zh}{{move}}没有列为可办，却没有拒绝",
                f"{WHO.en}{{move}} is not open, and is not refused",
                move=Move(lifecycle, move),
                **who,
            )
            continue
        if not walk.bench.sure and of_given(event):
            continue
        broken_unless(
            isinstance(event, Moved),
            f"{WHO.zh}{{move}}列为可办，却不予办理：\n{{event}}",
            f"{WHO.en}{{move}} is open, and is refused:\n{{event}}",
            move=Move(lifecycle, move),
            event=event,
            **who,
        )
        broken_unless(
            (event.thing, event.leaves, event.move, event.given) == (thing.id, thing.state, move, given),
            f"{WHO.zh}{{move}}的事件不是所请求的",
            f"{WHO.en}the event of {{move}} is not of what was asked",
            move=Move(lifecycle, move),
            **who,
        )
        ways = targets(lifecycle.table[event.leaves][move], event.leaves)
        broken_unless(
            event.enters in ways,
            f"{WHO.zh}{{move}}进入{{enters}}，没有哪一行这样写",
            f"{WHO.en}{{move}} leads to {{enters}}, which no row says",
            move=Move(lifecycle, move),
            enters=State(lifecycle, event.enters),
            **who,
        )


def refused_means_unchanged(walk: Walk) -> None:
    """Refused means unchanged, with the reasons; `explain` says yes exactly where `decide` accepts."""
    by = pick(walk.data, walk.bench.actors)
    on = walk.on + timedelta(days=walk.draw(BESIDE))
    move = pick(walk.data, walk.bench.lifecycle.moves)
    given = walk.bench.good(walk.draw, walk.thing, move, by, on) if walk.draw(BOOLEANS) else None
    ask: dict[str, Any] = {"by": by, "on": on, "under": walk.bench.lifecycle, "given": given}
    with unchanged(walk.thing, walk.log, by):
        verdict = explain(walk.thing, move, **ask)
        made = outcome(partial(decide, walk.thing, move, **ask))
    who: dict[str, Any] = {"by": by.id, "on": on, "move": Move(walk.bench.lifecycle, move)}
    broken_unless(
        verdict.ok == isinstance(made, Moved) == (not verdict.reasons),
        f"{ASKED.zh}explain 与 decide 答复不同：\n{{verdict}}\n{{made}}",
        f"{ASKED.en}explain and decide do not say the same:\n{{verdict}}\n{{made}}",
        verdict=verdict,
        made=made,
        **who,
    )
    for reason in verdict.reasons:
        broken_unless(
            bool(reason.text("zh") and reason.text("en")),
            f"{ASKED.zh}{{code}} 没有中英文两种说法",
            f"{ASKED.en}{{code}} is not said in both languages",
            code=reason.code,
            **who,
        )
    if isinstance(made, Refused):
        broken_unless(
            set(made.verdict.codes) <= set(verdict.codes),
            f"{ASKED.zh}不予办理的理由，explain 没有说",
            f"{ASKED.en}refused for what explain does not say",
            **who,
        )
    elif not verdict.ok:
        broken_unless(
            [reason.path for reason in verdict.reasons] == [fault.path for fault in made.faults],
            f"{ASKED.zh}所缺的，与 explain 所说不同",
            f"{ASKED.en}what is missing is not what explain says",
            **who,
        )


def an_unknown_move_is_not_found(walk: Walk) -> None:
    """A move that no row has is not found, and nothing is decided."""
    by = pick(walk.data, walk.bench.actors)
    for verb in (decide, explain):
        ask = partial(verb, walk.thing, "no-such-move", by=by, on=walk.on, under=walk.bench.lifecycle)
        error = outcome(ask)
        broken_unless(
            isinstance(error, NotFound) and error.code == "move.unknown",
            "{by}：没有的步骤，答复为 {error}",
            "{by}: a move that no row has is answered with {error}",
            by=by.id,
            error=error if isinstance(error, SanliangError) else repr(error),
        )


def replay_is_the_state(walk: Walk) -> None:
    """`replay(log)` is what `apply` gave step by step, and the log verifies against its head."""
    kind = walk.bench.lifecycle.kind
    broken_unless(
        walk.thing == kind.replay(walk.log) == kind.replay(walk.log.events),
        "重算得到另一状态",
        "replay gives another state",
    )
    broken_unless(
        (walk.thing.version, walk.thing.on) == (len(walk.log), walk.log.entries[-1].event.on),
        "其版本和日期不是最后一条记录的",
        "its version and day are not those of the last entry",
    )
    broken_unless(
        verify(walk.log, head=walk.log.head).ok,
        "日志与其校验值不符",
        "the log does not verify against its head",
    )


def days_never_run_backwards(walk: Walk) -> None:
    """Nothing is decided for a day before the last one; replaying takes whatever is stored."""
    lifecycle = walk.bench.lifecycle
    days = [event.on for event in walk.log.events]
    before = walk.thing.on - timedelta(days=1)
    broken_unless(sorted(days) == days, "日志中的日期倒退", "the days of the log run backwards")
    by = pick(walk.data, walk.bench.actors)
    moves = available(walk.thing, by=by, on=before, under=lifecycle)
    broken_unless(
        not moves,
        "{by} 于 {before} 仍可办理，早于上一步的 {last}：{moves}",
        "{by} may still act on {before}, before {last}: {moves}",
        by=by.id,
        before=before,
        last=walk.thing.on,
        moves=tuple(moves),
    )
    events = [event for _, event in effective(walk.log)]
    turned = [attrs.evolve(event, on=DAY - timedelta(days=place)) for place, event in enumerate(events)]
    broken_unless(
        lifecycle.kind.replay(turned).on == turned[-1].on,
        "重算没有照所存的日期",
        "replay does not take the days as stored",
    )


def deciding_is_deterministic(walk: Walk) -> None:
    """Equal questions get equal answers, and many things are decided as one is."""
    by, on, moves = asked(walk)
    for move in moves:
        given = walk.bench.good(walk.draw, walk.thing, move, by, on)
        ask: dict[str, Any] = {"by": by, "on": on, "under": walk.bench.lifecycle, "given": given}
        event, again = (outcome(partial(decide, walk.thing, move, **ask)) for _ in range(2))
        many = outcome(partial(decide_all, [walk.thing], move, **ask))
        who: dict[str, Any] = {"by": by.id, "on": on, "move": Move(walk.bench.lifecycle, move)}
        if not isinstance(event, Moved):
            broken_unless(
                str(event) == str(again),
                f"{ASKED.zh}两次不予办理的答复不同",
                f"{ASKED.en}it is refused in two ways",
                **who,
            )
            continue
        broken_unless(
            event == again, f"{ASKED.zh}两次办理的结果不同", f"{ASKED.en}it is decided in two ways", **who
        )
        broken_unless(
            many == (event,),
            f"{ASKED.zh}成批办理与单件办理不同",
            f"{ASKED.en}of many it is not decided as of one",
            **who,
        )


def a_correction_outweighs(walk: Walk) -> None:
    """After a correction the thing is what the events that count make of it; the old ones still stand."""
    kind = walk.bench.lifecycle.kind
    version = pick(walk.data, range(1, len(walk.log) + 1))
    given = pick(walk.data, (None, getattr(walk.log.events[version - 1], "given", None)))
    by = pick(walk.data, walk.bench.actors)
    ask: dict[str, Any] = {"by": by, "on": walk.on, "under": walk.bench.lifecycle, "why": "写错了"}
    with unchanged(walk.log):
        event = outcome(partial(correct, walk.log, version, given=given, **ask))
    who: dict[str, Any] = {"by": by.id, "on": walk.on, "version": version}
    if not isinstance(event, Corrected):
        broken_unless(
            isinstance(event, Refused | InvalidInput | NotFound),
            f"{CORRECTS.zh}，答复为 {{event}}",
            f"{CORRECTS.en}, and is answered with {{event}}",
            event=event if isinstance(event, SanliangError) else repr(event),
            **who,
        )
        return
    log = walk.log.append(event, by=by.id, at=AT)
    thing = kind.apply(walk.thing, event)
    broken_unless(
        thing == kind.replay(log) and log.events[:-1] == walk.log.events,
        f"{CORRECTS.zh}：重算得到另一状态",
        f"{CORRECTS.en}: replay gives another state",
        **who,
    )
    again = kind.replay([one for _, one in effective(log)])
    broken_unless(
        attrs.evolve(again, version=len(log), on=walk.on) == thing,
        f"{CORRECTS.zh}：与有效的事件所成的不同",
        f"{CORRECTS.en}: it is not what the events that count make of it",
        **who,
    )


WALK_LAWS = (
    available_is_what_decide_accepts,
    refused_means_unchanged,
    an_unknown_move_is_not_found,
    replay_is_the_state,
    days_never_run_backwards,
    deciding_is_deterministic,
    a_correction_outweighs,
)
