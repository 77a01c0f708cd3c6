"""For checkouts that were installed in earlier days: their command ``theano-exercises`` looks for ``main`` here."""

from graders.commands.main import main

__all__ = ["main"]
