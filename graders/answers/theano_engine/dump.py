"""Names of a namespace to answers. Runs inside the sandbox, on the student's objects; the loader trusts none of it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import theano
from theano.compile.function_module import Function as TheanoFunction
from theano.compile.ops import DeepCopyOp
from theano.compile.sharedvalue import SharedVariable
from theano.gof import graph
from theano.scalar import Scalar
from theano.tensor import TensorType
from theano.tensor.type_other import NoneTypeT, SliceType

from exercises.checking.description import kind_of

from .. import format as limits
from ..arrays import array_out
from ..format import Answers, Array, Function, FunctionInput, Node, Phrase, Ref, Type, Value
from ..phrases import UNKNOWN, WHAT, fitting
from . import ops, scan
from .inlined import inlined


class Unknown(Exception):
    """Something that has no word in the format, with the ``phrase`` of ``phrases.UNKNOWN`` that says so."""

    def __init__(self, code: str, *facts: str) -> None:
        super().__init__(code, *facts)
        self.phrase = fitting(UNKNOWN, code, *facts)


def dump(namespace: Mapping[str, Any], names: Iterable[str]) -> Answers:
    """The answers that ``names`` stand for in ``namespace``; names that are not defined are left out."""
    pool = _Pool()
    values = {name: pool.value(namespace[name]) for name in names if name in namespace}
    return Answers(tuple(pool.nodes), tuple(pool.functions), values)


class _Pool:
    """The nodes and functions met so far. A variable met twice is the same node: identity crosses too."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.functions: list[Function] = []
        self._depths: list[int] = []
        self._values = 0
        self._refs: dict[int, Ref] = {}
        self._inlined: dict[int, list[Any] | None] = {}
        self._kept: list[Any] = []  # ids stay unique only while the objects live

    def value(self, value: Any, depth: int = 0) -> Value:
        """The word for ``value``; a placeholder for whatever has none. Never raises."""
        mark = len(self.nodes), len(self.functions)
        try:
            return self._value(value, depth)
        except Unknown as unknown:
            why = unknown.phrase
        except Exception as error:  # half-made or changed objects of Theano, NumPy's subclasses
            why = fitting(UNKNOWN, "error", _class_name(error))
        del self.nodes[mark[0] :], self._depths[mark[0] :], self.functions[mark[1] :]
        self._refs = {key: ref for key, ref in self._refs.items() if ref[0] < mark[0]}
        return _placeholder(value, why)

    def _value(self, value: Any, depth: int) -> Value:
        # The type decides, not `isinstance`, which asks an object for its `__class__`: that may be a lie, or raise.
        kind = type(value)
        self._values += 1
        if issubclass(kind, TheanoFunction):
            self.functions.append(self._function(value))
            return Value("function", len(self.functions) - 1)
        if issubclass(kind, theano.Variable):
            return Value("variable", self.ref(value))
        if issubclass(kind, (np.ndarray, np.generic)):
            return Value("array", _array(value)) if _fits(value) else _placeholder(value)
        if any(kind is plain for plain in (type(None), bool, str, int, float)):
            return _scalar(value)
        # The second limit is for lists of lists of the same list.
        short = (kind is list or kind is tuple) and len(value) <= 20 and self._values + len(value) <= limits.MAX_VALUES // 2
        if short and depth < limits.MAX_VALUE_DEPTH:
            return Value(kind.__name__, tuple(self.value(item, depth + 1) for item in value))
        if _is_of_another_theano(kind):
            raise Unknown("twice")
        return _placeholder(value)

    def ref(self, variable: Any) -> Ref:
        """The reference to ``variable``; its ancestors are added first, without recursion.

        Raises :class:`Unknown` for an op or a type that the format has no word for.
        """
        stack = [variable]
        while stack:
            current = self._seen_through(stack[-1])
            if _key(current) in self._refs:
                stack.pop()
                continue
            pending = [] if current.owner is None else [self._seen_through(i) for i in scan.operands(current.owner)]
            pending = [i for i in pending if _key(i) not in self._refs]
            if pending:
                stack.extend(pending)
            else:
                self._add(current)
            if len(self.nodes) > limits.MAX_NODES or len(stack) > 4 * limits.MAX_NODES:
                raise Unknown("nodes")
        return self._refs[_key(self._seen_through(variable))]

    def _seen_through(self, variable: Any) -> Any:
        """The variable itself, what it repeats when its op only looks on (a debugging ``Print``), or the same variable of
        the graph that its op stands for."""
        while variable.owner is not None:
            node = variable.owner
            if isinstance(node.op, ops.TRANSPARENT):
                variable = node.inputs[0]
                continue
            if id(node) not in self._inlined:
                self._inlined[id(node)] = inlined(node)
                self._kept.append(node)
            results = self._inlined[id(node)]
            if results is None:
                break
            variable = results[node.outputs.index(variable)]
        return variable

    def _add(self, variable: Any) -> None:
        if variable.owner is None:
            self._append(_leaf(variable), [variable])
            return
        known = ops.recognise(variable.owner.op)
        if known is None:
            name = type(variable.owner.op).__name__
            if name == "Elemwise":
                name = type(variable.owner.op.scalar_op).__name__
            raise Unknown("form" if type(variable.owner.op) in ops.ROWS else "operation", name)
        op, params = known
        inputs = tuple(self._refs[_key(self._seen_through(i))] for i in scan.operands(variable.owner))
        if len(inputs) > limits.MAX_INPUTS:
            raise Unknown("inputs")
        outputs = variable.owner.outputs
        types = tuple(type_of(output) for output in outputs)
        if not ops.is_usual(op, variable.owner):  # an operation in place, say, which keeps its first input's dtype
            dtypes = tuple(given.dtype for given in variable.owner.inputs)
            usual = replace(types[0], dtype=ops.usual_dtype(op, dtypes, theano.config.floatX))
            self._append(Node(op, params, inputs, (usual,)), [])
            op, params, inputs = "cast", {"dtype": types[0].dtype}, ((len(self.nodes) - 1, 0),)
        self._append(Node(op, params, inputs, types, _name(outputs[0].name)), outputs)

    def _append(self, node: Node, outputs: Iterable[Any]) -> None:
        depth = 1 + max((self._depths[source] for source, _ in node.inputs), default=0)
        if depth > limits.MAX_DEPTH:
            raise Unknown("depth")
        for number, output in enumerate(outputs):
            self._refs[_key(output)] = (len(self.nodes), number)
            self._kept.append(output)
        self.nodes.append(node)
        self._depths.append(depth)

    def _function(self, function: Any) -> Function:
        maker = function.maker
        results = _results(maker)
        inputs = []
        for given, container in zip(maker.inputs, function.input_storage):
            shared = isinstance(given.variable, SharedVariable) and given.implicit
            if given.implicit and not shared:
                raise Unknown("hidden")
            if given.variable.owner is not None:
                raise Unknown("computed")
            # A default is what the function holds now: an In(..., update=...) moves on with every call.
            default = None if given.implicit or given.value is None else _array(container.data)
            update = None if given.update is None else self.ref(given.update)
            downcast = None if given.allow_downcast is None else bool(given.allow_downcast)
            variable, implicit = self.ref(given.variable), bool(given.implicit)
            inputs.append(
                FunctionInput(variable, _name(given.name), default, update, implicit, bool(given.strict), downcast)
            )
        outputs = tuple(self.ref(result) for result in results)
        keys = tuple(function.output_keys or ())
        returns = "none" if function.return_none else "dict" if keys else "one" if function.unpack_single else "list"
        return Function(tuple(inputs), outputs, returns, keys)


def _results(maker: Any) -> list[Any]:
    """The outputs of a function. After ``copy(swap=...)`` one that is a shared variable itself names the old one still."""
    known = {_key(given.variable) for given in maker.inputs}
    results = [output.variable for output in maker.outputs]
    for number, result in enumerate(results):
        if isinstance(result, SharedVariable) and _key(result) not in known:
            computed = maker.fgraph.outputs[number]
            if computed.owner is not None and isinstance(computed.owner.op, DeepCopyOp):
                (computed,) = computed.owner.inputs
            if computed in maker.fgraph.inputs:
                results[number] = maker.inputs[maker.fgraph.inputs.index(computed)].variable
    if any(isinstance(leaf, SharedVariable) and _key(leaf) not in known for leaf in graph.inputs(results)):
        raise Unknown("swapped")
    return results


def _key(variable: Any) -> int:
    """What tells variables apart: clones of a shared variable (``Function.copy`` makes them) share its container."""
    return id(variable.container if isinstance(variable, SharedVariable) else variable)


def _name(name: Any) -> str | None:
    return name[: limits.MAX_STRING] if isinstance(name, str) else None


def _leaf(variable: Any) -> Node:
    type_ = type_of(variable)
    if isinstance(variable, SharedVariable):
        return Node("shared", {}, (), (type_,), _name(variable.name), _array(variable.get_value(borrow=True)))
    if isinstance(variable, theano.Constant):
        if type_.kind == "slice":
            raise Unknown("slice")
        value = None if type_.kind == "none" else _array(variable.data)
        return Node("constant", {}, (), (type_,), _name(variable.name), value)
    if type_.kind not in ("tensor", "scalar"):
        raise Unknown("variable", _class_name(variable.type))
    return Node("input", {}, (), (type_,), _name(variable.name))


def type_of(variable: Any) -> Type:
    """The type of a Theano variable; raises :class:`Unknown` for one that the format has no word for."""
    type_ = variable.type
    if isinstance(type_, TensorType) and type_.dtype in limits.DTYPES and type_.ndim <= limits.MAX_DIMENSIONS:
        return Type("tensor", type_.dtype, tuple(bool(b) for b in type_.broadcastable))
    if isinstance(type_, Scalar):
        return Type("scalar", type_.dtype)
    if isinstance(type_, NoneTypeT):
        return Type("none")
    if isinstance(type_, SliceType):
        return Type("slice")
    shown = str(type_) if isinstance(type_, TensorType) else _class_name(type_)  # the others may show an address
    raise Unknown("variable", shown[:60])


def _fits(value: Any) -> bool:
    return (
        value.dtype.name in limits.DTYPES and value.nbytes <= limits.MAX_ARRAY_BYTES and value.ndim <= limits.MAX_DIMENSIONS
    )


def _array(value: Any) -> Array:
    array = np.asarray(value)
    if not _fits(array):
        raise Unknown("array", str(array.dtype), str(array.nbytes))
    return array_out(array)


def _scalar(value: Any) -> Value:
    if isinstance(value, str):
        return Value("scalar", value[: limits.MAX_STRING])
    if isinstance(value, float) and not math.isfinite(value):
        return Value("array", _array(np.float64(value)))
    if isinstance(value, int) and abs(value) >= 1 << 62:
        return _placeholder(value)
    return Value("scalar", value)


def _placeholder(value: Any, unknown: Phrase | None = None) -> Value:
    try:
        code, facts = kind_of(value)
        what = fitting(WHAT, code, *facts.values())
    except Exception:  # a number whose repr raises, a class with tricks
        what = fitting(WHAT, "object", _class_name(value))
    return Value("placeholder", what, unknown)


def _fact(kind: type, name: str) -> Any:
    # Past anything of the same name that a student's class or metaclass defines.
    return type.__dict__[name].__get__(kind)


def _class_name(value: Any) -> str:
    return str(_fact(type(value), "__name__"))


def _is_of_another_theano(kind: type) -> bool:
    """Whether ``kind`` is a variable's or a compiled function's class, but not of the Theano that this module knows."""
    bases = [base for base in _fact(kind, "__mro__") if str(_fact(base, "__module__")).startswith("theano.")]
    return not {"Variable", "Function"}.isdisjoint(_fact(base, "__name__") for base in bases)
