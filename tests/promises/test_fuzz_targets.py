"""Every fuzz target starts and takes some inputs, so that none stands still unnoticed while what it calls changes."""

import contextlib
import importlib.util
import random
import sys
import types

import pytest

from tests.support.paths import TESTS

TARGETS = sorted((TESTS / "fuzz").glob("fuzz_*.py"))
ATHERIS = types.SimpleNamespace(instrument_imports=lambda **_: contextlib.nullcontext())
"""What the targets take of atheris before it runs them; instruments nothing."""


@pytest.mark.slow
@pytest.mark.parametrize("path", TARGETS, ids=[path.stem for path in TARGETS])
def test_a_fuzz_target_starts_and_takes_any_bytes(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "atheris", ATHERIS)
    monkeypatch.setattr(sys, "path", [*sys.path])  # a target adds to it
    spec = importlib.util.spec_from_file_location(path.stem, path)
    target = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(target)
    chance = random.Random(path.stem)
    for size in (0, 1, 20, 60):
        target.one(chance.randbytes(size))
