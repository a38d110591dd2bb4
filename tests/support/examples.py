"""How many examples a property gets, where each of them costs more than most."""

from hypothesis import HealthCheck, settings


def at_least(count, *, share, **more):
    """Return settings of `count` examples, or one of `share` of the profile's where that is more.

    So a property that is slow is quick in each run, and takes its part in the thorough one.
    """
    return settings(max_examples=max(count, settings().max_examples // share), **more)


ANY_HEALTH = {"suppress_health_check": list(HealthCheck)}
"""For what is slow to draw, as whole catalogues are."""
