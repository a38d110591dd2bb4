"""Build hook: put the built-in catalogue into the wheel as JSON as well, with a checksum of its YAML."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogue(BuildHookInterface[Any]):
    """Adds the file to a wheel; an editable install goes on reading YAML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the file to a temporary folder and name it to the builder."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from intimacy_kit.packs.compiled import NAME, checksum, compile_parts  # the source is on the path only now
        from intimacy_kit.packs.reader import Reading

        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / NAME
        data = root / "data"
        path.write_text(compile_parts(Reading(data).compile(), checksum(data)), encoding="ascii", newline="\n")
        build_data["force_include"][str(path)] = f"intimacy_kit/{NAME}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  # the hook's interface
        """Take the temporary folder away."""
        if version != "editable":
            self.folder.cleanup()
