"""The outputs that the sandbox sends, rebuilt: which kinds stay, and what they become."""

import pytest
from pictures import JPEG, PNG, SVG

from graders.cleaning.outputs import LEFT_OUT, MAX_ALTERNATIVE, MAX_SAID, Budget, rebuild


def shown(bundle, **more):
    output = rebuild({"output_type": "display_data", "data": bundle, **more}, Budget())
    return None if output is None else dict(output.data)


@pytest.mark.parametrize(
    ("mime", "content"),
    [
        ("application/javascript", "window.pwned = 1"),
        ("text/javascript", "window.pwned = 1"),
        ("application/pdf", "JVBERi0="),
        ("application/json", '{"a": 1}'),
        ("application/vnd.jupyter.widget-view+json", '{"model_id": "x"}'),
        ("application/vnd.plotly.v1+json", "{}"),
        ("text/vnd.mermaid", "graph TD"),
        ("application/xhtml+xml", "<p>x</p>"),
        ("image/gif", "R0lGODlhAQABAAAAACw="),
        ("TEXT/HTML", "<p>x</p>"),
        ("nonsense", "x"),
        ("image/png", "aGVsbG8="),
        ("image/png", JPEG),
        ("image/png", f'{PNG}" onerror="x'),
        ("image/png", "\u00e9"),
        ("image/jpeg", PNG),
        ("image/svg+xml", "<svg/>"),
        ("image/svg+xml", "<html/>"),
        ("text/html", "<script>window.pwned = 1</script>"),
    ],
)
def test_what_is_not_on_the_list_leaves_the_plain_text(mime, content):
    assert shown({mime: content, "text/plain": "<Object>"}) == {"text/plain": "<Object>"}
    assert shown({mime: content}) is None


def test_a_notebook_that_shows_too_much_is_cut_short():
    long = "x" * 600
    error = {"output_type": "error", "ename": "E", "evalue": long * 10, "traceback": [long, long]}
    printed = {"output_type": "stream", "name": "stdout", "text": long}
    display = {"output_type": "display_data", "data": {"text/plain": long, "text/html": f"<b>{long}</b>", "image/png": PNG}}
    for output in (printed, display, error):
        budget = Budget(characters=10_000)
        first = rebuild(output, budget)
        assert LEFT_OUT not in str(first) and long in str(first)
        *_, last = [rebuild(output, budget) for _ in range(20)]
        assert LEFT_OUT in str(last) and len(str(last)) < MAX_SAID + 400, last
    assert "image/png" in rebuild(display, Budget(characters=0)).data


def test_pictures_stay():
    assert shown({"image/png": f"{PNG[:9]}\n{PNG[9:]}\n", "image/jpeg": JPEG}) == {"image/png": PNG, "image/jpeg": JPEG}
    assert 'fill="green"' in shown({"image/svg+xml": SVG})["image/svg+xml"]


def test_html_is_cleaned():
    assert shown({"text/html": "<b onclick='x()' class='c'>bold</b><script>x()</script>"}) == {"text/html": "<b>bold</b>"}


def test_markdown_and_tex_become_html():
    assert shown({"text/markdown": "**bold** <script>x()</script>"}) == {"text/html": "<p><strong>bold</strong> </p>\n"}
    assert "<mfrac>" in shown({"text/latex": r"$$\frac{1}{2}$$", "text/plain": "1/2"})["text/html"]
    assert shown({"text/latex": "$x$", "text/html": "<b>x</b>"}) == {"text/html": "<b>x</b>"}


def test_what_takes_too_long_is_left_out():
    budget = Budget()
    table = {"output_type": "display_data", "data": {"text/html": "<b>x</b>" * 2_000, "text/plain": "x"}}
    kinds = [set(rebuild(table, budget).data) for _ in range(30)]
    assert kinds[:25] == [{"text/html", "text/plain"}] * 25
    assert kinds[25:] == [{"text/plain"}] * 5


def test_of_metadata_only_the_text_in_place_of_a_picture_is_kept():
    about = {
        "image/png": {"alt": "Graph of z\ud800", "width": 10}, "image/jpeg": {"alt": 7}, "text/plain": {"alt": "x"},
        "image/svg+xml": "alt", "image/gif": {"alt": "no such picture"}, "alt": "x", "text/html": {"isolated": True},
    }  # fmt: skip
    data = {"image/png": PNG, "image/jpeg": JPEG, "image/svg+xml": SVG, "text/plain": "x", "text/html": "<b>x</b>"}
    given = [about, {"image/png": {"alt": "x" * 10_000}}, ["image/png"], None]
    outputs = [{"output_type": "display_data", "data": data, "metadata": metadata} for metadata in given]
    first, long, *none = [rebuild(output, Budget()).metadata for output in outputs]
    assert first == {"image/png": {"alt": "Graph of z?"}}
    assert long == {"image/png": {"alt": "x" * MAX_ALTERNATIVE}}
    assert none == [{}, {}]
