"""A PostgreSQL server of its own: a socket in a temporary folder, no port, no password, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
import sqlalchemy as sa

ROOT = Path(__file__).parents[3]

NEEDS = "SANLIANG_NEEDS"
"""The variable of the environment in which `.ci/run` names what may not be missing."""

MISSING = "POSTGRESQL IS NOT TESTED: initdb and postgres, or psycopg, are not installed here"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
SURE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")


def programs():
    """The folder of `initdb` and `postgres`, or nothing."""
    asked = shutil.which("pg_config")
    told = subprocess.run([asked, "--bindir"], capture_output=True, text=True).stdout if asked else ""
    known = [Path(told.strip() or "/"), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    found = [one for one in known if (one / "initdb").exists() and (one / "postgres").exists()]
    return found[0] if found and find_spec("psycopg") else None


def refuse():
    """Skip what needs a server; fail it where the environment says that it is needed."""
    needed = "postgresql" in os.environ.get(NEEDS, "").split()
    (pytest.fail if needed else pytest.skip)(MISSING)


def _user():
    """Who runs the server: whoever runs the tests, but never root, whom `initdb` refuses."""
    if os.getuid():
        return {}
    names = {one.pw_name for one in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


class Server:
    """
    One server, from `with` to its end.

    Args:
        settings: `FAST` for what need not outlive the machine, `SURE` for what has to survive a crash.
    """

    def __init__(self, settings=FAST):
        self.bin, self.settings, self.process = programs(), settings, None
        self.home = Path(
            tempfile.mkdtemp(prefix="sl-pg-", dir="/tmp")
        )  # the path of a socket has to be short
        self._as = _user()
        if self._as:
            os.chown(self.home, pwd.getpwnam(self._as["user"]).pw_uid, self._as["group"])

    def __enter__(self):
        make = ["initdb", "-D", "data", "-U", "sanliang", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        self._run(make)
        self.start()
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=60)
        shutil.rmtree(self.home)

    def _run(self, command):
        subprocess.run([self.bin / command[0], *command[1:]], **self._how(), check=True, capture_output=True)

    def _how(self):
        return {
            "cwd": self.home,
            "env": {"PATH": os.defpath, "HOME": str(self.home), "LC_ALL": "C"},
            **self._as,
        }

    def start(self):
        """Start it, again after a crash, and wait until it answers."""
        options = ["listen_addresses=", f"unix_socket_directories={self.home}", *self.settings]
        command = [self.bin / "postgres", "-D", "data", *(part for one in options for part in ("-c", one))]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(command, **self._how(), stdout=log, stderr=log)
        engine = sa.create_engine(self.url(), poolclass=sa.NullPool)
        for _ in range(600):
            try:
                engine.connect().close()
            except sa.exc.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self.home / "log").read_text("utf-8"))

    def kill(self):
        """End all of its processes at once, as a power cut does; nothing is written any more."""
        first = self.process.pid
        listed = Path(f"/proc/{first}/task/{first}/children").read_text("ascii").split()
        for one in (first, *map(int, listed)):
            os.kill(one, signal.SIGKILL)
        self.process.wait()
        for one in map(int, listed):
            while Path(f"/proc/{one}").exists() and _state(one) != "Z":
                time.sleep(0.01)

    def url(self, database="postgres"):
        """The address of a database."""
        return sa.URL.create(
            "postgresql+psycopg", "sanliang", database=database, query={"host": str(self.home)}
        )


def _state(process):
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
