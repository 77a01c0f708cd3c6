"""nbgrader's settings for this course. Plain ``nbgrader autograde`` (and the formgrader's button) use the sandbox."""

import secrets
import warnings

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    GetGrades,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
)
from sqlalchemy.exc import SAWarning

from graders import preprocessors as ours

# nbgrader 0.9 makes SQLAlchemy 2 remark on its bookkeeping at every submission; warnings that matter would drown.
warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.")

c = get_config()  # noqa: F821 (traitlets gives it to every configuration file)

# The name of the course, as the exchange and the formgrader show it.
c.CourseDirectory.course_id = "theano-exercises"

# Read what students hand in with our own reader: a broken file becomes a notebook that says what is broken.
c.Autograde.exporter_class = ours.SubmissionExporter

# A notebook with a wrong file name is reported by name and set down for a person, instead of stopping its submission.
c.Autograde.pre_convert_hook = ours.add_missing_notebooks

# Before anything runs: outputs go, and what belongs to the instructor comes back (RestoreCells); the rest is nbgrader's.
c.Autograde.sanitize_preprocessors = [
    ClearOutput,
    ours.RestoreCells,
    DeduplicateIds,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]

# Instead of nbgrader's Execute: student cells run in the sandbox, grade cells in the judge. SaveVerdicts also sets
# "needs manual grade" where the grader could not decide.
c.Autograde.autograde_preprocessors = [
    ours.GradeInSandbox,
    LimitOutput,
    ours.SaveVerdicts,
    AssignLatePenalties,
    CheckCellMetadata,
]

# "auto": bubblewrap, or a plain process with a loud warning. "bubblewrap": refuse to grade without it.
c.GradeInSandbox.sandbox = "auto"

# Wall clock for one cell (it is interrupted, the next one runs) and for the whole notebook (it is stopped).
c.GradeInSandbox.cell_seconds = 20.0
c.GradeInSandbox.notebook_seconds = 60.0

# Feedback shows the verdicts, not the hidden lines of the grade cells.
c.GenerateFeedback.preprocessors = [GetGrades, ours.HideHiddenTests, CSSHTMLHeaderPreprocessor]

# For `nbgrader validate` and anybody who runs nbgrader's own Execute: a cell tag must not switch a test off. The tag
# that skips a cell is a new secret in every run.
c.Execute.skip_cells_with_tag = secrets.token_hex(16)
