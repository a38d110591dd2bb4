"""Equality of values that keep something to themselves."""

import attrs

from intimacy_kit._values.equality import compared_whole


@attrs.frozen
class Plain:
    kept: int = attrs.field(repr=False)


@compared_whole
@attrs.frozen
class Whole:
    kept: int = attrs.field(repr=False)


def test_a_value_compares_as_before():
    assert Whole(1) == Whole(1)
    assert Whole(1) != Whole(2)
    assert Whole(1) != Plain(1)
    assert hash(Whole(1)) == hash(Whole(1))


def test_pytest_takes_no_value_apart_to_say_how_two_differ(request):
    def said(kind):
        return request.config.hook.pytest_assertrepr_compare(
            config=request.config, op="==", left=kind(990073), right=kind(1)
        )

    assert "990073" not in str(said(Whole))
    assert "990073" in str(said(Plain))
