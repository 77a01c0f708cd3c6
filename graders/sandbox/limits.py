"""What a submission may use. Every limit is a positive number; there is no value for "unlimited"."""

import math
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock and CPU, bytes of memory, of a file, of /tmp and of the message; numbers of processes
    and open files. ``memory_bytes`` is the address space of one process, and the memory of all of them together.

    Raises ``ValueError`` for a limit that is not a positive, finite number: a limit that can't be read must not
    become no limit.
    """

    cell_seconds: float = 30.0
    notebook_seconds: float = 120.0
    startup_seconds: float = 60.0
    memory_bytes: int = 3 << 30
    processes: int = 64
    open_files: int = 256
    file_bytes: int = 64 << 20
    scratch_bytes: int = 128 << 20
    message_bytes: int = 32 << 20
    output_bytes: int = 1 << 20

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < math.inf:
                raise ValueError(f"Limit {field.name}: expected a positive number, got {value!r}.")

    def for_guest(self) -> dict[str, float]:
        """The limits as the guest reads them, in its program."""
        return asdict(self)
