"""The labels of a form, in every language, as the meaning of cells."""

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, with_labels
from intimacy_kit.tables.meaning import Meaning
from tests.support.exports import CATALOGUE, ITEMS, PACK

SPANISH = ik.load_path(PACK, locale="es")


def values(layout=TableLayout(), translations=(), catalogue=CATALOGUE):  # noqa: B008  # it is frozen
    return with_labels(layout, catalogue, "short", translations=translations).values[ITEMS[0]]


def test_each_label_means_its_value_or_its_code_also_beside_its_number():
    found = values()
    assert (4, ik.Missing.DECLINED) == (found["Mostly"], found["No answer"])
    assert {4} == {
        found[text] for text in ("4 - Mostly", "4 = Mostly", "4: Mostly", "4. Mostly", "4) Mostly", "4 Mostly")
    }
    assert (4, 4) == (found["Mostly (4)"], found["(4) Mostly"])
    assert "Bastante" not in found
    assert 4 == values(translations=[SPANISH])["Bastante"]


def test_what_the_layout_says_goes_before_and_a_scale_may_be_named():
    layout = TableLayout(
        values={"five": {"mostly": 2}, ITEMS[0]: {"x": 1}}, offset={"five": 1}, not_shown={"five": {"a": "b"}}
    )
    told = with_labels(layout, CATALOGUE, "short")
    assert (2, 1) == (told.values[ITEMS[0]]["mostly"], told.values[ITEMS[0]]["x"])
    assert "Mostly" not in told.values[ITEMS[0]]
    assert dict.fromkeys(ITEMS, 1) == dict(told.offset)
    assert set(ITEMS) == set(told.not_shown)
    assert [] == told.problems(ik.ScoringKey.from_form(CATALOGUE, "short"))


def test_a_label_of_two_answers_and_one_that_is_a_number_mean_nothing():
    (scale,) = CATALOGUE.scales.values()
    numbers = [attrs.evolve(each, label=str(6 - each.value)) if each.value else each for each in scale.choices]
    other = attrs.evolve(CATALOGUE, scales=[attrs.evolve(scale, choices=numbers)])
    assert {"No answer"} == set(values(catalogue=other)) - {
        text for text in values(catalogue=other) if text[0] in "12345("
    }
    assert not {"1", "5"} & set(values(catalogue=other))
    swapped = [
        attrs.evolve(each, label={1: "Completely", 5: "Not at all"}.get(each.value, each.label))
        for each in scale.choices
    ]
    apart = attrs.evolve(CATALOGUE, scales=[attrs.evolve(scale, choices=swapped)])
    assert "Completely" not in values(translations=[apart])


@pytest.mark.parametrize(
    "written", ["Plutôt d'accord", "Plutôt d\u2019accord", "Pluto\u0302t d'accord", "PLUTO\u0302T D\u2019ACCORD "]
)
@pytest.mark.parametrize("label", ["Plutôt d'accord", "Pluto\u0302t d\u2019accord", "Plutôt\u00a0d'accord"])
def test_a_label_is_known_with_either_apostrophe_and_however_accents_are_kept(written, label):
    (scale,) = CATALOGUE.scales.values()
    choices = [attrs.evolve(each, label=label) if each.value == 4 else each for each in scale.choices]
    catalogue = attrs.evolve(CATALOGUE, scales=[attrs.evolve(scale, choices=choices)])
    layout = with_labels(TableLayout(), catalogue, "short")
    assert 4 == Meaning.of(ik.ScoringKey.from_form(catalogue, "short").items[0], layout).read(written)
