"""Texts that came from students, made fit for a file, a line and a terminal."""


def writable(text: str) -> str:
    """``text`` without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """``text`` on one line and printable: what comes from students may hold newlines, terminal codes, half characters."""
    return "".join(c if c.isprintable() else " " for c in text.encode("utf-8", "replace").decode("utf-8"))


def quoted(text: str, most: int) -> str:
    """A student's words as they stand in a sentence of ours: as code that they can't close, on one line, cut at ``most``."""
    return "`" + one_line(text[:most]).replace("`", "'") + "`"
