"""What pages may show of a student's text and outputs; ``docs/pages.md`` says what, and why."""

from pathlib import Path

import nbgrader

TEMPLATES = [
    str(Path(__file__).with_name("templates")),
    str(Path(nbgrader.__file__).with_name("server_extensions") / "formgrader" / "templates"),
]
"""Where the HTML exporter finds its templates first: our parts of them, then nbgrader's pages."""
