"""
The testing kit, with the extra `testing`: for whoever writes a town, or embeds the library.

`suite` is a town's whole test file. `laws` has what it tries, sentence by sentence, and `machines` drive a
whole town; `strategies` has values for property-based tests, and `register` tells Hypothesis of them.
`StoreCases` is what a store of logs has to do; whoever writes one subclasses it. Its asserts speak where
pytest is told of them in a `conftest.py`: `pytest.register_assert_rewrite("sanliang.testing")`.

Nothing is imported before it is asked for: pytest loads the plug-in of this package in every run.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sanliang.testing import laws, machines, strategies
    from sanliang.testing._stores import StoreCases
    from sanliang.testing._suite import suite
    from sanliang.testing.strategies._register import register

# Where each name lives, and what the extra has to have brought for it.
_HOMES = {
    "StoreCases": ("_stores", "pytest"),
    "register": ("strategies._register", "hypothesis"),
    "suite": ("_suite", "hypothesis", "pytest"),
}
_MODULES = {"laws": "hypothesis", "machines": "hypothesis", "strategies": "hypothesis"}

__all__ = ["StoreCases", "laws", "machines", "register", "strategies", "suite"]

if not TYPE_CHECKING:  # a type checker that saw this would believe in any name at all

    def __getattr__(name):
        """Import what is asked for, once."""
        from importlib import import_module  # noqa: PLC0415 -- nothing is paid before it is used

        home, *needed = _HOMES.get(name) or (name, *filter(None, [_MODULES.get(name)]))
        if not needed:
            raise AttributeError(f"module 'sanliang.testing' has no attribute {name!r}", name=name)
        for package in needed:
            try:
                import_module(package)
            except ImportError:
                from sanliang.kernel.errors import MissingExtra  # noqa: PLC0415 -- only its lack pays

                raise MissingExtra(extra="testing", package=package) from None
        module = import_module(f"sanliang.testing.{home}")
        value = globals()[name] = module if name in _MODULES else getattr(module, name)
        return value


def __dir__() -> list[str]:
    return __all__
