"""The compiled catalogue is the catalogue: made when it is asked for, and never of other YAML than lies beside it."""

import copy
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from as_installed import DATA, compiled_text, installed

import intimacy_kit as ik
from intimacy_kit import _compiled, packs
from intimacy_kit._reading import Reading, built_in
from intimacy_kit._shelves import SHELVES


def compiled():
    return _compiled.Compiled(compiled_text().splitlines())


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return a folder with the package as a wheel installs it."""
    return installed(tmp_path_factory.mktemp("site"))


def run(package, code):
    """Run code in a fresh process in which that package is the one imported."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", f"import sys\nimport intimacy_kit as ik\n{code}"],
        env=environment, cwd=package.parent, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


@pytest.mark.parametrize("locale", [None, "es", "es-MX", "fr"])
def test_both_roads_lead_to_the_same_catalogue(locale):
    one, other = packs._compiled(compiled(), locale), ik.load_path(DATA, locale=locale)
    assert other == one
    assert hash(other) == hash(one)
    assert repr(other) == repr(one)
    assert other.locale == one.locale
    for name in SHELVES:
        assert repr(list(getattr(other, name).values())) == repr(list(getattr(one, name).values()))


@pytest.mark.parametrize("locale", [None, "es"])
def test_loading_takes_the_compiled_catalogue_where_there_is_one(package, monkeypatch, locale):
    expected = ik.load(locale=locale)
    monkeypatch.setattr(packs, "__file__", str(package / "packs.py"))
    monkeypatch.setattr(packs, "_reading", None)  # no YAML is read
    assert expected == ik.load(locale=locale)
    assert expected.locale == ik.load(locale=locale).locale


@pytest.mark.parametrize("locale", [None, "es"])
def test_a_check_in_from_either_is_one_check_in(locale):
    one, other = packs._compiled(compiled(), locale), ik.load_path(DATA, locale=locale)
    assert ik.draw(other, form="standard", seed="pair-7") == ik.draw(one, form="standard", seed="pair-7")


def test_a_compiled_catalogue_makes_a_part_when_it_is_asked_for_and_keeps_it():
    catalogue = ik.Catalogue.compiled(compiled())
    assert "items" not in [name for name in SHELVES if _there(catalogue, name)]
    assert catalogue.items is catalogue.items
    assert ["items"] == [name for name in SHELVES if _there(catalogue, name)]
    with pytest.raises(AttributeError, match="'Catalogue' object has no attribute 'recipes'"):
        catalogue.recipes  # noqa: B018  # the look is the test


def _there(catalogue, name):
    """Whether a part has been made."""
    try:
        object.__getattribute__(catalogue, name)
    except AttributeError:
        return False
    return True


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_a_compiled_catalogue_can_be_copied_and_sent(again):
    assert ik.load() == again(ik.Catalogue.compiled(compiled()))


def test_the_built_in_pack_is_read_from_yaml_by_the_same_road_as_any():
    assert ik.load() == ik.load_path(built_in())


def test_a_compiled_catalogue_can_be_merged_and_laid_under_a_pack():
    one, other = ik.Catalogue.compiled(compiled()), ik.load_path(DATA)
    assert other == one.merge(other) == other.merge(one)
    evening = Path(__file__).parents[1] / "docs" / "examples" / "pack" / "src" / "evening_pack"
    on_one, on_other = (packs._loaded(packs._reading(evening, under), None) for under in (one, other))
    assert on_one == on_other
    assert "evening.lamp" in on_one.practices


def test_no_yaml_is_read_where_the_compiled_catalogue_fits(package):
    code = "c = ik.load(locale='es'); repr(c); ik.score; ik.recommend; print('yaml' in sys.modules, len(c.items))"
    assert f"False {len(ik.load().items)}\n" == run(package, code)


@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_yaml_that_has_changed_since_is_read_instead(package, change, tmp_path):
    copied = tmp_path / "intimacy_kit"
    shutil.copytree(package, copied)
    pillars = copied / "data" / "pillars.yaml"
    if change == "edit":
        pillars.write_bytes(pillars.read_bytes().replace(b"The little things", b"Small things"))
    elif change == "add":
        (copied / "data" / "prompts" / "more.yaml").write_text("- {id: more, pillar: time, text: More, rung: 1}\n")
    else:
        (copied / "data" / "prompts" / "time.yaml").unlink()
    code = "c = ik.load(); print('yaml' in sys.modules, c.pillars['little-things'].title, len(c.prompts))"
    here = ik.load()
    title = "Small things" if change == "edit" else here.pillars["little-things"].title
    gone = sum(prompt.pillar == "time" for prompt in here.prompts.values())
    count = len(here.prompts) + {"edit": 0, "add": 1, "remove": -gone}[change]
    assert f"True {title} {count}\n" == run(copied, code)


def test_a_file_that_is_not_there_or_not_of_this_yaml_is_passed_over(package, tmp_path):
    assert _compiled.read(str(package)).locale == ik.load().locale
    assert _compiled.read(str(tmp_path)) is None
    shutil.copy(package / _compiled.NAME, tmp_path)
    assert _compiled.read(str(tmp_path)) is None


def test_a_pack_with_problems_is_not_compiled(tmp_path):
    with pytest.raises(ik.PackError, match="every pack needs pack.yaml"):
        Reading(tmp_path).compile()


def test_loading_brings_neither_yaml_nor_what_was_not_asked_for(package):
    loaded = set(run(package, "ik.load(); print(*sys.modules)").split())
    assert "intimacy_kit.packs" in loaded
    assert not {"intimacy_kit.content", "intimacy_kit.scoring", "intimacy_kit._yaml", "yaml"} & loaded


def test_every_public_name_is_where_the_package_says_and_no_other_name_is_there():
    assert {*ik._HOME, "__version__"} == set(ik.__all__) <= set(dir(ik))
    for name in ik.__all__:
        assert getattr(ik, name) is not None
    with pytest.raises(AttributeError, match="module 'intimacy_kit' has no attribute 'socre'"):
        ik.socre  # noqa: B018  # the look is the test
