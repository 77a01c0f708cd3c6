"""Keys and names under which the grader leaves its marks in notebooks."""

UNREADABLE = "theano_exercises_unreadable"
"""Key in a notebook's metadata: why the file that was handed in was not graded, as ``exercises.words.to_json`` writes it."""
STAND_IN = "unreadable"
"""Id of the first cell of a stand-in, which no student's cell can have."""
DIGEST = "theano_exercises_digest"
"""Key in a notebook's metadata: the digest of the file that was handed in."""

METADATA = "theano_exercises"
"""Key of the verdict's record in the metadata of a grade cell's output."""
