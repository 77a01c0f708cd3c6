"""The operations that NumPy evaluates: what each makes of a node and its inputs."""

from . import arrays, elementwise, neural

ARRAYS = {**arrays.TABLE, **neural.TABLE}
NAMES = {*ARRAYS, *elementwise.TABLE, "scan"}
