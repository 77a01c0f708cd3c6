"""Where numbers are so large that a right answer in float32 may be far off."""

from typing import Any

import numpy as np

LARGE = 2.0**31
"""Up to here nothing on the way to a product of two numbers is too large for float32, be it a product of squares."""
FEW_DIGITS = 2.0**-11
"""By how much of a number a right answer may be off beyond: a product made of logarithms has but three digits there."""


def beyond_large(*values: Any) -> bool:
    """Whether a number among ``values`` is so large that a right answer may overflow or lose digits in float32."""
    return any(float(np.abs(value).max(initial=0.0)) > LARGE for value in values)
