"""
Mutation testing: change one thing of the library at a time, and see whether its tests notice.

    python -m tests.mutants.run                        modules changed since the branch left origin/main
    python -m tests.mutants.run --since v0.1.0         modules changed since then
    python -m tests.mutants.run --all                  every word with a figure to reach: takes a night
    python -m tests.mutants.run src/sanliang/points    a word; with --most 40, at most 40 changes a module

`cosmic-ray` makes the changes, in copies of the tree. The score is printed, and every change that survived,
with its reason if `survivors.toml` has one. The exit code is 1 if the score is under 95 %, or a survivor has
no reason.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]
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

# Not made: another sign in an annotation's `X | None`, which nobody evaluates; and identity in place of a
# comparison, which says the same of small numbers by accident.
_NOT_MADE = [
    "core/ReplaceBinaryOperator_BitOr_.*",
    "core/ReplaceComparisonOperator_(Eq|NotEq|Lt|LtE|Gt|GtE)_Is(Not)?",
]
_TESTS = {
    "kernel/lifecycles": (
        "tests/kernel/test_lifecycles.py",
        "tests/kernel/test_lifecycle_laws.py",
        "tests/pledges",
    ),
    "kernel/privacy.py": ("tests/kernel/test_privacy.py", "tests/test_privacy.py"),
}


@attrs.frozen(kw_only=True)
class Survivor:
    """A change that no test noticed: where, and the lines that it takes out and puts in."""

    module: str
    where: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.module} ({self.where})\n  - {self.old}\n  + {self.new}"


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


def mutate(module: str, tree: Path, most: int) -> Iterator[tuple[str, dict]]:
    """The outcome of each change of a module, in a tree of its own."""
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import WorkerOutcome, WorkResult

    command = ["env", "PYTHONPATH=src", "HYPOTHESIS_PROFILE=few", sys.executable, "-m", "pytest", "-q", "-x"]
    command += ["-p", "no:cacheprovider", *noticing(module)]
    config = "\n".join(
        (
            "[cosmic-ray]",
            f"module-path = [{json.dumps(module)}]",
            "timeout = 120.0",
            "excluded-modules = []",
            f"test-command = {json.dumps(' '.join(command))}",
            '[cosmic-ray.distributor]\nname = "local"',
            f"[cosmic-ray.filters.operators-filter]\nexclude-operators = {json.dumps(_NOT_MADE)}",
        )
    )
    session = tree / "session.sqlite"
    session.unlink(missing_ok=True)
    (tree / "session.toml").write_text(config, encoding="utf-8")
    _tool(tree, "cosmic-ray", "baseline", "session.toml")
    _tool(tree, "cosmic-ray", "init", "session.toml", "session.sqlite")
    _tool(tree, "cr-filter-operators", "session.sqlite", "session.toml")
    with use_db(str(session), WorkDB.Mode.open) as work:
        waiting = sorted(work.pending_work_items, key=lambda item: item.mutations[0].start_pos)
        step = max(1, -(-len(waiting) // most)) if most else 1
        for place, item in enumerate(waiting):
            if place % step:
                work.set_result(item.job_id, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))
    _tool(tree, "cosmic-ray", "exec", "session.toml", "session.sqlite")
    for line in _tool(tree, "cosmic-ray", "dump", "session.sqlite").splitlines():
        item, result = json.loads(line)
        if result and result["test_outcome"]:
            yield result["test_outcome"], {**item["mutations"][0], "diff": result["diff"]}


def _tool(tree: Path, name: str, *words: str) -> str:
    command = [str(Path(sys.executable).parent / name), *words]
    done = subprocess.run(
        command, cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}")
    return done.stdout


def survivor(found: dict) -> Survivor:
    """What survived, by what it says and not by its line, so that it is known again when lines move."""
    lines = [line for line in found["diff"].splitlines() if not line.startswith(("---", "+++"))]
    old, new = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in ("-", "+"))
    return Survivor(module=found["module_path"], where=found["definition_name"] or "module", old=old, new=new)


@attrs.frozen(kw_only=True)
class Alike:
    """Changes of one form that no test can notice anywhere: what they match, and what it becomes."""

    old: str
    new: str
    why: str

    def has(self, one: Survivor) -> bool:
        """Whether a survivor is of this form: one place of its old line that matches makes its new line."""
        found = re.finditer(self.old, one.old)
        made = (one.old[: at.start()] + at.expand(self.new) + one.old[at.end() :] for at in found)
        return "".join(one.new.split()) in {"".join(line.split()) for line in made}


def reasons(survived: Iterable[Survivor]) -> dict[Survivor, str]:
    """Why no test can notice them, of those for which it is told."""
    told = tomllib.loads(Path(__file__).with_name("survivors.toml").read_text(encoding="utf-8"))
    alike = [Alike(**one) for one in told.get("alike", ())]
    each = {
        Survivor(module=one["module"], where=one["where"], old=one["old"], new=one["new"]): one["why"]
        for one in told.get("survivor", ())
    }
    why = {one: each.get(one) or next((form.why for form in alike if form.has(one)), "") for one in survived}
    return {one: reason for one, reason in why.items() if reason}


def report(killed: int, survived: Sequence[Survivor], why: dict[Survivor, str]) -> int:
    """Print the score and each survivor; the exit code."""
    unexplained = [one for one in survived if one not in why]
    for one in survived:
        print(one, f"  = {why.get(one, 'NO REASON IS GIVEN')}", sep="\n")
    score = killed / (killed + len(survived)) if killed + len(survived) else 1.0
    print(f"mutants: {killed + len(survived)}, noticed {killed}, survived {len(survived)}, score {score:.1%}")
    return 1 if unexplained or score < LEAST else 0


def main(words: Sequence[str] | None = None) -> int:
    """Mutate the modules that are asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants.run", description=(__doc__ or "").split("\n")[1]
    )
    parser.add_argument("paths", nargs="*", help="modules, or folders of them")
    parser.add_argument("--since", help="a revision: the modules that differ from it")
    parser.add_argument("--all", action="store_true", help="every word with a figure to reach")
    parser.add_argument("--most", type=int, default=0, help="at most so many changes a module, spread evenly")
    parser.add_argument("--jobs", type=int, default=2)
    ask = parser.parse_args(words)
    for path in ask.paths:
        if not (ROOT / path).exists():
            parser.error(f"there is no {path}")
    paths = [f"{HOME}/{word}" for word in WORDS] if ask.all else ask.paths
    modules = modules_of(paths) if paths else changed(ask.since)
    trees = [ROOT / "build" / "mutants" / str(place) for place in range(ask.jobs)]

    def share(place: int) -> list[tuple[str, dict]]:
        shutil.rmtree(trees[place], ignore_errors=True)
        ignored = shutil.ignore_patterns(".git", ".venv*", "build", "dist", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, trees[place], ignore=ignored)
        return [
            one for module in modules[place :: ask.jobs] for one in mutate(module, trees[place], ask.most)
        ]

    with ThreadPoolExecutor(ask.jobs) as pool:
        found = [one for part in pool.map(share, range(ask.jobs)) for one in part]
    survived = sorted((survivor(one) for outcome, one in found if outcome == "survived"), key=str)
    return report(sum(outcome != "survived" for outcome, _ in found), survived, reasons(survived))


if __name__ == "__main__":
    sys.exit(main())
