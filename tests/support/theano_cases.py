"""An expression for every op of the table, by its name, and inputs that it takes."""

import functools

import numpy as np
import theano
import theano.tensor as T
from theano import gradient
from theano.compile import ops as compile_ops
from theano.ifelse import ifelse
from theano.tensor import basic, elemwise, extra_ops, nlinalg, slinalg, xlogx
from theano.tensor.nnet import blocksparse, bn, nnet, sigm

from graders.answers.theano_engine import ops

p, q, r = T.dvectors("p", "q", "r")
i, j, repeats = T.lvectors("i", "j", "repeats")
on = T.vector("on", dtype="bool")
c = T.zvector("c")
a, n = T.dscalar("a"), T.lscalar("n")
m, square, small = T.dmatrix("m"), T.dmatrix("square"), T.fmatrix("small")
cube = T.dtensor3("cube")
blocks = T.stack([cube, 2 * cube])

SAMPLES = {
    "p": [0.125, 0.3, 0.5, 0.9], "q": [0.75, 0.2, 0.6, 0.1], "r": [0.5, -1.5, 2.5, 0.0],
    "i": [3, 0, 2, 1], "j": [0, 1, 0, 1], "repeats": [2, 0, 1, 3], "on": [True, False, True, False],
    "c": [1 + 2j, 3 - 1j, 0.5j, 2], "a": 0.375, "n": 3,
    "m": [[0.5, 0.125, 2.0, -1.0], [3.0, 0.25, -0.5, 1.5]], "square": [[4.0, 1.0], [1.0, 3.0]],
    "small": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], "cube": np.arange(8.0).reshape(2, 2, 2) / 7,
}  # fmt: skip


def named(names, *inputs):
    """Cases for functions of ``theano.tensor`` that have the name of the op, or that name and an underscore."""
    return {name: getattr(T, name, getattr(T, f"{name}_", None))(*inputs) for name in names.split()}


def elementwise():
    return {
        **named("add mul", p, q, r),
        **named("sub true_div int_div mod maximum minimum arctan2 lt gt le ge eq neq", r, p),
        **named("neg sgn inv sqr sqrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh", p),
        **named("tanh arcsinh arctanh deg2rad rad2deg", p),
        **named("erf erfc erfcx erfinv erfcinv gamma gammaln psi tri_gamma j0 j1 i0 i1", p),
        **named("abs ceil floor trunc round_half_to_even round_half_away_from_zero isnan isinf", r),
        **named("pow gammainc gammaincc gammau gammal jv iv", p, q),
        **named("or and xor", i, j),
        **named("real imag conj angle", c),
        "arccosh": T.arccosh(1 + p), "invert": ~i, "switch": T.switch(on, p, q), "clip": T.clip(r, p, q),
        "second": T.fill(m, a), "identity": T.tensor_copy(p),
        "complex": T.complex(p, q), "complex_from_polar": T.complex_from_polar(p, q),
        "chi2sf": T.chi2sf(p, q), "xlogx": xlogx.xlogx(p), "xlogy0": xlogx.xlogy0(p, q),
        "mul_without_zeros": elemwise.Elemwise(elemwise.mul_without_zeros)(r, q),
        "sigmoid": T.nnet.sigmoid(r), "softplus": T.nnet.softplus(r), "softsign": T.nnet.softsign(r),
        "ultra_fast_sigmoid": sigm.ultra_fast_sigmoid(r), "cast": T.cast(m, "int8"),
    }  # fmt: skip


def reductions():
    return {
        "sum": m.sum(axis=1), "prod": m.prod(axis=[0, 1]), "prod_without_zeros": elemwise.ProdWithoutZeros(axis=0)(m),
        "all": T.all(m > 0, axis=0), "any": T.any(m > 2, axis=1, keepdims=True),
        "max_and_argmax": T.max_and_argmax(m, axis=1), "argmax": basic.Argmax([0])(m),
        **{name: elemwise.CAReduce(scalar_op, [1])(T.stack([i, j])) for name, scalar_op in ops.REDUCTIONS.items()},
    }  # fmt: skip


def shapes():
    return {
        "dimshuffle": m.dimshuffle(1, "x", 0), "reshape": m.reshape((n - 1, 4)), "tile": basic.Tile(2)(m, [2, 1]),
        "rebroadcast": T.addbroadcast(m[:1], 0), "specify_shape": T.specify_shape(m, (2, 4)), "shape": m.shape,
        "shape_i": compile_ops.Shape_i(1)(m), "alloc": T.alloc(a, n, 2), "alloc_empty": T.AllocEmpty("int16")(0, n),
        "make_vector": T.stack([a, a + 1]), "join": T.concatenate([m, square], axis=1), "split": T.split(p, [1, n], 2),
        "arange": T.arange(n), "eye": T.eye(n, 2, 1), "tri": T.tri(n, dtype="int32"), "nonzero": T.nonzero(m > 1),
        "tensor_from_scalar": T.tensor_from_scalar(T.scalar_from_tensor(a)), "scalar_from_tensor": p[n],
        "extract_diag": T.diagonal(cube, 1, 0, 2), "alloc_diag": T.AllocDiag(1)(p), "diag_matrix": nlinalg.alloc_diag(p),
        "fill_diagonal": T.fill_diagonal(m, a), "repeat": T.repeat(p, repeats), "bartlett": T.bartlett(n),
    }  # fmt: skip


def indexing():
    return {
        "subtensor": [m[n - 2, 1:n], m[:, ::-1], m[-1], m[n:, 0], p[None, 0]],
        "inc_subtensor": [T.inc_subtensor(m[n - 2, 1:], a), T.set_subtensor(p[::2], 1)],
        "advanced_subtensor1": p[i], "advanced_subtensor": m[j, i], "advanced_boolean_subtensor": m[m > 1],
        "advanced_inc_subtensor1": [T.inc_subtensor(p[j], q), T.set_subtensor(p[i], q)],
        "advanced_inc_subtensor": [T.inc_subtensor(m[j, i], p), T.set_subtensor(m[j, i], a)],
        "advanced_boolean_inc_subtensor": [T.inc_subtensor(m[m > 1], a), T.set_subtensor(m[m > 1], a)],
        "make_slice": [cube[j, 1:, j], cube[j, :n, j]], "choose": T.choose(j, T.stack([p, q]), mode="wrap"),
        "permute_row_elements": T.permute_row_elements(m, i), "default": T.default(p, q),
    }  # fmt: skip


def algorithms():
    return {
        "dot": [T.dot(m, m.T), T.dot(m, p), small.dot(small.T)], "batched_dot": T.batched_dot(cube, cube),
        "cumulate": [T.cumsum(m, axis=1), T.cumprod(m)], "diff": extra_ops.diff(m, n=2, axis=1),
        "searchsorted": extra_ops.searchsorted(T.sort(p), q, side="right"),
        "unique": list(extra_ops.Unique(True, True, True)(j)), "sort": T.sort(m, axis=0), "argsort": T.argsort(m),
        "scan": theano.scan(lambda entry, last, factor: entry - last * factor, p, a, [q[0]])[0],
        "matrix_inverse": nlinalg.matrix_inverse(square), "pinv": nlinalg.pinv(m), "det": nlinalg.det(square),
        "cholesky": slinalg.cholesky(square), "solve": slinalg.solve(square, square),
    }  # fmt: skip


def neural():
    return {
        "softmax": T.nnet.softmax(m), "softmax_with_bias": nnet.softmax_with_bias(m, p),
        "softmax_grad": nnet.softmax_grad(m, m),
        "log_softmax": T.nnet.logsoftmax(m), "crossentropy_one_hot": nnet.crossentropy_categorical_1hot(abs(m), i[:2]),
        "crossentropy_one_hot_grad": nnet.crossentropy_categorical_1hot_grad(p[:2], abs(m), i[:2]),
        "crossentropy_softmax_argmax": nnet.crossentropy_softmax_argmax_1hot_with_bias(m, p, i[:2]),
        "crossentropy_softmax_grad": nnet.crossentropy_softmax_1hot_with_bias_dx(p[:2], abs(m), i[:2]),
        "sparse_block_gemv": blocksparse.SparseBlockGemv()(cube, blocks, cube, j.reshape((2, 2)), j.reshape((2, 2))),
        "sparse_block_outer": blocksparse.SparseBlockOuter()(blocks, cube, cube, j.reshape((2, 2)), j.reshape((2, 2))),
        **batch_norm(p.dimshuffle("x", 0), q.dimshuffle("x", 0)),
    }  # fmt: skip


def batch_norm(scale, bias):
    return {
        "batch_norm_train": bn.AbstractBatchNormTrain([0])(m, scale, bias, 1e-4, 0.1, bias, scale, return_list=True),
        "batch_norm_train_grad": bn.AbstractBatchNormTrainGrad([0])(m, 2 * m, scale, bias, scale, return_list=True),
        "batch_norm_inference": bn.AbstractBatchNormInference([0])(m, scale, bias, bias, scale),
    }


def markers():
    return {
        "assert": T.opt.assert_op(p, n > 0), "if_else": ifelse(n > 2, (p, a), (q, 2 * a)),
        "view": compile_ops.view_op(p), "deep_copy": compile_ops.deep_copy_op(p),
        "consider_constant": gradient.consider_constant_(p), "zero_grad": gradient.zero_grad(p),
        "undefined_grad": gradient.undefined_grad(p), "disconnected_grad": gradient.disconnected_grad(p),
        "grad_clip": gradient.grad_clip(p, -1, 1), "grad_scale": gradient.grad_scale(p, 2),
    }  # fmt: skip


GROUPS = (elementwise, reductions, shapes, indexing, algorithms, neural, markers)


@functools.cache
def cases():
    """Expressions by the name of the op that they use. Made when a test runs: making some of them warns."""
    made = [(name, case) for group in GROUPS for name, case in group().items()]
    assert len(made) == len(dict(made))
    return {name: list(case) if isinstance(case, (list, tuple)) else [case] for name, case in made}
