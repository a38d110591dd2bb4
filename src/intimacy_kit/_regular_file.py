"""Files as input: what is not one, such as a pipe, a device or a folder, is refused before it is opened."""

import errno
import stat
from pathlib import Path


class NotAFile(OSError):
    """What a path leads to is not a regular file; opening it might wait forever, or never end."""


def refuse_what_is_no_file(path: Path) -> None:
    """Raise an error unless a path leads to a regular file, or to a link to one.

    Args:
        path: The path.

    Raises:
        NotAFile: When something else is there.
        OSError: When nothing is there, or it cannot be looked at.
        ValueError: When no file can have this name.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise NotAFile(errno.EINVAL, "it is not a file")


def content_of(path: Path, most: int) -> bytes:
    """Return the content of a regular file, or of a longer one a byte more than the most.

    Args:
        path: The file.
        most: How many bytes are taken.

    Raises:
        OSError: When there is no such file, it is not one, or it cannot be read.
        ValueError: When no file can have this name.
    """
    refuse_what_is_no_file(path)
    with path.open("rb") as stream:
        return stream.read(most + 1)
