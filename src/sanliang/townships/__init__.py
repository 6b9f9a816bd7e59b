"""
Townships: what is different in a town, as data that changes the base and says who says so.

`load` reads a stranger's folder, `get` gives a town by its id, `discover` asks the installed packages. A
`Township` is a frozen bundle of lifecycles, rulebooks, rules of pairing, a calendar, notices and tables;
`describe` tells what it changes, `check` what is wrong with it. The towns of the seeds come through the same
door as anybody's.
"""

from __future__ import annotations

from typing import overload

from sanliang.townships._cases import (
    CalendarCase,
    CourseCase,
    NoticeCase,
    PairingCase,
    ShownCase,
    Step,
    WrittenCase,
)
from sanliang.townships._check import check, is_doubtful
from sanliang.townships._describe import Description, Difference, describe
from sanliang.townships._discover import Found, discover, get
from sanliang.townships._facts import FACTS, KINDS, NamedFact, RecordKind
from sanliang.townships._layer import Layer, Open, Stated
from sanliang.townships._mutants import Mutant, Trial, mutants, tried
from sanliang.townships._points_cases import Business, Owed, PointsCase, PostsCase
from sanliang.townships._posts import TownDuty, TownPost, post_plan
from sanliang.townships._read import load, read
from sanliang.townships._revisions import adopt, in_force, may_adopt, revision_of
from sanliang.townships._run_cases import TownCaseResult, run_cases
from sanliang.townships._town import Township, base, overlaid, together

__all__ = [
    "FACTS",
    "KINDS",
    "Business",
    "CalendarCase",
    "CourseCase",
    "Description",
    "Difference",
    "Found",
    "Layer",
    "Mutant",
    "NamedFact",
    "NoticeCase",
    "Open",
    "Owed",
    "PairingCase",
    "PointsCase",
    "PostsCase",
    "RecordKind",
    "ShownCase",
    "Stated",
    "Step",
    "TownCaseResult",
    "TownDuty",
    "TownPost",
    "Township",
    "Trial",
    "WrittenCase",
    "adopt",
    "base",
    "check",
    "describe",
    "discover",
    "get",
    "in_force",
    "is_doubtful",
    "load",
    "may_adopt",
    "mutants",
    "overlay",
    "post_plan",
    "read",
    "revision_of",
    "run_cases",
    "tried",
]


@overload
def overlay(first: Township, *layers: Layer) -> Township: ...
@overload
def overlay(first: Layer, *layers: Layer) -> Layer: ...
def overlay(first: Township | Layer, *layers: Layer) -> Township | Layer:
    """
    A town with layers over it; or layers joined into one.

    It is associative: a county laid over the base and a town over that is the same as the two joined and then
    laid over the base. Laying nothing over a town is the town.

    Args:
        first: A town, or the lowest layer.
        layers: From the lowest to the highest; each says what it lies over.

    Raises:
        InvalidInput: A layer says that it lies over something else, or a change names what is not there.

    Example:
        >>> from sanliang import Text
        >>> county = Layer(id="huaining", name=Text("怀宁县", "Huaining county"))
        >>> town = Layer(id="qingshan", name=Text("青山镇"), over=("huaining",))
        >>> overlay(overlay(base(), county), town) == overlay(base(), overlay(county, town))
        True
        >>> overlay(base()) == base(), overlay(base(), county, town).base
        (True, 'huaining')
    """
    return together(first, *layers) if isinstance(first, Layer) else overlaid(first, *layers)
