"""A pack in memory: a folder that `importlib.resources` could walk, made of a mapping of paths to bytes."""

import copy
import io
from pathlib import Path


class Memory:
    """A Traversable over {"items/a.yaml": b"..."}."""

    def __init__(self, files, path=""):
        self.files, self.path = files, path

    @property
    def name(self):
        return self.path.rpartition("/")[2]

    def _children(self):
        start = f"{self.path}/" if self.path else ""
        return sorted({name[len(start) :].partition("/")[0] for name in self.files if name.startswith(start)})

    def is_dir(self):
        return self.path not in self.files and bool(self._children())

    def is_file(self):
        return self.path in self.files

    def iterdir(self):
        return (self / name for name in self._children())

    def joinpath(self, name):
        child = copy.copy(self)
        child.path = f"{self.path}/{name}" if self.path else name
        return child

    __truediv__ = joinpath

    def open(self, mode="r", **_):
        assert mode == "rb"
        return io.BytesIO(self.files[self.path])


def folder(path):
    """Return a folder of files as a mapping of relative paths to bytes."""
    path = Path(path)
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in sorted(path.rglob("*")) if each.is_file()}
