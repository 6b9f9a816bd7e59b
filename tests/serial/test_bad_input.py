"""What strangers send: refused in bounded time, by our error, with its path and nothing of the input."""

import tracemalloc
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import cycle
from time import process_time

import pytest
from tests.pace import within

import sanliang
from sanliang import (
    Head,
    InvalidInput,
    Span,
    Text,
    campaigns,
    notices,
    orgs,
    pairing,
    pledges,
    ratings,
    records,
    serial,
)
from sanliang.kernel.errors import NEAREST
from sanliang.kernel.verdicts import Reason
from sanliang.serial._plain import _is_suspect, is_sound, number_text, written

# Seconds; whoever measures coverage traces every line.
SPAN = '{"kind": "span/1", "start": "2026-07-01", "end": "2026-07-31"'
CONTACT = (
    '{"kind": "contact/1", "value": {"id": "c-1", "helper": "m-3", "household": "h-7", "kind": "visit", '
    '"on": "2026-07-04", "recorder": "m-3", "recorded": %s}}'
)
HOSTILE = {
    "10,000 levels": ('{"kind":' * 10_000, "wire.depth"),
    "10,000 levels of lists": ("[" * 10_000, "wire.depth"),
    "a doubled key": (SPAN + ', "end": "2026-07-31"}', "list.doubled"),
    "a doubled kind": ('{"kind": "span/1", "kind": "span/1"}', "list.doubled"),
    "NaN": (SPAN + ', "x": NaN}', "json.number"),
    "10,000 digits": (SPAN + ', "x": ' + "1" * 10_000 + "}", "json.number"),
    "a list": ("[]", "wire.type"),
    "a text": ('"span/1"', "wire.type"),
    "nothing": ("null", "wire.type"),
    "no kind": ("{}", "wire.missing"),
    "a kind that is a list": ('{"kind": ["span/1"]}', "wire.type"),
    "a kind that is a number": ('{"kind": 1}', "wire.type"),
    "no tag": ('{"kind": "Span"}', "tag.unknown"),
    "a module's path": ('{"kind": "os.system/1"}', "tag.unknown"),
    "a class's path": ('{"kind": "sanliang.kernel.timeline.Span"}', "tag.unknown"),
    "version 0": ('{"kind": "span/0"}', "tag.unknown"),
    "a million characters": ('{"kind": "' + "a" * 1_000_000 + '/1"}', "tag.unknown"),
    "a newer version": ('{"kind": "span/2"}', "document.newer"),
    "30 February": ('{"kind": "span/1", "start": "2026-02-30", "end": "2026-03-01"}', "wire.day"),
    "a moment for a day": (
        '{"kind": "span/1", "start": "2026-02-01T00:00:00Z", "end": "2026-03-01"}',
        "wire.day",
    ),
    "the end before the start": (
        '{"kind": "span/1", "start": "2026-03-01", "end": "2026-02-01"}',
        "span.backwards",
    ),
    "true for 1": (
        '{"kind": "head/1", "stream": "p", "length": true, "digest": "' + "0" * 64 + '"}',
        "wire.type",
    ),
    "a lone surrogate": ('{"kind": "text/1", "zh": "\\ud800", "en": ""}', "text.broken"),
    "NUL": ('{"kind": "text/1", "zh": "\\u0000", "en": ""}', "text.broken"),
    "a lone surrogate for a key": ('{"kind": "text/1", "zh": "a", "\\udc00": ""}', "wire.unknown"),
    "a text for a number": ('{"kind": "campaign.tally/1", "done": "1"}', "wire.type"),
    "a moment without an offset": (CONTACT % '"2026-07-04T18:00:00"', "wire.moment"),
    "a moment at an hour 24": (CONTACT % '"2026-07-04T24:00:00+08:00"', "wire.moment"),
    "an offset of a day": (CONTACT % '"2026-07-04T18:00:00+24:00"', "wire.moment"),
    "an unknown key": (SPAN + ', "note": ""}', "wire.unknown"),
    "an unknown key of a million characters": (SPAN + f', "{"x" * 1_000_000}": ""}}', "wire.unknown"),
    "two tags in a union": (
        '{"kind": "calendar.review/1", "code": "theme", "says": {"zh": "a"}, "nominal": "2026-07-01", '
        '"on": {"kind": ["calendar.not_held/1", "calendar.not_known/1"]}}',
        "wire.type",
    ),
    "a point in a number": ('{"kind": "campaign.tally/1", "done": 1.0}', "wire.type"),
}


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_document_is_refused_in_time(text, code):
    """It is our error, with its code, in a quarter of a second."""
    start = process_time()
    with pytest.raises(InvalidInput) as caught:
        serial.loads(text)

    assert code == caught.value.code
    assert process_time() - start < within(0.25)


def test_an_unknown_kind_is_told_which_there_are():
    """A few of the known tags, the nearest first; where one class is expected, its own."""
    with pytest.raises(InvalidInput) as caught:
        serial.loads('{"kind": "pledge.items/1"}')
    assert "kind" == caught.value.path
    said = caught.value.text().partition("nearest first: ")[2].split(", ")
    assert "pledge.item/1" == said[0]
    assert "…" == said[-1]
    assert NEAREST + 1 == len(said)
    assert {*said[:-1]} <= {*serial.BASE.tags}

    with pytest.raises(InvalidInput, match=r"the nearest first: pledge.letter/1$"):
        serial.loads('{"kind": "pledge.items/1"}', pledges.Letter)


@pytest.mark.promise("J5")
def test_a_newer_version_is_named():
    """Data that a newer release wrote is never half-read."""
    with pytest.raises(InvalidInput) as caught:
        serial.loads('{"kind": "pledge/7"}')
    assert (
        f"kind: was written by a newer version; sanliang {sanliang.__version__} reads up to pledge/1: "
        "install a release after it"
    ) == caught.value.text()
    assert f"sanliang {sanliang.__version__} 最多读到 pledge/1" in caught.value.text("zh")
    with pytest.raises(InvalidInput) as other:
        pairing.read_problem('{"kind": "pairing.problem/2"}')
    assert caught.value.text().replace("pledge", "pairing.problem") == other.value.text()


def test_another_kind_than_expected_is_refused():
    """The kinds that would do are named; several classes may be expected."""
    text = serial.dumps(Span(date(2026, 7, 1), date(2026, 7, 2)))
    with pytest.raises(InvalidInput, match=r"^kind: must be of the kind pledge.item/1$"):
        serial.loads(text, pledges.Item)
    with pytest.raises(InvalidInput, match=r"rating.exempt/1, rating.not_ratable/1, rating.rated/1"):
        serial.loads(text, ratings.Rating)
    assert 2 == serial.loads(text, Span | Text).days
    with pytest.raises(InvalidInput) as caught:
        serial.loads(text, int)
    assert ("expect", "registry.class") == (caught.value.path, caught.value.code)
    with pytest.raises(InvalidInput):
        serial.loads(text, "Span")


def test_all_faults_are_told_at_once_with_their_paths():
    """Of a class whose own field is called `kind`, the fields stand under `value`."""
    item = {"id": "lamp", "deed": "修路灯", "deadline": "2026-12-31"}
    letter = {
        "pledger": {"kind": "member", "id": "m-3", "unit": 1},
        "kind": "anual",
        "items": [item, {**item, "quantity": True}],
        "itmes": [],
    }
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict({"kind": "pledge.letter/1", "value": letter})
    assert {"value.pledger.unit", "value.kind", "value.items[1].quantity", "value.itmes"} == {
        fault.path for fault in caught.value.faults
    }

    with pytest.raises(InvalidInput) as caught:
        serial.from_dict({**letter, "kind": "pledge.letter/1", "zeal": 1})
    assert ["value", "pledger", "items", "itmes", "zeal"] == [fault.path for fault in caught.value.faults]


@pytest.mark.untraced("other tests take its branches")
def test_20000_faulty_rows_are_counted():
    """A hundred are kept, and how many there were."""
    data = {"kind": "record.folded/1", "rows": [1] * 20_000, "total": "0", "lacking": []}
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict(data)
    assert (20_000, 100) == (caught.value.count, len(caught.value.faults))


@pytest.mark.once("it measures our own loops")
@pytest.mark.untraced("it measures time and memory")
def test_20000_faulty_rows_take_little_time_and_memory():
    """Of each row beyond the hundredth nothing is kept."""
    text = '{"kind": "record.folded/1", "total": "0", "lacking": [], "rows": [' + "1," * 20_000 + "1]}"
    start = process_time()
    with pytest.raises(InvalidInput):
        serial.loads(text)
    assert process_time() - start < within(1)

    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput) as caught:
            serial.loads(text)
        assert 20_001 == caught.value.count
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_the_caller_sets_how_large_a_document_may_be():
    """A hundred megabytes are refused before they are parsed; more than is the default can be asked for."""
    text = '{"kind": "text/1", "zh": "' + "灯" * 1000 + '", "en": ""}'
    assert 1000 == len(serial.loads(text).zh)
    with pytest.raises(InvalidInput, match="larger than 1000 bytes"):
        serial.loads(text, most=1000)
    with pytest.raises(InvalidInput, match=rf"larger than {serial.LARGEST} bytes"):
        serial.loads(b" " * (serial.LARGEST + 1))
    large = b'{"kind": "text/1", "zh": "' + b"a" * 100_000_000
    start = process_time()
    with pytest.raises(InvalidInput, match="larger than 50000000 bytes"):
        serial.loads(large, most=50_000_000)
    assert process_time() - start < within(0.25)


WRONG_NUMBERS = {
    "a float": 0.5,
    "true": True,
    "nothing": None,
    "an exponent": "1e9",
    "no digits": ".5",
    "a space": " 1",
    "over zero": "1/0",
    "over a negative": "1/-2",
    "401 digits": "1" * 401,
    "over 401 digits": "1/1" + "0" * 400,
    "401 digits of an int": 10**400,
    "401 digits of an int below 0": -(10**400),
    "402 digits of an int": 10**401,
    "full-width digits": "１２",
    "a decimal over": "0.5/2",
}


@pytest.mark.parametrize("wrong", WRONG_NUMBERS.values(), ids=WRONG_NUMBERS.keys())
def test_an_exact_number_is_a_whole_one_or_a_text(wrong):
    """Everything else is refused, however it would round."""
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict({"kind": "rating.weighed/1", "name": "x", "number": wrong, "weight": "1"})
    code = "number.float" if isinstance(wrong, float) else "number.shape"
    assert ("number", code) == (caught.value.path, caught.value.code)


LONGEST = 10**400 - 1


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (LONGEST, Fraction(LONGEST)),
        (-LONGEST, Fraction(-LONGEST)),
        (f"-{LONGEST}", Fraction(-LONGEST)),
        (f"2/{LONGEST}", Fraction(2, LONGEST)),
        (f"-0.{LONGEST}", Fraction(-LONGEST, 10**400)),
        (f"7.{10**399}", Fraction(71, 10)),
    ],
    ids=["whole", "below 0", "as text", "a fraction", "decimals", "zeros"],
)
def test_a_number_of_400_digits_is_read(data, number):
    """So are 400 decimals, and a number that stands over one of 400 digits."""
    found = serial.from_dict({"kind": "rating.weighed/1", "name": "x", "number": data, "weight": "1"})
    assert number == found.number


def test_an_exact_number_is_written_in_lowest_terms():
    """A decimal where it ends, a fraction where it does not; a reader may write it in any terms."""
    weighed = ratings.Weighed(name="x", number=Fraction(-1, 3), weight=Fraction(1, 8), count=Fraction(10**17))
    data = serial.to_dict(weighed)
    assert ("-1/3", "0.125", "100000000000000000") == (data["number"], data["weight"], data["count"])
    again = {**data, "number": "-2/6", "weight": "0.1250", "count": 10**17}
    assert weighed == serial.from_dict(again)
    with pytest.raises(InvalidInput, match="number: must be a whole number, or a number as text"):
        serial.loads('{"kind": "rating.weighed/1", "name": "x", "number": 0.5, "weight": "1"}')


def test_a_number_in_a_record_is_a_text():
    """What only the record can check never is a float or a number with a point."""
    kept = records.Record(
        id="r-1",
        subject="m-3",
        kind="volunteer",
        on=date(2026, 7, 4),
        fields={"hours": "2.5", "level": "county", "notes": True},
        recorder="m-1",
        recorded=datetime(2026, 7, 5, 9, tzinfo=UTC),
    )
    data = serial.to_dict(kept)
    assert {"hours": "2.5", "level": "county", "notes": True} == data["value"]["fields"]
    for wrong in (2.5, Fraction(5, 2), "\0", [1], {"a": 1}):
        with pytest.raises(InvalidInput) as caught:
            serial.from_dict({**data, "value": {**data["value"], "fields": {"hours": wrong}}})
        assert caught.value.path.startswith("value.fields")


REFUSED_OUT = {
    "NUL": (Text("a\0", "b"), "zh", "text.broken"),
    "a lone surrogate": (Text("a", "\ud800"), "en", "text.broken"),
    "19 digits": (Head("p", 10**18, "0" * 64), "length", "number.long"),
    "a key with NUL": (
        Reason(code="a", says=Text("a"), params={"\0": 1}),
        "params",
        "key.broken",
    ),
    "a list with NUL": (campaigns.Decision(body="a", says="b", over=["c"]), None, None),
}


@pytest.mark.parametrize(("value", "path", "code"), REFUSED_OUT.values(), ids=REFUSED_OUT.keys())
def test_what_no_reader_takes_is_not_written(value, path, code):
    """A broken text and a number of 19 digits are refused when they are written, with their place."""
    if code is None:
        assert value == serial.loads(serial.dumps(value))
        return
    with pytest.raises(InvalidInput) as caught:
        serial.dumps(value)
    assert (path, code) == (caught.value.path, caught.value.code)


@pytest.mark.parametrize("before", range(4))
def test_a_broken_text_says_where_it_is_broken(before):
    """The place of the first character that no reader takes is counted from 1."""
    text = "b" * before + "\0"
    for refused in (
        lambda: serial.dumps(Text(text)),
        lambda: serial.from_dict({"kind": "text/1", "zh": text}),
    ):
        with pytest.raises(InvalidInput) as caught:
            refused()
        assert caught.value.faults[0].text("en").endswith(f"at place {before + 1}")


def test_a_list_with_a_broken_text_is_not_written():
    """The place is that in the list."""
    clock = notices.Posted(
        notice="n",
        word="pledge",
        thing="p",
        place="x",
        period=notices.Posting(
            word="pledge", thing="p", unit="b", place="x", period=_period(), concerns=()
        ).period,
        concerns=("a", "b\0"),
        on=date(2026, 7, 1),
    )
    with pytest.raises(InvalidInput) as caught:
        serial.dumps(clock)
    assert ["concerns[1]"] == [fault.path for fault in caught.value.faults]


def _period():
    from sanliang.calendars import Period

    return Period(days=1)


def _listed(one):
    return [one]


def _tabled(one):
    return {"a": one}


def test_a_reason_too_deep_is_not_written():
    """What is nested deeper than 64 levels no reader takes."""
    reason = Reason(code="a", says=Text("a"))
    for _ in range(40):
        reason = Reason(code="a", says=Text("a"), because=(reason,))
    with pytest.raises(InvalidInput, match="deeper than 64 levels"):
        serial.dumps(reason)
    flat = Reason(code="a", says=Text("a"), because=(Reason(code="b", says=Text("b")),) * 90)
    assert flat == serial.loads(serial.dumps(flat))


def test_what_is_too_deep_is_not_read():
    """A reason within a reason, each of them two levels further in: 64 levels are read, and no more."""
    data = {"code": "a", "says": {"zh": "a"}}
    for _ in range(31):
        data = {"code": "a", "says": {"zh": "a"}, "because": [data]}
    assert "a" == serial.from_dict({"kind": "reason/1", **data}).code
    for deeper in ({**data, "because": [data]}, {**data, "says": [[data]]}):
        with pytest.raises(InvalidInput) as caught:
            serial.from_dict({"kind": "reason/1", **deeper})
        assert "wire.depth" == caught.value.code


AROUND = {"lists": (_listed,), "tables": (_tabled,), "both": (_listed, _tabled)}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
def test_what_is_too_deep_is_not_written_whatever_it_is_made_of(around):
    """Sixty-four levels are written, of lists and of tables, and one more is refused."""
    data, levels = {"kind": "a/1"}, cycle(around)
    for _ in range(63):
        data = next(levels)(data)
    assert written({"kind": "a/1"}) in written(data)
    with pytest.raises(InvalidInput, match="deeper than 64 levels"):
        written(next(levels)(data))


SOUND = {
    "64 lists": ("[" * 64, True),
    "65 lists": ("[" * 65, False),
    "64 tables": ("{" * 64, True),
    "65 tables": ("{" * 65, False),
    "64 of both": ("[{" * 32, True),
    "65 of both": ("[{" * 32 + "[", False),
    "something escaped": ('"\\n"', True),
    "a NUL": ('"\\u0000"', False),
}


@pytest.mark.parametrize(("text", "sound"), SOUND.values(), ids=SOUND.keys())
def test_only_what_may_be_wrong_is_looked_at_again(text, sound):
    """What can neither be too deep nor hold a NUL is written at once; so is any text of a kind that ends."""
    assert sound is is_sound(text, deep=True)
    assert ("\\u0000" not in text) is is_sound(text, deep=False)


DIGITS = {
    "no digit": (b"{}", False),
    "18 digits": (b"9" * 18, False),
    "19 digits": (b"1234567890123456789", True),
    "19 zeros": (b"0" * 19, True),
    "18 digits beside what comes before and after them": (b"/:" + b"7" * 18 + b":" + b"7" * 18 + b"/", False),
    "something escaped": (b'"\\n"', False),
    "a NUL": (b'"\\u0000"', True),
}


@pytest.mark.parametrize(("raw", "suspect"), DIGITS.values(), ids=DIGITS.keys())
def test_only_bytes_with_19_digits_or_a_nul_are_looked_through(raw, suspect):
    """Eighteen digits are no reason, nor are the signs beside the digits."""
    assert suspect is _is_suspect(raw)


def test_whatever_no_reader_takes_is_told_with_its_path():
    """All of it at once, and nothing besides: the longest number is no fault of its own."""
    longest = 10**18 - 1
    data = {"a": longest, "b": [-longest, "\0", {"c": 10**18, "d": -(10**18)}], "\0": 0, "e": True}
    with pytest.raises(InvalidInput) as caught:
        written(data)
    faults = [
        ("b[1]", "text.broken"),
        ("b[2].c", "number.long"),
        ("b[2].d", "number.long"),
        ("", "key.broken"),
    ]
    assert faults == [(fault.path, fault.code) for fault in caught.value.faults]


def test_what_is_no_plain_data_is_not_written():
    """Whatever gets there: it is our error."""
    with pytest.raises(InvalidInput, match="no form as data"):
        written({"a": object()})


def test_a_path_shows_no_key_of_a_stranger():
    """An id that is a key of a map is shown where it is a plain code, and never else."""
    plan = {
        "kind": "campaign.plan/1",
        "title": {"zh": "挂牌"},
        "unit": "c",
        "units": ["b-1"],
        "meeting_on": "2026-08-03",
        "rollout_on": "2026-08-11",
        "rollouts": dict.fromkeys(("b-2", "张三.b", "13900000000", "!"), "2026-08-12"),
    }
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict(plan)
    shown = ["rollouts.(key)", "rollouts.(key)", "rollouts.(key).b", "rollouts.b-2"]
    assert shown == sorted(one.path for one in caught.value.faults)
    assert "张三" not in repr(caught.value) + repr(caught.value.__context__)


def test_a_number_of_more_than_400_digits_is_not_written():
    """A reader would refuse it."""
    assert "1" + "0" * 399 == number_text(Fraction(10**399))
    for wrong in (Fraction(10**400), Fraction(1, 10**400 + 1)):
        with pytest.raises(InvalidInput):
            number_text(wrong)


def test_what_is_in_no_registry_is_not_written():
    """Neither a builtin nor a class of ours that is not stored."""
    for wrong in (1, "x", None, {}, Span, orgs.RosterText(units="", members="", households="")):
        with pytest.raises(InvalidInput, match="the registry does not have"):
            serial.dumps(wrong)


def test_a_parameter_of_a_sentence_without_a_form_is_not_written():
    """A moment, a table, a member of an enum that the registry does not have."""
    for wrong in (1.5, datetime(2026, 7, 1, tzinfo=UTC), {}, (1.5,), frozenset({1.5}), serial.BASE):
        with pytest.raises(InvalidInput, match="no form as data"):
            serial.dumps(Reason(code="a", says=Text("a"), params={"x": wrong}))


SORTS = {
    "none": None,
    "yes": False,
    "whole": 0,
    "number": Fraction(1, 3),
    "text": "",
    "day": date(2026, 7, 1),
    "words": Text("a"),
    "label": pledges.Grade.FAIR,
    "list": (1, (None,)),
    "set": frozenset({1, "a"}),
}


def test_a_parameter_of_each_sort_is_read_as_it_was_written():
    """It says of which sort it is, and what it is."""
    reason = Reason(code="a", says=Text("a"), params=SORTS)
    data = serial.to_dict(reason)
    assert {sort: [sort] for sort in SORTS} == {name: [*param] for name, param in data["params"].items()}
    assert {**reason.params} == {**serial.from_dict(data).params}


PARAMS = {
    "nothing": {},
    "two sorts": {"text": "a", "whole": 1},
    "an unknown enum": {"label": {"of": "os.Enum", "code": "a"}},
    "an unknown member": {"label": {"of": "pledges.Grade", "code": "GOOD"}},
    "an unknown member, later by name": {"label": {"of": "pledges.Grade", "code": "z"}},
    "a member in a list": {"list": [{"label": {"of": "pledges.Grade", "code": "x"}}]},
    "a key too many": {"text": "a", "b": 1},
}


@pytest.mark.parametrize("param", PARAMS.values(), ids=PARAMS.keys())
def test_a_parameter_says_what_it_is(param):
    """Exactly one sort; a member of an enum by a name that the registry has, never by a class's path."""
    with pytest.raises(InvalidInput):
        serial.from_dict({"kind": "reason/1", "code": "a", "says": {"zh": "a"}, "params": {"x": param}})


EVENT = {
    "kind": "pledge.moved/1",
    "word": "pledge",
    "thing": "p-1",
    "move": "submit",
    "leaves": "drafted",
    "enters": "submitted",
    "by": "m-1",
    "on": "2026-07-01",
}


@pytest.mark.parametrize("field", ["word", "thing", "move", "enters", "by"])
def test_an_event_names_its_word_its_thing_and_its_move(field):
    """What the lifecycle does not check when it decides is checked when it is read."""
    assert "" == serial.from_dict({**EVENT, "leaves": ""}).leaves
    for wrong in ("", " ", "Plaque", "a\u202eb"):
        if (field, wrong) in {("thing", "Plaque"), ("by", "Plaque")}:
            continue
        with pytest.raises(InvalidInput) as caught:
            serial.from_dict({**EVENT, field: wrong})
        assert [field] == [fault.path for fault in caught.value.faults]
    with pytest.raises(InvalidInput):
        serial.from_dict({**EVENT, "leaves": "Due"})


def test_a_correction_is_checked_all_through():
    """The event that should have stood there, and the thing as it would have become."""
    holder = {"household": "h-1", "unit": "b-1", "full_members": ["m-1"], "excused": []}
    plaque = {"id": "h-1", "state": "due", "version": 1, "on": "2026-07-01", "holder": holder}
    event = {
        "kind": "plaque.corrected/1",
        "word": "plaque",
        "thing": "h-1",
        "version": 1,
        "restored": plaque,
        "why": "记错",
        "by": "m-1",
        "on": "2026-07-02",
    }
    assert "h-1" == serial.from_dict(event).restored.id
    instead = {name: one for name, one in EVENT.items() if name != "kind"}
    instead = {**instead, "word": "plaque"}
    assert "submit" == serial.from_dict({**event, "instead": instead}).instead.move
    restored = {**plaque, "version": 0, "state": "Due", "id": ""}
    for wrong, paths in (
        ({"instead": {**instead, "word": "pledge"}, "version": 0}, ["version", "instead.word"]),
        ({"restored": restored}, ["restored.id", "restored.state", "restored.version"]),
    ):
        with pytest.raises(InvalidInput) as caught:
            serial.from_dict({**event, **wrong})
        assert paths == [fault.path for fault in caught.value.faults]


UNIONS = {
    "a number": 1,
    "another day": "2026-7-1",
    "no kind": {"nominal": "2026-07-01"},
    "another kind": {"kind": "span/1", "start": "2026-07-01", "end": "2026-07-01"},
    "two tags": {"kind": ["calendar.not_held/1", "calendar.not_known/1"]},
}


@pytest.mark.parametrize("on", UNIONS.values(), ids=UNIONS.keys())
def test_where_several_kinds_may_stand_the_data_says_which(on):
    """A day, or a table with one of the kinds that may stand there."""
    data = {"kind": "calendar.review/1", "value": None, "code": "theme", "says": {"zh": "主题党日"}}
    del data["value"]
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict({**data, "nominal": "2026-07-01", "on": on})
    assert caught.value.path.startswith("on")


def test_where_only_tables_may_stand_another_thing_is_told_so():
    """The theme day's rule is one of two tables."""
    with pytest.raises(
        InvalidInput, match=r"theme: must be one of: calendar.month_day/1, calendar.nth_weekday/1"
    ):
        serial.from_dict({"kind": "calendar/1", "theme": "2026-07-01"})
