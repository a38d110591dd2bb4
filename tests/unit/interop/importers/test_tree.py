"""Numbers that are too long to be written out are in no form, wherever they stand in its document."""

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import fhir, reproschema, surveyjs, xlsform
from intimacy_kit.interop._importers.tree import text_of_value

LONG = 10**5000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (3, "3"),
        (2.0, "2"),
        (0.5, "0.5"),
        ("a", "a"),
        (None, ""),
        ([1], ""),
        (-(2**64), str(-(2**64))),
    ],
)
def test_a_plain_value_is_text(value, text):
    assert text == text_of_value(value)


@pytest.mark.parametrize(
    ("module", "document"),
    [
        (fhir, {"resourceType": "Questionnaire", "item": [{"linkId": LONG, "text": LONG, "type": "integer"}]}),
        (surveyjs, {"pages": [{"elements": [{"type": "rating", "name": LONG, "rateMin": LONG, "rateMax": LONG}]}]}),
        (xlsform, {"survey": [{"type": LONG, "name": LONG}]}),
        (reproschema, {LONG: {"@type": "reproschema:Protocol"}}),
        (reproschema, {"a": {"@type": "reproschema:Protocol", "id": LONG, "prefLabel": LONG}}),
        (reproschema, {"a": {"@type": "reproschema:Protocol", "prefLabel": {LONG: "Trust"}}}),
        (surveyjs, {"title": {LONG: "Trust"}, "pages": []}),
        (surveyjs, {"pages": [{"elements": [{"type": "rating", "name": "a", "title": LONG}]}]}),
        (xlsform, {"survey": [{LONG: "integer", "type": "integer"}]}),
        (fhir, f'{{"resourceType": "Questionnaire", "item": [{{"linkId": {"9" * 400}}}]}}'),
    ],
)
def test_a_document_with_a_number_of_thousands_of_digits_is_refused_in_words(module, document):
    with pytest.raises(ik.InvalidValue) as caught:
        module.import_form(document, locale="en")
    assert len(str(caught.value)) < 4000
