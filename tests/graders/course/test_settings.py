"""What is looked at before nbgrader works, and what a page depends on."""

import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from graders import for_nbgrader
from graders.checkout import CHECKOUT
from graders.course.autograde_steps import RestoreCells
from graders.course.feedback import made_with
from graders.course.feedback_steps import MakePage
from graders.course.page_steps import EscapeNames
from graders.course.settings import NEEDED, SettingsError, trouble_with
from graders.reports.pages import TEMPLATES
from graders.reports.pages.filters import markdown2html

CASES = [(kind, *row[:2]) for kind, rows in NEEDED.items() for row in rows]


@pytest.fixture
def config():
    """As the checkout's file has it."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(CHECKOUT)).load_config()


def make(kind, config):
    return kind(coursedir=CourseDirectory(root="/home/ada/course"), config=config)


@pytest.mark.parametrize("kind", [Autograde, GenerateAssignment, GenerateFeedback])
def test_with_the_file_nothing_is_missing(config, kind):
    assert trouble_with(make(kind, config)) == ""


@pytest.mark.parametrize(("kind", "setting", "step"), CASES)
def test_a_setting_that_leaves_out_a_step_is_named(config, kind, setting, step):
    section, name = setting.split(".")
    other = "nbconvert.exporters.NotebookExporter" if name == "exporter_class" else [lambda nb, resources: (nb, resources)]
    config[section][name] = other
    assert trouble_with(make(kind, config)).startswith(f"c.{setting} in nbgrader_config.py leaves out ")


@pytest.mark.parametrize("kind", [Autograde, GenerateFeedback])
def test_a_step_that_is_switched_off_is_named(config, kind):
    for name in ("GradeInSandbox", "SaveVerdicts", "AutogradeSteps", "MakePage", "NbGraderPreprocessor"):
        config[name].enabled = False
        mine = (
            kind is not GenerateFeedback
            if name in ("GradeInSandbox", "SaveVerdicts", "AutogradeSteps")
            else (kind is GenerateFeedback or name == "NbGraderPreprocessor")
        )
        assert trouble_with(make(kind, config)).startswith(f"c.{name}.enabled = False") == mine
        del config[name]


def test_a_courses_own_steps_beside_ours_are_taken(config):
    """As classes, as names, or one by one."""
    config.Autograde.autograde_preprocessors.append("nbgrader.preprocessors.CheckCellMetadata")
    config.Autograde.sanitize_preprocessors = [RestoreCells]
    config.GenerateFeedback.preprocessors = ["graders.course.feedback_steps.MakePage"]
    config.HTMLExporter.preprocessors = ["graders.course.page_steps.EscapeNames"]
    assert [trouble_with(make(kind, config)) for kind in (Autograde, GenerateFeedback)] == ["", ""]


def test_each_step_refuses_to_be_the_only_one(config):
    config.GenerateFeedback.preprocessors = []
    config.HTMLExporter.preprocessors = []
    converter = make(GenerateFeedback, config)
    exporter = HTMLExporter(parent=converter)
    for step in (EscapeNames, MakePage, for_nbgrader.FeedbackSteps, for_nbgrader.PageSteps):
        with pytest.raises(SettingsError, match="leaves out"):
            step(parent=exporter)


@pytest.mark.parametrize(
    ("section", "name", "value", "sentence"),
    [
        (
            "FeedbackPage",
            "language",
            "fr",
            "c.FeedbackPage.language in nbgrader_config.py: expected one of 'en', 'de'; got 'fr'.",
        ),
        ("FeedbackPage", "hint", None, "c.FeedbackPage.hint in nbgrader_config.py: expected one of 'where', 'what', "),
        (
            "Feedback",
            "reveal",
            "reason",
            "Pages are set by c.FeedbackPage.reveal in nbgrader_config.py, not by c.Feedback.reveal.",
        ),
    ],
)
def test_a_setting_of_pages_that_there_is_not_is_named(config, section, name, value, sentence):
    config[section][name] = value
    assert trouble_with(make(GenerateFeedback, config)).startswith(sentence)
    assert trouble_with(make(Autograde, config)) == ""


def test_a_missing_class_is_no_missing_step(config):
    config.HTMLExporter.preprocessors = ["graders.for_nbgrader.NoSuchSteps"]
    with pytest.raises(ImportError):
        trouble_with(make(GenerateFeedback, config))


def exporter(**settings):
    """As nbgrader's converter makes it."""
    settings = {"template_name": "feedback", "default_preprocessors": [], **settings}
    return HTMLExporter(config=Config({"HTMLExporter": settings}))


def test_a_page_depends_on_settings_steps_and_templates(tmp_path):
    (tmp_path / "feedback").mkdir()
    own = {"extra_template_basedirs": [str(tmp_path), *TEMPLATES]}
    plain = made_with(exporter())
    assert plain == made_with(exporter())
    made = [plain, made_with(exporter(exclude_input=True)), made_with(exporter(**own))]
    made.append(made_with(exporter(preprocessors=[for_nbgrader.PageSteps, MakePage])))
    (tmp_path / "feedback" / "own.html.j2").write_text("<p>")
    made.append(made_with(exporter(**own)))
    assert len(set(made)) == len(made)


def test_only_nbgraders_pages_get_our_steps_unasked():
    assert "markdown2html" not in HTMLExporter().filters
    assert exporter().filters["markdown2html"] is markdown2html
