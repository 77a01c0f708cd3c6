"""What a browser sees of a feedback page, measured in one go, as plain data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import axe
from browser import Browser

SCREENS = {"phone": (390, 844), "desk": (1280, 900)}
NARROW = (320, 640)
SCHEMES = ("light", "dark")
SCREENS_WITH_ALL_OPEN = {"phone": "light", "desk": "dark"}
SCRIPT = Path(__file__).with_suffix(".js")
PAGE = re.compile(rb"/Type\s*/Page\b")
"""A page in a PDF of Chromium's, which compresses what is on pages only."""
STOPS = 200
"""Presses of Tab that are tried; no page has so many places."""


def measure(browser: Browser, page: Path) -> dict[str, Any]:
    """All that is to be known about a page. What axe finds is None where it is not here."""
    facts = read(browser, page)
    facts["layout"] = {}
    for name in SCREENS:
        _resize(browser, name)
        facts["layout"][name] = browser.evaluate("measured.layout()")
    facts["printed"] = len(PAGE.findall(browser.pdf()))
    browser.resize(*NARROW, mobile=True)
    facts["narrow"] = [browser.evaluate("measured.width()")]
    browser.evaluate("measured.open(true)")
    facts["narrow"].append(browser.evaluate("measured.width()"))
    facts["scrollers"] = browser.evaluate("measured.scrollers()")
    facts["out of reach"] = browser.evaluate("measured.outOfReach()")
    facts["axe"] = judged(browser)
    return facts


def read(browser: Browser, page: Path) -> dict[str, Any]:
    """Open a page; what is written there, and what it asked for beside itself."""
    browser.prefer()
    _resize(browser, "desk")
    browser.open(page.as_uri(), settle=0)
    browser.evaluate(SCRIPT.read_text(encoding="utf-8"))
    facts: dict[str, Any] = browser.evaluate("measured.content()")
    asked = [url for url in browser.requests if url != page.as_uri() and not url.startswith("data:")]
    return {**facts, "asked": asked, "bytes": page.stat().st_size}


def judged(browser: Browser, scope: str = "html") -> dict[str, Any] | None:
    """What axe finds in a page on each screen, light and dark; None where axe is not here.

    A screen is judged with all open in one scheme, and as the page comes in the other one: half of the time is saved.
    """
    if axe.SCRIPT is None:
        return None
    axe.load(browser)
    found = {}
    for name, opened in SCREENS_WITH_ALL_OPEN.items():
        _resize(browser, name)
        for scheme in SCHEMES:
            browser.prefer(scheme)
            browser.evaluate(f"document.querySelectorAll('details').forEach((e) => {{ e.open = {int(scheme == opened)} }})")
            found[f"{name}, {scheme}"] = axe.findings(browser, scope)
    return found


def unreached(browser: Browser, page: Path) -> list[str]:
    """What scrolls on a page with all open, and is not reached by pressing Tab up to its end."""
    read(browser, page)
    browser.resize(*NARROW, mobile=True)
    browser.evaluate("measured.open(true)")
    for _ in range(STOPS):
        browser.press("Tab")
        if browser.evaluate("document.activeElement === document.body"):
            break
    found: list[str] = browser.evaluate("measured.unvisited()")
    return found


def _resize(browser: Browser, screen: str) -> None:
    width, height = SCREENS[screen]
    browser.resize(width, height, mobile=screen == "phone")
