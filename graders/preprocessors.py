"""For copies of ``nbgrader_config.py`` from earlier days: the steps that they name. They never move."""

from graders.course.autograde_steps import (
    GradeInSandbox,
    RestoreCells,
    SaveLatePenalty,
    SaveVerdicts,
    SubmissionExporter,
    add_missing_notebooks,
)
from graders.course.feedback_steps import MakePage as HideHiddenTests
from graders.course.feedback_steps import NotNeeded as ShowDecisions
from graders.course.feedback_steps import NotNeeded as StyleTables

__all__ = ["GradeInSandbox", "RestoreCells", "SaveLatePenalty", "SaveVerdicts", "SubmissionExporter"]
__all__ += ["HideHiddenTests", "ShowDecisions", "StyleTables", "add_missing_notebooks"]
