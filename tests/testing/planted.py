"""Towns with something wrong in them, and what the suite says of each check of a town."""

import pytest
from tests.townships.folders import BOOK, HEAD, change, folder

from sanliang.kernel.labels import Text
from sanliang.testing._checks import checks_of
from sanliang.testing._effort import Effort
from sanliang.testing._law import Law
from sanliang.testing._story import story, what_happened
from sanliang.testing._subject import subject_of

CASE = """
[[case]]
name   = "四件好事"
cycle  = [2026-01-01, 2026-12-31]
facts  = { deeds = 4 }
expect = { score = 4, tier = 1 }
"""
SOUND = (change("records", "add", "deed", '"好事"'), change("rulebooks", "add", "deeds"))
STEPS = BOOK.replace("[item.deeds]", "[item.deeds]\neach = { 2026-01-01 = 1, DAY = 2 }")


def town(path, *changes, book=BOOK + CASE, head=HEAD):
    """The folder of a town with a book of deeds, and with these changes."""
    return folder(path, *SOUND, *changes, head=head, deeds=book)


def law(code="deeds.rise", holds=lambda town, part, data: None, **rest):
    """A law of nothing but a name."""
    says = Text("多做不少得", "more deeds never earn less")
    return Law(**{"code": code, "says": says, "source": "办法第九条", "holds": holds, **rest})


def traced(laws, *codes):
    """Laws as parameters; of them those whose codes begin so take branches that no other test takes."""
    others = pytest.mark.untraced("other tests take its branches")
    return [
        pytest.param(law, id=law.code, marks=[] if law.code.startswith(codes) else others) for law in laws
    ]


def checks(which, **given):
    """The checks of a town by id."""
    return {one.id: one for one in checks_of(subject_of(which, **given))}


def said(check, lang="en", **effort):
    """What a check is broken by, in one language; nothing where it holds."""
    try:
        [*check.run(Effort(**effort))]
    except Exception as error:
        return what_happened(error).get(lang)
    return None


def told(check, lang="en"):
    """The whole story of a check that is broken."""
    try:
        [*check.run(Effort())]
    except Exception as error:
        return story(check, error, town="qingshan", command="pytest x", lang=lang)
    return None
