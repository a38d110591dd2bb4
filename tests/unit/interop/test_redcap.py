"""A check-in goes out as a REDCap data dictionary that keeps REDCap's rules for its columns."""

import csv
import io
import re

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.interop import redcap
from intimacy_kit.interop._importers.redcap_table import COLUMNS
from tests.support import odd_catalogue, rich_catalogue
from tests.support.catalogues import built_in
from tests.support.paths import DATA
from tests.support.score_rows import readings
from tests.unit.scoring.test_instruments import loaded

PULSE = ik.draw(built_in(), form="pulse", seed="pair-7")
MAKES = {"pulse": PULSE, **{f"odd{i}": each for i, each in enumerate(odd_catalogue.checkins())}}
MAKES |= {f"rich{i}": each for i, each in enumerate(rich_catalogue.checkins(3))}
every_make = pytest.mark.parametrize("checkin", MAKES.values(), ids=MAKES)


def rows_of(export):
    return list(csv.DictReader(io.StringIO(redcap.data_dictionary(export), newline="")))


def cells(row):
    """Return a row by our short names of the columns."""
    return {short: row[full] for short, full in COLUMNS.items()}


@every_make
def test_a_dictionary_keeps_the_rules_of_its_eighteen_columns(checkin):
    rows = [cells(row) for row in rows_of(redcap.export_form(checkin))]
    assert ("record_id", "text") == (rows[0]["name"], rows[0]["type"])
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)
    for row in rows:
        assert re.fullmatch(r"[a-z]([a-z0-9]|_(?!_)){0,24}[a-z0-9]", row["name"])
        assert re.fullmatch(r"[a-z][a-z0-9_]*[a-z0-9]", row["form"])
        assert row["type"] in ("text", "radio", "slider", "calc", "descriptive")
        assert row["label"]
        assert not re.search("<[a-z]", row["label"])
        assert row["validation"] in {"text": ("", "integer", "number"), "slider": ("number",)}.get(row["type"], ("",))
        assert bool(row["low"]) == bool(row["high"]) == (row["validation"] != "")
        if row["type"] == "radio":
            choices = [each.partition(", ") for each in row["choices"].split(" | ")]
            assert all(re.fullmatch("-?[0-9]+", code) and label for code, _, label in choices)
            assert len(choices) == len({code for code, _, _ in choices})
        if row["type"] == "slider":
            assert 2 == row["choices"].count("|")
        for logic in (row["branching"], row["choices"] if row["type"] == "calc" else ""):
            assert set(re.findall(r"\[([^\]]*)\]", logic)) <= set(names[: names.index(row["name"])])
            assert logic.count("(") == logic.count(")")


def test_scores_are_sums_and_percents_over_answered_fields():
    rows = {row["name"]: row for row in map(cells, rows_of(redcap.export_form(PULSE)))}
    id = next(each.item_id for each in PULSE.questions if each.pillar == "listening")
    field = f"[q_{id.replace('.', '_')}]"
    assert f"if({field} <> '' and {field} <= 4, {field}, 0)" == rows["total_score_listening"]["choices"]
    count, weight = (f"if({field} <> '' and {field} <= 4, {each}, 0)" for each in (1, 4))
    assert (f"if(({count}) >= 1, 100 * [total_score_listening] / ({weight}), '')", "@HIDDEN score=score_listening") == (
        rows["score_listening"]["choices"],
        rows["score_listening"]["annotation"],
    )


def test_kinds_of_missing_have_numbers_above_the_scale_and_a_note_says_which():
    five = odd_catalogue.checkins()[2]
    row = [cells(row) for row in rows_of(redcap.export_form(five))][2]
    question = five.questions[0]
    assert f"item={question.item_id} pillar={question.pillar} 97=prefer-not-to-say" == row["annotation"]
    assert row["choices"].endswith("6, Just like me | 97, I would rather not say")
    large = ik.draw(odd_catalogue.mixed(largest=999_983), form="mixed", seed="x")
    assert any(" 999998=did-not-come-up" in cells(row)["annotation"] for row in rows_of(redcap.export_form(large)))


class Blank:
    """An empty field, which no arithmetic changes."""

    def __add__(self, other):
        return self

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __add__

    def __eq__(self, other):
        return isinstance(other, Blank)

    def __ne__(self, other):
        return not isinstance(other, Blank)

    __hash__ = None


BLANK = Blank()


def evaluated(expression, known):
    """Return what an expression of our own making gives; nothing where it divides by 0, as in a branch not taken."""
    try:
        return eval(expression, known)
    except ZeroDivisionError:
        return BLANK


def calculated(export, response):
    """Return the scores that REDCap calculates, by the names in the notes of their fields."""
    given, found = {}, {}
    for row in map(cells, rows_of(export)):
        note = dict(re.findall(r"(\S+)=(\S+)", row["annotation"]))
        if row["type"] == "radio":
            answer = response.answers[note["item"]]
            numbers = {code: int(number) for number, code in note.items() if number.isdigit()}
            given[row["name"]] = numbers.get(answer.value, BLANK) if isinstance(answer, ik.Missing) else answer
        if row["type"] == "calc":
            text = re.sub(r"\[(\w+)\]", r"given['\1']", row["choices"].replace(" = ", " == ").replace("<>", "!="))
            text = text.replace("''", "BLANK")
            known = {"given": given, "BLANK": BLANK, "choose": lambda condition, yes, no: yes if condition else no}
            given[row["name"]] = evaluated(re.sub(r"\bif\(", "choose(", text), known)
            found[note.get("score") or f"total_{note['total']}"] = given[row["name"]]
    return {name: None if value is BLANK else value for name, value in found.items() if "total_" not in name}


def of_instrument(name):
    catalogue = loaded(DATA / "instruments" / name)[0]
    return ik.draw(catalogue, form=next(iter(catalogue.forms)), seed="s")


CALCULATED = {"phq9": 1, "pss10": 1, "csi16": 1, "ras": 1, "who5": 2, "ghq12": 2, "mspss": 4, "swemwbs": 1}
"""Instrument to how many of its scores REDCap reads a value off; the other of SWEMWBS is by a table."""


@pytest.mark.parametrize("checkin", odd_catalogue.checkins(), ids=lambda each: each.form)
def test_redcap_calculates_our_percents(checkin):
    export = redcap.export_form(checkin)
    for response in odd_catalogue.generated(checkin, 11):
        assert readings(response) == calculated(export, response)


@pytest.mark.parametrize("name", CALCULATED)
def test_redcap_calculates_our_sums_and_means_where_no_table_reads_them(name):
    checkin = of_instrument(name)
    export = redcap.export_form(checkin)
    for response in odd_catalogue.generated(checkin, 22):
        expected, found = readings(response), calculated(export, response)
        assert {score: expected[score] for score in found} == found
        assert CALCULATED[name] == sum(score.startswith("value_") for score in found)


@pytest.mark.parametrize("reading", list(ik.Reading)[:3])
def test_redcap_calculates_what_a_rule_multiplies(reading):
    catalogue = loaded(DATA / "instruments" / "pss10")[0]
    (rule,) = catalogue.scores.values()
    rules = [attrs.evolve(rule, reading=reading, factor="1.5", weigh="points")]
    checkin = ik.draw(attrs.evolve(catalogue, scores=rules), form=next(iter(catalogue.forms)), seed="s")
    export = redcap.export_form(checkin)
    for response in odd_catalogue.generated(checkin, 11):
        assert readings(response) == calculated(export, response)


def test_the_losses_of_a_form_with_every_feature():
    checkin = rich_catalogue.checkins(1)[0]
    assert (
        "questions that are shown only after a certain score are shown to nobody",
        "the steps of a range are not enforced; an answer between them is refused when it is read",
        "these scores are not there, so import the responses to have them: first, row, points, mean, sum, less, "
        "all, times, worst, least, count, above, screen, table, row (felt), a-b.2 (felt)",
        "the levels of scores are not there",
    ) == redcap.export_form(checkin).losses
    spanish = ik.draw(built_in("es"), form="pulse", seed="pair-7")
    assert ("the dictionary is in en alone; REDCap keeps translations elsewhere",) == redcap.export_form(
        PULSE, translations=[spanish]
    ).losses


def test_a_condition_on_an_item_that_is_not_asked_or_a_value_that_is_not_there_never_holds():
    catalogue = rich_catalogue.rich(1, rules=False)
    first, second, *rest = catalogue.items.values()
    plain = [attrs.evolve(each, show_if=None, if_not_shown=None) for each in (first, second, *rest)]
    high = ik.Condition(item=plain[0].id, at_least=900)
    away = ik.Condition(item=plain[1].id, equals=catalogue.scales[plain[1].scale].low)
    items = [plain[0], plain[1], attrs.evolve(plain[2], show_if=high), attrs.evolve(plain[3], show_if=away), *plain[4:]]
    drawn = ik.draw(attrs.evolve(catalogue, items=items), form="form", seed="s")
    logic = {row["name"]: row["branching"] for row in map(cells, rows_of(redcap.export_form(drawn)))}
    assert "([record_id] = '')" == logic[f"q_{plain[2].id}".replace("-", "_").replace(".", "_")]
