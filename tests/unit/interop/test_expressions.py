"""Scores as expressions: what each answer adds, and when sums leave what floats hold exactly."""

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.content.pack import Pack, Pillar
from intimacy_kit.content.questionnaire import Form, Item, Selection, Wording
from intimacy_kit.content.scale import Choice, ResponseScale
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.interop import fhir
from intimacy_kit.interop._calculations import calculations, key_answer
from intimacy_kit.interop._dialect import Dialect
from intimacy_kit.interop._expressions import in_order, inexact_sums
from intimacy_kit.interop._form import form_of
from intimacy_kit.scoring_key import Term
from tests.support import rich_catalogue


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
        (base, sign): key_answer(Term("q", base, sign, 1, 4, 1), "x")
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
