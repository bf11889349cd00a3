"""A list of codes in one column, filterable alike on SQLite and PostgreSQL."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import Expression

if TYPE_CHECKING:
    TextOfCodes = models.TextField[list[str], list[str]]
else:
    TextOfCodes = models.TextField


class CodesField(TextOfCodes):
    """Stores ['health', 'education'] as '|health|education|'; `filter(sectors__holds="health")`, `__holds_any=[…]`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("blank", None)
        return name, path, args, kwargs

    @staticmethod
    def _split(value: str) -> list[str]:
        return [code for code in value.split("|") if code]

    def from_db_value(self, value: str | None, expression: Expression, connection: Any) -> list[str]:
        return self._split(value or "")

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, str):
            return self._split(value)
        return [str(code) for code in value or []]

    def get_prep_value(self, value: Any) -> str:
        codes = self.to_python(value)
        if any("|" in code for code in codes):
            raise ValueError("a code cannot hold '|'")
        return "|" + "|".join(dict.fromkeys(codes)) + "|" if codes else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))


def _escaped(code: str) -> str:
    return str(code).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


@CodesField.register_lookup
class Holds(models.Lookup[Any]):
    lookup_name = "holds"
    prepare_rhs = False

    def patterns(self) -> Iterable[str]:
        return [f"%|{_escaped(self.rhs)}|%"]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        patterns = list(self.patterns())
        if not patterns:
            return "1 = 0", ()
        clause = " OR ".join(f"{column} LIKE %s ESCAPE '\\'" for _ in patterns)
        return f"({clause})", tuple(value for pattern in patterns for value in (*params, pattern))


@CodesField.register_lookup
class HoldsAny(Holds):
    lookup_name = "holds_any"

    def patterns(self) -> Iterable[str]:
        return [f"%|{_escaped(code)}|%" for code in self.rhs]
