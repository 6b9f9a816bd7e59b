"""A canary in every private field of every class: it shows itself nowhere, in no encoding."""

import base64
import html
import json
import logging
import pickle
import pkgutil
import pprint
import re
import traceback
import urllib.parse
from datetime import UTC, date, datetime
from importlib import import_module

import attrs
import pytest

import sanliang
from sanliang import Audience, InvalidInput, Log, Private, SanliangError, supervision
from sanliang.calendars import Period
from sanliang.concerns import Complaint, Concern, Raised, Refusal
from sanliang.concerns import Given as ConcernGiven
from sanliang.kernel import wire
from sanliang.kernel.events import Entry, verify
from sanliang.kernel.lifecycles import Corrected, Moved
from sanliang.notices import Given, Notice, Objection, Posting
from sanliang.orgs import Belonging, Household, Member, Roster, Unit, read_roster, write_roster
from sanliang.pairing import (
    Assignment,
    ConsentGiven,
    Contact,
    Contacted,
    Contacts,
    LedgerRow,
    Schedule,
    ledger,
)
from sanliang.points import Line, Office, Order, Part, Redeemed
from sanliang.points._layers import Layers
from sanliang.testing._canaries import shown_in
from sanliang.testing._events import Noted, Told

DAY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
CANARIES = ("欧阳麒麟", "13911872246", "110105199002274519", "Liü <a@b.cn> & 'Söhne'")
each_canary = pytest.mark.parametrize("canary", CANARIES, ids=["name", "phone", "id", "marks"])


# --- the encodings in which a canary might come out -----------------------------------------------------


@each_canary
def test_a_canary_would_be_seen(canary):
    """The test sees a canary in each of the encodings, wherever it stands in a longer text."""
    long = f"m-1 {canary} 青山镇"
    for output in (
        long,
        long.encode("gbk", "replace"),
        long.encode("utf-16-le"),
        base64.b64encode(long.encode()),
        base64.urlsafe_b64encode(long.encode("gbk", "replace")),
        long.encode().hex(),
        long.encode().hex().upper(),
        urllib.parse.quote(long),
        urllib.parse.urlencode({"q": long}),
        json.dumps([long]),
        repr(long),
        ascii(long),
        html.escape(long),
        long.encode("ascii", "xmlcharrefreplace"),
        long[::-1],
        f"尾号{canary[-4:]}",
    ):
        assert shown_in(canary, output), output
    assert not shown_in(canary, "m-1 Private(...) 青山镇")


# --- who has private fields -----------------------------------------------------------------------------


def classes():
    """Every attrs class of the library, private modules included."""
    names = [found.name for found in pkgutil.walk_packages(sanliang.__path__, "sanliang.")]
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    found = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    return sorted(
        (one for one in found if attrs.has(one) and one.__module__.startswith("sanliang")),
        key=lambda one: (one.__module__, one.__qualname__),
    )


def holders():
    """The private fields of each class that has some."""
    fields = {
        one: [field.name for field in attrs.fields(one) if "Private" in str(field.type)] for one in classes()
    }
    return {one: names for one, names in fields.items() if names}


def carriers():
    """The classes whose fields may hold one of those, at any depth, as far as their types say."""
    found = {*holders()}
    while True:
        names = re.compile("|".join(rf"\b{one.__name__}\b" for one in found))
        more = {
            one
            for one in classes()
            if any(names.search(str(field.type)) and _own(one, field, found) for field in attrs.fields(one))
        }
        if more <= found:
            return found
        found |= more


def _own(kind, field, found):
    """Whether the names in a field's type mean these classes and not others of the same name."""
    scope = vars(import_module(kind.__module__))
    return any(scope.get(word) in found for word in re.findall(r"\w+", str(field.type)))


def member(private):
    """A member with every private field filled."""
    belongs = [Belonging(unit="b-1")]
    return Member(
        id="m-1", name="李禾", status="full", belongs=belongs, household="h-1",
        born=private, phone=private, id_number=private,
    )  # fmt: skip


def household(private):
    """A household with a head."""
    return Household(id="h-1", head=private, needs=["labour"])


def roster(private):
    """A roster of both."""
    unit = Unit(id="b-1", kind="branch", name="东岭村党支部")
    return Roster(units=[unit], members=[member(private)], households=[household(private)])


def objection(private):
    """An objection of somebody."""
    return Objection(id="o-1", says="与事实不符", by=private, on=DAY)


def notice(private):
    """A notice with that objection."""
    posting = Posting(
        word="pledge", thing="p-1", unit="b-1", place="村务公开栏", period=Period(days=7), concerns=("m-1",)
    )
    return Notice(
        id="n-1", state="contested", version=2, on=DAY, posting=posting, posted=DAY,
        objections=(objection(private),),
    )  # fmt: skip


def moved(private):
    """The event that brings it."""
    given = Given(objection=objection(private))
    return Moved(
        word="notice",
        thing="n-1",
        move="object",
        leaves="posted",
        enters="contested",
        by="m-2",
        on=DAY,
        given=given,
    )


def corrected(private):
    """The event that puts it right."""
    return Corrected(
        word="notice", thing="n-1", version=2, instead=moved(private), restored=notice(private), why="写错",
        by="m-2", on=DAY,
    )  # fmt: skip


def visit(private):
    """A visit with a note."""
    return Contact(
        id="c-1",
        helper="m-1",
        household="h-1",
        kind="visit",
        on=DAY,
        note=private,
        recorder="m-1",
        recorded=AT,
    )


def row(private):
    """The row of the ledger in which it counts."""
    pair = Assignment(household="h-1", helper="m-1", since=DAY)
    rule = Schedule(id="monthly", months_apart=1, since=DAY)
    return ledger([pair], [visit(private)], [rule], on=DAY)[0]


def raised(private):
    """What a villager raises about somebody."""
    about = Complaint(persons=[private], units=[private])
    return Raised(says=private, by=private, name=private, channel="talk", unit="b-1", complaint=about)


def concern(private):
    """A concern that was refused."""
    no = Refusal(ground="twice", says=private)
    return Concern(
        id="c-1", state="refused", version=2, on=DAY, raised=raised(private), collected=DAY, unit="b-1",
        refusal=no, closed=DAY,
    )  # fmt: skip


def claim(private):
    """What somebody says against a star."""
    star = supervision.Target(word="rating", thing="2026:m-1", unit="b-1", concerns=["m-1"], on=DAY)
    return supervision.Claim(target=star, says=private, by=private)


def redeemed(private):
    """A redemption that somebody else has fetched."""
    return Redeemed(
        thing="village-1", id="o-1", wallet="h-1", parts=[Part(lot="i-1", points=8)],
        lines=[Line(item="soap", count=1, price=8)], collector=private, by="m-1", on=DAY,
    )  # fmt: skip


def log(private):
    """A log of both."""
    return Log.begin("n-1").append(moved(private), corrected(private), by="m-2", at=AT, why="收到异议")


EXAMPLES = {
    Member: member,
    Household: household,
    Roster: roster,
    type(roster(Private("x")).index): lambda private: roster(private).index,
    Objection: objection,
    Given: lambda private: Given(objection=objection(private)),
    Notice: notice,
    Contact: visit,
    Contacted: lambda private: Contacted(thing="village-1", contact=visit(private)),
    Contacts: lambda private: Contacts(id="village-1", entries=[visit(private)]),
    LedgerRow: row,
    ConsentGiven: lambda private: ConsentGiven(reason=private),
    Noted: lambda private: Noted(thing="p-1", note="a", on=DAY, phone=private),
    Told: lambda private: Told(thing="p-1", text="a", on=DAY, phone=private),
    Complaint: lambda private: raised(private).complaint,
    Raised: raised,
    Refusal: lambda private: concern(private).refusal,
    ConcernGiven: lambda private: ConcernGiven(raised=raised(private), reason=private),
    Concern: concern,
    supervision.Claim: claim,
    supervision.ObjectionGiven: lambda private: supervision.ObjectionGiven(
        claim=claim(private), reason=private
    ),
    supervision.Objection: lambda private: supervision.Objection(
        id="o-2", state="open", version=1, on=DAY, claim=claim(private), raised=DAY
    ),
    Order: lambda private: Order(id="o-1", wallet="h-1", items={"soap": 1}, collector=private),
    Redeemed: redeemed,
    # What these hold, their types do not say.
    Office: lambda private: Office("village-1", seen=Layers(({"o-1": redeemed(private)},))),
    Moved: moved,
    Corrected: corrected,
    Entry: lambda private: log(private).entries[-1],
}


def private(canary):
    """The canary, hidden; its salt is fixed, so that the test says the same each time."""
    return Private(canary, salt=bytes(range(16)))


def test_no_private_field_is_forgotten():
    """Whatever has a private field, or holds what has one, stands among the examples."""
    assert {one.__name__: names for one, names in holders().items()} == {
        "Claim": ["says", "by"],
        "Complaint": ["persons", "units"],
        "ConsentGiven": ["reason"],
        "Contact": ["note"],
        "Given": ["reason"],
        "Household": ["head"],
        "Member": ["born", "phone", "id_number"],
        "Noted": ["phone"],
        "Objection": ["by"],
        "Told": ["phone"],
        "ObjectionGiven": ["reason"],
        "Raised": ["says", "by", "name"],
        "Refusal": ["says"],
        "Order": ["collector"],
        "Redeemed": ["collector"],
    }
    # What the edges make of a roster is theirs, and is tested where it comes out.
    assert {one for one in carriers() if not one.__module__.startswith("sanliang.ext.")} <= {*EXAMPLES}


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("kind", holders(), ids=lambda kind: kind.__name__)
def test_the_examples_fill_every_private_field(kind):
    """An example has the canary in each of its private fields."""
    canary = private("x")
    for name in holders()[kind]:
        assert getattr(EXAMPLES[kind](canary), name) in (canary, (canary,))


# --- what comes out -------------------------------------------------------------------------------------


def _written(field, value):
    """Whether a field is one of those that a value is made of; the others follow from them."""
    return field.init and not isinstance(value, dict)


def renders(value):
    """A value in every form in which it might be printed, logged or sent."""
    record = logging.LogRecord("town", logging.INFO, __file__, 1, "%s %r", (value, value), None)
    yield from (repr(value), str(value), f"{value}", f"{value!r:>200}", ascii(value), pprint.pformat(value))
    yield logging.Formatter().format(record)
    if attrs.has(type(value)):
        for plain in (attrs.asdict(value, filter=_written), attrs.asdict(value, recurse=False)):
            yield from (repr(plain), json.dumps(plain, default=repr), json.dumps(plain, default=str))
    try:
        data = wire.encode(value)
    except InvalidInput as error:
        yield str(error)
    else:
        yield from (json.dumps(data), wire.canonical(data))


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.promise("V1")
@each_canary
@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)
def test_a_private_value_shows_itself_nowhere(kind, canary):
    """A private value is in no text, log record, dictionary, JSON or canonical form of what holds it."""
    for output in renders(EXAMPLES[kind](private(canary))):
        assert shown_in(canary, output) == []


@each_canary
def test_a_log_holds_commitments_alone(canary):
    """
    A log's bytes and head, its text, and what is found wrong with it show nothing private; after an erasure
    not even what is pickled of it does.
    """
    one = log(private(canary))
    bad = Log.restore("n-1", [one.entries[1], one.entries[0]])
    erased = one.erase(1)
    outputs = [entry.data for entry in (*one, *erased)]
    outputs += [
        pickle.dumps(erased.entries),
        str(one.head),
        repr(one),
        repr(erased),
        verify(bad).text("zh"),
        repr(verify(bad)),
    ]
    for output in outputs:
        assert shown_in(canary, output) == []


@each_canary
def test_nothing_private_is_written_below_the_ledger(canary):
    """The roster that is written for the board or the web holds nothing private; the ledger's does."""
    town = roster(private(canary))
    for audience in (Audience.VILLAGE, Audience.WEB):
        for text in attrs.astuple(write_roster(town, audience=audience)):
            assert shown_in(canary, text) == []
    ledger = write_roster(town, audience=Audience.LEDGER)
    assert shown_in(canary, ledger.members)
    assert shown_in(canary, ledger.households)


# --- what is said when something is wrong ---------------------------------------------------------------


def complaints(error):
    """An error in every form, with all that its traceback knows."""
    yield from (str(error), repr(error), ascii(error), error.text("zh"), pickle.dumps(error))
    yield "".join(traceback.format_exception(error))


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.promise("V1")
@each_canary
@pytest.mark.parametrize("kind", holders(), ids=lambda kind: kind.__name__)
def test_an_error_does_not_repeat_what_was_given(kind, canary):
    """A canary in any field, hidden or by mistake in clear, is in no error that comes of it."""
    good = EXAMPLES[kind](private(canary))
    for field in attrs.fields(kind):
        for wrong in (canary, [canary], {canary: canary}, object(), private(canary)):
            try:
                attrs.evolve(good, **{field.alias: wrong})
            except SanliangError as error:
                for output in complaints(error):
                    assert shown_in(canary, output) == [], field.name


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.promise("J2")
@each_canary
@pytest.mark.parametrize("kind", holders(), ids=lambda kind: kind.__name__)
def test_data_with_a_private_value_in_clear_is_refused_without_it(kind, canary):
    """Data that brings a private value in clear is refused, and the refusal does not say it."""
    data = wire.encode(EXAMPLES[kind](private(canary)))
    for name in holders()[kind]:
        for wrong in (canary, [canary], {"value": canary}):
            with pytest.raises(InvalidInput) as caught:
                wire.decode({**data, name: wrong}, kind)
            for output in complaints(caught.value):
                assert shown_in(canary, output) == [], name


@each_canary
def test_a_faulty_spreadsheet_is_not_quoted(canary):
    """A private cell of a row that is refused is in no fault."""
    header = "id,name,status,household,born,phone,id_number"
    rows = [
        f'm-1,李禾,full,h-9,"{canary}","{canary}","{canary}"',
        f'm-2,,half,h-9,"{canary}\u202e","{canary}\u202e","{canary}\u202e"',
    ]
    with pytest.raises(InvalidInput) as caught:
        read_roster(
            units="id,kind,name\nb-1,branch,东岭村党支部",
            members="\n".join([header, *rows]),
            households=f'id,head,needs\nh-1,"{canary}\u202e",labour',
        )
    for output in complaints(caught.value):
        assert shown_in(canary, output) == []
