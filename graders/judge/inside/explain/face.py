"""A student's answers, called like the reference: the variables, what is left to compare, and the words."""

from dataclasses import dataclass, field
from typing import Any

from graders.answers import formulas
from graders.answers.format import AnswersError, Ref
from graders.judge.inside.explain.graphs import Edit, Graph
from graders.judge.inside.explain.trees import Tree
from graders.records.explanation import Change, Role


@dataclass
class Job:
    """An expression to explain: what it is for, the student's ``root``, and the reference's that is ``right``."""

    role: Role
    root: Ref
    right: Ref


@dataclass
class Interface:
    """The student's ``graph``, called like the reference.

    ``count`` is how many nodes the student's answers have; ``leaves`` are its variables by the reference's number; ``own``
    tells the student's node of a node that was made anew (-1 for a variable that the student does not have);
    ``outputs`` are the roots of a function by its name; ``inputs`` the numbers of the variables that are no shared ones.
    """

    graph: Graph
    count: int
    changes: list[Change] = field(default_factory=list)
    leaves: dict[int, Ref] = field(default_factory=dict)
    own: dict[int, int] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    outputs: dict[str, tuple[Ref, ...]] = field(default_factory=dict)
    inputs: set[int] = field(default_factory=set)

    def substitute(self, new: dict[Ref, Ref]) -> None:
        """Let variables of the graph be others, wherever they are used. Raises :class:`AnswersError` if that can't be."""
        moved = dict(new)
        for index, node in enumerate(list(self.graph.nodes)):
            if any(ref in moved for ref in node.inputs) and (index, 0) not in moved:
                again = self.graph.again(index, [moved.get(ref, ref) for ref in node.inputs])
                self.own[again] = self.own.get(index, index)
                moved.update({(index, output): (again, output) for output in range(len(node.types))})
        for old, ref in new.items():
            self.own.setdefault(ref[0], self.own.get(old[0], old[0]))
        self.leaves = {number: moved.get(ref, ref) for number, ref in self.leaves.items()}
        self.outputs = {name: tuple(moved.get(ref, ref) for ref in refs) for name, refs in self.outputs.items()}
        for job in self.jobs:
            job.root = moved.get(job.root, job.root)

    def key(self, root: Ref, edit: Edit) -> Any:
        """What is the same for the same edit of the same expression, wherever it stands."""
        place = self.graph.follow(root, edit.path)
        return edit.kind, self.formula(place), self.formula_of(edit.new, place)

    def node(self, ref: Ref) -> int | None:
        """The node of the student's answers that ``ref`` is, or was."""
        index = self.own.get(ref[0], ref[0])
        return index if 0 <= index < self.count else None

    def formula(self, ref: Ref) -> str:
        """An expression as a formula in the student's names: as it was before variables were put in place of others."""
        own = self.own.get(ref[0], -1)
        return formulas.expression(self.graph.nodes, (own, ref[1]) if own >= 0 else ref)

    def formula_of(self, tree: Tree, place: Ref | None = None) -> str:
        """A formula in the student's names of what is to stand at ``place``."""
        if place is not None and tree.op == "at":
            return self.formula(self.graph.follow(place, tree.params["path"]))
        mark = len(self.graph.nodes)
        try:
            ref = self.graph.put(tree, lambda path: self.graph.follow(place, path) if place else (0, 0), self.leaves)
            return self.formula(ref)
        except AnswersError:
            return ""
        finally:
            self.graph.cut(mark)
