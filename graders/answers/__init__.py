"""Answers as data: the format (`format`, `phrases`, `wire`), and an engine a folder.

All but `numpy_engine` also runs inside the sandbox, under the package name ``answers``; its imports are relative.
"""
