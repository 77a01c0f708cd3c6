"""axe-core, which finds what keeps people from reading a page. ``scripts/install_axe.sh`` fetches it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from browser import Browser

from graders.checkout import CHECKOUT

SCRIPT = next((CHECKOUT / ".axe").glob("axe-*.min.js"), None)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """axe.run(SCOPE, {runOnly: RULES, resultTypes: ['violations'], preload: false}).then((result) =>
  result.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.target.join(' '), node.failureSummary])))"""


def load(browser: Browser) -> None:
    """Put axe into the page that is open. The page's own policy forbids scripts: see ``Browser.allow_scripts``."""
    assert SCRIPT is not None
    browser.evaluate(f"{SCRIPT.read_text(encoding='utf-8')};0")


def findings(browser: Browser, scope: str = "html") -> Sequence[Any]:
    """What axe finds within the elements of a selector: rule, element and advice."""
    run = RUN.replace("SCOPE", json.dumps({"include": [[scope]]})).replace("RULES", json.dumps(RULES))
    found: Sequence[Any] = browser.evaluate(run)
    return found
