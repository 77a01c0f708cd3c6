"""Theano: its table of ops, and what is particular to it."""
