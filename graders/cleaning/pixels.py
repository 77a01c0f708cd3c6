"""Pictures made of pixels: real ones, of a size that a browser can bear."""

import base64
import binascii
import io
import re

MAX_PIXELS = 50_000_000
"""A browser takes four bytes a pixel, however small the file is."""
KINDS = {"image/png": "PNG", "image/jpeg": "JPEG"}
"""The types that are shown, and Pillow's names for them."""
DATA_URL = re.compile(r"\s*data:(image/[a-z+]+);base64,(.*)", re.ASCII | re.IGNORECASE | re.DOTALL)


def clean_pixels(mime: str, content: str) -> str | None:
    """The picture in the base64 text ``content``, encoded anew; None unless it is one of the type ``mime``."""
    data = decoded(content)
    if data is None or mime not in KINDS or not _is_picture(data, KINDS[mime]):
        return None
    return base64.b64encode(data).decode("ascii")


def decoded(content: str) -> bytes | None:
    """The bytes of a base64 text, in which white space is allowed; None if it is none."""
    try:
        return base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):  # ValueError: not ASCII
        return None


def split_data_url(url: str) -> tuple[str, str] | None:
    """Type and content of a ``data:`` address of a picture in base64; None for every other address."""
    match = DATA_URL.fullmatch(url)
    return None if match is None else (match[1].lower(), match[2])


def _is_picture(data: bytes, kind: str) -> bool:
    """Whether ``data`` starts as a picture of this kind and of a bearable size. Its pixels are not decoded."""
    from PIL import Image  # takes a moment to import; most notebooks show no picture

    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            width, height = picture.size
    except Exception:  # Pillow names a few errors, and its readers raise others
        return False
    return width * height <= MAX_PIXELS
