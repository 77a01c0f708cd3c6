"""How long and how hard a text is for its readers; what stands between backticks counts as one short word."""

import re


def plain(text):
    return re.sub(r"`[^`]*`", "it", text)


def words(text):
    return re.findall(r"[A-Za-z0-9][\w'.]*", plain(text))


def grade(text):
    """The Flesch-Kincaid grade: years of school in the USA (Kincaid et al. 1975)."""
    sentences = max(1, len(re.findall(r"[.!?:;](?=\s|$)", plain(text))))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words(text))
    return 0.39 * len(words(text)) / sentences + 11.8 * syllables / len(words(text)) - 15.59
