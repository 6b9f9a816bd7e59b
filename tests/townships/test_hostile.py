"""Whatever stands in a stranger's folder: a town comes out or its faults do, and they do not repeat it."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pace import within
from tests.townships.folders import HEAD, change, folder

from sanliang import InvalidInput, NotFound
from sanliang.townships import Township, check, load
from sanliang.townships._own import HERE

CANARY = "13800138000"
KEY = f"电话{CANARY}"
STATE = '[[pledge]]\nadd = "nodes.s{}"\nvalue = {{ label = "甲" }}\nsource = "rules"\n'
STATES = "".join(STATE.format(number) for number in range(400))
WRITTEN = (HERE / "pingshan/township.toml").read_text(encoding="utf-8")
TOKENS = "{} [] 3 'x' true -1 1.5 2026-02-03 '../x' '\u0000' nan [[open]] =".replace("'", '"').split()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """One folder for all examples."""
    return tmp_path_factory.mktemp("hostile")


def loaded(path):
    """The town of a folder, or its faults."""
    try:
        return load(path)
    except InvalidInput as error:
        return error.faults


@given(data=st.data())
def test_a_garbled_town_is_read_or_refused(home, data):
    """A file with pieces of it replaced gives a town that can be checked, or faults, and nothing else."""
    lines = WRITTEN.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        key, sign, _ = lines[place].partition("=")
        token = data.draw(st.sampled_from(TOKENS) | st.text(max_size=8))
        lines[place] = data.draw(st.sampled_from([f"{key}{sign} {token}", token, f"{token} {sign} 3", ""]))
    (home / "township.toml").write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    for name in ("member-stars", "branch-stars"):
        (home / f"{name}.toml").write_bytes((HERE / "pingshan" / f"{name}.toml").read_bytes())
    found = loaded(home)
    if isinstance(found, Township):
        assert check(found).ok in {True, False}
    else:
        assert all(fault.code and ".toml" in fault.path for fault in found)


@given(raw=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(home, raw):
    """Bytes that are no town are refused."""
    (home / "township.toml").write_bytes(raw)
    with pytest.raises(InvalidInput):
        load(home)


@pytest.mark.parametrize(
    "text",
    [
        change("duties", "add", CANARY * 20, '"好"'),
        change("duties", "add", "x", CANARY),
        change("shown", "replace", CANARY, f'"{CANARY}"'),
        change("notices", "replace", "pledge", f'{{ days = {CANARY}, "{KEY}" = 1 }}'),
        change("pairing", "replace", "kin", f'"{CANARY}"'),
        change("pairing", "replace", CANARY, "1"),
        change("pairing", "replace", "ranks", f'[{{ code = "{CANARY}", room = {{ "{CANARY}" = 1 }} }}]'),
        change("pledge", "replace", f"rows.{CANARY}", f'{{ guards = ["{CANARY}"] }}'),
        change("pledge", "replace", "rows.approve", f'{{ guards = ["{CANARY}"], leaves = ["{CANARY}"] }}'),
        change("pledge", "replace", "settings.least_member", f'"{CANARY}"'),
        change("pledge", "add", "nodes.passed", f'{{ label = "{CANARY}" }}'),
        change("calendar", "replace", "theme", f'{{ nth = 1, weekday = "{CANARY}" }}'),
        change("rulebooks", "add", CANARY),
        change("duties", "add", "x", '"好"', source=f'source = "{CANARY}"'),
        f'\n["{KEY}"]\n"{KEY}" = "{CANARY}"\n',
        f'\n[[open]]\npart = "calendar"\nkey = "{CANARY}"\nsays = "x"\nsource = "rules"\n',
        f'\n[[open]]\npart = "{CANARY}"\nkey = "x"\nsays = "x"\nsource = "rules"\n',
    ],
)
def test_no_fault_repeats_what_the_file_says(tmp_path, text):
    """A number that may be anybody's stands in no fault, in no language, nor in what it is chained to."""
    with pytest.raises((InvalidInput, NotFound)) as caught:
        load(folder(tmp_path, text))
    error = caught.value
    assert CANARY not in error.text("zh") + error.text("en") + repr(error)
    assert error.__cause__ is None
    assert CANARY not in repr(error.__context__)


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize(
    "text",
    [
        "[[duties]]\n" * 5_000,
        "duties = [" + "{}," * 20_000 + "]",
        "duties = " + "[" * 400,
        "".join(change("duties", "replace", f"friend-{number}", '"好"') for number in range(400)),
        "".join(f"k{number} = 1\n" for number in range(6_000)),
        STATES,
    ],
    ids=["tables", "rows", "depth", "strange", "keys", "states"],
)
def test_a_town_at_the_limits_is_soon_refused(tmp_path, text):
    """No file that is within the bounds takes more than a second, whatever it repeats."""
    path = folder(
        tmp_path, text if text.startswith("[[") else "", head=HEAD if text.startswith("[[") else text + HEAD
    )
    start = time.process_time()
    with pytest.raises(InvalidInput):
        load(path)
    assert time.process_time() - start < within(1)


def test_many_books_that_extend_one_another_are_read_once(tmp_path):
    """A chain of books as long as may be costs what its books cost, and one that is longer is refused."""
    head = 'schema = 1\nid = "b-{0}"\nextends = "b-{1}"\ntitle = "第{0}本"\n'
    books = {f"b_{number}": head.format(number, number - 1) for number in range(1, 20)}
    path = folder(tmp_path, *(change("rulebooks", "add", name.replace("_", "-")) for name in books), **books)
    Path(path, "b-1.toml").write_text(
        'schema = 1\nid = "b-1"\nextends = "member-stars"\ntitle = "一"\n', "utf-8"
    )

    start = time.process_time()
    town = load(path)
    assert "第19本" == town.rulebooks["b-19"].title.zh
    assert time.process_time() - start < within(2)
