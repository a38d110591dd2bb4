"""What was read becomes the records and the files of a pack, which load, whatever names and texts there were."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.errors import CODES
from intimacy_kit.interop import redcap, surveyjs
from tests.support.foreign_forms import codes, dictionary, radio
from tests.support.memory_pack import Memory


def survey(*elements, **form):
    return surveyjs.import_form({"title": "Evenings", "elements": list(elements), **form})


def question(name, *choices, **more):
    return {"type": "radiogroup", "name": name, "title": f"{name}?", "choices": list(choices or (0, 1)), **more}


def test_names_become_ids_no_two_the_same_and_each_change_is_listed():
    found = survey(*(question(name) for name in ("a_1", "A 1", "É", "???", "!!!", "x" * 300, "x" * 400, "a..b-")))
    assert ["a-1", "a-1-2", "e", "item-1", "item-2", "x" * 100, "x" * 98 + "-2", "a.b"] == list(found.catalogue.items)
    assert 8 == [each.code for each in found.decisions].count("changed-id")


def test_choices_without_numbers_are_numbered_and_those_with_fractions_have_points():
    found = survey(question("a", "low", "mid", "high"), question("b", 0.5, 1.5), question("c", 0, 2_000_000))
    scales = [found.catalogue.scales[each.scale] for each in found.catalogue.items.values()]
    assert [(0, 1, 2), (0, 1), (0, 1)] == [each.values for each in scales]
    assert [None, 0.5, None] == [each.choices[0].points and each.choices[0].points.plain for each in scales]
    assert ["renumbered"] * 3 == codes(found)


def test_labels_that_look_alike_have_their_values_and_ends_without_one_have_theirs():
    found = survey(question("a", {"value": 1, "text": "Yes"}, {"value": 2, "text": "Yes"}, {"value": 3, "text": "No"}))
    assert ["Yes (1)", "Yes (2)", "No"] == [each.label for each in found.catalogue.scales["scale-1"].choices]
    assert ["not-taken-over", "not-taken-over"] == codes(found)


def test_labels_that_look_alike_whatever_is_done_leave_the_question_out():
    found = survey(
        question("a"), question("b", *({"value": i, "text": each} for i, each in enumerate(["Yes", "Yes", "Yes (1)"])))
    )
    assert ["a"] == list(found.catalogue.items)
    assert ["not-taken-over"] * 3 == codes(found)


def test_gaps_are_known_by_their_words_and_a_second_one_of_a_kind_is_left_out():
    found = survey(
        question(
            "a",
            0,
            1,
            "N/A",
            {"value": 7, "text": "Don't know"},
            {"value": 8, "text": "Rather not say"},
            {"value": 9, "text": "It did not come up."},
        )
    )
    scale = found.catalogue.scales["scale-1"]
    assert ((0, 1), ("does-not-apply", "prefer-not-to-say", "did-not-come-up")) == (scale.values, scale.codes)
    assert "Rather not say" == next(each.label for each in scale.choices if each.code == "prefer-not-to-say")
    assert ["read-as-gap", "read-as-gap", "read-as-gap", "not-taken-over"] == codes(found)


def test_choices_that_would_all_be_gaps_stay_values():
    found = survey(question("a", {"value": 0, "text": "No answer"}, {"value": 1, "text": "Unknown"}))
    assert (0, 1) == found.catalogue.scales["scale-1"].values


def test_a_question_whose_range_or_choices_cannot_be_is_listed_each_time():
    number = {"type": "text", "inputType": "number", "title": "?", "min": 5, "max": 1}
    found = survey(question("a"), {**number, "name": "b"}, {**number, "name": "c"}, {**number, "name": "d", "min": "x"})
    assert ["a"] == list(found.catalogue.items)
    assert ["not-taken-over"] * 3 == codes(found)


def test_the_same_choices_with_other_translations_are_another_scale():
    spanish = {"value": 0, "text": {"en": "No", "es": "No"}}
    other = {"value": 0, "text": {"en": "No", "es": "Nunca"}}
    yes = {"value": 1, "text": "Yes"}
    found = survey(question("a", spanish, yes), question("b", other, yes), question("c", spanish, yes))
    assert ["scale-1", "scale-2", "scale-1"] == [each.scale for each in found.catalogue.items.values()]


def test_arguments_say_what_the_document_does_not():
    text = dictionary(radio("a", label="¿Cuándo?"))
    found = redcap.import_form(text, id="tardes", locale="es", licence="CC0-1.0")
    pack = found.catalogue.pack
    assert ("tardes", "es", "CC0-1.0") == (pack.id, pack.locale, pack.licence)
    assert {"undecided-pillar", "undecided-keying", "assumed"} == {each.code for each in found.decisions}
    with pytest.raises(ik.InvalidValue) as caught:
        redcap.import_form(text, id="No!", locale="?", licence=" ")
    assert [("bad-id", ("id",)), ("bad-locale", ("locale",)), ("empty-text", ("licence",))] == [
        (each.code, each.path) for each in caught.value.problems
    ]


def test_a_pack_is_written_atomically_into_a_new_folder(tmp_path):
    found = survey(question("a", title={"en": "How?", "es": "¿Cómo?"}), question("b"))
    folder = found.write(tmp_path / "evenings")
    assert sorted(found.files) == sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*.yaml"))
    assert found.catalogue.items == ik.load_path(folder).items
    assert "¿Cómo?" == ik.load_path(folder, locale="es").items["a"].text.self_
    assert () == ik.check_path(folder)
    for place, code in ((folder, "file-exists"), (tmp_path / "no" / "where", "unwritable"), ("a\0b", "unwritable")):
        with pytest.raises(ik.InvalidValue) as caught:
            found.write(place)
        assert [(code, ("into",))] == [(each.code, each.path) for each in caught.value.problems]
    assert [folder] == list(tmp_path.iterdir())


def test_the_files_read_as_a_person_would_write_them():
    found = survey(question("a", {"value": 0, "text": "Never"}, {"value": 1, "text": "Often"}))
    assert (
        "- id: scale-1\n  choices:\n  - {value: 0, label: Never}\n  - {value: 1, label: Often}\n"
        == found.files["scales.yaml"]
    )
    assert "  text: {self: 'a?'}\n" in found.files["items/all.yaml"]
    assert all(yaml.safe_load(text) for text in found.files.values())


names = st.text(st.characters(codec="utf-8"), max_size=8)
labels = names | st.sampled_from(
    ["No", "no", "yes", "null", "~", "- x", "a: b", "# c", "'", '"', "{item}", "N/A", "<b>x</b>", "x" * 200]
)
values = st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | names | st.booleans() | st.none()


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "name": names,
                "title": labels | st.dictionaries(st.sampled_from(["default", "es", "en", "fr"]), labels),
                "type": st.sampled_from(["radiogroup", "checkbox", "rating", "text", "slider", "boolean"]),
                "choices": st.lists(values | st.fixed_dictionaries({"value": values, "text": labels}), max_size=4),
                "inputType": st.just("number"),
                "min": values,
                "max": values,
                "step": values,
                "visibleIf": st.sampled_from(["", "{a} = 1", "{b} > 2 or {a} notempty"]) | names,
            }
        ),
        max_size=4,
    ),
    labels,
)
def test_whatever_the_form_holds_gives_a_pack_that_loads_or_problems_with_code_and_place(elements, title):
    document = {"title": title, "elements": [*elements, question("a"), question("b")]}
    try:
        found = surveyjs.import_form(json.loads(json.dumps(document)))
    except ik.InvalidValue as error:
        problems, found = error.problems, None
    if found is None:
        assert all(each.code in CODES and each.message for each in problems)
        return
    files = {name: text.encode() for name, text in found.files.items()}
    for locale in (None, "es"):
        assert found.catalogue.items.keys() == ik.load_path(Memory(files), locale=locale).items.keys()
    assert all(each.remedy for each in found.decisions)
