"""Answers compiled by Theano in its two ways; apart from ``three_ways``, which imports no Theano by itself."""

import theano

from graders.answers.theano_engine.load import load


def compiled_both_ways(answers):
    """The objects that the names of ``answers`` stand for, with functions in C and with functions in Python."""
    in_c = load(answers).names()
    compiler, theano.config.cxx = theano.config.cxx, ""
    try:
        return in_c, load(answers).names()
    finally:
        theano.config.cxx = compiler
