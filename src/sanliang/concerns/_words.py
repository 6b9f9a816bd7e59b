"""The words of concerns: where they are heard, what they are about, how they stand."""

from __future__ import annotations

from sanliang.kernel.labels import Labelled
from sanliang.orgs import OFFICERS, Role


class Channel(Labelled):
    """Where a concern was heard."""

    TALK = "talk", "座谈会", "talk meeting"
    VISIT = "visit", "入户走访", "visit"
    HUB = "hub", "党员中心户", "hub household"
    DEPUTY = "deputy", "人大代表联系", "people's deputy"
    DIRECT = "direct", "直接反映", "brought by the villager"


class Category(Labelled):
    """What a concern is about; a town may use codes of its own beside these."""

    FARMING = "farming", "生产经营", "farming and trade"
    ROADS = "roads", "道路交通", "roads"
    WATER = "water", "饮水灌溉", "water"
    HOUSING = "housing", "住房用电", "housing and power"
    CARE = "care", "养老救助", "care and relief"
    HEALTH = "health", "看病就医", "health"
    SCHOOLING = "schooling", "子女上学", "schooling"
    WORK = "work", "务工就业", "work"
    DISPUTE = "dispute", "矛盾纠纷", "dispute"
    SURROUNDINGS = "surroundings", "环境卫生", "surroundings"
    CONDUCT = "conduct", "党员作风", "conduct of a member"
    UNSORTED = "unsorted", "尚未分类", "not sorted yet"


class Urgency(Labelled):
    """急难愁盼: what cannot wait, what is hard, what worries, what is hoped for."""

    URGENT = "urgent", "急", "urgent"
    HARD = "hard", "难", "hard"
    WORRYING = "worrying", "愁", "worrying"
    HOPED = "hoped", "盼", "hoped for"


class Ground(Labelled):
    """On which ground a concern is refused."""

    NOT_OURS = "not_ours", "不属本级职权", "not for this level to settle"
    NOT_LAWFUL = "not_lawful", "不合法规政策", "against the law or the policy"
    TWICE = "twice", "重复反映", "raised before"
    TAKEN_BACK = "taken_back", "本人撤回", "taken back by whoever raised it"
    UNFOUNDED = "unfounded", "查无实据", "nothing was found"


class State(Labelled):
    """Where a concern stands in the base lifecycle."""

    COLLECTED = "collected", "已收集", "collected"
    SORTED = "sorted", "已分类", "sorted"
    ASSIGNED = "assigned", "已交办", "assigned"
    PASSED = "passed", "已上报", "passed upward"
    FINISHED = "finished", "已办理，待确认", "done, to be confirmed"
    CONFIRMED = "confirmed", "已确认", "confirmed"
    REFUSED = "refused", "不予办理", "refused"
    REOPENED = "reopened", "重新办理", "reopened"


class Move(Labelled):
    """What can be done with a concern in the base lifecycle."""

    COLLECT = "collect", "收集", "collect"
    SORT = "sort", "分类", "sort"
    ASSIGN = "assign", "交办", "assign"
    PASS_UP = "pass_up", "上报", "pass upward"
    ANSWER = "answer", "上级答复", "answer from above"
    FINISH = "finish", "报办结", "report as done"
    CONFIRM = "confirm", "确认", "confirm"
    REOPEN = "reopen", "要求重办", "reopen"
    REFUSE = "refuse", "不予办理", "refuse"
    CORRECT = "correct", "更正", "correct"


class Standing(Labelled):
    """What a state comes to: a concern is open, done or refused, and never two of them."""

    OPEN = "open", "未办结", "open"
    DONE = "done", "已办结", "done"
    REFUSED = "refused", "不予办理", "refused"


COLLECTORS = OFFICERS | {
    Role.GROUP_LEADER,
    Role.FIRST_SECRETARY,
    Role.GRID_HEAD,
    Role.GRID_WORKER,
    Role.HUB_HEAD,
    Role.DEPUTY,
    Role.SUPERVISOR,
}
"""The roles that take down what villagers say, each within its own scope."""
