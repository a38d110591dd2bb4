"""A fresh process that loads the whole catalogue, beside other libraries: python -m tests.benchmarks.start WHEEL.

Makes a virtual environment, installs the wheel and the libraries that it is compared with, and prints medians of whole
processes, taken in turns; an empty Python is one of them. Bytecode is kept, as an installed app keeps it. Then the
memory that the catalogue holds, in Python objects.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROUNDS = 15
OTHERS = ["pycountry", "holidays", "Faker"]
SAME = """
import json, sys
import intimacy_kit as ik
from intimacy_kit.content.kinds import SHELVES
catalogue = ik.load()
content = {name: [value.to_dict() for value in getattr(catalogue, name).values()] for name in SHELVES}
json.dump(content, open(sys.argv[1], "w"))
"""
HELD = """
import gc, tracemalloc
import intimacy_kit as ik
tracemalloc.start()
catalogue = ik.load()
gc.collect()
print("held by load()", tracemalloc.get_traced_memory()[0])
repr(catalogue)
gc.collect()
print("... and every part of it used", tracemalloc.get_traced_memory()[0])
"""


def main(wheel):
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", wheel, *OTHERS], check=True)
        same = str(Path(folder) / "same.json")
        installed = next(Path(folder).glob("lib/*/site-packages/intimacy_kit"))
        shutil.copytree(installed, Path(folder) / "checkout" / "intimacy_kit")
        (Path(folder) / "checkout" / "intimacy_kit" / "_catalogue.jsonl").unlink()
        subprocess.run([python, "-c", SAME, same], check=True, env=environment)
        ways = {
            "python": "pass",
            "import attrs; json.load of the same content": f"import attrs, json; json.load(open({json.dumps(same)}))",
            "import intimacy_kit": "import intimacy_kit",
            "import intimacy_kit; load()": "import intimacy_kit; intimacy_kit.load()",
            "... and every part of it used": "import intimacy_kit; repr(intimacy_kit.load())",
            "... and a check-in drawn": "import intimacy_kit as ik; ik.draw(ik.load(), form='pulse', seed='s')",
            "import attrs": "import attrs",
            "import intimacy_kit; load() from YAML": "import sys; sys.path.insert(0, 'checkout');"
            "import intimacy_kit; repr(intimacy_kit.load())",
            "pycountry, first lookup": "import pycountry; pycountry.countries.get(alpha_2='DE')",
            "holidays, first lookup": "import holidays; holidays.country_holidays('DE').get('2026-01-01')",
            "Faker, first name": "import faker; faker.Faker().name()",
        }
        taken = {name: [] for name in ways}
        for turn in range(ROUNDS + 1):
            for name, code in ways.items():
                begun = time.perf_counter()
                subprocess.run([python, "-c", code], check=True, env=environment, cwd=folder)
                if turn:
                    taken[name].append(time.perf_counter() - begun)
        held = subprocess.run([python, "-c", HELD], check=True, env=environment, capture_output=True, text=True)
    medians = {name: statistics.median(each) for name, each in taken.items()}
    base = medians["import attrs; json.load of the same content"]
    for name, seconds in medians.items():
        print(f"{name:<46} {seconds * 1000:>8.1f} ms  {seconds / base:>6.2f} x")
    for line in held.stdout.splitlines():
        what, _, size = line.rpartition(" ")
        print(f"{what:<46} {int(size) / 1024:>8.0f} KiB")


if __name__ == "__main__":
    main(sys.argv[1])
