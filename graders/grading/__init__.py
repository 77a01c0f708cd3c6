"""One restored notebook to its verdicts: through sandbox and judge. Knows no gradebook."""
