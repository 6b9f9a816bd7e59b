"""The reference pages say what the tables say: each move, setting and code, and the picture."""

import re
from pathlib import Path

import pytest

from sanliang import concerns, notices, pledges, supervision
from sanliang.concerns import _access, _board, _concern, _due, _tally
from sanliang.concerns import _rules as concern_rules
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import diagram
from sanliang.pledges import _letter, _plaque, _pledge, _rules
from sanliang.supervision import _dues, _inspection_rules, _objection, _team
from sanliang.supervision import _tally as _tally_of_supervision

PAGES = Path(__file__).parents[2] / "docs" / "reference"
PAGE = {
    name: (PAGES / f"{name}.md").read_text(encoding="utf-8")
    for name in ("concerns", "notices", "pledges", "supervision")
}
TABLES = [
    ("concerns", concerns.BASE),
    ("notices", notices.BASE),
    ("pledges", pledges.BASE),
    ("pledges", pledges.PLAQUE_BASE),
    ("supervision", supervision.INSPECTION_BASE),
    ("supervision", supervision.OBJECTION_BASE),
]
MODULES = {
    "concerns": [_access, _board, _concern, _due, concern_rules, _tally],
    "notices": [notices, notices._rules],
    "pledges": [pledges, _letter, _plaque, _pledge, _rules],
    "supervision": [_dues, _inspection_rules, _objection, _tally_of_supervision, _team],
}
each_table = pytest.mark.parametrize(("page", "table"), TABLES, ids=lambda one: getattr(one, "id", None))


def line(row):
    """The beginning of the line of a row."""
    leaves = "every state" if row.leaves == ("*",) else ", ".join(f"`{one}`" for one in row.leaves) or "-"
    name = "" if row.name == row.move else f" (row `{row.name}`)"
    enters = "the same" if row.enters == "=" else ", ".join(f"`{one}`" for one in sorted(row.targets))
    return f"| `{row.move}` {row.label.zh}{name} | {leaves} | {enters} |"


@each_table
def test_each_row_has_its_line(page, table):
    """Every row of a table has a line: the move, from where, to where, what is given, and its guards."""
    lines = PAGE[page].splitlines()
    for row in table.rows:
        found = [one for one in lines if one.startswith(line(row))]
        needs = ", ".join(f"`{one}`" for one in row.needs) or "-"
        assert any(f"| {needs} |" in one for one in found), line(row)


@each_table
def test_the_picture_is_the_one_that_is_drawn(page, table):
    """The diagram of a page is what `diagram` draws now."""
    assert f"```mermaid\n{diagram(table, lang='zh')}\n```" in PAGE[page]


@pytest.mark.parametrize("page", PAGE)
def test_each_code_is_listed(page):
    """Every code of a reason or a fault of the word is on its page with both texts, and no other is."""
    phrases = {one for module in MODULES[page] for one in vars(module).values() if isinstance(one, Phrase)}
    listed = {f"| `{one.code}` | {one.zh}<br>{one.en} |" for one in phrases}
    assert listed == {*re.findall(r"^\| `[a-z_]+\.[a-z_]+` \|.*\|$", PAGE[page], re.MULTILINE)}


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("concerns", concerns.KIND),
        ("notices", notices.KIND),
        ("pledges", pledges.KIND),
        ("supervision", supervision.INSPECTION_KIND),
        ("supervision", supervision.OBJECTION_KIND),
    ],
)
def test_each_setting_and_guard_is_named(page, kind):
    """Every setting and every guard of the kind is on the page."""
    own = {"within", "not_own", "own_or_officer", "from_above", "not_concerned"}
    for name in {*kind.settings, *kind.guards} - own:
        assert f"`{name}`" in PAGE[page]
