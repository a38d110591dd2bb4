"""Zip archives of strangers: the list of names is checked before anything is unpacked or any folder is made of it."""

import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from importlib.resources.abc import Traversable
from pathlib import Path

import attrs

from intimacy_kit._outside_text import LONGEST
from intimacy_kit.errors import Problem

READ_ERRORS = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
)
"""What opening or reading a file of a folder or a zip archive may raise."""


@attrs.frozen
class _Limits:
    bytes: int = 4_194_304
    members: int = 2_000
    name: int = 240
    depth: int = 10


LIMITS = _Limits()
"""How large an archive may be: bytes, members, and the characters and parts of a name."""

_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def opened(path: Path) -> tuple[Traversable, tuple[Problem, ...]]:
    """Return the folder that holds pack.yaml, which may lie one folder deep, and what makes the archive unfit.

    Args:
        path: The archive.

    Returns:
        The folder and no problem, or the path itself and the problems.
    """
    try:
        if not path.is_file():
            return path, ()
        if path.stat().st_size > LIMITS.bytes:
            message = f"the archive has more than {LIMITS.bytes} bytes"
            return path, (Problem("too-large", message, "keep what belongs to the pack", file=path.name),)
        archive = zipfile.ZipFile(path)
    except READ_ERRORS:
        return path, ()
    problems = unfit_members(archive, path.name)
    if problems:
        archive.close()
        return path, problems
    root = zipfile.Path(archive)
    inside = [each for each in root.iterdir() if not each.name.startswith((".", "__MACOSX"))]
    return (inside[0] if len(inside) == 1 and inside[0].is_dir() else root), ()


def unfit_members(archive: zipfile.ZipFile, name: str) -> tuple[Problem, ...]:
    """Return what makes an archive unfit, by its list of names.

    Args:
        archive: The archive, open.
        name: The name of its file.
    """
    return tuple(attrs.evolve(each, file=name) for each in _problems(archive.infolist()))


def _problems(members: list[zipfile.ZipInfo]) -> list[Problem]:
    """Return a problem for each way in which members are unfit, which names the first of them."""
    if len(members) > LIMITS.members:
        message = f"the archive has more than {LIMITS.members} members"
        return [Problem("too-large", message, "keep what belongs to the pack")]
    problems: list[Problem] = []
    for is_unfit, what, remedy in _UNFIT:
        if unfit := [member.filename for member in members if is_unfit(member)]:
            problems.append(_unfit(unfit, what, remedy))
    names = Counter(member.filename.rstrip("/").casefold() for member in members)
    if twice := [name for name, count in names.items() if count > 1]:
        problems.append(_unfit(twice, "there twice, perhaps in other letters", "keep one"))
    return problems


def _unfit(names: list[str], what: str, remedy: str) -> Problem:
    more = f", and {len(names) - 1} more" if len(names) > 1 else ""
    return Problem("unfit-archive", f"the member {names[0][:LONGEST]!a} is {what}{more}", remedy)


def _has_odd_name(member: zipfile.ZipInfo) -> bool:
    """Whether either of the names of a member is odd: a Python that reads an extra field for it takes another."""
    return any(map(_is_odd, {member.orig_filename, member.filename}))


def _is_odd(name: str) -> bool:
    parts = name.removesuffix("/").split("/")
    return (
        len(name) > LIMITS.name
        or len(parts) > LIMITS.depth
        or not name.isprintable()
        or "\\" in name
        or any(part in ("", ".", "..") for part in parts)
    )


def _is_link(member: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _is_encrypted(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & _ENCRYPTED)


def _is_packed_oddly(member: zipfile.ZipInfo) -> bool:
    return member.compress_type not in _PACKINGS


_UNFIT: tuple[tuple[Callable[[zipfile.ZipInfo], bool], str, str], ...] = (
    (_has_odd_name, "called what no file of a pack is", "use short relative names with / between their parts"),
    (_is_link, "a link or a device", "put the file itself in"),
    (_is_encrypted, "encrypted", "pack it without a password"),
    (_is_packed_oddly, "neither stored nor deflated", "pack it the usual way"),
)
