"""The converter of ReproSchema, which reads REDCap data dictionaries, reads ours: fields, choices, logic and scores."""

import re

import pytest
from reproschema.redcap2reproschema import process_csv

import intimacy_kit as ik
from intimacy_kit.interop import redcap
from tests.support import odd_catalogue, rich_catalogue
from tests.support.catalogues import built_in

CHECKINS = [ik.draw(built_in(), form="standard", seed="s"), *odd_catalogue.checkins(), *rich_catalogue.checkins(3)]


@pytest.mark.parametrize("checkin", CHECKINS, ids=range(len(CHECKINS)))
def test_a_dictionary_is_read_as_it_was_written(checkin, tmp_path):
    export = redcap.export_form(checkin)
    path = tmp_path / "dictionary.csv"
    path.write_text(redcap.data_dictionary(export), encoding="utf-8")
    activities, order = process_csv(path)
    (form,) = order
    assert order == list(activities)
    fields = {row["Variable / Field Name"]: row for row in export.document["fields"]}
    found = {each["id"]: each for each in activities[form]["items"]}
    noted = {name: re.search(r"\bitem=(\S+)", row["Field Annotation"]) for name, row in fields.items()}
    asked = {name: checkin.key.by_id[match[1]] for name, match in noted.items() if match}
    assert set(checkin.item_ids) == {item.id for item in asked.values()}
    for name, item in asked.items():
        options = found[name]["responseOptions"]
        if item.range is None:
            values = [each["value"] for each in options["choices"]]
            assert sorted(item.values) == sorted(values)[: len(item.values)]
            assert len(item.codes) == len(values) - len(item.values)
        else:
            assert (item.low, item.high) == (options["minValue"], options["maxValue"])
    computed = {each["variableName"] for each in activities[form]["compute"]}
    calculated = {name for name, row in fields.items() if row["Field Type"] == "calc"}
    assert calculated == computed
