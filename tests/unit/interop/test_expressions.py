"""Scores as expressions: what each answer adds, and when sums leave what floats hold exactly."""

import json
import re
from datetime import date

import attrs
import jsonschema
import numpy as np
import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.content.pack import Pack, Pillar
from intimacy_kit.content.questionnaire import Form, Item, Selection, Wording
from intimacy_kit.content.scale import Choice, ResponseScale
from intimacy_kit.content.score_rule import MOST_DEEP
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.interop import fhir, surveyjs, xlsform
from intimacy_kit.interop._calculations import calculations, key_answer
from intimacy_kit.interop._dialect import NEVER, Dialect
from intimacy_kit.interop._expressions import in_order, inexact_sums, shown_calculations
from intimacy_kit.interop._form import form_of
from intimacy_kit.interop._names import name_of
from intimacy_kit.interop.json_schema import answers_schema
from intimacy_kit.scoring_key import Term
from intimacy_kit.tables import score_frame
from tests.support import rich_catalogue
from tests.support.hostile_packs import FILES, calls_of
from tests.support.memory_pack import Memory, folder
from tests.support.paths import DATA
from tests.support.rules import catalogue_of, rule, scale
from tests.support.score_rows import readings


def two_items(spans, weight):
    """A check-in that asks an item of each scale, the second of them reverse-keyed."""
    scales = [ResponseScale(f"s{i}", (Choice("low", low), Choice("high", high))) for i, (low, high) in enumerate(spans)]
    items = [
        Item(
            f"i{i}",
            "p",
            scale.id,
            ik.Role.SCORED,
            Wording("x"),
            keying=ik.Keying.REVERSE if i == 1 else ik.Keying.FORWARD,
            weight=weight,
        )
        for i, scale in enumerate(scales)
    ]
    catalogue = ik.Catalogue(
        pack=Pack("two", "1.0", "Two", "CC0-1.0", "en", 1),
        pillars=[Pillar("p", "P", "A pillar.")],
        scales=scales,
        items=items,
        forms=[Form("f", "F", stem=Wording("Do you {item}?"))],
    )
    return ik.draw(catalogue, form="f", seed="s")


@pytest.mark.parametrize(
    ("spans", "weight", "lost"),
    [
        ([(0, 999_983), (0, 99_991)], 450, 0),  # the largest number is 8.999e15, and 2**53 is 9.007e15
        ([(0, 999_983), (0, 99_991)], 451, 1),
        ([(0, 99_991), (0, 99_989), (999_999, 1_000_000)], 1, 1),  # the sum is 3e12, one term of it 2e16
        ([(0, 99_991), (0, 99_989), (0, 1)], 1, 0),
    ],
)
def test_sums_that_are_inexact_as_floats_are_a_loss(spans, weight, lost):
    checkin = two_items(spans, weight)
    assert lost == len(inexact_sums(form_of(checkin)))
    assert lost == len(fhir.export_form(checkin).losses)


def test_answers_are_keyed_in_expressions_that_have_no_sign_before_a_number():
    written = {
        (base, sign): key_answer(Term("q", base, sign, 1, 4, (0, 1)), "x")
        for base in (-2, -1, 0, 1, 2)
        for sign in (-2, -1, 1, 2)
    }
    assert {
        (-2, -2): "0 - 2 - 2 * x",
        (-2, -1): "0 - 2 - x",
        (-2, 1): "x - 2",
        (-2, 2): "2 * x - 2",
        (-1, -2): "0 - 1 - 2 * x",
        (-1, -1): "0 - 1 - x",
        (-1, 1): "x - 1",
        (-1, 2): "2 * x - 1",
        (0, -2): "0 - 2 * x",
        (0, -1): "0 - x",
        (0, 1): "x",
        (0, 2): "2 * x",
        (1, -2): "1 - 2 * x",
        (1, -1): "1 - x",
        (1, 1): "x + 1",
        (1, 2): "2 * x + 1",
        (2, -2): "2 - 2 * x",
        (2, -1): "2 - x",
        (2, 1): "x + 2",
        (2, 2): "2 * x + 2",
    } == written
    for (base, sign), text in written.items():
        assert all(base + sign * x == eval(text, {"x": x}) for x in range(-3, 4))


def test_a_score_is_written_as_its_sums_and_a_quotient():
    form = form_of(two_items([(0, 2), (1, 3)], 3))
    dialect = Dialect("[@]", condition="when", divided_by="over", nothing=", none")
    assert {
        "total_score_p": "when([q_i0] >= 0, 3 * [q_i0], 0) + when([q_i1] >= 1, 9 - 3 * [q_i1], 0)",
        "weight_score_p": "when([q_i0] >= 0, 3, 0) + when([q_i1] >= 1, 3, 0)",
        "answered_score_p": "when([q_i0] >= 0, 1, 0) + when([q_i1] >= 1, 1, 0)",
        "score_p": "when([answered_score_p] >= 1, 100 * [total_score_p] over ([weight_score_p] * 2), none)",
    } == calculations(form.scores[0], form, dialect)


def test_a_form_that_lacks_an_item_of_a_sum_has_none_of_its_levels():
    catalogue = rich_catalogue.rich(0)
    fewer = attrs.evolve(catalogue.forms["form"], items=Selection(("a-0.x", "b-1.x")), id="few")
    catalogue = attrs.evolve(catalogue, forms=Shelf("form", [fewer]))
    form = form_of(ik.draw(catalogue, form="few", seed="s"))
    names = in_order(form, Dialect("[@]", condition="when", divided_by="over"))
    assert "value_score_first" in names
    assert not [name for name in names if name.startswith("level_") and name.endswith("score_sum")]


def asked_about_a_partner(condition):
    """A check-in about a partner, with the second of two questions alone, as the first is about oneself."""
    catalogue = catalogue_of([scale("five", range(5))] * 2, [rule("one", (1,), min_answered=1)], show_if={2: condition})
    items = [
        attrs.evolve(each, text=Wording("x", "y" if each.id == "2" else None)) for each in catalogue.items.values()
    ]
    form = attrs.evolve(catalogue.forms["f"], stem=Wording("{item}", "{item}"))
    catalogue = attrs.evolve(catalogue, items=Shelf("item", items), forms=Shelf("form", [form]))
    return ik.draw(catalogue, form="f", seed="s", perspective="partner")


@pytest.mark.parametrize("subject", [{"item": "1"}, {"score": "one"}])
def test_a_question_that_depends_on_what_is_not_asked_is_never_shown(subject):
    checkin = asked_about_a_partner(ik.Condition(**subject, at_least=0))
    assert (("2",), ()) == (checkin.item_ids, checkin.shown({"2": 3}))
    dialect = Dialect("[@]", condition="when", divided_by="over")
    assert {"shown_2": f"when(({NEVER}), 1, 0)"} == shown_calculations(form_of(checkin), dialect)


def test_a_schema_takes_no_answer_to_a_question_that_depends_on_one_that_is_not_asked():
    schema = answers_schema(asked_about_a_partner(ik.Condition(item="1", at_least=0)))
    assert [True, False] == [jsonschema.Draft202012Validator(schema).is_valid({"2": each}) for each in ("not-shown", 3)]


def test_what_a_condition_compares_is_worked_out_before_it_with_all_that_it_is_made_of():
    rules = [rule("one", (1,), reading="sum"), rule("all", (), scores=("one",), reading="sum")]
    asked = {2: ik.Condition(score="all", at_least=1)}
    checkin = ik.draw(catalogue_of([scale("five", range(5))] * 2, rules, show_if=asked), form="f", seed="s")
    names = [*in_order(form_of(checkin), Dialect("[@]", condition="when", divided_by="over"))]
    places = [names.index(name) for name in ("value_score_one", "value_score_all", "shown_2")]
    assert sorted(places) == places


INSTRUMENTS = sorted((DATA / "instruments").iterdir())
PYTHON = Dialect("@", condition="choose", divided_by="/", modulo="%", rounded="nearest(@)", code="code", escaped=True)


def evaluated(response):
    """Return what the calculations of a form give for a response, worked out as floats as a survey engine does."""
    form = form_of(response.checkin)
    answers = response.answers
    known = {"choose": lambda condition, then, otherwise=np.nan: then if condition else otherwise, "nearest": np.round}
    for question in form.questions:
        answer = answers.get(question.item.id, "")
        coded = isinstance(answer, str)
        known[name_of("q", question.item.id)] = np.float64(np.nan if coded else answer)
        known[name_of("code", question.item.id)] = str(answer) if coded else ""
    with np.errstate(all="ignore"):
        for name, expression in in_order(form, PYTHON).items():
            found = eval(re.sub(r"(?<![<>!])=", "==", expression), {"__builtins__": {}}, known)  # our own
            known[name] = found if isinstance(found, str) else np.float64(found)
    return {name: each for name, each in known.items() if name.startswith(("score_", "felt_", "value_", "level_"))}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(8))
def test_expressions_give_every_reading_that_score_gives(number):
    checkin = ik.draw(rich_catalogue.of(number), form="form", seed="s")
    for response in rich_catalogue.generated(checkin, 22):
        found = {name: each for name, each in evaluated(response).items() if isinstance(each, str) or each == each}
        assert {name: each for name, each in readings(response).items() if each is not None} == found


@pytest.mark.parametrize("path", INSTRUMENTS, ids=lambda path: path.name)
def test_expressions_give_what_published_rules_give(path):
    files = folder(path)
    cases = json.loads(files.pop("cases.json"))
    checkin = ik.draw(ik.load_path(Memory(files)), form="form", seed="s")
    for case in cases:
        response = checkin.answer(case["answers"], on=date(2026, 3, 2))
        found = {name: each for name, each in evaluated(response).items() if isinstance(each, str) or each == each}
        assert {name: each for name, each in readings(response).items() if each is not None} == found


def of_slept_alone():
    """A check-in that asks for the hours slept, and not for those in bed."""
    rules = [
        rule("in-bed", (2,), reading="sum", plus=1, min_answered=1),
        rule("share", (1,), reading="sum", divided_by="in-bed", min_answered=1),
        rule("times", (1,), reading="sum", multiplied_by="in-bed", min_answered=1),
    ]
    catalogue = catalogue_of([scale("five", range(5))] * 2, rules)
    few = attrs.evolve(catalogue.forms["f"], items=Selection(("1",)), id="few")
    return ik.draw(attrs.evolve(catalogue, forms=Shelf("form", [few])), form="few", seed="s")


def test_a_score_has_no_value_where_the_form_does_not_ask_what_it_is_divided_by():
    checkin = of_slept_alone()
    response = checkin.answer({"1": 3}, on=date(2026, 3, 2))
    assert [None, None] == [ik.score(response)[id].value for id in ("share", "times")]
    table = score_frame(pl.DataFrame({"1": [3]}), checkin.key)
    assert [None, None] == [table[f"{id}_value"][0] for id in ("share", "times")]
    found = evaluated(response)
    assert not any(found[f"value_score_{id}"] >= 0 for id in ("share", "times"))


def test_a_score_has_no_value_in_a_table_without_what_it_is_divided_by():
    rules = [rule("in-bed", (2,), reading="sum", plus=1), rule("share", (1,), reading="sum", divided_by="in-bed")]
    key = ik.ScoringKey.from_form(catalogue_of([scale("five", range(5))] * 2, rules), "f")
    table = score_frame(pl.DataFrame({"1": [3], "2": [None]}, schema={"1": pl.Int64, "2": pl.Int64}), key)
    assert (3, None) == (table["share_sum"][0], table["share_value"][0])


@pytest.mark.parametrize("system", [fhir, surveyjs, xlsform])
def test_a_score_of_scores_of_scores_is_written_out_once(system):
    scores = [f"- {{id: x0-{name}, title: T, items: [a]}}\n" for name in "ab"]
    for i in range(1, MOST_DEEP):
        scores += [f"- {{id: x{i}-{name}, title: T, scores: [x{i - 1}-a, x{i - 1}-b]}}\n" for name in "ab"]
    item = "- {id: c, pillar: warm, scale: s, role: choice, text: {self: x}, show_if: {score: x15-a, at_least: 1}}\n"
    form = b"- {id: f, title: F, items: all, roles: [scored, choice], stem: {self: '{item}'}}\n"
    files = {**FILES, "scores.yaml": "".join(scores).encode(), "items/c.yaml": item.encode(), "forms.yaml": form}
    drawn = ik.draw(ik.load_path(Memory(files)), form="f", seed="s")
    assert 300_000 > calls_of(lambda: system.export_form(drawn))[1]
