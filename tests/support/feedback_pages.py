"""What a feedback page says, read back from its HTML."""

from bs4 import BeautifulSoup


def rows(page):
    """Of every check: its name, the sign, the word for what became of it, and the points."""
    found = []
    for row in BeautifulSoup(page, "html.parser").select("li.row"):
        text = lambda selector, row=row: " ".join(row.select_one(selector).get_text().split())
        found.append((text(".what > a, .what > b"), text(".sign"), text(".word"), text(".points")))
    return found


def points(page):
    """The points of every check by its name, and those in all."""
    head = BeautifulSoup(page, "html.parser").select_one(".score").get_text().split()
    cells = {name: float(shown.split(" of ")[0]) for name, _, _, shown in rows(page)}
    return cells, float(head[0]), float(head[2])
