"""
What an import costs, against `import attrs` in the same minute.

Each statement runs in fresh interpreters, in turns; the median counts. Prints one line `NAME ratio=...` each,
and ends with an error where a goal is missed or where something is loaded that must not be.
"""

import subprocess
import sys
from statistics import median

ROUNDS = 15
HEAVY = ("cattrs", "hypothesis", "importlib.metadata", "pendulum", "tomli", "transitions")
STATEMENTS = {"attrs": "import attrs", "face": "import sanliang", "pledges": "from sanliang import pledges"}
GOALS = {"face": 0.2, "pledges": 3.0}


def fresh(code: str) -> str:
    """What a new interpreter prints."""
    return subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout


def seconds(statement: str) -> float:
    """How long a statement takes in a new interpreter, its start not counted."""
    clock = "from time import perf_counter as now; start = now()"
    return float(fresh(f"{clock}\n{statement}\nprint(now() - start)"))


def loads(statement: str) -> list[str]:
    """Which of the heavy libraries a statement loads."""
    return fresh(
        f"import sys\n{statement}\nprint(*(name for name in {HEAVY} if name in sys.modules))"
    ).split()


def main() -> int:
    """Measure, print, judge."""
    statements = dict(STATEMENTS)
    if fresh("import sanliang; print('pledges' in sanliang.__all__)").strip() != "True":
        del statements["pledges"]
    for statement in statements.values():  # compiled files and disk caches
        seconds(statement)
    times = {name: [] for name in statements}
    for _ in range(ROUNDS):
        for name, statement in statements.items():
            times[name].append(seconds(statement))

    base, missed = median(times.pop("attrs")), []
    print(f"import-attrs seconds={base:.4f}")
    for name, taken in times.items():
        ratio, heavy = median(taken) / base, loads(statements[name])
        print(f"import-{name} ratio={ratio:.3f} goal={GOALS[name]} seconds={median(taken):.4f} loads={heavy}")
        if ratio > GOALS[name] or heavy:
            missed.append(name)
    return len(missed)


if __name__ == "__main__":
    sys.exit(main())
