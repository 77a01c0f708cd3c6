"""Pictures that a student's notebook shows: what is none, or is too much for a browser, is dropped."""

import base64

from graders.cleaning.pixels import clean_pixels, decoded, split_data_url
from graders.cleaning.svg import clean_svg

SVG = "image/svg+xml"


def clean_picture(mime: str, content: str) -> str | None:
    """The picture in the base64 text ``content``, encoded anew; None unless it is a PNG, JPEG or SVG as ``mime`` says.

    An SVG is decoded, reduced by :func:`~graders.cleaning.svg.clean_svg`, and encoded again.
    """
    if mime != SVG:
        return clean_pixels(mime, content)
    data = decoded(content)
    svg = None if data is None else clean_svg(data.decode("utf-8", "replace"))
    return None if svg is None else base64.b64encode(svg.encode()).decode("ascii")


def clean_data_url(url: str) -> str | None:
    """The ``data:`` address of a picture, made anew; None for every other address and for what is no picture."""
    parts = split_data_url(url)
    content = None if parts is None else clean_picture(*parts)
    return None if parts is None or content is None else f"data:{parts[0]};base64,{content}"
