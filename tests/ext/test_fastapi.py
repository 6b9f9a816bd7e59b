"""An application of FastAPI: problems in the language asked for, strict bodies, audiences, schemas."""

import importlib.util
import json
import sys
from datetime import date
from typing import Annotated, Any

import anyio
import attrs
import pytest
from fastapi import Cookie, FastAPI, HTTPException, Query
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, field_validator
from tests.serial import freeze

from sanliang import (
    Audience,
    Conflict,
    InvalidInput,
    MissingExtra,
    NotFound,
    NotInForce,
    Private,
    Reason,
    Refused,
    SanliangError,
    Source,
    StoreFailed,
    Text,
    Verdict,
    serial,
)
from sanliang.ext.fastapi import LARGEST_BODY, PROBLEMS, body, install, out
from sanliang.ext.fastapi._language import asked_for
from sanliang.kernel.errors import SHOWN, Fault
from sanliang.orgs import Household, Member, Roster
from sanliang.pledges import Item, Letter
from sanliang.ratings import Exempt, Rating

JSON = {"Content-Type": "application/json"}
LAMP = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31))
HOME = Household(id="h-7", head=Private("欧阳禾"))
SECRET = "秘密13800138000"
KEYS = st.sampled_from([field.name for field in attrs.fields(Item)])
PLAIN = [("text.empty", "id"), ("wire.missing", "deadline"), ("wire.type", "deed")]
FIXTURES = sorted(freeze.FIXTURES.glob("*.json"))


@attrs.frozen(kw_only=True)
class Lamp:
    """A kind of a town's own."""

    id: str
    keeper: Private[str] | None = None


@attrs.frozen(kw_only=True)
class Pole:
    """What a lamp hangs on: no kind of its own."""

    lamp: Lamp


@attrs.frozen(kw_only=True)
class Street:
    """A kind that can hold something private two levels down."""

    poles: tuple[Pole, ...] = ()


TOWN = serial.BASE.with_(serial.Form(tag="lamp/1", of=Lamp), serial.Form(tag="street/1", of=Street))
LampBody = Annotated[Lamp, body(Lamp, registry=TOWN)]


class Item_(BaseModel):  # noqa: N801 -- its name does not matter
    """A model of the application's own, with a value of ours in it."""

    item: Annotated[Item, out()]
    note: int = 0


def fault(code="thing.wrong", path="thing"):
    """A fault with a text in each language."""
    return Fault(code=code, path=path, zh="不对", en="is wrong")


def client(**options):
    """An application into which it was all put, and its caller."""
    app = FastAPI()
    install(app, **options)
    return TestClient(app, raise_server_exceptions=False), app


def raising(error, **options):
    """What a route answers that raises an error."""
    caller, app = client(**options)

    @app.get("/")
    def fail() -> None:
        raise error

    return caller


# --- problems ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "status", "name"),
    [
        (InvalidInput, 422, "invalid-input"),
        (NotFound, 404, "not-found"),
        (NotInForce, 404, "not-in-force"),
        (Conflict, 409, "conflict"),
        (StoreFailed, 503, "store-failed"),
    ],
)
def test_an_error_is_a_problem(kind, status, name):
    """Its status, its type, every fault with code, path and text, as `application/problem+json`."""
    answer = raising(kind(fault(), fault(path=""), count=300)).get("/", headers={"Accept-Language": "en"})

    assert (status, "application/problem+json") == (answer.status_code, answer.headers["content-type"])
    assert ("en", "Accept-Language") == (answer.headers["content-language"], answer.headers["vary"])
    problem = answer.json()
    assert {"type", "title", "status", "detail", "count", "faults"} == problem.keys()
    assert (f"urn:sanliang:problem:{name}", status, 300) == tuple(
        problem[key] for key in ("type", "status", "count")
    )
    assert {"code": "thing.wrong", "path": "thing", "text": "is wrong"} == problem["faults"][0]
    assert problem["detail"].startswith("300 faults\n  thing  is wrong\n")


def test_a_refusal_tells_every_reason():
    """With the clause it rests on and what is below it; a hundred of them at most."""
    below = Reason(code="b.low", says=Text("下", "below"))
    clause = Source(title="办法", article="5")
    top = Reason(code="a.top", says=Text("上", "top"), clause=clause, because=(below,))
    answer = raising(Refused(Verdict.against([top, below, *[below] * 200]))).get("/")

    problem = answer.json()
    said = answer.status_code, problem["type"], problem["title"], problem["count"]
    assert (409, "urn:sanliang:problem:refused", "规则不允许", 202) == said
    assert SHOWN == len(problem["reasons"])
    assert problem["detail"].startswith("上（《办法》")
    low = {"code": "b.low", "path": "", "text": "下"}
    high = {"code": "a.top", "path": "", "text": "上", "clause": clause.text("zh"), "because": [low]}
    assert [high, low] == problem["reasons"][:2]
    assert "faults" not in problem


def test_an_error_below_one_of_ours_is_answered_like_it():
    """A class of a plug-in's own is the problem of the class it derives from."""

    class Gone(NotFound):
        """Something that was there."""

    assert 404 == raising(Gone(fault())).get("/").status_code


@pytest.mark.parametrize(
    "error", [MissingExtra(extra="x", package="y"), SanliangError(fault()), ValueError()], ids=repr
)
def test_what_is_no_fault_of_the_request_stays_what_it_is(error):
    """An extra that is missing, a bug: the server's own error."""
    assert 500 == raising(error).get("/").status_code


def test_the_errors_of_others_are_left_alone():
    """`HTTPException` is answered as FastAPI does."""
    answer = raising(HTTPException(403, "no")).get("/")

    assert (403, {"detail": "no"}) == (answer.status_code, answer.json())


# --- the language ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "default"),
        ("en", "en"),
        ("zh", "zh"),
        ("zh-Hans-CN, en;q=0.9", "zh"),
        ("en-GB,zh;q=0.999", "en"),
        ("en;q=0.2, ZH-cn ; q=0.21", "zh"),
        ("en;q=0.5, zh;q=0.5", "en"),
        ("zh;q=0.5, en;q=0.5", "zh"),
        ("zh;q=0.3, en;q=0.5, zh-HK;q=0.7", "zh"),
        ("fr, de;q=0.9", "default"),
        ("fr, *;q=0.5", "default"),
        ("en;q=0, *", "zh"),
        ("zh;q=0, *;q=0.001", "en"),
        ("zh;q=0, en;q=0.", "default"),
        ("zh;q=1.000, en;q=1.001", "zh"),
        ("en;q=2, zh;q=0.001", "zh"),
        ("en;q=-1, zh;q=nan", "default"),
        ("en;level=1", "default"),
        (", ,en,", "en"),
        ("fr," * 400 + "en", "default"),
    ],
)
@pytest.mark.parametrize("default", ["zh", "en"])
def test_the_language_is_the_one_that_weighs_most(header, language, default):
    """Weights count, then the order; a broken part and a part beyond a thousand characters do not."""
    assert (default if language == "default" else language) == asked_for(header, default)


@given(st.text("zhen-*;,q=01. 中\t"), st.sampled_from(["zh", "en"]))
def test_any_header_gives_a_language(header, default):
    """Whatever a stranger writes there."""
    assert asked_for(header, default) in {"zh", "en"}


@pytest.mark.parametrize("default", ["zh", "en"])
def test_whoever_asks_for_nothing_gets_the_default(default):
    """The application says which language that is, else Chinese; a header that comes twice counts whole."""
    caller = raising(NotFound(fault()), lang=default)

    assert default == caller.get("/", headers={"Accept-Language": "fr"}).headers["content-language"]
    twice = [("Accept-Language", "fr"), ("Accept-Language", "en")]
    assert "en" == caller.get("/", headers=twice).headers["content-language"]
    assert "zh" == raising(NotFound(fault())).get("/").headers["content-language"]


def test_an_argument_of_another_kind_is_refused():
    """At once, with our error."""
    for call in (
        lambda: install(FastAPI(), lang="fr"),
        lambda: install("app"),
        lambda: body(Item, most=0),
        lambda: body(Item, registry={}),
        lambda: body(int),
        lambda: out(audience="everybody"),
        lambda: out(registry={}),
    ):
        with pytest.raises(InvalidInput):
            call()


# --- requests ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def posted():
    """A route that takes a value and gives it back, called with bytes."""
    caller, app = client(lang="en")

    @app.post("/")
    def take(item: Annotated[Item, body(Item, most=300)], page: int = 1) -> Annotated[Item, out()]:
        assert type(item) is Item
        return item

    def post(content, headers=JSON, path="/"):
        return caller.post(path, content=content, headers=headers)

    return post


def of_the_kind(value):
    """A document of the kind that is asked for, with whatever else."""
    return {**(value if isinstance(value, dict) else {"deed": value}), "kind": "pledge.item/1"}


def faults(answer):
    """Code and path of each fault of a problem."""
    assert 422 == answer.status_code
    return [(one["code"], one["path"]) for one in answer.json()["faults"]]


def test_a_body_becomes_the_value_and_goes_out_as_it(posted):
    """What `dumps` writes is taken, and what goes out is what `to_dict` gives."""
    answer = posted(serial.dumps(LAMP))

    assert (200, serial.to_dict(LAMP)) == (answer.status_code, answer.json())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("json.syntax", "")]),
        ("{", [("json.syntax", "")]),
        ("[]", [("wire.type", "")]),
        ("[" * 99 + "]" * 99, [("wire.depth", "")]),
        ('{"kind": "pledge.item/1", "id": "a", "id": "b"}', [("list.doubled", "id")]),
        ('{"kind": "pledge.item/1", "quantity": NaN}', [("json.number", "quantity")]),
        ('{"kind": "span/1"}', [("document.expected", "kind")]),
        ('{"kind": "pledge.item/2"}', [("document.newer", "kind")]),
        ('{"kind": "pledge.item/1", "id": "", "deed": 7}', [*PLAIN]),
        (b"\xff", [("json.encoding", "")]),
        ("\ud800".encode("utf-8", "surrogatepass"), [("json.encoding", "")]),
        ('{"' + SECRET + '": "' + SECRET + '", "kind": "pledge.item/1"}', None),
        ("x" * 301, [("json.size", "")]),
    ],
)  # fmt: skip
def test_a_bad_body_is_a_problem(posted, text, found):
    """Every fault with its path; nothing of what was sent is in the answer."""
    answer = posted(text)

    if found is not None:
        assert sorted(found) == sorted(faults(answer))
    assert "application/problem+json" == answer.headers["content-type"]
    assert SECRET not in answer.text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=9,
)


@given(st.binary(max_size=99) | json_values.map(json.dumps) | json_values.map(of_the_kind).map(json.dumps))
def test_any_body_gives_a_value_or_a_problem(posted, content):
    """Whatever bytes a stranger sends, and whatever stands in a document of the right kind."""
    answer = posted(content)

    assert answer.status_code in {200, 422}
    if answer.status_code == 422:
        assert "application/problem+json" == answer.headers["content-type"]
        assert answer.json()["faults"]


@pytest.mark.parametrize(
    "media", ["", "text/plain", "application/xml", "application/jsonx", "multipart/form-data"]
)
def test_a_body_must_be_sent_as_json(posted, media):
    """A form of another site's page cannot say so without being asked."""
    assert [("request.media_type", "header.content-type")] == faults(
        posted(serial.dumps(LAMP), {"Content-Type": media} if media else {})
    )
    for good in ("application/json; charset=utf-8", "APPLICATION/JSON", "application/problem+json"):
        assert 200 == posted(serial.dumps(LAMP), {"Content-Type": good}).status_code


def test_no_more_is_read_than_allowed():
    """A body without an end is refused as soon as it is too large."""
    _, app = client()
    read = []

    @app.post("/")
    def take(letter: Annotated[Letter, body(Letter)]) -> None:
        pytest.fail("it was not refused")

    def endless():
        while True:
            read.append(65536)
            yield b" " * 65536

    chunks = endless()

    async def receive():
        return {"type": "http.request", "body": next(chunks), "more_body": True}

    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": "/", "raw_path": b"/"}
    scope |= {"query_string": b"", "headers": headers, "scheme": "http", "asgi": {"version": "3.0"}}
    anyio.run(app, scope, receive, send)

    assert 422 == sent[0]["status"]
    assert LARGEST_BODY < sum(read) <= LARGEST_BODY + 65536


def test_what_fastapi_finds_wrong_is_a_problem_too(posted):
    """Its own answer would repeat what was sent; ours names the place and the rule."""
    answer = posted(serial.dumps(LAMP), path=f"/?page={SECRET}")

    assert [("request.value", "query.page")] == faults(answer)
    assert "does not fit what is asked for here (int_parsing)" in answer.text
    assert SECRET not in answer.text


def test_what_pydantic_finds_wrong_is_a_problem_without_the_input():
    """In the body, the query or a cookie; a validator's own words and a stranger's keys are not shown."""
    caller, app = client(lang="en")

    class Own(BaseModel, extra="forbid"):
        """A model that says in its error what it was given."""

        word: str
        many: list[int] = []
        table: dict[str, int] = {}

        @field_validator("word")
        @classmethod
        def short(cls, value: str) -> str:
            raise ValueError(f"{value} is long")

    @app.post("/")
    def take(own: Own, size: Annotated[int, Query(le=9)] = 1, key: Annotated[int, Cookie()] = 1) -> None:
        pytest.fail("it was not refused")

    sent = {"word": SECRET, SECRET: 1, "many": [1, SECRET], "table": {SECRET: "x"}}
    answer = caller.post("/?size=10", json=sent, headers={"Cookie": "key=x"})
    places = {"word", "many[1]", "table.(key)", "(key)", "query.size", "cookie.key"}
    assert {("request.value", place) for place in places} == {*faults(answer)}
    assert SECRET not in answer.text
    assert [("wire.missing", "word")] == faults(caller.post("/", json={}))
    assert [("wire.missing", "")] == faults(caller.post("/"))
    assert [("request.json", "")] == faults(caller.post("/", content="{", headers=JSON))
    as_text = {"Content-Type": "text/plain"}
    unread = caller.post("/", content='{"word": "x"}', headers=as_text)
    assert [("request.media_type", "header.content-type")] == faults(unread)


def test_a_rule_of_somebody_elses_is_shown_only_as_a_code():
    """A pydantic error type that is no code does not reach the answer."""
    from pydantic_core import PydanticCustomError

    caller, app = client()

    class Own(BaseModel):
        """A model whose error type is what it was given."""

        word: str

        @field_validator("word")
        @classmethod
        def short(cls, value: str) -> str:
            raise PydanticCustomError(value, "no")

    @app.post("/")
    def take(own: Own) -> None:
        pytest.fail("it was not refused")

    answer = caller.post("/", json={"word": SECRET})
    assert [("request.value", "word")] == faults(answer)
    assert SECRET not in answer.text


def test_a_value_within_a_model_keeps_its_faults():
    """Where it stands in a model of the application's own, each fault has its whole path and our code."""
    caller, app = client()

    @app.post("/")
    def take(own: Item_) -> Item_:
        assert type(own.item) is Item
        return own

    good = {"item": serial.to_dict(LAMP), "note": 3}
    assert good == caller.post("/", json=good).json()
    bad = {"item": {"kind": "pledge.item/1", "id": SECRET * 99, "deed": "x"}, "note": "x"}
    answer = caller.post("/", json=bad)
    found = {("text.long", "item.id"), ("wire.missing", "item.deadline"), ("request.value", "note")}
    assert found == {*faults(answer)}
    assert SECRET not in answer.text


# --- responses ---------------------------------------------------------------------------------------------


@pytest.mark.untraced("each kind in its turn")
def test_each_kind_goes_out_as_the_serializers_write_it():
    """For whichever audience; in Python it stays the value."""
    for file in FIXTURES:
        value = serial.loads(file.read_bytes())
        if hasattr(type(value), "tag"):
            continue
        private = serial.BASE.form_of(value).tag in serial.BASE.private
        for audience in Audience if private else [None]:
            shown = TypeAdapter(Annotated[type(value), out(audience=audience)])
            assert serial.to_dict(value, audience=audience) == shown.dump_python(value, mode="json")
        assert value is shown.dump_python(value)
        assert value is shown.validate_python(value)


def test_a_kind_that_can_be_private_has_no_default_audience():
    """Declaring the route fails, long before anybody calls it."""
    for kind in (Household, Member, Roster, Lamp):
        with pytest.raises(InvalidInput, match="name the `audience` it is written for"):
            TypeAdapter(Annotated[kind, out(registry=TOWN)])

    app = FastAPI()
    with pytest.raises(InvalidInput, match="audience"):

        @app.get("/")
        def show() -> Annotated[Household, out()]:
            return HOME


def test_each_audience_sees_what_it_may():
    """The ledger everything, the village a mask, the web nothing."""
    caller, app = client()

    @app.get("/ledger")
    def ledger() -> Annotated[Household, out(audience="ledger")]:
        return HOME

    @app.get("/village")
    def village() -> list[Annotated[Household, out(audience=Audience.VILLAGE)]]:
        return [HOME]

    @app.get("/web")
    def web() -> dict[str, Annotated[Household, out(audience="web")]]:
        return {"one": HOME}

    @app.get("/model")
    def model() -> Any:
        return HOME

    assert "欧阳禾" == caller.get("/ledger").json()["head"]["value"]
    assert "欧**" == caller.get("/village").json()[0]["head"]
    assert "head" not in caller.get("/web").json()["one"]
    for path in ("/village", "/web", "/model"):
        assert "欧阳禾" not in caller.get(path).text


def test_another_value_does_not_go_out():
    """A route that gives something else fails on the server, and tells nobody."""
    caller, app = client()

    @app.get("/")
    def show() -> Annotated[Item, out()]:
        return HOME

    answer = caller.get("/")
    assert (500, "Internal Server Error") == (answer.status_code, answer.text)


def test_a_union_and_a_kind_of_a_towns_own_go_out_and_come_in():
    """Several classes joined by `|`, and whatever a registry has."""
    caller, app = client()
    exempt = serial.loads((freeze.FIXTURES / "rating.exempt-1.json").read_bytes(), Exempt)

    @app.post("/rating")
    def rating(given: Annotated[Rating, body(Rating)]) -> Annotated[Rating, out()]:
        return given

    @app.post("/lamp")
    def lamp(given: LampBody) -> Annotated[Lamp, out(audience="web", registry=TOWN)]:
        return given

    sent = serial.dumps(exempt)
    assert json.loads(sent) == caller.post("/rating", content=sent, headers=JSON).json()
    kept = serial.dumps(Lamp(id="l-1", keeper=Private("欧阳禾")), audience="ledger", registry=TOWN)
    shown = {"kind": "lamp/1", "id": "l-1", "audience": "web"}
    assert shown == caller.post("/lamp", content=kept, headers=JSON).json()
    schemas = app.openapi()["components"]["schemas"]
    assert {"lamp-1", "lamp-1.web", "rating.exempt-1", "rating.rated-1"} <= schemas.keys()
    assert {"private_text"} <= schemas.keys()


# --- OpenAPI -----------------------------------------------------------------------------------------------


def refs(value):
    """Every reference in a document."""
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*(refs(one) for one in value.values()))
    return set().union(*map(refs, value)) if isinstance(value, list) else set()


whole = pytest.mark.untraced("a route for each of hundreds of shapes")


@pytest.fixture(scope="module")
def document():
    """The document of an application with a route for each kind, and for each audience where that counts."""
    _, app = client()
    for form in TOWN.forms:
        if not hasattr(form.of, "tag"):
            for audience in Audience if form.tag in TOWN.private else [None]:
                shown = Annotated[form.of, out(audience=audience, registry=TOWN)]
                app.add_api_route(f"/{form.tag}/{audience}", lambda: None, response_model=shown)
    return app.openapi()


@whole
def test_every_reference_of_the_document_leads_somewhere(document):
    """Of each kind for each audience: no mark is left, no reference dangles, and each schema is one."""
    schemas = document["components"]["schemas"]

    assert {f"#/components/schemas/{name}" for name in schemas} >= refs(document)
    assert "x-sanliang" not in json.dumps(document)
    assert "#/$defs/" not in json.dumps(document)
    Draft202012Validator.check_schema({"$defs": schemas})
    names = {"pledge-1", "household-1", "household-1.village", "household-1.web", "roster-1.web", "day"}
    assert names | {"lamp-1.fields.web", "Pole.web", "street-1.web"} <= schemas.keys()
    assert not {"pledge-1.web", "belonging-1.fields.web", "day.web"} & schemas.keys()


@whole
def test_the_document_describes_what_goes_out(document):
    """What each audience gets is what its schema in the document takes, and no other's."""
    member = Member(id="m-3", name="李禾", status="full", phone=Private("000-0000"))
    for value, name in ((HOME, "household-1"), (member, "member-1")):
        for audience in Audience:
            suffix = "" if audience is Audience.LEDGER else f".{audience}"
            whole = {"$ref": f"#/components/schemas/{name}{suffix}", "components": document["components"]}
            fits = Draft202012Validator(whole).is_valid
            taken = [one for one in Audience if fits(serial.to_dict(value, audience=one))]
            assert [audience] == taken


def test_the_document_says_what_is_read_and_what_is_answered():
    """The body under our name, and a problem instead of FastAPI's own error."""
    _, app = client()

    @app.post("/{id}", responses={404: PROBLEMS[404]})
    def take(id: str, item: Annotated[Item, body(Item)]) -> Annotated[Item, out()]:
        return item

    @app.put("/")
    def bare(item: Annotated[Item, body(Item)]) -> None:
        return None

    document = app.openapi()
    post, put = document["paths"]["/{id}"]["post"], document["paths"]["/"]["put"]
    ref = {"schema": {"$ref": "#/components/schemas/pledge.item-1"}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem-1"}}}
    assert (
        {"required": True, "content": {"application/json": ref}} == post["requestBody"] == put["requestBody"]
    )
    assert ["id"] == [one["name"] for one in post["parameters"]]
    assert "parameters" not in put
    assert ref == post["responses"]["200"]["content"]["application/json"]
    assert problem == post["responses"]["422"]["content"] == post["responses"]["404"]["content"]
    assert not {"HTTPValidationError", "ValidationError"} & document["components"]["schemas"].keys()
    assert document is app.openapi()


def test_a_problem_is_as_the_document_says():
    """The answers of every error fit `problem-1`."""
    schemas = client()[1].openapi()["components"]["schemas"]
    whole = {"$ref": "#/components/schemas/problem-1", "components": {"schemas": schemas}}
    deep = Reason(code="a.b", says=Text("上"), because=(Reason(code="c.d", says=Text("下")),))
    for error in (NotFound(fault()), Conflict(), Refused(Verdict.against([deep]))):
        Draft202012Validator(whole).validate(raising(error).get("/").json())


def test_what_holds_something_that_is_shown_otherwise_has_a_name_of_its_own():
    """A street is the same for the web, but for its lamps, which the web sees otherwise."""
    _, app = client()
    shown = Annotated[Street, out(audience=Audience.WEB, registry=TOWN)]
    app.add_api_route("/street", lambda: None, response_model=shown)

    assert "street-1.web" in app.openapi()["components"]["schemas"]


def test_a_model_of_the_application_keeps_its_name():
    """Where a name is taken, ours stands under another one; a shape of errors that is used stays."""
    _, app = client()
    day = type("day", (BaseModel,), {"__annotations__": {"hours": int}, "__module__": __name__})

    @app.post("/")
    def take(item: Annotated[Item, body(Item)], hours: day) -> None:
        return None

    own = {"application/json": {"schema": {"$ref": "#/components/schemas/HTTPValidationError"}}}

    @app.get("/", responses={418: {"content": own}})
    def show(hours: int) -> None:
        return None

    document = app.openapi()
    schemas = document["components"]["schemas"]
    assert "hours" in schemas["day"]["properties"]
    assert "date" == schemas["sanliang.day"].get("format", "date")
    assert "#/components/schemas/sanliang.day" in refs(schemas["pledge.item-1"])
    assert {"HTTPValidationError", "ValidationError"} <= schemas.keys()
    assert {f"#/components/schemas/{name}" for name in schemas} >= refs(document)


def test_installing_twice_changes_nothing():
    """The document stays what it was, and a route that comes later is in it."""
    _, app = client()
    install(app)

    @app.get("/")
    def show() -> Annotated[Item, out()]:
        return LAMP

    first = app.openapi()
    assert first is app.openapi()
    assert "pledge.item-1" in first["components"]["schemas"]
    app.openapi_schema = None
    assert first == app.openapi()


def test_without_fastapi_the_extra_is_named(monkeypatch):
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "fastapi", None)
    spec = importlib.util.find_spec("sanliang.ext.fastapi")

    with pytest.raises(MissingExtra, match=r'pip install "sanliang\[fastapi\]"'):
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
