"""Ids stay, and a change that could move a score raises the revision.

`revisions.json` holds what each item was when it was last released: its revision, and a digest of what
could move its score. To accept a change, raise the item's revision, name it under Content in the
changelog, and run `python -m tests.content.revisions`.
"""

import attrs
import pytest

import intimacy_kit as ik

from .revisions import faults, locked, state


def test_the_items_are_those_that_were_locked(catalogue):
    assert [] == faults(locked(), state(catalogue))


def with_scale(catalogue, scale):
    return attrs.evolve(catalogue, scales=[*(each for each in catalogue.scales.values() if each.id != scale.id), scale])


def changed(catalogue, **changes):
    items = {**catalogue.items}
    items["listening.attention"] = attrs.evolve(items["listening.attention"], **changes)
    return state(attrs.evolve(catalogue, items=items.values()))


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ik.Wording("listen", "listen")},
        {"keying": ik.Keying.REVERSE},
        {"role": ik.Role.FELT},
        {"weight": 2},
        {"question": ik.Wording("Do you listen?", "Do they listen?")},
    ],
)
def test_a_change_without_a_higher_revision_is_found(catalogue, changes):
    (fault,) = faults(locked(), changed(catalogue, **changes))
    assert "listening.attention: could move scores and still has revision 1; raise it to 2" in fault
    assert [] == faults(locked(), changed(catalogue, **changes, revision=2))


def test_a_vanished_id_is_found(catalogue):
    now = state(catalogue)
    del now["listening.attention"]
    (fault,) = faults(locked(), now)
    assert "listening.attention: has vanished" in fault


def test_a_new_item_that_was_not_locked_is_found(catalogue):
    before = locked()
    del before["listening.attention"]
    (fault,) = faults(before, state(catalogue))
    assert "listening.attention: is new" in fault


def test_a_lowered_revision_is_found(catalogue):
    before = {**locked(), "listening.attention": {"revision": 3, "digest": "x"}}
    (fault,) = faults(before, state(catalogue))
    assert "raise it to 4" in fault


def test_a_scale_that_changes_is_found_at_its_items(catalogue):
    scale = catalogue.scales["frequency"]
    wider = attrs.evolve(scale, choices=(*scale.choices, ik.Choice("Always", 5)))
    here = sorted(item.id for item in catalogue.items.values() if item.scale == "frequency")
    found = faults(locked(), state(with_scale(catalogue, wider)))
    assert here == [fault.partition(":")[0] for fault in found]
