"""
What the plug-in of pytest costs, and how long the suite of each of our towns takes.

In turns, in fresh processes, by processor time: an empty run of pytest, with our plug-in against one without
it; and `pytest --township` until the first check of a town begins, against a whole empty run whose
`conftest.py` imports Hypothesis. Then the suite of each town, with ten examples of a law and with a hundred,
in seconds. Prints one line `NAME ratio=...` or `NAME seconds=...` each, and ends with an error where a goal
is missed.
"""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory

ROUNDS = 9
GOALS = {"plug-in": 1.1, "start": 2.0}
SECONDS = {10: 10.0, 100: 60.0}
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
BARE = "import hypothesis.strategies\n"
CLOCK = """
import sys, time

def pytest_collection_finish(session):
    print("began", time.process_time(), file=sys.__stderr__)
"""


def ours() -> tuple[str, ...]:
    """What loads the plug-in: nothing, where the installed package brings it."""
    known = any(one.name == "sanliang" for one in entry_points(group="pytest11"))
    return () if known else ("-p", "sanliang.testing._plugin")


def run(folder: Path, *words: str) -> float:
    """The processor time of one run of pytest, in seconds; where the clock is there, until its first test."""
    before = getrusage(RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *PYTEST, *words], cwd=folder, capture_output=True, check=False)
    after = getrusage(RUSAGE_CHILDREN)
    if done.returncode not in (0, 5):
        raise SystemExit(done.stdout.decode() + done.stderr.decode())
    for line in done.stderr.decode().splitlines():
        if line.startswith("began "):
            return float(line.split()[1])
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def starts(home: Path) -> dict[str, float]:
    """The median time of each kind of run."""
    empty, imports = home / "empty", home / "imports"
    for folder in (empty, imports):
        folder.mkdir()
    (imports / "conftest.py").write_text(BARE, encoding="utf-8")
    clocked = home / "clocked"
    clocked.mkdir()
    (clocked / "conftest.py").write_text(CLOCK, encoding="utf-8")
    runs = {
        "without": (empty, "-p", "no:sanliang"),
        "with": (empty, *ours()),
        "hypothesis": (imports, "-p", "no:sanliang"),
        "town": (clocked, "-s", *ours(), "--township", "pingshan", "--collect-only"),
    }
    taken = {name: [] for name in runs}
    for turn in range(ROUNDS + 1):
        for name, (folder, *words) in runs.items():
            seconds = run(folder, *words)
            if turn:  # the first turn writes compiled files
                taken[name].append(seconds)
    return {name: median(times) for name, times in taken.items()}


def suites(home: Path) -> int:
    """How much processor time the suite of each town takes; how many take too much."""
    from sanliang.townships._own import IDS

    missed = 0
    for examples, most in SECONDS.items():
        profile = (
            f"settings.register_profile('bench', max_examples={examples}); settings.load_profile('bench')"
        )
        folder = home / f"examples-{examples}"
        folder.mkdir()
        (folder / "conftest.py").write_text(f"from hypothesis import settings\n{profile}\n", encoding="utf-8")
        for id in IDS:
            taken = run(folder, *ours(), "--township", id)
            print(f"suite-{id}-{examples} seconds={taken:.2f} goal={most}")
            missed += taken > most
    return missed


def main() -> int:
    """Measure, print, judge."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as it is for users
    with TemporaryDirectory() as home:
        taken = starts(Path(home))
        ratios = {
            "plug-in": taken["with"] / taken["without"],
            "start": taken["town"] / taken["hypothesis"],
        }
        for name, ratio in ratios.items():
            print(f"{name} ratio={ratio:.2f} goal={GOALS[name]}")
        print("  " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in taken.items()))
        missed = suites(Path(home)) + sum(ratio > GOALS[name] for name, ratio in ratios.items())
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
