"""A layout in a file, with or without a preset."""

import json
import os

import pytest

import intimacy_kit as ik
from intimacy_kit.tables import PRESETS, TableLayout, layout_of, read_layout
from tests.support.exports import ITEMS

YAML = """
preset: qualtrics
ids: [ResponseId, wave]
columns: {trust.rely: Q1}
codes: {-9: not-asked}
values:
  trust: {24: 1, "A1": 2, no: prefer-not-to-say}
dialect: {decimal: ",", sheet: ~}
unpack: false
"""


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_is_a_layout(name):
    layout = layout_of({"preset": name})
    assert layout == TableLayout.from_dict(layout.to_dict())


def test_a_file_stands_beside_its_preset(tmp_path):
    (tmp_path / "layout.yaml").write_text(YAML)
    layout = read_layout(tmp_path / "layout.yaml")
    assert (("ResponseId", "wave"), 2, ",") == (layout.ids, layout.skip, layout.dialect.decimal)
    assert {"-99": ik.Missing.BLANK, "-9": ik.Missing.NOT_ASKED} == dict(layout.codes)
    assert {"24": 1, "A1": 2, "no": ik.Missing.DECLINED} == dict(layout.values["trust"])
    assert "Status?" in layout.without
    (tmp_path / "layout.json").write_text(json.dumps(layout.to_dict()))
    assert layout == read_layout(str(tmp_path / "layout.json"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("preset: qualtrix", "there is no such preset; did you mean 'qualtrics'"),
        ("colums: {}", "a layout has no 'colums'"),
        ("- a", "a layout is a mapping"),
        ("a: &b c", "alias"),
        ("skip: 1_0", "skip wrong-kind|this is a number of rows"),
        ("gaps: never", "there is no such missing code"),
    ],
)
def test_a_file_that_is_no_layout_is_refused_with_its_name(tmp_path, text, words):
    (tmp_path / "layout.yaml").write_text(text)
    with pytest.raises(ik.InvalidValue, match=words) as error:
        read_layout(tmp_path / "layout.yaml")
    assert {str(tmp_path / "layout.yaml")} == {problem.file for problem in error.value.problems}


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ik.InvalidValue, match="unreadable  the file cannot be read"):
        read_layout(tmp_path / "none.yaml")
    assert ITEMS


@pytest.mark.parametrize("name", ["pipe", "device", "a\0b"])
def test_a_layout_that_is_no_file_is_refused_at_once(tmp_path, name):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    with pytest.raises(ik.InvalidValue, match=r"unreadable  the file cannot be read \((it is not a|no) file"):
        read_layout(tmp_path / name)
