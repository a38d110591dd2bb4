"""A pack of one's own, compiled once: a file beside its YAML that loads some twenty times as fast.

The file is loaded where it is named, and only there, so a folder from elsewhere is never more than its YAML. It holds
a SHA-256 of that YAML, one of itself, and the version of this library. Where one of them is another, it is refused.
"""

import hashlib
import os
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any, cast

from intimacy_kit._atomic_file import whole_file
from intimacy_kit._regular_file import content_of
from intimacy_kit._values.arguments import expect
from intimacy_kit._values.nesting import is_deep
from intimacy_kit._values.record import structure
from intimacy_kit._version import __version__
from intimacy_kit.content.kinds import KINDS, SHELVES
from intimacy_kit.errors import PackError, Problem, Problems
from intimacy_kit.packs.compiled import Compiled, compile_parts

COMPILED = "compiled.jsonl"
"""The name of the file, in the pack's folder."""

_PACK = "pack.yaml"
_LARGEST = 1 << 26
"""How many bytes a compiled pack has at most, with all its translations."""
_MOST_FILES = 10_000
_LARGEST_FILE = 1 << 18
"""Of no more and no larger files than these is any pack made that can be compiled."""


class _OwnPack(Compiled):
    """A compiled pack that anybody may have written: its records are checked when a shelf is first used.

    Args:
        lines: The lines of the file.
        file: Where it is.

    Raises:
        ValueError, TypeError, LookupError: When the first is not a header.
    """

    def __init__(self, lines: list[str], file: Path) -> None:
        super().__init__(lines)
        self._file = file

    @property
    def is_whole(self) -> bool:
        """Whether the file has all its parts and was read to its end."""
        wanted = ["pack", *SHELVES, *(f"locales/{locale}" for locale in self.locales)]
        return self._parts == wanted and {*map(type, self.locales)} <= {str} and super().is_whole

    @property
    def locale(self) -> str:
        """The pack's own language."""
        return str(self._records("pack")[0].locale)

    def texts(self, locale: str) -> dict[str, dict[str, Any]]:
        """Return the texts of a translation as plain data, by shelf and id.

        Args:
            locale: One of `locales`.
        """
        from intimacy_kit.content.translation import TRANSLATIONS  # noqa: PLC0415  # most apps start in one language

        plain = self._plain(f"locales/{locale}")
        problems = Problems()
        texts = cast(dict[str, dict[str, Any]], plain if isinstance(plain, dict) else {"": plain})
        for shelf, of_shelf in texts.items():
            kind: Any = TRANSLATIONS.get(shelf, str)
            structure(Mapping[str, kind], of_shelf, problems)
        self._refuse(problems)
        return texts

    def _records(self, name: str) -> list[Any]:
        problems = Problems()
        kind: Any = KINDS[name].record
        records: tuple[Any, ...] = structure(tuple[kind, ...], self._plain(name), problems)
        if name == "pack" and not problems and len(records) != 1:
            problems.add("wrong-kind", "the file is of one pack")
        self._refuse(problems)
        return list(records)

    def _plain(self, name: str) -> Any:
        if not is_deep(self._lines[1 + self._parts.index(name)]):
            try:
                return super()._plain(name)
            except ValueError:
                pass
        raise _refused("damaged", self._file)

    def _refuse(self, problems: Problems) -> None:
        if problems:
            raise _refused("damaged", self._file)


def compile_pack(path: str | Path) -> Path:
    """Check a pack and write what it holds to one file in its folder, which `load_path` loads much faster.

    A file from an earlier time is replaced.

    Args:
        path: The pack's folder.

    Returns:
        The path of the file, `compiled.jsonl`.

    Raises:
        PackError: Listing every problem of the pack and its translations, that it is not a folder, or that the file
            cannot be written.
    """
    from intimacy_kit.packs.reader import Reading  # noqa: PLC0415  # what loads the file does without YAML

    folder = Path(path) if isinstance(path, str) else path
    expect(Path, folder, "path", "give the pack's folder")
    if os.path.isfile(folder):  # noqa: PTH113  # which says so of no name that is too long
        raise PackError([Problem("unreadable", "only a folder can be compiled", "unpack the archive", file=str(path))])
    parts = Reading(folder).compile()
    body = compile_parts(parts, _digest_of(folder), kit=__version__)
    target = folder / COMPILED
    try:
        with whole_file(target, overwrite=True) as stream:
            stream.write(f"{_digest(body)}\n{body}".encode("ascii"))
    except OSError as error:
        message = f"the compiled pack cannot be written ({error.strerror})"
        raise PackError([Problem("unwritable", message, "make room for it in the folder", file=str(target))]) from None
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
        content = content_of(file, _LARGEST)
        digest, _, body = content[:_LARGEST].decode("ascii").partition("\n")
        compiled = _OwnPack(body.splitlines(keepends=True), file)
        if len(content) > _LARGEST or not compiled.is_whole:
            raise ValueError
        stale = (file.parent / _PACK).exists() and compiled.checksum != _digest_of(file.parent)
    except (OSError, ValueError, TypeError, LookupError):  # not there, or no such file at all
        remedy = "name the folder that holds pack.yaml"
        raise PackError([Problem("unreadable", "this is not a compiled pack", remedy, file=str(file))]) from None
    if _digest(body) != digest.strip():
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
    found = (path for path in folder.rglob("*.yaml") if path.is_file())
    files = {path.relative_to(folder).as_posix(): path for path in islice(found, _MOST_FILES)}
    whole = hashlib.sha256()
    for name, path in sorted(files.items()):
        content = hashlib.sha256(content_of(path, _LARGEST_FILE)).hexdigest()
        whole.update(f"{name}\n{content}\n".encode(errors="surrogateescape"))
    return whole.hexdigest()
