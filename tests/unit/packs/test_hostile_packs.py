"""Any pack of a stranger is refused or read, on the slow parser, with bounded work and in a bounded memory."""

import json
import subprocess
import sys
from datetime import date

import pytest

import intimacy_kit as ik
from intimacy_kit.content.score_rule import MOST_DEEP
from intimacy_kit.packs.files import MOST_PROBLEMS
from tests.support.hostile_packs import BODIES, FILES, MOST_CALLS, calls_of, outcome_of, slow_packs
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


FORM = b"- {id: f, title: F, items: all, roles: [scored, choice], stem: {self: '{item}'}}\n"
SLOW = dict(slow_packs())


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_a_pack_whose_parts_refer_to_many_others_is_read_in_few_steps(name):
    outcome = outcome_of(ik.check_path, Memory({**FILES, **SLOW[name]}))
    assert "failed" not in outcome
    assert 4_000_000 > outcome["calls"]


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


def chained(count):
    """Return a pack of a drawn form in which each item is shown after the one before it."""
    item = "- {id: c%d, pillar: warm, scale: s, role: choice, text: {self: x}, show_if: {item: %s, equals: 1}}\n"
    items = "".join(item % (i, f"c{i - 1}" if i else "a") for i in range(count)).encode()
    form = FORM.replace(b"id: f,", b"id: f, order: drawn,")
    return ik.load_path(Memory({**FILES, "forms.yaml": form, "items/c.yaml": items}))


def test_a_long_chain_of_conditions_is_drawn_in_as_many_steps_as_it_is_long():
    drawn, calls = calls_of(lambda: ik.draw(chained(800), form="f", seed="s"))
    assert ["a", *(f"c{i}" for i in range(800))] == list(drawn.item_ids)
    assert 1_500_000 > calls


def test_a_condition_on_scores_within_scores_works_each_out_once():
    item = "- {id: c%d, pillar: warm, scale: s, role: choice, text: {self: x}, show_if: {score: x15, at_least: 1}}\n"
    items = {"items/c.yaml": "".join(item % i for i in range(50)).encode(), "forms.yaml": FORM}
    drawn = ik.draw(ik.load_path(Memory({**_chain(MOST_DEEP), **items})), form="f", seed="s")
    response, calls = calls_of(lambda: drawn.answer({"a": 1}, on=date(2026, 11, 23)))
    assert ik.Missing.BLANK == response.answers["c49"]
    assert 100_000 > calls


def test_what_a_score_came_to_is_worked_out_again_once_an_item_of_it_is_answered():
    item = "- {id: %s, pillar: warm, scale: s, role: %s, text: {self: x}%s}\n"
    items = [("b", "scored", ""), ("c", "choice", ", show_if: {score: z, at_least: 1}"), ("d", "scored", "")]
    files = {**FILES, "items/b.yaml": "".join(item % each for each in items).encode()}
    files["scores.yaml"] = b"- {id: z, title: T, reading: sum, items: [a, b]}\n- {id: y, title: T, items: [d]}\n"
    key = ik.ScoringKey.from_form(ik.load_path(Memory({**files, "forms.yaml": FORM})), "f")
    asked = ("a", "c", "b", "c")
    assert ("a", "b", "c") == key.shown(asked, {"a": 0, "b": 1, "c": 1})
