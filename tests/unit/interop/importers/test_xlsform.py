"""An XLSForm becomes a pack; what a pack cannot hold is listed with its place."""

import io
import sys
import zipfile

import openpyxl
import pytest

import intimacy_kit as ik
from intimacy_kit.interop import xlsform
from tests.support.foreign_forms import codes

CHOICES = [
    {"list_name": "often", "name": "0", "label": "Never"},
    {"list_name": "often", "name": "1", "label": "Once"},
    {"list_name": "often", "name": "2", "label": "Often"},
    {"list name": "place", "value": "home", "label": "At home"},
    {"list name": "place", "value": "out", "label": "Out"},
    {"list name": "place", "value": "out", "label": "Outside"},
    {"label": "Nothing"},
]
SETTINGS = [{"form_title": "Evenings at home", "form_id": "evenings", "version": "2026.1", "default_language": "en"}]


def row(type, name="", label="", **more):
    return {"type": type, "name": name, "label": label or (f"{name}?" if name else ""), **more}


def imported(*rows, choices=CHOICES, settings=SETTINGS, **options):
    return xlsform.import_form({"survey": list(rows), "choices": choices, "settings": settings}, **options)


def refused(document):
    with pytest.raises(ik.InvalidValue) as caught:
        xlsform.import_form(document)
    return [(each.code, each.path) for each in caught.value.problems]


def workbook(**sheets):
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in rows:
            sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_rows_of_every_type_become_items_or_are_listed():
    found = imported(
        row("start", "start"),
        row("", ""),
        row("note", "hello", "Think of last week."),
        row("select_one often", "a"),
        row("select_one place or_other", "b"),
        row("select_multiple place", "c"),
        row("integer", "d", constraint=". >= 0 and . <= 20"),
        row("decimal", "e", constraint=".>0 and .<5"),
        row("range", "f", parameters="start=0;end=10 step=0.5"),
        row("range", "g"),
        row("integer", "open"),
        row("integer", "half", constraint=". > 0"),
        row("decimal", "odd", constraint="regex(., 'x') or . < 3"),
        row("integer", "bad", constraint="?"),
        row("text", "words"),
        row("note", "more", "Nearly done"),
        {"type": "note", "name": "still"},
        row("select_one", "bare"),
        row("select_one elsewhere", "lost"),
        row("calculate", "empty"),
    )
    assert ["a", "b", "c-home", "c-out", "d", "e", "f", "g"] == list(found.catalogue.items)
    scale = lambda id: found.catalogue.scales[found.catalogue.items[id].scale]  # noqa: E731
    assert [(0, 20, 1), (0.01, 4.99, 0.01), (0, 10, 0.5), (1, 10, 1)] == [
        (each.low.plain, each.high.plain, each.step.plain) for id in "defg" if (each := scale(id).range)
    ]
    assert ["At home", "Out", "Other"] == [each.label for each in scale("b").choices]
    assert "often" == found.catalogue.items["a"].scale
    assert ("evenings", "2026.1", "Think of last week.") == (
        found.catalogue.pack.id,
        found.catalogue.pack.version,
        found.catalogue.forms["evenings"].instructions,
    )
    lost = [each.path[1] for each in found.decisions if each.code == "not-taken-over" and each.path[0] == "survey"]
    assert [12, 13, 14, 15, 16, 17, 19, 20] == lost


def test_labels_are_taken_in_every_language():
    rows = [
        {
            "type": "select_one often",
            "name": "a",
            "label::English (en)": "How?",
            "label::Español (es)": "¿Cómo?",
            "label::Klingon": "nuq?",
        }
    ]
    choices = [
        {"list_name": "often", "name": n, "label::English (en)": e, "label::Español (es)": s}
        for n, e, s in (("0", "Never", "Nunca"), ("1", "Often", "A menudo"))
    ]
    found = imported(*rows, choices=choices, settings=[{"form_title": "E", "default_language": "Español (es)"}])
    assert ("es", "¿Cómo?") == (found.catalogue.locale, found.catalogue.items["a"].text.self_)
    assert {"0": "Never", "1": "Often"} == found.texts["en"]["scales"]["often"]
    assert ["not-taken-over"] == codes(found)
    assert "en" == imported(*rows, choices=choices, settings=[]).catalogue.locale


def test_groups_are_pages_and_pass_on_their_conditions_and_their_lead():
    found = imported(
        row("select_one often", "z"),
        row("begin group", "talk", "Talking", relevant="${z} = 1"),
        row("select_one often", "a", relevant="selected(${z}, '2')"),
        row("begin_group", "how", "How often do you:"),
        row("select_one often", "b"),
        row("end_group"),
        row("end group"),
        row("begin_repeat", "again", "Child"),
        row("select_one often", "c"),
        row("end_repeat"),
        row("begin_score", "s", "How is it:", **{"kobo--score-choices": "often"}),
        row("score__row", "d"),
        row("end_score"),
        row("select_one often", "e", relevant="?"),
        row("begin_group", "", ""),
        row("select_one often", "f"),
        row("end_group"),
    )
    items = found.catalogue.items
    assert ["z", "a", "b", "d", "e", "f"] == list(items)
    assert ik.Condition(item="z", equals=1) == items["b"].show_if
    assert 2 == len(items["a"].show_if.parts)
    assert ("How often do you: b?", "How is it: d?") == (items["b"].question.self_, items["d"].question.self_)
    assert ["Evenings at home", "Talking", "Evenings at home"] == [
        each.title for each in found.catalogue.pillars.values()
    ]
    assert ["not-taken-over", "not-taken-over", "lost-condition"] == codes(found)


def test_calculations_become_scores():
    found = imported(
        row("select_one often", "a"),
        row("select_one often", "b"),
        row("calculate", "total", calculation="${a} + (2 - ${b})"),
        row("calculate", "odd", calculation="?"),
        row("calculate", "both", calculation="coalesce(${a}, 0) + number(${b})"),
        row("calculate", "today", calculation="today()"),
    )
    assert ["total"] == list(found.catalogue.scores)
    assert ik.Keying.REVERSE is found.catalogue.items["b"].keying


def test_details_that_an_item_cannot_have_are_listed():
    found = imported(row("select_one often", "a", "Is ${b}?", hint="Be honest", choice_filter="x = 1"))
    assert ["choice_filter", "hint", "label"] == [
        each.path[-1] for each in found.decisions if each.code == "not-taken-over" and each.path[0] == "survey"
    ]


def test_a_workbook_is_read_like_its_sheets():
    survey = [["type", "name", "label"], ["select_one often", "a", "How?"], [None, None, None]]
    choices = [["list_name", "name", "label"], ["often", 0, "Never"], ["often", 1.0, "Often"]]
    found = xlsform.import_form(workbook(Survey=survey, choices=choices, other=[["x"]]))
    assert (0, 1) == found.catalogue.scales["often"].values


@pytest.mark.slow
def test_a_workbook_that_is_none_is_refused(monkeypatch):
    assert [("wrong-kind", ())] == refused("text")
    assert [("not-this-format", ())] == refused(b"PK nothing")
    assert [("too-large", ())] == refused(b"x" * 5_000_000)
    assert [("not-this-format", ())] == refused(workbook(other=[["x"]]))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "not a workbook")
    assert [("not-this-format", ())] == refused(file.getvalue())
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet1.xml", b" " * 40_000_000)
    assert [("too-large", ())] == refused(file.getvalue())
    long = [["type", "name"], *(["text", f"a{i}"] for i in range(10_001))]
    assert [("too-large", ("survey",))] == refused(workbook(survey=long))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ik.MissingExtra):
        xlsform.import_form(b"PK")


def test_sheets_that_are_none_are_refused_with_every_place():
    assert [("wrong-kind", ("choices",)), ("wrong-kind", ("survey", 2))] == sorted(
        refused({"survey": [3], "choices": 4})
    )
    assert [("not-this-format", ())] == refused({"survey": [{"name": "a"}]})
    assert [("too-large", ("survey",))] == refused({"survey": [{}] * 10_001})
    rows = [row("end_group"), row("select_one often"), row("begin_group", "g"), row("select_one often", "a")]
    assert [("not-this-format", ("survey", 2)), ("not-this-format", ("survey", 3)), ("not-this-format", ())] == refused(
        {"survey": rows, "choices": CHOICES}
    )
    deep = [row("begin_group", f"g{i}") for i in range(32)] + [row("end_group")] * 32
    assert ("not-this-format", ("survey", 33)) in refused({"survey": deep})
