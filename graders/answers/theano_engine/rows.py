"""What a row of the table of ops is, and the row of an op whose constructor takes its own attributes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One op: its ``name``, the ``kinds`` of its parameters, ``read`` (op to parameters) and ``apply``.

    ``read`` returns None for a form of the op that has no words. ``apply(params, inputs)`` returns the list of output
    variables and may raise whatever Theano raises.
    """

    name: str
    kinds: Mapping[str, str]
    read: Callable[[Any], dict[str, Any] | None]
    apply: Callable[[Mapping[str, Any], Sequence[Any]], list[Any]]


def outputs(op: Any, inputs: Sequence[Any]) -> list[Any]:
    """Apply an op of Theano's; a list even of one output."""
    return list(op(*inputs, return_list=True))


def plain(name: str, cls: type, **kinds: str) -> tuple[type, Row]:
    """A row for an op whose constructor takes its own attributes by name."""

    def read(op: Any) -> dict[str, Any]:
        return {key: plain_data(getattr(op, key)) for key in kinds}

    def apply(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
        return outputs(cls(**params), inputs)

    return cls, Row(name, kinds, read, apply)


def plain_data(value: Any) -> Any:
    """Tuples as lists and NumPy integers as Python's, as JSON has them."""
    if isinstance(value, (list, tuple)):
        return [plain_data(item) for item in value]
    if hasattr(value, "item") and not isinstance(value, (bool, int, float)):
        return value.item()
    return value
