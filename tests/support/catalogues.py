"""The built-in catalogue, read once for a process and a language: a catalogue never changes."""

import functools

import intimacy_kit as ik


@functools.cache
def built_in(locale=None):
    """Return the built-in catalogue, in its own language or another."""
    return ik.load(locale=locale)
