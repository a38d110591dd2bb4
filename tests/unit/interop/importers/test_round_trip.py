"""A form that is exported and imported again is the form that it was, as far as its format holds it; and it loads."""

import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.content.translation import lay_over, texts
from intimacy_kit.errors import CODES
from intimacy_kit.interop import fhir, qualtrics, redcap, reproschema, surveyjs, xlsform
from tests.support import features, odd_catalogue, rich_catalogue
from tests.support.catalogues import built_in
from tests.support.examples import at_least
from tests.support.memory_pack import Memory
from tests.tools.golden import places
from tests.unit.interop.test_interop_properties import changed

FORMATS = {each.__name__.rpartition(".")[2]: each for each in (fhir, qualtrics, redcap, reproschema, surveyjs, xlsform)}
IN_ONE_LANGUAGE = ("qualtrics", "redcap")
WITHOUT_STEPS = ("fhir", "reproschema")
WITHOUT_ENDS = ("reproschema",)
WITHOUT_GAPS_BESIDE_A_RANGE = ("reproschema",)
every_format = pytest.mark.parametrize("format", sorted(set(FORMATS) - {"qualtrics"}))


def documents(format, export):
    """Yield what the importer can be given: the document, and the file that is written of it."""
    yield export.document
    if format == "redcap":
        yield redcap.data_dictionary(export).encode()
    if format == "xlsform":
        yield xlsform.workbook(export)


def loaded(imported, locale=None):
    files = {name: text.encode() for name, text in imported.files.items()}
    return ik.load_path(Memory(files), locale=locale)


def asked(checkin, format):
    """Return what a person is asked, as far as the format holds it."""
    for question in checkin.questions:
        range_ = question.range
        if range_ is None:
            yield question.item_id, question.text, [(each.answer, each.text) for each in question.choices]
            continue
        step = None if format in WITHOUT_STEPS else range_.step
        ends = None if format in WITHOUT_ENDS else (range_.low_label, range_.high_label)
        gaps = (
            None if format in WITHOUT_GAPS_BESIDE_A_RANGE else [(each.answer, each.text) for each in question.choices]
        )
        yield question.item_id, question.text, (range_.low, range_.high, step, ends, gaps)


def back(format, checkin, translations=(), *, first_only=True):
    """Return what comes back of a check-in, after it was found to ask the same, in every language."""
    export = FORMATS[format].export_form(checkin, translations=translations)
    for document in [*documents(format, export)][: 1 if first_only else None]:
        imported = FORMATS[format].import_form(document, locale=checkin.locale)
        for each in (checkin, *(() if format in IN_ONE_LANGUAGE else translations)):
            again = ik.draw(loaded(imported, each.locale), form=checkin.form, seed="s")
            assert list(asked(each, format)) == list(asked(again, format))
            assert each.instructions == again.instructions
            assert again.title == (checkin.title if format == "xlsform" else each.title) or format == "reproschema"
    return imported


def lost(imported):
    return [each for each in imported.decisions if each.code == "lost-condition"]


def has_scores(checkin):
    return any(each.score for id in checkin.item_ids for each in comparisons(checkin, id))


def comparisons(checkin, id):
    condition = checkin.key.by_id[id].show_if
    return () if condition is None else condition.comparisons


@pytest.mark.slow
@every_format
@pytest.mark.parametrize("number", range(8))
def test_checkins_of_every_make_come_back(format, number):
    checkin = odd_catalogue.checkins()[number]
    back(format, checkin, first_only=False)


@every_format
def test_the_built_in_forms_come_back_in_every_language(format):
    drawn = [ik.draw(built_in(each), form="standard", seed="s") for each in (None, "es", "fr")]
    imported = back(format, drawn[0], drawn[1:])
    if format in ("fhir", "redcap", "surveyjs", "xlsform"):
        again = ik.draw(loaded(imported), form="standard", seed="s")
        one, two = (
            [(each.keying, each.role, each.weight) for id in drawn[0].item_ids for each in [checkin.key.by_id[id]]]
            for checkin in (drawn[0], again)
        )
        assert one == two
    assert "not-taken-over" not in [each.code for each in imported.decisions]


def translated(catalogue):
    """Return a catalogue in Spanish."""
    given = {
        "items": {
            id: {"revision": 1, "text": {"self": f"¿{item.text.self_}?"}} for id, item in catalogue.items.items()
        },
        "forms": {"form": {"title": "Formulario", "instructions": "Piensa.", "stem": {"self": "{item}, ¿verdad?"}}},
        "scales": {
            id: {
                **{
                    str(getattr(each.answer, "value", each.answer)): f"¡{each.label}!"
                    for each in scale.choices
                    if each.label
                },
                **({"low": "Nada", "high": "Todo"} if scale.range else {}),
            }
            for id, scale in catalogue.scales.items()
        },
    }
    spanish, problems = lay_over(catalogue, texts(given), "es")
    assert not problems
    return spanish


@st.composite
def checkins(draw):
    """A check-in with every feature, in two languages."""
    catalogue = draw(features.catalogues())
    scales = [
        each
        if each.range is None or draw(st.booleans())
        else attrs.evolve(
            each,
            range=attrs.evolve(
                each.range, low_label="Nothing: at all", high_label=draw(st.sampled_from([None, "All · of it"]))
            ),
        )
        for each in catalogue.scales.values()
    ]
    form = attrs.evolve(catalogue.forms["form"], instructions=draw(st.sampled_from([None, "Think of <us> & [them]."])))
    catalogue = attrs.evolve(catalogue, scales=scales, forms=[form])
    return ik.draw(catalogue, form="form", seed="s"), ik.draw(translated(catalogue), form="form", seed="s"), catalogue


@pytest.mark.slow
@every_format
@at_least(60, share=25)
@given(data=st.data())
def test_a_form_that_uses_every_feature_comes_back(format, data):
    checkin, spanish, catalogue = data.draw(checkins())
    if format == "reproschema" or checkin.instructions is None:  # it has one text for a language, and no more
        spanish = ik.draw(translated(catalogue), form="form", seed="s")
    translations = [] if checkin.instructions is None else [spanish]
    imported = back(format, checkin, translations)
    if format == "reproschema" and has_scores(checkin):
        return  # what is shown after a certain score is always shown there, as its export says
    if lost(imported):
        expressions = format == "fhir"  # enableWhen can not say all of them
        never = format == "redcap"
        assert expressions or never or has_scores(checkin)
        return
    answers = data.draw(features.answers_to(catalogue))
    again = ik.draw(loaded(imported), form="form", seed="s")
    assert checkin.shown(answers) == again.shown(answers)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3))
@every_format
def test_conditions_on_answers_come_back(format, number):
    checkin = ik.draw(rich_catalogue.rich(number, rules=False), form="form", seed="s")
    imported = back(format, checkin)
    lines = lost(imported)
    again = ik.draw(loaded(imported), form="form", seed="s")
    for response in rich_catalogue.generated(checkin, 12):
        if not lines:
            assert checkin.shown(response.answers) == again.shown(response.answers)
    assert not lines or format in ("fhir", "redcap")


ODD = [
    None,
    True,
    -1,
    2.5,
    1e308,
    "",
    "x",
    "1",
    "[a]",
    "${q}",
    "a" * 300,
    [],
    {},
    [[]],
    {"a": 1},
    "1/3",
    "nan",
    "<b>",
    "N/A",
]


@pytest.mark.slow
@every_format
@given(data=st.data())
def test_one_thing_changed_gives_a_pack_that_loads_or_problems_with_a_code_and_a_remedy(format, data):
    checkin = data.draw(st.sampled_from([rich_catalogue.checkins(1)[0], odd_catalogue.checkins()[3]]))
    document = json.loads(json.dumps(FORMATS[format].export_form(checkin).document))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(sorted(filter(None, places(document)), key=str)))
        document = changed(document, place, data.draw(st.sampled_from(ODD)))
    try:
        imported = FORMATS[format].import_form(document)
    except ik.InvalidValue as error:
        problems, imported = error.problems, None
    if imported is None:
        assert all(each.code in CODES and each.message for each in problems)
    else:
        assert list(imported.catalogue.items) == list(loaded(imported).items)


def test_a_text_of_qualtrics_has_questions_and_choices_in_their_order():
    checkin = odd_catalogue.checkins()[2]
    imported = qualtrics.import_form(qualtrics.export_form(checkin).document)
    again = ik.draw(imported.catalogue, form="five", seed="s")
    assert [each.item_id for each in checkin.questions] == [each.item_id for each in again.questions]
    assert [[each.text for each in q.choices] for q in checkin.questions] == [
        [each.text for each in q.choices] for q in again.questions
    ]
    assert [1, 2, 3, 4, 5, 6, "prefer-not-to-say"] == [each.answer for each in again.questions[0].choices]
    ranged = qualtrics.import_form(qualtrics.export_form(rich_catalogue.checkins(1)[0]).document)
    assert "not-taken-over" in [each.code for each in ranged.decisions]


@pytest.mark.parametrize("format", ["surveyjs", "xlsform"])
def test_which_way_items_count_comes_back_where_rules_do_not(format):
    checkin = ik.draw(rich_catalogue.rich(0), form="form", seed="s")
    imported = back(format, checkin)
    assert "points of choices and rules of scores, such as a sum, are not read back" in [
        each.message for each in imported.decisions
    ]
    ways = {each.id: each.keying for each in loaded(imported).items.values()}
    undecided = {each.message.split()[-5] for each in imported.decisions if each.code == "undecided-keying"}
    assert all(ways[id] is checkin.key.by_id[id].keying for id in checkin.item_ids if id not in undecided)


def test_a_slider_with_names_for_its_ends_is_one_in_redcap():
    slider = ik.ResponseScale("slider", range=ik.Range(0, 100, low_label="Far", high_label="Near"))
    item = ik.Item("near", "p", "slider", ik.Role.SCORED, ik.Wording("How near?"))
    catalogue = ik.Catalogue(
        pack=ik.Pack("near", "1.0", "Near", "CC0-1.0", "en"),
        pillars=[ik.Pillar("p", "P", "P.")],
        scales=[slider],
        items=[item],
        forms=[ik.Form("form", "Form", stem=ik.Wording("{item}"))],
    )
    checkin = ik.draw(catalogue, form="form", seed="s")
    assert "slider" == redcap.export_form(checkin).document["fields"][2]["Field Type"]
    back("redcap", checkin)
