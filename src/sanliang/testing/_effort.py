"""How hard the suite tries: the examples of the active profile, the same in each run unless it is deep."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import attrs
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import DataObject

from sanliang.testing._bench import silent

DEEP = 2_000
"""So many examples a law gets where the run is deep, at the least."""

MANY = 1_000
"""A profile with more examples than this is deep by itself."""

_LENIENT = (
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
    HealthCheck.nested_given,
    HealthCheck.too_slow,
)
"""A whole town is large and slow to draw, and that is nobody's fault."""

_PHASES = (Phase.explicit, Phase.generate, Phase.target, Phase.shrink)


@attrs.frozen(kw_only=True)
class Effort:
    """
    How hard one run tries.

    Args:
        deep: Whether it takes many examples, and others in each run.
        examples: How many there are to have a share of; as many as the profile in force says, if left out.
    """

    deep: bool = False
    examples: int | None = None

    def settings(self, share: int = 1) -> settings:
        """The settings of Hypothesis for a law that takes a share of the examples."""
        profile = self.examples or settings().max_examples
        deep = self.deep or profile > MANY
        most = max(profile, DEEP) if deep else profile
        return settings(
            max_examples=max(1, most // share),
            derandomize=not deep,
            database=None,
            deadline=None,
            phases=_PHASES,
            report_multiple_bugs=False,
            suppress_health_check=_LENIENT,
        )

    def tries(self, code: str, once: Callable[[DataObject], None], *, share: int = 1) -> bool:
        """
        Try something on many drawn examples; what breaks it is raised with the smallest one, and its seed.

        What draws nothing is tried once, as Hypothesis sees to it.

        Args:
            code: What is tried; each code has examples of its own, the same in each run that is not deep.
            once: Tries it on one example.
            share: As in `Law`.

        Returns:
            Whether there was an example at all.
        """
        under = self.settings(share)

        @under
        @given(data=st.data())
        def tried(data: DataObject) -> None:
            once(silent(data))

        digest = sha256(code.encode()).digest()
        # Without it Hypothesis reads the source of this function, to give it examples of its own, each time.
        tried._hypothesis_internal_database_key = digest  # type: ignore[attr-defined]
        if under.derandomize:
            seed(int.from_bytes(digest[:16], "big"))(tried)
        try:
            tried()
        except Unsatisfiable:
            return False
        except Exception as error:
            error.seed = getattr(tried, "_hypothesis_internal_use_generated_seed", None)  # type: ignore[attr-defined]
            raise
        return True
