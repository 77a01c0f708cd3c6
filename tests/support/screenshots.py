"""Pictures of telling pages of the sample class, and of its overviews (``make screenshots``).

``python tests/support/screenshots.py [FOLDER]``
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import sample_class
from browser import PROGRAM, Browser
from class_facts import browser_in

from graders.checkout import CHECKOUT
from graders.commands import main as commands

PAGES = (
    "ada/tanh_layer", "achilles/polynomial", "donald/polynomial", "donald/tanh_layer", "donald/accumulator",
    "edsger/polynomial", "edsger/tanh_layer", "kathleen/tanh_layer", "kathleen/accumulator", "niklaus/tanh_layer",
    "niklaus/polynomial", "noether/polynomial", "mallory/accumulator",
)  # fmt: skip
"""As "student/assignment": right, too slow, wrong in ways that are drawn or not, no Python, undecided, hostile."""
OVERVIEWS = {"polynomial": [], "polynomial-anonymous": ["--anonymous"], "polynomial-undecided": ["--undecided"]}
DESK, PHONE, PAPER = 1000, (390, 844), 794


def take(browser: Browser, page: Path, name: str, folder: Path) -> None:
    """The page light, dark, open, in print, and on the first screen of a phone."""
    browser.open(page.as_uri(), settle=0)
    for scheme in ("light", "dark"):
        browser.prefer(scheme)
        browser.screenshot(folder / f"{name}-{scheme}.png", DESK)
    browser.prefer(media="print")
    browser.screenshot(folder / f"{name}-print.png", PAPER)
    browser.prefer()
    browser.resize(*PHONE, mobile=True)
    browser.first_screen(folder / f"{name}-phone.png")
    browser.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
    browser.screenshot(folder / f"{name}-open.png", DESK)


def main() -> None:
    """Make the class and take them."""
    if PROGRAM is None:
        sys.exit("There is no Chromium here.")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CHECKOUT / "screenshots", help="where to put them")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, browser_in(Path(scratch) / "profile") as browser:
        english = sample_class.make(Path(scratch) / "english")
        german = sample_class.copies(english)["german"]
        for key in PAGES:
            name = key.replace("/", "-")
            take(browser, sample_class.page(english, *key.split("/")), name, folder)
            browser.prefer()
            browser.open(sample_class.page(german, *key.split("/")).as_uri(), settle=0)
            browser.screenshot(folder / f"{name}-german.png", DESK)
        for course, language in ((english, "english"), (german, "german")):
            for name, options in OVERVIEWS.items():
                commands.main(["overview", "polynomial", "--course", str(course.folder), *options])
                take(browser, course.folder / "overview" / f"{name}.html", f"{name}-overview-{language}", folder)
    print(f"{len(list(folder.glob('*.png')))} pictures are in {folder}")


if __name__ == "__main__":
    main()
