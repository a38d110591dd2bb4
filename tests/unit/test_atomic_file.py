"""A file is there whole or not at all. What the system does to it meanwhile is in promises/test_faults.py."""

import errno
import os
from pathlib import Path

import pytest

from intimacy_kit._atomic_file import whole_file, whole_folder


def test_the_file_is_there_once_the_block_has_ended(tmp_path):
    path = tmp_path / "scores.csv"
    with whole_file(path) as stream:
        stream.write(b"a,b\n")
        assert not path.exists()
    assert b"a,b\n" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_a_block_that_fails_leaves_nothing(tmp_path):
    def fail():
        with whole_file(tmp_path / "scores.csv") as stream:
            stream.write(b"half")
            raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        fail()
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_is_there_is_replaced_only_where_that_was_asked_for(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError), whole_file(path) as stream:
        stream.write(b"new")
    assert b"old" == path.read_bytes()
    with whole_file(path, overwrite=True) as stream:
        stream.write(b"new")
    assert b"new" == path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_account_that_writes_it_can_read_it(tmp_path):
    path = tmp_path / "scores.csv"
    with whole_file(path):
        pass
    assert 0o600 == path.stat().st_mode & 0o777


def test_a_folder_is_there_once_the_block_has_ended_and_nothing_of_it_where_the_block_fails(tmp_path):
    with whole_folder(tmp_path / "pack") as part:
        (part / "pack.yaml").write_bytes(b"id: a")
        assert not (tmp_path / "pack").exists()
    assert b"id: a" == (tmp_path / "pack" / "pack.yaml").read_bytes()

    def fail():
        with whole_folder(tmp_path / "other") as part:
            (part / "pack.yaml").write_bytes(b"half")
            raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        fail()
    with pytest.raises(FileExistsError), whole_folder(tmp_path / "pack"):
        pass
    assert [tmp_path / "pack"] == list(tmp_path.iterdir())


def test_a_folder_that_comes_meanwhile_is_left_alone(tmp_path):
    with pytest.raises(FileExistsError), whole_folder(tmp_path / "pack"):
        (tmp_path / "pack").mkdir()
    assert [tmp_path / "pack"] == list(tmp_path.iterdir())


def test_a_system_without_links_has_the_file_too_and_leaves_one_that_comes_meanwhile_alone(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.delattr(os, "O_TMPFILE", raising=False)  # a file without a name gets one by a link
    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "scores.csv"
    with whole_file(path) as stream:
        stream.write(b"a,b\n")
    assert b"a,b\n" == path.read_bytes()
    with pytest.raises(FileExistsError), whole_file(tmp_path / "other.csv"):
        (tmp_path / "other.csv").write_bytes(b"theirs")
    assert b"theirs" == (tmp_path / "other.csv").read_bytes()
    assert {path, tmp_path / "other.csv"} == {*tmp_path.iterdir()}


def test_no_file_is_put_in_the_place_of_a_pipe_a_folder_or_a_root(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "pipe", tmp_path / "folder", Path("/")):
        with pytest.raises(OSError, match="not a file|directory"), whole_file(path, overwrite=True):
            pass
    assert {"pipe", "folder"} == {each.name for each in tmp_path.iterdir()}
    assert (tmp_path / "pipe").is_fifo()
