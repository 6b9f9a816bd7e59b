"""
Which tests come by which line: one run of the tests, counted line by line.

    python -m tests.mutants.reach build/mutants/reach.json tests/points
"""

import json
import sys
import time
from pathlib import Path

import attrs
import pytest
from tests.mutants.told import ROOT

SOURCE = "src/sanliang"


@attrs.frozen(kw_only=True)
class Reach:
    """
    The seconds that each test takes while it is counted, and the numbers of the tests by module and line.

    `BEFORE` stands for what runs before the first test, while the tests are imported and collected.
    """

    BEFORE = -1

    seconds: dict[str, float]
    lines: dict[str, dict[int, list[int]]]

    def tests(self, module: str, lines: range) -> tuple[list[str], bool]:
        """The tests that come by one of the lines, the shortest first; and whether it is passed before."""
        each = self.lines.get(module, {})
        numbers = {number for line in lines for number in each.get(line, ())}
        names = [*self.seconds]
        found = (names[number] for number in numbers - {self.BEFORE})
        return sorted(found, key=self.seconds.__getitem__), self.BEFORE in numbers

    @property
    def all_tests(self) -> list[str]:
        """All of them, the shortest first."""
        return sorted(self.seconds, key=self.seconds.__getitem__)


def read(path: Path) -> Reach:
    """What a run has written."""
    told = json.loads(path.read_text(encoding="utf-8"))
    lines = {
        module: {int(line): some for line, some in each.items()} for module, each in told["lines"].items()
    }
    return Reach(seconds=told["seconds"], lines=lines)


class _Recorder:
    def __init__(self, counted) -> None:
        self.counted = counted
        self.seconds: dict[str, float] = {}

    def pytest_runtest_setup(self, item):
        # tests/conftest.py stops the count before a law.
        if self.counted.current() is None:
            self.counted.start()
        self.counted.switch_context(item.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        begun = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - begun


def main(into: str, *tests: str) -> int:
    """Run the tests, and write what they come by."""
    import coverage

    counted = coverage.Coverage(data_file=None, source=[SOURCE], config_file=False)
    recorder = _Recorder(counted)
    counted.start()
    code = pytest.main(["-q", "-p", "no:cacheprovider", *tests], plugins=[recorder])
    if counted.current() is not None:
        counted.stop()
    data = counted.get_data()
    number = {name: place for place, name in enumerate(recorder.seconds)} | {"": Reach.BEFORE}
    lines = {
        str(Path(file).relative_to(ROOT)): {
            line: [number[name] for name in names] for line, names in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    Path(into).write_text(json.dumps({"seconds": recorder.seconds, "lines": lines}), encoding="utf-8")
    return int(code)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
