"""Speed and memory of grading a class, side by side with stock nbgrader in one run. ``make bench`` runs it."""
