"""What the interpreter is made of. Nothing is wrong with it."""

PACKAGES = ("numpy", "scipy")
