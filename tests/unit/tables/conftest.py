"""The same test on ten engines: in the fast subset Polars speaks for all."""

import pytest


def pytest_collection_modifyitems(items):
    for item in items:
        engine = item.callspec.params.get("engine", "polars") if hasattr(item, "callspec") else "polars"
        if engine != "polars":
            item.add_marker(pytest.mark.slow)
