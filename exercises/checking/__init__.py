"""What every check is made of, public or hidden.

Theano is imported inside the functions, so that importing this package costs nothing and never warns.
"""

from exercises.checking.calls import call, compile_expression, make_call, shown_call
from exercises.checking.description import SHAPES, Placeholder, describe, describe_result, describe_type, description_of
from exercises.checking.failures import Call, CannotJudge, CheckFailed, Counterexample, fail_values
from exercises.checking.requirements import (
    callable_inputs,
    require_function,
    require_inputs,
    require_judgeable,
    require_numbers,
)
from exercises.checking.rounding import FEW_DIGITS, LARGE, beyond_large
from exercises.checking.texts import (
    both_texts,
    call_text,
    difference_text,
    literal_text,
    plain_name,
    rounded,
    shown_name,
    value_text,
)

__all__ = ["CannotJudge", "CheckFailed", "Counterexample", "fail_values"]
__all__ += ["Call", "call", "call_text", "callable_inputs", "compile_expression", "make_call", "shown_call"]
__all__ += ["require_function", "require_inputs", "require_judgeable", "require_numbers"]
__all__ += ["SHAPES", "Placeholder", "describe", "describe_result", "describe_type", "description_of"]
__all__ += ["FEW_DIGITS", "LARGE", "beyond_large", "difference_text", "plain_name", "shown_name", "value_text"]
__all__ += ["both_texts", "literal_text", "rounded"]
