"""What a finite number of calls can't show: whether a function remembers how often it was called."""

import theano

from exercises.checking import CannotJudge, shown_name


def require_no_memory(name, computed, changed, besides=""):
    """Raise :class:`CannotJudge` when the expressions ``computed`` read one of the variables ``changed`` by every call.

    Only for answers that have passed: one that failed has failed. ``besides`` names what may be read all the same.
    """
    read = [variable for variable in theano.gof.graph.ancestors(computed) if variable in changed]
    if read:
        kind = "another shared variable" if hasattr(read[0], "container") else "an input"
        if not besides:
            kind = kind.replace("another", "a")
        what = " ".join(filter(None, [kind, shown_name(read[0])]))
        raise CannotJudge(f"`{name}` depends on {what} that it changes with every call{besides}.")


def require_pure(name, function):
    """Raise :class:`CannotJudge` when what ``function`` returns depends on a variable that its calls change."""
    changed = {given.variable for given in function.maker.inputs if given.update is not None}
    require_no_memory(name, [output.variable for output in function.maker.outputs], changed)
