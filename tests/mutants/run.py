"""
Mutation testing: change one thing of the library at a time, and see whether its tests notice.

    python -m tests.mutants.run                        modules changed since the branch left origin/main
    python -m tests.mutants.run --since v0.1.0         modules changed since then
    python -m tests.mutants.run --all                  every word with a figure to reach: takes a night
    python -m tests.mutants.run src/sanliang/points    a word; with --most 40, at most 40 changes a module
    python -m tests.mutants.run --all --sample 100     a hundred changes, drawn by a seed that is printed

`cosmic-ray` makes the changes. Whatever the tests import is imported once, and each change is tried in a
fork, by the tests that come by it. The score is printed, and every change that survived, with its reason if
`survivors.toml` has one. The exit code is 1 if the score is under 95 %, or a survivor has no reason.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from tests.mutants.made import Change, changes_of
from tests.mutants.told import ROOT, Survivor, explained, reasons

HOME = Path("src/sanliang")
WORDS = (
    "kernel/lifecycles",
    "kernel/privacy.py",
    "pledges",
    "points",
    "pairing",
    "ratings",
    "rulebooks",
    "serial",
)
"""What `--all` looks at."""
LEAST = 0.95
"""The score that is asked for."""

_TESTS = {
    "kernel/lifecycles": (
        "tests/kernel/test_as_of.py",
        "tests/kernel/test_lifecycles.py",
        "tests/kernel/test_lifecycle_laws.py",
        "tests/pledges",
    ),
    "kernel/privacy.py": ("tests/kernel/test_privacy.py", "tests/test_privacy.py"),
}


def noticing(module: str) -> tuple[str, ...]:
    """The tests that have to notice: those of its word."""
    inside = module.removeprefix(f"{HOME}/")
    named = next((tests for word, tests in _TESTS.items() if inside.startswith(word)), None)
    return named or (f"tests/{inside.split('/')[0].removesuffix('.py')}",)


def modules_of(paths: Iterable[str]) -> list[str]:
    """The modules of files and folders that are not only a face, in order."""
    found = (Path(path) for path in paths)
    files = (file for one in found for file in (sorted(one.rglob("*.py")) if one.is_dir() else [one]))
    return sorted({str(file) for file in files if _is_module(file)})


def _is_module(file: Path) -> bool:
    return HOME in file.parents and file.suffix == ".py" and (ROOT / file).exists()


def changed(since: str | None) -> list[str]:
    """The modules that differ from a revision."""
    base = since or _git("merge-base", "origin/main", "HEAD") or "HEAD~1"
    return modules_of(_git("diff", "--name-only", base, "--", str(HOME)).split())


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def chosen(modules: Iterable[str], *, most: int = 0, sample: int = 0, seed: int = 0) -> list[Change]:
    """The changes of modules: all; or at most so many of each, spread evenly; or so many of all, drawn."""
    found = []
    for module in modules:
        each = sorted(changes_of(module), key=lambda one: (one.first, one.last, one.operator))
        found += each[:: max(1, -(-len(each) // most))] if most else each
    if not sample:
        return [one for one in found if one.is_made]
    random.Random(seed).shuffle(found)
    made = (one for one in found if one.is_made)
    return [one for _, one in zip(range(sample), made, strict=False)]


def tried(tests: tuple[str, ...], changes: Sequence[Change], at_once: int) -> list[tuple[Change, bool]]:
    """Each change, and whether these tests notice it."""
    from tests.mutants.trial import Job

    home = ROOT / "build" / "mutants"
    home.mkdir(parents=True, exist_ok=True)
    name = _digest(tests)
    job = Job(
        changes=list(changes),
        tests=list(tests),
        reach=home / f"{name}.reach.json",
        outcomes=home / f"{name}.outcomes",
        at_once=at_once,
    )
    if not job.reach.exists():
        part = job.reach.with_suffix(".part")
        _python("tests.mutants.reach", str(part), *tests)
        part.rename(job.reach)
    job.write(home / f"{name}.job.json")
    _python("tests.mutants.trial", str(home / f"{name}.job.json"))
    lines = job.outcomes.read_text(encoding="utf-8").splitlines()
    shutil.rmtree(job.outcomes.with_suffix(""), ignore_errors=True)
    outcomes = [json.loads(line) for line in lines]
    return [(changes[one["place"]], bool(one["status"])) for one in outcomes]


def _digest(tests: tuple[str, ...]) -> str:
    """A name for what the tests come by: another one when any text of it is another."""
    places = [ROOT / HOME, ROOT / "tests" / "conftest.py", *(ROOT / one for one in tests)]
    files = (file for one in places for file in (one.rglob("*") if one.is_dir() else [one]))
    found = hashlib.sha256("\n".join(tests).encode())
    for file in sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts):
        found.update(b"\0" + str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def _python(module: str, *words: str) -> None:
    env = {"HYPOTHESIS_PROFILE": "few", **os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}")


def report(noticed: Sequence[Survivor], survived: Sequence[Survivor], why: dict[Survivor, str]) -> int:
    """Print the scores, each survivor, and what is explained for nothing; the exit code."""
    for one in survived:
        print(one, f"  = {why.get(one, 'NO REASON IS GIVEN')}", sep="\n")
    for one in explained():
        if one.is_stale or one in noticed:
            gone = "it is noticed" if one in noticed else "its line is gone"
            print(one, f"  = STALE IN survivors.toml: {gone}", sep="\n")
    made, told = len(noticed) + len(survived), sum(one in why for one in survived)
    score, of_the_rest = (len(noticed) / some if some else 1.0 for some in (made, made - told))
    print(f"mutants: {made}, noticed {len(noticed)}, survived {len(survived)}, score {score:.1%}")
    print(f"without the {told} that are explained: {of_the_rest:.1%}")
    return 1 if told < len(survived) or score < LEAST else 0


def main(words: Sequence[str] | None = None) -> int:
    """Mutate the modules that are asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants.run", description=(__doc__ or "").split("\n")[1]
    )
    parser.add_argument("paths", nargs="*", help="modules, or folders of them")
    parser.add_argument("--since", help="a revision: the modules that differ from it")
    parser.add_argument("--all", action="store_true", help="every word with a figure to reach")
    parser.add_argument("--most", type=int, default=0, help="at most so many changes a module, spread evenly")
    parser.add_argument("--sample", type=int, default=0, help="so many changes in all, drawn")
    parser.add_argument("--seed", type=int, help="draw as a run did that printed this seed")
    parser.add_argument("--jobs", type=int, default=2)
    ask = parser.parse_args(words)
    for path in ask.paths:
        if not (ROOT / path).exists():
            parser.error(f"there is no {path}")
    paths = [f"{HOME}/{word}" for word in WORDS] if ask.all else ask.paths
    modules = modules_of(paths) if paths else changed(ask.since)
    seed = random.SystemRandom().randrange(10**6) if ask.seed is None else ask.seed
    if ask.sample:
        print(f"seed {seed}")
    changes = sorted(
        chosen(modules, most=ask.most, sample=ask.sample, seed=seed), key=lambda one: noticing(one.module)
    )
    found = [
        one
        for tests, some in groupby(changes, key=lambda one: noticing(one.module))
        for one in tried(tests, [*some], ask.jobs)
    ]
    noticed, survived = (
        sorted((change.survivor for change, is_noticed in found if is_noticed is which), key=str)
        for which in (True, False)
    )
    return report(noticed, survived, reasons(survived))


if __name__ == "__main__":
    sys.exit(main())
