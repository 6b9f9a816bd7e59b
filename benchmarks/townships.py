"""
What it costs to find towns and to read them, against the work below it in the same minute.

Beside a hundred installed packages, one of which brings a town, `discover` is measured against the bare query
of entry points, each in fresh interpreters, in turns; reading and checking each of our towns against parsing
its TOML alone. Prints one line `NAME ratio=...` each, and ends with an error where a goal is missed.
"""

import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

ROUNDS = 15
PACKAGES = 100
GOALS = {"discover": 2.0, "towns": 10.0}
GROUP = "sanliang.townships"

CLOCK = """
import sys; sys.path.insert(0, {path!r})
from sanliang import townships
from sanliang.kernel.wire import read_toml
from importlib.metadata import entry_points
from time import perf_counter as now
read_toml("x = 1"); townships.base()
start = now(); {statement}; print(now() - start)
"""


def install(path: Path) -> None:
    """A hundred packages with entry points; the first one brings a town."""
    for number in range(PACKAGES):
        info = path / f"package_{number}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: package-{number}\nVersion: 1.0\n")
        group = GROUP if number == 0 else "console_scripts"
        (info / "entry_points.txt").write_text(f"[{group}]\npingshan = sanliang.townships._own:pingshan\n")


def seconds(path: Path, statement: str) -> float:
    """How long a statement takes in a new interpreter that has the word already."""
    code = CLOCK.format(path=str(path), statement=statement)
    return float(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    )


def discovered() -> float:
    """How much longer than the bare query `discover` takes."""
    statements = {"bare": f"entry_points(group={GROUP!r})", "ours": "townships.discover(only=['pingshan'])"}
    with TemporaryDirectory() as folder:
        install(Path(folder))
        taken = {
            name: [seconds(Path(folder), one) for _ in range(ROUNDS)] for name, one in statements.items()
        }
    return median(taken["ours"]) / median(taken["bare"])


def best(*calls) -> list[float]:
    """The least processor time of each of several calls, which are run in turns."""
    times = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, taken in zip(calls, times, strict=True):
            start = process_time()
            call()
            taken.append(process_time() - start)
    return [min(taken) for taken in times]


def read() -> float:
    """How much longer than parsing its TOML it takes to read and to check a town: that of the slowest."""
    from sanliang import townships
    from sanliang.kernel.wire import read_toml
    from sanliang.townships._own import HERE, IDS

    ratios = []
    for id in IDS:
        written = [file.read_bytes() for file in sorted((HERE / id).glob("*.toml"))]
        parsing, whole = best(
            lambda written=written: [read_toml(one) for one in written],
            lambda id=id: townships.check(townships.load(HERE / id)),
        )
        print(f"  {id} parsed in {parsing * 1000:.2f} ms, read and checked in {whole * 1000:.2f} ms")
        ratios.append(whole / parsing)
    return max(ratios)


def main() -> int:
    """Measure, print, judge."""
    missed = 0
    for name, measure in (("discover", discovered), ("towns", read)):
        ratio = measure()
        print(f"{name} ratio={ratio:.2f} goal={GOALS[name]}")
        missed += ratio > GOALS[name]
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
