"""On which line a path of a document is written."""

from hypothesis import given
from hypothesis import strategies as st
from tests.rulebooks.books import QINGSHAN

from sanliang.kernel.sheets import lines

TEXT = '''\ufeffid = "x"  # [not.a.header]
says = """
[nor.this]
"""
also = \'\'\'[or "this"]\'\'\'
"quoted key" = 1
a.b = 2

[item.hours]
each = 0.5
when = { all = [
  { fact = "a" },
  # between
  { fact = "b", in = [
    1,
    2 ] },
] }
empty = []
[[clause]]
then = "a, b = c"
[[clause]]
[clause.when]
fact = "a\\"]"
[[clause.more]]
x = 1
[[clause.more]]
x = 2026-01-01
'''
PLACES = {
    "": 1,
    "id": 1,
    "says": 2,
    "also": 5,
    "(key)": 6,
    "a.b": 7,
    "nowhere": 1,
    "item.hours": 9,
    "item.hours.each": 10,
    "item.hours.points": 9,
    "item.hours.when": 11,
    "item.hours.when.all": 11,
    "item.hours.when.all[0]": 12,
    "item.hours.when.all[0].fact": 12,
    "item.hours.when.all[1].in": 14,
    "item.hours.when.all[1].in[0]": 15,
    "item.hours.when.all[1].in[1]": 16,
    "item.hours.when.all[1].is": 14,
    "item.hours.when.all[2]": 11,
    "item.hours.empty": 18,
    "clause[0]": 19,
    "clause[0].then": 20,
    "clause[1]": 21,
    "clause[1].when": 22,
    "clause[1].when.fact": 23,
    "clause[1].more[0].x": 25,
    "clause[1].more[1]": 26,
    "clause[1].more[1].x": 27,
    "clause[2]": 19,
}


def test_where_paths_are_written():
    """Keys, members and tables within lines are found where they stand; what is missing, around it."""
    assert PLACES == lines(TEXT, PLACES)


def test_the_lines_do_not_hang_on_the_ends_of_lines():
    """A file from another system has the same lines."""
    assert PLACES == lines(TEXT.replace("\n", "\r\n"), PLACES)


def test_each_line_of_the_example():
    """Every key at the start of a line of the example is found on that line."""
    table, counts, expected = "", {}, {}
    for place, line in enumerate(QINGSHAN.splitlines(), 1):
        head = line.split(" ")[0].strip("[]")
        if line.startswith("[["):
            counts[head] = counts.get(head, -1) + 1
            table = f"{head}[{counts[head]}]."
        elif line.startswith("["):
            table = f"{head}."
        elif line:
            expected[f"{table}{head}"] = place

    assert 45 == len(expected)
    assert expected == lines(QINGSHAN, expected)


@given(st.text(alphabet="[]{}=,.\"'#\n\\ab1é", max_size=60))
def test_any_text_has_lines(text):
    """Whatever the text, and whatever is asked for, there is a line and no exception."""
    assert {1} >= {line for line in lines(text, ["a", "b[0].a"]).values() if line > text.count("\n") + 1}


def test_a_comma_outside_of_brackets_counts_nothing():
    """No document has one there; what comes after it is found all the same."""
    assert {"b": 2} == lines("a = 1, 2\nb = 3", ["b"])


def test_a_list_of_tables_stands_where_its_first_table_does():
    """A list that no document should have is found where it begins, and not on line 1."""
    text = "id = 'x'\n\n[[strange]]\na = 1\n[[strange]]\na = 2\n[strange.more]\nb = 3"

    assert {"strange": 3, "strange[1].more": 7, "strange[1].more.b": 8} == lines(
        text, ["strange", "strange[1].more", "strange[1].more.b"]
    )
