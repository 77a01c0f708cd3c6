"""Drawings in SVG, reduced to shapes and text. They are shown as pictures, in which browsers run and load nothing."""

from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml import ElementTree

from graders.cleaning.pixels import clean_pixels, split_data_url

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
SHAPES = {
    "circle", "clipPath", "defs", "desc", "ellipse", "g", "image", "line", "linearGradient", "path", "polygon", "polyline",
    "radialGradient", "rect", "stop", "svg", "symbol", "text", "tspan", "use",
}  # fmt: skip
MAX_ELEMENTS = 50_000
"""Counted as drawn: a ``use`` counts for all that it repeats."""
MAX_DEPTH = 100


def clean_svg(text: str) -> str | None:
    """The drawing with its shapes, texts and their attributes only; None if it is no SVG or too much to draw.

    Scripts, styles, filters, animations, links, foreign objects and all addresses but ``#name`` and pictures are left out.
    """
    try:
        root = ElementTree.fromstring(text)  # refuses entities, which could grow without bound
    except Exception:  # not well-formed, or refused
        return None
    if root.tag != f"{SVG}svg":
        return None
    drawing = Element("svg", {"xmlns": SVG[1:-1], "xmlns:xlink": XLINK[1 : XLINK.index("}")], **_attributes(root)})
    try:
        _copy(root, drawing, depth=0)
    except _TooMuch:
        return None
    return tostring(drawing, encoding="unicode") if _drawn(drawing) <= MAX_ELEMENTS else None


class _TooMuch(Exception):
    """The drawing is nested too deeply."""


def _copy(source: Element, target: Element, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise _TooMuch
    target.text, target.tail = source.text, source.tail
    for child in source:
        name = child.tag.removeprefix(SVG)
        if name == "a":  # graphviz puts nodes into links
            name = "g"
        if name in SHAPES:
            _copy(child, SubElement(target, name, _attributes(child)), depth + 1)


def _attributes(element: Element) -> dict[str, str]:
    """The attributes without a namespace, handler or address; ``href`` keeps names of this drawing and pictures."""
    kept = {}
    for name, value in element.attrib.items():
        if name in ("href", XLINK):
            address = _address(element.tag.removeprefix(SVG), value)
            if address is not None:
                kept["xlink:href"] = address
        elif not name.startswith(("{", "on", "xmlns")) and not _reaches_out(value):
            kept[name] = value
    if element.tag == f"{SVG}clipPath":
        kept.pop("clip-path", None)  # clips of clips of clips
    return kept


def _address(shape: str, value: str) -> str | None:
    if shape != "image":
        return value if value.startswith("#") else None
    parts = split_data_url(value)
    content = None if parts is None else clean_pixels(*parts)
    return None if parts is None or content is None else f"data:{parts[0]};base64,{content}"


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
