"""
Our values and errors in an application of FastAPI, with the extra `fastapi`.

`install` answers our errors as problem documents (RFC 9457) in the language asked for. `body` reads the body
of a request as a value, `out` writes one for whoever reads it, and OpenAPI shows their schemas under our
names.
"""

from sanliang.kernel.errors import MissingExtra

try:
    import fastapi as _fastapi  # noqa: F401 -- asked for first, so that an error within ours stays what it is
except ImportError:
    raise MissingExtra(extra="fastapi", package="fastapi") from None

from sanliang.ext.fastapi._bodies import LARGEST_BODY, body
from sanliang.ext.fastapi._install import install
from sanliang.ext.fastapi._out import out
from sanliang.ext.fastapi._schemas import PROBLEMS

__all__ = ["LARGEST_BODY", "PROBLEMS", "body", "install", "out"]
