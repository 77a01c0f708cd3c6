"""What changes cost, to tell the likely ones from those that would mend an answer too: by what people do."""

SLIP = 1.0
MISSING, EXTRA, LARGER = 0.12, 0.08, 0.3
"""What an operation more costs in what is missing, in what is too much, and in what stands in place of something else."""
UNLIKELY = 0.8
"""What it costs more to make a sum of a number, or to divide by something more."""
UNUSUAL = 0.6
"""What it costs more that what is missing is no part of the reference, or is a number with many digits."""
