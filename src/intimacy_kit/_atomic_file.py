"""Write files and folders atomically: a reader sees all of it or nothing, whatever stops the writing."""

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path, *, overwrite: bool = False) -> Generator[BinaryIO, None, None]:
    """Give a stream whose content is at a path once the block has ended without an error, and nowhere otherwise.

    Where the system can (Linux), the file has no name until then, so that even a process that is
    killed while it writes leaves nothing behind. Elsewhere, and for the moment in which a file takes
    another's place, it has a name beside the path, that begins with a dot and ends with ``.part``.
    Only the account that writes it can read the file. Where several processes write to one path,
    only the first succeeds if no file may be replaced, and the last one wins if it may.

    Args:
        path: Where to write the file. Its folder must exist.
        overwrite: Whether a file that is there already is replaced.

    Yields:
        The stream to write to. It is flushed to the disk before the file gets its name.

    Raises:
        FileExistsError: When something is at the path and may not be replaced.
        OSError: When the file cannot be written, or what it would replace is a device, a pipe or a folder.
    """
    _refuse_existing(path, overwrite=overwrite)
    _refuse_what_is_no_file(path)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    stream, named = _opened(path.parent, part)
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if not named:
                _name(stream.fileno(), part)
        if overwrite:
            part.replace(path)
        else:
            _place(part, path)
        with suppress(OSError):  # not every system lets a folder be flushed
            _flush_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Generator[Path, None, None]:
    """Give a new folder whose content is at a path once the block has ended without an error, and nowhere otherwise.

    Until then it has a name beside the path, that begins with a dot and ends with ``.part``. A process that is killed
    leaves it there.

    Args:
        path: Where the folder will be. What it lies in must exist.

    Yields:
        The folder to write into.

    Raises:
        FileExistsError: When something is at the path.
        OSError: When the folder cannot be written.
    """
    _refuse_existing(path, overwrite=False)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    part.mkdir()
    try:
        yield part
        _refuse_existing(path, overwrite=False)
        part.rename(path)
        with suppress(OSError):  # not every system lets a folder be flushed
            _flush_folder(path.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refuse_existing(path: Path, *, overwrite: bool) -> None:
    if not overwrite and os.path.lexists(path):
        raise FileExistsError(path)


def _refuse_what_is_no_file(path: Path) -> None:
    """Refuse to put a file in the place of a device, a pipe or a folder; of a link, only the link is replaced."""
    if not path.name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    with suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            raise OSError(errno.EINVAL, "it is not a file")


def _opened(folder: Path, part: Path) -> tuple[BinaryIO, bool]:
    """Return a new stream in a folder, without a name where that works, and whether it has one."""
    if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir():
        with suppress(OSError):  # not every file system has files without a name
            return os.fdopen(os.open(folder, os.O_RDWR | os.O_TMPFILE, 0o600), "w+b"), False
    return os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "w+b"), True


def _name(file: int, path: Path) -> None:
    """Link an open file that has no name to a path."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:  # the folder is not used; without one, Python makes a link to the link in /proc
        os.link(f"/proc/self/fd/{file}", path, src_dir_fd=folder)
    finally:
        os.close(folder)


def _place(part: Path, path: Path) -> None:
    """Move a file to its path unless another file is there by now."""
    try:
        os.link(part, path)  # a rename would replace what is there
    except FileExistsError:
        raise
    except OSError:  # not every file system has links
        _refuse_existing(path, overwrite=False)
        part.replace(path)


def _flush_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
