"""Rulebooks."""

from __future__ import annotations

from sanliang import rulebooks
from sanliang.testing.strategies._fields import Parts, made

CLASSES: Parts = {
    rulebooks.Finding: made(rulebooks.Finding),
}
