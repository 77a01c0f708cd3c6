"""Pictures that a student's notebook shows: what is none, or is too much for a browser, is dropped.

Those made of pixels must be real ones. Drawings in SVG are reduced to shapes and text; they are shown as pictures, in which
browsers run and load nothing.
"""

import base64
import binascii
import io
import re
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml import ElementTree

SVG = "image/svg+xml"
KINDS = {"image/png": "PNG", "image/jpeg": "JPEG"}
"""The types that are shown beside it, and Pillow's names for them."""
MAX_PIXELS = 50_000_000
"""A browser takes four bytes a pixel, however small the file is."""
DATA_URL = re.compile(r"\s*data:(image/[a-z+]+);base64,(.*)", re.ASCII | re.IGNORECASE | re.DOTALL)
SPACE = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
SHAPES = {
    "circle", "clipPath", "defs", "desc", "ellipse", "g", "image", "line", "linearGradient", "path", "polygon", "polyline",
    "radialGradient", "rect", "stop", "svg", "symbol", "text", "tspan", "use",
}  # fmt: skip
MAX_ELEMENTS = 50_000
"""Counted as drawn: a ``use`` counts for all that it repeats."""
MAX_DEPTH = 100


def clean_picture(mime: str, content: str) -> str | None:
    """The picture in the base64 text ``content``, encoded anew; None unless it is a PNG, JPEG or SVG as ``mime`` says.

    An SVG is decoded, reduced by :func:`clean_svg`, and encoded again.
    """
    data = _decoded(content)
    if data is not None and mime == SVG:
        svg = clean_svg(data.decode("utf-8", "replace"))
        data = None if svg is None else svg.encode()
    elif data is not None and not (mime in KINDS and _is_picture(data, KINDS[mime])):
        data = None
    return None if data is None else base64.b64encode(data).decode("ascii")


def clean_data_url(url: str, drawings: bool = True) -> str | None:
    """The ``data:`` address of a picture, made anew; None for every other address and for what is no picture.

    Without ``drawings``: also for an SVG.
    """
    parts = DATA_URL.fullmatch(url)
    mime = parts[1].lower() if parts else ""
    content = clean_picture(mime, parts[2]) if parts and (drawings or mime != SVG) else None
    return None if content is None else f"data:{mime};base64,{content}"


def _decoded(content: str) -> bytes | None:
    """The bytes of a base64 text, in which white space is allowed; None if it is none."""
    try:
        return base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):  # ValueError: not ASCII
        return None


def _is_picture(data: bytes, kind: str) -> bool:
    """Whether ``data`` starts as a picture of this kind and of a bearable size. Its pixels are not decoded."""
    from PIL import Image  # takes a moment to import; most notebooks show no picture

    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            width, height = picture.size
    except Exception:  # Pillow names a few errors, and its readers raise others
        return False
    return width * height <= MAX_PIXELS


def clean_svg(text: str) -> str | None:
    """The drawing with its shapes, texts and their attributes only; None if it is no SVG or too much to draw.

    Scripts, styles, filters, animations, links, foreign objects and all addresses but ``#name`` and pictures are left out.
    """
    try:
        root = ElementTree.fromstring(text)  # refuses entities, which could grow without bound
    except Exception:  # not well-formed, or refused
        return None
    if root.tag != f"{SPACE}svg":
        return None
    drawing = Element("svg", {"xmlns": SPACE[1:-1], "xmlns:xlink": XLINK[1 : XLINK.index("}")], **_attributes(root)})
    shallow = _copy(root, drawing, depth=0)
    return tostring(drawing, encoding="unicode") if shallow and _drawn(drawing) <= MAX_ELEMENTS else None


def _copy(source: Element, target: Element, depth: int) -> bool:
    """Copy the shapes into ``target``; return whether they are not nested too deeply."""
    target.text, target.tail = source.text, source.tail
    for child in source if depth <= MAX_DEPTH else ():
        name = child.tag.removeprefix(SPACE)
        if name == "a":  # graphviz puts nodes into links
            name = "g"
        if name in SHAPES and not _copy(child, SubElement(target, name, _attributes(child)), depth + 1):
            return False
    return depth <= MAX_DEPTH


def _attributes(element: Element) -> dict[str, str]:
    """The attributes without a namespace, handler or address; ``href`` keeps names of this drawing and pictures."""
    kept = {}
    for name, value in element.attrib.items():
        if name in ("href", XLINK):
            is_image = element.tag.removeprefix(SPACE) == "image"
            address = clean_data_url(value, drawings=False) if is_image else value if value.startswith("#") else None
            if address is not None:
                kept["xlink:href"] = address
        elif not name.startswith(("{", "on", "xmlns")) and not _reaches_out(value):
            kept[name] = value
    if element.tag == f"{SPACE}clipPath":
        kept.pop("clip-path", None)  # clips of clips of clips
    return kept


def _reaches_out(value: str) -> bool:
    """Whether a property refers to anything but a name of this drawing, as in ``url(#clip)``."""
    value = "".join(value.lower().split()).replace('"', "").replace("'", "")
    return "\\" in value or "@" in value or value.count("url(") != value.count("url(#") or "image(" in value


def _drawn(drawing: Element) -> float:
    """How many elements are drawn; without end for a ``use`` of something that has a ``use`` in it."""
    named = {element.get("id"): element for element in drawing.iter() if element.get("id")}
    sizes: dict[str, float] = {}
    total = 0.0
    for element in drawing.iter():
        name = element.get("xlink:href", "")[1:] if element.tag == "use" else ""
        if name in named and name not in sizes:
            sizes[name] = sum(float("inf") if part.tag == "use" else 1 for part in named[name].iter())
        total += 1 + sizes.get(name, 0)
    return total
