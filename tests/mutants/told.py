"""What is told of changes that no test can notice: `survivors.toml`."""

import re
import tomllib
from collections.abc import Iterable
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]


@attrs.frozen(kw_only=True)
class Survivor:
    """A change that no test noticed: where, and the lines that it takes out and puts in."""

    module: str
    where: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.module} ({self.where})\n  - {self.old}\n  + {self.new}"

    @property
    def is_stale(self) -> bool:
        """Whether the lines that are changed are not there any more."""
        module = ROOT / self.module
        return not module.exists() or _bare(self.old) not in _bare(module.read_text(encoding="utf-8"))


def _bare(text: str) -> str:
    return "".join(text.split())


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
        return _bare(one.new) in {_bare(line) for line in made}


_SIGNS = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


@attrs.frozen(kw_only=True)
class Words:
    """
    The only words that something can be: to compare it otherwise says the same where it does of each of them.

    Attributes:
        of: What matches it; *module*, where that stands for it, if not everywhere.
        among: The words.
    """

    of: str
    among: list[str]
    why: str
    module: str = ""

    def has(self, one: Survivor) -> bool:
        """Whether a survivor compares it with one of its words by another sign that says the same."""
        found = re.finditer(rf'(?<!\w)(?:{self.of}) (?P<sign>[=!<>]=?) "(?P<word>\w+)"', one.old)
        made = (
            one.old[: at.start("sign")] + sign + one.old[at.end("sign") :]
            for at in found
            for sign in _SIGNS
            if at["word"] in self.among and self._alike(at["sign"], sign, at["word"])
        )
        return one.module.startswith(self.module) and _bare(one.new) in {_bare(line) for line in made}

    def _alike(self, old: str, new: str, word: str) -> bool:
        return all(_SIGNS[old](one, word) == _SIGNS[new](one, word) for one in self.among)


def explained() -> dict[Survivor, str]:
    """Each change that is explained by itself, with its reason."""
    return {
        Survivor(module=one["module"], where=one["where"], old=one["old"], new=one["new"]): one["why"]
        for one in _told().get("survivor", ())
    }


def free_places() -> dict[tuple[str, str], str]:
    """The functions, by module and name, of which every answer that is taken leads to the same, and why."""
    return {(one["module"], one["where"]): one["why"] for one in _told().get("free", ())}


def reasons(survived: Iterable[Survivor]) -> dict[Survivor, str]:
    """Why no test can notice them, of those for which it is told."""
    alike = [
        form(**one) for form, key in ((Alike, "alike"), (Words, "words")) for one in _told().get(key, ())
    ]
    each, free = explained(), free_places()
    why = {
        one: each.get(one)
        or free.get((one.module, one.where))
        or next((form.why for form in alike if form.has(one)), "")
        for one in survived
    }
    return {one: reason for one, reason in why.items() if reason}


def _told() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("survivors.toml").read_text(encoding="utf-8"))
