"""
Our values and states as columns of Django, with the extra `django`.

`ValueField` keeps any kind as its canonical JSON, `StateField` the state of a thing. Their migrations hold
names and neither modules, versions nor labels, so that they stay what they are when the code moves.
"""

from sanliang.kernel.errors import MissingExtra

try:
    import django as _django  # noqa: F401 -- asked for first, so that an error within ours stays what it is
except ImportError:
    raise MissingExtra(extra="django", package="django") from None

from sanliang.ext.django._states import StateField
from sanliang.ext.django._values import ValueField

__all__ = ["StateField", "ValueField"]
