"""The example of a ledger: what its README shows, on each database; and what its table is made of."""

import importlib.util
import re
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from sanliang import Actor, Refused
from sanliang.pledges import Item, Pledger

HOME = Path(__file__).parents[3] / "examples" / "sqlalchemy_ledger"
README = (HOME / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```text\n(drafted.*?)```", README, re.DOTALL)[0]
AT = datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(hours=8)))
MEMBER = Actor(id="m-3", roles={"member"}, unit="b-1")


@pytest.fixture(scope="module")
def script():
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("ledger", HOME / "ledger.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["ledger"] = module  # where SQLAlchemy looks for what its annotations name
    spec.loader.exec_module(module)
    yield module
    del sys.modules["ledger"]


@pytest.fixture
def ledger(script, engine):
    """A ledger with one pledge."""
    one = script.Ledger(engine)
    item = Item(id="deed", deed="修好组里的路灯", deadline=date(2026, 12, 31))
    pledger = Pledger(kind="member", id="m-3", unit="b-1")
    one.draft("p-1", key="d-1", by=MEMBER, at=AT, pledger=pledger, kind="annual", items=[item])
    return one


@pytest.mark.once("the module is tested on every version")
def test_the_script_prints_what_its_readme_shows():
    """Without an address it plays on a file of its own."""
    done = subprocess.run(
        [sys.executable, str(HOME / "ledger.py")], capture_output=True, text=True, check=True
    )
    assert (SHOWN, "") == (done.stdout, done.stderr)


def test_it_is_the_same_on_each_database(script, engine):
    """The same lines, the same digest for the board."""
    assert SHOWN.splitlines() == [*script.told(script.Ledger(engine))]


def test_a_request_that_arrives_again_is_answered(ledger):
    """It has one effect, though the move is not open a second time; another request for it is refused."""
    answers = [ledger.move("p-1", "submit", key="s-1", by=MEMBER, at=AT) for _ in range(2)]
    assert answers[0] == answers[1]
    assert 2 == ledger.store.head("p-1").length
    with pytest.raises(Refused):
        ledger.move("p-1", "submit", key="s-2", by=MEMBER, at=AT)
    assert 2 == ledger.store.head("p-1").length


def test_many_requests_at_once_have_one_effect(ledger):
    """Four hands submit one pledge: one move is made, the others are refused; the table shows it."""
    refused = []

    def submit(number):
        try:
            ledger.move("p-1", "submit", key=f"s-{number}", by=MEMBER, at=AT)
        except Refused as error:
            refused.append(error)

    threads = [threading.Thread(target=submit, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (2, 3) == (ledger.store.head("p-1").length, len(refused))
    assert ["p-1"] == [pledge.id for pledge in ledger.standing("submitted")]


def test_the_table_is_made_anew_from_the_logs(ledger):
    """What was lost of it, or written into it by hand, is put right."""
    before = ledger.standing("drafted")
    with ledger.engine.begin() as link:
        link.exec_driver_sql("UPDATE standings SET state = 'approved', version = 99")
    ledger.rebuild()
    assert (before, []) == (ledger.standing("drafted"), ledger.standing("approved"))


@pytest.mark.parametrize("path", sorted(one.name for one in HOME.iterdir() if one.is_file()))
def test_a_file_is_plain(path):
    """UTF-8, line feeds only, one at the end."""
    raw = (HOME / path).read_bytes()
    assert raw.decode("utf-8")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.endswith(b"\n\n")
