"""Towns that installed packages bring: asked for, never loaded on import; what fails is a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import attrs

from sanliang.kernel.errors import Fault, NotFound, SanliangError
from sanliang.kernel.fields import code, code_set
from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.kernel.sheets import shown
from sanliang.townships._own import OWN
from sanliang.townships._town import Township

GROUP = "sanliang.townships"
OURS = "sanliang"

RAISED = Phrase("township.raised", "软件包读取时出错：{kind}", "the package fails to give it, with: {kind}")
NO_TOWN = Phrase(
    "township.not_one",
    "入口给出的不是 Township，也不是返回 Township 的函数",
    "gives neither a Township nor a function that returns one",
)
OTHER_NAME = Phrase(
    "township.entry_name",
    "入口名称与镇的 id 不一致",
    "is an entry point with another name than the id of its town",
)
TWICE = Phrase(
    "township.twice",
    "不止一个软件包有这个镇；请用 only= 或卸载其一",
    "comes from more than one package: uninstall all but one",
)
NO_SUCH_TOWN = Phrase("township.unknown", "没有这个镇；{near}", "there is no such town; {near}")


@attrs.frozen(kw_only=True)
class Found:
    """
    What one entry point gave: a town, or the fault that kept it from giving one.

    Attributes:
        id: The name of the entry point, which is the id of its town.
        package: The distribution that brings it; empty where the metadata do not say.
        town: The town, or nothing.
        faults: Why there is none.
    """

    id: str
    package: str
    town: Township | None = None
    faults: tuple[Fault, ...] = ()


def discover(*, only: Iterable[str] | None = None) -> tuple[Found, ...]:
    """
    The towns that installed packages bring under the entry-point group `sanliang.townships`.

    This loads code of the packages, with the trust of code: name those that you allow.

    Args:
        only: The ids that may be loaded; nothing else is touched. All, if left out.

    Returns:
        One for each entry point, by id and package, whatever the order in which they are found. A package
        that raises, or gives something else, is there with its faults, and keeps no other from its town. Of
        two packages with one id neither is taken, but those of this library stay.
    """
    allowed = None if only is None else code_set(only, "only")
    points = [point for point in _points() if allowed is None or point.name in allowed]
    counts = Counter(point.name for point in points)
    ours = {point.name for point in points if _package(point) == OURS}
    found = (_found(point, twice=_doubled(point, counts, ours)) for point in points)
    return tuple(sorted(found, key=lambda one: (one.id, one.package)))


def _points() -> list[Any]:
    from importlib.metadata import entry_points  # noqa: PLC0415 -- only who asks pays for it

    return [*entry_points(group=GROUP)]


def _package(point: Any) -> str:
    return "" if point.dist is None else str(point.dist.name)


def _doubled(point: Any, counts: Counter[str], ours: set[str]) -> bool:
    return counts[point.name] > 1 and not (point.name in ours and _package(point) == OURS)


def _found(point: Any, *, twice: bool) -> Found:
    given = (TWICE.fault(_where(point)),) if twice else town_of(point)
    if isinstance(given, Township):
        return Found(id=point.name, package=_package(point), town=given)
    return Found(id=point.name, package=_package(point), faults=given)


def _where(point: Any) -> str:
    """Where a fault of an entry point stands: under its name, as the package's metadata have it."""
    return f"entry_points.{shown(point.name)}"


def town_of(point: Any) -> Township | tuple[Fault, ...]:
    """What an entry point gives. Whatever it raises is told by its kind: its text may say anything."""
    where = _where(point)
    try:
        given = point.load()
        town = given() if callable(given) else given
    except SanliangError as error:
        return error.faults
    except (Exception, SystemExit) as error:
        return (RAISED.fault(where, kind=type(error).__name__),)
    if not isinstance(town, Township):
        return (NO_TOWN.fault(where),)
    return town if town.id == point.name else (OTHER_NAME.fault(where),)


def get(id: str) -> Township:
    """
    A town by its id: one of those that come with the library, or one that an installed package brings.

    Only the package that brings the town is loaded.

    Raises:
        NotFound: No package has it, or the one that does fails to give it; then the faults say why.

    Example:
        >>> get("pingshan").name.get("zh")
        '平山镇'
    """
    wanted = code(id, "id")
    if wanted in OWN:
        return OWN[wanted]()
    faults: list[Fault] = []
    for found in discover(only=(wanted,)):
        if found.town is not None:
            return found.town
        faults += found.faults
    if faults:
        raise NotFound(*faults)
    near = nearest_of(wanted, sorted(OWN))
    raise NotFound(NO_SUCH_TOWN.fault("id", near=near))
