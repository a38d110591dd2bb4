"""Any pack of a stranger is refused or read, on the slow parser, with bounded work and in a bounded memory."""

import json
import subprocess
import sys

import pytest

import intimacy_kit as ik
from intimacy_kit.content.score_rule import MOST_DEEP
from intimacy_kit.packs.files import MOST_PROBLEMS
from tests.support.hostile_packs import BODIES, FILES, MOST_CALLS
from tests.support.memory_pack import Memory
from tests.support.paths import TESTS


@pytest.mark.slow
def test_every_hostile_pack_is_refused_or_read_within_its_limits():
    command = [sys.executable, "-m", "tests.support.hostile_packs"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=TESTS.parent)
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [] == [each for each in outcomes if "failed" in each]
    assert [] == [each for each in outcomes if each["problems"] > MOST_PROBLEMS or each["calls"] > MOST_CALLS]
    assert 200 < len(outcomes)


def codes(more):
    return [each.code for each in ik.check_path(Memory({**FILES, **more}))]


def test_no_more_problems_are_listed_of_a_pack_than_a_person_reads_and_the_last_says_so():
    found = codes({f"items/x{i}.yaml": b"- {}\n" * 50 for i in range(5)})
    assert MOST_PROBLEMS == len(found)
    assert "too-many-problems" == found[-1]


def test_a_pack_with_too_many_values_in_all_its_files_is_refused_once():
    more = {f"items/x{i}.yaml": BODIES["good records"].replace(b"id: g", b"id: g%d." % i) for i in range(6)}
    found = ik.check_path(Memory({**FILES, **more}))
    assert "the pack holds more than 60000 values" in [each.message for each in found if each.code == "too-many-nodes"]


def test_a_pack_with_too_many_bytes_in_all_its_files_is_refused():
    found = ik.check_path(Memory({**FILES, **{f"items/x{i}.yaml": BODIES["one scalar"] for i in range(5)}}))
    assert "the pack has more than 1048576 bytes" in [each.message for each in found if each.code == "too-large"]


def test_a_translation_may_be_as_large_as_its_pack_and_no_larger():
    half, line = 120_000, "# a note of the translator\n"
    note = (line * (half // len(line))).encode()
    items = {f"items/x{i}.yaml": note + b"[]" for i in range(5)}
    for files, codes_ in ((4, set()), (10, {"too-large"})):
        texts = {f"locales/es/items/x{i}.yaml": note + b"{}" for i in range(files)}
        pack = Memory({**FILES, **items, **texts})
        found = {each.code for each in ik.check_translation(pack, "es")}
        assert codes_ == found & {"too-large"}


def test_a_pack_with_too_many_files_in_all_its_folders_is_refused():
    found = codes({f"{folder}/x{i}.yaml": b"[]" for folder in ("items", "prompts") for i in range(600)})
    assert ["too-large"] == found


def _chain(count):
    """Return scores of which each but the first is made of the one before, twice over."""
    first = "- {id: x0, title: T, items: [a]}\n- {id: y0, title: T, items: [a]}\n"
    more = "".join(
        f"- {{id: {name}{i}, title: T, scores: [x{i - 1}, y{i - 1}]}}\n" for i in range(1, count) for name in "xy"
    )
    return {**FILES, "scores.yaml": (first + more).encode()}


def test_scores_within_scores_are_as_small_as_they_are_many():
    key = ik.ScoringKey.from_form(ik.load_path(Memory(_chain(MOST_DEEP))), "f")
    assert 10_000 > max(len(each.rule) for each in key.subscales)
    assert 2 * MOST_DEEP == len(key.subscales)


def test_scores_that_lie_too_deep_within_each_other_are_refused_once_a_line():
    assert ["too-deep", "too-deep"] == [each.code for each in ik.check_path(Memory(_chain(MOST_DEEP + 5)))]


def test_a_stored_key_whose_scores_lie_too_deep_is_refused():
    data = ik.ScoringKey.from_form(ik.load_path(Memory(_chain(MOST_DEEP))), "f").to_dict()
    deeper = [{**data["scores"][-1], "id": "z", "scores": [f"x{MOST_DEEP - 1}"]}]
    with pytest.raises(ik.InvalidValue, match="more than 16 scores lie one within the other"):
        ik.ScoringKey.from_dict(data | {"scores": [*data["scores"], *deeper]})
