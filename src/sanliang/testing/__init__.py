"""
Tests for whoever writes a town or embeds the library, with the extra `testing`.

`suite` is a town's whole test file. `StoreCases` is what a store of logs has to do; its asserts speak where
pytest is told of them in a `conftest.py`: `pytest.register_assert_rewrite("sanliang.testing")`.

Nothing is imported before it is asked for: pytest loads the plug-in of this package in every run.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sanliang.testing._stores import StoreCases
    from sanliang.testing._suite import suite

_HOMES = {"StoreCases": "_stores", "suite": "_suite"}
_NEEDED = ("pytest", "hypothesis")

__all__ = ["StoreCases", "suite"]

if not TYPE_CHECKING:  # a type checker that saw this would believe in any name at all

    def __getattr__(name):
        """Import what is asked for, once; what an extra brings has to be there."""
        from importlib import import_module  # noqa: PLC0415 -- nothing is paid before it is used

        if name not in _HOMES:
            raise AttributeError(f"module 'sanliang.testing' has no attribute {name!r}", name=name)
        try:
            value = getattr(import_module(f"sanliang.testing.{_HOMES[name]}"), name)
        except ModuleNotFoundError as error:
            if error.name not in _NEEDED:
                raise
            from sanliang.kernel.errors import MissingExtra  # noqa: PLC0415 -- only its lack pays

            raise MissingExtra(extra="testing", package=error.name) from None
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
