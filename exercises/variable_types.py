"""The table of Theano's typed constructors: which name in ``theano.tensor`` makes which kind of variable."""

from dataclasses import dataclass
from html import escape

SHAPES = (
    ("scalar", "one number"),
    ("vector", "1 dimension"),
    ("matrix", "2 dimensions"),
    ("tensor3", "3 dimensions"),
    ("tensor4", "4 dimensions"),
)
"""The second half of a constructor's name, and what it says about the variable's dimensions."""

ELEMENTS = (
    ("b", "byte", "int8"),
    ("w", "16-bit integers", "int16"),
    ("i", "32-bit integers", "int32"),
    ("l", "64-bit integers", "int64"),
    ("f", "float", "float32"),
    ("d", "double", "float64"),
    ("c", "complex", "complex64"),
)
"""The first letter of a constructor's name, what it says about the elements, and their dtype."""

CELL_STYLE = 'style="padding:.2em .8em;text-align:left"'
"""Not every page that shows notebooks has a style for tables; nbgrader's have none."""


@dataclass(frozen=True)
class Row:
    """One kind of elements: its name, its dtype, and its constructors in the order of ``SHAPES``."""

    elements: str
    dtype: str
    constructors: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class VariableTypes:
    """The table: HTML in a notebook, aligned text elsewhere."""

    rows: tuple[Row, ...]

    def __repr__(self) -> str:
        names, sizes = zip(*SHAPES)
        heads = [("elements", "dtype", *names), ("", "", *sizes)]
        lines = [*heads, *((row.elements, row.dtype, *row.constructors) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines)]
        padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths)) for line in lines)
        return "\n".join(line.rstrip() for line in padded)

    def _repr_html_(self) -> str:
        """IPython's hook for what a notebook shows."""
        shapes = "".join(f"<th {CELL_STYLE}>{escape(name)}<br><small>{escape(size)}</small></th>" for name, size in SHAPES)
        body = "".join(
            f"<tr><th {CELL_STYLE}>{escape(row.elements)}</th><td {CELL_STYLE}>{escape(row.dtype)}</td>"
            + "".join(f"<td {CELL_STYLE}><code>{escape(name)}</code></td>" for name in row.constructors)
            + "</tr>"
            for row in self.rows
        )
        head = f"<tr><th {CELL_STYLE}>elements</th><th {CELL_STYLE}>dtype</th>{shapes}</tr>"
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def variable_types() -> VariableTypes:
    """The types that input variables of ``theano.tensor`` usually have."""
    return VariableTypes(
        tuple(Row(elements, dtype, tuple(letter + shape for shape, _ in SHAPES)) for letter, elements, dtype in ELEMENTS)
    )
