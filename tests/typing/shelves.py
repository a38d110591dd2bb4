"""What a user's type checker infers of the shelves of a catalogue and of the records on them."""

from collections.abc import ItemsView, ValuesView
from typing import assert_type

import intimacy_kit as ik
from intimacy_kit.content import Shelf

catalogue = ik.load()

assert_type(catalogue.items["time.plan"], ik.Item)
assert_type(catalogue.practices["time.memory-jar"], ik.Practice)
assert_type(catalogue.practices.get("time.memory-jar"), ik.Practice | None)
assert_type(catalogue.prompts.values(), ValuesView[ik.Prompt])
assert_type(catalogue.sources.items(), ItemsView[str, ik.Source])
assert_type([pillar.title for pillar in catalogue.pillars.values()], list[str])
assert_type("time" in catalogue.pillars, bool)
assert_type(catalogue.forms, Shelf[ik.Form])
assert_type(catalogue.scales, Shelf[ik.ResponseScale])

practice = catalogue.practices["time.memory-jar"]
assert_type(practice.gates, tuple[ik.Gate, ...])
assert_type(practice.steps, tuple[str, ...])
