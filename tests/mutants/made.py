"""The changes of a module: `cosmic-ray` makes them, in its text."""

import ast
import difflib
import re
from collections.abc import Iterator
from functools import cache

import attrs
from tests.mutants.told import ROOT, Survivor

# Not made: another sign in an annotation's `X | None`, which nobody evaluates; and identity in place of a
# comparison, which says the same of small numbers by accident.
_NOT_MADE = re.compile(
    "core/(ReplaceBinaryOperator_BitOr_.*|ReplaceComparisonOperator_(Eq|NotEq|Lt|LtE|Gt|GtE)_Is(Not)?)$"
)


@attrs.frozen(kw_only=True)
class Change:
    """One change: the how manieth place of an operator in a module, and the lines where it stands."""

    module: str
    operator: str
    occurrence: int
    where: str
    first: int
    last: int

    @property
    def text(self) -> str:
        """The module with the change."""
        from cosmic_ray.mutating import mutate_code

        return mutate_code(_source(self.module), _operators()[self.operator], self.occurrence)

    @property
    def is_made(self) -> bool:
        """Whether Python reads it, and not as the same program."""
        try:
            return ast.dump(ast.parse(self.text)) != ast.dump(ast.parse(_source(self.module)))
        except SyntaxError:
            return False

    @property
    def survivor(self) -> Survivor:
        """It by what it says and not by its line, so that it is known again when lines move."""
        lines = [*difflib.ndiff(_source(self.module).splitlines(), self.text.splitlines())]
        old, new = (
            " ".join(word for line in lines if line.startswith(sign) for word in line[2:].split())
            for sign in ("- ", "+ ")
        )
        return Survivor(module=self.module, where=self.where, old=old, new=new)


@cache
def _source(module: str) -> str:
    return (ROOT / module).read_text(encoding="utf-8")


@cache
def _operators() -> dict:
    from cosmic_ray.plugins import get_operator, operator_names

    made = {name: get_operator(name) for name in operator_names() if not _NOT_MADE.match(name)}
    return {name: operator() for name, operator in made.items() if not operator.arguments()}


def changes_of(module: str) -> Iterator[Change]:
    """Each change of a module, operator by operator."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.ast.ast_query import ASTQuery

    nodes = [*ast_nodes(get_ast(_source(module)))]
    for name, operator in _operators().items():
        places = ((node, place) for node in nodes for place in operator.mutation_positions(node))
        for occurrence, (node, (start, end)) in enumerate(places):
            where = ASTQuery(node).get_definition_name() or "module"
            yield Change(
                module=module,
                operator=name,
                occurrence=occurrence,
                where=where,
                first=start[0],
                last=end[0],
            )


def lines_of(source: str, first: int, last: int) -> range:
    """
    The lines of the statement around a place: whoever comes by one of them comes by the place.

    Of a statement that holds others, its head; all of it, where there are heads inside, as of `try`.
    """
    around = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and node.lineno <= first and last <= node.end_lineno
    ]
    if not around:
        return range(first, last + 1)
    node = max(around, key=lambda node: (node.lineno, -node.end_lineno))
    body = getattr(node, "body", None)
    if body and not isinstance(node, ast.Try):
        return range(node.lineno, max(body[0].lineno, last + 1))
    return range(node.lineno, node.end_lineno + 1)
