"""A check-in goes out as an XLSForm, and submissions come back."""

import csv
import io
import json
import sys

import attrs
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.checkin import encode
from intimacy_kit.interop import xlsform
from intimacy_kit.interop._form import Export
from intimacy_kit.scoring_key import Steps
from tests.support import odd_catalogue, problems, rich_catalogue
from tests.support.catalogues import built_in
from tests.support.spoilt_identities import spoilt_identities

CATALOGUE = built_in()
CHECKIN = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)
SPANISH = ik.draw(built_in("es"), form="pulse", seed="pair-7", occasion=3)
EXPORT = xlsform.export_form(CHECKIN)
SURVEY = EXPORT.document["survey"]
FIRST = CHECKIN.questions[0]


def asked(survey):
    """Return the group and the name of each question, in order."""
    found, group = [], ""
    for row in survey:
        group = row["name"] if row["type"] == "begin_group" else group
        if row["type"].startswith("select_one"):
            found.append((group, row["name"]))
    return found


NAMES = [name for _, name in asked(SURVEY)]
PLACES = ["/".join(each) for each in asked(SURVEY)]


def texts_of(response):
    """Return the answers as a submission holds them, by group and name."""
    survey = xlsform.export_form(response.checkin).document["survey"]
    given = response.to_dict()["answers"].values()
    return {place: "" if each is None else str(each) for place, each in zip(asked(survey), given, strict=True)}


def submission_of(response, *, separator=None):
    """Return a submission as servers give it: groups within it, or before the names."""
    survey = xlsform.export_form(response.checkin).document["survey"]
    identity = next(row for row in survey if row.get("name") == "checkin")
    document = {
        "on": response.on.isoformat(),
        "checkin": identity["calculation"].strip("'"),
        "score_listening": "50",
        "__system": {"submissionDate": "2026-11-23T10:00:00Z", "attachments": []},
        "Submitted on": "23.11.2026",
    }
    for (group, name), text in texts_of(response).items():
        if separator is None:
            document.setdefault(group, {})[name] = text or None
        else:
            document[f"{group}{separator}{name}"] = text
    return document


RICH = rich_catalogue.of(2)


def rich_rows():
    return {
        row["name"]: row
        for row in xlsform.export_form(ik.draw(RICH, form="form", seed="s")).document["survey"]
        if "name" in row
    }


def test_a_number_from_a_range_has_its_bounds_and_its_grid_and_the_kinds_of_missing_beside_it():
    rows = rich_rows()
    found = {row["type"]: row["constraint"] for row in rows.values() if "constraint" in row}
    assert ". >= -5 and . <= 20" == found["integer"]
    slider = next(row for row in rows.values() if row.get("hint::English (en)") == "0: Not at all · 100: Completely")
    expected = ". >= 0 and . <= 100 and round(. * 10) div 10 = . and (round(. * 10) - 0) mod 1 = 0"
    assert ("decimal", expected) == (slider["type"], slider["constraint"])
    assert rows["code" + slider["name"][1:]]["relevant"].endswith(f"${{{slider['name']}}} = ''")


def test_a_range_of_whole_numbers_with_a_wide_step_is_checked_for_it():
    item = ik.draw(RICH, form="form", seed="s").key.items[0]
    wide = attrs.evolve(item, values=(), range=Steps(-6, 6, 3))
    assert ". >= -6 and . <= 6 and (. - (0 - 6)) mod 3 = 0" == xlsform._constraint(wide)


def test_instructions_are_read_before_the_first_question():
    rows = rich_rows()
    assert "note" == rows["instructions"]["type"]
    assert "Think of the past two weeks." == rows["instructions"]["label::English (en)"]


@pytest.mark.parametrize("number", range(6))
def test_submissions_of_any_feature_come_back(number):
    catalogue = rich_catalogue.of(number)
    for response in rich_catalogue.generated(ik.draw(catalogue, form="form", seed="s"), 11):
        document = {"checkin": encode(response.checkin), "on": "2026-11-23"}
        document |= {name: str(each) for name, each in rich_catalogue.entries(response).items()}
        assert response.answers == xlsform.import_response(catalogue, document).answers


def table_of(responses):
    rows = [submission_of(each, separator="-") for each in responses]
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def problems_of(document, catalogue=CATALOGUE):
    return problems.problems_of(xlsform.import_response, catalogue, document)


def table_problems_of(text):
    with pytest.raises(ik.InvalidResponse) as error:
        xlsform.import_table(CATALOGUE, text)
    return [(problem.code, problem.location) for problem in error.value.problems]


RESPONSE = CHECKIN.answer(dict.fromkeys(CHECKIN.item_ids, 3), on=odd_catalogue.DAY)
NESTED = submission_of(RESPONSE)
FLAT = submission_of(RESPONSE, separator="/")

# The form ----------------------------------------------------------------------


def test_a_group_for_each_pillar_asks_its_questions_in_order():
    assert [question.text for question in CHECKIN.questions] == [
        row["label::English (en)"] for row in SURVEY if row["type"].startswith("select_one")
    ]
    assert len(CATALOGUE.pillars) == sum(row["type"] == "begin_group" for row in SURVEY)


def test_questions_with_the_same_answers_share_a_list_of_choices():
    lists = {}
    for row in EXPORT.document["choices"]:
        lists.setdefault(row["list_name"], []).append(row["name"])
    values = ["0", "1", "2", "3", "4"]
    frequency, count = [*values, "did-not-come-up", "prefer-not-to-say"], [*values, "prefer-not-to-say"]
    assert {"choices_1": frequency, "choices_2": count} == lists


def test_each_language_has_its_column():
    both = xlsform.export_form(SPANISH, translations=[attrs.evolve(CHECKIN, locale="en-NZ")])
    row = next(row for row in both.document["survey"] if row["type"].startswith("select_one"))
    assert (SPANISH.questions[0].text, FIRST.text) == (row["label::Español (es)"], row["label::en-NZ (en)"])
    assert "Español (es)" == both.document["settings"][0]["default_language"]


def test_other_draws_are_other_forms():
    ids = {
        xlsform.export_form(ik.draw(CATALOGUE, form=form, seed=seed, occasion=occasion)).document["settings"][0][
            "form_id"
        ]
        for form in ("pulse", "full")
        for seed in ("a", "b")
        for occasion in (0, 1)
    }
    assert 8 == len(ids)


def test_a_translation_of_another_check_in_is_refused():
    with pytest.raises(ik.InvalidValue, match="another check-in"):
        xlsform.export_form(CHECKIN, translations=[ik.draw(CATALOGUE, form="pulse", seed="pair-8")])


def test_what_hangs_on_the_form_is_told_as_a_loss():
    assert () == EXPORT.losses
    assert ("the form's title is in en alone",) == (
        xlsform.export_form(CHECKIN, translations=[attrs.evolve(SPANISH, title="Pulso")]).losses
    )
    reference = attrs.evolve(CHECKIN, title="Costs ${amount}")
    export = xlsform.export_form(reference)
    assert "Costs $ {amount}" == export.document["settings"][0]["form_title"]
    assert ["${" in loss for loss in export.losses] == [True]


# The workbook --------------------------------------------------------------------


def sheets_of(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in book}


def test_the_workbook_has_the_rows_of_the_document():
    sheets = sheets_of(xlsform.workbook(EXPORT))
    assert ["survey", "choices", "settings"] == list(sheets)
    for name, (columns, *rows) in sheets.items():
        assert EXPORT.document[name] == [
            {column: text for column, text in zip(columns, row, strict=True) if text is not None} for row in rows
        ]


def test_a_text_is_never_a_formula():
    book = openpyxl.load_workbook(io.BytesIO(xlsform.workbook(Export({"settings": [{"form_title": "=1+1"}]}))))
    assert ("=1+1", "s") == (book["settings"]["A2"].value, book["settings"]["A2"].data_type)


def test_what_no_cell_can_hold_is_refused_with_its_place():
    rows = [{"label": "fine"}, {"label": "x" * 32_768}, {"label": "fine", "name": "\x07"}]
    with pytest.raises(ik.InvalidValue) as error:
        xlsform.workbook(Export({"survey": rows}))
    assert ["survey.3.label", "survey.4.name"] == [problem.location for problem in error.value.problems]


def test_the_workbook_needs_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ik.MissingExtra, match=r"pip install 'intimacy_kit\[xlsform\]'"):
        xlsform.workbook(EXPORT)


# There and back ------------------------------------------------------------------


@given(
    testing.catalogues().flatmap(lambda each: st.tuples(st.just(each), testing.responses(catalogue=each))),
    st.sampled_from([None, "/", "-", ":", "."]),
)
def test_a_response_comes_back_as_it_went_out(drawn, separator):
    catalogue, response = drawn
    document = json.loads(json.dumps(submission_of(response, separator=separator)))
    assert response == xlsform.import_response(catalogue, document)


@given(st.lists(testing.responses(CHECKIN), min_size=1, max_size=4))
def test_a_whole_table_comes_back_in_order(responses):
    assert tuple(responses) == xlsform.import_table(CATALOGUE, table_of(responses))


def test_a_table_without_rows_has_no_responses():
    assert () == xlsform.import_table(CATALOGUE, "on,checkin\r\n")


def test_numbers_are_answers_as_well_as_their_digits():
    assert RESPONSE == xlsform.import_response(CATALOGUE, FLAT | dict.fromkeys(PLACES, 3))


def test_an_entry_under_a_key_that_is_no_text_is_left_alone():
    assert RESPONSE == xlsform.import_response(CATALOGUE, {**NESTED, 7: "canary"})


# Bad input -----------------------------------------------------------------------


@pytest.mark.parametrize("document", [None, [], "on", 7])
def test_what_is_no_mapping_is_refused(document):
    assert [("not-this-format", "")] == problems_of(document)


def test_a_submission_of_another_form_is_refused():
    assert [("bad-date", "on"), ("not-this-format", "checkin")] == problems_of({"q_1": "3"})


@pytest.mark.parametrize(("identity", "code"), spoilt_identities(CHECKIN))
def test_a_check_in_that_the_catalogue_does_not_have_is_refused_where_it_is_named(identity, code):
    assert [(code, "checkin")] == problems_of(NESTED | {"checkin": identity})


def test_all_problems_are_told_at_once_each_with_its_place():
    given = ["5", "often", "03", "3.5", "left-blank", [3], True]
    bad = dict(zip(PLACES, given, strict=True)) | {"q_nothing_here": "3", "meta": {"on": "2026-11-24"}}
    assert [
        ("repeated-answer", "meta.on"),
        ("out-of-range", PLACES[0]),
        *[("wrong-type", place) for place in PLACES[1:4]],
        ("not-offered", PLACES[4]),
        *[("wrong-type", place) for place in PLACES[5:]],
        ("unknown-item", "q_nothing_here"),
    ] == problems_of(FLAT | bad)


def test_an_answer_that_is_there_twice_is_refused():
    assert [("repeated-answer", NAMES[0])] == problems_of(FLAT | {NAMES[0]: "3"})
    assert [("repeated-answer", f"again.{NAMES[0]}")] == problems_of({**NESTED, "again": {NAMES[0]: "3"}})


def test_a_huge_submission_is_refused():
    many = {f"q_{i}": "3" for i in range(10_001)}
    assert [("not-this-format", "")] == problems_of(FLAT | many)
    assert [("not-this-format", "")] == problems_of({"group": many} | FLAT)


def test_a_deeply_nested_submission_is_refused():
    deep = {}
    for _ in range(100_000):
        deep = {"group": deep}
    assert [("not-this-format", ".".join(["group"] * 20))] == problems_of({**NESTED, **deep})


@pytest.mark.parametrize("text", [None, b"on", "", '"on', 'on\n"a"b', "x" * 200_000])
def test_what_is_no_table_is_refused(text):
    assert [("not-this-format", "")] == table_problems_of(text)


def test_a_table_of_uneven_rows_or_doubled_names_is_refused():
    assert [("repeated-answer", "on"), ("not-this-format", "2")] == table_problems_of("on,on\n1,2\n1\n")
    assert [("repeated-answer", "2")] == table_problems_of("on,he shouts,he shouts\n1,2,3\n")
    assert [("missing-names", "")] == table_problems_of("3,prefer-not-to-say,he shouts\n1,2,3\n")


def test_every_row_of_a_table_tells_its_problems():
    bad = [
        submission_of(RESPONSE, separator="-"),
        submission_of(RESPONSE, separator="-") | {"on": ""},
        submission_of(RESPONSE, separator="-") | {"checkin": NESTED["checkin"][:-16] + "0" * 16},
    ]
    file = io.StringIO()
    writer = csv.DictWriter(file, bad[0])
    writer.writeheader()
    writer.writerows(bad)
    assert [("bad-date", "2.on"), ("form-changed", "3.checkin")] == table_problems_of(file.getvalue())


@given(
    st.dictionaries(st.sampled_from([*FLAT, *NAMES, "x", 7]), st.sampled_from(["canary-990073", 990_073, [990_073]]))
)
def test_no_message_holds_an_answer(bad):
    found = None
    try:
        xlsform.import_response(CATALOGUE, {**FLAT, **bad})
    except ik.InvalidResponse as error:
        found = error
    assert "990073" not in f"{found}{found!r}"


# Tables as servers and people leave them ----------------------------------------------


def second_version(catalogue):
    """Return the catalogue one version on, with an item less in its standard form."""
    form = catalogue.forms["standard"]
    ids = tuple(item.id for item in catalogue.form_items("standard"))[:-1]
    shape = attrs.evolve(form, items=attrs.evolve(form.items, ids=ids))
    forms = [*(each for each in catalogue.forms.values() if each.id != "standard"), shape]
    return attrs.evolve(catalogue, pack=attrs.evolve(catalogue.pack, version="2027.1"), forms=forms)


def test_versions_of_a_form_may_stand_in_one_file():
    first = built_in()
    second = second_version(first)
    drawn = [ik.draw(each, form="standard", seed="s") for each in (first, second)]
    names = [xlsform.name_of("q", id) for id in drawn[0].item_ids]
    rows = [
        ["2026-11-23", encode(checkin), *["3.0" if id in checkin.item_ids else "" for id in drawn[0].item_ids]]
        for checkin in drawn
    ]
    for sign in ",;\t":
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=sign).writerows([["on", "checkin", *names], *rows])
        one, other = xlsform.import_table([first, second], out.getvalue() + "\r\n")
        assert (drawn[0].key.digest, drawn[1].key.digest) == (one.checkin.key.digest, other.checkin.key.digest)
        assert {3} == {*one.answers.values(), *other.answers.values()}
    with pytest.raises(ik.InvalidResponse, match="form-changed"):
        xlsform.import_table(first, out.getvalue())
    with pytest.raises(ik.InvalidResponse, match="there is no catalogue"):
        xlsform.import_table([], out.getvalue())


@pytest.mark.parametrize("sign", [";", "\t"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text, sign: text,
        lambda text, sign: f"\ufeffsep={sign}\r\n{text}",
        lambda text, sign: text.replace("\r\n", "\r\n\r\n"),
        lambda text, sign: f"{text}{sign * (text.splitlines()[0].count(sign))}\r\n",
        lambda text, sign: text.replace("\r\n", f"\r\n#date{sign}{sign}#indicator\r\n", 1),
    ],
    ids=["plain", "separator named", "blank lines", "a blank row", "a row of tags"],
)
def test_a_table_that_went_through_a_spreadsheet_is_read(sign, change):
    drawn = ik.draw(built_in(), form="standard", seed="s")
    names = ["on", "checkin", xlsform.name_of("q", drawn.item_ids[0])]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows([names, ["2026-11-23", encode(drawn), "3,0"]])
    (response,) = xlsform.import_table(built_in(), change(out.getvalue(), sign))
    assert 3 == response.answers[drawn.item_ids[0]]
