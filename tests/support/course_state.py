"""What a course folder and its gradebook hold, and which processes work on it."""

import json
import re
import subprocess
import time

from class_builder import CLASS
from nbgrader.api import Gradebook


def rows(course):
    """Everything that the gradebook holds on submissions, without the random keys."""
    found = {}
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        for assignment in CLASS:
            for submission in gradebook.assignment_submissions(assignment):
                for nb in submission.notebooks:
                    grades = {
                        g.name: (g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade) for g in nb.grades
                    }
                    comments = {c.name: (c.auto_comment, c.manual_comment) for c in nb.comments}
                    about = (submission.timestamp, nb.late_submission_penalty, nb.score, nb.max_score)
                    found[assignment, submission.student_id, nb.name] = (about, grades, comments)
    return found


def files(course):
    """Every autograded file with its permissions and its text; notebooks without what is never the same twice."""
    found = {}
    for path in sorted((course.folder / "autograded").rglob("*")):
        if path.is_file():
            text = re.sub(r"0x[0-9a-f]{8,}", "0x0", path.read_text(encoding="utf-8"))
            text = re.sub(r'"seconds": [0-9.]+', '"seconds": 0', text)
            found[path.relative_to(course.folder).as_posix()] = (oct(path.stat().st_mode), text)
    return found


def course_text(course, student):
    """What lies there when grading was cut off between sanitising and grading: no verdicts yet."""
    nb = course.autograded(student, "polynomial")
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    return json.dumps(nb)


def wait_for(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def below(pid, *words):
    """The processes below ``pid`` whose command line has all the words."""
    found, parents = [], [pid]
    while parents:
        done = subprocess.run(["pgrep", "-P", ",".join(map(str, parents))], capture_output=True, text=True)
        parents = [int(child) for child in done.stdout.split()]
        found += parents
    return [child for child in found if all(word in command_line(child) for word in words)]


def command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read()
    except OSError:
        return ""
