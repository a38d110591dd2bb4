"""ODK Web Forms and the engine of ODK Collect take our XLSForms, compute our scores, and send what we import."""

import json
from xml.etree import ElementTree as ET

import pytest
from pyxform.errors import PyXFormError
from pyxform.validators import odk_validate
from pyxform.xls2xform import convert

import intimacy_kit as ik
from intimacy_kit.interop import xlsform
from tests.support import foreign, odd_catalogue
from tests.support.paths import GOOD
from tests.support.score_rows import percents
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


def test_odk_web_forms_computes_our_scores_and_nothing_where_we_have_none(work, told):
    assert 200 <= sum(same(many, reply["scores"]) for (_, many), reply in zip(work, told, strict=True))


@pytest.mark.usefixtures("node")
def test_the_engine_of_odk_collect_computes_our_scores_too(work, tmp_path):
    lines = []
    for i, (form, many) in enumerate(work):
        path = tmp_path / f"{i}.xml"
        path.write_text(form, encoding="utf-8")
        lines.append(f"form {path}")
        lines += [" ".join(["answers", *(f"{n}={text}" for (_, n), text in texts_of(each).items())]) for each in many]
    told = foreign.run_java(odk_validate.ODK_VALIDATE_PATH, "Collect.java", lines)
    pairs = [dict(pair.split("=") for pair in line.split()) for line in told]
    scores = [{name: float(text) if text else None for name, text in each.items()} for each in pairs]
    assert 200 <= same([each for _, many in work for each in many], scores)


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
