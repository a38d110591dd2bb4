"""A pack of one's own, compiled once: a file beside its YAML that loads some twenty times as fast.

The file is loaded where it is named, and only there, so a folder from elsewhere is never more than its YAML. It holds
a SHA-256 of that YAML, one of itself, and the version of this library. Where one of them is another, it is refused.
"""

import hashlib
from pathlib import Path

from intimacy_kit._atomic_file import whole_file
from intimacy_kit._version import __version__
from intimacy_kit.errors import PackError, Problem
from intimacy_kit.packs.compiled import Compiled, compile_parts

COMPILED = "compiled.jsonl"
"""The name of the file, in the pack's folder."""

_PACK = "pack.yaml"


def compile_pack(path: str | Path) -> Path:
    """Check a pack and write what it holds to one file in its folder, which `load_path` loads much faster.

    A file from an earlier time is replaced.

    Args:
        path: The pack's folder.

    Returns:
        The path of the file, `compiled.jsonl`.

    Raises:
        PackError: Listing every problem of the pack, or that it is not a folder.
    """
    from intimacy_kit.packs.reader import Reading  # noqa: PLC0415  # what loads the file does without YAML

    folder = Path(path)
    if folder.is_file():
        raise PackError([Problem("unreadable", "only a folder can be compiled", "unpack the archive", file=str(path))])
    parts = Reading(folder).compile()
    body = compile_parts(parts, _digest_of(folder), kit=__version__)
    target = folder / COMPILED
    with whole_file(target, overwrite=True) as stream:
        stream.write(f"{_digest(body)}\n{body}".encode("ascii"))
    return target


def read_compiled_pack(path: str | Path) -> Compiled:
    """Return a compiled pack.

    Args:
        path: The file.

    Raises:
        PackError: When it cannot be read, was changed, or was made of other YAML than lies beside it.
    """
    file = Path(path)
    try:
        with file.open(encoding="ascii", newline="\n") as stream:
            digest, body = stream.readline().strip(), stream.read()
        compiled = Compiled(body.splitlines(keepends=True))
        if not compiled.is_whole:
            raise ValueError
        stale = (file.parent / _PACK).exists() and compiled.checksum != _digest_of(file.parent)
    except (OSError, ValueError, TypeError, LookupError):  # not there, or no such file at all
        remedy = "name the folder that holds pack.yaml"
        raise PackError([Problem("unreadable", "this is not a compiled pack", remedy, file=str(file))]) from None
    if _digest(body) != digest:
        raise _refused("changed", file)
    if compiled.kit != __version__:
        raise _refused("made by another version of this library", file)
    if stale:
        raise _refused("made of other YAML than lies beside it", file)
    return compiled


def _refused(why: str, file: Path) -> PackError:
    message = f"the compiled pack was {why}"
    return PackError([Problem("stale-file", message, "compile it again with `intimacy-kit compile`", file=str(file))])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _digest_of(folder: Path) -> str:
    """Return the SHA-256 of all YAML files below a folder, by name and content."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.yaml")}
    whole = hashlib.sha256()
    for name, path in sorted(files.items()):
        whole.update(f"{name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()
