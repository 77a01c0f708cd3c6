"""Small pictures, each in a way that a page may show, for tests of what pages show."""

from __future__ import annotations

import base64
import io

from PIL import Image


def pixels(kind: str, size: tuple[int, int] = (40, 30), colour: str = "blue") -> str:
    """A picture of one colour in base64; ``kind`` is Pillow's name of the format."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


PNG, JPEG = pixels("PNG"), pixels("JPEG")

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect id="r" width="40" height="30" fill="green"/></svg>'
)
