"""A module that needs an extra says so, and which, where the extra is not installed."""

import importlib.util
import sys
from pathlib import Path

import pytest

import intimacy_kit as ik

SOURCE = Path(ik.__file__).parent


@pytest.mark.parametrize(
    ("module", "package", "extra"),
    [
        ("tables/cells", "narwhals", "tables"),
        ("tables/frame", "narwhals", "tables"),
        ("calendar", "icalendar", "calendar"),
        ("stats/agreement", "scipy", "stats"),
        ("stats/matrix", "numpy", "stats"),
        ("tables/streams", "polars", "tables"),
        ("stats/sample", "numpy", "stats"),
        ("tables/file", "polars", "tables"),
        ("testing", "hypothesis", "testing"),
    ],
)
def test_the_extra_is_named(monkeypatch, module, package, extra):
    monkeypatch.setitem(sys.modules, package, None)
    spec = importlib.util.spec_from_file_location(f"without_{package}", SOURCE / f"{module}.py")
    fresh = importlib.util.module_from_spec(spec)
    with pytest.raises(ik.MissingExtra, match=rf"pip install 'intimacy_kit\[{extra}\]'"):
        spec.loader.exec_module(fresh)
