"""The same test on ten engines: two of them are enough for the fast subset."""

import pytest

FAST = ("polars", "pandas")


def pytest_collection_modifyitems(items):
    for item in items:
        engine = getattr(item, "callspec", None) and item.callspec.params.get("engine")
        if engine and engine not in FAST:
            item.add_marker(pytest.mark.slow)
