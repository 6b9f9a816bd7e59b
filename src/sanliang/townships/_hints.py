"""Which case would notice a changed rule: with which move, facts, days or people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Row
from sanliang.points import Rule
from sanliang.rulebooks import FromBallots, FromRaters, FromRecords, Rulebook
from sanliang.rulebooks._model import Origin
from sanliang.townships._one_change import Changed, shown
from sanliang.townships._parts import COURSES

ABOUT = Text("这一数", "this number")

Table = tuple[tuple[str, Phrase], ...]

_COURSE: Table = (
    (
        r"rows\.[^.]+\.guards",
        Phrase(
            "mutant.guard",
            '请加一个 word = "{word}" 的算例：最后一步为“{move}”，只有条件“{old}”不满足，refused 写它的代码',
            'add a case with word = "{word}" whose last step is {move!r} and fails {old} alone, '
            "and say its code under refused",
        ),
    ),
    (
        r"rows\.[^.]+\.needs",
        Phrase(
            "mutant.need",
            '请加一个 word = "{word}" 的算例：最后一步为“{move}”，given 不写“{old}”，refused = '
            '["move.needs"]',
            'add a case with word = "{word}" whose last step is {move!r} with no {old} under given, '
            'and refused = ["move.needs"]',
        ),
    ),
    (
        r"rows\.[^.]+\.roles",
        Phrase(
            "mutant.role",
            '请加两个 word = "{word}" 的算例，最后一步为“{move}”：一个由只任“{old}”的人办理，写 expect；'
            '一个由不任此职的人办理，refused = ["move.role"]',
            'add two cases with word = "{word}" whose last step is {move!r}: one by somebody who is '
            '{old} and nothing else, with expect; one by somebody who is not, with refused = ["move.role"]',
        ),
    ),
    (
        r"rows\.",
        Phrase(
            "mutant.row",
            '请加一个 word = "{word}" 的算例：最后一步为“{move}”，expect 写它到达的状态',
            'add a case with word = "{word}" whose last step is {move!r}, and say the state it leads to '
            "under expect",
        ),
    ),
    (
        r"settings\.",
        Phrase(
            "mutant.setting",
            '请加两个 word = "{word}" 的算例，其中“{name}”一个刚好满足，一个刚好不满足（现为 {old}）',
            'add two cases with word = "{word}": one that just meets {name!r}, which is {old} now, '
            "and one that "
            "just fails it",
        ),
    ),
    (
        r"nodes\.",
        Phrase(
            "mutant.state",
            '请加一个 word = "{word}" 的算例，到达状态“{name}”，再走一步',
            'add a case with word = "{word}" that comes to the state {name!r}, and goes one step further',
        ),
    ),
)
_BOOK: Table = (
    (
        r"item\.[^.]+\.(ceiling|floor)",
        Phrase(
            "mutant.limit",
            "请在 {file} 中加一个算例，facts 或 records 使“{name}”越过 {old}，expect 写明“{name}”为 {old}",
            "add a case to {file} whose facts or records take {name!r} past {old}, and say under expect that "
            "it is {old}",
        ),
    ),
    (
        r"item\.[^.]+\.whole",
        Phrase(
            "mutant.whole",
            "请在 {file} 中加一个算例，facts 使“{name}”所读的数带小数（如 2.5），expect 写明“{name}”的分",
            "add a case to {file} whose facts give {name!r} a part of one to read, such as 2.5, and say how "
            "much of it under expect",
        ),
    ),
    (
        r"item\.",
        Phrase(
            "mutant.item",
            "请在 {file} 中加一个算例，facts 或 records 使“{name}”得分，expect 写明“{name}”的分",
            "add a case to {file} whose facts or records give {name!r} something, and say how much of it "
            "under expect",
        ),
    ),
    (
        r"fact\.[^.]+\.missing",
        Phrase(
            "mutant.missing",
            "请在 {file} 中加一个算例，facts 和 records 都不写“{name}”，expect 写明由它而来的分",
            "add a case to {file} that gives nothing for {name!r}, and say under expect what comes of it",
        ),
    ),
    (
        r"fact\.[^.]+\.where",
        Phrase(
            "mutant.where",
            "请在 {file} 中加一个算例，facts 或 records 把“{name}”逐条写出：“{field}”为所列的每个值各一条，"
            "为其他值的一条（只写总数的看不出），expect 写明由它而来的分",
            "add a case to {file} that lists {name!r} record by record under facts or records: one for each "
            "{field!r} that counts, and one for another (a bare number notices nothing), and say under "
            "expect what comes of it",
        ),
    ),
    (
        r"fact\.[^.]+\.window",
        Phrase(
            "mutant.window",
            "请在 {file} 中加一个算例，facts 或 records 把“{name}”逐条写出：所算时段的第一天一条，前一天一条"
            "（只写总数的看不出），expect 写明由它而来的分",
            "add a case to {file} that lists {name!r} record by record under facts or records: one of the "
            "first day of the window and one of the day before (a bare number notices nothing), and say "
            "under expect what comes of it",
        ),
    ),
    (
        r"fact\..* of sum$",
        Phrase(
            "mutant.sum",
            "请在 {file} 中加一个算例，facts 或 records 把“{name}”逐条写出，如 [{{ on = 某日, {field} = 3 }}]"
            "（只写总数的看不出），expect 写明由它而来的分",
            "add a case to {file} that lists {name!r} record by record under facts or records, as in "
            "[{{ on = a day, {field} = 3 }}] (a bare number notices nothing), and say under expect what "
            "comes of it",
        ),
    ),
    (
        r"fact\..* of count$",
        Phrase(
            "mutant.count",
            '请在 {file} 中加一个算例，records 逐条写出“{name}”，如 [{{ kind = "{kind}", on = 某日 }}]'
            "（只写总数的看不出），expect 写明由它而来的分",
            "add a case to {file} that has {name!r} under records, as in "
            '[{{ kind = "{kind}", on = a day }}] (a bare number notices nothing), and say under expect what '
            "comes of it",
        ),
    ),
    (
        r"fact\..* of raters$",
        Phrase(
            "mutant.raters",
            "请在 {file} 中加一个算例，facts 写明各方给“{name}”的分，各不相同，如 {{ {field} = 90 }}；"
            "去掉 absent 的，缺一方的分；expect 写明由它而来的分",
            "add a case to {file} whose facts have a mark of each source for {name!r}, no two alike, as in "
            "{{ {field} = 90 }}, and none of one source where `absent` was dropped; say under expect what "
            "comes of it",
        ),
    ),
    (
        r"fact\..* of ballots$",
        Phrase(
            "mutant.ballots",
            "请在 {file} 中加一个算例，facts 写明“{name}”各等次的票数，如 {{ {field} = 6 }}，"
            "expect 写明由它而来的分",
            "add a case to {file} whose facts have the ballots of {name!r} by grade, as in "
            "{{ {field} = 6 }}, and say under expect what comes of it",
        ),
    ),
    (
        r"fact\.",
        Phrase(
            "mutant.fact",
            "请在 {file} 中加一个算例，facts 或 records 写明“{name}”，expect 写明由它而来的分",
            "add a case to {file} that gives the fact {name!r} under facts or records, and say "
            "under expect what "
            "comes of it",
        ),
    ),
    (
        r"quota",
        Phrase(
            "mutant.quota",
            "请在 {file} 中加一个有 people 的算例：够格的人比名额多一个，expect 写明各人的等次",
            "add a case with people to {file}: one more of them reaches the tier than the quota lets in, and "
            "expect has the tier of each",
        ),
    ),
    (
        r"clause|consequence",
        Phrase(
            "mutant.clause",
            "请在 {file} 中加两个算例：一个的 facts 使这一条适用，一个刚好使它不适用，expect 写明等次",
            "add two cases to {file}: one whose facts make this clause hold, and one that just does "
            "not, with "
            "the tier under expect",
        ),
    ),
    (
        r"scale",
        Phrase(
            "mutant.scale",
            "请在 {file} 中加一个算例，得分正好在这一等，expect 写明 tier",
            "add a case to {file} that comes just to this tier, and say the tier under expect",
        ),
    ),
)
_REST: Table = (
    (
        r"calendar .*within",
        Phrase(
            "mutant.within",
            "请加一个算例：month 为“{key}”所在月份，holidays 使那一天及其后 {old} 天都不上班，held "
            "或 not_held 写明"
            "结果",
            "add a case with the month in which {key!r} falls, holidays from that day on for {old} days, and "
            "what comes of it under held or not_held",
        ),
    ),
    (
        r"calendar ",
        Phrase(
            "mutant.day",
            "请加一个算例：month 为“{key}”所在月份，held 写明它是哪一天",
            "add a case with the month in which {key!r} falls, and say its day under held",
        ),
    ),
    (
        r"notices ",
        Phrase(
            "mutant.period",
            '请加一个算例：notice = "{key}"，posted 为首日，until 为末日；按工作日计的，其间有假日',
            'add a case with notice = "{key}", the first day under posted and the last under until; with '
            "holidays in between where working days count",
        ),
    ),
    (
        r"pairing (ranks\[\d+\]\.)?(room|least)",
        Phrase(
            "mutant.room",
            "请加一个有 members 和 households 的算例：这类党员一人，愿意结对的户比 {old} 多，pairs 写明帮谁",
            "add a case with one member of this rank and more households than {old} that wish for "
            "that member, "
            "and say under pairs who is helped",
        ),
    ),
    (
        r"pairing (near|beyond)",
        Phrase(
            "mutant.near",
            "请加一个有 members 和 households 的算例：一户与一名党员正好隔这么远，costs "
            "写明这一对的数，或 apart 写明不可结",
            "add a case with a household and a member who are just so far from one another, and say what the "
            "pair costs under costs, or that it cannot be under apart",
        ),
    ),
    (
        r"pairing ",
        Phrase(
            "mutant.people",
            "请加一个有 members 和 households 的算例，其中有合“{key}”的，也有刚好不合的，pairs 和 "
            "short 写明结果",
            "add a case with members and households of whom one meets {key!r} and one just does not, and say "
            "what comes of it under pairs and short",
        ),
    ),
    (
        r"posts [^.]+\.where",
        Phrase(
            "mutant.place",
            '请加一个 holds = ["{key}"] 的算例，where 写明在何处上岗',
            'add a case with holds = ["{key}"], and say under where it is held',
        ),
    ),
    (
        r"posts ",
        Phrase(
            "mutant.post",
            '请加一个 holds = ["{key}"] 的算例，pledges 写明它的全部职责，places 和 kinds 写明人数和类别',
            'add a case with holds = ["{key}"], all its duties under pledges, and its number and kind under '
            "places and kinds",
        ),
    ),
    (
        r"points rules\..*ceilings",
        Phrase(
            "mutant.ceiling",
            '请加一个算例：points 中的 record = "{kind}" 累计到上限 {old}，再多一条',
            'add a case with points of record = "{kind}" up to the ceiling of {old}, and one record more',
        ),
    ),
    (
        r"points rules\.",
        Phrase(
            "mutant.rate",
            '请加一个算例：points = [{{ record = "{kind}", on = 某日, points = 应得分 }}]',
            'add a case with points = [{{ record = "{kind}", on = a day, points = what it earns }}]',
        ),
    ),
    (
        r"points catalogue\.[^.]+\.cost",
        Phrase(
            "mutant.cost",
            "请加一个算例：costs = {{ {name} = {old} }}",
            "add a case with costs = {{ {name} = {old} }}",
        ),
    ),
    (
        r"points catalogue\.",
        Phrase(
            "mutant.price",
            "请加一个算例：先得分，再以 order 兑换“{name}”；价格按日变动的，那一天和前一天各兑换一次",
            "add a case that earns points and then has an order for {name!r}; where the price "
            "changes by day, "
            "one order on that day and one on the day before",
        ),
    ),
    (
        r"points privileges\.",
        Phrase(
            "mutant.privilege",
            "请加两个算例：一个正好得 {old} 分，一个差一分，privileges 写明有无“{name}”",
            "add two cases, one that earns just {old} points and one that earns one point less, and "
            "say under "
            "privileges whether there is {name!r}",
        ),
    ),
    (
        r"points exchange\.",
        Phrase(
            "mutant.exchange",
            "请加一个算例：exchange 写明全年的兑换日；或者那一天、前一天、后一天各有一笔 order",
            "add a case with all days of exchange of a year under exchange, or with an order on the "
            "day, on the "
            "day before and on the day after",
        ),
    ),
    (
        r"points caps",
        Phrase(
            "mutant.cap",
            "请加一个算例：points 累计到全村上限，再多一条，refused 写明",
            "add a case with points up to the cap of the village, and one record more that is refused",
        ),
    ),
    (
        r"points denominations",
        Phrase(
            "mutant.voucher",
            "请加一个算例：order 的分数只有用面额 {old} 才能付清",
            "add a case with an order that can be paid only with vouchers of {old}",
        ),
    ),
    (
        r"points ",
        Phrase(
            "mutant.keeps",
            "请加两个算例：积分能用的最后一天和后一天，balance 写明 held 和 expired",
            "add two cases, on the last day on which points can be spent and on the day after, and "
            "say held and "
            "expired under balance",
        ),
    ),
    (
        r"shown ",
        Phrase(
            "mutant.shown",
            '请加一个 shown = "{key}" 的算例，to 写明谁看得见',
            'add a case with shown = "{key}", and say under to who sees it',
        ),
    ),
)


def hint_for(part: str, key: str, path: str, entry: Any, change: Changed | None) -> Text:
    """
    What case to add, so that a changed rule is noticed.

    Args:
        part, key: The part of the town and the entry in it; of rulebooks, the book.
        path: The changed rule within its part; of rulebooks, within the book.
        entry: The entry as it is, or as the base has it where the town drops it.
        change: What was changed; nothing where a change of the town is undone.
    """
    if change is not None and change.hint is not None:
        zh, en = change.hint.zh, change.hint.en
        return Text(zh.replace("{about}", ABOUT.zh), en.replace("{about}", ABOUT.get("en")))
    origin = _origin(entry, path)
    phrase = next(_fitting(part, path, origin))
    return phrase.fill(
        word=part,
        key=key,
        field=_field(path, origin),
        name=path.split(".")[1] if "." in path else key,
        move=entry.move if isinstance(entry, Row) else key,
        kind=_kind(entry, origin) or key,
        file=f"{key}.toml",
        old=shown(entry) if change is None else change.old,
    )


def _origin(entry: Any, path: str) -> Origin | None:
    """Where the fact of a book comes from whose rule was changed, if one was."""
    if not isinstance(entry, Rulebook) or not path.startswith("fact."):
        return None
    name = path.split(".")[1]
    return next(one.origin for one in entry.facts if one.id == name)


def _kind(entry: Any, origin: Origin | None) -> str | None:
    """The kind of the records that count."""
    found = entry if isinstance(entry, Rule) else origin
    return found.kind if isinstance(found, Rule | FromRecords) else None


def _field(path: str, origin: Origin | None) -> str:
    """The field of records that is asked for, or added up; of marks or ballots the first that there is."""
    match origin:
        case FromRecords(sum=summed):
            asked = re.match(r"fact\.[^.]+\.where\.([^.[]+)", path)
            return asked[1] if asked else summed or ""
        case FromRaters(weights=table) | FromBallots(worth=table):
            return next(iter(table), "")
        case _:
            return ""


def _folded(origin: Origin | None) -> str:
    """How a fact is made of what is given."""
    match origin:
        case FromRecords(sum=summed):
            return "count" if summed is None else "sum"
        case FromRaters():
            return "raters"
        case FromBallots():
            return "ballots"
        case _:
            return "all"


def _fitting(part: str, path: str, origin: Origin | None) -> Iterator[Phrase]:
    """The phrases for this kind of change; the last of each table is for all that is left."""
    table: Table
    table, asked = _REST, f"{part} {path}"
    if part in COURSES:
        table, asked = _COURSE, path
    elif part == "rulebooks":
        table, asked = _BOOK, f"{path} of {_folded(origin)}"
    yield from (phrase for pattern, phrase in table if re.match(pattern, asked))
