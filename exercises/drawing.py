"""Shows a Theano graph in a notebook: as a picture, or as text where no picture can be made.

Theano is imported inside the function, so that importing this module costs nothing and never warns.
"""

import shutil
import zlib
from typing import Any

from IPython.display import SVG

from exercises import graph_nodes
from exercises.graph_drawing import MAX_NODES, svg


def draw(graph: Any) -> SVG | None:
    """Return a picture (SVG) of ``graph``; print it as text and return None where no picture can be made.

    ``graph`` is a symbolic variable, whose graph is shown as it was written, or a compiled Theano function,
    whose graph is shown after optimisation. One printed line says what to do for a picture.

    Raises ``TypeError`` for anything else.
    """
    import theano
    from theano.compile.function_module import Function
    from theano.printing import debugprint

    if not isinstance(graph, (theano.Variable, Function)):
        kind = type(graph).__name__
        raise TypeError(f"draw needs a symbolic Theano variable or a compiled Theano function, not {kind}.")
    try:
        nodes = graph_nodes.of_function(graph) if isinstance(graph, Function) else graph_nodes.of_variable(graph)
        alternative = _alternative(graph)
        # Pages show several pictures: what is another picture has another id.
        identifier = f"graph-{zlib.crc32(repr(nodes).encode(errors='replace')):08x}"
        picture = svg(nodes, alternative, identifier, on_card=True)
        why = _reason() if picture is None else ""
    except graph_nodes.TooLarge:
        picture, why = None, f"the graph has more than {MAX_NODES} nodes."
    except Exception as error:  # a picture is a luxury: whatever stops it, the text is still worth showing
        picture, why = None, f"the graph is of an unusual kind ({type(error).__name__})."
    if picture is not None:
        return SVG(picture, metadata={"alt": alternative})
    print(f"No picture, only text: {why}")
    debugprint(graph)
    return None


def _reason() -> str:
    """Why there is no picture of a usual graph and what to do about it, on one line."""
    if shutil.which("dot") is None:
        return "install Graphviz (https://graphviz.org/download/), then restart the kernel."
    return "Graphviz failed. Its program is called dot."


def _alternative(graph: Any) -> str:
    """The text for those who can't see the picture."""
    import theano

    if not isinstance(graph, theano.Variable):  # a function's own name is the file and line that made it
        return "Graph of a compiled Theano function"
    return f"Graph of {graph.name}" if graph.name else "Graph of a Theano expression"
