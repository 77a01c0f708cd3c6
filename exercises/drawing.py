"""Shows a Theano graph in a notebook: as a picture, or as text where no picture can be made.

Theano is imported inside the function, so that importing this module costs nothing and never warns.
"""

import importlib.util
import shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any
from xml.dom import minidom

from IPython.display import SVG

OUTPUT_COLOUR = "deepskyblue"
"""Theano's own is a blue on which black text can't be read."""


def draw(graph: Any) -> SVG | None:
    """Return a picture (SVG) of ``graph``; print it as text and return None where no picture can be made.

    ``graph`` is a symbolic variable, whose graph is shown as it was written, or a compiled Theano function,
    whose graph is shown after optimisation. One printed line says what to install for a picture.

    Raises ``TypeError`` for anything else.
    """
    import theano
    from theano.compile.function_module import Function
    from theano.printing import debugprint, default_colorCodes, pydotprint

    if not isinstance(graph, (theano.Variable, Function)):
        kind = type(graph).__name__
        raise TypeError(f"draw needs a symbolic Theano variable or a compiled Theano function, not {kind}.")
    try:
        # pydot prints what Graphviz says; the one line below says it better.
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            # Without return_image, pydotprint leaves a file behind.
            picture = pydotprint(
                graph,
                return_image=True,
                format="svg",
                var_with_name_simple=True,
                colorCodes={**default_colorCodes, "Output": OUTPUT_COLOUR},
            )
        alternative = _alternative(graph)
        return SVG(_labelled(picture, alternative), metadata={"alt": alternative})
    except Exception as error:  # a picture is a luxury: whatever stops it, the text is still worth showing
        print(f"No picture, only text: {_reason(error)}")
        debugprint(graph)
        return None


def _labelled(picture: bytes, alternative: str) -> str:
    """The ``<svg>`` element of what Graphviz drew, with a text for those who can't see it."""
    svg = minidom.parseString(picture).documentElement
    assert svg is not None
    svg.setAttribute("role", "img")
    svg.setAttribute("aria-label", alternative)
    return str(svg.toxml())


def _reason(error: Exception) -> str:
    """Why there is no picture and what to do about it, on one line."""
    missing = []
    if importlib.util.find_spec("pydot") is None:
        missing.append("the Python package pydot (pip install 'pydot>=3.0')")
    if shutil.which("dot") is None:
        missing.append("Graphviz (https://graphviz.org/download/)")
    if missing:
        return f"install {' and '.join(missing)}, then restart the kernel."
    # Theano looks for pydot and Graphviz once, when it is imported.
    return (
        f"pydot or Graphviz failed ({type(error).__name__}). If you have just installed them, restart the "
        "kernel; pydot must be version 3.0 or later."
    )


def _alternative(graph: Any) -> str:
    """The text for those who can't see the picture."""
    import theano

    if not isinstance(graph, theano.Variable):  # a function's own name is the file and line that made it
        return "Graph of a compiled Theano function"
    return f"Graph of {graph.name}" if graph.name else "Graph of a Theano expression"
