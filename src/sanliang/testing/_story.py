"""A failure as a story: which town, which sentence, who said so, what happened, and how to see it again."""

from __future__ import annotations

import traceback

from sanliang.kernel.errors import Lang, SanliangError
from sanliang.kernel.labels import Text
from sanliang.testing._check import Broken, Check

HEAD = Text("{town}：{check}", "{town}: {check}")
SENTENCE = Text("应当：{says}", "what should hold: {says}")
SOURCE = Text("出处：{source}", "source: {source}")
HAPPENED = Text("经过：", "what happened:")
AGAIN = Text("重现：{command}", "to see it again: {command}")
BARE = Text("不成立", "it does not hold")
RAISED = Text("{kind}：{says}（{place}）", "{kind}: {says} ({place})")


def story(check: Check, error: Exception, *, town: str, command: str, lang: Lang) -> str:
    """The whole story in one language."""
    says = check.says.get(lang)
    head = [HEAD.get(lang).format(town=town, check=check.id), SENTENCE.get(lang).format(says=says)]
    if check.source:
        head.append(SOURCE.get(lang).format(source=check.source))
    known = {check.says.zh, check.says.en}  # a law may begin its story with its sentence
    told = [line for line in what_happened(error).get(lang).splitlines() if line not in known]
    seed = getattr(error, "seed", None)
    again = command if seed is None else f"{command} --hypothesis-seed={seed}"
    lines = [*head, HAPPENED.get(lang), *(f"  {line}" for line in told)]
    return "\n".join([*lines, AGAIN.get(lang).format(command=again)])


def what_happened(error: Exception) -> Text:
    """What an error tells. One that nobody meant is told with the place where it was raised."""
    match error:
        case Broken():
            return error.story
        case AssertionError():
            text = str(error)
            return Text(text) if text else BARE
        case SanliangError():
            return Text(*(_raised(error, error.text(lang)).get(lang) for lang in ("zh", "en")))
        case _:
            return _raised(error, str(error))


def _raised(error: Exception, says: str) -> Text:
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{last.filename}:{last.lineno}"
    shown = {"kind": type(error).__name__, "says": says, "place": place}
    return Text(RAISED.zh.format_map(shown), RAISED.en.format_map(shown))
