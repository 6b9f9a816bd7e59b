"""Files of subjects: JSON and CSV of strangers; every fault at once, and no word of a person in an error."""

import json
from contextlib import suppress
from datetime import date
from fractions import Fraction
from time import process_time

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ext.books import FULL, SCHEME
from tests.pace import within

from sanliang.ext.cli._people import read_subjects
from sanliang.ext.cli._ratings import as_data
from sanliang.ext.cli._subjects import from_json, known_to
from sanliang.ext.cli._tables import from_csv
from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.ratings import rate
from sanliang.rulebooks import loads

DAY = date(2026, 12, 31)
BOOK = loads(SCHEME)
KNOWN = known_to(BOOK)


@pytest.fixture
def read(tmp_path):
    """The subjects of a text, as a file of that name."""

    def read(text, name="people.json", book=BOOK):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_subjects(tmp_path / name, book)

    return read


@pytest.fixture
def faults(read):
    """What is wrong with a text: places and codes."""

    def faults(text, name="people.json", book=BOOK):
        with pytest.raises(InvalidInput) as refused:
            read(text, name, book)
        return [(one.path, one.code) for one in refused.value.faults]

    return faults


def document(*subjects):
    """Subjects as a document."""
    return json.dumps({"subjects": list(subjects)}, ensure_ascii=False)


def only(subjects):
    """The one subject of a file."""
    (one,) = subjects
    return one


def score(subject):
    """What a subject is rated."""
    rating = rate(subject.facts, BOOK, on=DAY, records=subject.records, past=subject.past)
    return rating.score


# --- JSON ----------------------------------------------------------------------------------------------


def test_facts_are_read_exactly(read):
    """Numbers stay exact, days become days, and the rating is that of the book's own case."""
    text = document(FULL).replace("95", "95.0")
    one = only(read(text))

    assert one.facts["service"][0]["on"] == date(2026, 7, 4)
    assert one.facts["bonus"]["on"] == date(2027, 6, 1)
    assert score(one) == Fraction("75.6")


def test_records_stand_in_place_of_facts(read):
    """Records give the facts that the book counts from them; the others are given by hand beside them."""
    records = [
        {"kind": "volunteer", "on": "2026-07-04", "hours": 6, "activity": "a-1"},
        {"kind": "volunteer", "on": "2026-07-05", "fields": {"hours": 2.5}, "hours": 7},
        {
            "id": "r-7",
            "subject": "m1",
            "kind": "meeting.absent",
            "on": "2026-08-01",
            "recorder": "m-9",
            "recorded": "2026-08-02T09:00:00+08:00",
            "evidence": ["photo-1"],
        },
    ]
    facts = {name: FULL["facts"][name] for name in ("class", "appraisal", "bonus")}
    one = only(read(document({"id": "m1", "facts": facts, "records": records, "past": []})))

    assert [record.id for record in one.records] == ["000000", "000001", "r-7"]
    assert one.records[1].fields["hours"] == Fraction("2.5")
    assert (one.records[2].recorder, one.records[2].evidence) == ("m-9", ("photo-1",))
    assert score(one) == 58 + Fraction("3.25") + Fraction("18.1") + Fraction("0.05")


def test_what_is_null_is_left_out(read):
    """A part that is null is one that was not given."""
    one = only(read(document({"id": "m1", "group": None, "records": None, "past": None, "facts": None})))

    assert (one.group, one.records, one.past, one.facts) == (None, None, None, {})


def test_all_that_is_known_of_a_subject(read):
    """Groups, tiers of the past, credits and a decision go with a subject."""
    decision = {"tier": 2, "by": "committee", "on": "2026-12-01", "why": "现场核查"}
    one = only(
        read(
            document(
                {
                    "id": "m1",
                    "group": {"branch": "b-1", "town": "t-1"},
                    "past": [3, None, "none"],
                    "credited": {"hours": "2.5"},
                    "override": decision,
                }
            )
        )
    )

    assert one.group == {"branch": "b-1", "town": "t-1"}
    assert one.past == ("3", None, "none")
    assert one.credited == {"hours": Fraction("2.5")}
    assert (one.override.tier, one.override.on) == ("2", date(2026, 12, 1))


HOSTILE = {
    "no table": ("[]", [("people.json", "subjects.list")]),
    "no list": ('{"subjects": {}}', [("people.json", "subjects.list")]),
    "nothing": ("{}", [("people.json", "subjects.list")]),
    "another key": (
        '{"subjects": [], "subjcets": []}',
        [("people.json.subjcets", "wire.unknown")],
    ),
    "a doubled key": ('{"subjects": [{"id": "a", "id": "b"}]}', [("[0].id", "list.doubled")]),
    "a doubled fact": (
        '{"subjects": [{"id": "a", "facts": {"absences": 1, "absences": 0}}]}',
        [("[0].facts.absences", "list.doubled")],
    ),
    "NaN": (
        '{"subjects": [{"id": "a", "facts": {"absences": NaN}}]}',
        [("[0].facts.absences", "json.number")],
    ),
    "1e999999": (
        '{"subjects": [{"id": "a", "facts": {"absences": 1e999999}}]}',
        [("[0].facts.absences", "json.number")],
    ),
    "deep": ('{"subjects": ' + "[" * 100_000, [("people.json", "wire.depth")]),
    "no UTF-8": ('{"subjects": [{"id": "李"}]}'.encode("gbk"), [("people.json", "json.encoding")]),
    "no subject": ('{"subjects": [1, null]}', [(f"[{n}]", "facts.table") for n in (0, 1)]),
    "no id": ('{"subjects": [{}]}', [("[0].id", "wire.missing")]),
    "a number for an id": ('{"subjects": [{"id": 7}]}', [("[0].id", "text.type")]),
    "a broken id": ('{"subjects": [{"id": "\\ud800"}]}', [("[0].id", "text.character")]),
    "ids twice": (document({"id": "a"}, {"id": "b"}, {"id": "a"}), [("[2].id", "list.doubled")]),
    "unknown facts": (
        document({"id": "a", "facts": {"absence": 1, "张三": 2}}),
        [
            ("[0].facts.absence", "facts.unknown"),
            ("[0].facts.(key)", "facts.unknown"),
        ],
    ),
    "facts as a list": (document({"id": "a", "facts": []}), [("[0].facts", "facts.table")]),
    "an unknown part": (document({"id": "a", "fact": {}}), [("[0].fact", "wire.unknown")]),
    "a group that is none": (document({"id": "a", "group": 7}), [("[0].group", "text.type")]),
    "a group of no kind": (
        document({"id": "a", "group": {"B 1": "b"}}),
        [("[0].group.(key)", "code.shape")],
    ),
    "a tier that is none": (
        document({"id": "a", "past": ["5", True, 3]}),
        [("[0].past[0]", "past.tier")],
    ),
    "a past that is no list": (document({"id": "a", "past": "3"}), [("[0].past", "list.type")]),
    "credit of nothing": (
        document({"id": "a", "credited": {"huors": 1}}),
        [("[0].credited.huors", "credited.item")],
    ),
    "half a decision": (
        document({"id": "a", "override": {"tier": 9, "on": 7}}),
        [
            ("[0].override.tier", "past.tier"),
            ("[0].override.on", "cell.day"),
            ("[0].override.by", "wire.missing"),
            ("[0].override.why", "wire.missing"),
        ],
    ),
    "bad records": (
        document(
            {
                "id": "a",
                "records": [
                    {"kind": "Volunteer", "on": "2026-02-30", "recorded": "today"},
                    {"kind": "volunteer", "on": "2026-07-04", "subject": "b"},
                    {"kind": "volunteer", "on": "2026-07-04", "hours": [1]},
                    {},
                    7,
                ],
            }
        ),
        [
            ("[0].records[0].kind", "record.kind"),
            ("[0].records[0].on", "cell.day"),
            ("[0].records[0].recorded", "wire.moment"),
            ("[0].records[1].subject", "record.subject"),
            ("[0].records[2].fields.hours", "record.value"),
            ("[0].records[3].kind", "wire.missing"),
            ("[0].records[3].on", "wire.missing"),
            ("[0].records[4]", "facts.table"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_is_refused_with_its_places(faults, text, expected):
    """Every fault of a document comes with its path, at once, and in a fraction of a second."""
    start = process_time()
    found = faults(text)

    assert expected == [(path.removeprefix("people.json.subjects"), code) for path, code in found]
    assert process_time() - start < within(0.5)


@pytest.mark.parametrize(
    "text",
    [
        document({"id": "李大山\u202e"}),
        document({"id": "a", "facts": {"李大山": 7}}),
        document({"id": "a", "group": {"李大山": "b"}}),
        document({"id": "a", "李大山": 7}),
        document({"id": "a", "past": ["李大山"]}),
        document({"id": "李大山"}, {"id": "李大山"}),
        '{"subjects": [{"李大山": NaN}]}',
        "党员\n李大山",
        "id,李大山\nm1,1",
        "id,past\nm1,李大山",
    ],
)
def test_no_word_of_a_person_is_in_an_error(read, text):
    """Whatever somebody wrote about a person, no error repeats it."""
    with pytest.raises(InvalidInput) as refused:
        read(text, "people")

    assert "李大山" not in refused.value.text("zh") + refused.value.text("en")


def test_a_fault_in_somebodys_facts_is_left_to_the_rating(read):
    """A value that the book cannot take makes its subject not ratable, and refuses nobody else."""
    given = FULL["facts"] | {
        "appraisal": {"members": "good"},
        "absences": 10**17,
        "bonus": {"mark": 1, "on": "yesterday"},
        "service": 3,
    }
    one = only(read(document({"id": "a", "facts": given, "past": []})))
    rating = rate(one.facts, BOOK, on=DAY, past=())

    assert rating.missing == ("absences", "appraisal", "bonus")
    assert [fault.path for fault in rating.wrong] == [
        "facts.absences",
        "facts.appraisal.members",
        "facts.bonus.on",
    ]


def test_an_unknown_column_is_told_with_the_facts_of_the_book(read):
    """With the first one come the facts that a column may be for, and what was meant most likely."""
    with pytest.raises(InvalidInput) as caught:
        read("id,absencs,xyz\nm1,1,2", "people.csv")
    first, second = caught.value.faults

    assert ", ".join(KNOWN.facts) in first.en
    assert first.zh.endswith("；是否为 absences？")
    assert [] == [name for name in KNOWN.facts if name in second.en]
    with pytest.raises(InvalidInput, match="there are: " + ", ".join(KNOWN.facts)):
        read(document({"id": "m1", "facts": {"x": 1}}))
    without = attrs.evolve(KNOWN, facts={})
    with pytest.raises(InvalidInput, match=r"column 2$"):
        from_csv(b"id,xyz", without, name="a.csv")


@pytest.mark.untraced("it measures time")
@pytest.mark.once("it measures our own loops")
def test_many_mistyped_names_are_counted_in_little_time():
    """What a name most likely means is looked up for those that are shown, and for no others."""
    subjects = ({"id": f"m{n}", "facts": {f"absense{n}": 1}, f"fcats{n}": 1} for n in range(20_000))
    start = process_time()
    with pytest.raises(InvalidInput) as caught:
        from_json(json.dumps({"subjects": [*subjects]}).encode(), KNOWN, name="a")

    assert process_time() - start < within(2)
    assert caught.value.count == 40_000
    assert any("absences" in fault.zh for fault in caught.value.faults)


def test_a_hundred_faults_are_shown_and_all_are_counted(read):
    """A file of ten thousand faults is told in a few words."""
    with pytest.raises(InvalidInput) as refused:
        read(document(*({} for _ in range(10_000))))

    assert (len(refused.value.faults), refused.value.count) == (100, 10_000)


@pytest.mark.parametrize("name", ["none.json", "folder", "a\0b"])
def test_a_file_that_cannot_be_read(tmp_path, name):
    """A file that is not there, or is none, is told by its name."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotFound) as refused:
        read_subjects(tmp_path / name, BOOK)

    assert refused.value.code == "subjects.file"


@pytest.mark.parametrize("name", ["people.json", "people.csv", "people.txt"])
def test_a_file_that_is_too_large(faults, monkeypatch, name):
    """A file beyond the limit is refused before it is looked at."""
    monkeypatch.setattr("sanliang.ext.cli._subjects.LARGEST", 64)
    monkeypatch.setattr("sanliang.ext.cli._tables.LARGEST", 64)
    (fault,) = faults("{" + " " * 64 if name.endswith("json") else "id\n" + " " * 64, name)

    assert fault in {(name, "json.size"), (name, "subjects.size")}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("name", ["people", "people.txt", "people.JSON"])
def test_json_is_told_by_its_name_or_its_start(read, name, mark):
    """A file of another name is JSON where it begins as such, with or without the mark of some editors."""
    assert only(read(f'{mark} {{"subjects": [{{"id": "m1"}}]}}', name)).id == "m1"
    assert only(read(f"{mark}id\nm1", name.replace("JSON", "CSV"))).id == "m1"


# --- CSV: a row a subject ------------------------------------------------------------------------------


def test_a_row_for_each_subject(read):
    """A table has a column for each fact, and one for each rater and each part of a decision."""
    text = (
        "\ufeff编号,分组,往期等次,class,absences,service,appraisal.members,appraisal.branch,"
        "appraisal.villagers,bonus.mark,bonus.reason,bonus.by,bonus.on,ill,credited.hours\r\n"
        "m1,b-1,3;-;none,full,3,9,90,94；96,85,0,无,committee,2027-06-01,否,2\r\n"
        ",,,,,,,,,,,,,,\r\n"
        "m2,,,,'3,,,,,,,,,maybe,\r\n"
    )
    one, two = read(text, "people.csv")

    assert (one.group, one.past, one.credited) == ("b-1", ("3", None, "none"), {"hours": 2})
    assert one.facts["appraisal"] == {"members": "90", "branch": ["94", "96"], "villagers": "85"}
    assert one.facts["bonus"]["on"] == date(2027, 6, 1)
    assert score(one) == 54 + Fraction("4.5") + Fraction("18.1")
    assert two.facts == {"absences": "3", "ill": "maybe"}


@pytest.mark.parametrize("header", ["id,facts.class,group.branch", "Subject,CLASS,branch"])
def test_words_of_a_header(read, header):
    """A fact may say that it is one, and a peer group is a column of its own name."""
    quota = (
        '[[quota]]\ntier = 3\nat_most = 1\nof = "branch"\nties = "vote"\nsays = { zh = "至多一名" }\n[[case]]'
    )
    book = loads(SCHEME.replace("[[case]]", quota, 1).split("[[case]]")[0])
    one = only(read(f"{header}\nm1,elder,b-1\n", "people.csv", book))

    assert (one.id, one.facts, one.group) == ("m1", {"class": "elder"}, {"branch": "b-1"})


@pytest.mark.parametrize("kind", ["", "类型,日期,"])
def test_columns_of_an_offices_table(read, faults, kind):
    """支部 is the peer group where the book counts by branches; a name is passed over."""
    quota = '[[quota]]\ntier = 3\nat_most = 1\nof = "branch"\nties = "vote"\nsays = { zh = "至多一名" }\n'
    book = loads(SCHEME.split("[[case]]")[0] + quota)
    table = f"编号,{kind}姓名,所在村,支部\nm1,{',' * kind.count(',')}李禾,东岭村,一支部\n"
    one = only(read(table, "people.csv", book))

    assert (one.id, one.group) == ("m1", {"branch": "一支部"})
    assert only(read(table, "people.csv")).group is None
    assert [("people.csv:1", "csv.column_doubled")] == faults(
        "编号,支部,党支部\nm1,a,b\n", "people.csv", book
    )


def test_a_cell_is_only_ever_a_text(read):
    """What a spreadsheet would take for a formula is a text; an apostrophe that guards it is taken off."""
    one, two = read('id,class\n=1+1,=HYPERLINK("x")\n\'+1,@SUM\n'.replace('("x")', "(x)"), "p.csv")

    assert (one.id, one.facts["class"]) == ("=1+1", "=HYPERLINK(x)")
    assert (two.id, two.facts["class"]) == ("+1", "@SUM")


TABLES = {
    "nothing": ("", [(":1", "csv.column_missing")]),
    "no id": ("absences\n3", [(":1", "csv.column_missing")]),
    "unknown columns": ("id,absence,hours\nm1,1,2", [(":1", "csv.column"), (":1", "csv.column")]),
    "a column twice": ("id,编号,class,facts.class", [(":1", "csv.column_doubled")] * 2),
    "a part and the whole": ("id,appraisal,appraisal.members", [(":1", "csv.column_doubled")]),
    "too many cells": ("id,class\nm1,full,3\nm2", [(":2", "csv.width"), (":3", "csv.width")]),
    "no id in a row": ("id,class\n,full", [(":2.id", "wire.missing")]),
    "an id twice": ("id\nm1\nm1", [(":3.id", "list.doubled")]),
    "a tier that is none": ("id,past\nm1,7", [(":2.past[0]", "past.tier")]),
    "a quote": ('id\n"m1"x', [(":2", "csv.broken")]),
    "a field without end": ('id\n"' + "x" * 200_000, [(":2", "csv.broken")]),
    "NUL": ("id\nm\0", [(":2", "csv.broken")]),
    "GBK": ("id,class\nm1,党员".encode("gbk"), [("", "subjects.encoding")]),
    "UTF-16": ("id".encode("utf-16"), [("", "subjects.encoding")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_a_hostile_table_is_refused_with_its_lines(faults, text, expected):
    """Every fault of a table comes with its line."""
    found = [(path.removeprefix("people.csv"), code) for path, code in faults(text, "people.csv")]

    assert expected == found or (text == TABLES["NUL"][0] and found[0][1] in {"csv.broken", "text.character"})


# --- CSV: a row a record -------------------------------------------------------------------------------


def test_a_row_for_each_record(read):
    """A table with a kind of records has a row for each; whatever else it names is a field of the record."""
    text = (
        "对象,类型,日期,hours,活动,证明,confirmed\n".replace("证明", "evidence")
        + "m1,volunteer,2026-07-04,6,a-1,p-1;p-2,是\nm2,,,,,,\nm1,volunteer,2026-07-05,2.5,,,no\n"
    )
    one, two = read(text, "people.csv")

    assert [record.id for record in one.records] == ["000000", "000001"]
    assert one.records[0].fields == {"hours": Fraction(6), "confirmed": True}
    assert (one.records[0].activity, one.records[0].evidence) == ("a-1", ("p-1", "p-2"))
    assert one.records[1].fields == {"hours": Fraction("2.5"), "confirmed": False}
    assert (two.id, two.records) == ("m2", ())


def test_whose_record_a_row_is(read):
    """Where no column names the subject it is `id`; where one does, `id` is the record's own."""
    assert only(read("id,kind,on\nm1,volunteer,2026-07-04", "p.csv")).id == "m1"
    one = only(read("id,subject,kind,on\nr-1,m1,volunteer,2026-07-04", "p.csv"))
    assert (one.id, one.records[0].id) == ("m1", "r-1")


def test_what_rows_say_of_their_subject(read):
    """The group, past tiers and facts of a subject may stand in any of its rows."""
    text = (
        "subject,group,facts.class,past,kind,on,recorder,recorded\n"
        "m1,b-1,,none,volunteer,2026-07-04,m-9,2026-07-05T10:00:00+08:00\n"
        "m1,b-1,elder,,volunteer,2026-07-05,,\n"
    )
    one = only(read(text, "people.csv"))

    assert (one.group, one.facts, one.past) == ("b-1", {"class": "elder"}, ("none",))
    assert (one.records[0].recorder, one.records[0].recorded.day) == ("m-9", 5)


RECORDS = {
    "no day": ("id,kind\nm1,volunteer", [(":1", "csv.column_missing")]),
    "a field of no shape": ("id,kind,on,小时\nm1,volunteer,2026-07-04,2", [(":1", "csv.column")]),
    "two groups": (
        "id,group,kind,on\nm1,b-1,volunteer,2026-07-04\nm1,b-2,volunteer,2026-07-05",
        [(":3.group", "subjects.differs")],
    ),
    "bad records": (
        "id,kind,on\n,volunteer,2026-07-04\nm1,Volunteer,yesterday\nm2,volunteer,",
        [
            (":2.id", "text.empty"),
            (":3.kind", "record.kind"),
            (":3.on", "cell.day"),
            (":4.on", "wire.missing"),
        ],
    ),
    "an unknown tier": ("id,past,kind,on\nm1,9,volunteer,2026-07-04", [(":2.past[0]", "past.tier")]),
}


@pytest.mark.parametrize(("text", "expected"), RECORDS.values(), ids=RECORDS)
def test_a_hostile_table_of_records_is_refused_with_its_lines(faults, text, expected):
    """Every fault of a table of records comes with its line."""
    assert expected == [(path.removeprefix("people.csv"), code) for path, code in faults(text, "people.csv")]


@pytest.mark.untraced("it measures time")
@pytest.mark.once("it measures our own loops")
def test_many_rows_are_read_in_time_that_grows_with_them(read):
    """Twenty thousand subjects are read in a second or two, whatever their order."""
    start = process_time()
    found = read("id,absences\n" + "".join(f"m{n},3\n" for n in range(20_000, 0, -1)), "people.csv")

    assert len(found) == 20_000
    assert process_time() - start < within(4)


# --- anything at all -----------------------------------------------------------------------------------

ODD = st.sampled_from(
    ["", "m1", "3", "-", "none", "=1", "'", "2026-07-04", "volunteer", "否", "a;b", "\u200b", "\ufeff"]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-20, 10**12)
    | st.sampled_from(["75.5", "1e5", "x", "2026-07-04", ""]),
    lambda one: (
        st.lists(one, max_size=3)
        | st.dictionaries(
            st.sampled_from(["on", "hours", "mark", "members", "reason", "by", "activity", "x"]), one
        )
    ),
    max_leaves=6,
)
FACTS = st.dictionaries(st.sampled_from(sorted(fact.id for fact in BOOK.facts)), VALUES)
SUBJECTS = st.fixed_dictionaries(
    {"id": st.sampled_from(["m1", "m2", "m3"])},
    optional={
        "facts": FACTS,
        "group": VALUES,
        "records": st.lists(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["volunteer", "meeting.absent"]), "on": st.just("2026-07-04")},
                optional={"hours": VALUES, "activity": VALUES, "recorded": VALUES, "fields": VALUES},
            ),
            max_size=3,
        ),
        "past": st.lists(st.sampled_from([1, "3", "none", None]), max_size=3),
        "credited": st.dictionaries(st.sampled_from(["hours", "bonus"]), VALUES),
    },
)
COLUMNS = st.sampled_from(
    ["id", "编号", "subject", "group", "past", "class", "absences", "facts.class", "appraisal.branch",
     "bonus.on", "kind", "日期", "on", "hours", "evidence", "recorded", "credited.hours", "ill", ""]
)  # fmt: skip


def rated_or_refused(raw, read):
    """Whatever a file holds, it is refused with faults, or everybody in it has an outcome."""
    subjects = ()
    with suppress(InvalidInput):
        subjects = read(raw, KNOWN, name="people")
    for one in subjects:
        rating = rate(one.facts, BOOK, on=DAY, records=one.records, past=one.past, credited=one.credited)
        json.dumps(as_data(one.id, rating))


@given(st.lists(SUBJECTS, max_size=3))
def test_anybody_has_an_outcome(subjects):
    """Whatever is said of people, they are rated, exempt or not ratable, or their file is refused."""
    rated_or_refused(document(*subjects).encode(), from_json)


@given(st.lists(COLUMNS, max_size=6), st.lists(st.lists(ODD, max_size=6), max_size=4))
def test_any_table_is_read_or_refused(header, rows):
    """Whatever stands in a table, those in it have an outcome, or it is refused."""
    text = "\n".join(",".join(row) for row in (header, *rows))
    rated_or_refused(text.encode(), from_csv)


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(raw):
    """Whatever bytes a file holds, it is read or refused."""
    rated_or_refused(raw, from_json)
    rated_or_refused(raw, from_csv)
