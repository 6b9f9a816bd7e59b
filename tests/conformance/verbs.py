"""What each verb of the conformance suite does here: the parts of a case's `in` to its `out`, as data."""

from tests.conformance import documents, engines

VERBS = {
    "apply": engines.apply,
    "audit": engines.audit,
    "available": engines.available,
    "both": engines.both,
    "canonical": documents.canonical_,
    "chain": documents.chain,
    "commitment": documents.commitment,
    "cover": engines.cover,
    "decide": engines.decide,
    "entry": documents.entry,
    "lots": engines.lots,
    "mask": documents.mask,
    "problem_digest": engines.problem_digest,
    "rate": engines.rate,
    "rate_group": engines.rate_group,
    "read": documents.read,
    "read_log": documents.read_log,
    "replay": engines.replay,
    "table": engines.table,
    "town_head": documents.town_head,
    "two_way": engines.two_way,
    "upgrade": documents.upgrade,
    "write": documents.write,
}
