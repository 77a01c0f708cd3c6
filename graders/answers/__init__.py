"""Answers as data: the format (`format`, `phrases`, `wire`), the ops (`theano_ops`, `theano_scan`), `dump` and `load`.

Everything but `load` also runs inside the sandbox, under the package name ``answers``; its imports are relative.
"""
