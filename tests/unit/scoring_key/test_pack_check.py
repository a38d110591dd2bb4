"""A pack whose scores cannot be worked out is refused where its rule stands, not once it is scored."""

import json

import pytest

import intimacy_kit as ik
from tests.support.memory_pack import Memory

FILES = {
    "pack.yaml": {"id": "p", "version": "1.0", "title": "P", "licence": "CC0-1.0", "locale": "en"},
    "pillars.yaml": [{"id": "all", "title": "All", "summary": "All."}],
    "scales.yaml": [
        {"id": id, "choices": [{"value": value, "label": f"{value}"} for value in values]}
        for id, values in {"plain": (0, 1, 2), "below": (-1, 0, 1)}.items()
    ],
    "items/all.yaml": [
        {"id": f"item.{n}", "pillar": "all", "scale": scale, "role": "scored", "text": {"self": f"Item {n}"}}
        for n, scale in enumerate(("plain", "plain", "below"), 1)
    ],
    "forms.yaml": [
        {"id": form, "title": form, "items": items, "stem": {"self": "{item}"}}
        for form, items in (("whole", "all"), ("again", "all"), ("short", ["item.1"]))
    ],
}
SUM = {"id": "sum", "title": "Sum", "items": ["item.1", "item.2"], "reading": "sum"}
LESS = {"id": "less", "title": "Less", "items": ["item.3"], "reading": "sum"}
PART = {"id": "part", "title": "Part", "items": ["item.2"], "reading": "sum", "divided_by": "sum"}
QUOTIENT = {"id": "quotient", "title": "Quotient", "items": ["item.2"], "reading": "sum"}
FINE = {"id": "fine", "title": "Fine", "items": ["item.1"], "reading": "sum"}


def pack(*scores):
    files = {**FILES, "scores.yaml": list(scores)}
    return Memory({name: json.dumps(tree, indent=1).encode() for name, tree in files.items()})


@pytest.mark.parametrize(
    ("scores", "path", "message"),
    [
        (
            (SUM, LESS, {**QUOTIENT, "divided_by": "less"}),
            ("divided_by",),
            "the values of the score 'less' can lie below 0",
        ),
        (
            (SUM, LESS, PART, {**QUOTIENT, "items": [], "scores": ["part"]}),
            ("scores",),
            "the values of the score 'part' lie on no common steps",
        ),
        (
            (SUM, LESS, {**FINE, "recode": [{"points": {"0": "0.0000001", "1": 1e9, "2": 2}}]}),
            (),
            "the numbers of the score 'fine' grow too large",
        ),
    ],
)
def test_a_rule_that_no_form_can_score_is_a_problem_of_its_pack(scores, path, message):
    files = pack(*scores)
    (problem,) = ik.check_path(files)
    assert ("bad-score", path, "scores.yaml") == (problem.code, problem.path, problem.file)
    assert message in problem.message
    assert 1 < problem.line
    with pytest.raises(ik.PackError, match=message):
        ik.load_path(files)


@pytest.mark.parametrize(
    ("at_least", "highest"), [({"items": ["item.1"], "at_least": 3}, 2), ({"items": ["sum"], "at_least": 5}, 4)]
)
def test_a_recode_that_counts_from_what_nothing_reaches_is_a_problem(at_least, highest):
    screen = {"id": "screen", "title": "Screen", "items": ["item.1"], "scores": ["sum"], "reading": "highest"}
    (problem,) = ik.check_path(pack(SUM, LESS, {**screen, "recode": [at_least]}))
    assert ("bad-points", f"its highest is {highest}") == (problem.code, problem.remedy)
    assert f"no value of {at_least['items'][0]!r} reaches {at_least['at_least']}" == problem.message
    assert () == ik.check_path(pack(SUM, LESS, {**screen, "recode": [{**at_least, "at_least": highest}]}))


def test_a_form_that_asks_nothing_of_a_part_is_no_problem():
    screen = {"id": "screen", "title": "Screen", "items": ["item.1"], "scores": ["less"], "reading": "highest"}
    assert () == ik.check_path(pack(SUM, LESS, {**screen, "recode": [{"items": ["less"], "at_least": 1}]}))


def test_a_rule_that_can_be_scored_is_none():
    assert () == ik.check_path(pack(SUM, LESS, PART))
    assert () == ik.check_path(
        pack(SUM, LESS, PART, {**QUOTIENT, "scores": ["part"], "items": []} | {"scores": ["sum"]})
    )


def test_rules_with_more_than_is_gone_through_wait_until_they_are_used(monkeypatch):
    scores = SUM, LESS, {**QUOTIENT, "divided_by": "less"}  # 3 items; 3 rules of 4 items of 3 answers; 3 forms
    effort = 3 * (3 + 4 * 3 + 4 * (1 + 3))
    for most, codes in ((effort, ["bad-score"]), (effort - 1, [])):
        monkeypatch.setattr("intimacy_kit.scoring_key.pack_check._MOST", most)
        assert codes == [problem.code for problem in ik.check_path(pack(*scores))]
    with pytest.raises(ik.InvalidValue, match="can lie below 0"):
        ik.draw(ik.load_path(pack(*scores)), form="whole", seed="s")
