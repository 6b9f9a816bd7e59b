"""
Each change put to the tests that come by it, in a process of its own that is forked when all is imported.

    python -m tests.mutants.trial job.json            changes, one after another
    python -m tests.mutants.trial job.json PLACE      one of them, in a module that is imported with it

A function is swapped in the fork. What runs while things are imported or collected is tried in a new process.
"""

import gc
import importlib.abc
import importlib.util
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import NoReturn

import attrs
import pytest
from tests.mutants import reach
from tests.mutants.made import Change, lines_of
from tests.mutants.swap import functions_below, put, swaps
from tests.mutants.told import ROOT, reasons

MEMORY = 4 * 2**30
"""What a test may take, in bytes."""
PATIENCE = 2
"""How many times the seconds that a test took when it was counted it may take, of the processor."""
SLACK = 20
"""How many times longer than elsewhere a bound of time is: what measures itself shall not fail by itself."""
HANGS = 900
"""After so many seconds on the wall a test hangs, on however busy a machine."""


@attrs.frozen(kw_only=True)
class Job:
    """Changes, the tests that have to notice, who of them comes by what, and how many are tried at once."""

    changes: list[Change]
    tests: list[str]
    reach: Path
    outcomes: Path
    at_once: int

    def write(self, path: Path) -> None:
        """For another process."""
        told = {**attrs.asdict(self), "reach": str(self.reach), "outcomes": str(self.outcomes)}
        path.write_text(json.dumps(told), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Job":
        """What another process has written."""
        told = json.loads(path.read_text(encoding="utf-8"))
        told["changes"] = [Change(**one) for one in told["changes"]]
        return cls(**{**told, "reach": Path(told["reach"]), "outcomes": Path(told["outcomes"])})


class _Tests:
    """Run tests one by one, until one fails."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds

    def pytest_collection(self) -> None:
        """One example that fails is enough, and need not be a small one; a busy machine is no mutant."""
        from hypothesis import Phase, settings
        from tests import pace

        pace.USUAL /= SLACK
        phases = (Phase.explicit, Phase.generate, Phase.target)
        settings.register_profile("mutants", settings.default, phases=phases)
        settings.load_profile("mutants")

    def first_to_fail(self, session: pytest.Session, items: Sequence[pytest.Item]) -> str | None:
        for item, following in zip(items, [*items[1:], None], strict=False):
            _wait_for(self.seconds.get(item.nodeid, 0.0))
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return item.nodeid
        return None


def _wait_for(seconds: float) -> None:
    """Be ended by the system when the next test takes too much of the processor, or hangs."""
    signal.setitimer(signal.ITIMER_PROF, 3 + PATIENCE * seconds)
    signal.setitimer(signal.ITIMER_REAL, HANGS)


def _home(job: Job) -> Path:
    """The folder of this process, and of what it becomes."""
    return job.outcomes.with_suffix("") / str(os.getpid())


def _end(home: Path, failed: str | None) -> NoReturn:
    """End the process, and tell which test failed."""
    if failed:
        (home / "failed").write_text(failed, encoding="utf-8")
    os._exit(bool(failed))


class _Trials(_Tests):
    """In place of a run of the tests: one run for each change, in a fork."""

    def __init__(self, job: Path) -> None:
        self.path, self.job = job, Job.read(job)
        self.reach = reach.read(self.job.reach)
        super().__init__(self.reach.seconds)
        self.running: dict[int, int] = {}
        self.sound = self.job.reach.with_suffix(".sound")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        import cosmic_ray.mutating  # noqa: F401 -- a fork without it would seem to notice its change

        gc.unfreeze()
        self.known = functions_below(str(ROOT / reach.SOURCE))
        gc.collect()
        gc.freeze()
        self.items = {item.nodeid: item for item in session.items}
        with self.job.outcomes.open("w", encoding="utf-8") as self.told:
            for place in range(0 if self.sound.exists() else -1, len(self.job.changes)):
                if len(self.running) == self.job.at_once:
                    self._end_one()
                if pid := os.fork():
                    self.running[pid] = place
                else:
                    self._be(place, session)
            while self.running:
                self._end_one()
        self.sound.touch()
        return True

    def _be(self, place: int, session: pytest.Session) -> NoReturn:
        """Be the process of a change; of none, before the first: then the tests have to pass."""
        try:
            home = _home(self.job)
            home.mkdir(parents=True)
            os.environ["PYTEST_DEBUG_TEMPROOT"] = str(home)
            with (home / "told").open("wb") as told:
                os.dup2(told.fileno(), 1)
                os.dup2(told.fileno(), 2)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            _end(home, self._fails(place, session))
        except BaseException as error:
            _end(home, f"the run of the tests: {error!r}")

    def _fails(self, place: int, session: pytest.Session) -> str | None:
        if place < 0:
            return self._one_fails(session, self.reach.all_tests)
        change = self.job.changes[place]
        old = (ROOT / change.module).read_text(encoding="utf-8")
        named, before = self.reach.tests(change.module, lines_of(old, change.first, change.last))
        found = swaps(str(ROOT / change.module), old, change.text, self.known)
        if found is not None:
            put(found)
            if failed := self._one_fails(session, named):
                return failed
        # To import everything again takes longest of all, and nothing is learned of what is explained.
        if (found is None or before) and not reasons([change.survivor]):
            words = ["-m", "tests.mutants.trial", str(self.path), str(place)]
            _wait_for(30.0)
            os.execv(sys.executable, [sys.executable, *words])
        return None

    def _one_fails(self, session: pytest.Session, named: Sequence[str]) -> str | None:
        return self.first_to_fail(session, [self.items[name] for name in named if name in self.items])

    def _end_one(self) -> None:
        pid, status = os.wait()
        place, home = self.running.pop(pid), self.job.outcomes.with_suffix("") / str(pid)
        by = home / "failed"
        failed = by.read_text(encoding="utf-8") if by.exists() else ""
        if place < 0 and status:
            sys.exit(f"without a change, it ends with {status}: {failed}\n{(home / 'told').read_text()}")
        if place >= 0:
            told = {"place": place, "status": status, "by": failed}
            self.told.write(json.dumps(told) + "\n")
            self.told.flush()
        shutil.rmtree(home, ignore_errors=True)


class _Anew(_Tests):
    """A run of all tests, in a process where everything is imported with the change: first who comes by."""

    def __init__(self, job: Job, module: str) -> None:
        known = reach.read(job.reach)
        super().__init__(known.seconds)
        self.home = _home(job)
        lines = (ROOT / module).read_text(encoding="utf-8").count("\n")
        near, _ = known.tests(module, range(1, lines + 1))
        self.order = {name: place for place, name in enumerate(dict.fromkeys([*near, *known.all_tests]))}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            _end(self.home, "what is imported")
        items = sorted(session.items, key=lambda item: self.order.get(item.nodeid, len(self.order)))
        _end(self.home, self.first_to_fail(session, items))


class _Changed(importlib.abc.MetaPathFinder):
    """Finds one module, with a change."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.path = str(ROOT / change.module)
        parts = Path(change.module).with_suffix("").parts[1:]
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name:
            return None
        text = self.change.text

        class Loader(SourceFileLoader):
            def get_code(self, fullname):
                return compile(text, self.path, "exec", dont_inherit=True)

        return importlib.util.spec_from_file_location(fullname, self.path, loader=Loader(fullname, self.path))


def main(path: str, place: str | None = None) -> int:
    """Try the changes of a job, or one of them with everything imported anew."""
    job = Job.read(Path(path))
    if place is None:
        plugin: _Tests = _Trials(Path(path))
    else:
        change = job.changes[int(place)]
        sys.meta_path.insert(0, _Changed(change))
        plugin = _Anew(job, change.module)
    return int(pytest.main(["-q", "-p", "no:cacheprovider", *job.tests], plugins=[plugin]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
