"""The posts of a town as a part of it: what may be set in each unit, with which duties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, checked, clean_text, code, instance, instances, optional
from sanliang.kernel.fields import whole as number
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.overlays import MISNAMED
from sanliang.kernel.sheets import Sheet, rows, source, text, whole, words
from sanliang.kernel.sources import Source
from sanliang.kernel.verdicts import Reason
from sanliang.posts import Duty, Model, PostKind, PostPlan
from sanliang.townships._part import Making, Part, Reading, under

NO_MODEL = Phrase(
    "township.post_model",
    "岗位“{post}”的职责“{duty}”标为“{model}”，既不是五种角色之一，也不在 duties 中",
    "duty {duty!r} of post {post!r} is marked as {model!r}, which is no model and not under duties",
)
A_POST = Phrase("township.post", "{title}{places}：{duties}", "{title}{places}: {duties}")
PLACES = Phrase("township.post_places", "（{places} 人）", " ({places} places)")
A_DUTY = Phrase("township.post_duty", "{says}（{quantity}{measure}）", "{says} ({quantity} {measure})")

_SOURCE = source(None)


@attrs.frozen(kw_only=True)
class TownDuty:
    """
    One duty of a post, as a town has it.

    Args:
        id: Its code within the post.
        says: What is to be done.
        model: The code of the model it stands for: one of `posts.Model`, or one of the town's own duties.
        measure: What is counted, such as `次`.
        quantity: How many of it in one term.
    """

    id: str = attrs.field(validator=checked(code))
    says: Text = attrs.field(validator=checked(instance(Text)))
    model: str | None = attrs.field(default=None, validator=checked(optional(code)))
    measure: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    quantity: int | None = attrs.field(default=None, validator=checked(optional(partial(number, least=1))))


@attrs.frozen(kw_only=True)
class TownPost:
    """
    A post that any unit of a town may set, as the town's catalogue has it; `post_plan` makes a plan of it.

    Args:
        id: Its code in the catalogue.
        title: What it is called.
        kind: A code, as a rule one of `posts.PostKind`.
        duties: At least one.
        places: How many may hold it at a time; nothing where each unit says so.
        where: Where it is held, in words.
        source: Who says so.

    Raises:
        InvalidInput: No duty, a duty twice, and whatever a plan would be refused for.

    Example:
        >>> lanes = TownDuty(id="lanes", says=Text("清扫巷道", "sweeping the lanes"))
        >>> TownPost(id="cleaner", title=Text("环境卫生岗", "cleaner"), duties=[lanes], places=2).kind
        'duty'
    """

    id: str = attrs.field(validator=checked(code))
    title: Text = attrs.field(validator=checked(instance(Text)))
    kind: str = attrs.field(default=PostKind.DUTY.value, validator=checked(code))
    duties: tuple[TownDuty, ...] = attrs.field(validator=checked(instances(TownDuty)))
    places: int | None = attrs.field(
        default=None, validator=checked(optional(partial(number, least=1, most=1000)))
    )
    where: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    def __attrs_post_init__(self) -> None:
        post_plan(self, unit="-")


def _duty(one: TownDuty) -> Duty:
    return Duty(id=one.id, says=one.says.zh, model=one.model, measure=one.measure, quantity=one.quantity)


def post_plan(
    post: TownPost,
    *,
    unit: str,
    places: int | None = None,
    where: str | None = None,
    choose_until: date | None = None,
    report_by: date | None = None,
) -> PostPlan:
    """
    The plan by which a unit sets a post of its town's catalogue: what `posts.announce` takes.

    Args:
        post: One of `town.posts`.
        unit: The Party unit whose members may choose it.
        places: How many places; as the catalogue has it if left out, and 1 where that says nothing.
        where: Where it is held; as the catalogue has it if left out.
        choose_until, report_by: The last days for choosing it, and for its holders' report.

    Raises:
        InvalidInput: What a plan is refused for.

    Example:
        >>> lanes = TownDuty(id="lanes", says=Text("清扫巷道", "sweeping the lanes"))
        >>> cleaner = TownPost(id="cleaner", title=Text("环境卫生岗", "cleaner"), duties=[lanes])
        >>> plan = post_plan(cleaner, unit="b-1", places=2)
        >>> plan.title, plan.unit, plan.places, plan.duties[0].says
        ('环境卫生岗', 'b-1', 2, '清扫巷道')
    """
    known = instance(TownPost)(post, "post")
    wanted = known.places if places is None else places
    return PostPlan(
        title=known.title.zh,
        unit=unit,
        kind=known.kind,
        duties=tuple(map(_duty, known.duties)),
        places=1 if wanted is None else wanted,
        where=known.where if where is None else where,
        choose_until=choose_until,
        report_by=report_by,
        source=known.source,
    )


# --- the part ------------------------------------------------------------------------------------------


def _make(making: Making) -> FrozenMap[str, TownPost]:
    sources = {one.key: one.source for one in making.changes}
    found = dict[str, TownPost]()
    for key, one in making.entries.items():
        if instance(TownPost)(one, key).id != key:
            raise InvalidInput(MISNAMED.fault(key))
        found[key] = one if one.source else attrs.evolve(one, source=sources[key])
    return FrozenMap(found)


def _read(reading: Reading) -> TownPost:
    sheet = Sheet(reading.value, reading.path)
    found: dict[str, Any] = {
        "title": sheet.need("title", text),
        "duties": sheet.need("duties", rows(_read_duty)),
        "places": sheet.read("places", whole(1, 1000)),
        "where": sheet.read("where", words),
        "kind": sheet.read("kind", words, PostKind.DUTY.value),
        "source": sheet.read("source", _SOURCE),
    }
    sheet.close()
    post: TownPost = under(reading.path, partial(TownPost, id=reading.key, **found))
    return post


def _read_duty(value: Any, path: str) -> TownDuty:
    sheet = Sheet(value, path)
    found: dict[str, Any] = {
        "id": sheet.need("id", words),
        "says": sheet.need("says", text),
        "model": sheet.read("model", words),
        "measure": sheet.read("measure", words),
        "quantity": sheet.read("quantity", whole(1, 10**6)),
    }
    sheet.close()
    duty: TownDuty = under(path, partial(TownDuty, **found))
    return duty


def _tell(_key: str, entry: TownPost, _town: Any) -> Text:
    told = [*map(_tell_duty, entry.duties)]
    duties = Text("；".join(one.zh for one in told), "; ".join(one.get("en") for one in told))
    places = "" if entry.places is None else PLACES.fill(places=entry.places)
    return A_POST.fill(title=entry.title, places=places, duties=duties)


def _tell_duty(duty: TownDuty) -> Text:
    if duty.quantity is None:
        return duty.says
    return A_DUTY.fill(says=duty.says, quantity=duty.quantity, measure=duty.measure or "")


def _check(value: FrozenMap[str, TownPost], town: Any) -> Iterator[Reason]:
    """Whether the models that duties stand for are there."""
    known = {*Model, *town.part("duties")}
    for post in value.values():
        for duty in sorted(post.duties, key=attrgetter("id")):
            if duty.model is not None and duty.model not in known:
                path = f"posts.{post.id}.{duty.id}"
                yield Reason.of(NO_MODEL, path=path, post=post.title, duty=duty.id, model=duty.model)


_NO_POSTS: FrozenMap[str, TownPost] = FrozenMap()

POSTS = Part(
    name="posts",
    says=Text("岗位", "posts"),
    base=lambda: _NO_POSTS,
    entries=dict,
    make=_make,
    read=_read,
    tell=_tell,
    check=_check,
)
