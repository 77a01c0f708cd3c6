"""What is said where an answer is missing names the cell whose error explains it, or what became of the name."""

import pytest
from languages import untranslated

from graders.grading.missing.troubles import Troubles, called, explained
from graders.records.behaviour import Behaviour
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Shown, WorkCell

MISSING = Verdict("values", Outcome.NOT_RUN, 4.0, reason="`f` is not defined.", cause=Cause.UNDEFINED)


class Error:
    output_type = "error"

    def __init__(self, ename, evalue, line=0, source=""):
        self.ename, self.evalue = ename, evalue
        self.traceback = [f"Cell In[1], line {line}\n----> {line} {source.splitlines()[line - 1]}\n"] if line else []


def hint(*cells, missing=("f",), needed=("f", "z")):
    """The hint where cells ran, the first of them the solution: each is a source, or a source and its error."""
    pairs = [(cell, None) if isinstance(cell, str) else cell for cell in cells]
    cells = [
        WorkCell(i, source.removeprefix("#given\n"), solution=not i, given="#given" in source)
        for i, (source, _) in enumerate(pairs)
    ]
    troubles = Troubles(cells, ["f(1, 1)"])
    for cell, (_, error) in zip(cells, pairs):
        troubles.add(cell, Shown([Error(*error, source=cell.source)] if error else []))
    told = explained(MISSING, troubles, list(missing), needed).hint
    assert untranslated(told, "de") == []
    return told


def undefined(name, line=0):
    return "NameError", f"name '{name}' is not defined", line


ZERO = ("ZeroDivisionError", "division by zero")
COMPILED = "theano.function([x, y], z)"


def test_a_cell_is_called_what_it_is():
    same = [WorkCell(0, "# one\nimport theano\nx = 1"), WorkCell(1, "import theano\nx = 2"), WorkCell(2, "z", solution=True)]
    assert called(same[2], same) == "your solution cell"
    assert called(same[1], same) == "the second cell that starts with `import theano`"
    assert called(same[0], same[:1]) == "the cell that starts with `import theano`"


def test_the_solution_cells_own_error_is_told_with_its_line():
    told = hint((f"x = 1\nf = {COMPILED}", (*ZERO, 2)))
    assert told == "Your solution cell ended with `ZeroDivisionError: division by zero` in line 2."
    syntax = ("SyntaxError", "'(' was never closed (<ipython-input-2-0a1b>, line 2)")
    assert hint(("x = 1\nf = (", syntax)) == "Your solution cell ended with `SyntaxError: '(' was never closed (line 2)`."


def test_a_name_that_is_used_too_early_is_told():
    told = hint((f"x = 1\nprint(f(1))\nf = {COMPILED}", undefined("f", 2)))
    assert "`NameError: name 'f' is not defined` in line 2. That line comes before line 3, which assigns `f`." in told
    told = hint((f"f = {COMPILED}\nz = 3", undefined("z", 1)), missing=("f", "z"))
    assert "line 1. That line comes before line 2, which assigns `z`." in told


def test_a_name_that_is_missing_in_the_solution_is_missing_because_of_an_earlier_error():
    cells = [WorkCell(0, "import numpy, helper"), WorkCell(1, "y = 1 / 0"), WorkCell(2, f"f = {COMPILED}", solution=True)]
    troubles = Troubles(cells)
    for cell, error in zip(cells, [("ImportError", "no"), ZERO, undefined("numpy")]):
        troubles.add(cell, Shown([Error(*error)]))
    assert "`ImportError: no`" in explained(MISSING, troubles, ["f"], ["f"]).hint


def test_another_name_is_told_before_an_error_that_comes_after_it():
    source = f"func = {COMPILED}\nprint(f(1))"
    for error in (undefined("f", 2), (*ZERO, 2)):
        assert "`func`, not `f`" in hint((source, error))
    assert "division by zero" in hint((source, (*ZERO, 1)))
    assert "division by zero" in hint((source, ZERO))  # nobody knows in which line


def test_an_error_after_a_block_that_did_not_run_is_not_the_reason():
    block = f"try:\n    f = {COMPILED}\nexcept TypeError:\n    pass\n"
    for error in (undefined("f", 5), (*ZERO, 5)):
        assert "line 2, within `try`" in hint((f"{block}print(f(1))", error))
    assert "ended with `NameError: name 'f'" in hint((f"print(f(1))\n{block}", undefined("f", 1)))
    assert "ended with `ZeroDivisionError" in hint((f"{block}1 / 0", ZERO))  # nobody knows in which line
    main = f"def main():\n    f = {COMPILED}\nmain()\nf(1)"
    assert "gone when that ends" in hint((main, undefined("f", 4)))
    assert "ended with `ZeroDivisionError: division by zero` in line 2." in hint((main, (*ZERO, 2)))


def test_what_became_of_the_name_is_told_before_the_error_of_a_scratch_cell():
    assert "`layer`, not `f`" in hint(f"layer = {COMPILED}", ("layer(data)", undefined("data")))
    assert "division by zero" in hint("x = 1", ("1 / 0", ZERO))


def test_a_later_cell_that_assigns_the_answer_is_a_reason():
    assert "division by zero" in hint(f"func = {COMPILED}", ("f = 1 / 0", ZERO))
    assert "was never closed" in hint("x = 1", ("f = (", ("SyntaxError", "'(' was never closed")))


def test_a_cell_of_the_course_after_the_solution_is_no_reason():
    assert hint("state = 1", ("#given\nstate.set_value(1)", ZERO)) == "No cell of yours assigns `f`."
    assert "`func`, not `f`" in hint(f"func = {COMPILED}", ("#given\nf(1, 1)", ZERO))


def test_a_cell_that_fails_for_want_of_the_answer_is_no_reason():
    assert hint("x = 1", ("f(1)", undefined("f"))) == "No cell of yours assigns `f`."
    assert "division by zero" in hint("x = 1", ("f(1)", undefined("f")), ("1 / 0", ZERO))
    assert "name 'g' is not defined" in hint("x = 1", ("f(1)", undefined("f")), ("g(1)", undefined("g")))


def test_an_answer_that_is_not_written_yet_is_told():
    assert "write your answer in its place" in hint(("raise NotImplementedError()", ("NotImplementedError", "")))


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("Theano", "imports `Theano`, which there is not: it is called `theano`."),
        ("tensor", "imports `tensor`, which there is not: it is called `theano.tensor`."),
        ("torch", "imports `torch`; this course uses Theano: `import theano`."),
    ],
)
def test_a_mistyped_import_and_another_library_are_told(module, said):
    assert said in hint("x = 1", (f"import {module}", ("ModuleNotFoundError", f"No module named '{module}'")))


def facts(error, source="f = g(x)"):
    cell = WorkCell(0, source, solution=True)
    troubles = Troubles([cell])
    troubles.add(cell, Shown([Error(*error, source=source)]))
    return Behaviour.from_text(explained(MISSING, troubles, ["f"], ("f",)).behaviour).facts


def test_what_is_the_same_for_all_who_are_in_a_trouble_is_told_from_what_is_not():
    one = facts(("TypeError", "object of type 'TensorVariable' has no len()"))
    assert one == facts(("TypeError", "object of type 'SharedVariable' has no len()"))
    assert one != facts(("TypeError", "Variables do not support boolean operations."))
    assert facts(undefined("a")) != facts(undefined("b"))
    assert facts(("NotImplementedError", "")) == ("missing", "not written")
