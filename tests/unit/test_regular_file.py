"""What is no file is refused before it is opened."""

import os

import pytest

from intimacy_kit._regular_file import NotAFile, content_of, refuse_what_is_no_file


def test_a_file_is_read_up_to_a_byte_more_than_the_most(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"abcdef")
    assert [b"abcdef", b"abc"] == [content_of(path, 6), content_of(path, 2)]


def test_a_link_to_a_file_is_a_file(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    refuse_what_is_no_file(tmp_path / "b")


@pytest.mark.parametrize("what", ["pipe", "device", "folder"])
def test_a_pipe_a_device_and_a_folder_are_refused_at_once(tmp_path, what):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotAFile, match="it is not a file"):
        content_of(tmp_path / what, 6)


def test_what_is_not_there_is_an_error_of_its_own(tmp_path):
    with pytest.raises(FileNotFoundError):
        refuse_what_is_no_file(tmp_path / "a")
