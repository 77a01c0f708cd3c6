"""Are the hidden checks of an exercise adequate? Every small mistake in its master solution must cost points.

``expressions``, ``arrays``, ``interfaces`` and ``updates`` hold the mutations, one function each; ``mutants`` applies them
to the answers of the master solution as data; ``trial`` gives each mutant to the judge's own code, and ``equivalence``
compares what passes with the master solution; ``worker`` does this in a process of its own, ``command`` starts it.
"""
