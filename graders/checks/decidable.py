"""What a finite number of calls can't show: whether a function remembers how often it was called."""

import theano

from exercises.checking import CannotJudge, shown_name
from exercises.words import joined, later, say


def require_no_memory(name, computed, changed, besides=""):
    """Raise :class:`CannotJudge` when the expressions ``computed`` read one of the variables ``changed`` by every call.

    Only for answers that have passed: one that failed has failed. ``besides`` names what may be read all the same.
    """
    read = [variable for variable in theano.gof.graph.ancestors(computed) if variable in changed]
    if not read:
        return
    kind = say("an input")
    if hasattr(read[0], "container"):
        kind = say("another shared variable") if besides else say("a shared variable")
    what = joined([kind, shown_name(read[0])])
    if besides:
        sentence = later("`{name}` depends on {what} that it changes with every call, besides `{besides}`.")
    else:
        sentence = later("`{name}` depends on {what} that it changes with every call.")
    raise CannotJudge(say(sentence, name=name, what=what, besides=besides))


def require_pure(name, function):
    """Raise :class:`CannotJudge` when what ``function`` returns depends on a variable that its calls change."""
    changed = {given.variable for given in function.maker.inputs if given.update is not None}
    require_no_memory(name, [output.variable for output in function.maker.outputs], changed)
