"""Our texts in the language that is active in Django, and our errors as Django's."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import get_language

from sanliang.kernel.errors import Fault, Lang, SanliangError
from sanliang.kernel.labels import Text


def active() -> Lang:
    """Chinese where any Chinese is active, and else English."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def _shown(text: Text | Fault) -> str:
    return text.get(active()) if isinstance(text, Text) else text.text(active())


shown = lazy(_shown, str)
"""A text or a fault as Django shows it: in the language that is active when it is shown."""


def validation_error(error: SanliangError) -> ValidationError:
    """Each fault with its code, its place in `params["path"]`, and without what was given."""
    return ValidationError([_one(fault) for fault in error.faults])


def _one(fault: Fault) -> ValidationError:
    params = {"path": fault.path, "text": shown(fault)}
    return ValidationError("%(path)s: %(text)s" if fault.path else "%(text)s", code=fault.code, params=params)
