"""The exit codes of all subcommands, and what their help says of them."""

ALL_PASSED, SOMETHING_FAILED, TROUBLE = 0, 1, 2

EPILOG = """exit codes:
  0  every grade cell passed (demo: all went well; doctor: nothing that grading needs is missing)
  1  something failed: an answer is wrong or missing (doctor: Python, Theano, the sandbox or what it promises is)
  2  wrong use of the command, or a grader error: a person has to look"""

COURSE_EPILOG = """exit codes:
  0  every submission has its points, right or wrong (feedback: every page is current)
  1  a person has to look at some, or some could not be done; they are named at the end
  2  wrong use of the command, or interrupted: the same command goes on where it stopped"""

AUTHORING_EPILOG = """exit codes:
  0  nothing is wrong (adequacy: no wrong answer among the mutants passes every grade cell)
  1  something is not as it should be; it is named, with what to do
  2  wrong use of the command, or a grader error: nothing can be said"""
