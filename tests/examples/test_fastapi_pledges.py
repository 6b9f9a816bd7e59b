"""The example of a service: a pledge moves on over HTTP, is refused with reasons, and hides who it should."""

import importlib.util
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from sanliang import MemoryStore, serial
from sanliang.pledges import Given, Item, Letter, Pledge, Pledger

HERE = Path(__file__).parents[2] / "examples" / "fastapi_pledges"
LAMP = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31))
LETTER = serial.dumps(
    Letter(pledger=Pledger(kind="member", id="m-3", unit="b-1"), kind="annual", items=[LAMP])
)
GIVEN = serial.dumps(Given())


@pytest.fixture(scope="module")
def service():
    """The service, as a module."""
    spec = importlib.util.spec_from_file_location("fastapi_pledges", HERE / "app.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def call(service):
    """A caller on one day in July, with a store of its own in which there is one pledge."""
    store, at = MemoryStore(), datetime(2026, 7, 1, 9, tzinfo=service.BEIJING)
    service.app.dependency_overrides = {service.store: lambda: store, service.now: lambda: at}
    caller = TestClient(service.app)

    def called(path, content=None, *, by="m-3", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()} | {"X-Person": by}
        if content is None:
            return caller.get(path, headers=headers)
        return caller.post(path, content=content, headers={"Content-Type": "application/json"} | headers)

    assert 201 == called("/pledges/p-1", LETTER).status_code
    return called


def test_a_pledge_is_opened_shown_and_moved(call):
    """What comes out is the pledge as the serializers write it."""
    moved = call("/pledges/p-1/submit", GIVEN, idempotency_key="k-1")

    assert "submitted" == serial.from_dict(moved.json(), Pledge).state
    assert moved.json() == call("/pledges/p-1").json()
    assert {"withdraw"} <= {*call("/pledges/p-1/moves").json()}


def test_a_request_that_comes_again_is_answered_alike(call):
    """Even when the pledge has moved on since; the same key with another request is a conflict."""
    first = call("/pledges/p-1/submit", GIVEN, idempotency_key="k-1")
    call("/pledges/p-1/return", serial.dumps(Given(reasons="太少")), by="s-1", idempotency_key="k-2")

    assert first.json() == call("/pledges/p-1/submit", GIVEN, idempotency_key="k-1").json()
    assert "returned" == call("/pledges/p-1").json()["state"]
    for move, by in (("approve", "m-3"), ("submit", "s-1")):
        assert 409 == call(f"/pledges/p-1/{move}", GIVEN, by=by, idempotency_key="k-1").status_code


def test_what_the_rules_do_not_allow_is_told_with_reasons(call):
    """In Chinese, or in the language asked for."""
    answer = call("/pledges/p-1/publish", GIVEN, idempotency_key="k")
    assert (409, "zh", "规则不允许") == (
        answer.status_code,
        answer.headers["content-language"],
        answer.json()["title"],
    )
    assert ["move.not_from_here"] == [one["code"] for one in answer.json()["reasons"]]

    answer = call("/pledges/p-1/publish", GIVEN, idempotency_key="k", accept_language="en-GB, zh;q=0.5")
    assert "where 'publish' is no move" in answer.json()["detail"]


def test_what_is_wrong_with_a_request_is_told_with_its_place(call):
    """A pledge or a person that nobody knows, a key that is missing, a letter that is not whole."""
    assert (404, "path.id") == placed(call("/pledges/p-2"))
    assert (404, "header.x-person") == placed(call("/pledges/p-1/moves", by="m-9"))
    assert (404, "move") == placed(call("/pledges/p-1/publich", GIVEN, idempotency_key="k"))
    assert (422, "header.Idempotency-Key") == placed(call("/pledges/p-1/submit", GIVEN))
    assert (422, "value.items[0].deed") == placed(call("/pledges/p-3", LETTER.replace("修路灯", "")))
    assert (409, "expected") == placed(call("/pledges/p-1", LETTER))


def placed(answer):
    """The status of an answer, and the place of its first fault."""
    return answer.status_code, answer.json()["faults"][0]["path"]


def test_the_readme_sends_what_the_service_takes(call):
    """Its two requests: the pledge is opened, and is not published."""
    letter, given = re.findall(r"-d '(\{.*?\})'", (HERE / "README.md").read_text("utf-8"), re.DOTALL)

    assert 201 == call("/pledges/p-4", letter).status_code
    assert 409 == call("/pledges/p-4/publish", given, idempotency_key="1").status_code


def test_the_board_shows_no_name(call):
    """The village sees a mask."""
    assert ["欧**", "林*"] == [one["head"] for one in call("/board/households").json()]


def test_the_document_has_our_schemas(service):
    """A generator of clients finds them under our names, for what comes in and for what goes out."""
    document = service.app.openapi()
    post = document["paths"]["/pledges/{id}/{move}"]["post"]

    given = post["requestBody"]["content"]["application/json"]["schema"]
    shown = post["responses"]["200"]["content"]["application/json"]["schema"]
    assert ("#/components/schemas/pledge.given-1", "#/components/schemas/pledge-1") == (
        given["$ref"],
        shown["$ref"],
    )
    assert {"404", "409", "422"} <= post["responses"].keys()
