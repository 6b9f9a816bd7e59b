"""A book and a subject for the tests of the command line."""

SCHEME = """
schema   = 1
id       = "stars"
rates    = "member"
title    = { zh = "党员星级评定办法", en = "Star rating of members" }
source   = { title = "某镇党委 2026 年第 3 号", date = 2026-01-20 }
cycle    = { every = "year", starts = 2026-07-01 }
decimals = 1
[fact.bonus]
[fact]
class      = { type = "word", roster = "class" }
absences   = { records = "meeting.absent" }
service    = { records = "volunteer", sum = "hours" }
appraisal  = { raters = { members = "30%", branch = "40%", villagers = "30%" } }
ill        = { type = "yes", missing = false }
barred     = { type = "yes", missing = false }
late       = { type = "yes", missing = false }
[item.score]
floor    = 0
[item.duties]
says     = { zh = "履行义务60分，老党员70分，扣完为止" }
points   = { by = "class", elder = 70, else = 60 }
floor    = 0
[item.absences]
part_of  = "duties"
says     = { zh = "无故缺席，每次扣2分" }
each     = -2
[item.hours]
says     = { zh = "志愿服务每小时0.5分，每次活动至多2分，全年至多12分" }
fact     = "service"
each     = 0.5
ceiling  = { activity = 2, cycle = 12 }
[item.appraisal]
says     = { zh = "评议20分：党员30%，支部40%，群众30%" }
each     = 20
per      = 100
[item.bonus]
says     = { zh = "其他加分，党委决定，至多5分" }
given    = { at_least = 0, at_most = 5 }
decision = true
[scale]
tiers    = [ { name = 3, at_least = 75 }, { name = 2, at_least = 60 }, { name = 1, at_least = 40 } ]
[[clause]]
says     = { zh = "因病免评" }
when     = { fact = "ill", is = true }
then     = "exempt"
[[clause]]
says     = { zh = "受处分的，不授星" }
when     = { fact = "barred", is = true }
then     = { is = "none" }
[[clause]]
says     = { zh = "迟交的，不展示" }
when     = { fact = "late", is = true }
then     = "withheld"
[[clause]]
then     = { rise_at_most = 1 }
[[consequence]]
says     = { zh = "不授星的，约谈" }
when     = { tier = "this", is = "none" }
then     = "talk"
[[case]]
name     = "缺席三次；一次活动6小时、一次3小时"
cycle    = [2026-07-01, 2027-06-30]
expect   = { score = 75.6, hours = 3.5, tier = 3 }
[case.facts]
class     = "full"
absences  = 3
service   = [ { hours = 6 }, { hours = 3 } ]
appraisal = { members = 90, branch = 95, villagers = 85 }
bonus     = { mark = 0, reason = "无", by = "committee", on = 2027-06-01 }
"""

FULL = {
    "id": "m1",
    "facts": {
        "class": "full",
        "absences": 3,
        "service": [{"hours": 6, "on": "2026-07-04"}, {"hours": 3, "on": "2026-07-05"}],
        "appraisal": {"members": 90, "branch": [94, 96], "villagers": 85},
        "bonus": {"mark": 0, "reason": "无", "by": "committee", "on": "2027-06-01"},
    },
    "past": [],
}


def write(path, text):
    """A file with a text; where it is."""
    path.write_text(text, "utf-8")
    return path
