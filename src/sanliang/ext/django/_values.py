"""A column for values of ours, and how a form shows one."""

from __future__ import annotations

from functools import cached_property, partial
from types import UnionType
from typing import Any

from django import conf, forms
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string

from sanliang.ext.django._kinds import Kinds, names_of
from sanliang.ext.django._texts import active, validation_error
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import instance
from sanliang.serial import BASE, Registry

LOOKUPS = frozenset({"exact", "in", "isnull"})


class ValueField(models.Field):  # type: ignore[misc]  # Django has no types
    """
    A column of any kind: kept as the canonical JSON of `serial.dumps`, read with all upgrades.

    What is private is written as for the ledger, since the table is one; no form shows such a kind. Lookups
    are `exact`, `in` and `isnull`. A value of another kind is refused when it is written, whether
    `full_clean` was called before or not.

    Args:
        kind: The class, or several joined by `|`; or the name of the kind, such as `"pledge.moved"`, where a
            class has several. A migration holds the name alone: no module, and no version.
        registry: Which kinds there are. Where nothing is said, the one that the setting `SANLIANG_REGISTRY`
            leads to by its dotted path; without that, the library's.
        options: Those of every field of Django, such as `null`; a default is a function, since a migration
            cannot hold a value.

    Raises:
        InvalidInput: When it is written or looked up: a value of another kind. When it is read: a text that
            `serial.loads` refuses.

    Example:
        >>> from sanliang.pledges import Pledge
        >>> ValueField(Pledge, registry=BASE, null=True).deconstruct()[1:]
        ('sanliang.ext.django.ValueField', ['pledge'], {'null': True})
    """

    description = "A value of sanliang, as JSON"

    def __init__(
        self, kind: type | UnionType | str, *, registry: Registry | None = None, **options: Any
    ) -> None:
        self.kind = kind
        self.registry = registry if registry is None else instance(Registry)(registry, "registry")
        super().__init__(**options)

    @cached_property
    def kinds(self) -> Kinds:
        """What it takes, in the registry that holds for it."""
        registry = self.registry or _registry()
        return Kinds(names_of(self.kind, registry), registry)

    def deconstruct(self) -> tuple[Any, str, list[Any], dict[str, Any]]:
        """What a migration holds: the names of the kinds."""
        name, _, _, options = super().deconstruct()
        return name, "sanliang.ext.django.ValueField", ["|".join(self.kinds.names)], options

    def get_internal_type(self) -> str:
        """Its column is one of text."""
        return "TextField"

    def check(self, **options: Any) -> list[Any]:
        """Django's checks, and whether the registry has the kind."""
        found: list[Any] = super().check(**options)
        try:
            assert self.kinds.tags
        except InvalidInput as error:
            found.append(checks.Error(error.text(active()), obj=self, id="sanliang.E001"))
        return found

    def get_lookup(self, lookup_name: str) -> Any:
        """The lookups that say something of a whole value."""
        return super().get_lookup(lookup_name) if lookup_name in LOOKUPS else None

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """The value of what the table has."""
        return None if value is None else self.kinds.read(value)

    def to_python(self, value: Any) -> Any:
        """
        The value of what a form or a fixture has.

        Raises:
            ValidationError: Each fault with its code and path.
        """
        if value is None:
            return None
        try:
            return self.kinds.read(value) if isinstance(value, str) else self.kinds.known(value)
        except InvalidInput as error:
            found = validation_error(error)
        raise found

    def get_prep_value(self, value: Any) -> str | None:
        """
        The text of a value, for the table and for a lookup.

        Raises:
            InvalidInput: It is of another kind.
        """
        value = super().get_prep_value(value)
        if value is None:
            return None
        try:
            return self.kinds.text(value)
        except InvalidInput as error:
            found = error
        raise InvalidInput(*(one.under(str(self.name)) for one in found.faults), count=found.count)

    def value_to_string(self, obj: Any) -> str:
        """The text of a row's value, for a fixture: as the ledger has it."""
        return self.kinds.text(self.value_from_object(obj))

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        """A form's field, where the kind holds nothing private; else none."""
        if self.kinds.private:
            return None
        own = partial(ValueFormField, of=self)
        return super().formfield(form_class or own, choices_form_class, **kwargs)


class ValueFormField(forms.Field):  # type: ignore[misc]  # Django has no types
    """A value in a form: its JSON, in a text area. It is made by `ValueField.formfield`."""

    widget = forms.Textarea

    def __init__(self, *, of: ValueField, **options: Any) -> None:
        super().__init__(**options)
        self.of = of

    def prepare_value(self, value: Any) -> Any:
        """What the text area shows: the JSON of a value, or what was written there before."""
        return value if value is None or isinstance(value, str) else self.of.kinds.text(value)

    def to_python(self, value: Any) -> Any:
        """The value of what was written."""
        return None if value in self.empty_values else self.of.to_python(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what was written is another value."""
        try:
            changed: bool = self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True
        return changed


def _registry() -> Registry:
    """The registry of the project."""
    path = getattr(conf.settings, "SANLIANG_REGISTRY", None)
    return BASE if path is None else instance(Registry)(import_string(path), "SANLIANG_REGISTRY")
