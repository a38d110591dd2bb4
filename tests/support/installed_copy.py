"""The package as a wheel installs it, in a folder of its own."""

import functools
import shutil
from pathlib import Path

import intimacy_kit as ik
from intimacy_kit.packs import compiled
from intimacy_kit.packs.files import built_in
from intimacy_kit.packs.reader import Reading

SOURCE = Path(ik.__file__).parent
DATA = Path(str(built_in()))


@functools.cache
def compiled_text():
    """Return what the build writes as the compiled catalogue."""
    return compiled.compile_parts(Reading(DATA).compile(), compiled.checksum(DATA))


def installed(site, *, with_compiled=True):
    """Return a copy of the package with its data in a folder, with the compiled catalogue or without it."""
    package = site / "intimacy_kit"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__", "data", compiled.NAME))
    shutil.copytree(DATA, package / "data")
    if with_compiled:
        (package / compiled.NAME).write_text(compiled_text(), encoding="ascii")
    return package
