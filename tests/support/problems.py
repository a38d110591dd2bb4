"""What a refusal says, as data."""

import pytest

import intimacy_kit as ik


def problems_of(call, *args, **kwargs):
    """Return code and place of each problem for which a call is refused."""
    with pytest.raises((ik.InvalidValue, ik.InvalidResponse)) as error:
        call(*args, **kwargs)
    return [(problem.code, problem.location) for problem in error.value.problems]
