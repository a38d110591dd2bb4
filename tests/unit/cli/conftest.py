"""Commands are run in this process, one after the other, and the built-in catalogue never changes."""

import functools

import pytest

from intimacy_kit.cli import options

load_once = functools.cache(options.load)


@pytest.fixture(autouse=True)
def commands_load_the_built_in_catalogue_once(monkeypatch):
    monkeypatch.setattr(options, "load", load_once)
