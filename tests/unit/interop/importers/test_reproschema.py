"""A folder of ReproSchema becomes a pack; nothing outside of it is read."""

import json

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import reproschema
from tests.support.foreign_forms import codes

OFTEN = [{"name": {"en": name, "es": f"{name}!"}, "value": i} for i, name in enumerate(["Never", "Once", "Often"])]


def item(question="How?", input="radio", **options):
    options = {"choices": OFTEN, **options}
    return {
        "category": "reproschema:Item",
        "question": {"en": question},
        "ui": {"inputType": input},
        "responseOptions": options,
    }


def activity(*names, visible=(), **more):
    properties = [
        {"isAbout": f"items/{name}", "variableName": name, "isVis": dict(visible).get(name, True)} for name in names
    ]
    return {
        "category": "reproschema:Activity",
        "prefLabel": {"en": "Evenings", "es": "Tardes"},
        "ui": {"order": [f"items/{name}" for name in names], "addProperties": properties},
        **more,
    }


def folder(items, **more):
    return {
        "act/evenings_schema": activity(*items, **more),
        **{f"act/items/{name}": value for name, value in items.items()},
    }


def imported(items, **more):
    return reproschema.import_form(folder(items, **more))


def refused(document):
    with pytest.raises(ik.InvalidValue) as caught:
        reproschema.import_form(document)
    return [(each.code, each.path) for each in caught.value.problems]


def test_items_of_every_type_become_items_or_are_listed():
    found = imported(
        {
            "a": item(),
            "b": item(multipleChoice=True),
            "c": item(input="slider", choices=[OFTEN[0], OFTEN[2]], minValue=0, maxValue=2),
            "d": item(input="number", choices=None, minValue=0, maxValue=9, valueType=["xsd:decimal"]),
            "e": item(choices=[{"schema:name": "No", "schema:value": 0}, {"name": "Yes"}, {"name": "Yes"}, {}]),
            "open": item(input="text", choices=None),
            "none": {"category": "reproschema:Item", "question": {"en": "?"}},
            "f": item(input="radio", minValue=0, maxValue=2),
        }
    )
    assert ["a", "b-0", "b-1", "b-2", "c", "d", "e", "f"] == list(found.catalogue.items)
    scale = lambda id: found.catalogue.scales[found.catalogue.items[id].scale]  # noqa: E731
    assert ("Never", "Often", 1) == (scale("c").range.low_label, scale("c").range.high_label, scale("c").range.step)
    assert 0.01 == scale("d").range.step.plain
    assert "evenings" == found.catalogue.pack.id
    assert {"0": "Never!", "1": "Once!", "2": "Often!"} == found.texts["es"]["scales"]["scale-1"]
    lost = [each.path[0] for each in found.decisions if each.code == "not-taken-over"]
    assert ["act/items/e", "act/items/e", "act/items/open", "act/items/none"] == lost


def test_choices_can_be_in_a_file_of_their_own():
    files = folder({"a": item(), "b": item(choices="../often"), "c": item(choices="../lost")})
    files["act/items/a"]["responseOptions"] = "../shared"
    files["act/shared"] = {"choices": OFTEN}
    files["act/often.jsonld"] = {"choices": OFTEN}
    files["act/items/d"] = {**item(), "responseOptions": "../../../etc/passwd"}
    files["act/evenings_schema"] = activity("a", "b", "c", "d", "e")
    found = reproschema.import_form(files)
    assert ["a", "b"] == list(found.catalogue.items)
    assert 1 == len(found.catalogue.scales)
    assert ["not-taken-over"] * 5 == codes(found)


def test_visibility_becomes_a_condition_or_is_listed():
    found = imported(
        {"a": item(), "b": item("Why?"), "c": item("Who?"), "d": item("When?"), "e": item("Where?")},
        visible={"b": "a === 2 && a > 0", "c": "Math.random() > 1", "d": False, "e": "a == 1"}.items(),
    )
    assert ["a", "b", "c", "e"] == list(found.catalogue.items)
    shown = [each.show_if for each in found.catalogue.items.values()]
    one, two = ik.Condition(item="a", equals=1), ik.Condition(item="a", equals=2)
    assert [None, ik.Condition(all_=(two, ik.Condition(item="a", at_least=1))), None, one] == shown
    assert ["lost-condition"] == codes(found)


def test_computed_variables_become_scores():
    found = imported(
        {"a": item(), "b": item("Why?")},
        compute=[
            {"variableName": "total", "jsExpression": "a + (2 - b)"},
            {"variableName": "odd", "jsExpression": "?"},
        ],
        scoringLogic={"compute": [{"variableName": "half", "jsExpression": "(a + 2 - b) / 2"}]},
    )
    assert ["total", "half"] == list(found.catalogue.scores)
    assert ["not-taken-over"] == codes(found)


def test_a_text_before_the_questions_is_read_first_or_leads_into_them():
    assert "Think." == imported({"a": item()}, preamble={"en": "Think."}).catalogue.forms["evenings"].instructions
    found = imported({"a": item()}, preamble={"en": "How often do you:"})
    assert "How often do you: How?" == found.catalogue.items["a"].question.self_


def test_a_protocol_has_its_activities_in_order():
    other = {"two/two_schema": activity("a", preamble="Then:", visible=()), "two/items/a": item("Who?")}
    third = {"three_schema": {**activity("a", preamble={"en": "Done."}), "ui": None}}
    protocol = {
        "category": "reproschema:Protocol",
        "id": "both",
        "ui": {"order": ["../two/two_schema", "../act/evenings_schema", "../three_schema", "../four", 5]},
    }
    files = {**folder({"b": item()}), **other, **third, "p/both_schema": protocol, "README.md": "# Read me"}
    found = reproschema.import_form(files)
    assert ["a", "b"] == list(found.catalogue.items)
    assert ["two", "evenings"] == list(found.catalogue.pillars)
    assert ["not-taken-over"] * 3 == codes(found)
    files["q/other_schema"] = protocol
    assert [("not-this-format", ())] == refused(files)


def test_a_folder_is_read_and_nothing_outside_of_it(tmp_path):
    root = tmp_path / "protocol"
    for name, value in folder({"a": item()}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps(value), encoding="utf-8")
    (root / ".git").mkdir()
    (root / ".git" / "config").write_text("x", encoding="utf-8")
    (root / "picture.png").write_bytes(b"\xff")
    assert ["a"] == list(reproschema.import_form(str(root)).catalogue.items)
    (tmp_path / "secret").write_text("{}", encoding="utf-8")
    (root / "link").symlink_to(tmp_path / "secret")
    assert [("outside-pack", ("link",))] == refused(root)
    assert [("unreadable", ())] == refused(tmp_path / "nowhere")


def test_too_much_is_refused(tmp_path, monkeypatch):
    assert [("too-large", ())] == refused({str(i): {} for i in range(3_001)})
    (tmp_path / "large").write_bytes(b" " * 5_000_000)
    assert [("too-large", ())] == refused(tmp_path)
    monkeypatch.setattr("intimacy_kit.interop._importers.reproschema._MOST_FOUND", -1)
    assert [("too-large", ())] == refused(tmp_path)


def test_what_is_not_reproschema_is_refused_with_every_place():
    assert [("not-this-format", ())] == refused({})
    assert [("not-json", ("a_schema",)), ("not-this-format", ())] == refused({"a_schema": "{"})
    protocol = {"category": "reproschema:Protocol", "ui": {"order": ["bad_schema", "good_schema"]}}
    listed = {"p_schema": protocol, "bad_schema": "{", "good_schema": activity("a"), "items/a": item()}
    assert [("not-json", ("bad_schema",))] == refused(listed)
    files = folder({"a": item(), "b": "{"})
    files["act/items/a"]["question"] = {"klingon": "?", "en": 5}
    assert [("not-json", ("act/items/b",)), ("wrong-kind", ("act/items/a", "question", "klingon"))] == sorted(
        refused(files)
    )
