"""What a student's cells make, from their text alone: nothing is executed.

``statements`` follows the lines, ``expressions`` and ``calls`` tell what each expression stands for, and ``values`` write it
as a formula.
"""
