"""The hidden checks: one module an exercise, one test a grade cell; a test's docstring is what the student reads."""
