"""Answers as data: the format (`format`, `phrases`, `wire`), the table of ops (`theano_*`), `dump`, `load`, `interpreter`.

All but `load`, `interpreter` and `numpy_*` also runs inside the sandbox, under the package name ``answers``; its imports
are relative.
"""
