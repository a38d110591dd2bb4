"""The command that makes a pack of a form, and what bad input gives."""

import json

import pytest
from click.testing import CliRunner

import intimacy_kit as ik
from intimacy_kit.cli import main
from intimacy_kit.interop import fhir, qualtrics, redcap, reproschema, surveyjs, xlsform
from tests.support.catalogues import built_in
from tests.support.foreign_forms import dictionary, radio


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, ["import-form", *map(str, arguments)])


@pytest.fixture
def evenings(tmp_path):
    path = tmp_path / "evenings.csv"
    path.write_text(dictionary(radio("walk"), radio("talk", branching="[elsewhere] = 1")), encoding="utf-8")
    return path


def test_a_dictionary_becomes_a_pack_and_every_decision_is_a_line(run, evenings, tmp_path):
    done = run(evenings, "--format", "redcap", "--into", tmp_path / "pack", "--locale", "en", "--licence", "CC0-1.0")
    assert 0 == done.exit_code
    assert "talk.Branching Logic (Show field only if...) lost-condition  the condition of 'talk'" in done.stdout
    assert done.stderr.endswith("pack: 2 items, 5 lines to read\n")
    assert ["walk", "talk"] == list(ik.load_path(tmp_path / "pack").items)
    assert 0 == CliRunner().invoke(main, ["validate", str(tmp_path / "pack")]).exit_code


def test_decisions_are_printed_as_json(run, evenings, tmp_path):
    done = run(evenings, "--format", "redcap", "--into", tmp_path / "pack", "--id", "mine", "--json")
    assert "lost-condition" in [each["code"] for each in json.loads(done.stdout)]
    assert "mine" == ik.load_path(tmp_path / "pack").pack.id


PULSE = ik.draw(built_in(), form="pulse", seed="s")


@pytest.mark.parametrize("format", ["fhir", "qualtrics", "redcap", "reproschema", "surveyjs", "xlsform"])
def test_every_format_is_read_from_its_file(run, tmp_path, format):
    module = {
        "fhir": fhir,
        "qualtrics": qualtrics,
        "redcap": redcap,
        "reproschema": reproschema,
        "surveyjs": surveyjs,
        "xlsform": xlsform,
    }[format]
    export, path = module.export_form(PULSE), tmp_path / "form"
    if format == "reproschema":
        for name, value in export.document.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(json.dumps(value), encoding="utf-8")
    elif format == "xlsform":
        path.write_bytes(xlsform.workbook(export))
    elif format == "redcap":
        path.write_text(redcap.data_dictionary(export), encoding="utf-8")
    else:
        path.write_text(
            export.document["text"] if format == "qualtrics" else json.dumps(export.document), encoding="utf-8"
        )
    done = run(path, "--format", format, "--into", tmp_path / "pack", "--locale", "en")
    assert (0, list(PULSE.item_ids)) == (done.exit_code, list(ik.load_path(tmp_path / "pack").items))


def test_what_is_refused_names_the_file_or_the_option_and_leaves_nothing(run, evenings, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")
    done = run(bad, "--format", "redcap", "--into", tmp_path / "pack")
    assert (2, 4) == (done.exit_code, done.stderr.count("bad.csv: "))
    assert "--into: something is there already" in run(evenings, "--format", "redcap", "--into", tmp_path).stderr
    assert (
        "--id: 'No!' is not an id"
        in run(evenings, "--format", "redcap", "--into", tmp_path / "pack", "--id", "No!").stderr
    )
    done = run(tmp_path / "nowhere", "--format", "redcap", "--into", tmp_path / "pack")
    assert (2, "nowhere unreadable  the file cannot be read (FileNotFoundError); name another\n") == (
        done.exit_code,
        done.stderr.replace("nowhere: ", "nowhere "),
    )
    assert not (tmp_path / "pack").exists()
