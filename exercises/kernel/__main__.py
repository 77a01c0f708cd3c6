"""``python -m exercises.kernel -f connection.json``: what ``kernel.json`` starts."""

import logging
import os

from ipykernel.kernelapp import launch_new_instance

# Python 3.11 has lost the NumPy setting that Theano asks for BLAS; naming no library keeps it from asking. Flags that
# the user has set come first and stay.
flags = os.environ.get("THEANO_FLAGS", "")
if "blas.ldflags" not in flags:
    os.environ["THEANO_FLAGS"] = ",".join(filter(None, [flags, "blas.ldflags="]))
# Theano's remark on that would stand in red under the student's first cell.
logging.getLogger("theano.tensor.blas").setLevel(logging.ERROR)

launch_new_instance()
