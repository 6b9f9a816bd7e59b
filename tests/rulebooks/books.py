"""Books of invented towns, and ways to read parts of one."""

import pytest

from sanliang import InvalidInput
from sanliang.rulebooks import loads

HEAD = """
schema = 1
id     = "stars"
rates  = "member"
title  = { zh = "星级评定" }
source = { title = "某镇党委文件", date = 2026-01-05, article = "1" }
cycle  = { every = "year", starts = 2026-01-01 }
"""
FACTS = """
[fact.class]
type = "word"
[fact.hours]
records = "volunteer"
sum = "hours"
[fact.sick]
type = "yes"
[fact.mark]
"""
ITEMS = """
[item.hours]
each = 1
[item.mark]
"""
SCALE = """
[scale]
tiers = [ { name = 5, at_least = 90 }, { name = 4, at_least = 80 } ]
"""

QINGSHAN = """
schema   = 1
id       = "qingshan-member-stars"
rates    = "member"
title    = { zh = "青山镇党员星级评定办法", en = "Star rating of members, Qingshan" }
source   = { title = "青山镇党委 2026 年第 3 号", date = 2026-01-20 }
cycle    = { every = "year", starts = 2026-07-01 }
decimals = 1
[fact]
class      = { type = "word", roster = "class" }
service    = { records = "volunteer", sum = "hours" }
sanctioned = { records = "sanction", window = "18 months" }
[item.score]
floor    = 0
[item.duties]
says     = { zh = "履行义务60分，老党员70分，扣完为止" }
points   = { by = "class", elder = 70, else = 60 }
floor    = 0
[item.absences]
part_of  = "duties"
says     = { zh = "无故缺席，每次扣2分" }
fact     = { records = "meeting.absent" }
each     = -2
[item.hours]
says     = { zh = "志愿服务每小时0.5分，每次活动至多2分，全年至多12分" }
fact     = "service"
each     = 0.5
ceiling  = { activity = 2, cycle = 12 }
[item.appraisal]
says     = { zh = "评议20分：党员30%，支部40%，群众30%" }
fact     = { raters = { members = "30%", branch = "40%", villagers = "30%" } }
each     = 20
per      = 100
[scale]
tiers    = [ { name = 5, at_least = 92 }, { name = 4, at_least = 84 }, { name = 3, at_least = 75 } ]
[[clause]]
says     = { zh = "十八个月内受处分的，不授星" }
when     = { fact = "sanctioned", at_least = 1 }
then     = { is = "none" }
[[clause]]
then     = { rise_at_most = 1 }   # 一次只升一星
[[quota]]
says     = { zh = "五星不超过支部的12%，2027年7月起16%，至少一名" }
tier     = 5
at_most  = { 2026-07-01 = "12%", 2027-07-01 = "16%" }
of       = "branch"
rank     = ["score", "appraisal"]
least    = 1
ties     = "narrow"
[[consequence]]
says     = { zh = "连续两年不授星的，镇党委约谈" }
when     = { tier = "this", is = "none", run = 2 }
then     = "talk"
[[case]]
name     = "缺席三次；一次活动6小时、一次3小时"
cycle    = [2026-07-01, 2027-06-30]
facts    = { class = "full", absences = 3, service = [ { hours = 6 }, { hours = 3 } ], appraisal = { members = 90, branch = 95, villagers = 85 } }
expect   = { score = 75.6, hours = 3.5, tier = 3 }
"""  # noqa: E501 -- as it is printed


def book(rest="", *, facts=FACTS, items=ITEMS, scale=SCALE, head=HEAD):
    """A text of a book, of parts that may be other ones."""
    return head + facts + items + scale + rest


def found(text, base=None):
    """The code and the path, without its line, of each fault of a text; none where it reads."""
    try:
        loads(text, base=base)
    except InvalidInput as error:
        return [(fault.code, fault.path.partition(": ")[2]) for fault in error.faults]
    return []


def refusal(text, base=None):
    """The error with which a text is refused."""
    with pytest.raises(InvalidInput) as caught:
        loads(text, base=base)
    return caught.value
