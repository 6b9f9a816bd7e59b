"""
The figures and sentences that a town sends upward, and what a superior would ask about them.

`tally` counts what each member, household or unit came to, unit by unit with roll-up, and says how many are
in no category; `sentence` makes the words out of the numbers; `sheet` a table of them. `everyone`, `alike`,
`full_marks` and `entered_late` name what looks too good, so that a town sees it before its superior does.

A name is imported when it is first asked for.
"""

from sanliang.kernel.later import later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sanliang.reports._categories import covered, tiers
    from sanliang.reports._doubts import alike, entered_late, everyone, full_marks
    from sanliang.reports._sentence import Category, Part, sentence, sheet
    from sanliang.reports._table import Counted, Row, Table, Whose, tally

# Where each name lives.
_HOMES = {
    "Category": "_sentence",
    "Counted": "_table",
    "Part": "_sentence",
    "Row": "_table",
    "Table": "_table",
    "Whose": "_table",
    "alike": "_doubts",
    "covered": "_categories",
    "entered_late": "_doubts",
    "everyone": "_doubts",
    "full_marks": "_doubts",
    "sentence": "_sentence",
    "sheet": "_sentence",
    "tally": "_table",
    "tiers": "_categories",
}

__all__ = [
    "Category",
    "Counted",
    "Part",
    "Row",
    "Table",
    "Whose",
    "alike",
    "covered",
    "entered_late",
    "everyone",
    "full_marks",
    "sentence",
    "sheet",
    "tally",
    "tiers",
]

if not TYPE_CHECKING:  # a type checker that saw this would believe in any name at all
    __getattr__ = later(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
