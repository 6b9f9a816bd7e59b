"""What was recorded."""

from __future__ import annotations

from hypothesis import strategies as st

from sanliang import records
from sanliang.kernel.fields import FrozenMap
from sanliang.testing.strategies._fields import Parts, codes, decimals, made, written_down

kinds_of_record = st.sampled_from(["volunteer", "meeting.absent"])


field_values = st.one_of(st.booleans(), decimals, st.sampled_from(["county", "三等"]))


CLASSES: Parts = {
    records.Credit: made(records.Credit),
    records.Folded: made(records.Folded),
    records.Length: made(records.Length, count=st.integers(1, 100)),
    records.Limited: made(records.Limited),
    records.Record: written_down(
        records.Record,
        kind=kinds_of_record,
        fields=st.dictionaries(codes, field_values, max_size=3).map(FrozenMap),
    ),
    records.Recorded: made(records.Recorded),
    records.Reversed: made(records.Reversed),
    records.Row: made(records.Row),
}
