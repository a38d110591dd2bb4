"""ODK Web Forms and the engine of ODK Collect take our XLSForms, compute our scores, and send what we import."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from pyxform.errors import PyXFormError
from pyxform.validators import odk_validate
from pyxform.xls2xform import convert

import intimacy_kit as ik
from intimacy_kit.interop import _dialect, xlsform
from intimacy_kit.interop._names import id_of
from tests.support import foreign, odd_catalogue, rich_catalogue
from tests.support.paths import GOOD
from tests.support.score_rows import percents, readings
from tests.unit.interop.test_xlsform import CATALOGUE, CHECKIN, EXPORT, SPANISH, texts_of

pytestmark = pytest.mark.node


def same(responses, scores):
    """Whether these are our scores, for each response and under every name that the form has."""
    expected = [percents(each) for each in responses]
    assert [{name: each[name] for name in found} for each, found in zip(expected, scores, strict=True)] == scores
    left_out = [each[name] for each, found in zip(expected, scores, strict=True) for name in each.keys() - found]
    assert {None} >= set(left_out)
    return len(scores)


@pytest.fixture(scope="module")
def work():
    """Forms as pyxform converts them, each with responses."""
    checkins = odd_catalogue.checkins()
    forms = [convert(json.loads(json.dumps(xlsform.export_form(each).document))).xform for each in checkins]
    return list(zip(forms, [odd_catalogue.generated(each, 26) for each in checkins], strict=True))


@pytest.fixture(scope="module")
def told(node, work):
    """What the engine of ODK Web Forms makes of each form and its responses."""
    sent = [
        {"form": form, "answers": [{name: text or None for (_, name), text in texts_of(each).items()} for each in many]}
        for form, many in work
    ]
    return foreign.run(node, "xforms.mjs", sent)


def test_odk_web_forms_computes_our_scores_and_nothing_where_we_have_none(work, told, saw):
    count = sum(same(many, reply["scores"]) for (_, many), reply in zip(work, told, strict=True))
    assert count >= 200
    does = "computes the scores of an XLSForm"
    saw("npm:@getodk/xforms-engine", "ODK Web Forms", does, what="responses", equal=count, of=count)


@pytest.mark.usefixtures("node")
def test_the_engine_of_odk_collect_computes_our_scores_too(work, tmp_path, saw):
    lines = []
    for i, (form, many) in enumerate(work):
        path = tmp_path / f"{i}.xml"
        path.write_text(form, encoding="utf-8")
        lines.append(f"form {path}")
        lines += [" ".join(["answers", *(f"{n}={text}" for (_, n), text in texts_of(each).items())]) for each in many]
    told = foreign.run_java(odk_validate.ODK_VALIDATE_PATH, "Collect.java", lines)
    pairs = [dict(pair.split("=") for pair in line.split()) for line in told]
    scores = [{name: float(text) if text else None for name, text in each.items()} for each in pairs]
    count = same([each for _, many in work for each in many], scores)
    assert count >= 200
    does = "computes the scores of an XLSForm, with the engine that pyxform ships"
    saw("PyPI:pyxform", "JavaRosa, the engine of ODK Collect", does, what="responses", equal=count, of=count)


def test_what_odk_web_forms_sends_is_imported_as_the_response(work, told):
    def tree(element):
        return {each.tag.rpartition("}")[2]: tree(each) if len(each) else each.text or "" for each in element}

    catalogues = [CATALOGUE, CATALOGUE, ik.load_path(GOOD / "five")]
    for catalogue, (_, responses), reply in zip(catalogues, work, told, strict=False):
        submission = ET.fromstring(reply["submission"])
        assert responses[-1].answers == xlsform.import_response(catalogue, tree(submission)).answers


@pytest.mark.usefixtures("node")
@pytest.mark.parametrize("translations", [(), (SPANISH,)])
def test_odk_validate_passes_the_document_and_the_workbook_without_a_warning(translations):
    export = xlsform.export_form(CHECKIN, translations=translations)
    forms = [convert(form, validate=True) for form in (dict(export.document), xlsform.workbook(export))]
    assert [[], []] == [form.warnings for form in forms]
    assert forms[0].xform == forms[1].xform


@pytest.mark.usefixtures("node")
def test_odk_validate_passes_ids_and_scales_of_every_make():
    export = xlsform.export_form(ik.draw(odd_catalogue.mixed(), form="mixed", seed="x"))
    assert [] == convert(xlsform.workbook(export), validate=True).warnings


@pytest.mark.usefixtures("node")
def test_a_broken_form_would_be_found():
    unknown = json.loads(json.dumps(EXPORT.document).replace("${q_", "${zz_"))
    with pytest.raises(PyXFormError):
        convert(unknown)
    wrong = json.loads(json.dumps(EXPORT.document).replace("if(", "iff("))
    with pytest.raises(odk_validate.ODKValidateError):
        convert(wrong, validate=True)


@pytest.fixture(scope="module")
def rich():
    """Random questionnaires of every feature as pyxform converts them, with responses and what is typed in."""
    found = []
    for number in range(30):
        checkin = ik.draw(rich_catalogue.of(number), form="form", seed="s")
        document = json.loads(json.dumps(xlsform.export_form(checkin).document))
        typed = re.compile("(q|code)_")
        names = [row["name"] for row in document["survey"] if typed.match(row.get("name", ""))]
        given = rich_catalogue.generated(checkin, 11)
        entered = [{name: rich_catalogue.entries(each).get(name) for name in names} for each in given]
        texts = [{name: None if each is None else written(each) for name, each in one.items()} for one in entered]
        found.append((convert(document).xform, given, texts))
    return found


def written(answer):
    return answer if isinstance(answer, str) else _dialect.written(answer)


@pytest.fixture(scope="module")
def seen(node, rich):
    """What the engine of ODK Web Forms makes of them."""
    return foreign.run(node, "xforms.mjs", [{"form": form, "answers": texts} for form, _, texts in rich])


def agree(response, scores):
    assert {name: readings(response).get(name) for name in scores} == {
        k: None if v == "" else v for k, v in scores.items()
    }
    left_out = readings(response).keys() - scores
    assert {None} >= {readings(response)[name] for name in left_out}


def test_odk_web_forms_shows_and_takes_what_we_show_and_take(rich, seen):
    for (_, responses, _), reply in zip(rich, seen, strict=True):
        for response, shown in zip(responses, reply["shown"], strict=True):
            assert list(response.checkin.shown(response.answers)) == [id_of(name) for name in shown]
        assert not any(reply["invalid"])


def test_odk_web_forms_computes_every_reading_of_points_ranges_conditions_and_rules(rich, seen):
    for (_, responses, _), reply in zip(rich, seen, strict=True):
        for response, scores in zip(responses, reply["scores"], strict=True):
            agree(response, scores)


def test_what_odk_web_forms_sends_of_any_feature_is_imported_as_the_response(rich, seen):
    def tree(element):
        return {each.tag.rpartition("}")[2]: tree(each) if len(each) else each.text or "" for each in element}

    for number, ((_, responses, _), reply) in enumerate(zip(rich, seen, strict=True)):
        submission = ET.fromstring(reply["submission"])
        imported = xlsform.import_response(rich_catalogue.of(number), tree(submission))
        assert responses[-1].answers == imported.answers


@pytest.mark.usefixtures("node")
def test_the_engine_of_odk_collect_computes_every_reading_too(rich, tmp_path):
    lines = []
    for i, (form, _, texts) in enumerate(rich):
        path = tmp_path / f"{i}.xml"
        path.write_text(form, encoding="utf-8")
        lines.append(f"form {path}")
        lines += [" ".join(["answers", *(f"{name}={text or ''}" for name, text in one.items())]) for one in texts]
    told = foreign.run_java(odk_validate.ODK_VALIDATE_PATH, "Collect.java", lines)
    every = [each for _, responses, _ in rich for each in responses]
    for response, line in zip(every, told, strict=True):
        pairs = dict(pair.split("=") for pair in line.split())
        scores = {name: float(text) if text else None for name, text in pairs.items()}
        agree(response, scores | {name: each for name, each in readings(response).items() if name.startswith("level_")})


@pytest.mark.usefixtures("node")
@pytest.mark.parametrize("number", range(3))
def test_odk_validate_passes_any_feature(number):
    checkin = ik.draw(rich_catalogue.of(number), form="form", seed="s")
    assert [] == convert(xlsform.workbook(xlsform.export_form(checkin)), validate=True).warnings
