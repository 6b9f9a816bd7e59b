"""Everything that the library knows to test of a town."""

from sanliang.testing import suite

test_it = suite("qingshan")
