"""What the words of the library record, and the facts made of it by name: what a rulebook may ask for."""

from __future__ import annotations

import json
from fractions import Fraction

import attrs

from sanliang import activities, concerns, pairing, pledges, points, posts, records, supervision
from sanliang.kernel.fields import FrozenMap, checked, clean_text, code, instance, names, optional
from sanliang.kernel.labels import Text, decimal
from sanliang.records import Length, Query, Value, kind_code


@attrs.frozen(kw_only=True)
class RecordKind:
    """
    A kind of record that a word of the library makes.

    Attributes:
        kind: The kind, such as `meeting.attended`.
        word: The word: the name of a module.
        maker: The function that makes the records, such as `activities.as_records`.
        says: What such a record says, and about whom.
        fields: The fields that one may have, in the order of their codes.
    """

    kind: str = attrs.field(validator=checked(kind_code))
    word: str = attrs.field(validator=checked(code))
    maker: str = attrs.field(validator=checked(clean_text))
    says: Text = attrs.field(validator=checked(instance(Text)))
    fields: tuple[str, ...] = attrs.field(default=(), validator=checked(names))


@attrs.frozen(kw_only=True)
class NamedFact:
    """
    A fact that a township may choose from.

    Attributes:
        name: Its name, which a rulebook may give it, too.
        word: The word that knows it: the name of a module.
        says: What it is.
        query: What it asks of the records, over the cycle or a length; nothing where it is asked of pledges.
        pledges: What it asks of pledges; nothing where it is asked of records.

    Example:
        >>> FACTS["concerns_solved_in_time"].written
        '{ records = "concern.solved", where = { in_time = true } }'
        >>> FACTS["pledges_kept"].written
        '{ pledges = "kept" }'
    """

    name: str = attrs.field(validator=checked(code))
    word: str = attrs.field(validator=checked(code))
    says: Text = attrs.field(validator=checked(instance(Text)))
    query: Query | None = attrs.field(default=None, validator=checked(optional(instance(Query))))
    pledges: str | None = attrs.field(default=None, validator=checked(optional(code)))

    @property
    def kind(self) -> str | None:
        """The kind of record that it reads, where it reads records."""
        return None if self.query is None else self.query.kind

    @property
    def written(self) -> str:
        """As a rulebook has it: what stands behind `fact =` of an item, or behind a name under `[fact]`."""
        asked = self.query
        if asked is None:
            return f'{{ pledges = "{self.pledges}" }}'
        parts = [f'records = "{asked.kind}"']
        if asked.where:
            tests = (f"{field} = {_several(allowed)}" for field, allowed in asked.where.items())
            parts.append(f"where = {{ {', '.join(tests)} }}")
        if asked.sum is not None:
            parts.append(f'sum = "{asked.sum}"')
        if isinstance(asked.window, Length):
            parts.append(f'window = "{asked.window}"')
        return f"{{ {', '.join(parts)} }}"


def _several(allowed: tuple[Value, ...]) -> str:
    words = [_one(value) for value in allowed]
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"


def _one(value: Value) -> str:
    if isinstance(value, Fraction):
        return decimal(value)
    return json.dumps(value, ensure_ascii=False)


def _kind(kind: str, maker: str, says: Text, *fields: str) -> tuple[str, RecordKind]:
    word = maker.partition(".")[0]
    return kind, RecordKind(kind=kind, word=word, maker=maker, says=says, fields=tuple(sorted(fields)))


KINDS: FrozenMap[str, RecordKind] = FrozenMap(
    (
        _kind(
            "concern.collected",
            "concerns.as_records",
            Text("收集人记下一件急难愁盼", "somebody took down what a villager raised"),
            "channel",
        ),
        _kind(
            "concern.solved",
            "concerns.as_records",
            Text("责任人或责任单位办结并经确认", "whoever was charged settled it, and that was confirmed"),
            "category",
            "urgency",
            "in_time",
            "reopened",
        ),
        _kind(
            "contact.call",
            "pairing.as_records",
            Text("帮扶人电话联系一户", "a helper called a household"),
            "role",
        ),
        _kind(
            "contact.meeting",
            "pairing.as_records",
            Text("帮扶人与一户座谈", "a helper met a household"),
            "role",
        ),
        _kind(
            "contact.visit",
            "pairing.as_records",
            Text("帮扶人走访一户", "a helper visited a household"),
            "role",
        ),
        _kind(
            "honour",
            "records.record",
            Text("本人、户或单位受到表彰，由人登记", "somebody was honoured; written down by hand"),
            "level",
        ),
        _kind(
            "inspection.finding",
            "supervision.finding_records",
            Text(
                "检查发现一个问题，关于当事人，无当事人的关于单位",
                "an inspection found something: about each whom it concerns, or else the unit",
            ),
            "closed",
            "returned",
            "in_time",
        ),
        _kind(
            "meeting.absent",
            "activities.as_records",
            Text("应到未到，也未请假", "somebody due neither came nor asked for leave"),
            "session",
        ),
        _kind(
            "meeting.attended",
            "activities.as_records",
            Text("到会", "somebody on the roll came"),
            "session",
        ),
        _kind(
            "meeting.caught_up",
            "activities.as_records",
            Text("缺席后补学", "somebody who was not there has caught up"),
            "session",
            "in_time",
        ),
        _kind(
            "meeting.excused",
            "activities.as_records",
            Text("请假", "somebody due asked for leave"),
            "session",
        ),
        _kind(
            "mobilisation.reported",
            "activities.as_records",
            Text("动员后报到", "somebody reported for duty"),
            "hours",
            "in_time",
        ),
        _kind(
            "mobilisation.stationed",
            "activities.as_records",
            Text("派到卡点", "somebody was sent to a checkpoint"),
        ),
        _kind(
            "objection.upheld",
            "supervision.objection_records",
            Text(
                "异议成立，关于当事人，无当事人的关于单位",
                "an objection was upheld: about each whom its target concerns, or else the unit",
            ),
            "word",
        ),
        _kind(
            "pledge.commended",
            "pledges.as_records",
            Text("承诺受到表彰，关于承诺人", "a pledge was commended: about the pledger"),
            "pledger",
            "pledge",
            "grade",
        ),
        _kind(
            "points.earned",
            "points.as_records",
            Text("积分发放，关于积分户", "points were issued: about the wallet"),
            "points",
        ),
        _kind(
            "post.appraised",
            "posts.as_records",
            Text("在岗者受到评议", "a holder of a post was appraised"),
            "post",
            "grade",
            "points",
        ),
        _kind("post.held", "posts.as_records", Text("上岗", "somebody took up a post"), "post"),
        _kind(
            "post.reported",
            "posts.as_records",
            Text("在岗者述岗", "a holder of a post has reported"),
            "post",
        ),
    )
)
"""
Every kind of record that a word of the library makes, and `honour`, which is written down by hand.

A helper's contact of a town's own kind makes records of a kind of its own: a town lists it under `records`.

Example:
    >>> KINDS["concern.solved"].maker, KINDS["concern.solved"].fields
    ('concerns.as_records', ('category', 'in_time', 'reopened', 'urgency'))
"""

_SAYS: FrozenMap[str, Text] = FrozenMap(
    {
        "checkpoints_stood": Text("派到卡点的次数", "times sent to a checkpoint"),
        "concerns_collected": Text("收集的急难愁盼", "concerns taken down"),
        "concerns_solved": Text("办结的急难愁盼", "concerns settled"),
        "concerns_solved_in_time": Text("按期办结的急难愁盼", "concerns settled by their deadline"),
        "deeds_paid": Text("获得积分的次数", "times that points were issued"),
        "findings": Text("检查发现的问题", "findings of inspections"),
        "findings_late": Text("逾期整改的问题", "findings put right after their deadline"),
        "findings_open": Text("未销号的问题", "findings that are not closed"),
        "honours": Text("受到的表彰", "honours"),
        "honours_city": Text("市级表彰", "honours of the city"),
        "honours_county": Text("县（区）级表彰", "honours of the county or district"),
        "honours_national": Text("国家级表彰", "national honours"),
        "honours_province": Text("省级表彰", "honours of the province"),
        "honours_town": Text("乡镇表彰", "honours of the town"),
        "household_calls": Text("电话联系帮扶户的次数", "calls to helped households"),
        "household_meetings": Text("与帮扶户座谈的次数", "meetings with helped households"),
        "household_visits": Text("走访帮扶户的次数", "visits to helped households"),
        "meetings_attended": Text("到会次数", "sessions attended"),
        "meetings_caught_up": Text("补学次数", "sessions caught up on"),
        "meetings_caught_up_in_time": Text("按期补学次数", "sessions caught up on in time"),
        "meetings_excused": Text("请假次数", "sessions of which leave was asked"),
        "meetings_missed": Text("无故缺席次数", "sessions missed without leave"),
        "mobilisations_reported": Text("应动员报到次数", "mobilisations reported to"),
        "mobilisations_reported_in_time": Text("按时报到次数", "mobilisations reported to in time"),
        "objections_upheld": Text("成立的异议", "objections upheld"),
        "party_classes_attended": Text("听党课次数", "Party classes attended"),
        "pledges_all_kept": Text("到期承诺事项是否全部兑现", "whether all items due were kept"),
        "pledges_broken": Text("未兑现的承诺事项", "pledged items that were broken"),
        "pledges_commended": Text("受表彰的承诺", "pledges commended"),
        "pledges_kept": Text("兑现的承诺事项", "pledged items that were kept"),
        "pledges_share": Text("承诺兑现率", "the share of pledged items that were kept"),
        "points_earned": Text("所得积分", "points earned"),
        "post_points": Text("评岗得分", "points of appraisals of posts"),
        "posts_appraised_good": Text("评岗为好的次数", "posts appraised as good"),
        "posts_appraised_poor": Text("评岗为差的次数", "posts appraised as poor"),
        "posts_reported": Text("述岗次数", "reports on posts"),
        "posts_taken_up": Text("上岗次数", "posts taken up"),
        "theme_days_attended": Text("参加主题党日次数", "theme Party days attended"),
        "theme_days_missed": Text("无故缺席主题党日次数", "theme Party days missed without leave"),
        "three_meetings_attended": Text("参加“三会一课”次数", "three meetings and one class attended"),
        "urgent_concerns_solved": Text("办结的急事", "urgent concerns settled"),
        "vanguard_posts_taken_up": Text("上先锋岗次数", "vanguard posts taken up"),
    }
)

_PLEDGED = FrozenMap({f"pledges_{what}": what for what in ("kept", "broken", "share", "all_kept")})
_RECORDED: FrozenMap[str, FrozenMap[str, Query]] = FrozenMap(
    {
        "activities": activities.FACTS,
        "concerns": concerns.FACTS,
        "pairing": pairing.FACTS,
        "pledges": pledges.FACTS,
        "points": points.FACTS,
        "posts": posts.FACTS,
        "records": records.FACTS,
        "supervision": supervision.FACTS,
    }
)

FACTS: FrozenMap[str, NamedFact] = FrozenMap(
    {
        **{
            name: NamedFact(name=name, word="pledges", says=_SAYS[name], pledges=what)
            for name, what in _PLEDGED.items()
        },
        **{
            name: NamedFact(name=name, word=word, says=_SAYS[name], query=query)
            for word, facts in _RECORDED.items()
            for name, query in facts.items()
        },
    }
)
"""
The facts that a township may choose from, by name: those of every word.

Example:
    >>> sorted(name for name, fact in FACTS.items() if fact.word == "supervision")
    ['findings', 'findings_late', 'findings_open', 'objections_upheld']
"""
