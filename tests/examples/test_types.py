"""mypy --strict accepts the how-tos and the FastAPI example as they stand."""

import doctest
import re
import subprocess
import sys

import pytest

from tests.support.paths import DOCS, EXAMPLES, ROOT

PAGES = [ROOT / "README.md", DOCS / "index.md", DOCS / "first-check-in.md", *sorted(DOCS.glob("how-to-*.md"))]
UNTYPED = "--disable-error-code=import-untyped"  # software of others that has no types


def code_of(page):
    """Return the examples of a page as one program."""
    blocks = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    examples = doctest.DocTestParser()
    return "".join(
        "".join(each.source for each in examples.get_examples(block)) if ">>>" in block else block for block in blocks
    )


@pytest.mark.slow
def test_the_how_tos_pass_a_strict_type_checker_as_they_stand(tmp_path):
    programs = [EXAMPLES / "fastapi_app" / "main.py"]
    for page in PAGES:
        if code := code_of(page):
            programs.append(tmp_path / f"{page.stem.lower().replace('-', '_')}_page.py")
            programs[-1].write_text(code, encoding="utf-8")
    assert len(programs) > 12
    options = ["--strict", UNTYPED, "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *programs],
        env={"MYPYPATH": str(ROOT / "src"), "PATH": ""}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.startswith("Success"), done.stdout
