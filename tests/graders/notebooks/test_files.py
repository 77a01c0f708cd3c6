"""Only ordinary files are opened and copied."""

import os

import pytest

from graders.notebooks import files
from graders.notebooks.files import copy_others, find_others, open_file


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "folder"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a.csv").write_text("1,2")
    (folder / "notes.txt").write_text("mine")
    (folder / "polynomial.ipynb").write_text("{}")
    return folder


def test_files_are_copied_with_their_folders_and_what_is_ignored_is_not_mentioned(folder, tmp_path):
    target = tmp_path / "target"
    (target / "data").mkdir(parents=True)
    (target / "data" / "a.csv").write_text("of an earlier run")
    assert copy_others(folder, target, ["*.ipynb"]) == []
    assert (target / "data" / "a.csv").read_text() == "1,2"
    assert sorted(path.name for path in target.rglob("*")) == ["a.csv", "data", "notes.txt"]


@pytest.mark.parametrize(
    "make",
    [lambda path: path.symlink_to("notes.txt"), lambda path: path.symlink_to("/"), os.mkfifo],
    ids=["link", "link to a folder", "pipe"],
)
def test_what_is_no_ordinary_file_is_neither_opened_nor_copied(folder, make):
    make(folder / "data" / "x")
    files, (note,) = find_others(folder, ["*.ipynb"])
    assert [path.name for path in files] == ["a.csv", "notes.txt"]
    assert note.startswith("'x' is ") and note.endswith("it is not copied.")
    with pytest.raises(OSError):
        open_file(folder / "data" / "x")


def test_a_folder_is_not_opened(folder):
    with pytest.raises(OSError, match="not an ordinary file"):
        open_file(folder)


def test_a_folder_that_is_a_link_gives_nothing(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    assert find_others(tmp_path / "link", []) == ([], ["the folder is a link; nothing in it is copied."])


def test_bytes_files_and_depth_are_limited(folder, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 5)
    assert find_others(folder, ["*.ipynb"])[1] == ["'a.csv' has 0 MB, which is too much; it is not copied."]
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    monkeypatch.setattr(files, "MAX_ENTRIES", 2)
    assert find_others(folder, [])[1][0] == "there are more than 2 files; not all are copied."
    monkeypatch.setattr(files, "MAX_ENTRIES", 100)
    monkeypatch.setattr(files, "MAX_DEPTH", 0)
    assert "nested too deeply" in find_others(folder, [])[1][0]


def test_what_cannot_be_read_is_named(folder, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "scandir", refuse)
    assert find_others(folder, []) == ([], ["'folder' can't be read (Permission denied); it is not copied."])


def test_names_stay_on_one_line(folder):
    (folder / "a\nb\x1b[2J").symlink_to("notes.txt")
    (note,) = find_others(folder, [])[1]
    assert "\n" not in note and "\x1b" not in note
