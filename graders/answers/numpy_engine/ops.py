"""The operations that NumPy evaluates: what each makes of a node and its inputs."""

from collections.abc import Mapping

from . import arrays, elementwise, neural

ARRAYS = {**arrays.TABLE, **neural.TABLE}
NAMES = {*ARRAYS, *elementwise.TABLE, "scan"}

NOT_INTERPRETED: Mapping[str, str] = {}
"""Ops of Theano's table that are not there, with the reason."""
