"""The posts that every township knows, and which of them act for whom."""

from __future__ import annotations

from sanliang.kernel.labels import Labelled


class Role(Labelled):
    """The posts that every township knows; a town may use codes of its own beside these."""

    TOWNSHIP_SECRETARY = "township_secretary", "乡镇党委书记", "township Party secretary"
    TOWNSHIP_COMMITTEE = "township_committee", "乡镇党委委员", "township Party committee member"
    GENERAL_BRANCH_SECRETARY = "general_branch_secretary", "党总支书记", "general branch secretary"
    BRANCH_SECRETARY = "branch_secretary", "党支部书记", "branch secretary"
    DEPUTY_SECRETARY = "deputy_secretary", "党支部副书记", "deputy branch secretary"
    BRANCH_COMMITTEE = "branch_committee", "支部委员", "branch committee member"
    GROUP_LEADER = "group_leader", "党小组长", "Party group leader"
    FIRST_SECRETARY = "first_secretary", "第一书记", "first secretary"
    SUPERVISOR = "supervisor", "监督员", "supervisor"
    GRID_HEAD = "grid_head", "网格长", "grid head"
    GRID_WORKER = "grid_worker", "网格员", "grid attendant"
    HUB_HEAD = "hub_head", "中心户户长", "hub household head"
    DEPUTY = "deputy", "人大代表", "people's deputy"


_TOWN = (Role.TOWNSHIP_SECRETARY, Role.TOWNSHIP_COMMITTEE)
_ABOVE = (*_TOWN, Role.GENERAL_BRANCH_SECRETARY)
_BRANCH = (Role.BRANCH_SECRETARY, Role.DEPUTY_SECRETARY, Role.BRANCH_COMMITTEE)

TOWN_OFFICERS = frozenset(_TOWN)
"""The roles that act for the township."""

OFFICERS_ABOVE = frozenset(_ABOVE)
"""The roles that act for an organisation above a branch."""

OFFICERS = frozenset((*_ABOVE, *_BRANCH))
"""The roles that act for a branch or for an organisation above it, each within its own scope."""
