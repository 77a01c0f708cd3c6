"""The settings of pages, ``c.FeedbackPage`` in ``nbgrader_config.py``."""

from traitlets import Enum, TraitError, Unicode
from traitlets.config import Config, Configurable

from graders.reports.explained import LEVELS
from graders.reports.feedback_page.boxes import REVEAL, Shown
from graders.reports.language import languages


class FeedbackPage(Configurable):
    """How much pages tell, and in which language."""

    reveal = Enum(
        list(REVEAL),
        "counterexample",
        help="What a page tells of a lost point: the 'reason' alone, a 'counterexample' that proves it (a call, a picture), "
        "or the graph of the solution, too ('reference').",
    ).tag(config=True)
    hint = Enum(
        list(LEVELS),
        "what",
        help="How much a hint tells of what is wrong: 'where' to look, 'what' is wrong there, or the 'solution'.",
    ).tag(config=True)
    language = Enum(languages(), "en", help="The language of pages.").tag(config=True)

    @property
    def shown(self) -> Shown:
        """What is shown of verdicts."""
        return Shown(self.reveal, self.hint)


class Overview(Configurable):
    """Where the overview of a class leads to."""

    formgrader = Unicode(
        "http://localhost:8888/formgrader",
        help="The address of the formgrader, to which the overview's links to submissions lead.",
    ).tag(config=True)


def trouble_with_overview(config: Config) -> str:
    """What is wrong with the settings of overviews, and what to do; empty if nothing is."""
    address = config.get("Overview", {}).get("formgrader", "http://")
    if not (isinstance(address, str) and address.startswith(("http://", "https://"))):
        return (
            "c.Overview.formgrader in nbgrader_config.py: expected an address such as 'https://hub.example.org/formgrader'; "
            f"got {address!r}."
        )
    return trouble_with_pages(config)


def trouble_with_pages(config: Config) -> str:
    """What is wrong with the settings of pages, and what to do; empty if nothing is."""
    ours = list(FeedbackPage.class_traits(config=True))
    meant = [name for section in ("Feedback", "GenerateFeedback") for name in ours if name in config.get(section, {})]
    if meant:  # nbgrader takes c.Feedback for its own c.GenerateFeedback
        return f"Pages are set by c.FeedbackPage.{meant[0]} in nbgrader_config.py, not by c.Feedback.{meant[0]}."
    for name in (name for name in ours if name in config.get("FeedbackPage", {})):
        found = config.FeedbackPage[name]
        try:
            FeedbackPage(config=Config(FeedbackPage={name: found}))
        except TraitError:
            known = ", ".join(repr(value) for value in FeedbackPage.class_traits()[name].values)
            return f"c.FeedbackPage.{name} in nbgrader_config.py: expected one of {known}; got {found!r}."
    return ""
