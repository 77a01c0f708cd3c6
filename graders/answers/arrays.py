"""Arrays of the format, and NumPy's."""

import numpy as np

from .format import Array


def array_in(array: Array) -> np.ndarray:
    """A writable NumPy array with the dtype and shape of ``array``."""
    dtype = np.dtype(array.dtype).newbyteorder("<")
    return np.frombuffer(array.data, dtype).reshape(array.shape).astype(array.dtype)


def array_out(array: np.ndarray) -> Array:
    """A NumPy array as the format has it: little-endian bytes in the order of C."""
    return Array(array.dtype.name, array.shape, array.astype(array.dtype.newbyteorder("<")).tobytes())
