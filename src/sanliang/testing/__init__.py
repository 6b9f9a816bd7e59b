"""
The contracts of the library as test cases, with the extra `testing`: whoever fulfils one subclasses them.

`StoreCases` is what a store of logs has to do. Its asserts speak where pytest is told of them in a
`conftest.py`: `pytest.register_assert_rewrite("sanliang.testing")`.
"""

from sanliang.kernel.errors import MissingExtra

try:
    import pytest  # noqa: F401 -- an extra that may be missing
except ImportError:
    raise MissingExtra(extra="testing", package="pytest") from None

from sanliang.testing._stores import StoreCases

__all__ = ["StoreCases"]
