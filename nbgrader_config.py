"""nbgrader's settings for this course. Plain ``nbgrader autograde`` (and the formgrader's button) use the sandbox.

A copy of this file does not get old: what these classes do is settled in the package, ``graders/for_nbgrader.py``.
"""

c = get_config()  # noqa: F821 (traitlets gives it to every configuration file)

# Names in quotes, and no import in this file. nbgrader goes on without a file in which an import fails, and so without the
# sandbox; but a name that can't be imported ends it before it has run anything.
c.Autograde.exporter_class = "graders.for_nbgrader.SubmissionExporter"
c.Autograde.pre_convert_hook = "graders.for_nbgrader.add_missing_notebooks"
c.Autograde.sanitize_preprocessors = ["graders.for_nbgrader.SanitizeSteps"]
c.Autograde.autograde_preprocessors = ["graders.for_nbgrader.AutogradeSteps"]
c.GenerateFeedback.preprocessors = ["graders.for_nbgrader.FeedbackSteps"]
c.GenerateAssignment.exporter_class = "graders.for_nbgrader.ReleaseExporter"
# Every page, the feedback's and the formgrader's: docs/pages.md says what it may show.
c.HTMLExporter.preprocessors = ["graders.for_nbgrader.PageSteps"]

# The course's own settings, yours to change. The name of the course, as the exchange and the formgrader show it:
c.CourseDirectory.course_id = "theano-exercises"

# "auto": bubblewrap; where it is not installed a plain process with a loud warning, but never as root. "bubblewrap": refuse
# to grade without it. "plain": no sandbox.
c.GradeInSandbox.sandbox = "auto"

# Equal answers are judged once: verdicts are remembered in the user's cache folder, until a check or a version changes.
c.GradeInSandbox.remember = True

# Wall clock for one cell (it is interrupted, the next one runs) and for the whole notebook (it is stopped).
c.GradeInSandbox.cell_seconds = 30.0
c.GradeInSandbox.notebook_seconds = 120.0

# What a feedback page tells of a lost point: the "reason" alone, a "counterexample" that proves it, or the "reference", the
# graph of the solution, too. How much its hints tell: "where" to look, "what" is wrong there, or the "solution".
c.FeedbackPage.reveal = "counterexample"
c.FeedbackPage.hint = "what"

# The language of pages: "en" or "de".
c.FeedbackPage.language = "en"
