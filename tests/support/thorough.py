"""Whether the tests do all that they can (in CI, or with ``THOROUGH=1``), or what they can in a few minutes."""

import os

THOROUGH = bool(os.environ.get("CI") or os.environ.get("THOROUGH"))
