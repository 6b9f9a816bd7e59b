"""The suite of a town: a sound one passes, and each planted fault is caught and told as a story."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.testing.planted import CASE, SOUND, STEPS, checks, law, said, told, town
from tests.townships.folders import BOOK, HEAD, change, folder

from sanliang import (
    Audience,
    InvalidInput,
    Reason,
    Refused,
    Text,
    calendars,
    notices,
    ratings,
    rulebooks,
    townships,
)
from sanliang.kernel.labels import Phrase
from sanliang.notices import BASE
from sanliang.ratings import _facts, _points
from sanliang.testing import _checks, _hidden, _junk, _reach, _story, suite
from sanliang.testing._check import DOUBT, EXEMPT, REACHED, Check
from sanliang.testing._effort import DEEP, Effort
from sanliang.testing._facts import facts_of
from sanliang.testing._laws.lifecycles import LIFECYCLES
from sanliang.testing._machine import Machine

SEVEN = "[[case]]\nname = '七天'\nnotice = 'rating'\nposted = 2026-07-02\nuntil = 2026-07-09\n"
DAY = timedelta(days=1)
LEDGER = Audience.LEDGER
WAITING = ("pledge", "concern", "duty_post", "inspection", "objection", "session", "mobilisation", "consent")


@pytest.fixture(autouse=True)
def laws(monkeypatch):
    """The laws and machines that the suite finds: none but those of the test."""
    found = {"LAWS": [], "MACHINES": []}
    monkeypatch.setattr(_checks, "found", lambda module, name: tuple(found[name]))
    return found


# --- a sound town -------------------------------------------------------------------------------------------


def test_a_sound_town_passes(tmp_path):
    """Nothing is broken in it; each check has an id of its own, the same whenever it is asked for."""
    path = town(tmp_path / "a", change("calendar", "replace", "theme", "{ nth = -1, weekday = 'friday' }"))
    found = checks(path)

    assert {} == {id: said(check) for id, check in found.items() if said(check) is not None}
    assert [*found] == [*checks(path)]
    assert {
        "check",
        "case:deeds:1",
        "days:calendar",
        "days:notice:pledge",
        "days:cycle:deeds",
        "days:steps:deeds",
        "junk:town",
        "junk:book:deeds",
        "junk:documents",
        "private:describe",
        "private:answers:concern",
        "private:boards",
        "reach:deeds",
    } <= {*found}


def test_a_town_is_a_folder_an_id_or_a_value():
    """Of a town that comes with the library the files are known; of any other value they are not."""
    value = townships.get("pingshan")
    other = townships.overlay(value, townships.Layer(id="qingshan", name=Text("青山镇"), over=("pingshan",)))

    assert [*checks("pingshan")] == [*checks(value)]
    assert "junk:book:member-stars" in checks(value)
    assert "give the folder" in checks(other)["junk:town"].exempt.get("en")
    assert ["load"] == [*checks("nowhere")]
    neither = "is neither a folder that is there nor the id of a town; "
    assert f"{neither}there are: " in said(checks("nowhere")["load"])
    assert f"{neither}the nearest is: pingshan" in said(checks("towns/pingshn")["load"])


def test_the_suite_is_one_test_with_a_case_for_each_check(tmp_path):
    """What pytest collects has the ids of the checks, whether the plug-in is there or not."""
    test = suite(town(tmp_path))
    (mark,) = test.pytestmark

    assert [one.id for one in mark.args[1]] == mark.kwargs["ids"] == [*checks(tmp_path)]


# --- faults in the files ------------------------------------------------------------------------------------


def test_a_town_that_cannot_be_read_is_one_case_with_every_fault(tmp_path):
    """A broken lifecycle and a broken calendar are told at once, each with its place."""
    path = town(
        tmp_path,
        change("pledge", "drop", "rows.approve"),
        change("calendar", "replace", "theme", "{ day = 40 }"),
        change("duties", "add", "x", "3"),
    )
    found = checks(path)
    story = told(found["load"])

    assert ["load"] == [*found]
    assert story.startswith("qingshan: load\nwhat should hold: it can be read")
    assert "calendar[0].value.day" in story
    assert "duties[0].value" in story
    assert story.endswith("to see it again: pytest x")

    broken = said(checks(town(tmp_path, change("pledge", "drop", "rows.approve")))["load"])
    assert "lifecycle" not in broken
    assert "township.toml" in broken
    assert "reach" in broken


def test_a_case_that_fails_tells_what_came_out_and_why(tmp_path):
    """The story has the case, its cycle, what was expected, and the clause by which it came out otherwise."""
    path = town(tmp_path, book=BOOK + CASE.replace("score = 4, tier = 1", "score = 5, tier = 1"))
    story = told(checks(path)["case:deeds:1"])

    assert "qingshan: case:deeds:1" in story
    assert "source: 《青山镇三亮办法》" in story
    assert "case 四件好事, cycle 2026-01-01 to 2026-12-31" in story
    assert "score: expected 5, got 4" in story
    assert "1 point each, since no tariff is written: 4" in story
    assert "score：应为 5，得 4" in told(checks(path)["case:deeds:1"], "zh")


def test_each_case_of_the_town_itself_is_a_check_of_its_own(tmp_path):
    """The one that fails is told with file, line and what came out; the others hold, and so does the town."""
    case = '[[case]]\nname = "{}"\nnotice = "rating"\nposted = 2026-07-01\n{} = 2026-07-08\n'
    path = town(tmp_path, "".join(map(case.format, ("公示七天", "未读"), ("until", "untill"))), SEVEN)
    found = checks(path)

    assert "case of the town: 公示七天" == found["case:1"].says.get("en")
    assert [None, None] == [said(found[id]) for id in ("case:1", "case:3")]
    assert ": case[1].untill: is not a known key" in said(found["case:2"])
    assert "township.toml" in said(found["check"])
    path = town(tmp_path, SEVEN.replace("07-09", "07-10"))
    assert "until: expected 2026-07-10, got 2026-07-09" in said(checks(path)["case:1"])
    assert said(checks(path)["check"]) is None


def test_a_case_whose_rating_cannot_be_explained_is_told_all_the_same(tmp_path, monkeypatch):
    """What came out otherwise is told first, and then why nobody can say how."""
    path = town(tmp_path, book=BOOK + CASE.replace("score = 4, tier = 1", "score = 5, tier = 1"))
    check = checks(path)["case:deeds:1"]

    def explain(rating, book):
        raise InvalidInput(Phrase("town.odd", "说不清", "cannot be told").fault())

    monkeypatch.setattr(_checks, "explain", explain)
    story = said(check)
    assert "score: expected 5, got 4" in story
    assert "cannot be told" in story


def test_a_case_of_people_says_whose_it_is(tmp_path):
    """Of a group, the one who came out otherwise is named, and nobody else's reasons are given."""
    people = CASE.replace("facts  = { deeds = 4 }", "people = { m-1 = { deeds = 4 }, m-2 = { deeds = 1 } }")
    book = BOOK + people.replace("{ score = 4, tier = 1 }", "{ m-1 = { score = 4 }, m-2 = { score = 2 } }")
    story = said(checks(town(tmp_path / "a", book=book))["case:deeds:1"])
    assert "m-2: score: expected 2, got 1" in story
    assert "m-1" not in story

    late = book.replace("2026-01-01, 2026-12-31", "2026-02-01, 2026-12-31").replace("score = 2", "score = 1")
    story = said(checks(town(tmp_path / "b", book=late))["case:deeds:1"])
    assert "  cycle: expected 2026-02-01 .. 2026-12-31, got 2026-01-01 .. 2026-12-31" in story.splitlines()


def test_a_step_that_begins_a_year_early_is_caught_by_a_case(tmp_path):
    """A dated step that is off is told by the case of the cycle that it should not have reached."""
    on_time = checks(town(tmp_path / "a", book=STEPS.replace("DAY", "2027-01-01") + CASE))
    early = checks(town(tmp_path / "b", book=STEPS.replace("DAY", "2026-12-31") + CASE))

    assert said(on_time["case:deeds:1"]) is None
    assert "score: expected 4, got 8" in said(early["case:deeds:1"])
    assert () == tuple(on_time["days:steps:deeds"].run(Effort()))
    (note,) = early["days:steps:deeds"].run(Effort())
    assert (DOUBT, "a value of book deeds changes on 2026-12-31, a day beside 2027-01-01") == (
        note.kind,
        note.en.partition(", the")[0],
    )


def test_findings_fail_and_doubts_are_told(tmp_path):
    """A notice that is too short fails the town; a role that nobody is bound to hold is left to people."""
    short = checks(town(tmp_path / "a", change("notice", "replace", "settings.least_days", "6")))
    role = change("pledge", "replace", "rows.approve", '{ roles = ["elder"] }')
    doubtful = checks(town(tmp_path / "b", role))["check"]

    assert "notices.pledge: is 5 days" in said(short["check"])
    assert "it cannot be posted: given.posting.period" in said(short["days:notice:pledge"])
    assert [(DOUBT, "check")] == [note[:2] for note in doubtful.run(Effort())]


# --- boundary days ------------------------------------------------------------------------------------------


def later(on, days=1):
    """The next day, or another one."""
    return on + days * DAY


@pytest.mark.parametrize(
    ("where", "name", "shift", "check", "story"),
    [
        (calendars, "reviews", {"args": 1}, "days:calendar", "2026-01-04: expected -, got theme, 2026-01-05"),
        (calendars, "late", {"on": 1}, "days:calendar", "2026-01-05 theme: expected -, got Due"),
        (calendars, "next_theme_day", {"after": 1}, "days:calendar", "theme: expected 2026-"),
        (notices, "due", {"on": 1}, "days:notice:pledge", "2026-03-09 file: expected -, got 2026-03-10"),
        (notices, "clock", {"on": 1}, "days:notice:pledge", "2026-03-03 file: expected True, got False"),
        (notices, "explain", {"on": -9}, "days:notice:pledge", "2026-03-03 file: expected True, got False"),
        (ratings, "rate", {"on": 1}, "days:cycle:deeds", "2026-12-31 deeds: expected Span(start="),
    ],
    ids=["review", "late", "next", "due", "clock", "verdict", "cycle"],
)
def test_what_changes_a_day_early_is_caught(tmp_path, monkeypatch, where, name, shift, check, story):
    """A list of dues, a clock or a rating that is a day ahead of the calendar is told with the day."""
    right = getattr(where, name)

    def early(first, *args, **given):
        if "args" in shift:
            args = (type(args[0])(later(args[0].start), later(args[0].end)),)
        given = {key: later(value, shift[key]) if key in shift else value for key, value in given.items()}
        return right(first, *args, **given)

    found = checks(town(tmp_path))
    monkeypatch.setattr(where, name, early)
    assert story in said(found[check])


def test_a_day_that_finds_no_working_day_is_a_doubt(tmp_path):
    """A theme Party day at the beginning of a long holiday, which may move two days, is told."""
    path = town(tmp_path, change("calendar", "replace", "theme", "{ day = 1, within = 2 }"))
    notes = [*checks(path)["days:calendar"].run(Effort())]

    assert (DOUBT, "days:calendar", "2026-10-01 finds no working day within 2 days") == (
        notes[0].kind,
        notes[0].about,
        notes[0].en,
    )


def test_a_rating_that_changes_without_a_step_is_caught(tmp_path, monkeypatch):
    """Where equal facts come to something else in the next cycle and no value changes, the case is told."""
    right = ratings.run_cases

    def odd(book):
        facts = {"deeds": 9} if book.cases[0].cycle[0].year > 2027 else book.cases[0].facts
        return right(type(book)(**{**fields(book), "cases": (case(book.cases[0], facts),)}))

    def fields(book):
        return {field.name: getattr(book, field.name) for field in type(book).__attrs_attrs__}

    def case(one, facts):
        return type(one)(**{**fields(one), "facts": facts})

    found = checks(town(tmp_path))
    monkeypatch.setattr(ratings, "run_cases", odd)
    story = said(found["days:steps:deeds"])
    assert "case 四件好事: 1 4 in the cycle 2027-01-01 - 2027-12-31, 1 9 in the cycle 2028-01-01" in story


def test_what_does_not_count_yet_is_left_alone(tmp_path):
    """Before the first value of a book counts there is no rating to be held against another."""
    late = STEPS.replace("2026-01-01 = 1", "2028-03-01 = 1").replace("DAY", "2029-01-01")
    case = CASE.replace("2026", "2028")
    found = checks(town(tmp_path, book=late + case))

    assert said(found["days:steps:deeds"]) is None
    assert said(found["days:cycle:deeds"]) is None
    assert said(found["case:deeds:1"]) is None


def test_records_are_done_on_a_day_and_belong_to_no_other_cycle(tmp_path):
    """A case of records is not moved to another cycle, and a long notice is counted beyond what is listed."""
    case = CASE.replace("facts  = { deeds = 4 }", 'records = [{ kind = "deed", on = 2026-03-01 }]')
    book = BOOK + case.replace("score = 4, tier = 1", "score = 1")
    periods = [("rating", 900), ("pairing", 1)]
    changes = (change("notices", "replace", kind, f"{{ days = {days} }}") for kind, days in periods)
    found = checks(town(tmp_path, *changes, book=book))

    assert said(found["days:steps:deeds"]) is None
    for kind, _ in periods:
        assert said(found[f"days:notice:{kind}"]) is None


def test_what_counts_from_a_day_is_tried_where_there_is_such_a_day(tmp_path):
    """Since when a town is in force, and its prices and values by day, are each a check, which holds."""
    arms = 'each = { by = "class", elder = { 2026-01-01 = 1, 2027-01-01 = 2 }, else = 1 }'
    book = BOOK.replace("[item.deeds]", f'[fact.class]\ntype = "word"\n[item.deeds]\n{arms}')
    oil = '{ name = "食用油", price = { 2026-01-01 = 40, 2027-01-01 = 45 } }'
    head = HEAD.replace("[sources.rules]", "since = 2026-01-20\n[sources.rules]")
    plain = checks(town(tmp_path / "a"))
    dated = checks(town(tmp_path / "b", change("points", "add", "catalogue.oil", oil), book=book, head=head))
    more = {"days:values:deeds", "days:ratings:deeds", "days:prices", "days:since"}

    assert {f"days:due:{word}" for word in WAITING} <= {*plain}
    assert more == {id for id in dated if id.startswith("days:")} - {*plain}
    assert {} == {id: said(dated[id]) for id in more if said(dated[id]) is not None}


DATED = """
[item.deeds]
each    = { 2026-03-01 = 1, 2026-07-01 = 2, 2027-01-01 = { by = "class", elder = 3, else = 4 } }
ceiling = { month = 9, cycle = { 2026-03-01 = 12, 2026-07-10 = 14 } }
[item.kept]
fact    = "deeds"
steps   = [ { at_least = 2, points = { 2026-03-01 = 1, 2026-07-01 = 2 } }, { at_least = 0, points = 0 } ]
[item.each]
for_each = "deeds"
"""
RECORDS = """
[[case]]
name    = "做过的好事"
cycle   = [2026-01-01, 2026-12-31]
facts   = { class = "elder" }
records = [{ kind = "deed", on = 2026-03-01 }, { kind = "deed" }]
expect  = { each = 2 }
[[case]]
name    = "两个人"
cycle   = [2026-01-01, 2026-12-31]
people  = { m-1 = { class = "elder", deeds = 2 }, m-2 = { class = "other", deeds = 1 } }
expect  = { m-1 = { each = 2 }, m-2 = { each = 1 } }
"""


def dated(path):
    """The checks of a town whose book gives other points from some days on, and nothing before the first."""
    book = BOOK.replace("[item.deeds]", f'[fact.class]\ntype = "word"\n[item.score]\n{DATED}').replace(
        "ceiling  = 12\n", ""
    )
    return checks(town(path, book=book + RECORDS))


def test_a_rating_takes_the_values_of_its_day_and_a_record_those_of_its_own(tmp_path):
    """Around each day on which a value changes, a rating is one under the values of that day."""
    assert said(dated(tmp_path)["days:ratings:deeds"], examples=30) is None


@pytest.mark.parametrize(
    ("where", "story"),
    [
        (_facts, "2026-06-30 deeds: 做过的好事: expected"),
        (_points, "2026-06-30 deeds: 做过的好事: expected"),
    ],
    ids=["last day", "record"],
)
def test_a_rating_that_takes_a_value_too_early_is_caught(tmp_path, monkeypatch, where, story):
    """What looks a value up for the next day is told by the day before the value changes."""
    found, right = dated(tmp_path)["days:ratings:deeds"], where.worth
    monkeypatch.setattr(where, "worth", lambda value, on, words: right(value, on=later(on), words=words))

    assert story in said(found)


# --- what is private ----------------------------------------------------------------------------------------

TELLS = Phrase("qingshan.tells", "反映人：{name}", "raised by {name}")


def test_a_guard_that_tells_what_is_private_is_caught(tmp_path):
    """A town's own guard opens who raised a concern and says it: the move is named, and the name is not."""
    path = town(tmp_path, change("concern", "replace", "rows.sort", '{ guards = ["tells"] }'))
    guards = {"concern": {"tells": lambda one, ask: Reason.of(TELLS, name=one.raised.name.open(reason="x"))}}
    story = said(checks(path, guards=guards)["private:answers:concern"])

    assert "concern.collected.sort shows what is private" == story


def test_a_refusal_to_answer_is_looked_at_too():
    """Whoever is refused an answer reads the refusal."""

    def refuse():
        raise InvalidInput(TELLS.fault("by", name="x"))

    assert ("by: 反映人：x", "by: raised by x") == _hidden._said(refuse)[:2]


def test_a_guard_that_fails_is_told_where(tmp_path):
    """A town's own guard that raises is told by its kind, its text and its line."""
    path = town(tmp_path, change("concern", "replace", "rows.sort", '{ guards = ["fails"] }'))
    guards = {"concern": {"fails": lambda one, ask: one.nothing}}
    story = said(checks(path, guards=guards)["private:answers:concern"])

    assert story.startswith("AttributeError: ")
    assert "test_suite.py:" in story


@pytest.mark.parametrize("number", ["13911872246", "110105199002274519"])
def test_a_number_of_a_person_in_the_rules_is_caught(tmp_path, number):
    """A mobile number or the number of an identity card that the author wrote into the rules is found."""
    path = town(tmp_path / "a", change("duties", "add", "friend", f'"联系人 {number}"'))
    story = said(checks(path)["private:describe"])

    assert "duties.friend has digits that look like a person's number" == story
    seen = HEAD + f'seen = "http://example.org/{number}.html"\n'
    link = town(tmp_path / "b", change("duties", "add", "friend", '"联系人"'), head=seen)
    assert said(checks(link)["private:describe"]) is None


def test_a_board_that_shows_too_much_is_caught(tmp_path, monkeypatch):
    """What is written for the village with what only the ledger may have is found."""
    right = _hidden.write_roster
    monkeypatch.setattr(_hidden, "write_roster", lambda roster, audience: right(roster, audience=LEDGER))

    assert "roster (village) shows what is private" == said(checks(town(tmp_path))["private:boards"])


# --- junk ---------------------------------------------------------------------------------------------------


def test_a_loader_that_repeats_what_it_read_is_caught(tmp_path, monkeypatch):
    """A fault with what stood in the file is found, and the story does not say it again."""
    repeats = Phrase("town.odd", "不认识 {word}", "{word} is odd")
    found = checks(town(tmp_path))["junk:town"]

    def load(folder, **given):
        raise InvalidInput(repeats.fault("name", word=_junk.CANARY))

    monkeypatch.setattr(townships, "load", load)
    assert "fault town.odd repeats what was written" == said(found)


def test_a_fault_without_a_code_is_caught():
    """Whatever refuses says by a code what was wrong."""

    def read():
        raise InvalidInput(Phrase("", "错", "wrong").fault())

    with pytest.raises(AssertionError, match="a fault has no code"):
        _junk.read_or_refused(read)


def test_a_town_that_is_read_all_the_same_is_looked_at(tmp_path, monkeypatch):
    """Where what is garbled can be read, the town that it makes can be checked and described."""
    looked = []
    found = checks(town(tmp_path))["junk:town"]
    monkeypatch.setattr(_junk, "garbled", lambda data, written: written)
    monkeypatch.setattr(townships, "check", looked.append)

    assert said(found) is None
    assert "qingshan" == looked[0].id


def test_a_loader_that_falls_over_is_caught(tmp_path, monkeypatch):
    """An error that is none of ours is told with its place."""
    found = checks(town(tmp_path))["junk:town"]
    monkeypatch.setattr(townships, "load", lambda folder, **given: {}[folder])

    assert said(found).startswith("KeyError: ")


def test_books_of_a_folder_are_read_over_what_they_extend(tmp_path):
    """A book that extends one of the base, or another one of the town, is garbled and read over that."""
    base = 'schema = 1\nid = "{0}"\nextends = "{1}"\ntitle = "{0}"\n'
    county = townships.load(folder(tmp_path / "county"))
    path = folder(
        tmp_path / "town",
        *SOUND,
        change("rulebooks", "replace", "member-stars"),
        change("rulebooks", "add", "more"),
        head='base = "qingshan"\n' + HEAD.replace('id     = "qingshan"', 'id = "x"'),
        deeds=BOOK,
        **{"member-stars": base.format("member-stars", "member-stars"), "more": base.format("more", "deeds")},
    )
    found = checks(path, over=county)

    for id in ("deeds", "member-stars", "more"):
        assert said(found[f"junk:book:{id}"]) is None
    assert said(found["junk:town"]) is None


# --- laws and machines --------------------------------------------------------------------------------------


def test_a_law_is_tried_on_each_part_with_its_share_of_examples(laws):
    """A law of two parts is two checks; a third of the examples means a third of the examples."""
    seen = []
    laws["LAWS"] += [
        law(over=lambda town: ("a", "b"), share=5, holds=lambda town, part, data: seen.append(part)),
        law(code="deeds.count", exempt=lambda town, part: Text("不计", "not counted")),
    ]
    found = checks("pingshan")

    assert said(found["law:deeds.rise:b"]) is None
    assert {"b"} == {*seen}
    assert max(1, Effort().settings().max_examples // 5) >= len(seen)
    assert "not counted" == found["law:deeds.count:town"].exempt.get("en")


def test_a_broken_law_is_told_with_its_story(laws):
    """The smallest example is told in the law's own words, without its sentence twice, and nothing else."""

    def holds(town, part, data):
        deeds = data.draw(st.integers(0, 90))
        if deeds > 6:
            raise AssertionError(f"more deeds never earn less\nm-3 of {town.id} did {deeds} deeds")

    laws["LAWS"].append(law(holds=holds))
    story = told(checks("pingshan")["law:deeds.rise:town"])

    assert (
        "qingshan: law:deeds.rise:town\n"
        "what should hold: more deeds never earn less\n"
        "source: 办法第九条\n"
        "what happened:\n"
        "  m-3 of pingshan did 7 deeds\n"
        "to see it again: pytest x"
    ) == story


def test_a_law_without_words_still_fails(laws):
    """A bare assertion is told as what it is; a refusal with its faults."""

    def bare(town, part, data):
        raise AssertionError

    def refused(town, part, data):
        raise Refused(townships.check(town))

    laws["LAWS"] += [law(holds=bare), law(code="deeds.refused", holds=refused)]
    found = checks("pingshan")
    assert "it does not hold" == said(found["law:deeds.rise:town"])
    assert said(found["law:deeds.refused:town"], "zh").startswith("Refused：")


def test_a_law_that_cannot_look_at_a_town_fails_alone(laws):
    """What a law raises before it is tried is a check that fails; the others are there."""
    laws["LAWS"].append(law(over=lambda town: town.nothing))
    found = checks("pingshan")

    assert "AttributeError" in said(found["law:deeds.rise"])
    assert "check" in found


def test_a_law_without_an_example_is_told(laws):
    """Where a town makes it impossible to try a law, that is said, and nobody takes it for having held."""
    laws["LAWS"].append(law(holds=lambda town, part, data: assume(False)))
    (note,) = checks("pingshan")["law:deeds.rise:town"].run(Effort())

    assert (EXEMPT, "law:deeds.rise:town") == note[:2]
    assert "no example of it can be made in this town" == note.en


def test_a_deep_run_draws_anew_and_says_its_seed(laws):
    """A deep run has at least two thousand examples, no two runs the same, and the seed is in its command."""

    def never(town, part, data):
        raise AssertionError("m-3 may not")

    laws["LAWS"].append(law(holds=never))
    check = checks("pingshan")["law:deeds.rise:town"]
    with pytest.raises(AssertionError) as caught:
        [*check.run(Effort(deep=True))]

    deep = Effort(deep=True).settings(2)
    assert (DEEP // 2, False) == (deep.max_examples, deep.derandomize)
    assert isinstance(caught.value.seed, int)
    assert _story.what_happened(caught.value).get("en") == "m-3 may not"
    story = _story.story(check, caught.value, town="qingshan", command="pytest x", lang="en")
    assert f"pytest x --hypothesis-seed={caught.value.seed}" in story


def test_a_machine_tells_what_it_reached(laws):
    """A machine is given the settings of the run; the rules that it reached are told at the end."""
    says = Text("处处有路可走", "there is always a way")
    machine = Machine(
        code="pledges",
        says=says,
        source="办法",
        over=lambda town: ("pledge",),
        drives=lambda town, part, settings: ["rows.submit", f"n.{settings.max_examples}"],
        share=10_000,
    )
    laws["MACHINES"].append(machine)
    (note,) = checks("pingshan")["machine:pledges:pledge"].run(Effort())

    assert (REACHED, "pledge:machines", "n.1\nrows.submit") == note[:3]


def test_a_law_tells_what_it_took(laws):
    """The rows that a law of a lifecycle took, and the states that it came to, are told at the end."""
    laws["LAWS"] += [
        one for one in LIFECYCLES if one.code in {"lifecycle.moves", "lifecycle.replay", "lifecycle.diagram"}
    ]
    found = checks("pingshan")
    (made,) = found["law:lifecycle.moves:notice"].run(Effort())
    (walked,) = found["law:lifecycle.replay:notice"].run(Effort(examples=2))

    assert (REACHED, "notice:laws") == made[:2] == walked[:2]
    assert {f"rows.{row.name}" for row in BASE.rows} <= {*made.zh.split()}
    assert {"rows.post", "nodes.posted"} <= {*walked.zh.split()}
    assert () == tuple(found["law:lifecycle.diagram:notice"].run(Effort()))


def test_what_the_kit_lists_is_found(monkeypatch):
    """Laws and machines are taken from their module as soon as there is one."""
    monkeypatch.undo()
    assert () == _checks.found("nowhere", "LAWS")
    assert _junk.SIGNS == _checks.found("_junk", "SIGNS")


# --- which rules are reached --------------------------------------------------------------------------------

WIDE = """
schema = 1
id     = "wide"
rates  = "member"
title  = "样样都有的办法"
source = { title = "青山镇三亮办法", date = 2026-01-20 }
cycle  = { every = "year", starts = 2026-01-01 }
[fact.kept]
type    = "yes"
[fact.post]
type    = "word"
[fact.deeds]
[fact.marks]
raters  = { villagers = 2, branch = 1 }
[fact.votes]
ballots = { good = 2, fair = 1 }
[fact.branch]
ratings = { book = "branch-stars", what = "tier" }
[item.deeds]
each    = 1
[[quota]]
tier     = 2
at_most  = 1
of       = "branch"
ties     = "widen"
[scale]
tiers   = [ { name = 2, at_least = 6 }, { name = 1, at_least = 3 } ]
"""


@given(data=st.data())
def test_each_kind_of_fact_is_drawn_as_a_book_takes_it(data):
    """Numbers, words, a yes or no, marks, ballots and the tier of another book are never wrong."""
    book = rulebooks.loads(WIDE)
    facts = data.draw(facts_of(book, town=townships.get("pingshan"), some=True))

    assert () == getattr(ratings.rate(facts, book, on=date(2026, 12, 31)), "wrong", ())


def test_the_reach_of_a_book_is_told_and_fails_nobody(tmp_path):
    """All rules, those that its cases reach, and those that drawn facts reach."""
    notes = {note.about: note.zh.split() for note in checks(town(tmp_path))["reach:deeds"].run(Effort())}

    assert ["fact.deeds", "item.score", "item.deeds", "scale.tiers[0]"] == notes["deeds"]
    assert notes["deeds:cases"] == notes["deeds"]
    assert {"item.deeds"} <= {*notes["deeds:drawn"]} <= {*notes["deeds"]}


def test_quotas_are_reached_by_groups(tmp_path, monkeypatch):
    """For a book with a quota whole groups are drawn; those that are enough are looked at, and no more."""
    monkeypatch.setattr(_reach, "MOST", 3)
    path = folder(tmp_path, change("rulebooks", "add", "wide"), wide=WIDE)
    notes = {note.about: note.zh.split() for note in checks(path)["reach:wide"].run(Effort())}

    assert "quota[0]" in notes["wide"]
    assert {"item.deeds"} <= {*notes["wide:drawn"]} <= {*notes["wide"]}


def test_drawn_facts_that_a_book_refuses_are_left_out(tmp_path, monkeypatch):
    """What cannot be taken reaches nothing, and is no fault of the book."""
    right = ratings.coverage

    def coverage(book):
        if [case.name for case in book.cases] == ["drawn"]:
            raise InvalidInput(TELLS.fault("facts", name="x"))
        return right(book)

    monkeypatch.setattr(_reach, "coverage", coverage)
    notes = {note.about: note.zh.split() for note in checks(town(tmp_path))["reach:deeds"].run(Effort())}
    assert [] == notes["deeds:drawn"]


def test_a_check_of_nothing_holds():
    """What is exempt has nothing to be tried."""
    assert () == Check(id="x", says=Text("无")).run(Effort())
