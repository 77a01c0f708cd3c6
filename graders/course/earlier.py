"""The outcomes of the attempt before, which stay known while a submission is graded anew, whatever cuts that off."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from graders.course import finished


@dataclass(frozen=True)
class Attempt:
    """An attempt by the ``digest`` of its file: its ``outcomes``, and those ``before`` it, by grade cell."""

    digest: str
    outcomes: dict[str, str]
    before: dict[str, str]

    def before_next(self, digest: str) -> Mapping[str, str]:
        """The outcomes before the file of this ``digest``: these, if it is another file."""
        return self.before if digest == self.digest else self.outcomes


def _beside(place: Path) -> Path:
    """Where they are kept while nothing is in the ``place`` of the submission."""
    return place.with_name(f".{place.name}.earlier")


def attempts(place: Path) -> dict[str, Attempt]:
    """The attempts that are autograded in the folder ``place``, by notebook, or were when a run that did not end began."""
    found = _attempts({path.stem: path for path in place.glob("*.ipynb")})
    if not found:
        with contextlib.suppress(OSError, ValueError, TypeError):
            found = {name: Attempt(**data) for name, data in json.loads(_beside(place).read_text("utf-8")).items()}
    return found or _attempts({path.name[1:].removesuffix(finished.PART): path for path in place.glob(f".*{finished.PART}")})


def _attempts(paths: Mapping[str, Path]) -> dict[str, Attempt]:
    read = {name: finished.read(path) for name, path in paths.items()}
    return {
        name: Attempt(nb.digest, {verdict.cell: verdict.outcome.value for verdict in nb.verdicts}, dict(nb.before))
        for name, nb in read.items() if nb is not None and nb.digest is not None
    }  # fmt: skip


def keep(place: Path, found: Mapping[str, Attempt]) -> None:
    """Keep them; to be called before what is in ``place`` is removed."""
    if found:
        _beside(place).write_text(json.dumps({name: asdict(attempt) for name, attempt in found.items()}), "utf-8")


def drop(place: Path) -> None:
    """To be called when the new attempt, which knows them, is written."""
    _beside(place).unlink(missing_ok=True)
