"""Theano's ``scan``, step by step."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..format import Node, Ref

Evaluate = Callable[[Sequence[Ref], Mapping[Ref, Any]], list[Any]]
"""The values of some variables, where those of others are known."""


class Loop:
    """One run of a loop: buffers that hold the last values, filled step by step.

    Inputs and results of a step stand in this order: entries of sequences, looked-back values (``taps`` and then one
    step back), values that don't look back (results only), shared variables, and what is the same in every step.
    """

    def __init__(self, evaluate: Evaluate, node: Node, outer: Sequence[Any]) -> None:
        self.evaluate = evaluate
        params = node.params
        left = list(outer)

        def take(count: int) -> list[Any]:
            taken, left[:count] = left[:count], []
            return taken

        self.steps = int(take(1)[0])
        self.sequences = take(params["sequences"])
        self.taps = [*params["taps"], *([-1] for _ in range(params["one_step"]))]
        self.buffers = [buffer.copy() for buffer in take(len(self.taps))]
        self.shared = take(params["shared"])
        self.fresh_lengths = [int(length) for length in take(params["fresh"])]
        self.constant = left
        self.inner = node.inputs[params["outer"] : params["outer"] + params["inner"]]
        self.results = node.inputs[params["outer"] + params["inner"] :]
        self.until = params["until"]

    def run(self) -> list[Any]:
        """The buffers, the lists of values that don't look back, and the shared variables after the last step."""
        if self.steps < 1 or any(len(sequence) < self.steps for sequence in self.sequences):
            raise ValueError(f"expected sequences of {self.steps} entries at least, and a step at least")
        fresh: list[list[Any]] = [[] for _ in self.fresh_lengths]
        done = 0
        for step in range(self.steps):
            news = self._step(step)
            looking_back, rest = news[: len(self.taps)], news[len(self.taps) :]
            for buffer, taps, value in zip(self.buffers, self.taps, looking_back):
                buffer[(step - min(taps)) % len(buffer)] = value
            for values, value in zip(fresh, rest):
                values.append(value)
            self.shared = rest[len(fresh) : len(fresh) + len(self.shared)]
            done = step + 1
            if self.until and rest[-1]:
                break
        ordered = [self._ordered(buffer, done - min(taps), done) for buffer, taps in zip(self.buffers, self.taps)]
        kept = [np.stack(values[-length:]) for values, length in zip(fresh, self.fresh_lengths)]
        return [*ordered, *kept, *self.shared]

    def _step(self, step: int) -> list[Any]:
        looked_back = [
            buffer[(step - min(taps) + tap) % len(buffer)] for buffer, taps in zip(self.buffers, self.taps) for tap in taps
        ]
        entries = [sequence[step] for sequence in self.sequences]
        values = [np.array(value) for value in (*entries, *looked_back, *self.shared, *self.constant)]
        return self.evaluate(self.results, dict(zip(self.inner, values, strict=True)))

    def _ordered(self, buffer: Any, written: int, done: int) -> Any:
        """The buffer from its oldest value on, without the places that a loop that stopped early left empty."""
        if written > len(buffer):
            return np.roll(buffer, -(written % len(buffer)), axis=0)
        buffer[written:] = 0
        return buffer[: len(buffer) - (self.steps - done)] if done < self.steps else buffer
