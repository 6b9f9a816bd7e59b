"""
Values as JSON that outlives the code: short tags with versions, strict reading, one form in bytes.

`dumps` and `to_dict` write a value, `loads` and `from_dict` read it or name every fault with its path. What
there is to read stands in a `Registry`, which is a value: `BASE` holds the kinds of the library, and
`BASE.with_` makes another one with a town's own.
"""

from sanliang.serial._backends import Backend
from sanliang.serial._base import BASE
from sanliang.serial._documents import LARGEST, converter, dumps, from_dict, loads, to_dict
from sanliang.serial._entries import Link
from sanliang.serial._form import Form, forms_of
from sanliang.serial._links import read_links
from sanliang.serial._logs import ReadLog, append, read_entries, read_log, write_log
from sanliang.serial._registry import Registry
from sanliang.serial._schemas import openapi, schema_of, schemas
from sanliang.serial._upgrades import Upgrade

__all__ = [
    "BASE",
    "LARGEST",
    "Backend",
    "Form",
    "Link",
    "ReadLog",
    "Registry",
    "Upgrade",
    "append",
    "converter",
    "dumps",
    "forms_of",
    "from_dict",
    "loads",
    "openapi",
    "read_entries",
    "read_links",
    "read_log",
    "schema_of",
    "schemas",
    "to_dict",
    "write_log",
]
