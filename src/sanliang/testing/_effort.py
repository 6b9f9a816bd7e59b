"""How hard the suite tries: the examples of the active profile, the same in each run unless it is deep."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import DataObject

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
    """

    deep: bool = False

    def settings(self, share: int = 1) -> settings:
        """The settings of Hypothesis for a law that takes a share of the profile's examples."""
        profile = settings().max_examples
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

        Args:
            code: What is tried; each code has examples of its own.
            once: Tries it on one example.
            share: As in `Law`.

        Returns:
            Whether there was an example at all.
        """

        def law(data: DataObject) -> None:
            once(data)

        law._hypothesis_internal_add_digest = code.encode()  # type: ignore[attr-defined]  # as their plug-in does
        tried = self.settings(share)(given(data=st.data())(law))
        try:
            tried()
        except Unsatisfiable:
            return False
        except Exception as error:
            error.seed = getattr(tried, "_hypothesis_internal_use_generated_seed", None)  # type: ignore[attr-defined]
            raise
        return True
