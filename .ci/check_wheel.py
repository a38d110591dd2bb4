"""Compare what a wheel holds with what git tracks: nothing missing, nothing more."""

import subprocess
import sys
import zipfile

tracked = subprocess.run(["git", "ls-files", "src/intimacy_kit", "data"], capture_output=True, text=True, check=True)  # noqa: S607  # git is on the path
wanted = {
    path.removeprefix("src/") if path.startswith("src/") else f"intimacy_kit/{path}"
    for path in tracked.stdout.split("\n")
    if path
}
held = {name for name in zipfile.ZipFile(sys.argv[1]).namelist() if ".dist-info/" not in name}
wanted.add("intimacy_kit/_catalogue.jsonl")  # made by the build hook
wanted.discard("intimacy_kit/data/LICENSE")  # among the licences
if wanted != held:
    sys.exit(f"missing from the wheel: {sorted(wanted - held)}\nnot tracked: {sorted(held - wanted)}")
print(f"the wheel holds all {len(held)} tracked files")
