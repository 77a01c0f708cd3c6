"""Where everything of a picture stands, in pixels, from the numbers that a verdict holds. Templates write it down."""

from graders.records.evidence import Calls, Picture, Plane
from graders.reports.feedback_page.pictures.calls import CallsView, calls
from graders.reports.feedback_page.pictures.entries import BarsView, CurveView, ShapesView, entries
from graders.reports.feedback_page.pictures.plane import PlaneView, plane

View = PlaneView | BarsView | ShapesView | CurveView | CallsView


def view(picture: Picture) -> View | None:
    """What to draw; None where there is nothing to be seen."""
    if isinstance(picture, Plane):
        return plane(picture)
    return calls(picture) if isinstance(picture, Calls) else entries(picture)
