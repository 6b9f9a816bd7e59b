"""The cases of a town, read from the document that tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, get_origin

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import clean_text
from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.kernel.privacy import Private
from sanliang.kernel.sheets import lines
from sanliang.kernel.wire import converter, decode
from sanliang.townships._cases import (
    NO_LIFECYCLE,
    CalendarCase,
    CourseCase,
    NoticeCase,
    PairingCase,
    ShownCase,
    Step,
    TownCase,
    WrittenCase,
)
from sanliang.townships._parts import COURSES
from sanliang.townships._points_cases import PointsCase, PostsCase
from sanliang.townships._where import FILE, lined

NO_KIND = Phrase(
    "township.case_kind",
    "看不出是哪一类算例：须有 steps、held、posted、pairs、to、holds、points 之一",
    "is no kind of case: it has one of steps, held, posted, pairs, to, holds and points",
)
NOT_LISTED = Phrase("township.case_list", "应为列表", "must be a list")

KINDS: Mapping[str, Any] = {
    "steps": CourseCase,
    "held": CalendarCase,
    "posted": NoticeCase,
    "pairs": PairingCase,
    "to": ShownCase,
    "holds": PostsCase,
    "points": PointsCase,
}
"""The key that tells the kind of a case."""


def written_cases(text: str, value: Any, path: str) -> tuple[WrittenCase, ...]:
    """The cases of a document as they stand there; what is wrong with one is found when it is read."""
    if type(value) is not list:
        raise InvalidInput(NOT_LISTED.fault(path))
    return tuple(WrittenCase(data=one, place=place, text=text) for place, one in enumerate(value))


def read_cases(cases: Iterable[TownCase | WrittenCase]) -> tuple[TownCase, ...]:
    """
    Cases, each read where it is not read yet.

    Raises:
        InvalidInput: Every fault of every case at once, each with file, line and path.
    """
    faults, found = Faults(), list[TownCase]()
    for one in cases:
        try:
            found.append(read_case(one))
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return tuple(found)


def read_case(case: TownCase | WrittenCase) -> TownCase:
    """
    One case, read where it is not read yet.

    Raises:
        InvalidInput: Every fault of it, each with file, line and path.
    """
    if not isinstance(case, WrittenCase):
        return case
    try:
        return _case(_plain(case.data), f"case[{case.place}]")
    except InvalidInput as error:
        faults, count = error.faults, error.count
    raise lined(faults, case.text, error_count=count)


def placed(case: TownCase | WrittenCase, place: int, path: str) -> str:
    """Where something in a case stands: file, line and path; of a case that no file has, the path."""
    whole = f"case[{place}].{path}"
    if not isinstance(case, WrittenCase):
        return whole
    return f"{FILE}:{lines(case.text, [whole])[whole]}: {whole}"


def _plain(data: Any) -> Any:
    """What nobody can change, as the reader of values takes it."""
    if isinstance(data, Mapping):
        return {key: _plain(one) for key, one in data.items()}
    return [*map(_plain, data)] if isinstance(data, tuple) else data


def _case(data: Any, path: str) -> TownCase:
    kind = next((KINDS[key] for key in KINDS if type(data) is dict and key in data), None)
    if kind is None:
        raise InvalidInput(NO_KIND.fault(path))
    case: TownCase = decode(data, kind, path=path, using=_in_clear())
    if not isinstance(case, CourseCase):
        return case
    if case.word not in COURSES:
        raise InvalidInput(NO_LIFECYCLE.fault(f"{path}.word", near=nearest_of(case.word, COURSES)))
    given = COURSES[case.word].base().kind.given
    steps = (_step(one, given, f"{path}.steps[{place}].given") for place, one in enumerate(case.steps))
    return attrs.evolve(case, steps=tuple(steps))


def _step(one: Step, given: type[Any], path: str) -> Step:
    if one.given is None:
        return one
    return attrs.evolve(one, given=decode(one.given, given, path=path, using=_in_clear()))


@lru_cache(maxsize=1)
def _in_clear() -> Any:
    """What also reads private values, which nothing else does: whoever is in a case is invented."""
    made = converter()
    made.register_structure_hook_func(
        lambda kind: Private in {kind, get_origin(kind)},
        # One salt for all, so that the same file is the same town each time.
        lambda data, _: Private(clean_text(data), salt=bytes(16)),
    )
    return made
