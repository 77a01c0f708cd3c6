"""``python -m exercises.kernel -f connection.json``: what ``kernel.json`` starts."""

import logging
import os
import sys

from ipykernel.kernelapp import launch_new_instance

# The steps of this course start no kernel, so nbgrader goes without them, and student code would run right here.
if os.environ.get("NBGRADER_EXECUTION") == "autograde":
    sys.exit(
        "This kernel does not autograde: nbgrader goes without this course's nbgrader_config.py and so without the sandbox. "
        "Look for the reason in the lines above, and at the names of the file and of its folder."
    )

# Python 3.11 has lost the NumPy setting that Theano asks for BLAS; naming no library keeps it from asking. Flags that
# the user has set come first and stay.
flags = os.environ.get("THEANO_FLAGS", "")
if "blas.ldflags" not in flags:
    os.environ["THEANO_FLAGS"] = ",".join(filter(None, [flags, "blas.ldflags="]))
# Theano's remark on that would stand in red under the student's first cell.
logging.getLogger("theano.tensor.blas").setLevel(logging.ERROR)

launch_new_instance()
