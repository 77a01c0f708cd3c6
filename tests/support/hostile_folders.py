"""What can be done to the folder of a right submission to harm whoever grades it."""

import json
import os
import socket
from dataclasses import dataclass

TERABYTE = 1 << 40
SECRET = "the secret of another student"
IMPOSTORS = (
    "nbgrader_config.py", "sitecustomize.py", "usercustomize.py", "theano.py", "numpy.py", "graders.py", "conftest.py",
    "polynomial.py", "json.py", "graders/__init__.py", "exercises/__init__.py", ".ipython/profile_default/startup/0.py",
)  # fmt: skip
COMMANDS = ("bwrap", "dot", "python", "python3", "sh", "g++", "git")
ALL_TAGS = ["skip-execution", "raises-exception", "nbgrader-ignore", "remove-cell", "hide-output"]


def sparse(path):
    with path.open("wb") as file:
        file.truncate(TERABYTE)


def links(place):
    (place / "gradebook.txt").symlink_to("../../../gradebook.db")
    (place / "passwd").symlink_to("/etc/passwd")
    (place / "everything").symlink_to("/")
    (place / "nobody").symlink_to("nowhere")
    (place / "circle").symlink_to("circle")
    for folder in ("deep", "x[y]", "*"):  # the last two are patterns too
        (place / folder).mkdir()
        (place / folder / "neighbour").symlink_to("../../../mary/polynomial/notes.txt")
    (place / "mine.txt").write_text("an ordinary file")


def pipes(place):
    os.mkfifo(place / "pipe")
    os.mkfifo(place / "timestamp.txt")
    listening = socket.socket(socket.AF_UNIX)
    before = os.getcwd()
    os.chdir(place)  # the path of a socket must be short
    try:
        listening.bind("socket")
    finally:
        os.chdir(before)
        listening.close()


def too_much(place):
    sparse(place / "data.bin")
    for number in range(2_000):
        (place / f"{number}.txt").touch()
    deep = place
    for _ in range(40):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "deep.txt").touch()


def names(place):
    for name in (b"<script>alert(1)<script>", b"10\nERROR | mary, polynomial: 0 points", b"\xff\xfe", b"-rf", b"a\x1b[2Jb"):
        with open(os.path.join(os.fsencode(place), name), "w") as file:
            file.write("x")


def impostors(place):
    harm = f"#!/bin/sh\ntouch {place.parents[2] / 'harm'}\n"
    for name in IMPOSTORS:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(f"import os\nos.system({harm!r})\nc = get_config()\nraise SystemExit\n")
    for name in COMMANDS:
        (place / name).write_text(harm)
        (place / name).chmod(0o6755)
    (place / "pytest.ini").write_text("[pytest]\naddopts = --version\n")
    (place / ".theanorc").write_text("[global]\noptimizer = None\ncompute_test_value = raise\n")


def false_page(place):
    """Where the page of feedback is to be there is something already."""
    (place / "polynomial.html").mkdir()
    (place / "polynomial.html" / "index.html").write_text("10 of 10")


def parts(place):
    """What a run that was cut off leaves behind."""
    (place / ".other.part").write_bytes((place / "polynomial.ipynb").read_bytes())
    (place / ".polynomial.part").mkdir()
    (place / ".polynomial.part" / "x.txt").touch()


def linked_notebook(place):
    (place / "polynomial.ipynb").unlink()
    (place / "polynomial.ipynb").symlink_to("../../mary/polynomial/polynomial.ipynb")


def linked_folder(place):
    (place / "polynomial.ipynb").unlink()
    place.rmdir()
    place.symlink_to("../mary/polynomial")


def notebook_as(make):
    def change(place):
        (place / "polynomial.ipynb").unlink()
        make(place / "polynomial.ipynb")

    return change


def unnamed(place):
    (place / "polynomial.ipynb").rename(place / "<img src=x onerror=alert(1)>\nERROR.ipynb")


def timestamp(text):
    return lambda place: (place / "timestamp.txt").write_bytes(text)


def linked_timestamp(place):
    (place / "timestamp.txt").symlink_to("/etc/passwd")


def as_json(change):
    def apply(place):
        path = place / "polynomial.ipynb"
        data = json.loads(path.read_text())
        change(data)
        path.write_text(json.dumps(data))

    return apply


def huge_metadata(data):
    data["metadata"]["blob"] = "x" * 20_000_000
    for cell in data["cells"]:
        cell["metadata"]["blob"] = {str(number): [number] for number in range(10_000)}


def deep_metadata(data):
    for _ in range(400):
        data["metadata"] = {"deeper": data["metadata"]}


def wrong_with_all_tags(data):
    """A wrong answer, no cell of which is to run, with the output of a right one."""
    shown = {"output_type": "execute_result", "data": {"text/plain": "4.0"}, "metadata": {}, "execution_count": 1}
    for cell in data["cells"]:
        cell["metadata"]["tags"] = ALL_TAGS
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"].update(points=1000, locked=False, checksum="0" * 32)
            cell.update(outputs=[shown], source="4.0")
        elif cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = cell["source"].replace("3 * x", "4 * x")


@dataclass(frozen=True)
class Case:
    """What is done to a right submission's folder, whether its notebook is still graded, and what the log says of it."""

    change: object
    graded: bool = True
    said: str = ""


LINK = "polynomial.ipynb or its folder is a link"
CASES = {
    "links": Case(links, said="'passwd' is a link; it is not copied"),
    "pipes": Case(pipes, said="'pipe' is not an ordinary file"),
    "too-much": Case(too_much, said="there are more than 1000 files"),
    "names": Case(names),
    "impostors": Case(impostors),
    "parts": Case(parts),
    "false-page": Case(false_page),
    "bad-timestamp": Case(timestamp(b"yesterday\xff"), said="holds no time of submission"),
    "odd-timestamp": Case(timestamp(b"99999-99-99 99:99"), said="holds no time of submission"),
    "linked-timestamp": Case(linked_timestamp, said="holds no time of submission"),
    "huge-metadata": Case(as_json(huge_metadata)),
    "deep-metadata": Case(as_json(deep_metadata)),
    "linked-notebook": Case(linked_notebook, False, LINK),
    "linked-folder": Case(linked_folder, False, LINK),
    "pipe-notebook": Case(notebook_as(os.mkfifo), False, "it is not an ordinary file"),
    "sparse-notebook": Case(notebook_as(sparse), False, "The file has 1099512 MB"),
    "device-notebook": Case(notebook_as(lambda path: path.symlink_to("/dev/zero")), False, LINK),
    "unnamed": Case(unnamed, False, "the folder holds `?img src?x onerror?alert(1)??ERROR.ipynb`"),
}
