"""A data dictionary becomes a pack; what a pack cannot hold is listed with its place."""

import csv

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import redcap
from intimacy_kit.interop._importers.redcap_table import COLUMNS
from tests.support.foreign_forms import NEVER, codes, dictionary, radio


def imported(*fields, **options):
    return redcap.import_form(dictionary(*fields), **options)


def refused(text):
    with pytest.raises(ik.InvalidValue) as caught:
        redcap.import_form(text)
    return [(each.code, each.path) for each in caught.value.problems]


def said(found):
    """Return each decision as its code and its place."""
    return [(each.code, each.path) for each in found.decisions]


GAPS = "0, Never | 1, Once | 8, Does not apply | 9, No answer"


def test_choices_that_are_the_same_become_one_scale_and_those_that_are_no_answers_become_gaps():
    found = imported(radio("walk", choices=GAPS, matrix="ev"), radio("talk", choices=GAPS, matrix="ev"))
    assert ["ev"] == list(found.catalogue.scales)
    assert ((0, 1), ("does-not-apply", "prefer-not-to-say")) == (
        found.catalogue.scales["ev"].values,
        found.catalogue.scales["ev"].codes,
    )
    assert ["read-as-gap", "read-as-gap"] == codes(found)


def test_a_calculation_says_which_way_each_item_counts():
    sum_ = {"name": "total", "type": "calc", "label": "Sum", "choices": "[walk] + (2 - [phone])"}
    found = imported(radio("walk"), radio("phone"), sum_).catalogue
    assert ["forward", "reverse"] == [item.keying.value for item in found.items.values()]
    rule = found.scores["total"]
    assert ("Sum", ("walk", "phone"), "sum", 1) == (rule.title, rule.items, rule.reading.value, rule.min_answered)


@pytest.mark.parametrize(
    ("calculation", "reading", "factor", "least", "round_to"),
    [
        ("sum([a], [b])", "sum", 1, ik.ScoreRule("x", "x", ("a",), min_answered="1/2").min_answered, None),
        ("mean([a], [b])", "mean", 1, ik.ScoreRule("x", "x", ("a",), min_answered="1/2").min_answered, None),
        ("([a] + [b]) / 2", "mean", 1, 1, None),
        ("round(([a] + [b]) * 4, 1)", "sum", 4, 1, ik.ScoreRule("x", "x", ("a",), round_to="1/10").round_to),
        ("if([a] <> '' and [a] >= 0 and [a] <= 2, [a], 0) + [b]", "sum", 1, 1, None),
    ],
)
def test_a_calculation_becomes_a_rule(calculation, reading, factor, least, round_to):
    found = imported(radio("a"), radio("b"), {"name": "s", "type": "calc", "choices": calculation})
    rule = found.catalogue.scores["s"]
    assert (reading, factor, least, round_to) == (rule.reading.value, rule.factor, rule.min_answered, rule.round_to)


@pytest.mark.parametrize(
    "calculation",
    [
        "[a] * [b]",
        "[a] + 7",
        "[a] + [elsewhere]",
        "[a] + 2.5 * [b]",
        "[a] + 5000 * [b]",
        "if([a] > 1, [a], 0)",
        "if([a] >= 1, [a], 0)",
        "if([b] >= 0, [a], 0)",
        "if([a] >= 0, [a], 1)",
        "round([a], 0) + [b]",
        "round([a], [b])",
        "round([a]) * 2",
        "mean([a] + [b], [a])",
        "mean([a], 2 * [b])",
        "[a] / [b]",
        "[a] / 0",
        "datediff([a], 'today', 'd')",
        "3 + 4",
        "[a] ?",
    ],
)
def test_a_calculation_that_is_no_sum_of_answers_is_listed(calculation):
    found = imported(radio("a"), radio("b"), {"name": "s", "type": "calc", "choices": calculation})
    assert [] == list(found.catalogue.scores)
    assert ("not-taken-over", ("s", COLUMNS["choices"])) in said(found)


def test_a_sum_of_numbers_that_were_given_here_is_listed_and_so_is_one_that_keys_an_item_the_other_way():
    texts = radio("a", choices="n, Never | o, Often")
    first = {"name": "one", "type": "calc", "choices": "[a]"}
    found = imported(
        texts,
        first,
        radio("b"),
        radio("c"),
        {"name": "two", "type": "calc", "choices": "[b] + [c]"},
        {"name": "three", "type": "calc", "choices": "[b] - [c]"},
    )
    assert ["two"] == list(found.catalogue.scores)
    assert ["renumbered", "not-taken-over", "not-taken-over", "undecided-role"] == codes(found)
    assert ik.Role.CHOICE is found.catalogue.items["a"].role


def test_choices_of_a_checkbox_can_be_counted():
    many = radio("what", type="checkbox", choices="1, Walk | 2, Talk")
    found = imported(many, {"name": "count", "type": "calc", "choices": "sum([what(1)], [what(2)])"})
    assert ("what-1", "what-2") == found.catalogue.scores["count"].items
    assert {ik.Role.SCORED} == {each.role for each in found.catalogue.items.values()}


def test_an_item_of_a_sum_that_is_not_taken_over_is_in_no_score_and_keeps_which_way_it_counts():
    found = imported(
        radio("a"),
        radio("b"),
        {"name": "one", "type": "calc", "choices": "[a]"},
        {"name": "two", "type": "calc", "choices": "7 - [b]"},
    )
    assert ["one"] == list(found.catalogue.scores)
    item = found.catalogue.items["b"]
    assert (ik.Role.CHOICE, ik.Keying.REVERSE) == (item.role, item.keying)
    assert ["not-taken-over", "undecided-role"] == codes(found)


@pytest.mark.parametrize(
    ("logic", "condition"),
    [
        ("[a] = '1'", {"item": "a", "equals": 1}),
        ("[event_1_arm_1][a] = '1'", {"item": "a", "equals": 1}),
        ("1 < [a]", {"item": "a", "at_least": 2}),
        ("[a] < 2", {"item": "a", "at_most": 1}),
        ("[a] <= 1", {"item": "a", "at_most": 1}),
        ("[a] >= 1", {"item": "a", "at_least": 1}),
        ("[a] <> ''", {"item": "a", "at_least": 0}),
        ("[a] <> '2'", {"item": "a", "not_equals": 2}),
        ("not ([a] = '2' or [a] > 1)", {"all": [{"item": "a", "not_equals": 2}, {"item": "a", "at_most": 1}]}),
        ("[a] = 0 or [a] = 2", {"item": "a", "one_of": [0, 2]}),
        ("[a] = 1 or [a] = 1", {"item": "a", "equals": 1}),
        ("[a] >= 0 and [a] >= 0", {"item": "a", "at_least": 0}),
        ("[m(2)] = '1'", {"item": "m-2", "equals": 1}),
        ("[m(2)] = '0'", {"item": "m-2", "equals": 0}),
        ("[n] > 2 and [n] < 6", {"all": [{"item": "n", "at_least": 3}, {"item": "n", "at_most": 5}]}),
        ("[n] > -9", {"item": "n", "at_least": 0}),
        ("[n] < 99", {"item": "n", "at_most": 10}),
        (
            "[a] = 1 and ([n] = 3 or [m(1)] = 1)",
            {"all": [{"item": "a", "equals": 1}, {"any": [{"item": "n", "equals": 3}, {"item": "m-1", "equals": 1}]}]},
        ),
        ("[n] > 10", None),
        ("[n] < 0", None),
        ("[a] > 2", None),
        ("[a] < 0", None),
        ("[a] = '9'", None),
        ("[a] = ''", None),
        ("[n] = 2.5", None),
        ("[a] = [n]", None),
        ("[later] = 1", None),
        ("[elsewhere] = 1", None),
        ("1 = 1", None),
        ("[a] > 'x'", None),
        ("[a]", None),
        ("[a] + 1 > 2", None),
        ("selected(1, 2)", None),
        ("[a] = 1 ?", None),
    ],
)
def test_branching_logic_becomes_a_condition_or_is_listed(logic, condition):
    found = imported(
        radio("a"),
        radio("m", type="checkbox", choices="1, Walk | 2, Talk"),
        {"name": "n", "type": "slider", "low": "0", "high": "10"},
        radio("b", branching=logic),
        radio("later"),
    )
    shown = found.catalogue.items["b"].show_if
    if condition is None:
        assert shown is None
        assert ("lost-condition", ("b", COLUMNS["branching"])) in said(found)
    else:
        assert ik.Condition.from_dict(condition) == shown
        assert "lost-condition" not in codes(found)


def test_a_condition_on_a_gap_is_listed_and_one_that_counts_numbers_is_noted():
    found = imported(
        radio("a", choices=GAPS),
        radio("b", branching="[a] = '9'"),
        radio("c", branching="[a] >= 1"),
        radio("d", branching="[a] <> '0'"),
        radio("e", branching="[a] > 0 and [a] <> '9'"),
    )
    shown = [each.show_if for each in found.catalogue.items.values()]
    assert [
        None,
        None,
        ik.Condition(item="a", at_least=1),
        ik.Condition(item="a", not_equals=0),
        ik.Condition(item="a", at_least=1),
    ] == shown
    assert [
        "lost-condition",
        "changed-condition",
        "changed-condition",
        "changed-condition",
        "changed-condition",
    ] == codes(found)[2:]


def test_fields_of_every_type_become_items_or_are_listed():
    found = imported(
        {"name": "hello", "type": "descriptive", "label": "Think of <b>last</b> week."},
        {"name": "yn", "type": "yesno", "label": "Well?"},
        {"name": "tf", "type": "truefalse", "label": "True?"},
        {"name": "drop", "type": "dropdown", "label": "Which?", "choices": NEVER},
        {"name": "slide", "type": "slider", "label": "How close?", "choices": "Far | | Near"},
        {"name": "whole", "type": "text", "label": "How many?", "validation": "integer", "low": "0", "high": "20"},
        {"name": "part", "type": "text", "label": "Hours?", "validation": "number_2dp", "low": "0", "high": "1"},
        {"name": "loose", "type": "text", "label": "Hours?", "validation": "number", "low": "0", "high": "24"},
        {"name": "open", "type": "text", "label": "Number?", "validation": "integer"},
        {"name": "day", "type": "text", "label": "When?", "validation": "date_ymd"},
        {"name": "words", "type": "notes", "label": "Tell us"},
        {"name": "doc", "type": "file", "label": "Sign"},
        {"name": "more", "type": "descriptive", "label": "Nearly done."},
        {"name": "base", "type": "sql", "label": "Pick"},
        {"name": "odd", "type": "hologram", "label": "Wave"},
        {"name": "none", "type": "radio", "label": "Pick", "choices": ""},
        {"name": "hidden", "type": "radio", "label": "Pick", "choices": NEVER, "annotation": "@HIDDEN-SURVEY"},
        {"name": "dull", "type": "radio", "label": "", "choices": NEVER},
        {"name": "one", "type": "radio", "label": "One?", "choices": "1, One"},
    )
    items, scales = found.catalogue.items, found.catalogue.scales
    assert ["yn", "tf", "drop", "slide", "whole", "part", "loose"] == list(items)
    assert "Think of last week." == found.catalogue.forms["evenings"].instructions
    assert [("Yes", 1), ("No", 0)] == [(each.label, each.value) for each in scales[items["yn"].scale].choices]
    ends = [
        (each.low.plain, each.high.plain, each.step.plain)
        for id in list(items)[3:]
        if (each := scales[items[id].scale].range)
    ]
    assert [(0, 100, 1), (0, 20, 1), (0, 1, 0.01), (0, 24, 0.01)] == ends
    assert ("Far", "Near") == (
        scales[items["slide"].scale].range.low_label,
        scales[items["slide"].scale].range.high_label,
    )
    lost = [path[0] for code, path in said(found) if code == "not-taken-over"]
    assert ["open", "day", "words", "doc", "more", "base", "odd", "none", "hidden", "dull", "one"] == lost


def test_a_checkbox_becomes_an_item_for_each_choice():
    found = imported(radio("what", type="checkbox", choices="w, Walk | t, Talk"))
    items = found.catalogue.items
    assert ["what-w", "what-t"] == list(items)
    assert ["How often do you what? Walk", "How often do you what? Talk"] == [
        each.question.self_ for each in items.values()
    ]
    assert ["chosen"] == list(found.catalogue.scales)
    assert ["split-choices"] == codes(found)


def test_a_heading_leads_into_the_rows_of_its_matrix_is_a_page_or_is_listed():
    found = imported(
        radio("a", section="In the last week, how often …", matrix="m", label="did you walk?"),
        radio("b", matrix="m", label="did you talk?"),
        radio("c", label="Alone?"),
        radio("d", section="Evenings at home", label="At home?"),
        radio("e", section="Take your time. " * 9, label="Well?"),
    )
    items = found.catalogue.items
    assert "In the last week, how often … did you talk?" == items["b"].question.self_
    assert "did you talk?" == items["b"].text.self_
    assert "Alone?" == items["c"].text.self_
    assert ["Evenings", "Evenings at home"] == [each.title for each in found.catalogue.pillars.values()]
    assert ["not-taken-over"] == codes(found)


def test_a_long_heading_before_all_questions_is_what_a_person_reads_first():
    found = imported(radio("a", section="Please think of the last two weeks."))
    assert "Please think of the last two weeks." == found.catalogue.forms["evenings"].instructions


def test_details_that_an_item_cannot_have_are_listed_with_their_column():
    found = imported(
        radio("a", label="<b>How</b> often do you [b]?", note="Be honest", ranking="y", annotation="@NONEOFTHEABOVE=9"),
        radio("b"),
        {"name": "s", "type": "slider", "label": "Near?", "choices": "Far | Middle | Near"},
    )
    lost = [path[1] for code, path in said(found) if code == "not-taken-over"]
    assert ["label", "ranking", "note", "annotation", "label", "choices"] == [
        next(short for short, full in COLUMNS.items() if full == column) for column in lost
    ]


def test_choices_without_a_label_and_choices_that_stand_twice_are_listed():
    found = imported(radio("a", choices="0, Never | 1 | 2, Always | 2, Ever | "))
    assert [("Never", 0), (None, 1), ("Always", 2)] == [
        (each.label, each.value) for each in found.catalogue.scales["scale-1"].choices
    ]
    assert ["not-taken-over", "not-taken-over"] == codes(found)


def test_an_annotation_says_which_choices_are_gaps():
    found = imported(radio("a", choices="0, No | 1, Yes | 7, Pass", annotation="7=prefer-not-to-say"))
    assert ("prefer-not-to-say",) == found.catalogue.scales["scale-1"].codes
    assert [] == codes(found)


def test_instruments_become_pillars():
    found = imported(radio("a"), radio("b", form="mornings"))
    assert ["evenings", "mornings"] == list(found.catalogue.pillars)
    assert "imported" == found.catalogue.pack.id


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_dictionary_is_read_whatever_saved_it(separator, encoding):
    rows = csv.reader(dictionary(radio("a"), radio("b", label="¿Cuándo?")).splitlines())
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    found = redcap.import_form(text.encode(encoding))
    assert "¿Cuándo?" == found.catalogue.items["b"].text.self_


@pytest.mark.parametrize(
    "columns",
    [
        ["field_name", "form_name", "section_header", "field_type", "field_label", "select_choices_or_calculations"],
        ["Variable / Field Name", "Form Name", "Section Header", "FIELD TYPE", "Field Label", "Choices, Calculations"],
    ],
)
def test_columns_are_known_as_the_interface_for_programs_names_them_and_cut_short(columns):
    found = redcap.import_form(dictionary(radio("a"), columns=[*columns, *("x" * i for i in range(1, 13))]))
    assert ["a"] == list(found.catalogue.items)


def test_what_is_not_a_dictionary_is_refused_with_every_place():
    assert [("not-this-format", ())] == refused("")
    assert [("not-this-format", ())] == refused('"open')
    assert [("wrong-kind", ())] == refused(7)
    assert [("wrong-kind", ("fields",))] == refused({"fields": 3})
    assert [("not-utf8", ())] == refused(b"\xff\xff\xff")
    assert [("too-large", ())] == refused("x" * 5_000_000)
    assert ["missing-column"] * 4 == [code for code, _ in refused("a,b\n1,2")]
    assert [("too-large", ())] == refused(dictionary(*(radio(f"a{i}") for i in range(5_001))))
    twice = dictionary(radio("a"), radio("a"), {"name": ""}) + "1,2" + "," * 40
    assert ["duplicate-id", "missing-key", "not-this-format"] == sorted(code for code, _ in refused(twice))
    assert [("not-this-format", ())] == refused(dictionary())[:1]


def test_a_form_that_is_too_large_for_a_pack_is_refused():
    assert [("too-large", ())] == refused(dictionary(*(radio(f"a{i}") for i in range(1_001))))
    long = dictionary(*(radio(f"a{i}", label=f"{i} " + "x" * 3_000) for i in range(100)))
    assert [("too-large", ())] == refused(long)
