"""What the engine says of a thing, under the plain names of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sanliang.testing._machines.plain import Known, Plain


def of_model(plain: Plain) -> Known:
    """The model, as far as the engine is held against it."""
    common = {"state": plain.state, "version": plain.version, "on": plain.on}
    return {**common, **MODEL[plain.word](plain.has)} if plain.word in MODEL else common


def of_engine(plain: Plain, thing: Any) -> Known:
    """The same of the engine's thing."""
    common = {"state": thing.state, "version": thing.version, "on": thing.on}
    return {**common, **ENGINE[plain.word](thing)} if plain.word in ENGINE else common


def _model_pledge(has: Known) -> Known:
    paper, new = has["paper"], has["new"]
    return {
        "signed": (paper["signed"], paper["signed_on"]),
        "notice": paper["notice"],
        "items": paper["items"],
        "deadline": max(paper["deadline"], has["until"] or paper["deadline"]),
        "amendment": new and [new["items"], has["accepted"], new["signed"], new["signed_on"], new["notice"]],
        "begun": has["begun"],
        "shown": has["shown"],
        "found": has["found"],
        "grade": has["grade"],
        "until": has["until"],
    }


def _engine_pledge(one: Any) -> Known:
    new = one.amendment
    return {
        "signed": ([*one.signed], one.signed_on),
        "notice": one.notice,
        "items": [item.id for item in one.letter.items],
        "deadline": one.deadline,
        "amendment": new
        and [
            [item.id for item in new.letter.items],
            new.accepted,
            [*new.signed],
            new.signed_on,
            new.notice,
        ],
        "begun": one.started,
        "shown": [each.item for each in one.progress],
        "found": [(each.item, each.result.value) for each in one.outcomes],
        "grade": one.grade and one.grade.value,
        "until": one.rectify_until,
    }


MODEL: Mapping[str, Callable[[Known], Known]] = {
    "pledge": _model_pledge,
    "notice": lambda has: {
        "posted": has["posted"],
        "said": [(one["id"], one["from"], one["to"]) for one in has["said"]],
    },
    "plaque": lambda has: {name: has[name] for name in ("living", "place", "stars", "why")},
}
ENGINE: Mapping[str, Callable[[Any], Known]] = {
    "pledge": _engine_pledge,
    "notice": lambda one: {
        "posted": one.posted,
        "said": [(each.id, each.on, each.answered) for each in one.objections],
    },
    "plaque": lambda one: {
        "living": [*one.holder.full_members],
        "place": one.place,
        "stars": one.stars,
        "why": one.reasons,
    },
}
