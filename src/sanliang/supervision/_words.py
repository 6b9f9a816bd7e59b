"""The words of supervision: how inspections and objections stand, and what can be done with them."""

from __future__ import annotations

from sanliang.kernel.labels import Labelled
from sanliang.orgs import OFFICERS_ABOVE, Role


class InspectionState(Labelled):
    """Where an inspection stands in the base lifecycle."""

    ARRANGED = "arranged", "已安排", "arranged"
    CHECKING = "checking", "检查中", "checking"
    URGING = "urging", "督促整改", "urging"
    SETTLED = "settled", "已落实", "settled"
    CLEAN = "clean", "未发现问题", "nothing found"
    CANCELLED = "cancelled", "已取消", "cancelled"


class InspectionMove(Labelled):
    """What can be done with an inspection in the base lifecycle."""

    ARRANGE = "arrange", "安排", "arrange"
    RETEAM = "reteam", "调整检查组", "change the team"
    CHECK = "check", "检查", "check"
    FIND = "find", "记录问题", "find"
    CONCLUDE = "conclude", "结束检查", "conclude the check"
    URGE = "urge", "督促", "urge"
    REMEDY = "remedy", "报整改", "report a correction"
    RETURN = "return", "退回整改", "return"
    CLOSE = "close", "销号", "close a finding"
    CANCEL = "cancel", "取消", "cancel"
    CORRECT = "correct", "更正", "correct"


class ObjectionState(Labelled):
    """Where an objection from the public stands in the base lifecycle."""

    OPEN = "open", "待受理", "open"
    EXAMINING = "examining", "核查中", "being examined"
    UPHELD = "upheld", "异议成立", "upheld"
    DISMISSED = "dismissed", "异议不成立", "dismissed"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class ObjectionMove(Labelled):
    """What can be done with an objection in the base lifecycle."""

    OBJECT = "object", "提出异议", "object"
    TAKE_UP = "take_up", "受理核查", "take up"
    ANSWER = "answer", "答复", "answer"
    WITHDRAW = "withdraw", "撤回", "withdraw"
    CORRECT = "correct", "更正", "correct"


SUPERVISORS = OFFICERS_ABOVE | {Role.SUPERVISOR}
"""The roles that examine an objection: officers above a branch, and supervisors, each within their scope."""
