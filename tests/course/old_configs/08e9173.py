"""nbgrader's settings for this course. Plain ``nbgrader autograde`` (and the formgrader's button) use the sandbox."""

import secrets
import warnings

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades, LimitOutput
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

# Before anything runs, what belongs to the instructor comes back: cells, their metadata and order, the kernel's name. This
# does the work of nbgrader's ClearOutput, DeduplicateIds, OverwriteKernelspec and OverwriteCells, and more. nbgrader's own
# metadata come from the gradebook, so its CheckCellMetadata need not look at them again for every submission.
c.Autograde.sanitize_preprocessors = [ours.RestoreCells]

# Instead of nbgrader's Execute: student cells run in the sandbox, grade cells in the judge. SaveVerdicts also sets
# "needs manual grade" where the grader could not decide; SaveLatePenalty is nbgrader's AssignLatePenalties.
c.Autograde.autograde_preprocessors = [ours.GradeInSandbox, LimitOutput, ours.SaveVerdicts, ours.SaveLatePenalty]

# "auto": bubblewrap, or a plain process with a loud warning. "bubblewrap": refuse to grade without it.
c.GradeInSandbox.sandbox = "auto"

# Equal answers are judged once: verdicts are remembered in the user's cache folder, until a check or a version changes.
c.GradeInSandbox.remember = True

# Wall clock for one cell (it is interrupted, the next one runs) and for the whole notebook (it is stopped).
c.GradeInSandbox.cell_seconds = 20.0
c.GradeInSandbox.notebook_seconds = 60.0

# Notebooks are validated once after all steps, not after each.
c.NotebookExporter.optimistic_validation = True

# Feedback shows the verdicts and what a person decided, not the hidden lines of the grade cells.
c.GenerateFeedback.preprocessors = [
    GetGrades,
    ours.HideHiddenTests,
    ours.ShowDecisions,
    CSSHTMLHeaderPreprocessor,
    ours.StyleTables,
]

# For `nbgrader validate` and anybody who runs nbgrader's own Execute: a cell tag must not switch a test off. The tag
# that skips a cell is a new secret in every run.
c.Execute.skip_cells_with_tag = secrets.token_hex(16)
