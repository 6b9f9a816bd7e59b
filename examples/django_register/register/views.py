"""What a browser or another system asks of the register, and what it answers."""

from functools import wraps

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from register.models import Pledge, append, read
from sanliang import Actor, Conflict, InvalidInput, Log, NotFound, Refused, pledges, serial
from sanliang.kernel.errors import Fault, SanliangError

STATUS = {InvalidInput: 422, NotFound: 404, Conflict: 409, Refused: 409}
NO_PLEDGE = Fault(code="pledge.unknown", path="id", zh="没有该承诺", en="there is no such pledge")


def answering(view):
    """The view, with our errors as its answers: in the language of the request, without what was sent."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs):
        if not request.user.is_authenticated:
            return JsonResponse({}, status=401)
        try:
            return view(request, *args, **kwargs)
        except tuple(STATUS) as error:
            return JsonResponse(told(error), status=STATUS[type(error)])

    return answer


def told(error: SanliangError) -> dict:
    """An error as JSON."""
    lang = "zh" if get_language().startswith("zh") else "en"
    return {"faults": [{"code": one.code, "path": one.path, "text": one.text(lang)} for one in error.faults]}


def actor(request: HttpRequest) -> Actor:
    """Who asks: the user's name is the member's number, and the groups are the roles."""
    roles = request.user.groups.values_list("name", flat=True)
    return Actor(id=request.user.username, roles={"member", *roles}, unit="b-1")


@require_GET
@answering
def listed(request: HttpRequest) -> JsonResponse:
    """The pledges, or those in one state."""
    found = Pledge.objects.order_by("id")
    if state := request.GET.get("state"):
        found = found.filter(state=state)
    rows = [{"id": one.id, "state": one.state, "name": one.get_state_display()} for one in found]
    return JsonResponse({"pledges": rows})


@require_POST
@answering
def draft(request: HttpRequest, id: str) -> JsonResponse:
    """Open a pledge with its letter."""
    letter = serial.loads(request.body, pledges.Letter, most=64 * 1024)
    by, at = actor(request), timezone.localtime()
    event = pledges.draft(
        id, pledger=letter.pledger, kind=letter.kind, items=letter.items, by=by, on=at.date()
    )
    return JsonResponse(serial.to_dict(append(Log.begin(id), event, by=by.id, at=at)), status=201)


@require_POST
@answering
def make_move(request: HttpRequest, id: str, move: str) -> JsonResponse:
    """Move a pledge on."""
    log, by, at = read(id), actor(request), timezone.localtime()
    if not len(log):
        raise NotFound(NO_PLEDGE)
    given = serial.loads(request.body, pledges.Given, most=64 * 1024)
    event = pledges.decide(pledges.replay(log), move, by=by, on=at.date(), under=pledges.BASE, given=given)
    return JsonResponse(serial.to_dict(append(log, event, by=by.id, at=at)))
