"""Many requests at once, each decided on what those before it left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import NOT_LIST, FrozenMap
from sanliang.kernel.verdicts import Reason, Refused, Verdict
from sanliang.points._decide import decide
from sanliang.points._events import Event
from sanliang.points._office import Office
from sanliang.points._post import apply
from sanliang.points._requests import Request
from sanliang.points._terms import Terms


@attrs.frozen(kw_only=True)
class Answers:
    """
    What came of many requests.

    Attributes:
        events: The events that are new, in the order of the requests.
        refused: By the id of each request that was refused, why.
    """

    events: tuple[Event, ...]
    refused: FrozenMap[str, Verdict]


def decide_each(office: Office, requests: Iterable[Request], *, by: str, on: date, under: Terms) -> Answers:
    """
    The events that answer many requests, each after those before it, and why the others are refused.

    So a month is paid although some of its records earn nothing, since a ceiling is full. A request that was
    answered before, here or in the log, has no second event.

    Raises:
        Conflict, InvalidInput: As `decide`.

    Example:
        >>> from sanliang import Cycle
        >>> from sanliang.points import Opening
        >>> asked = [Opening(id=id, wallet="h-7", unit="group-3") for id in ("w-1", "w-2")]
        >>> answers = decide_each(Office.begin("village-1"), asked, by="m-1", on=date(2026, 1, 5),
        ...                       under=Terms(cycle=Cycle(starts=date(2026, 1, 1))))
        >>> [event.id for event in answers.events], answers.refused["w-2"].codes
        (['w-1'], ('points.open',))
    """
    made, refused = list[Event](), dict[str, Verdict]()
    for _, id, answer in _answered(office, requests, by, on, under):
        if isinstance(answer, Verdict):
            refused[id] = answer
        else:
            made.append(answer)
    return Answers(events=tuple(made), refused=FrozenMap(refused))


def decide_all(
    office: Office, requests: Iterable[Request], *, by: str, on: date, under: Terms
) -> tuple[Event, ...]:
    """
    The events that answer many requests, each after those before it: all, or a refusal that lists each.

    What was refused is left out when the next one is judged. A request that was answered before, here or in
    the log, has no second event.

    Returns:
        The events that are new, in the order of the requests.

    Raises:
        Refused: One at least is refused; the path of each reason begins with the request's place.
        Conflict, InvalidInput: As `decide`.
    """
    made, reasons = list[Event](), list[Reason]()
    for place, _, answer in _answered(office, requests, by, on, under):
        if isinstance(answer, Verdict):
            reasons += (_at(reason, f"requests[{place}]") for reason in answer.reasons)
        else:
            made.append(answer)
    if reasons:
        raise Refused(Verdict(ok=False, reasons=tuple(reasons)))
    return tuple(made)


def _answered(
    office: Office, requests: Iterable[Request], by: str, on: date, under: Terms
) -> Iterator[tuple[int, str, Event | Verdict]]:
    """The place and the id of each request, and its event where that is new, or why there is none."""
    if not isinstance(requests, Iterable):
        raise InvalidInput(NOT_LIST.fault("requests"))
    for place, request in enumerate(requests):
        try:
            event = decide(office, request, by=by, on=on, under=under)
        except Refused as error:
            yield place, request.id, error.verdict
            continue
        if event.id not in office:
            office = apply(office, event)
            yield place, request.id, event


def _at(reason: Reason, place: str) -> Reason:
    return attrs.evolve(reason, path=f"{place}.{reason.path}" if reason.path else place)
