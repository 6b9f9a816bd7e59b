"""A column for the state of a thing."""

from __future__ import annotations

from typing import Any

from django.db import models

from sanliang.ext.django._texts import shown, validation_error
from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Lifecycle

UNKNOWN_STATE = Phrase(
    "state.unknown", "不是该流程的状态；有：{states}", "is no state of the lifecycle; there are: {states}"
)
LONGEST = 40


class StateField(models.CharField):  # type: ignore[misc]  # Django has no types
    """
    A column for the state of a thing: one of a lifecycle's, shown by its name in the active language.

    The default is the state that opens the lifecycle. A state that the lifecycle does not have is refused by
    `full_clean`, by forms, and when it is written.

    Args:
        lifecycle: Whose states. A migration does not hold it, so that no change of a town's lifecycle makes
            a new one, except a change of the state that opens it: that is the column's default.
        options: Those of every `CharField`.

    Raises:
        InvalidInput: When it is written: a state that the lifecycle does not have.

    Example:
        >>> from sanliang import pledges
        >>> StateField(pledges.BASE).deconstruct()[1:]
        ('sanliang.ext.django.StateField', [], {'max_length': 40, 'default': 'drafted'})
    """

    def __init__(self, lifecycle: Lifecycle[Any] | None = None, **options: Any) -> None:
        self.lifecycle = lifecycle
        if lifecycle is not None:
            instance(Lifecycle)(lifecycle, "lifecycle")
            options.setdefault("default", _opening(lifecycle))
            options["choices"] = [(node.code, shown(node.label)) for node in lifecycle.nodes]
        super().__init__(**{"max_length": LONGEST, **options})

    def deconstruct(self) -> tuple[Any, str, list[Any], dict[str, Any]]:
        """What a migration holds: a column of text with its default."""
        name, _, args, options = super().deconstruct()
        options.pop("choices", None)
        return name, "sanliang.ext.django.StateField", args, options

    def to_python(self, value: Any) -> Any:
        """The code, of a member of an enum as well."""
        text = super().to_python(value)
        return None if text is None else str(text)

    def validate(self, value: Any, model_instance: Any) -> None:
        """
        Refuse what is no state.

        Raises:
            ValidationError: With the code `state.unknown`, and without what was given.
        """
        if value not in self.empty_values and (fault := self._fault(value)):
            raise validation_error(InvalidInput(fault))
        super().validate(value, model_instance)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """
        The code, for the table.

        Raises:
            InvalidInput: It is no state.
        """
        if value is not None and not hasattr(value, "as_sql") and (fault := self._fault(value)):
            raise InvalidInput(fault.under(str(self.name)))
        return super().get_db_prep_save(value, connection)

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        """A choice of the states; what it says of another one does not repeat that."""
        fault = self._fault("")
        errors = kwargs.pop("error_messages", {})
        if fault is not None:
            errors = {"invalid_choice": shown(fault), **errors}
        return super().formfield(
            form_class=form_class, choices_form_class=choices_form_class, error_messages=errors, **kwargs
        )

    def _fault(self, value: Any) -> Fault | None:
        """What is wrong with a state; a column in a migration knows no lifecycle, and takes any."""
        if self.lifecycle is None:
            return None
        states = tuple(node.code for node in self.lifecycle.nodes)
        return None if value in states else UNKNOWN_STATE.fault(states=states)


def _opening(lifecycle: Lifecycle[Any]) -> str:
    """The state that a thing is opened in."""
    return next(row.targets[0] for row in lifecycle.rows if not row.leaves)
