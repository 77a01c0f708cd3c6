"""What ``nbgrader_config.py`` names: our classes in nbgrader, and with them the settings of every course.

These names are in every copy of that file that somebody has made, so they never move; what is behind them may. So may the
settings: a copy names steps for *all* that nbgrader does to a notebook, and which these are is said here.
"""

import warnings
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import LimitOutput
from sqlalchemy.exc import SAWarning

from graders.course.autograde_steps import (
    GradeInSandbox,
    RestoreCells,
    SaveLatePenalty,
    SaveVerdicts,
    SubmissionExporter,
    add_missing_notebooks,
)
from graders.course.converter import converter_of
from graders.course.feedback_steps import MakePage
from graders.course.page_steps import DescribeDrawings, EscapeNames, ShowVerdicts
from graders.course.settings import Steps, require_settings

__all__ = ["AutogradeSteps", "FeedbackSteps", "PageSteps", "ReleaseExporter", "SanitizeSteps"]
__all__ += ["SubmissionExporter", "add_missing_notebooks"]

# nbgrader 0.9 makes SQLAlchemy 2 remark on its bookkeeping at every submission; warnings that matter would drown.
warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.")


class ReleaseExporter(NotebookExporter):
    """What students get is made by nbgrader alone; this looks at the folder before nbgrader makes a gradebook."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        require_settings(converter_of(self))


class SanitizeSteps(Steps):
    """Before anything runs, what belongs to the instructor comes back: cells, their metadata and order, the kernel's name.

    This does the work of nbgrader's ClearOutput, DeduplicateIds, OverwriteKernelspec and OverwriteCells, and more. The
    metadata come from the gradebook, so nbgrader's CheckCellMetadata need not look at them for every submission.
    """

    steps = (RestoreCells,)


class AutogradeSteps(Steps):
    """In place of nbgrader's Execute: student cells run in the sandbox, grade cells in the judge.

    SaveVerdicts also sets "needs manual grade" where the grader could not decide; SaveLatePenalty is nbgrader's
    AssignLatePenalties.
    """

    steps = (GradeInSandbox, LimitOutput, SaveVerdicts, SaveLatePenalty)


class FeedbackSteps(Steps):
    """Feedback is a page of our own; nothing of nbgrader's is on it."""

    steps = (MakePage,)


class PageSteps(Steps):
    """Every page shows what students wrote without what could act in a browser (docs/pages.md)."""

    steps = (EscapeNames, DescribeDrawings, ShowVerdicts)
