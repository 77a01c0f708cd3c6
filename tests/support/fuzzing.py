"""What the fuzz tests share: answers like those that students hand in, damage done to them, and a process to try them in.

``python -m pytest -k fuzz`` tries a few dozen examples a test; with ``--hypothesis-profile=fuzz`` it is a hundred times as
many, the judge compiles C, and nothing is the same twice.
"""

from __future__ import annotations

import copy
import functools
import json
import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import theano
import theano.tensor as T
from forks import in_a_fork
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from graders.answers import wire
from graders.answers.format import DTYPES
from graders.answers.theano_engine import ops
from graders.answers.theano_engine.dump import dump
from graders.course.authoring import sample_answers
from graders.notebooks.assignment import from_source

MORE = settings.default.max_examples // 100
"""How many times as many examples the chosen Hypothesis profile wants."""

GIVEN = {
    "polynomial": "",
    "tanh_layer": "",
    "accumulator": "state = theano.shared(np.int64(1), name='state')\nx = T.lscalar('x')\nz = 2 * x\n",
}
NAMES = {"polynomial": ("f", "z"), "tanh_layer": ("f",), "accumulator": ("accumulator", "state")}
GRADE_CELLS = {name: from_source(name).grade_cells for name in NAMES}


def examples(few: int) -> settings:
    """Settings for a fuzz test that tries a ``few`` examples, or many: the same ones each time, unless it is many."""
    return settings(
        max_examples=few * MORE, derandomize=MORE == 1, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )


# Answers


def _usable(path: Any) -> bool:
    # Ours, but these end the process, take their time, or change what Python itself does.
    return not path.stem.startswith(("hostile", "slow", "unanswered"))


SAMPLES = [path for name in NAMES for path in sorted((sample_answers.FOLDER / name).glob("*.py")) if _usable(path)]


@functools.cache
def _sample_text(path: Any) -> str:
    return in_a_fork(lambda: _run(path))  # some samples change Theano's settings


def _run(path: Any) -> str:
    answer = sample_answers.read(path)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec("import numpy as np, theano, theano.tensor as T\n" + GIVEN[answer.assignment], namespace)
    for cell in answer.cells:
        try:
            exec(cell, namespace)
        except Exception:  # some samples end with an error; what they defined until then counts
            break
    return json.dumps(wire.to_json(dump(namespace, NAMES[answer.assignment])))


def sample(path: Any) -> tuple[str, Any]:
    """The assignment and the message of a sample answer, as it leaves the sandbox."""
    return path.parent.name, json.loads(_sample_text(path))


samples = st.sampled_from(SAMPLES).map(sample)
"""Assignments and messages of sample answers, right and wrong."""


# Damage


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything in a message, its own excluded."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = []
    for key, item in items:
        found.append((*path, key))
        found += places(item, (*path, key))
    return found


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def deep(levels: int, of: Callable[[Any], Any] = lambda inner: [inner]) -> Any:
    """Something nested ``levels`` times."""
    data: Any = []
    for _ in range(levels):
        data = of(data)
    return data


INTEGERS = [-(1 << 63), -1, 0, 1, 2, 3, 7, 8, 9, 127, 255, 599, 1000, 1001, 5000, (1 << 31) - 1, 1 << 31, 1 << 62, 1 << 64,
            10**30]  # fmt: skip
WORDS = ["tensor", "scalar", "slice", "none", "one", "list", "dict", "x", "", "\ud800", "\0", "a" * 501, "__class__",
         "quicksort", "raise", "left", "mul", "add", "gen", *DTYPES, *sorted(ops.NAMES)]  # fmt: skip
ODDITIES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, True, False, {}, [], 0.5, 1e308, math.nan, math.inf, -math.inf]),
    st.sampled_from(INTEGERS),
    st.integers(-10, 700),
    st.sampled_from(WORDS),
    st.integers(1, 900).map(deep),
    st.integers(1, 300).map(lambda levels: deep(levels, lambda inner: {"list": [inner]})),
    st.sampled_from([[0, 0], [[0, 0]], [1, 0, 0], ["x"], [["tensor", "float64", []]], {"slice": [None, 1, "int64"]}]),
    st.sampled_from([0, 1, 3, 1000, 200_000]).map(lambda size: {"dtype": "int8", "shape": [size], "data": "AAAA" * size}),
)


@st.composite
def damaged(draw: Any, data: Any, most: int = 4) -> Any:
    """``data`` with one change or a few: values replaced, taken away, doubled, exchanged, moved between its parts."""
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, most))):
        found: dict[Any, list[tuple[Any, ...]]] = {}
        for path in places(data):
            # By the last key with a name, so that few kinds of places are met as often as many.
            found.setdefault(next((key for key in reversed(path) if isinstance(key, str)), ""), []).append(path)
        if not found:
            return data
        alike = found[draw(st.sampled_from(sorted(found)))]
        _change(draw, data, draw(st.sampled_from(alike)), alike)
    return data


def _change(draw: Any, data: Any, path: tuple[Any, ...], alike: list[tuple[Any, ...]]) -> None:
    place, key = at(data, path[:-1]), path[-1]
    old = place[key]
    match draw(st.sampled_from(["replace", "nudge", "graft", "graft", "exchange", "double", "delete", "move", "rename"])):
        case "replace":
            place[key] = copy.deepcopy(draw(ODDITIES))
        case "nudge" if isinstance(old, (int, float)):
            place[key] = old + draw(st.sampled_from([-2, -1, 1, 2, 0.5]))
        case "nudge" if isinstance(old, str):
            place[key] = draw(st.sampled_from([old[:-1], old + "A", old[::-1], old.upper()]))
        case "graft":
            place[key] = copy.deepcopy(at(data, draw(st.sampled_from(alike))))
        case "exchange":
            other = draw(st.sampled_from(alike))
            if path != other[: len(path)] and other != path[: len(other)]:
                place[key], at(data, other[:-1])[other[-1]] = at(data, other), old
        case "double" if isinstance(place, list):
            place.insert(draw(st.integers(0, len(place))), copy.deepcopy(old))
        case "delete":
            del place[key]
        case "move" if isinstance(place, list):
            place.insert(draw(st.integers(0, len(place) - 1)), place.pop(key))
        case "rename" if isinstance(place, dict):
            place[draw(st.sampled_from(WORDS) | st.text(max_size=3))] = place.pop(key)


# Graphs from the table of ops

SHARED = theano.shared(np.array([[0.5, -1.0], [2.0, 0.0]]), name="shared")
FREE = {
    "polynomial": (T.dscalar("x"), T.dscalar("y")),
    "tanh_layer": (T.fvector("x"), T.fmatrix("W"), T.fvector("b")),
    "accumulator": (T.lscalar("inc"), theano.shared(np.int64(1), name="state")),
    "any": (T.dvector("v"), T.lvector("i"), T.dmatrix("m"), T.tensor3("t", "float32"), T.zvector("c"), T.bscalar("s"),
            T.vector("on", "bool"), T.fscalar("r"), T.row("row"), T.matrix("flags", "int8"), T.uvector("u")
            if hasattr(T, "uvector") else T.vector("u", "uint8")),
}  # fmt: skip
CONSTANTS = (
    *(T.constant(value) for value in (0, 1, 2, -1, 3.0, 0.5, np.float32(0.1), 1j, True)),
    *(T.constant(value) for value in ([1, 0], [0.25, -2.0], [[1, 2], [3, 4]])),
    *(T.constant(np.int64(value)) for value in (0, 1, 2, 5)),
    theano.tensor.type_other.NoneConst,
    SHARED,
)
ARITY = {name: op.nin for name, op in ops.ELEMENTWISE.items() if op.nin > 0}
ROWS = {row.name: row for row in ops.ROWS.values()}

few_axes = st.none() | st.lists(st.integers(0, 2), max_size=2)
indices = st.integers(-2, 3) | st.sampled_from(["int64", "int8"])
PARAMETERS: dict[str, st.SearchStrategy[Any]] = {
    "int": st.integers(-2, 3), "int?": st.none() | st.integers(-1, 2), "bool": st.booleans(), "count": st.integers(0, 3),
    "dimensions": st.integers(0, 3), "dtype": st.sampled_from(sorted(DTYPES)), "axes": few_axes,
    "dtype?": st.none() | st.sampled_from(sorted(DTYPES)),
    "word": st.sampled_from(["raise", "clip", "wrap", "add", "mul", "left", "right", "quicksort", "mergesort", "general",
                             "lower_triangular", "symmetric", "x"]),
    "taps": st.lists(st.lists(st.integers(-2, -1), min_size=1, max_size=2), max_size=1),
    "order": st.lists(st.integers(0, 2) | st.just("x"), max_size=3),
    "index": st.lists(indices | st.tuples(*[st.none() | indices] * 3).map(lambda parts: {"slice": list(parts)}), max_size=2),
    "pattern": st.lists(st.tuples(st.integers(0, 2), st.booleans()).map(list), max_size=2),
}  # fmt: skip


def _parameters(draw: Any, name: str) -> dict[str, Any]:
    kinds = {"axis": "axes"} if name in ops.REDUCTIONS else {"dtype": "dtype"} if name == "cast" else {}
    kinds = dict(ROWS[name].kinds) if name in ROWS else kinds
    return {key: draw(PARAMETERS[kind]) for key, kind in kinds.items()}


@st.composite
def graphs(draw: Any, free: tuple[Any, ...], most: int = 8) -> Any:
    """A variable made of the ``free`` ones and of constants by ops of the table, picked at random."""
    pool = [*free, *free, *free, *CONSTANTS]
    made: list[Any] = []
    for name in draw(st.lists(st.sampled_from(sorted(ops.NAMES - {"scan"})), min_size=1, max_size=most)):
        params = _parameters(draw, name)
        count = ARITY.get(name) or draw(st.integers(1, 3))
        inputs = [draw(st.sampled_from(made * 4 + pool)) for _ in range(count)]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                made += ops.apply(name, params, inputs, "fuzzing")
        except Exception:
            continue  # Theano refuses most nonsense
    return draw(st.sampled_from(made or pool))


def with_function(name: str, message: Any, outputs: list[Any], update: Any, returns: str) -> Any:
    """The message with a function ``name`` of all its free inputs in it; ``outputs`` and ``update`` are references."""
    taken = []
    for index, node in enumerate(message["nodes"]):
        if node["op"] in ("input", "shared"):
            taken.append(
                {
                    "variable": [index, 0],
                    "name": node["name"],
                    "default": None,
                    "strict": False,
                    "allow_downcast": None,
                    "implicit": node["op"] == "shared",
                    "update": update if node["name"] == "state" else None,
                }
            )
    message["functions"].append({"inputs": taken, "outputs": outputs, "returns": returns, "keys": []})
    message["names"][name] = {"function": len(message["functions"]) - 1}
    return message


@st.composite
def generated(draw: Any, assignment: str) -> Any:
    """A message with a function, for the grade cells of ``assignment`` or for none ("any"), made of ops of the table."""
    free = FREE[assignment]
    wanted = draw(st.lists(graphs(free), min_size=1, max_size=2))
    if assignment == "polynomial" and draw(st.booleans()):
        wanted = [T.sum(variable) for variable in wanted if isinstance(variable.type, T.TensorType)] or wanted
    namespace = {f"v{number}": variable for number, variable in enumerate([*free, *wanted])}
    message = json.loads(json.dumps(wire.to_json(dump(namespace, namespace))))
    refs = [message["names"][f"v{len(free) + number}"].get("variable") for number in range(len(wanted))]
    outputs = [ref for ref in refs if ref is not None]
    name, update = "f", None
    if assignment == "polynomial" and outputs:
        message["names"]["z"] = {"variable": outputs[0]}
    if assignment == "accumulator":
        name, message["names"]["state"] = "accumulator", message["names"]["v1"]
        update = draw(st.sampled_from([None, *outputs]))
    returns = "one" if len(outputs) == 1 and draw(st.booleans()) else "list"
    return with_function(name, message, outputs, update, returns)
