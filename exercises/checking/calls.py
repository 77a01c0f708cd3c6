"""The careful call of a compiled function, and when not to compile one with all of Theano's optimizer."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from exercises.checking.description import describe_type
from exercises.checking.failures import Call, CheckFailed, Counterexample
from exercises.checking.misfits import misfit
from exercises.checking.requirements import callable_inputs, require_inputs
from exercises.checking.texts import error_text, literal_text
from exercises.words import joined, later, say, say_several

UNFOLDED, FACTOR = 500, 4
"""Operations of an unfolded graph, and how many times its own: beyond both, compiling it may take for ever."""
WANTED = {0: later("a scalar"), 1: later("a vector"), 2: later("a matrix")}
"""By the number of dimensions, what an input must be."""


def unfolds_too_far(outputs: Sequence[Any]) -> bool:
    """Whether ``outputs`` (Theano variables) hold far more operations unfolded than they have.

    ``z = z * z``, ten times over, has 10 operations and 1023 unfolded. Theano collects the terms of sums and the factors of
    products, all of them, so each further line doubles the time to compile; without its optimizer it takes milliseconds.
    """
    from theano.gof import graph

    sizes: dict[Any, int] = {}
    for node in graph.io_toposort([], list(outputs)):
        sizes[node] = 1 + sum(sizes[variable.owner] for variable in node.inputs if variable.owner is not None)
    unfolded = sum(sizes[variable.owner] for variable in outputs if variable.owner is not None)
    return unfolded > UNFOLDED and unfolded > FACTOR * len(sizes)


def compile_expression(inputs: list[Any], expression: Any) -> Any:
    """The compiled function from ``inputs`` to a symbolic expression; without C code where that can't be made."""
    import theano

    # The name keeps Theano from calling the function by this file's path in its messages.
    if not unfolds_too_far([expression]):
        try:
            return theano.function(inputs, expression, name="expression")
        except Exception:  # Theano 1.0.5's C code for a few ops needs headers or a BLAS that are not there
            pass
    mode = theano.Mode(linker="py", optimizer="fast_compile")
    return theano.function(inputs, expression, mode=mode, name="expression")


def call(name: str, function: Any, *args: Any) -> Any:
    """What a compiled function returns, called with care: see :func:`make_call`."""
    return make_call(name, function, *args).result


def make_call(name: str, function: Any, *args: Any, show: Callable[[], str] | None = None) -> Call:
    """Call a compiled function as its author would have to: positionally, each argument in the declared dtype.

    Casting here is what makes ``fscalar`` accept 0.1 and ``strict=True`` accept anything (THEANO refuses both).
    Arguments and results are copies, because ``mutable=True`` and ``borrow=True`` overwrite them. ``show`` makes what a
    counterexample shows: code that gives the same, by default the call.

    Raises :class:`CheckFailed` when the number of dimensions does not fit or the call raises.
    """
    values = _values(name, function, args)
    given, before = [value.copy() for value in values], _state(function)
    show = show or (lambda: shown_call(name, function, *args))
    try:
        result = _copied(function(*values))
    except Exception as error:
        raised = Counterexample(show(), say("a result"), error_text(error))
        fits_not = misfit(function, given) if isinstance(error, ValueError) else ""
        raises = say("Calling `{name}` raises {error}.", name=name, error=type(error).__name__)
        reason = joined([raises, fits_not])
        raise CheckFailed(reason, counterexample=raised) from None
    return Call(function, given, before, result, _state(function), show)


def shown_call(name: str, function: Any, *args: Any) -> str:
    """The call of :func:`make_call` as its author could type it: code that the declared inputs take."""
    pairs = zip(_values(name, function, args), callable_inputs(function))
    texts = [literal_text(value, bool(given.strict), bool(given.allow_downcast)) for value, given in pairs]
    return f"{name}({', '.join(texts)})"


def _values(name: str, function: Any, args: Sequence[Any]) -> list[np.ndarray]:
    inputs = require_inputs(name, function, len(args), say_several("{count} input", "{count} inputs", len(args)))
    return [_cast(name, number, i.variable, arg) for number, (i, arg) in enumerate(zip(inputs, args), 1)]


def _state(function: Any) -> list[np.ndarray]:
    """What the shared variables of a compiled function hold now."""
    pairs = zip(function.maker.inputs, function.input_storage)
    return [np.array(container.data) for declared, container in pairs if declared.implicit]


def _cast(name: str, number: int, variable: Any, arg: Any) -> np.ndarray:
    array = np.asarray(arg)
    if array.ndim != variable.ndim:
        wanted = WANTED.get(array.ndim, later("{number}-dimensional"))
        reason = say(
            "Input {number} of `{name}` must be {wanted}; yours is {type}.",
            number=number, name=name, wanted=say(wanted, number=array.ndim), type=describe_type(variable),
        )  # fmt: skip
        raise CheckFailed(reason, about="inputs")
    return np.array(array, dtype=variable.dtype)


def _copied(result: Any) -> Any:
    if isinstance(result, (list, tuple)):
        return [np.array(item) for item in result]
    if isinstance(result, dict):
        return {key: np.array(item) for key, item in result.items()}
    return None if result is None else np.array(result)
