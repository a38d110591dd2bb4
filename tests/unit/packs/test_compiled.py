"""The compiled catalogue is the catalogue: made when it is asked for, and never of other YAML than lies beside it."""

import copy
import os
import pickle
import shutil
import subprocess
import sys

import pytest

import intimacy_kit as ik
from intimacy_kit.content.kinds import SHELVES
from intimacy_kit.packs import compiled as compiled_module
from intimacy_kit.packs import loader
from intimacy_kit.packs.files import built_in
from intimacy_kit.packs.reader import Reading
from tests.support.installed_copy import DATA, compiled_text, installed
from tests.support.paths import EXAMPLES, GOOD


def compiled():
    return compiled_module.Compiled(compiled_text().splitlines())


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return a folder with the package as a wheel installs it."""
    return installed(tmp_path_factory.mktemp("site"))


WITHOUT_YAML = "import yaml; yaml.CSafeLoader = yaml.SafeLoader = None"


def run(package, code):
    """Run code in a fresh process in which that package is the one imported."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", f"import sys\nimport intimacy_kit as ik\n{code}"],
        env=environment, cwd=package.parent, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("locale", [None, "es", "es-MX", "it"])
def test_yaml_and_compiled_are_the_same_catalogue(locale):
    one, other = loader._load_compiled(compiled(), locale), ik.load_path(DATA, locale=locale)
    assert other == one
    assert hash(other) == hash(one)
    assert repr(other) == repr(one)
    assert other.locale == one.locale
    for name in SHELVES:
        assert repr(list(getattr(other, name).values())) == repr(list(getattr(one, name).values()))


@pytest.mark.slow
@pytest.mark.parametrize("locale", [None, "es"])
def test_loading_takes_the_compiled_catalogue_where_there_is_one(package, monkeypatch, locale):
    expected = ik.load(locale=locale)
    monkeypatch.setattr(loader, "_PACKAGE", str(package))
    monkeypatch.setattr(loader, "_built_in_reading", None)  # no YAML is read
    assert expected == ik.load(locale=locale)
    assert expected.locale == ik.load(locale=locale).locale


@pytest.mark.slow
@pytest.mark.parametrize("locale", [None, "es"])
def test_a_check_in_from_either_is_one_check_in(locale):
    one, other = loader._load_compiled(compiled(), locale), ik.load_path(DATA, locale=locale)
    assert ik.draw(other, form="standard", seed="pair-7") == ik.draw(one, form="standard", seed="pair-7")


def test_a_shelf_of_a_compiled_catalogue_is_decoded_when_it_is_first_used_and_kept():
    catalogue = compiled().catalogue()
    decoded = lambda: [name for name in SHELVES if getattr(catalogue, name)._kept]  # noqa: E731
    assert [] == decoded()
    first = next(iter(catalogue.items.values()))
    assert first is next(iter(catalogue.items.values()))
    assert ["items"] == decoded()


@pytest.mark.slow
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_a_compiled_catalogue_can_be_copied_and_sent(again):
    assert ik.load() == again(compiled().catalogue())


def test_the_built_in_pack_is_read_from_yaml_by_the_same_road_as_any():
    assert ik.load() == ik.load_path(built_in())


def test_a_compiled_catalogue_can_be_merged_and_laid_under_a_pack():
    one, other = compiled().catalogue(), ik.load_path(DATA)
    assert other == one.merge(other) == other.merge(one)
    evening = EXAMPLES / "pack" / "src" / "evening_pack"
    on_one, on_other = (loader._load(loader._reading(evening, under), None) for under in (one, other))
    assert on_one == on_other
    assert "evening.lamp" in on_one.practices


@pytest.mark.slow
def test_no_yaml_is_read_where_the_compiled_catalogue_fits(package):
    code = f"{WITHOUT_YAML}; c = ik.load(locale='es'); print(len(c.items))"
    assert f"{len(ik.load().items)}\n" == run(package, code)


@pytest.mark.slow
@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_yaml_that_has_changed_since_is_read_instead(package, change, tmp_path):
    copied = tmp_path / "intimacy_kit"
    shutil.copytree(package, copied)
    pillars = copied / "data" / "pillars.yaml"
    if change == "edit":
        pillars.write_bytes(pillars.read_bytes().replace(b"The little things", b"Small things"))
    elif change == "add":
        (copied / "data" / "prompts" / "more.yaml").write_text("- {id: more, pillar: time, text: More, depth: 1}\n")
    else:
        (copied / "data" / "synonyms.yaml").unlink()
    code = "c = ik.load(); print(c.pillars['little-things'].title, len(c.prompts) + len(c.synonyms))"
    here = ik.load()
    title = "Small things" if change == "edit" else here.pillars["little-things"].title
    count = len(here.prompts) + len(here.synonyms) + {"edit": 0, "add": 1, "remove": -len(here.synonyms)}[change]
    assert f"{title} {count}\n" == run(copied, code)


def test_a_file_that_is_not_there_or_not_of_this_yaml_is_passed_over(package, tmp_path):
    assert compiled_module.read(package).locales == ("de", "es", "es-ES", "es-MX", "fr", "pt-BR")
    assert compiled_module.read(tmp_path) is None
    shutil.copy(package / compiled_module.NAME, tmp_path)
    assert compiled_module.read(tmp_path) is None


def test_a_pack_with_problems_is_not_compiled(tmp_path):
    with pytest.raises(ik.PackError, match="every pack needs pack.yaml"):
        Reading(tmp_path).compile()


@pytest.mark.parametrize(("locale", "you"), [(None, "You"), ("es-MX", "Tú"), ("xx", "You")])
def test_a_pack_by_itself_takes_the_kits_phrases_from_the_compiled_catalogue(package, monkeypatch, locale, you):
    monkeypatch.setattr(loader, "_PACKAGE", str(package))
    monkeypatch.delattr(Reading, "phrases")  # none are read from YAML
    assert you == ik.load_path(GOOD / "minimal", locale=locale).phrase("you")


def test_loading_brings_what_was_not_asked_for_no_nearer(package):
    loaded = set(run(package, "ik.load(); print(*sys.modules)").split())
    assert "intimacy_kit.packs.loader" in loaded
    extras = ("cli", "interop", "reports", "stats", "tables", "testing", "calendar")
    assert not {f"intimacy_kit.{name}" for name in extras} & loaded
    assert not {"yaml", "zipfile", "importlib.metadata", "importlib.resources", "hashlib", "random"} & loaded


def test_every_public_name_is_there():
    for name in ik.__all__:
        assert getattr(ik, name) is not None
    with pytest.raises(AttributeError, match="module 'intimacy_kit' has no attribute 'socre'"):
        ik.socre  # noqa: B018  # the look is the test
