"""Time as this process lives it. Whoever waits for another process asks here, so that nobody pays for time that was ours.

A process stands still on Ctrl-Z, in a debugger, in a frozen container or virtual machine; what it waits for may stand still
with it, or go on and be done long before somebody looks.
"""

import time

SLICE = 0.25
"""Who waits looks at the clock at least this often, in seconds."""

LONGEST = 1.0
"""When there was no look for so long, the process stood still or got no turn, and only a slice counts."""


class Clock:
    """Seconds since it was made, without those in which this process stood still, which are ``lost``. For one thread."""

    def __init__(self) -> None:
        self.lost = 0.0
        self._lived = 0.0
        self._looked = time.monotonic()

    def now(self) -> float:
        """The time now. Look at it at least every :data:`SLICE` seconds."""
        moment = time.monotonic()
        passed, self._looked = moment - self._looked, moment
        counted = passed if passed < LONGEST else SLICE
        self._lived += counted
        self.lost += passed - counted
        return self._lived
