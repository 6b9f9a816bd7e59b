"""The tours of the towns: each is played by the town's own rules, on the files that come with the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sanliang.ext.cli._files import CAMPAIGN
from sanliang.ext.cli._tours import huaxing, pingshan, poxi, xingxian
from sanliang.ext.cli._tours._tour import Count, Read, Stage, Tour, told
from sanliang.ext.cli._townships import named
from sanliang.kernel.errors import NotFound, nearest
from sanliang.kernel.labels import Phrase
from sanliang.orgs._index import meant
from sanliang.townships import Township, get

PLAYS: Mapping[str, Callable[[Stage], dict[str, Count]]] = {
    "huaxing": huaxing.play,
    "pingshan": pingshan.play,
    "poxi": poxi.play,
    "xingxian": xingxian.play,
}
"""How each town is played; 兴十四镇 is a campaign, and played by `_play`."""


IDS = tuple(sorted((CAMPAIGN, *PLAYS)))
"""The towns that have a tour."""

NO_TOUR = Phrase(
    "demo.town",
    "没有这个镇的导览；有导览的镇：{ids}。其他镇可给出活动文件夹，按该镇的流程来演{hint}",
    "has no tour; there is one of: {ids}. To play a campaign by the courses of another town, say its"
    " folder{hint}",
)


def whose(town: str | None, *, folder: bool) -> Township:
    """
    The town whose rules are played: 兴十四镇 where none is named.

    Args:
        town: An id; or, with the folder of a campaign, that of any town, or its folder.
        folder: Whether a folder is played.

    Raises:
        NotFound: The town has no tour, or there is no such town.
    """
    wanted = town or CAMPAIGN
    if wanted in IDS:
        return get(wanted)
    if not folder:
        raise NotFound(NO_TOUR.fault("town", hint=meant(nearest(wanted[:40], IDS)), ids=IDS))
    return named(wanted)


def tour(town: Township, read: Read) -> Tour:
    """
    Play the tour of a town.

    Args:
        town: One of those that have a play.
        read: How its files are read.

    Raises:
        InvalidInput: A file is not as it should be, with its name and line.
        NotFound: A file is missing, or names what no other has.
        Refused: Somebody of the files does what the town's rules refuse.
    """
    stage = Stage(town, read)
    return told(stage, PLAYS[town.id](stage))
